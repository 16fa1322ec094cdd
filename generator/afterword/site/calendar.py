"""The agenda as a calendar file: iCalendar (RFC 5545), made by the icalendar library."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from afterword.insight.agenda import Line
from afterword.site.catalogue import Catalogue
from afterword.site.loop_views import Todo
from afterword.site.wording import plain

if TYPE_CHECKING:
    from icalendar import Event

_LONG = dt.timedelta(hours=1)
"""How long an appointment takes in a calendar: nobody wrote it down."""


def calendar_of(  # noqa: PLR0913
    lines: Sequence[tuple[Line, Todo]],
    catalogue: Catalogue,
    *,
    key: bytes,
    zone: str | None,
    today: dt.date,
    discreet: bool = False,
) -> bytes:
    """Return a calendar with an event for each line of the agenda.

    Args:
        lines: In values and in words.
        catalogue: The words.
        key: Makes identifiers that say nothing and stay the same from export to export.
        zone: The portfolio's time zone; None for times that float.
        today: The day it is written on: what is newer replaces what is older.
        discreet: Nothing but when: no names, no places, no reasons.
    """
    from icalendar import Calendar  # noqa: PLC0415 — takes a tenth of a second

    calendar = Calendar()
    calendar.add("prodid", "-//Afterword//agenda//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    seen: dict[str, int] = {}
    for line, todo in lines:
        about = _about(line)
        seen[about] = seen.get(about, 0) + 1
        uid = _identifier(f"{about}\0{seen[about]}", key)
        event = _event(line, todo, catalogue, zone, discreet=discreet)
        event.add("uid", uid)
        # The same file for the same journal and day.
        event.add("dtstamp", dt.datetime.combine(today, dt.time(), dt.UTC))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(
    line: Line, todo: Todo, catalogue: Catalogue, zone: str | None, *, discreet: bool
) -> Event:
    from icalendar import Event  # noqa: PLC0415

    event = Event()
    begin = _begin(line, zone)
    event.add("dtstart", begin)
    if isinstance(begin, dt.datetime):
        event.add("dtend", begin + _LONG)
    else:
        event.add("transp", "TRANSPARENT")
    if discreet:
        kind = "at" if line.kind == "interview" else "do"
        event.add("summary", catalogue(f"agenda.discreet_{kind}"))
        event.add("class", "PRIVATE")
        return event
    event.add("summary", " ".join(plain(todo.text, catalogue).split()))
    event.add("description", plain(todo.why, catalogue))
    place = line.entry.text_of("place") if line.kind == "interview" else ""
    if place:
        event.add("location", place)
    return event


def _begin(line: Line, zone: str | None) -> dt.date | dt.datetime:
    """Return when a line stands in a calendar: a moment of an appointment, else a day."""
    time = line.entry.time if line.kind == "interview" else None
    if time is None:
        return line.date
    floating = dt.datetime.combine(line.date, time)
    return floating.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC) if zone else floating


def _about(line: Line) -> str:
    """Return what makes a line the one it is, whenever it is."""
    about = f"{line.kind}\0{line.reason}\0{line.entry.slug}\0{line.word}"
    return f"{about}\0{line.action.text}" if line.action else about


def _identifier(about: str, key: bytes) -> str:
    return hmac.new(key, about.encode(), hashlib.sha256).hexdigest()[:32] + "@afterword"
