"""Words for templates of the office."""
