"""Proofs for the privacy room."""
