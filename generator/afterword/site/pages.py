"""All pages of a site, planned."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from urllib.parse import quote

from afterword.insight.index import Index
from afterword.journal.model import Entry, Evidence, Giver, Kind, Leads, Polarity
from afterword.site import addresses
from afterword.site.agenda_pages import agenda_routes
from afterword.site.entry_pages import entry_page, lay_out
from afterword.site.goal_pages import goal_routes
from afterword.site.list_pages import (
    application_routes,
    people_routes,
    source_routes,
    timeline_routes,
)
from afterword.site.page_views import (
    FeedItem,
    FeedView,
    MissingView,
    SitemapView,
    StrengthsView,
)
from afterword.site.parts import Parts
from afterword.site.pattern_pages import pattern_routes
from afterword.site.question_pages import question_routes
from afterword.site.routes import Route
from afterword.site.search import search_routes
from afterword.site.shared_pages import shared_view
from afterword.site.sheet_pages import prepare_routes, year_routes
from afterword.site.theme_pages import theme_routes
from afterword.site.today_pages import today_view
from afterword.site.views import Ref, Said, Site
from afterword.site.years import of_year, years_of

_FEED_ITEMS = 20
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def plan(parts: Parts) -> tuple[Route, ...]:
    """Return every page of the site, each once, in a fixed order."""
    routes = [
        _today_route(parts),
        *(
            entry_route(entry, parts)
            for entry in parts.whole.journal.entries
            if entry.slug not in parts.pageless
        ),
        *(route for name in _lists(parts) for route in _list_routes(name, parts)),
        Route(addresses.MISSING, "404.html", partial(_missing_view, parts)),
    ]
    if parts.site.url:
        pages = (route.url for route in routes if route.url.endswith(".html"))
        urls = tuple(url for url in pages if url != addresses.MISSING)
        make = partial(_sitemap_view, parts.site, urls)
        routes.append(Route(addresses.FEED, "feed.xml", partial(_feed_view, parts)))
        routes.append(Route(addresses.SITEMAP, "sitemap.xml", make))
    return tuple(routes)


def find_route(url: str, parts: Parts) -> Route | None:
    """Return the page at an address, as `plan` has it, without planning the rest.

    Args:
        url: Relative to the site's root.
        parts: Of the site.
    """
    if url == addresses.TODAY:
        return _today_route(parts)
    folder, _, name = url.rpartition("/")
    if folder == "journal":
        entry = parts.whole.by_slug.get(name.removesuffix(".html"))
        return entry_route(entry, parts) if entry and name.endswith(".html") else None
    listed = url.partition("/")[0].removesuffix(".html")
    routes: Iterable[Route] = ()
    if listed in _lists(parts):
        routes = _list_routes(listed, parts)
    elif url in (addresses.MISSING, addresses.FEED, addresses.SITEMAP):
        routes = plan(parts)
    return next((route for route in routes if route.url == url), None)


def _lists(parts: Parts) -> Iterable[str]:
    """Return the items of the menu, and the folders of pages that other pages lead to."""
    return parts.site.menu if parts.site.reader else (*parts.site.menu, "prepare", "year")


def _today_route(parts: Parts) -> Route:
    if parts.site.reader:
        return Route(addresses.TODAY, "shared.html", partial(shared_view, parts))
    return Route(addresses.TODAY, "today.html", partial(today_view, parts))


def _list_routes(name: str, parts: Parts) -> Iterable[Route]:
    """Return the pages of one item of the menu; all but Today are in a folder of that name."""
    lists: Mapping[str, Callable[[], Iterable[Route]]] = {
        "timeline": partial(timeline_routes, parts),
        "themes": partial(theme_routes, parts),
        "patterns": partial(pattern_routes, parts),
        "interviews": partial(application_routes, parts),
        "questions": partial(question_routes, parts),
        "strengths": partial(_strength_routes, parts),
        "sources": partial(source_routes, parts),
        "people": partial(people_routes, parts),
        "search": partial(search_routes, parts),
        "agenda": partial(agenda_routes, parts),
        "goals": partial(goal_routes, parts),
        "prepare": partial(prepare_routes, parts),
        "year": partial(year_routes, parts),
    }
    return lists[name]() if name in lists else ()


def menu(index: Index, *, reader: str = "") -> tuple[str, ...]:
    """Return the menu of a journal: nothing leads to a list with nothing in it.

    Args:
        index: Of the journal.
        reader: Whom it is for: what there is to do is the author's alone.
    """
    entries = index.journal.entries
    has = {
        "today": True,
        "timeline": bool(entries),
        "themes": bool(index.themes),
        "patterns": any(entry.points for entry in entries),
        "interviews": bool(index.applications),
        "questions": any(entry.questions for entry in entries),
        "strengths": any(
            p.polarity is Polarity.STRENGTH and (p.evidence or p.giver.is_other)
            for e in entries
            for p in e.points
        ),
        "sources": bool(index.sources),
        "people": bool(index.people),
        "search": bool(entries),
        "agenda": bool(entries) and not reader,
        "goals": not reader and any(entry.kind is Kind.GOAL for entry in entries),
    }
    return tuple(name for name, _ in addresses.MENU if has[name])


def files_referred_to(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Return the paths of the files below `content/` that entries refer to, sorted."""
    leads = (where for entry in entries for where in entry.destinations)
    return tuple(sorted({where.name for where in leads if where.leads is Leads.FILE}))


def entry_route(entry: Entry, parts: Parts) -> Route:
    """Return the page of an entry."""
    make = partial(entry_page, entry, parts)
    return Route(addresses.entry(entry.slug), "entry.html", make, partial(lay_out, parts=parts))


def _missing_view(parts: Parts) -> MissingView:
    return MissingView(parts.page(addresses.MISSING, "", ""))


def _strength_routes(parts: Parts) -> Iterator[Route]:
    home = addresses.STRENGTHS

    @cache
    def told() -> tuple[Said, ...]:
        entries = parts.index.journal.entries
        said = [s for entry in entries for s in parts.said(entry, Polarity.STRENGTH)]
        worded = {mark.theme for s in said if s.text.text or s.quotes for mark in s.marks}
        return tuple(s for s in said if s.text.text or s.quotes or _names_more(s, worded))

    yield Route(home, "strengths.html", partial(_strengths_view, told, parts, 0))
    # Counted on the points: the remarks themselves are made only when a page is asked for.
    lines = _told_in(parts.index.journal.entries)
    for ref in years_of(lines, home):
        make = partial(_strengths_view, told, parts, int(ref.title))
        yield Route(ref.url, "strengths.html", make)


def _told_in(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entry of each strength that is told, once for each."""
    remarks = [
        (entry, giver, bool(evidence and (evidence.text or evidence.quotes)), themes)
        for entry in entries
        for (evidence, giver), themes in _remarks(entry).items()
    ]
    worded = {theme for _, _, words, themes in remarks if words for theme in themes}
    return [
        entry
        for entry, giver, words, themes in remarks
        if words or (giver.source.known != "self" and not worded.issuperset(themes))
    ]


def _remarks(entry: Entry) -> dict[tuple[Evidence | None, Giver], set[str]]:
    """Return the strengths of an entry as they are told: each bullet once, bare themes together."""
    found: dict[tuple[Evidence | None, Giver], set[str]] = {}
    for point in entry.points:
        if point.polarity is Polarity.STRENGTH and (point.evidence or point.theme):
            for evidence in point.evidence or (None,):
                named = found.setdefault((evidence, point.giver), set())
                named.update([point.theme.key] if point.theme else [])
    return found


def _names_more(said: Said, worded: Collection[Ref]) -> bool:
    """Tell whether a strength without words names a theme that none with words does."""
    return said.who.known != "self" and any(mark.theme not in worded for mark in said.marks)


def _strengths_view(
    told_of: Callable[[], tuple[Said, ...]], parts: Parts, year: int
) -> StrengthsView:
    home = addresses.STRENGTHS
    told = told_of()
    shown = list(reversed(of_year(told, year)))
    return StrengthsView(
        page=parts.page(addresses.year(home, year) if year else home, "", "strengths"),
        year=year,
        others=tuple(said for said in shown if said.who.known != "self"),
        own=tuple(said for said in shown if said.who.known == "self"),
        years=years_of(told, home),
        total=len(told),
    )


def _feed_view(parts: Parts) -> FeedView:
    entries = parts.index.journal.entries
    dated = [e for e in entries if e.date and not e.planned][-_FEED_ITEMS:]
    items = tuple(
        FeedItem(
            title=_for_xml(entry.title),
            url=quote(addresses.entry(entry.slug)),
            date=entry.date,
            summary="" if parts.is_folded(entry) else _for_xml(entry.reading.summary),
        )
        for entry in reversed(dated)
        if entry.date
    )
    updated = items[0].date if items else dt.date(1970, 1, 1)
    return FeedView(parts.site, updated, items)


def _for_xml(text: str) -> str:
    """Return text without the characters that XML has no way to write."""
    return _NOT_IN_XML.sub("", text)


def _sitemap_view(site: Site, urls: Sequence[str]) -> SitemapView:
    return SitemapView(site, tuple(addresses.absolute(site.url, url) for url in urls))
