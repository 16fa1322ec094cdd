"""Goals: their steps, check-ins, and what the journal has said since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from afterword.fields import fold
from afterword.insight.index import Index, Mention, by_others
from afterword.journal.model import Action, Entry, Kind, Polarity
from afterword.journal.values import read_date, read_interval

AT_WORK = ("open", "doing")
"""States of a goal in which it is worked on."""


class GoalStep(NamedTuple):
    """A step towards a goal, as it was last written."""

    action: Action
    entry: Entry
    """Where it was last written."""


class Since(NamedTuple):
    """How often others named a goal's themes at events after the goal was set."""

    strengths: int
    """Events."""
    improvements: int
    events: int
    """Events with words from others since."""
    newest: tuple[Mention, ...]
    """At most three of the newest points by others with words, newest first."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal, and all that was done for it."""

    entry: Entry
    status: str
    """`open`, `doing`, `done`, `paused`, `dropped`, or the author's word."""
    every: int
    """Days between check-ins; 0 when none were planned."""
    deadline: dt.date | None
    steps: tuple[GoalStep, ...]
    """Its own and those of entries that worked on it; written twice, it is one."""
    check_ins: tuple[Entry, ...]
    worked: tuple[Entry, ...]
    """Other entries that worked on it."""

    @property
    def at_work(self) -> bool:
        """Whether it still asks for something."""
        return self.status in AT_WORK

    def next_check(self) -> dt.date | None:
        """Return the day on which a check-in is due; None when none is."""
        set_on = self.entry.date
        looks = [e.date for e in self.check_ins if e.date and (not set_on or e.date >= set_on)]
        last = max(looks, default=set_on)
        if not self.at_work or not self.every or last is None:
            return None
        return last + dt.timedelta(min(self.every, (dt.date.max - last).days))

    def open_steps(self) -> tuple[GoalStep, ...]:
        """Return the steps still to do."""
        return tuple([step for step in self.steps if not step.action.done])


def goals_of(index: Index, today: dt.date) -> tuple[Goal, ...]:
    """Return every goal set up to today: those at work first, then the newest first.

    Args:
        index: Of the journal.
        today: What is later has not happened.
    """
    entries = [e for e in index.journal.entries if e.kind is Kind.GOAL and not e.planned]
    if not entries:
        return ()
    towards: dict[str, list[Entry]] = {}
    for entry in index.journal.entries:
        for slug in entry.goals if not entry.planned else ():
            towards.setdefault(slug, []).append(entry)
    goals = [_goal(entry, towards.get(entry.slug, ()), today) for entry in entries]
    goals.reverse()
    return tuple(sorted(goals, key=lambda goal: not goal.at_work))


def _goal(entry: Entry, towards: Sequence[Entry], today: dt.date) -> Goal:
    others = [e for e in towards if e is not entry]
    due = read_date(entry.text_of("due"), year=entry.date.year if entry.date else today.year)
    return Goal(
        entry=entry,
        status=_status(entry),
        every=read_interval(entry.text_of("every")) or 0,
        deadline=due[0] if isinstance(due, tuple) else None,
        steps=_steps([entry, *others]),
        check_ins=tuple([e for e in others if e.kind is Kind.CHECK_IN]),
        worked=tuple([e for e in others if e.kind is not Kind.CHECK_IN]),
    )


def _status(entry: Entry) -> str:
    text = " ".join(entry.text_of("status").split()).lower()
    return text or AT_WORK[0]


def _steps(entries: Sequence[Entry]) -> tuple[GoalStep, ...]:
    """Return steps in the order first written, each as it was written last."""
    found: dict[str, GoalStep] = {}
    for entry in entries:
        for action in entry.actions:
            found[fold(action.text)] = GoalStep(action, entry)
    return tuple(found.values())


def since(goal: Goal, index: Index, today: dt.date) -> Since | None:
    """Return what others said on a goal's themes after it was set; None without a theme."""
    set_on = goal.entry.date
    if not goal.entry.themes or set_on is None:
        return None
    mentions = [
        mention
        for theme in goal.entry.themes
        for mention in index.themes[theme.key].mentions
        if by_others(mention.point)
        and mention.entry.counted
        and mention.point.event
        and set_on < mention.point.event.date <= today
    ]
    events = {
        point.event.key
        for entry in index.journal.entries
        if entry.counted
        for point in entry.points
        if by_others(point) and point.event and set_on < point.event.date <= today
    }
    told = sorted(
        (m for m in mentions if m.point.evidence and m.date), key=lambda m: m.date or set_on
    )
    return Since(
        strengths=_events(mentions, Polarity.STRENGTH),
        improvements=_events(mentions, Polarity.IMPROVEMENT),
        events=len(events),
        newest=tuple(reversed(told[-3:])),
    )


def _events(mentions: Sequence[Mention], polarity: Polarity) -> int:
    return len(
        {m.point.event.key for m in mentions if m.point.event and m.point.polarity is polarity}
    )


def rewritten(goals: Sequence[Goal]) -> frozenset[tuple[str, int]]:
    """Return where steps of goals stand that were written again later.

    Returns:
        Slug of the entry and line of its file.
    """
    return frozenset(
        (entry.slug, action.line)
        for goal in goals
        for entry in (goal.entry, *goal.check_ins, *goal.worked)
        for action in entry.actions
    ) - {(step.entry.slug, step.action.line) for goal in goals for step in goal.steps}
