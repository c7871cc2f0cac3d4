"""Commands of the volunteers' room."""
