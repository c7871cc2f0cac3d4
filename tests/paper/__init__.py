"""Posters, notes and flyers, and what comes of them."""
