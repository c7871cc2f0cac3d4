"""The pages as people meet them: in a real Chromium, at 320 px, without JavaScript."""
