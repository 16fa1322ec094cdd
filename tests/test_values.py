"""Dates, times, intervals and yes or no, as people write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.journal.values import (
    BadDate,
    read_date,
    read_interval,
    read_time,
    read_yes_no,
)

MARCH_4 = dt.date(2026, 3, 4)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-03-04", "2026-3-4", "2026/03/04", "4 March 2026", "4 Mar 2026"),
        *("March 4, 2026", "mar 4 2026", "4th of March 2026", "Wed, 4 March 2026"),
    ],
)
def test_a_day_is_read_in_the_ways_people_write_it(text: str) -> None:
    assert read_date(text) == (MARCH_4, None)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-03-04 14:00", "2026-03-04T14:00", "2026-03-04T14:00:00Z"),
        *("4 March 2026, 2 pm", "4 March 2026 at 14.00"),
    ],
)
def test_a_time_may_follow_the_day(text: str) -> None:
    assert read_date(text) == (MARCH_4, dt.time(14))


def test_a_day_without_a_year_takes_that_of_the_file_name() -> None:
    assert read_date("24 Feb", year=2026) == (dt.date(2026, 2, 24), None)
    assert isinstance(read_date("24 Feb"), BadDate)


def test_a_stated_year_wins_over_that_of_the_file_name() -> None:
    assert read_date("4 March 2026", year=2020) == (MARCH_4, None)


def test_a_date_with_two_readings_is_explained_not_guessed() -> None:
    bad = read_date("04/03/2026")

    assert isinstance(bad, BadDate)
    assert "2026-03-04 for 4 March" in bad.hint
    assert "2026-04-03 for 3 April" in bad.hint


def test_a_date_with_one_reading_is_explained_too() -> None:
    assert read_date("24.03.2026") == BadDate("is not written year first", "Write 2026-03-24.")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2026-13-40", "there is no month 13"),
        ("2026-02-30", "February 2026 has no day 30"),
        ("0000-01-01", "there is no year 0"),
        ("2026-03-04 25:00", "there is no time 25:00"),
        ("March 2026", "is a month"),
        ("2026-03", "is a month"),
        ("yesterday", "is not a date"),
        ("", "is not a date"),
        ("4 " * 1_000_000, "is not a date"),
    ],
)
def test_what_is_no_date_is_said_to_be_none(text: str, reason: str) -> None:
    bad = read_date(text)

    assert isinstance(bad, BadDate)
    assert reason in bad.reason


@given(st.text(), st.one_of(st.none(), st.integers(1, 9999)))
def test_no_text_stops_the_reading_of_dates(text: str, year: int | None) -> None:
    found = read_date(text, year=year)

    assert isinstance(found, (BadDate, tuple))
    assert read_interval(text) is None or text
    assert read_time(text) is None or text


@given(st.dates(), st.times().map(lambda time: time.replace(microsecond=0)))
def test_every_iso_date_and_time_is_read_back(day: dt.date, time: dt.time) -> None:
    assert read_date(f"{day} {time}") == (day, time)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        *(("3 days", 3), ("2 weeks", 14), ("month", 30), ("every 6 weeks", 42), ("monthly", 30)),
        *(("two weeks", 14), ("3d", 3), ("every other week", 14), ("fortnightly", 14)),
        *(("soon", None), ("0 days", None), ("99999 years", None), ("biweekly", None), ("", None)),
        *(("-3 days", None), ("3-days", 3), ("two-week", 14)),
    ],
)
def test_intervals_are_read_as_days(text: str, days: int | None) -> None:
    assert read_interval(text) == days


@pytest.mark.parametrize(
    ("text", "time"),
    [
        *(("14:00", dt.time(14)), ("9.30", dt.time(9, 30)), ("2 pm", dt.time(14))),
        *(("2:30 p.m.", dt.time(14, 30)), ("12 am", dt.time(0)), ("14h30", dt.time(14, 30))),
        *(("25:00", None), ("14 pm", None), ("12", None), ("noon", None)),
    ],
)
def test_times_of_day_are_read(text: str, time: dt.time | None) -> None:
    assert read_time(text) == time


@pytest.mark.parametrize(
    ("text", "answer"),
    [("yes", True), ("True", True), ("ON", True), ("no", False), ("false", False), ("maybe", None)],
)
def test_yes_and_no_are_read_and_nothing_is_guessed(text: str, answer: bool | None) -> None:  # noqa: FBT001
    assert read_yes_no(text) is answer
