"""Proofs for the office: the admin."""
