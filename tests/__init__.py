"""The proof: every promise of the house, on real parts."""
