"""Storms: what is killed and cut while letters are sent."""
