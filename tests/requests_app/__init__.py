"""Proofs for the requests room."""
