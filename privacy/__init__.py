"""What must not leak: encrypted fields, blind indexes, tokens, consents and the event log."""
