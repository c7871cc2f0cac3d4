"""Who meets whom: invitations, claims and matches."""
