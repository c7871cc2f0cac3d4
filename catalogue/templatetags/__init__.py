"""Filters for the templates of all rooms."""
