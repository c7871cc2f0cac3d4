"""What the accessibility statement says and a test keeps true: when it was tested, and where to complain."""

from datetime import date

# The day of the last whole run of tests/browser; whoever releases writes it anew.
TESTED_ON = date(2026, 11, 25)

# Who watches over the accessibility of public sites, and who hears complaints, by the names of their sites.
# Sources: accessibility.belgium.be, "Missions et plaintes"; federaalombudsman.be. A charity is not bound by
# these laws: both are named because we keep to the same rules.
COMPLAINTS = {
    "BE": ("BOSA, accessibility.belgium.be", "federaalombudsman.be – mediateurfederal.be"),
    "FR": ("Arcom, arcom.fr", "Défenseur des droits, defenseurdesdroits.fr"),
}
