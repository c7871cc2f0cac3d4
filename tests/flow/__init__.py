"""Whole walks, through real parts."""
