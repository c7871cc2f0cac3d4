"""What is run by hand now and then, and nothing of the service needs."""
