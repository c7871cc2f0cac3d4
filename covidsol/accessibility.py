"""Where somebody may complain who is not helped by our answer about accessibility."""

# By their names and their sites. Both hear whoever has a disability and is refused a service, a private one
# too (Unia: unia.be, "Solutions négociées"; the Défenseur des droits: its yearly report, and every French
# statement of accessibility). Left out, for a charity is none of theirs: BOSA watches over public bodies, the
# federal ombudsman over the federal administration, Arcom's form says that it does not check private sites.
COMPLAINTS = {
    "BE": "Unia, unia.be",
    "FR": "Défenseur des droits, defenseurdesdroits.fr",
}
