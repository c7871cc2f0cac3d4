"""Servers outside: who may ask one, and when."""
