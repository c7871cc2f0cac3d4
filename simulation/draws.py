"""Fixed dice: what chance decides depends on what it is about, never on what came before.

Two policies that meet in one world ask different people in a different order.
If each took the next number of one row of random numbers, a first difference
would change everything after it, and their comparison would be mostly noise.
Here each decision has a die of its own, named by its key.
"""

import random
from hashlib import blake2b
from statistics import NormalDist

STEPS = 52  # bits; so many fit between 0 and 1 without either end
NORMAL = NormalDist()


def uniform(*key: int | str) -> float:
    """A number between 0 and 1, neither of them, that belongs to this key."""
    return ((_number(*key) >> (64 - STEPS)) + 0.5) / (1 << STEPS)


def normal(*key: int | str) -> float:
    """A number of the standard normal distribution that belongs to this key."""
    return NORMAL.inv_cdf(uniform(*key))


def dice(*key: int | str) -> random.Random:
    """Dice that belong to this key, for things that are always drawn together and in one order."""
    return random.Random(_number(*key))  # noqa: S311 - a rehearsal needs the same dice again, not secret ones


def _number(*key: int | str) -> int:
    text = "/".join(map(str, key)).encode()
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big")
