"""A journal by theme, application, person, source, month; and who refers to whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from afterword.journal.model import Entry, Journal, Leads, Point, Polarity, Theme

K = TypeVar("K")


class Mention(NamedTuple):
    """A point and the entry that makes it."""

    entry: Entry
    point: Point

    @property
    def date(self) -> dt.date | None:
        """When it was said."""
        return self.entry.date


@dataclass(frozen=True, slots=True)
class ThemeUse:
    """Where a theme is named."""

    theme: Theme
    mentions: tuple[Mention, ...]
    """Points on it, in order of time."""
    entries: tuple[Entry, ...]
    """All that name it, with or without judgement."""
    events: int
    """Real events up to today at which others named it, in either polarity."""


@dataclass(frozen=True, slots=True)
class Index:
    """A journal looked at from every side. All lists are in order of time."""

    journal: Journal
    by_slug: Mapping[str, Entry]
    rows: Mapping[str, int]
    """Slug → place in `journal.entries`."""
    themes: Mapping[str, ThemeUse]
    """By key."""
    applications: Mapping[str, tuple[Entry, ...]]
    """By slug."""
    people: Mapping[str, tuple[Entry, ...]]
    """By key."""
    sources: Mapping[str, tuple[Entry, ...]]
    """By name of the word; an entry with several sources is in each."""
    months: Mapping[tuple[int, int], tuple[Entry, ...]]
    """By year and month; entries without a date are in none."""
    backlinks: Mapping[str, tuple[str, ...]]
    """Slug of an entry → slugs of those that refer to it, in order of time."""
    events: int
    """Real events up to today with at least one point from others."""


def build(journal: Journal) -> Index:
    """Return the index of a journal.

    Args:
        journal: In order of time.
    """
    entries = journal.entries
    return Index(
        journal=journal,
        by_slug=MappingProxyType({entry.slug: entry for entry in entries}),
        rows=MappingProxyType({entry.slug: i for i, entry in enumerate(entries)}),
        themes=MappingProxyType(_themes(journal)),
        applications=grouped(entries, applications_of),
        people=grouped(entries, people_of),
        sources=grouped(entries, sources_of),
        months=grouped(entries, months_of),
        backlinks=backlinks(entries),
        events=len({key for entry in entries for key in events_of(entry)}),
    )


def applications_of(entry: Entry) -> Sequence[str]:
    """Return the application an entry is filed under, if any."""
    return (entry.application,) if entry.application else ()


def people_of(entry: Entry) -> Sequence[str]:
    """Return the people an entry is filed under."""
    return [person.key for person in entry.people] if entry.people else ()


def sources_of(entry: Entry) -> Sequence[str]:
    """Return the kinds of giver an entry is filed under, each once."""
    if len(entry.sources) == 1:
        return (entry.sources[0].name,)
    return list(dict.fromkeys([source.name for source in entry.sources]))


def months_of(entry: Entry) -> Sequence[tuple[int, int]]:
    """Return the month an entry is filed under, if it has a date."""
    return ((entry.date.year, entry.date.month),) if entry.date else ()


def events_of(entry: Entry, theme: str = "") -> set[str]:
    """Return the real events at which others said something, as far as an entry tells.

    Args:
        entry: What is planned or a draft tells nothing.
        theme: Key of the only theme that counts; empty for any, and for none at all.
    """
    if not entry.counted:
        return set()
    return {
        point.event.key
        for point in entry.points
        if point.event
        and by_others(point)
        and (not theme or (point.theme is not None and point.theme.key == theme))
    }


def by_others(point: Point) -> bool:
    """Tell whether somebody else said it at a real event."""
    return point.giver.is_other and point.event is not None and not point.event.practice


def grouped(
    entries: Sequence[Entry], keys_of: Callable[[Entry], Sequence[K]]
) -> Mapping[K, tuple[Entry, ...]]:
    """Return the entries filed under each key, keys in the order in which they come up."""
    groups: dict[K, list[Entry]] = {}
    for entry in entries:
        for key in keys_of(entry):
            groups.setdefault(key, []).append(entry)
    return MappingProxyType({key: tuple(values) for key, values in groups.items()})


def _themes(journal: Journal) -> dict[str, ThemeUse]:
    mentions: dict[str, list[Mention]] = {key: [] for key in journal.themes}
    entries: dict[str, list[Entry]] = {key: [] for key in journal.themes}
    events: dict[str, set[str]] = {key: set() for key in journal.themes}
    for entry in journal.entries:
        counted = entry.counted
        for theme in entry.themes:
            entries[theme.key].append(entry)
        for point in entry.points:
            if point.theme is None:
                continue
            mentions[point.theme.key].append(Mention(entry, point))
            if counted and point.event and by_others(point):
                events[point.theme.key].add(point.event.key)
    return {
        key: ThemeUse(theme, tuple(mentions[key]), tuple(entries[key]), len(events[key]))
        for key, theme in journal.themes.items()
    }


def backlinks(entries: Sequence[Entry]) -> Mapping[str, tuple[str, ...]]:
    """Return for each entry that others refer to their slugs, in order of time."""
    found: dict[str, dict[str, None]] = {}
    for entry in entries:
        for slug in refers_to(entry):
            if slug != entry.slug:
                found.setdefault(slug, {})[entry.slug] = None
    return MappingProxyType({slug: tuple(froms) for slug, froms in found.items()})


def refers_to(entry: Entry) -> list[str]:
    """Return the slugs of the entries that an entry leads to, is about, or worked on."""
    named = [d.name for d in entry.destinations if d.leads is Leads.ENTRY]
    if entry.about:
        named.append(entry.about)
    return [*named, *entry.goals] if entry.goals else named


def count(mentions: Iterable[Mention], polarity: Polarity) -> int:
    """Return how many points speak one way."""
    return sum(mention.point.polarity is polarity for mention in mentions)


RECENT_DAYS = 7
"""As long as a "no" is recent."""


def turned_down(entries: Sequence[Entry], today: dt.date) -> Iterable[str]:
    """Yield the slugs of applications turned down within the last week.

    Of an entry that stands alone its own slug.

    Args:
        entries: In order of time.
        today: The last day of that week.
    """
    for entry in reversed(entries):
        if entry.date is None or entry.planned:
            continue
        if (today - entry.date).days > RECENT_DAYS:
            return
        if entry.outcome and entry.outcome.known == "rejected":
            yield entry.application or entry.slug


def last_day(entries: Sequence[Entry]) -> dt.date | None:
    """Return the day of the newest entry that has one and is not planned."""
    past = (entry.date for entry in reversed(entries) if entry.date and not entry.planned)
    return next(past, None)
