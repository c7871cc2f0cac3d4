"""Who helps: volunteers, what they offer and where, and the index that finds them."""
