"""Proofs for what the telephony tells us."""
