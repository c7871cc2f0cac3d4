"""Proofs for the call centre."""
