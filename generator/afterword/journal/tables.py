"""What the entries of a journal have to know of each other, before any of them is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from afterword.config import Config
from afterword.diagnostics import Diagnostic
from afterword.fields import Vocabulary
from afterword.journal.applications import Grouping, group
from afterword.journal.events import find_events
from afterword.journal.headers import Header
from afterword.journal.links import Links, Target
from afterword.journal.model import Event
from afterword.journal.naming import named_entries
from afterword.journal.people import People
from afterword.journal.themes import Themes


@dataclass(frozen=True, slots=True)
class Tables:
    """All that is decided by the whole journal."""

    headers: Sequence[Header]
    """In order of time."""
    config: Config
    others: tuple[str, ...]
    """Paths below `content/` of all that are no entries."""
    grouping: Grouping
    themes: Themes
    people: People
    links: Links
    about: Mapping[int, int]
    """Place of an entry → place of the one it is about."""
    events: Sequence[Event | None]
    """By place."""
    doubts: tuple[Diagnostic, ...]
    """Of the events."""
    problems: tuple[Diagnostic, ...]
    """Of all the tables."""


def make_tables(
    headers: Sequence[Header],
    config: Config,
    vocabulary: Vocabulary,
    others: tuple[str, ...],
    earlier: Tables | None = None,
) -> Tables:
    """Return the tables of a journal.

    Args:
        headers: In order of time.
        config: The portfolio's settings.
        vocabulary: The words in use.
        others: Paths below `content/` of all that are no entries.
        earlier: Made with the same settings and words; a table is taken over when nothing
            that it is made of has changed.
    """
    same = _same_as(headers, earlier)
    grouping = earlier.grouping if earlier and same(_for_grouping) else group(headers)
    themes = earlier.themes if earlier and same(_spellings) else _themes(headers, config)
    people = earlier.people if earlier and same(_names) else People(headers, vocabulary)
    links = _links(headers, grouping, themes, others, earlier)
    about, problems = _about(headers, links)
    events: Sequence[Event | None]
    if earlier and (grouping, about) == (earlier.grouping, earlier.about) and same(_for_events):
        events, doubts = earlier.events, earlier.doubts
    else:
        events, found = find_events(headers, grouping.of, about)
        doubts = tuple(found)
    return Tables(
        headers=headers,
        config=config,
        others=others,
        grouping=grouping,
        themes=themes,
        people=people,
        links=links,
        about=about,
        events=events,
        doubts=doubts,
        problems=(*grouping.diagnostics, *problems, *doubts),
    )


def _same_as(
    headers: Sequence[Header], earlier: Tables | None
) -> Callable[[Callable[[Header], object]], bool]:
    """Return what tells whether a part of the headers is, place by place, as it was."""
    before = earlier.headers if earlier else ()
    if len(before) != len(headers):
        return lambda _: False
    changed = [(a, b) for a, b in zip(headers, before, strict=True) if a is not b]
    return lambda part: all(part(a) == part(b) for a, b in changed)


def _for_grouping(header: Header) -> object:
    company = header.read.reading.fields.get("company")
    return header.read.path, header.post, company, header.occasion, header.kind, header.internal


def _for_events(header: Header) -> object:
    when = header.date, header.time
    return header.read.path, header.slug, when, header.kind, header.stage, header.occasion


def _spellings(header: Header) -> object:
    return header.spellings


def _names(header: Header) -> object:
    reading = header.read.reading
    named = [[s.text for s in reading.fields.get(name, ())] for name in ("by", "with")]
    return named, header.sources, [r.giver for r in reading.remarks if r.giver]


def _for_links(header: Header) -> object:
    return header.read.path, header.slug


def _anchors(header: Header) -> object:
    return header.read.reading.anchors


def _themes(headers: Sequence[Header], config: Config) -> Themes:
    mentions: dict[str, int] = {}
    for header in headers:
        for spelling, weight in header.spellings:
            mentions[spelling] = mentions.get(spelling, 0) + weight
    return Themes(mentions, config.themes)


def _links(
    headers: Sequence[Header],
    grouping: Grouping,
    themes: Themes,
    others: tuple[str, ...],
    earlier: Tables | None,
) -> Links:
    same = _same_as(headers, earlier)
    known = earlier.links if earlier and earlier.others == others and same(_for_links) else None
    if earlier and known and same(_anchors) and grouping is earlier.grouping:
        return known if themes is earlier.themes else known.with_themes(themes)
    targets = [Target(h.read.path, h.slug, h.read.reading.anchors) for h in headers]
    return Links(targets, grouping.by_slug, themes, others, known)


def _about(headers: Sequence[Header], links: Links) -> tuple[Mapping[int, int], list[Diagnostic]]:
    named = [
        (i, *named_entries(header, "about", links))
        for i, header in enumerate(headers)
        if "about" in header.read.reading.fields
    ]
    problems = [problem for _, _, found in named for problem in found]
    if not any(slugs for _, slugs, _ in named):
        return MappingProxyType({}), problems
    rows = {header.slug: i for i, header in enumerate(headers)}
    return MappingProxyType({i: rows[slugs[0]] for i, slugs, _ in named if slugs}), problems
