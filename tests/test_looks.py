"""Claims: when they are read, and what they need."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from afterword.insight.looks import (
    last_look,
    looks,
    next_look,
    read_heard,
    stands_out,
    trends,
    unseen,
)
from afterword.insight.occasions import Gist, Named
from afterword.journal.model import Polarity

PLUS, MINUS = Polarity.STRENGTH, Polarity.IMPROVEMENT


def gist(day: int, others: str = "", own: str = "", *, by: str = "", way: Polarity = MINUS) -> Gist:
    """Return an event at which somebody, and the author, named themes of one letter."""
    person = by or f"person {day}"
    return Gist(
        day=dt.date(2026, 1, 1) + dt.timedelta(day),
        heard=True,
        assessed=True,
        others={Named(theme, way): (person,) for theme in others},
        own=frozenset(Named(theme, way) for theme in own),
    )


def events(*named: str, by: str = "") -> list[Gist]:
    return [gist(day, others, by=by) for day, others in enumerate(named)]


def test_looks_are_at_five_and_eight_then_half_as_many_again() -> None:
    assert list(itertools.islice(looks(), 10)) == [5, 8, 12, 18, 27, 40, 60, 90, 135, 202]


@pytest.mark.parametrize(
    ("count", "last", "following"), [(0, 0, 5), (4, 0, 5), (5, 5, 8), (17, 12, 18)]
)
def test_between_looks_the_last_one_stands(count: int, last: int, following: int) -> None:
    assert (last_look(count), next_look(count)) == (last, following)


def test_what_comes_after_a_look_changes_nothing_until_the_next() -> None:
    first = events(*["ax", "ay", "az", "aw", "av"] * 2, "au", "at")
    more = first + [gist(20 + i, "b") for i in range(5)]

    assert read_heard(first)
    assert read_heard(more) == read_heard(first)


def test_a_theme_named_at_nearly_every_event_among_many_stands_out() -> None:
    (found,) = stands_out(events("ab", "ac", "ad", "ae", "af", "ag", "ah", "ai"), MINUS)

    assert (found.claim, found.named.theme, found.times, found.events) == ("stands-out", "a", 8, 8)
    assert found.chance == pytest.approx(9 * (2 / 9) ** 8)


def test_the_only_theme_of_a_journal_does_not_stand_out() -> None:
    assert stands_out(events(*"aaaaaaaaaaaa"), MINUS) == []


def test_a_theme_only_one_person_names_does_not_stand_out() -> None:
    named = ("ab", "ac", "ad", "ae", "af", "ag", "ah", "ai")

    assert stands_out(events(*named, by="Ana"), MINUS) == []


def test_two_events_are_too_few_to_stand_out_among_however_many() -> None:
    named = ["a", "a", *[chr(ord("b") + i) for i in range(20)]]

    assert stands_out(events(*named), MINUS) == []


def test_strengths_and_improvements_are_read_apart() -> None:
    mixed = [gist(day, "ab", way=PLUS if day % 2 else MINUS) for day in range(8)]

    assert [f.named.theme for f in stands_out(mixed, PLUS)] == []


def test_a_theme_that_is_no_longer_named_is_easing_and_its_opposite_growing() -> None:
    before = ["a"] * 9 + ["b"] * 9
    (easing, growing) = sorted(trends(events(*before), MINUS))

    assert (easing.claim, easing.named.theme, easing.halves) == ("easing", "a", ((9, 9), (0, 9)))
    assert (growing.claim, growing.named.theme) == ("growing", "b")


def test_fewer_than_eight_events_show_no_change() -> None:
    assert trends(events("a", "a", "a", "b", "b", "b", "b"), MINUS) == []


def test_of_an_odd_number_the_smaller_half_is_the_earlier() -> None:
    found = trends(events(*["a"] * 13, *["b"] * 14), MINUS)

    assert found[0].halves == ((13, 13), (0, 14))


def test_what_others_name_again_and_again_and_my_notes_never_is_a_blind_spot() -> None:
    (found,) = unseen([gist(day, "a", "b") for day in range(8)], MINUS)

    assert (found.claim, found.named.theme, found.times) == ("possible-blind-spot", "a", 8)
    assert found.chance == 1 / 256


def test_of_strengths_it_is_a_hidden_strength() -> None:
    (found,) = unseen([gist(day, "a", "b", way=PLUS) for day in range(8)], PLUS)

    assert found.claim == "hidden-strength"


def test_it_is_none_when_my_notes_name_it_once() -> None:
    paired = [gist(day, "a", "b") for day in range(11)]

    assert unseen([*paired, gist(11, "", "a")], MINUS) == []


def test_it_is_none_when_only_two_people_say_so() -> None:
    paired = [gist(day, "a", "b", by=("Ana", "Bo")[day % 2]) for day in range(12)]

    assert unseen(paired, MINUS) == []


def test_five_events_are_too_few_whatever_they_say() -> None:
    assert unseen([gist(day, "a", "b") for day in range(5)], MINUS) == []
