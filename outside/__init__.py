"""OUTSIDE: servers that are not ours, and whether one may be asked now; knows nothing of what is asked."""
