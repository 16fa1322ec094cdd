"""The statistics behind claims, beside scipy's and beside counting by hand."""

from __future__ import annotations

import itertools
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from afterword.insight.statistics import (
    fisher_exact,
    poisson_binomial,
    sign_test,
    smallest_fisher,
    tarone,
    wilson_interval,
)


@pytest.mark.parametrize("events", [*range(1, 41), 100, 1_000, 10_000])
def test_the_interval_of_a_share_is_wilsons(events: int) -> None:
    for named in {*range(min(events, 40) + 1), events // 2, events - 1, events}:
        expected = stats.binomtest(named, events).proportion_ci(method="wilson")

        assert wilson_interval(named, events) == pytest.approx(tuple(expected), abs=1e-12)


@pytest.mark.parametrize(("named", "events"), [(0, 0), (2, 1), (-1, 3)])
def test_counts_that_are_no_share_are_refused(named: int, events: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        wilson_interval(named, events)


def test_an_interval_stays_within_nothing_and_all() -> None:
    assert wilson_interval(0, 7)[0] == 0.0
    assert wilson_interval(7, 7)[1] == 1.0


def test_the_tail_of_unequal_chances_is_that_of_all_ways_written_out() -> None:
    chances = (0.1, 0.25, 0.25, 0.5, 0.9, 1.0, 0.0)
    ways: dict[int, float] = dict.fromkeys(range(len(chances) + 1), 0.0)
    for outcome in itertools.product((0, 1), repeat=len(chances)):
        parts = [p if happens else 1 - p for p, happens in zip(chances, outcome, strict=True)]
        ways[sum(outcome)] += math.prod(parts)

    found = poisson_binomial(chances)
    for count in range(len(chances) + 2):
        expected = sum(mass for at, mass in ways.items() if at >= count)
        assert found.at_least(count) == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize("themes", [6, 14, 40, 400])
@pytest.mark.parametrize("events", [1, 5, 8, 60, 500])
def test_the_tail_of_unequal_chances_is_scipys(themes: int, events: int) -> None:
    dice = random.Random(themes * events)  # noqa: S311 — a fixed seed
    chances = [min(1.0, dice.choice((0, 1, 1, 2, 3, 4)) / themes) for _ in range(events)]
    found = poisson_binomial(chances)
    theirs = stats.poisson_binom(chances)

    for count in range(events + 1):
        expected = float(theirs.sf(count - 1))
        assert found.at_least(count) == pytest.approx(expected, rel=1e-6, abs=1e-12)


def test_a_far_tail_is_exact_to_many_digits() -> None:
    exact = sum(math.comb(2_000, count) * 39 ** (2_000 - count) for count in range(120, 2_001)) / (
        40**2_000
    )

    assert poisson_binomial([1 / 40] * 2_000).at_least(120) == pytest.approx(exact, rel=1e-9)


def test_what_is_no_probability_is_refused() -> None:
    with pytest.raises(ValueError, match="no probability"):
        poisson_binomial([0.5, 1.5])


def test_fishers_test_is_scipys_over_all_small_tables() -> None:
    for a, b, c, d in itertools.product(range(7), range(7), range(7), range(7)):
        if (a or b) and (c or d) and (a or c) and (b or d):
            expected = float(stats.fisher_exact([[a, b], [c, d]]).pvalue)
            assert fisher_exact(((a, b), (c, d))) == pytest.approx(expected, rel=1e-9)


@given(st.tuples(*[st.integers(0, 200)] * 4))
def test_fishers_test_is_scipys_over_larger_tables(table: tuple[int, int, int, int]) -> None:
    a, b, c, d = table

    expected = float(stats.fisher_exact([[a, b], [c, d]]).pvalue)
    assert fisher_exact(((a, b), (c, d))) == pytest.approx(expected, rel=1e-7, abs=1e-300)


def test_the_smallest_p_value_is_the_smallest_of_all_tables_with_these_margins() -> None:
    for first, second in itertools.product(range(1, 11), repeat=2):
        for named in range(first + second + 1):
            tables = [
                ((x, first - x), (named - x, second - named + x))
                for x in range(max(0, named - second), min(first, named) + 1)
            ]
            expected = min(fisher_exact(table) for table in tables)
            assert smallest_fisher(first, second, named) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("discordant", [*range(1, 31), 200])
def test_the_sign_test_is_scipys(discordant: int) -> None:
    for larger in range(discordant + 1):
        expected = stats.binomtest(larger, discordant, 0.5, alternative="greater").pvalue
        assert sign_test(larger, discordant) == pytest.approx(expected, rel=1e-9)


def test_tarones_correction_does_not_pay_for_tests_that_cannot_reach_significance() -> None:
    assert tarone([0.5, 0.25, 0.001, 0.3], 0.02) == 0.02
    assert tarone([0.001] * 4, 0.02) == 0.005
    assert tarone([], 0.02) == 0.02


@given(st.lists(st.floats(1e-9, 1), max_size=40))
def test_tarones_level_is_that_of_the_fewest_tests_that_suffice(smallest: list[float]) -> None:
    tests = round(0.02 / tarone(smallest, 0.02))

    assert sum(p <= 0.02 / tests for p in smallest) <= tests
    assert all(sum(p <= 0.02 / k for p in smallest) > k for k in range(1, tests))
