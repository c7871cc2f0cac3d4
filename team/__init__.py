"""WHO WORKS HERE: accounts of the team, second factor, roles, and who may open which staff page."""
