"""Numbers that everybody may see and from which nobody can reckon one person: controlled rounding.

The method is controlled rounding to the base five, a standard of official
statistics: A. Hundepool and others, "Handbook on Statistical Disclosure
Control", chapter "Frequency tables", section on rounding, after L. H. Cox,
"A Constructive Procedure for Unbiased Controlled Rounding", Journal of the
American Statistical Association 82 (1987), 520-524. The parts of a table are
rounded so that they add up to its rounded total, and what one publication left
out, the next one makes good.

Why no reader can unpick it, whatever he knows of the method and of all former
publications: had the truth been exactly what was published, or that with one to
four people more at any one place from any one day on, the very same numbers
would have been published. So each number, each difference between two days and
each remainder of a total has five possible values at least, and one that seems
to be nobody may be nobody. tests/impact/test_rounding.py holds it to that.
"""

from collections.abc import Mapping
from heapq import heapify, heapreplace

BASE = 5

Counts = Mapping[str, int]


def floor(number: int) -> int:
    """The largest multiple of the base that is not above a number."""
    return number // BASE * BASE


def follow(before: Counts, truth: Counts, most: Counts | None = None) -> dict[str, int]:
    """The next publication of one table, after the one before: multiples of five that never go down.

    Together they are the true total, rounded down. Each five goes where most is
    missing; no part gets more than `most` allows, as nobody is matched who has
    not asked. Parts whose truth has gone down, as after a move, stay as they were.
    """
    shown = {name: before.get(name, 0) for name in {*before, *truth}}
    fives = (floor(sum(truth.values())) - sum(shown.values())) // BASE
    waiting = [(shown[name] - truth.get(name, 0), name) for name in shown]
    heapify(waiting)
    while fives > 0 and waiting:
        missing, name = waiting[0]
        if most is not None and shown[name] + BASE > most.get(name, 0):
            waiting[0] = waiting[-1]
            waiting.pop()
            heapify(waiting)
            continue
        shown[name] += BASE
        fives -= 1
        heapreplace(waiting, (missing + BASE, name))
    return {name: number for name, number in sorted(shown.items()) if number}
