"""Who needs help: requests, their life, and the door they come in by."""
