"""Proofs for the wiring room."""
