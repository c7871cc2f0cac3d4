"""Paper: every letter is a row before it is a message, and is rendered when it is sent."""
