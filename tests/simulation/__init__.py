"""The proof of the rehearsal."""
