"""THE REHEARSAL: the product's own dispatch, with the clock and the people's behaviour simulated."""
