"""How things stand with an application, or with feedback outside one: what messages start from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from afterword.fields import fold, suggest
from afterword.insight.endings import is_open, outcome_of
from afterword.insight.goals import Goal, goals_of
from afterword.insight.index import Index
from afterword.insight.requests import (
    Request,
    days_of,
    groups_of,
    is_told,
    is_worth_asking,
    requests_of,
    says_no,
)
from afterword.journal.model import Application, Entry, Kind
from afterword.journal.slugs import slug


@dataclass(frozen=True)
class Situation:
    """What an application's entries say on one day, or those of one occasion."""

    index: Index
    today: dt.date
    application: Application | None
    together: tuple[Entry, ...]
    """In order of time, at least one."""
    entries: tuple[Entry, ...]
    """Those that are not planned."""
    ahead: tuple[Entry, ...]
    """Planned rounds, the next first."""
    named: Entry | None
    """The entry that was asked for; None when an application was."""
    requests: tuple[Request, ...]

    @property
    def entry(self) -> Entry:
        """The entry in question: the one asked for, else the newest."""
        return self.named or (*self.together[:1], *self.ahead[:1], *self.entries)[-1]

    @property
    def internal(self) -> bool:
        """Whether these are people one meets again on Monday."""
        return bool(self.application and self.application.internal)

    @cached_property
    def outcome(self) -> Entry | None:
        """The entry with the latest outcome."""
        return outcome_of(self.entries)

    @property
    def result(self) -> str:
        """Our word for the latest outcome; empty when there is none."""
        found = self.outcome.outcome if self.outcome else None
        return found.known if found else ""

    @property
    def request(self) -> Request | None:
        """The newest request."""
        return self.requests[-1] if self.requests else None

    @cached_property
    def told(self) -> tuple[Entry, ...]:
        """What others told, newest first: feedback, or a "no" with its reasons."""
        return tuple([e for e in reversed(self.entries) if is_told(e)])

    @property
    def replies(self) -> tuple[Entry, ...]:
        """What others told; the one asked for alone, if it is that."""
        return (self.named,) if self.named and is_told(self.named) else self.told

    @cached_property
    def rounds(self) -> tuple[Entry, ...]:
        """Rounds that took place, newest first: those with a stage, else all."""
        found = [e for e in reversed(self.entries) if e.kind is Kind.INTERVIEW]
        staged = [e for e in found if e.stage and e.stage.known not in ("application", "offer")]
        return tuple(staged or found)

    @cached_property
    def goals(self) -> tuple[Goal, ...]:
        """Goals at work."""
        return tuple([goal for goal in goals_of(self.index, self.today) if goal.at_work])

    @cached_property
    def worth_asking(self) -> bool | None:
        """What was answered when it was asked whether asking is worth it; None: not asked yet."""
        return is_worth_asking(self.entries)

    def is_settling(self, entry: Entry) -> bool:
        """Tell whether what an entry would improve has not settled yet."""
        return entry.settles is not None and self.today < entry.settles

    def is_done(self, field: str, since: dt.date | None) -> bool:
        """Tell whether an entry gives a day, or no, in a field, not before another day."""
        return any(
            says_no(entry, field)
            or any(since is None or day >= since for day, _ in days_of(entry, field))
            for entry in self.entries
        )

    def accepted_elsewhere(self) -> Entry | None:
        """Return the entry that says another post was accepted since this application began."""
        if not self.application or not is_open((*self.entries, *self.ahead), self.today):
            return None
        others = (e for s, e in self.index.applications.items() if s != self.application.slug)
        lasts = [last for entries in others if (last := outcome_of(entries))]
        accepted = [e for e in lasts if e.outcome and e.outcome.known == "accepted" and e.date]
        begun = min((e.date for e in self.together if e.date), default=self.today)
        return next((e for e in reversed(accepted) if e.date and e.date >= begun), None)


def read_situation(index: Index, about: Entry | Application, today: dt.date) -> Situation:
    """Return how things stand.

    Args:
        index: Of the journal.
        about: An application, or an entry: then its application, else what else was said at
            its occasion, belongs to it.
        today: The day.
    """
    named = about if isinstance(about, Entry) else None
    name = named.application if named else about.slug
    together = index.applications[name] if name else tuple(_of_occasion(index, named))
    groups = groups_of(index.journal.entries, index.applications)
    key = name or (named.event.key if named and named.event else "")
    return Situation(
        index=index,
        today=today,
        application=index.journal.applications.get(name),
        together=tuple(together),
        entries=tuple([e for e in together if not e.planned]),
        ahead=tuple([e for e in together if e.planned and e.kind is Kind.INTERVIEW]),
        named=named,
        requests=requests_of(groups, today).get(key, ()),
    )


def find_subject(index: Index, name: str) -> Entry | Application | tuple[str, ...]:
    """Return what a name means, an entry before an application; else what it could mean.

    Args:
        index: Of the journal.
        name: An entry's file or slug, with or without its date; an application's name, key or
            company.
    """
    stem = name.replace("\\", "/").rpartition("/")[2]
    wanted = slug(stem.removesuffix(".md"))
    if wanted in index.by_slug:
        return index.by_slug[wanted]
    entries = [e for e in index.journal.entries if e.date and e.slug == f"{e.date}-{wanted}"]
    if len(entries) == 1:
        return entries[0]
    applications = [a for a in index.journal.applications.values() if fold(name) in _names(a)]
    if len(applications) == 1:
        return applications[0]
    several = (*(e.slug for e in entries), *(a.slug for a in applications))
    return several or tuple(filter(None, (_near(index, wanted),)))


def _names(application: Application) -> tuple[str, ...]:
    a = application
    return tuple(map(fold, filter(None, (a.slug, a.key, a.name, a.company))))


def _near(index: Index, wanted: str) -> str | None:
    undated = (e.slug[11:] for e in index.journal.entries if e.date)
    return suggest(wanted, (*index.applications, *undated, *index.by_slug))


def _of_occasion(index: Index, named: Entry | None) -> Iterator[Entry]:
    """Yield an entry outside an application, and what else was said at its event."""
    for entry in index.journal.entries if named else ():
        together = named and named.event and entry.event and entry.event.key == named.event.key
        if entry is named or (together and not entry.application):
            yield entry
