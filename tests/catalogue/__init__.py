"""Proofs for the catalogue room."""
