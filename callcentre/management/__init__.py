"""Commands of the call centre."""
