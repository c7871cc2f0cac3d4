"""How easily an old and tired reader reads what we write, and whether all four languages say the same."""
