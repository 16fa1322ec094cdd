"""Readings of single files → a journal in which everything knows its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from afterword.config import Config
from afterword.diagnostics import Diagnostic, Location, located
from afterword.fields import Vocabulary
from afterword.journal.actions import complete, may_lack_year
from afterword.journal.checks import without_year
from afterword.journal.doubts import (
    day_doubts,
    point_doubts,
    theme_doubts,
    unknown_keys,
    unknown_readers,
)
from afterword.journal.headers import (
    CONTENT,
    NOTHING_HEADED,
    Headed,
    Header,
    Read,
    in_order,
    is_theme,
    read_headers,
    settles,
)
from afterword.journal.links import Links, doubts
from afterword.journal.model import (
    Action,
    Destination,
    Entry,
    Journal,
    LinkForm,
    Person,
    Point,
    Theme,
)
from afterword.journal.naming import named_entries
from afterword.journal.points import Context, find_points, voice
from afterword.journal.request_doubts import date_doubts, goal_doubts, request_doubts
from afterword.journal.tables import Tables, make_tables


@dataclass(frozen=True, slots=True)
class Made:
    """An entry, what it was made of, and what is wrong with it as the journal sees it."""

    entry: Entry
    header: Header
    problems: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """A journal, and all that the next one can take over from it."""

    journal: Journal
    today: dt.date
    headed: Mapping[str, Headed]
    """By path."""
    tables: Tables
    made: Mapping[str, Made]
    """By path."""

    @property
    def links(self) -> Links:
        """The table that resolves references."""
        return self.tables.links


def join(  # noqa: PLR0913
    files: Sequence[Read],
    *,
    config: Config,
    vocabulary: Vocabulary,
    today: dt.date,
    others: Iterable[str] = (),
    drafts: bool = False,
    earlier: Joined | None = None,
) -> Joined:
    """Return the journal that the readings make up.

    Args:
        files: Every entry's file, read by itself.
        config: The portfolio's settings.
        vocabulary: The words in use.
        today: What is later is planned.
        others: Paths below `content/` of all other files.
        drafts: Keep drafts; else they are left out before anything is derived from them,
            and only their diagnostics stay.
        earlier: Joined with the same settings, words and choice of drafts: what has not
            changed since is taken over, and the result is the same.
    """
    headed = read_headers(files, vocabulary, earlier.headed if earlier else NOTHING_HEADED)
    headers, problems = in_order(headed, drafts=drafts)
    tables = make_tables(
        headers, config, vocabulary, tuple(others), earlier.tables if earlier else None
    )
    made = _Maker(tables, vocabulary, today, earlier).all()
    entries = tuple([one.entry for one in made.values()])
    problems += [problem for one in headed.values() for problem in one.problems]
    for file in files:
        if file.reading.diagnostics:
            problems += [located(d, CONTENT + file.path) for d in file.reading.diagnostics]
    problems += unknown_keys(files)
    problems += unknown_readers(files, config)
    problems += tables.problems
    problems += [problem for one in made.values() for problem in one.problems]
    problems += theme_doubts(entries, tables.themes, config)
    problems += day_doubts(entries)
    problems += request_doubts(entries)
    problems += goal_doubts(entries)
    journal = Journal(
        entries=entries,
        applications=tables.grouping.by_slug,
        themes=tables.themes.by_key,
        people=tables.people.by_key,
        diagnostics=tuple(problems),
    )
    return Joined(journal, today, headed, tables, made)


class _Rest(NamedTuple):
    """What of an entry leads elsewhere."""

    goals: tuple[str, ...]
    actions: tuple[Action, ...]
    about: str
    destinations: tuple[Destination, ...]


class _Maker:
    """Makes the entries of one journal; lives as long as the call."""

    def __init__(
        self, tables: Tables, vocabulary: Vocabulary, today: dt.date, earlier: Joined | None
    ) -> None:
        self._tables = tables
        self._today = today
        people = tables.people
        self._context = Context(
            *(tables.themes.find, people.find, people.source_of, vocabulary, cache(is_theme))
        )
        self._kept = _Kept(tables, today, earlier) if earlier else None

    def all(self) -> dict[str, Made]:
        """Return every entry by its path, in order."""
        made: dict[str, Made] = {}
        for i, header in enumerate(self._tables.headers):
            known = self._kept.find(i, header) if self._kept else None
            made[header.read.path] = known or self._made(i, header)
        return made

    def _made(self, i: int, header: Header) -> Made:
        tables = self._tables
        event = tables.events[i]
        by = tables.people.named(header, "by")
        said, problems = find_points(header, event, voice(header, by), self._context)
        goals, lost = named_entries(header, "goal", tables.links)
        actions, undated = _actions(header)
        leads = _destinations(header, tables.links)
        problems += [*_without_year(header), *lost, *undated, *_link_doubts(header, leads)]
        about = tables.headers[tables.about[i]].slug if i in tables.about else ""
        rest = _Rest(goals, actions, about, leads)
        entry = self._entry(i, header, by, said, rest)
        return Made(entry, header, (*problems, *point_doubts(entry), *date_doubts(entry)))

    def _entry(
        self,
        i: int,
        header: Header,
        by: tuple[Person, ...],
        said: tuple[Point, ...],
        rest: _Rest,
    ) -> Entry:
        tables = self._tables
        reading = header.read.reading
        application = tables.grouping.by_slug.get(tables.grouping.of[i])
        present = tables.people.named(header, "with")
        signed = [p.giver.person for p in said if p.giver.person]
        _, company, role = header.post
        return Entry(
            path=header.read.path,
            slug=header.slug,
            title=header.title,
            date=header.date,
            time=header.time,
            kind=header.kind,
            draft=header.draft,
            planned=header.date is not None and header.date > self._today,
            application=application.slug if application else "",
            company=application.company if application else company,
            role=application.role if application else role,
            stage=header.stage,
            outcome=header.outcome,
            sources=header.sources,
            givers=by,
            present=present,
            people=_once((*by, *present, *signed)) if by or present or signed else (),
            about=rest.about,
            goals=rest.goals,
            event=tables.events[i],
            points=said,
            themes=self._themes_of(header, said),
            settles=settles(header) if "settle" in reading.fields else None,
            questions=reading.questions,
            actions=rest.actions,
            reading=reading,
            destinations=rest.destinations,
            content=header.read.content,
            digest=header.read.digest,
        )

    def _themes_of(self, header: Header, said: Sequence[Point]) -> tuple[Theme, ...]:
        named = {p.theme.key: p.theme for p in said if p.theme}
        reading = header.read.reading
        spellings = [span.text for span in reading.fields.get("themes", ())]
        spellings += [name for action in reading.actions for name in action.themes]
        for spelling in spellings:
            theme = self._tables.themes.find(spelling)
            if theme:
                named.setdefault(theme.key, theme)
        return tuple(named.values())


class _Kept:
    """Finds the entries of an earlier journal that this one would make again just so."""

    def __init__(self, tables: Tables, today: dt.date, earlier: Joined) -> None:
        self._tables = tables
        self._made = earlier.made
        self._before = earlier.tables
        before = self._before
        self._same_day = today == earlier.today
        self._same_links = tables.links is before.links
        self._same_places = tables.links.differs_only_in_themes(before.links)
        self._themes = tables.themes.differing(before.themes)
        self._people = tables.people.differing(before.people)
        self._settled = (
            self._same_places
            and tables.grouping is before.grouping
            and tables.events is before.events
            and tables.about == before.about
        )

    def find(self, i: int, header: Header) -> Made | None:
        """Return the entry at a place as it was made before; None when it can be different."""
        known = self._made.get(header.read.path)
        if known is None or known.header is not header or not self._same_day:
            return None
        same = self._same_place(i, header, known.entry) and self._same_names(header)
        return known if same else None

    def _same_place(self, i: int, header: Header, entry: Entry) -> bool:
        """Tell whether an entry has the event, the application and the goals it had."""
        tables = self._tables
        if self._settled and (self._same_links or not header.read.reading.references):
            return True  # places, applications and events are those of before, row by row
        if entry.event != tables.events[i]:
            return False
        about = tables.about.get(i)
        if entry.about != ("" if about is None else tables.headers[about].slug):
            return False
        if not self._same_places and "goal" in header.read.reading.fields:
            return False
        if self._may_lead_elsewhere(header) and (
            entry.destinations != _destinations(header, tables.links)
        ):
            return False
        now = tables.grouping.by_slug.get(tables.grouping.of[i])
        return now == self._before.grouping.by_slug.get(entry.application)

    def _may_lead_elsewhere(self, header: Header) -> bool:
        if self._same_links:
            return False
        references = header.read.reading.references
        return not self._same_places or any(r.form is LinkForm.WIKI for r in references)

    def _same_names(self, header: Header) -> bool:
        """Tell whether the themes and people that an entry names are who they were."""
        if self._themes and any(name in self._themes for name, _ in header.spellings):
            return False
        return not self._people or self._people.isdisjoint(_names(header))


def _destinations(header: Header, links: Links) -> tuple[Destination, ...]:
    path, references = header.read.path, header.read.reading.references
    return tuple([links.find(r, path) for r in references]) if references else ()


def _link_doubts(header: Header, found: Sequence[Destination]) -> list[Diagnostic]:
    path = CONTENT + header.read.path
    return [
        Diagnostic(Location(path, r.line, r.column), severity, code, message, hint)
        for r, where in zip(header.read.reading.references, found, strict=True)
        for severity, code, message, hint in doubts(r, where)
    ]


def _without_year(header: Header) -> list[Diagnostic]:
    if header.date is not None:
        return []
    path, fields = header.read.path, header.read.reading.fields
    return [located(d, CONTENT + path) for d in without_year(fields)]


def _names(header: Header) -> list[str]:
    reading = header.read.reading
    spans = [*reading.fields.get("by", ()), *reading.fields.get("with", ())]
    return [*(span.text for span in spans), *(r.giver for r in reading.remarks if r.giver)]


def _actions(header: Header) -> tuple[tuple[Action, ...], list[Diagnostic]]:
    """Return the next steps; a day without a year is in that of the entry."""
    found = header.read.reading.actions
    if not any(may_lack_year(action) for action in found):
        return found, []
    completed = [complete(a, header.date, CONTENT + header.read.path) for a in found]
    problems = [problem for _, problems in completed for problem in problems]
    return tuple(action for action, _ in completed), problems


def _once(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple({person.key: person for person in people}.values())
