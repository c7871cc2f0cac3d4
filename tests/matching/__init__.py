"""Proofs for the matching room."""
