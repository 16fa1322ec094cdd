"""How applications end, which go on, and what is still ahead."""

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
_NO_MEETING = frozenset(("application", "references", "offer"))
"""Stages at which nobody asks questions."""
_APPOINTMENTS = frozenset((Kind.FEEDBACK, Kind.PRACTICE, Kind.NOTE))
"""Kinds, besides interviews, that tell of something one goes to."""
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


def is_meeting(entry: Entry) -> bool:
    """Tell whether one talks to them in a round: what is sent in, references, an offer are none."""
    return is_round(entry) and not (entry.stage and entry.stage.known in _NO_MEETING)


def is_ahead(entry: Entry, today: dt.date) -> bool:
    """Tell whether an appointment is still to come, or is today and nothing is written of it.

    A note of today without a time or place is no appointment, unless it is empty.
    """
    if entry.draft or is_called_off(entry):
        return False
    if entry.planned or entry.date != today:
        return entry.planned
    if is_written(entry) or (entry.outcome and entry.outcome.known != "pending"):
        return False
    fields = entry.reading.fields
    fixed = entry.time is not None or "place" in fields or not entry.reading.summary
    return is_meeting(entry) or (entry.kind in _APPOINTMENTS and fixed)


def is_written(entry: Entry) -> bool:
    """Tell whether an entry says how it went."""
    return bool(entry.points) or any(not q.forgotten for q in entry.questions)


def is_called_off(entry: Entry) -> bool:
    """Tell whether an appointment will not take place."""
    return entry.outcome is not None and entry.outcome.known in _CALLED_OFF
