"""PLACES: where an address lies and how far it is from another; knows nothing of people."""
