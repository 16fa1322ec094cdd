"""What there is to do: a pure function of the journal and the day.

Nothing is asked for longer than it makes sense: each kind of line has its window, after which it
lapses by itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from afterword.fields import fold
from afterword.insight.endings import (
    ENDED,
    is_ahead,
    is_called_off,
    is_meeting,
    is_open,
    is_written,
    outcome_of,
)
from afterword.insight.goals import Goal, goals_of, rewritten
from afterword.insight.index import Index
from afterword.insight.requests import (
    MOST_REMINDERS,
    Request,
    State,
    days_of,
    groups_of,
    heard_on,
    is_told,
    may_be_since,
    requests_of,
    says_no,
    wants_no_request,
)
from afterword.journal.model import Action, Entry, Kind

FRESH_DAYS = 2
"""As long as one remembers what they asked."""
ASK_DAYS = 14
THANK_DAYS, PRACTICE_THANK_DAYS, CLARIFY_DAYS = 14, 7, 21
CHECK_DAYS, LONGEST_SETTLE_DAYS = 60, 366
STEP_AHEAD_DAYS, STEP_BEHIND_DAYS, STEP_OPEN_DAYS = 7, 30, 14
FOLLOW_UP_DAYS, DEADLINE_AHEAD_DAYS = 21, 14
LOOK_BACK_DAYS = 7
"""Of a month, in which one looks back at the last."""
REQUEST_DAYS = 120
"""As long as a request may be waiting."""
BEFORE_DAYS, AHEAD_DAYS, ALERTS_DAYS = 3, 14, 730
"""Before an interview, and before it comes first; as long as an alert is remembered."""
OFFER_DAYS, ENDING_DAYS = 21, 14

_RANKS = (
    *("interview", "before-you-go", "debrief", "ending", "ask", "thank", "clarify"),
    *("nudge", "check-in", "step", "follow-up", "look-back"),
)


class Line(NamedTuple):
    """One thing to do."""

    kind: str
    """As `agenda --json` has it: `interview`, `debrief`, `ask`, `nudge`, …"""
    reason: str
    """Which sentence says it: a word of the catalogue below `agenda`."""
    date: dt.date
    """When it is, or from when on it is in place."""
    entry: Entry
    """What it is about."""
    key: str
    """What closes it: a key of front matter, `[x]` of a step."""
    action: Action | None = None
    """Of a step."""
    word: str = ""
    """An alert; the name of who is to be thanked; empty else."""
    days: int = 0
    """Since what it is about."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """What there is to do on one day."""

    today: dt.date
    lines: tuple[Line, ...]
    """What comes first, first."""
    goals: tuple[Goal, ...]
    of: Mapping[str, tuple[Line, ...]]
    """Application → its lines, but for what to remember before the next interview."""


def find_agenda(index: Index, today: dt.date) -> Agenda:
    """Return what there is to do.

    Args:
        index: Of the journal.
        today: The day.
    """
    since = today - dt.timedelta(REQUEST_DAYS)
    groups = groups_of(index.journal.entries, index.applications, since)
    requests = requests_of(groups, today)
    goals = goals_of(index, today)
    finder = _Finder(index, today, requests, goals)
    lines = sorted(finder.all(), key=finder.order)
    of: dict[str, list[Line]] = {}
    for line in lines:
        if line.entry.application and line.kind not in ("before-you-go", "look-back"):
            of.setdefault(line.entry.application, []).append(line)
    about = {application: tuple(found) for application, found in of.items()}
    return Agenda(today, tuple(lines), goals, about)


class _Finder:
    """Finds the lines of one day; lives as long as the call."""

    def __init__(
        self,
        index: Index,
        today: dt.date,
        requests: Mapping[str, tuple[Request, ...]],
        goals: Sequence[Goal],
    ) -> None:
        self._index = index
        self._today = today
        self._requests = requests
        self._goals = goals
        self._entries = index.journal.entries
        self._ahead = [e for e in self._from(today) if is_ahead(e, today)]
        self._outcomes = {
            slug: last
            for slug, entries in index.applications.items()
            if (last := outcome_of(entries)) and last.outcome
        }
        self._ended = {
            slug: last
            for slug, last in self._outcomes.items()
            if last.outcome and last.outcome.known in ENDED
        }

    def all(self) -> Iterator[Line]:
        """Yield every line, in no order; some may be the same."""
        yield from self._appointments()
        yield from self._debriefs()
        yield from self._endings()
        yield from self._reminders()
        yield from self._thanks()
        yield from self._unclear()
        yield from self._check_ins()
        yield from self._steps()
        yield from self._follow_ups()
        yield from self._look_back()

    def order(self, line: Line) -> tuple[bool, int, dt.date, int]:
        """Return what sorts lines: what is due by kind, what is later by day."""
        soon = line.kind in ("interview", "before-you-go")
        later = line.date > self._today + dt.timedelta(AHEAD_DAYS if soon else 0)
        rank = _RANKS.index(line.kind)
        return (later, 0, line.date, rank) if later else (False, rank, line.date, 0)

    def _from(self, day: dt.date) -> Sequence[Entry]:
        return _since(self._entries, day)

    def _line(
        self, which: str, date: dt.date | None, entry: Entry, key: str, word: str = ""
    ) -> Line:
        """Return a line; `which` is its kind, and its reason after a slash when it has several."""
        kind, _, reason = which.partition("/")
        since = (self._today - entry.date).days if entry.date else 0
        reason = reason or kind.replace("-", "_")
        return Line(kind, reason, date or self._today, entry, key, None, word, since)

    def _within(self, day: dt.date | None, days: int) -> bool:
        """Tell whether a day is today, or at most so many days before."""
        return day is not None and 0 <= (self._today - day).days <= days

    def _has(self, entries: Iterable[Entry], field: str, since: dt.date | None) -> bool:
        """Tell whether an entry says no in a field, or gives a day up to today.

        Args:
            entries: Where it is looked for.
            field: Its name.
            since: Earlier days do not count; None for any.
        """
        return any(
            says_no(entry, field)
            or any((since or day) <= day <= self._today for day, _ in days_of(entry, field))
            for entry in entries
            if field in entry.reading.fields and not entry.planned
        )

    def _appointments(self) -> Iterator[Line]:
        for entry in self._ahead:
            which = "interview" if is_meeting(entry) else "interview/appointment"
            yield self._line(which, entry.date, entry, "date")
        rounds = [entry for entry in self._ahead if is_meeting(entry)]
        if rounds and rounds[0].date and (rounds[0].date - self._today).days <= BEFORE_DAYS:
            yield from alerts_of(self._entries, self._today, rounds[0].date)

    def _debriefs(self) -> Iterator[Line]:
        near = self._from(self._today - dt.timedelta(FRESH_DAYS))
        told = {
            e.event.key for e in near if e.event and e.kind is Kind.REFLECTION and not e.planned
        }
        for entry in near:
            if not is_meeting(entry) or entry.planned or is_called_off(entry):
                continue
            if entry.draft or is_written(entry) or (entry.event and entry.event.key in told):
                continue
            yield self._line("debrief", entry.date, entry, "strengths")

    def _endings(self) -> Iterator[Line]:
        for slug, last in self._outcomes.items():
            if last.outcome is None or not self._within(last.date, OFFER_DAYS):
                continue
            entries = self._index.applications[slug]
            application = self._index.journal.applications[slug]
            match last.outcome.known:
                case "rejected" if self._within(last.date, ASK_DAYS):
                    if application.internal:
                        yield from self._not_yet(last, entries)
                    else:
                        yield from self._ask(slug, last, entries)
                case "offer":
                    yield self._line("ending/offer", last.date, last, "outcome")
                case "accepted" if self._within(last.date, ENDING_DAYS):
                    yield from self._accepted(slug, last)
                case "turned it down" if self._within(last.date, ENDING_DAYS):
                    if not self._has(entries, "thanked", last.date):
                        yield self._line("ending/declined", last.date, last, "thanked")

    def _ask(self, slug: str, last: Entry, entries: Sequence[Entry]) -> Iterator[Line]:
        closed = wants_no_request(entries)
        asked = any(
            r.asked[-1].day >= (last.date or self._today) for r in self._requests.get(slug, ())
        )
        open_ = any(r.state is State.WAITING for r in self._requests.get(slug, ()))
        told = any(
            is_told(e) and e.points
            for e in entries
            if last.date and e.date and e.date >= last.date and not e.planned
        )
        if not (closed or asked or open_ or told):
            yield self._line("ask", last.date, last, "asked")

    def _not_yet(self, last: Entry, entries: Sequence[Entry]) -> Iterator[Line]:
        talked = self._has(entries, "follow up", last.date) or self._has(
            entries, "asked", last.date
        )
        goal = any(e.kind is Kind.GOAL and not e.planned for e in entries)
        if not (talked or goal or wants_no_request(entries)):
            yield self._line("ending/not_yet", last.date, last, "asked")

    def _accepted(self, slug: str, last: Entry) -> Iterator[Line]:
        if not self._has(self._index.applications[slug], "thanked", last.date):
            yield self._line("ending/accepted", last.date, last, "thanked")
        for other, entries in self._index.applications.items():
            if other != slug and is_open(entries, self._today):
                newest = next((e for e in reversed(entries) if not e.planned), entries[-1])
                yield self._line("ending/elsewhere", last.date, newest, "outcome")

    def _reminders(self) -> Iterator[Line]:
        for requests in self._requests.values():
            for request in requests:
                if request.state is not State.WAITING:
                    continue
                due = request.due()
                entry = request.asked[0].entry
                if due > self._today or self._is_mine(entry, request.asked[-1].day):
                    continue
                if request.reminders >= MOST_REMINDERS:
                    yield self._line("nudge/close", due, entry, "replied")
                else:
                    which = "nudge/again" if request.reminders else "nudge"
                    yield self._line(which, due, entry, "asked")

    def _thanks(self) -> Iterator[Line]:
        for entry in self._from(self._today - dt.timedelta(REQUEST_DAYS)):
            if "replied" not in entry.reading.fields and not self._within(entry.date, THANK_DAYS):
                continue
            practice = entry.kind is Kind.PRACTICE and bool(entry.people)
            day = heard_on(entry, self._today)
            if not self._within(day, PRACTICE_THANK_DAYS if practice else THANK_DAYS):
                continue
            heard = is_told(entry) and (bool(entry.application or entry.givers) or _asks(entry))
            if entry.draft or is_ahead(entry, self._today) or not (practice or heard):
                continue
            if not self._is_thanked(entry, day):
                who = next((p.name for p in (*entry.givers, *entry.present)), "")
                yield self._line("thank" if heard else "thank/partner", day, entry, "thanked", who)

    def _is_mine(self, entry: Entry, day: dt.date | None) -> bool:
        """Tell whether I ended an application, or they called it off, not before a day.

        Then nothing asks for more; after their "no" a request is in place.
        """
        ended = self._ended.get(entry.application)
        if (
            ended is None
            or ended.outcome is None
            or ended.outcome.known in ("rejected", "no reply")
        ):
            return False
        return ended.date is not None and (day is None or day <= ended.date)

    def _is_thanked(self, entry: Entry, day: dt.date | None) -> bool:
        """Tell whether the entry, or another of its application since, says thanks were sent."""
        own = self._has([entry], "thanked", day if "replied" in entry.reading.fields else None)
        return own or self._has(self._index.applications.get(entry.application, ()), "thanked", day)

    def _unclear(self) -> Iterator[Line]:
        for entry in self._from(self._today - dt.timedelta(LONGEST_SETTLE_DAYS + CLARIFY_DAYS)):
            if "clarity" not in entry.reading.fields or entry.planned or entry.draft:
                continue
            if self._has([entry], "clarified", None) or self._is_mine(entry, entry.date):
                continue
            if " ".join(entry.text_of("clarity").split()).lower() != "vague":
                continue
            heard = heard_on(entry, self._today)
            settled = max(heard, entry.settles or heard) if heard else None
            if self._within(settled, CLARIFY_DAYS) and is_told(entry):
                yield self._line("clarify", settled, entry, "clarified")

    def _check_ins(self) -> Iterator[Line]:
        for goal in self._goals:
            due = goal.next_check()
            if due and self._within(due, CHECK_DAYS):
                yield self._line("check-in", due, goal.entry, "goal")
            ahead = (goal.deadline - self._today).days if goal.deadline else -CHECK_DAYS - 1
            near = -CHECK_DAYS <= ahead <= DEADLINE_AHEAD_DAYS
            if goal.at_work and goal.deadline and near:
                yield self._line("check-in/deadline", goal.deadline, goal.entry, "status")

    def _steps(self) -> Iterator[Line]:
        older = rewritten(self._goals)
        resting = {e.slug for g in self._goals if not g.at_work for e in (g.entry, *g.check_ins)}
        for entry in self._entries:
            for action in entry.actions:
                if action.done or (entry.slug, action.line) in older or entry.slug in resting:
                    continue
                day = self._step_day(action, entry)
                if day and not self._is_over(entry, action):
                    line = self._line("step" if action.by else "step/open", day, entry, "[x]")
                    yield line._replace(action=action)

    def _step_day(self, action: Action, entry: Entry) -> dt.date | None:
        """Return the day of a step that is due about now; None of one that is not."""
        if action.by:
            ahead = (action.by - self._today).days
            return action.by if -STEP_BEHIND_DAYS <= ahead <= STEP_AHEAD_DAYS else None
        return entry.date if self._within(entry.date, STEP_OPEN_DAYS) else None

    def _is_over(self, entry: Entry, action: Action) -> bool:
        """Tell whether a step went with its application: what is about a theme or goal stays."""
        ended = self._ended.get(entry.application)
        if ended is None or action.themes or entry.goals or entry.kind is Kind.GOAL:
            return False
        return entry.date is not None and ended.date is not None and entry.date < ended.date

    def _follow_ups(self) -> Iterator[Line]:
        waiting = {
            day.entry.slug
            for requests in self._requests.values()
            for request in requests
            if request.state is State.WAITING
            for day in request.asked
        }
        for entry in self._entries:
            if "follow up" not in entry.reading.fields or entry.slug in waiting or entry.draft:
                continue
            if not may_be_since(entry, "follow up", self._today - dt.timedelta(FOLLOW_UP_DAYS)):
                continue
            if self._is_mine(entry, entry.date):
                continue
            for day, _ in days_of(entry, "follow up"):
                if self._within(day, FOLLOW_UP_DAYS):
                    yield self._line("follow-up", day, entry, "follow up")

    def _look_back(self) -> Iterator[Line]:
        first = self._today.replace(day=1)
        if self._today.day > LOOK_BACK_DAYS:
            return
        before = first - dt.timedelta(1)
        written = self._index.months.get((before.year, before.month), ())
        done = any(
            e.kind is Kind.REFLECTION and not e.application and not e.planned
            for e in self._index.months.get((first.year, first.month), ())
        )
        newest = next((e for e in reversed(written) if not e.draft), None)
        if newest and not done:
            yield self._line("look-back", first, newest, "kind")


def alerts_of(
    entries: Sequence[Entry], today: dt.date, ahead: dt.date | None = None
) -> Iterator[Line]:
    """Yield a line for each slip to avoid, the newest first, each once.

    Args:
        entries: All, in order of time.
        today: The day.
        ahead: That of the interview they are for.
    """
    seen: set[str] = set()
    for entry in reversed(_since(entries, today - dt.timedelta(ALERTS_DAYS))):
        for span in entry.reading.fields.get("alerts", ()) if entry.counted else ():
            if fold(span.text) not in seen and (ahead is None or entry.date != ahead):
                seen.add(fold(span.text))
                day = ahead or today
                yield Line("before-you-go", "alert", day, entry, "alerts", None, span.text)


def _since(entries: Sequence[Entry], day: dt.date) -> Sequence[Entry]:
    """Return the dated entries from a day on, in order of time."""
    found: list[Entry] = []
    for entry in reversed(entries):
        if entry.date is None:
            continue
        if entry.date < day:
            break
        found.append(entry)
    return found[::-1]


def _asks(entry: Entry) -> bool:
    return "asked" in entry.reading.fields
