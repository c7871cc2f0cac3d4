"""Commands of the team's room."""
