"""What a telephony tells us becomes calls and call-backs; a provider is one module."""
