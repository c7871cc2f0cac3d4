"""What is printed and hung up: posters, notes and flyers, and what comes of them."""
