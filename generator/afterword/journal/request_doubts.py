"""Doubts about the days of feedback requests and of settling, and about goals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from afterword.diagnostics import Diagnostic, Location, Severity
from afterword.journal.headers import CONTENT
from afterword.journal.model import Entry, Kind, Span
from afterword.journal.slugs import slug
from afterword.journal.values import read_date

_ORDER = (("asked", "replied"), ("replied", "clarified"), ("replied", "thanked"))
"""What comes first of two steps of a request."""
_LONGEST_SETTLE_DAYS = 366

_Day = tuple[dt.date, Span, Entry]


def date_doubts(entry: Entry) -> list[Diagnostic]:
    """Doubt steps of a request that are out of order, and a settling that makes no sense."""
    found: list[Diagnostic] = []
    for first, later in _ORDER if "replied" in entry.reading.fields else ():
        before = min((day for day, _, _ in days_in(entry, first)), default=None)
        given = days_in(entry, later)
        # Who was thanked twice may have been thanked for the talk first.
        if before and given and all(day < before for day, _, _ in given):
            found += [
                _out_of_order(one, f"{later}: {one[0]} is before {first}: {before}")
                for one in given
            ]
    return found + _settle_doubts(entry)


def _settle_doubts(entry: Entry) -> list[Diagnostic]:
    if not entry.settles or not entry.date:
        return []
    span = entry.reading.fields["settle"][0]
    if (entry.settles - entry.date).days > _LONGEST_SETTLE_DAYS:
        return [_far_settle(entry, span)]
    if entry.settles < entry.date:
        message = f"settle: {entry.settles} is before the entry, of {entry.date}"
        return [_out_of_order((entry.settles, span, entry), message)]
    return []


def request_doubts(entries: Sequence[Entry]) -> list[Diagnostic]:
    """Hint at entries of one application or occasion that both say when feedback was asked for.

    With an answer between them there were two requests; without, the later is a reminder.
    """
    asked: dict[str, list[_Day]] = {}
    for entry in entries:
        if "asked" in entry.reading.fields and (group := _group(entry)):
            asked.setdefault(group, []).extend(days_in(entry, "asked"))
    found: list[Diagnostic] = []
    for group, days in asked.items():
        for one, later in pairwise(sorted(days, key=lambda day: day[0])):
            if one[2] is not later[2] and not _answered(entries, group, one[0], later[0]):
                found.append(_two_requests(one, later))
    return found


def _group(entry: Entry) -> str:
    """Return what a request in an entry is about: its application, else its event."""
    return entry.application or (entry.event.key if entry.event else "")


def goal_doubts(entries: Sequence[Entry]) -> list[Diagnostic]:
    """Doubt a goal that is due before it was set, looks at what is no goal, or was none yet."""
    by_slug = {e.slug: e for e in entries if e.kind is Kind.GOAL and e.date}
    found: list[Diagnostic] = []
    for goal in by_slug.values():
        found += [
            _out_of_order(one, f"due: {one[0]} is before the goal was set, on {goal.date}")
            for one in days_in(goal, "due")
            if goal.date and one[0] < goal.date
        ]
    for entry in entries if by_slug else ():
        for goal in [by_slug[name] for name in entry.goals if name in by_slug]:
            if goal.date and entry.date and entry.date < goal.date:
                span = entry.reading.fields["goal"][0]
                message = f"{entry.date} is before the goal was set, on {goal.date}"
                found.append(_out_of_order((entry.date, span, entry), message))
    return found + _astray(entries)


def _astray(entries: Sequence[Entry]) -> list[Diagnostic]:
    """Doubt `goal:` where it names what is no goal, and a check-in without it."""
    towards = [e for e in entries if e.goals or e.kind is Kind.CHECK_IN]
    kinds = {e.slug: e.kind for e in entries} if towards else {}
    found: list[Diagnostic] = []
    for entry in towards:
        spans = entry.reading.fields.get("goal", ())
        found += [
            _no_goal(entry, span, kinds[named])
            for named in entry.goals
            if named in kinds and kinds[named] is not Kind.GOAL
            for span in [next((s for s in spans if slug(s.text) in named), spans[0])]
        ]
        if not spans:
            found.append(_goalless(entry))
    return found


def days_in(entry: Entry, field: str) -> list[_Day]:
    """Return the days that a field of an entry gives, and where."""
    year = entry.date.year if entry.date else None
    spans = entry.reading.fields.get(field, ())
    read = [(read_date(span.text, year=year), span) for span in spans]
    return [(day[0], span, entry) for day, span in read if isinstance(day, tuple)]


def _answered(entries: Sequence[Entry], group: str, first: dt.date, last: dt.date) -> bool:
    """Tell whether an application or occasion has an answer between two days."""
    together = [entry for entry in entries if _group(entry) == group]
    replies = {day for entry in together for day, _, _ in days_in(entry, "replied")}
    replies |= {entry.date for entry in together if entry.kind is Kind.FEEDBACK and entry.date}
    return any(first <= reply <= last for reply in replies)


def _out_of_order(one: _Day, message: str) -> Diagnostic:
    _, span, entry = one
    return Diagnostic(
        Location(CONTENT + entry.path, span.line, span.column),
        Severity.WARNING,
        "dates-out-of-order",
        message,
        "one of the two is a slip; until it is mended the agenda takes them as they stand",
    )


def _far_settle(entry: Entry, span: Span) -> Diagnostic:
    return Diagnostic(
        Location(CONTENT + entry.path, span.line, span.column),
        Severity.WARNING,
        "far-settle",
        f'settle: "{span.text}" is more than a year after the entry',
        "its points to improve stay folded until then; a few days are usual: settle: 3 days",
    )


def _no_goal(entry: Entry, span: Span, kind: Kind) -> Diagnostic:
    return Diagnostic(
        Location(CONTENT + entry.path, span.line, span.column),
        Severity.WARNING,
        "not-a-goal",
        f'goal: "{span.text}" is no goal: its kind is {kind}',
        "name the goal, or write `kind: goal` there; until then this counts towards none",
    )


def _goalless(entry: Entry) -> Diagnostic:
    span = next(iter(entry.reading.fields.get("kind", ())), Span("", 0, 0))
    return Diagnostic(
        Location(CONTENT + entry.path, span.line, span.column),
        Severity.HINT,
        "no-goal",
        "this check-in does not say which goal it looks at",
        "add `goal:` with the name of the goal's file; until then no look counts as kept",
    )


def _two_requests(one: _Day, later: _Day) -> Diagnostic:
    _, span, entry = later
    return Diagnostic(
        Location(CONTENT + entry.path, span.line, span.column),
        Severity.HINT,
        "two-requests",
        f"{CONTENT}{one[2].path} says feedback was asked for on {one[0]}, with no answer since",
        "this day counts as a reminder; if it was one request, one of the two can go",
    )
