"""Requests for feedback: when they were made, what became of them."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from afterword.journal.decoding import decode
from afterword.journal.frontmatter import read_front_matter
from afterword.journal.model import Entry, Kind
from afterword.journal.request_doubts import days_in
from afterword.journal.setting import texts_of
from afterword.journal.values import read_yes_no

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
WORTH_ASKING = "x-worth-asking"
"""The key that keeps whether asking for feedback is worth it."""
FIRST_WAIT_DAYS, LATER_WAIT_DAYS = 7, 10
"""After a request, and after a reminder, until one more is due."""
MOST_REMINDERS = 2
PATIENCE_DAYS, LAST_PATIENCE_DAYS = 21, 7
"""As long as a reminder, and after two the close, is in place; then the request is silent."""


class State(enum.StrEnum):
    """Where a request stands."""

    WAITING = "waiting"
    ANSWERED = "answered"
    SILENT = "silent"
    """The author wrote `replied: no`, or the time for a reminder is over."""
    CLOSED = "closed"
    """The author wrote `asked: no` after all."""


class Day(NamedTuple):
    """A day in front matter, and the entry that gives it."""

    day: dt.date
    entry: Entry


@dataclass(frozen=True, slots=True)
class Request:
    """One request for feedback."""

    group: str
    """Slug of its application; of an entry outside one, the key of its event."""
    asked: tuple[Day, ...]
    """When it was made, then reminders, in order."""
    reply: Day | None
    """When feedback came, and the entry that says so."""
    thanked: dt.date | None
    state: State
    later: dt.date | None = None
    """The author wants to come back to it on this day."""

    @property
    def first(self) -> dt.date:
        """The day of the request itself."""
        return self.asked[0].day

    @property
    def reminders(self) -> int:
        """How often they were reminded."""
        return len(self.asked) - 1

    def due(self) -> dt.date:
        """Return the day from which a reminder, or after two a kind close, is in place."""
        wait = LATER_WAIT_DAYS if self.reminders else FIRST_WAIT_DAYS
        day = self.asked[-1].day + dt.timedelta(wait)
        return self.later if self.later and self.later > self.asked[-1].day else day


def requests_of(
    groups: Mapping[str, Sequence[Entry]], today: dt.date
) -> Mapping[str, tuple[Request, ...]]:
    """Return the requests of each group of entries that has any, in order of time.

    Args:
        groups: From `groups_of`.
        today: What is dated later has not happened.
    """
    found: dict[str, tuple[Request, ...]] = {}
    for group, entries in groups.items():
        asked = [day for entry in entries for day in days_of(entry, "asked")]
        if asked:
            found[group] = tuple(_requests(group, entries, asked, today))
    return {group: requests for group, requests in found.items() if requests}


def groups_of(
    entries: Sequence[Entry],
    applications: Mapping[str, Sequence[Entry]],
    since: dt.date = dt.date.min,
) -> Mapping[str, Sequence[Entry]]:
    """Return the entries that one request can be about, for each that says one was made.

    Args:
        entries: All, in order of time.
        applications: Slug → the entries of an application.
        since: Entries whose days are all earlier are passed over.
    """
    groups: dict[str, Sequence[Entry]] = {}
    alone: dict[str, list[Entry]] = {}
    for entry in entries:
        if "asked" in entry.reading.fields and not entry.draft:
            if not may_be_since(entry, "asked", since):
                continue
            if entry.application:
                groups[entry.application] = applications[entry.application]
            elif entry.event:
                alone[entry.event.key] = []
    if alone:
        for entry in entries:
            if entry.event and not entry.application and entry.event.key in alone:
                alone[entry.event.key].append(entry)
    return {**groups, **alone}


def may_be_since(entry: Entry, field: str, day: dt.date) -> bool:
    """Tell whether a field may give a day not before another; quick where it is written so."""
    for span in entry.reading.fields[field]:
        text = span.text.strip()
        if not _ISO.match(text) or text[:10] >= day.isoformat():
            return True
    return False


def days_of(entry: Entry, field: str) -> Iterator[Day]:
    """Yield the days that a field of an entry gives."""
    for day, _, _ in days_in(entry, field):
        yield Day(day, entry)


def says_no(entry: Entry, field: str) -> bool:
    """Tell whether an entry answers a field with no."""
    return any(read_yes_no(span.text) is False for span in entry.reading.fields.get(field, ()))


def is_worth_asking(entries: Sequence[Entry]) -> bool | None:
    """Return the last answer to whether asking is worth it; None: not asked yet.

    Args:
        entries: Of one application, in order of time.
    """
    said = [answer for entry in entries for answer in worth_in(entry.content)]
    return said[-1] if said else None


def wants_no_request(entries: Sequence[Entry]) -> bool:
    """Tell whether the author closed it: with `asked: no`, or as not worth asking."""
    return any(says_no(e, "asked") for e in entries) or is_worth_asking(entries) is False


def is_told_by_others(entry: Entry) -> bool:
    """Tell whether an entry is feedback that somebody gave."""
    return entry.kind is Kind.FEEDBACK and any(
        source.known not in ("self", "tool") for source in entry.sources
    )


def is_told(entry: Entry) -> bool:
    """Tell whether an entry holds what others told: feedback, or a "no" or reply with reasons."""
    with_no = entry.outcome is not None and entry.outcome.known == "rejected"
    answered = with_no or any(days_of(entry, "replied"))
    return is_told_by_others(entry) or (answered and any(p.giver.is_other for p in entry.points))


def heard_on(entry: Entry, today: dt.date) -> dt.date | None:
    """Return the day on which what an entry tells was heard: when they replied, else its own.

    None when that is not known, or still to come.
    """
    replied = [day for day, _ in days_of(entry, "replied")]
    past = [day for day in (entry.date, *replied) if day and day <= today]
    return None if replied and min(replied) > today else max(past, default=None)


def worth_in(content: bytes) -> Sequence[bool]:
    """Return what a file answers to whether asking is worth it."""
    if WORTH_ASKING.encode() not in content.lower().replace(b"\0", b""):
        return ()
    texts = texts_of(read_front_matter(decode(content)[0]), WORTH_ASKING)
    return [answer for text in texts if (answer := read_yes_no(text)) is not None]


def _requests(
    group: str, entries: Sequence[Entry], asked: Sequence[Day], today: dt.date
) -> Iterator[Request]:
    days = sorted({day.day: day for day in reversed(asked) if day.day <= today}.values(), key=_day)
    replies = sorted(
        [day for e in entries for day in _replies(e) if day.day <= today],
        key=lambda reply: (reply.day, not is_told_by_others(reply.entry)),
    )
    while days:
        first = days[0].day
        reply = next((day for day in replies if day.day >= first), None)
        own = [day for day in days if reply is None or day.day <= reply.day]
        days = days[len(own) :]
        yield _request(group, entries, tuple(own), reply, today)


def _replies(entry: Entry) -> Iterator[Day]:
    """Yield the days on which an answer came: as written, else that of the feedback itself."""
    given = list(days_of(entry, "replied"))
    yield from given
    # A "no" that tells its reasons answers what was asked in an entry before it.
    told = is_told_by_others(entry) or (is_told(entry) and "asked" not in entry.reading.fields)
    if not given and entry.date and told and not says_no(entry, "replied"):
        yield Day(entry.date, entry)


def _request(
    group: str, entries: Sequence[Entry], asked: tuple[Day, ...], reply: Day | None, today: dt.date
) -> Request:
    thanks = [
        day.day
        for entry in entries
        for day in days_of(entry, "thanked")
        if reply and reply.day <= day.day <= today
    ]
    later = [day.day for e in entries for day in days_of(e, "follow up")]
    request = Request(
        group,
        asked,
        reply,
        min(thanks, default=None),
        State.ANSWERED if reply else State.WAITING,
        max(later, default=None),
    )
    if reply:
        return request
    if any(says_no(entry, "asked") for entry in entries):
        return _in_state(request, State.CLOSED)
    patience = LAST_PATIENCE_DAYS if request.reminders >= MOST_REMINDERS else PATIENCE_DAYS
    over = (today - request.due()).days > patience
    if over or any(says_no(entry, "replied") or _is_silent(entry) for entry in entries):
        return _in_state(request, State.SILENT)
    return request


def _is_silent(entry: Entry) -> bool:
    return entry.outcome is not None and entry.outcome.known == "no reply"


def _in_state(request: Request, state: State) -> Request:
    return Request(
        request.group, request.asked, request.reply, request.thanked, state, request.later
    )


def _day(day: Day) -> dt.date:
    return day.day
