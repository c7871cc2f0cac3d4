"""THE OFFICE: the coordinators' first page, the whole story of a request, and the presses that move it."""
