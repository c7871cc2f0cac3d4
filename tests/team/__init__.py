"""Proofs for the team's room: accounts, second factor, roles."""
