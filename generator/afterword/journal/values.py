"""Dates, times, intervals and yes or no, as people write them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MONTHS: Mapping[str, int] = MappingProxyType(
    {name.lower(): number for number, name in enumerate(_MONTH_NAMES, 1)}
    | {name[:3].lower(): number for number, name in enumerate(_MONTH_NAMES, 1)}
    | {"sept": 9},
)
_YES = frozenset({"yes", "true", "on", "y", "1"})
_NO = frozenset({"no", "false", "off", "n", "0"})
_NUMBERS: Mapping[str, int] = MappingProxyType(
    {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
    | {"seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "other": 2},
)
_UNITS: Mapping[str, int] = MappingProxyType(
    {"day": 1, "d": 1, "week": 7, "w": 7, "fortnight": 14, "month": 30, "quarter": 91}
    | {"year": 365, "y": 365}
    | dict.fromkeys(("tag", "tage", "tagen"), 1)
    | dict.fromkeys(("woche", "wochen"), 7)
    | dict.fromkeys(("monat", "monate", "monaten"), 30)
    | dict.fromkeys(("jahr", "jahre", "jahren"), 365),
)
"""In English and German."""
_ADVERBS: Mapping[str, int] = MappingProxyType(
    {"daily": 1, "weekly": 7, "fortnightly": 14, "monthly": 30, "quarterly": 91}
    | {"yearly": 365, "annually": 365}
    | {"täglich": 1, "wöchentlich": 7, "monatlich": 30, "vierteljährlich": 91, "jährlich": 365},
)
_LONGEST_DAYS = 36_500
_LONGEST_TEXT = 60
_NOON = 12

_CLOCK = r"[0-9]{1,2}(?:[:.h][0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?\s?(?:[ap]\.?m\.?)?|\s?[ap]\.?m\.?)"
_TIME = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:[:.h](?P<minute>[0-9]{2}))?(?::(?P<second>[0-9]{2})(?:\.[0-9]+)?)?"
    r"\s?(?P<half>[ap])?(?:\.?m\.?)?",
    re.IGNORECASE,
)
_ENDS_WITH_TIME = re.compile(
    rf"(?P<day>.*?\S)(?:,?\s+(?:at\s+)?|(?<=[0-9])T(?=[0-9]))(?P<time>{_CLOCK})"
    r"(?:Z|[+-][0-9]{2}:?[0-9]{2})?",
    re.IGNORECASE | re.DOTALL,
)
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_DIGITS_ONLY = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_DAY_FIRST = re.compile(
    r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?\.?\s+(?:of\s+)?(?P<month>[a-z]+)\.?"
    r"(?:,?\s+(?P<year>[0-9]{4}))?",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    r"(?P<month>[a-z]+)\.?\s+(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?:,?\s+(?P<year>[0-9]{4}))?",
    re.IGNORECASE,
)
_MONTH_ONLY = re.compile(r"([a-z]+)\.?,?\s+[0-9]{4}|[0-9]{4}-[0-9]{1,2}", re.IGNORECASE)
_INTERVAL = re.compile(
    r"(?:every\s+|each\s+|alle\s+|jeden\s+|jede\s+|jedes\s+)?(?:(?P<count>[0-9]{1,5}|[a-z]+)\s+|(?P<short>[0-9]{1,5})\s?)?"
    r"(?P<unit>(?:day|week|fortnight|month|quarter|year|[dwy])(?=s?$)"
    r"|tagen?|tag|wochen?|monat(?:en?)?|jahr(?:en?)?)s?",
)
_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
"""Between two words; before a number it is a sign, and no interval is less than nothing."""
_EXAMPLE = "Write it as 2026-03-04, 2026-03-04 14:00 or 4 March 2026."


@dataclass(frozen=True, slots=True)
class BadDate:
    """Why a text cannot be read as a date."""

    reason: str
    """Follows the text in a sentence: `is not a date: there is no month 13`."""
    hint: str


def read_yes_no(text: str) -> bool | None:
    """Return what a yes-or-no value says; None for anything else."""
    word = text.strip().casefold()
    if word in _YES:
        return True
    return False if word in _NO else None


def read_time(text: str) -> dt.time | None:
    """Return the time of day in `14:00`, `9.30`, `2 pm` or `2:30 pm`; None for anything else."""
    text = text.strip()
    found = _TIME.fullmatch(text[:_LONGEST_TEXT])
    if not found or text.isdigit():
        return None
    hour, half = int(found["hour"]), (found["half"] or "").lower()
    if half:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    try:
        return dt.time(hour, int(found["minute"] or 0), int(found["second"] or 0))
    except ValueError:
        return None


def read_interval(text: str) -> int | None:
    """Return the days in `3 days`, `every 6 weeks`, `month` or `monthly`; None for anything else.

    A month counts 30 days, a quarter 91, a year 365.
    """
    words = " ".join(_HYPHEN.sub(" ", text[:_LONGEST_TEXT].casefold()).split())
    if words in _ADVERBS:
        return _ADVERBS[words]
    found = _INTERVAL.fullmatch(words)
    if not found:
        return None
    count = found["count"] or found["short"] or "1"
    number = int(count) if count.isdigit() else _NUMBERS.get(count, 0)
    days = number * _UNITS[found["unit"]]
    return days if 0 < days <= _LONGEST_DAYS else None


def read_date(
    text: str,
    *,
    year: int | None = None,
) -> tuple[dt.date, dt.time | None] | BadDate:
    """Return the day a text names, and the time if it names one; else why it cannot be read.

    Args:
        text: `2026-03-04`, `2026-03-04 14:00`, `4 March 2026`, `March 4, 2026`, `24 Feb`.
        year: For days without one: the year of the file's name.
    """
    text = text.strip()
    if len(text) > _LONGEST_TEXT:
        return BadDate("is not a date", _EXAMPLE)
    whole = _read_day(text, year)
    if isinstance(whole, dt.date):
        return whole, None
    found = _ENDS_WITH_TIME.fullmatch(text)
    if not found:
        return whole
    day = _read_day(found["day"], year)
    if isinstance(day, BadDate):
        return day
    time = read_time(found["time"])
    if time is None:
        return BadDate(f"is not a date: there is no time {found['time']}", _EXAMPLE)
    return day, time


def _read_day(text: str, year: int | None) -> dt.date | BadDate:
    found = _YEAR_FIRST.fullmatch(text)
    if found:
        return _day(int(found[1]), int(found[3]), int(found[4]))
    weekday = _WEEKDAY.match(text)
    text = text[weekday.end() :] if weekday else text
    named = _DAY_FIRST.fullmatch(text) or _MONTH_FIRST.fullmatch(text)
    if named and named["month"].lower() in _MONTHS:
        return _named_day(named, year)
    digits = _DIGITS_ONLY.fullmatch(text)
    if digits:
        return _two_readings(int(digits[1]), int(digits[3]), digits[4])
    month = _MONTH_ONLY.fullmatch(text)
    if month and (month[1] is None or month[1].lower() in _MONTHS):
        return BadDate("is a month, not a day", "Add the day: 4 March 2026.")
    return BadDate("is not a date", _EXAMPLE)


def _named_day(found: re.Match[str], year: int | None) -> dt.date | BadDate:
    stated = int(found["year"]) if found["year"] else year
    if stated is None:
        return BadDate(
            "has no year",
            "Add the year, or begin the file's name with the date: 2026-02-24-….md.",
        )
    return _day(stated, _MONTHS[found["month"].lower()], int(found["day"]))


def _day(year: int, month: int, day: int) -> dt.date | BadDate:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return BadDate(f"is not a date: {_what_is_missing(year, month, day)}", _EXAMPLE)


def _what_is_missing(year: int, month: int, day: int) -> str:
    if not 1 <= month <= len(_MONTH_NAMES):
        return f"there is no month {month}"
    if year < 1:
        return f"there is no year {year}"
    return f"{_MONTH_NAMES[month - 1]} {year} has no day {day}"


def _two_readings(one: int, other: int, year_text: str) -> BadDate:
    """Explain `04/03/2026`, which is two different days on two sides of an ocean."""
    year = int(year_text) + (2000 if len(year_text) == 2 else 0)  # noqa: PLR2004
    tries = dict.fromkeys((_day(year, other, one), _day(year, one, other)))
    days = [day for day in tries if isinstance(day, dt.date)]
    if not days:
        return BadDate("is not a date", _EXAMPLE)
    if len(days) == 1:
        return BadDate("is not written year first", f"Write {days[0].isoformat()}.")
    meant = " or ".join(f"{d.isoformat()} for {d.day} {_MONTH_NAMES[d.month - 1]}" for d in days)
    return BadDate("can be read as two different days", f"Write {meant}.")
