"""THE PHONE: calls, the operators' desk, call tasks, shifts, and what the telephony tells us."""
