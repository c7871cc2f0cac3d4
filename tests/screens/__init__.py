"""`make screens`: the main pages of the running service, photographed for the README."""
