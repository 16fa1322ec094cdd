"""Views of themes: the list of all, and each with its years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from afterword.insight.index import Mention, ThemeUse, count, last_day
from afterword.insight.patterns import CLAIMS
from afterword.journal.model import Entry, Polarity, Theme
from afterword.journal.slugs import slug
from afterword.site import addresses
from afterword.site.page_views import CountRow, ThemeRow, ThemesView, ThemeView
from afterword.site.parts import Parts
from afterword.site.pattern_pages import beside_a_pair, pattern_view, turn_view
from afterword.site.pattern_views import PatternView, TurnView
from afterword.site.picture_views import LanePicture
from afterword.site.pictures import grid, lane_picture
from afterword.site.routes import Route
from afterword.site.views import Ref, Said
from afterword.site.years import LONGEST_LIST, of_year, years_of

_SHOWN = (*CLAIMS, "mixed", "advice-with-no-step", "practised-not-tried")
_TOLD = ("turned-around", "closed-loop", "then-and-now")
"""What a pair tells, where there is one."""


def theme_routes(parts: Parts) -> Iterator[Route]:
    """Yield the pages of all themes."""
    yield Route(addresses.THEMES, "themes.html", partial(_themes_view, parts))
    for whole in parts.whole.themes.values():
        use = parts.index.themes.get(whole.theme.key) or ThemeUse(whole.theme, (), (), 0)
        home = addresses.theme(use.theme.slug)
        yield Route(home, "theme.html", partial(_theme_view, use, parts, 0))
        for ref in years_of(use.entries, home):
            make = partial(_theme_view, use, parts, int(ref.title))
            yield Route(ref.url, "theme.html", make)


def theme_rows(parts: Parts) -> tuple[ThemeRow, ...]:
    """Return all themes, most said first; of equals by name."""
    rows = (_row(use, parts) for use in parts.index.themes.values())
    return tuple(
        sorted(
            rows,
            key=lambda r: (-r.events, -(r.strengths + r.improvements), -r.entries, r.ref.title),
        )
    )


def _row(use: ThemeUse, parts: Parts) -> ThemeRow:
    return ThemeRow(
        ref=parts.theme_ref(use.theme),
        group=use.theme.group,
        description=use.theme.description,
        strengths=count(use.mentions, Polarity.STRENGTH),
        improvements=count(use.mentions, Polarity.IMPROVEMENT),
        events=use.events,
        entries=len(use.entries),
        last=last_day(use.entries),
        sources=tuple(dict.fromkeys([point.giver.source.name for _, point in use.mentions])),
    )


def _themes_view(parts: Parts) -> ThemesView:
    rows = theme_rows(parts)
    return ThemesView(
        page=parts.page(addresses.THEMES, "", "themes"),
        events=parts.index.events,
        grid=grid(parts.patterns, parts),
        rows=tuple(row for row in rows if row.entries > 1),
        once=tuple(row for row in rows if row.entries <= 1),
    )


def _theme_view(use: ThemeUse, parts: Parts, year: int) -> ThemeView:
    theme = use.theme
    home = addresses.theme(theme.slug)
    url = addresses.year(home, year) if year else home
    mentions: Sequence[Mention] = use.mentions
    if year or len(use.entries) > LONGEST_LIST:
        mentions = of_year(use.mentions, year)
    shown = not year and theme.key in parts.index.themes
    turn = turn_view(theme.key, parts.patterns, parts) if shown else None
    return ThemeView(
        page=parts.page(url, theme.name, "themes"),
        name=theme.name,
        year=year,
        description=theme.description,
        group=theme.group,
        aliases=theme.aliases,
        named=use.events,
        events=parts.index.events,
        strengths=_said(mentions, Polarity.STRENGTH, parts),
        improvements=_said([*mentions, *_waiting(theme, parts)], Polarity.IMPROVEMENT, parts),
        by_source=() if year else source_counts(use.mentions),
        by_application=() if year else _application_counts(mentions, parts),
        turn=turn,
        lane=_lane(use, parts) if shown else None,
        patterns=_theme_patterns(theme.key, turn, parts) if shown else (),
        listing=parts.listing(use.entries, home, year),
        home=Ref(home, theme.name),
    )


def _waiting(theme: Theme, parts: Parts) -> list[Mention]:
    """Return what is said of a theme in entries that have not settled yet."""
    if parts.index is parts.whole:
        return []
    return [m for m in parts.whole.themes[theme.key].mentions if parts.is_folded(m.entry)]


def _lane(use: ThemeUse, parts: Parts) -> LanePicture | None:
    track = parts.patterns.tracks[use.theme.key]
    return lane_picture(track, use.theme, parts.patterns, parts)


def _theme_patterns(key: str, turn: TurnView | None, parts: Parts) -> tuple[PatternView, ...]:
    """Return the claims about a theme, and what there is to do about it."""
    found = parts.patterns.by_theme[key]
    shown = _SHOWN if turn else (*_TOLD, *_SHOWN)
    views = [pattern_view(p, parts.patterns, parts) for p in found if p.claim in shown]
    return beside_a_pair(views, turn)


def _said(mentions: Sequence[Mention], polarity: Polarity, parts: Parts) -> tuple[Said, ...]:
    """Return remarks one way that have words, newest first; the others show in the list."""
    return tuple(
        said
        for mention in reversed(mentions)
        if mention.point.evidence and mention.point.polarity is polarity
        for said in parts.point(mention)
    )


def source_counts(mentions: Sequence[Mention]) -> tuple[CountRow, ...]:
    """Return how often each kind of giver says it; others first, most first, the author last."""
    counts: dict[str, list[int]] = {}
    known: dict[str, str] = {}
    for _, point in mentions:
        text, word = point.giver.source
        name = word or text
        row = counts.get(name)
        if row is None:
            row = counts[name] = [0, 0]
            known[name] = word
        row[point.polarity is Polarity.IMPROVEMENT] += 1
    rows = [
        CountRow(Ref(addresses.source(slug(name)), name), known[name] or name, plus, minus)
        for name, (plus, minus) in counts.items()
    ]
    return tuple(
        sorted(rows, key=lambda r: (r.name == "self", -(r.strengths + r.improvements), r.name))
    )


def _application_counts(mentions: Sequence[Mention], parts: Parts) -> tuple[CountRow, ...]:
    """Return how often it was said in each application, the latest first; elsewhere last."""
    counts: dict[str, list[int]] = {}
    for entry, point in reversed(mentions):
        row = counts.setdefault(entry.application, [0, 0])
        row[point.polarity is Polarity.IMPROVEMENT] += 1
    applications = parts.index.journal.applications
    rows = [
        CountRow(parts.application_ref(applications[key]), applications[key].name, *row)
        for key, row in counts.items()
        if key
    ]
    if rows and "" in counts:
        rows.append(CountRow(None, "", *counts[""]))
    return tuple(rows)


def theme_counts(entries: Sequence[Entry], parts: Parts, source: str) -> tuple[CountRow, ...]:
    """Return how often one kind of giver names each theme, most first.

    Args:
        entries: Where to look.
        parts: Of the site.
        source: Our word, or the author's where we do not know it.
    """
    counts: dict[str, list[int]] = {}
    for entry in entries:
        for point in entry.points:
            if point.theme and source in point.giver.source:
                row = counts.setdefault(point.theme.key, [0, 0])
                row[point.polarity is Polarity.IMPROVEMENT] += 1
    themes = parts.index.journal.themes
    rows = [
        CountRow(parts.theme_ref(themes[key]), themes[key].name, plus, minus)
        for key, (plus, minus) in counts.items()
    ]
    return tuple(sorted(rows, key=lambda r: (-(r.strengths + r.improvements), r.name)))
