"""Proofs for the volunteers room."""
