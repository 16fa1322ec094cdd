"""What counts say, exactly: intervals, tails and tests for numbers that are small."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_Z = 1.959963984540054
"""The 97.5 % point of the normal distribution."""
_NOTHING = 1e-40
"""Mass that is left out at either end, so that thousands of events take milliseconds."""


def wilson_interval(named: int, events: int) -> tuple[float, float]:
    """Return the 95 % Wilson score interval of a share.

    Args:
        named: Events that named the theme, 0 … events.
        events: At least 1.

    Returns:
        Lower and upper bound, each in 0 … 1.

    Raises:
        ValueError: The counts are not such.

    Source:
        Wilson (1927); recommended for small n by Brown, Cai & DasGupta (2001).
    """
    if not 0 <= named <= events or events < 1:
        message = f"{named} of {events} is no share"
        raise ValueError(message)
    share, square = named / events, _Z * _Z
    middle = share + square / (2 * events)
    reach = _Z * math.sqrt(share * (1 - share) / events + square / (4 * events * events))
    whole = 1 + square / events
    low = 0.0 if named == 0 else (middle - reach) / whole
    high = 1.0 if named == events else (middle + reach) / whole
    return low, high


class Masses(NamedTuple):
    """The distribution of a count."""

    first: int
    """The count that the first mass is that of; lower ones have none."""
    values: tuple[float, ...]

    def at_least(self, count: int) -> float:
        """Return the probability of this many or more, 0 … 1."""
        return min(1.0, math.fsum(self.values[max(0, count - self.first) :]))


def poisson_binomial(probabilities: Iterable[float]) -> Masses:
    """Return how many of some independent events happen, each with a probability of its own.

    Equal probabilities are taken together as a binomial distribution, and these are convolved.
    Masses below 1e-40 at either end are left out; all others are exact to rounding.

    Args:
        probabilities: Each in 0 … 1, in any order.

    Raises:
        ValueError: One is not.

    Source:
        Le Cam (1960) for the name and the sum; the convolution is its definition.
    """
    made = Masses(0, (1.0,))
    for probability, events in sorted(Counter(probabilities).items()):
        if not 0 <= probability <= 1:
            message = f"{probability} is no probability"
            raise ValueError(message)
        made = _sum(made, _binomial(events, probability))
    return made


def _binomial(events: int, probability: float) -> Masses:
    """Return a binomial distribution, by the ratio of neighbours from its most likely count."""
    if probability in (0.0, 1.0):
        return Masses(events if probability else 0, (1.0,))
    odds = probability / (1 - probability)
    middle = min(events, int((events + 1) * probability))
    up, down = [1.0], [1.0]
    for count in range(middle, events):
        up.append(up[-1] * (events - count) / (count + 1) * odds)
        if up[-1] < _NOTHING:
            break
    for count in range(middle, 0, -1):
        down.append(down[-1] * count / (events - count + 1) / odds)
        if down[-1] < _NOTHING:
            break
    masses = [*reversed(down[1:]), *up]
    whole = math.fsum(masses)
    return Masses(middle - len(down) + 1, tuple([mass / whole for mass in masses]))


def _sum(one: Masses, other: Masses) -> Masses:
    """Return the distribution of the sum of two independent counts."""
    few, many = sorted((one.values, other.values), key=len)
    masses = [0.0] * (len(few) + len(many) - 1)
    width = len(many)
    for at, weight in enumerate(few):
        here = masses[at : at + width]
        masses[at : at + width] = [a + weight * b for a, b in zip(here, many, strict=True)]
    low, high = 0, len(masses)
    while masses[low] < _NOTHING:
        low += 1
    while masses[high - 1] < _NOTHING:
        high -= 1
    return Masses(one.first + other.first + low, tuple(masses[low:high]))


def fisher_exact(table: tuple[tuple[int, int], tuple[int, int]]) -> float:
    """Return the two-sided p-value of Fisher's exact test.

    The sum over all tables with the same margins that are not likelier than this one, in whole
    numbers, so that tables equally likely are found to be so.

    Args:
        table: Counts, two rows of two columns, none negative.

    Source:
        Fisher (1935), The Design of Experiments.
    """
    (a, b), (c, d) = table
    weights = _tables(a + b, c + d, a + c)
    mine = weights[a - max(0, a - d)]
    return sum(weight for weight in weights if weight <= mine) / sum(weights)


def smallest_fisher(first: int, second: int, named: int) -> float:
    """Return the smallest p-value that Fisher's test could give with these margins.

    Args:
        first: Events in the first row.
        second: Events in the second row.
        named: How many of all these events named the theme, in whichever row.
    """
    low, high = max(0, named - second), min(first, named)
    if low == high:
        return 1.0
    ends = [math.comb(first, x) * math.comb(second, named - x) for x in (low, high)]
    smallest = min(ends) * (1 + (ends[0] == ends[1]))
    return smallest / math.comb(first + second, named)


def _tables(first: int, second: int, named: int) -> list[int]:
    """Return the number of ways to each table with these margins, by its first cell."""
    low, high = max(0, named - second), min(first, named)
    weight = math.comb(first, low) * math.comb(second, named - low)
    weights = [weight]
    for x in range(low, high):
        weight = weight * (first - x) * (named - x) // ((x + 1) * (second - named + x + 1))
        weights.append(weight)
    return weights


def sign_test(larger: int, discordant: int) -> float:
    """Return the one-sided p-value of the sign test: this many or more one way, of two ways.

    Args:
        larger: Events one way, 0 … discordant.
        discordant: Events that went either way.

    Source:
        McNemar (1947), whose test of paired counts it is, in its exact form.
    """
    ways = sum(math.comb(discordant, count) for count in range(larger, discordant + 1))
    return ways / (1 << discordant)


def tarone(smallest: Sequence[float], error: float) -> float:
    """Return the level at which each of several tests keeps the error of all of them.

    Tests whose counts could never reach significance are not paid for.

    Args:
        smallest: For each test the smallest p-value that its margins allow.
        error: The probability of any false alarm that is accepted, as 0.02.

    Source:
        Tarone (1990), A modified Bonferroni method for discrete data.
    """
    tests = 1
    while sum(one <= error / tests for one in smallest) > tests:
        tests += 1
    return error / tests
