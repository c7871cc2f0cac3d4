"""A reader who wants to know: he has all that was ever published, knows the method, and tries every truth."""

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, product

Table = tuple[int, ...]  # one number for each area
History = tuple[Table, ...]  # the true counts at each publication; none ever falls
Method = Callable[[History], object]


def histories(areas: int, times: int, most: int) -> Iterator[History]:
    """Every history in which no area gains more than `most` between two publications."""
    steps = list(product(range(most + 1), repeat=areas))
    for gains in product(steps, repeat=times):
        yield tuple(accumulate(gains, lambda table, gain: tuple(map(sum, zip(table, gain, strict=True)))))


def questions(history: History) -> dict[str, int]:
    """All that he may ask about: each area, each total, and what each gained since the time before."""
    asked: dict[str, int] = {}
    nobody = tuple(0 for _area in history[0])
    for time, (before, table) in enumerate(zip((nobody, *history), history, strict=False)):
        gains = [now - then for now, then in zip(table, before, strict=True)]
        for kind, numbers in (("area", table), ("gain", gains)):
            asked |= {f"{kind} {area} at {time}": number for area, number in enumerate(numbers)}
        asked |= {f"total at {time}": sum(table), f"week {time}": sum(gains)}
    return asked


def found_out(possible: Sequence[History], method: Method) -> list[str]:
    """The numbers from one to four that some publication gives away: no other truth would look the same."""
    looks_like: dict[object, list[dict[str, int]]] = {}
    for history in possible:
        looks_like.setdefault(method(history), []).append(questions(history))
    return [
        f"{name} is {answers[0][name]}: {shown}"
        for shown, answers in looks_like.items()
        for name in answers[0]
        if 1 <= answers[0][name] <= 4 and len({each[name] for each in answers}) == 1
    ]
