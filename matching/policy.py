"""Every number of the dispatch, with its reason."""

from datetime import timedelta

# Ten people are enough for a first yes within hours, and few enough to be no nuisance.
FIRST_WAVE = 10
# Then five at a time: most answers come within six waking hours, so an hour between waves wastes few letters.
NEXT_WAVE = 5
BETWEEN_WAVES = timedelta(hours=1)
# Beyond sixty letters a request is not answered by more letters; people must ring.
MAX_LETTERS = 60
# Nobody crosses half of Belgium with a bag of shopping; each volunteer's own distance counts besides.
MAX_KM = 20.0
# Two open tasks at a time: who holds more does them late, and might be collecting addresses.
MAX_OPEN_TASKS = 2
# Three new addresses in a day are as many as an honest helper needs.
MAX_CLAIMS_A_DAY = 3
# A second press on the button within ten seconds is a double click; later it may be a forwarded link.
DOUBLE_CLICK = timedelta(seconds=10)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
# A claim that is not reported is asked about, then given to others: a person may be waiting behind it.
LAPSE = timedelta(hours=36)
LAPSE_URGENT = timedelta(hours=12)
# After a claim came back there must be time for a new one.
DUE_AGAIN = timedelta(hours=24)
DUE_AGAIN_URGENT = timedelta(hours=5)


def wave_size(letters_so_far: int) -> int:
    """How many to ask now, given how many were asked; 0 when the letters are used up."""
    wanted = FIRST_WAVE if letters_so_far == 0 else NEXT_WAVE
    return max(0, min(wanted, MAX_LETTERS - letters_so_far))
