"""Proofs for the letters room."""
