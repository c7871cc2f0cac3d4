"""How the offline table of postcodes is made from openly licensed packages."""
