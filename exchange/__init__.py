"""THE EXCHANGE: volunteers in from a spreadsheet, out by two people's leave, and letters to many of them."""
