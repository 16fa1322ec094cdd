"""At which occasion something was said: the unit that is counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from afterword.diagnostics import Diagnostic, Location, Severity
from afterword.fields import fold
from afterword.journal.headers import CONTENT, Header
from afterword.journal.model import Event, Kind


def find_events(
    headers: Sequence[Header], applications: Sequence[str], about: Mapping[int, int]
) -> tuple[list[Event | None], list[Diagnostic]]:
    """Return the event of each entry, None without a date.

    Args:
        headers: In order of time.
        applications: For each header its application's slug, or an empty text.
        about: Index of an entry → index of the entry it is about.
    """
    problems: list[Diagnostic] = []
    rounds = _rounds(headers, applications)
    own = [
        _own(i, headers, applications[i], rounds, problems, named=i in about)
        for i in range(len(headers))
    ]
    return _made(headers, applications, _follow(headers, own, about)), problems


def _rounds(
    headers: Sequence[Header], applications: Sequence[str]
) -> Mapping[str, list[tuple[dt.date, int]]]:
    """Return per application its dated interview entries, in order."""
    rounds: dict[str, list[tuple[dt.date, int]]] = {}
    for i, header in enumerate(headers):
        if header.kind is Kind.INTERVIEW and applications[i] and header.date:
            rounds.setdefault(applications[i], []).append((header.date, i))
    return rounds


def _own(  # noqa: PLR0913
    i: int,
    headers: Sequence[Header],
    application: str,
    rounds: Mapping[str, list[tuple[dt.date, int]]],
    problems: list[Diagnostic],
    *,
    named: bool,
) -> tuple[str, int] | None:
    """Return the event's key by the entry itself, and the entry whose date is the event's."""
    header = headers[i]
    if header.date is None:
        return None
    if header.kind in (Kind.FEEDBACK, Kind.REFLECTION) and application in rounds:
        before = [found for found in rounds[application] if found[0] <= header.date]
        if before:
            day, last = before[-1]
            rivals = {_round(headers[k], application) for d, k in before if d == day}
            if len(rivals) > 1 and not named:
                problems.append(_which_round(header))
            return f"#{last}", last
    if header.kind is Kind.INTERVIEW and application:
        return _round(header, application), i
    if header.occasion:
        return f"occasion/{fold(header.occasion)}/{header.date}", i
    return f"entry/{header.slug}", i


def _round(header: Header, application: str) -> str:
    stage = fold(header.stage.name) if header.stage else ""
    time = header.time.isoformat() if header.time else ""
    return f"round/{application}/{header.date}/{stage}/{time}"


def _follow(
    headers: Sequence[Header],
    own: Sequence[tuple[str, int] | None],
    about: Mapping[int, int],
) -> list[tuple[str, int] | None]:
    """Follow `about`, and feedback to its round, until an entry that has an event of its own.

    Entries that are about each other share the event of the first.
    """
    known: dict[int, tuple[str, int] | None] = {}
    for i, found in enumerate(own):
        if found is None:
            known[i] = None
            continue
        path: dict[int, int] = {}
        here = i
        while here not in known and here not in path:
            path[here] = len(path)
            following = _next(here, own, about)
            if following is None:
                known[here] = own[here]
            else:
                here = following
        if here not in known:
            first = min(list(path)[path[here] :])
            known[here] = f"entry/{headers[first].slug}", first
        known |= dict.fromkeys(path, known[here])
    return [known[i] for i in range(len(own))]


def _next(i: int, own: Sequence[tuple[str, int] | None], about: Mapping[int, int]) -> int | None:
    """Return the entry whose event is that of entry `i`; None when it has its own."""
    if i in about and own[about[i]] is not None:
        return about[i]
    found = own[i]
    return found[1] if found and found[0].startswith("#") else None


def _made(
    headers: Sequence[Header],
    applications: Sequence[str],
    keys: Sequence[tuple[str, int] | None],
) -> list[Event | None]:
    events: dict[str, Event] = {}
    result: list[Event | None] = []
    for i, found in enumerate(keys):
        if found is None:
            result.append(None)
            continue
        key, row = found
        event = events.get(key)
        if event is None:
            date = headers[row].date or headers[i].date or dt.date.max
            # An event is practice when the entry that it is named after is.
            practice = headers[row].kind is Kind.PRACTICE
            event = events[key] = Event(key, date, practice, applications[row])
        result.append(event)
    return result


def _which_round(header: Header) -> Diagnostic:
    return Diagnostic(
        Location(CONTENT + header.read.path),
        Severity.HINT,
        "ambiguous-event",
        "there were several rounds on one day, so it is not clear which this is about",
        "name the round's entry with `about:`",
    )
