"""How applications end, and which go on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from afterword.insight.index import last_day
from afterword.journal.model import Entry, Kind

ENDED = frozenset(
    ("accepted", "turned it down", "rejected", "withdrew", "cancelled", "no reply"),
)
"""Outcomes after which an application is past."""
_CALLED_OFF = frozenset(("cancelled", "withdrew", "turned it down"))
QUIET_DAYS = 120
"""After which an application in which nothing happens asks for nothing."""


def outcome_of(entries: Sequence[Entry]) -> Entry | None:
    """Return the entry with the latest outcome up to today.

    Args:
        entries: Of one application, in order of time.
    """
    for entry in reversed(entries):
        if entry.outcome and entry.date and not entry.planned:
            return entry
    return None


def is_over(entries: Sequence[Entry]) -> bool:
    """Tell whether the latest outcome of an application ended it."""
    last = outcome_of(entries)
    return last is not None and last.outcome is not None and last.outcome.known in ENDED


def is_open(entries: Sequence[Entry], today: dt.date) -> bool:
    """Tell whether an application goes on: a round is ahead, or it has rounds and no ending."""
    rounds = [entry for entry in entries if is_round(entry)]
    if any(entry.planned and not is_called_off(entry) for entry in rounds):
        return True
    last = last_day(entries)
    recent = last is not None and (today - last).days <= QUIET_DAYS
    return bool(rounds) and not is_over(entries) and recent


def is_round(entry: Entry) -> bool:
    """Tell whether an interview took place, or will: a letter that only tells its end is none."""
    if entry.kind is not Kind.INTERVIEW:
        return False
    known = entry.outcome.known if entry.outcome else ""
    return entry.stage is not None or not (known in ENDED or known == "offer")


def is_called_off(entry: Entry) -> bool:
    """Tell whether an appointment will not take place."""
    return entry.outcome is not None and entry.outcome.known in _CALLED_OFF
