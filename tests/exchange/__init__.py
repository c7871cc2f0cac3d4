"""Lists of volunteers in and out, and letters to many of them."""
