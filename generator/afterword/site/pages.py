"""All pages of a site, planned."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from urllib.parse import quote

from afterword.insight.index import RECENT_DAYS, Index
from afterword.journal.model import Entry, Kind, Leads, Polarity, Word
from afterword.site import addresses
from afterword.site.entry_pages import entry_page, lay_out
from afterword.site.list_pages import (
    application_routes,
    people_routes,
    source_routes,
    timeline_routes,
)
from afterword.site.page_views import (
    EntryLead,
    FeedItem,
    FeedView,
    MissingView,
    QuestionsView,
    SitemapView,
    StrengthsView,
    TodayView,
)
from afterword.site.parts import Parts, of_year, years_of
from afterword.site.pattern_pages import pattern_routes, turn_view
from afterword.site.pattern_views import TurnView
from afterword.site.pictures import first_rows
from afterword.site.routes import Route
from afterword.site.search import search_routes
from afterword.site.theme_pages import theme_routes
from afterword.site.views import AskedView, Mark, Said, Site

_NEWEST = 8
_NEW_DAYS = 30
"""As long as a pair is new."""
_LAST_MENTIONS = 12
"""Of a theme, that are looked at for one."""
_PLANNED = 3
_LEAD_STRENGTHS = 3
_FEED_ITEMS = 20
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def plan(parts: Parts) -> tuple[Route, ...]:
    """Return every page of the site, each once, in a fixed order."""
    routes = [
        _today_route(parts),
        *(entry_route(entry, parts) for entry in parts.index.journal.entries),
        *(route for name in parts.site.menu for route in _list_routes(name, parts)),
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
        entry = parts.index.by_slug.get(name.removesuffix(".html"))
        return entry_route(entry, parts) if entry and name.endswith(".html") else None
    listed = url.partition("/")[0].removesuffix(".html")
    routes: Iterable[Route] = ()
    if listed in parts.site.menu:
        routes = _list_routes(listed, parts)
    elif url in (addresses.MISSING, addresses.FEED, addresses.SITEMAP):
        routes = plan(parts)
    return next((route for route in routes if route.url == url), None)


def _today_route(parts: Parts) -> Route:
    return Route(addresses.TODAY, "today.html", partial(_today_view, parts))


def _list_routes(name: str, parts: Parts) -> Iterable[Route]:
    """Return the pages of one item of the menu; all but Today are in a folder of that name."""
    lists: Mapping[str, Callable[[], Iterable[Route]]] = {
        "timeline": partial(timeline_routes, parts),
        "themes": partial(theme_routes, parts),
        "patterns": partial(pattern_routes, parts),
        "interviews": partial(application_routes, parts),
        "questions": partial(_question_routes, parts),
        "strengths": partial(_strength_routes, parts),
        "sources": partial(source_routes, parts),
        "people": partial(people_routes, parts),
        "search": partial(search_routes, parts),
    }
    return lists[name]() if name in lists else ()


def menu(index: Index) -> tuple[str, ...]:
    """Return the menu of a journal: nothing leads to a list with nothing in it."""
    entries = index.journal.entries
    has = {
        "today": True,
        "timeline": bool(entries),
        "themes": bool(index.themes),
        "patterns": any(entry.points for entry in entries),
        "interviews": bool(index.applications),
        "questions": any(entry.questions for entry in entries),
        "strengths": any(
            p.evidence and p.polarity is Polarity.STRENGTH for e in entries for p in e.points
        ),
        "sources": bool(index.sources),
        "people": bool(index.people),
        "search": bool(entries),
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


def _today_view(parts: Parts) -> TodayView:
    index = parts.index
    entries = index.journal.entries
    past = [e for e in entries if e.date and not e.planned]
    planned = [e for e in entries if e.planned]
    last, turn = _lead(past, parts), _new_turn(parts)
    return TodayView(
        page=parts.page(addresses.TODAY, "", "today"),
        today=parts.today,
        empty=not entries,
        entries=len(entries),
        last=last,
        planned=tuple(parts.line(e) for e in planned[:_PLANNED]),
        strength=None if last and turn else _strength_of_the_day(past, parts),
        turn=turn,
        grid=first_rows(parts),
        newest=tuple(parts.line(e) for e in past[: -_NEWEST - 1 : -1]),
    )


def _new_turn(parts: Parts) -> TurnView | None:
    """Return the newest then-and-now pair, if its strength was said within the last weeks."""
    since = parts.today - dt.timedelta(_NEW_DAYS)
    likely = [
        key
        for key, use in parts.index.themes.items()
        if any(
            m.point.polarity is Polarity.STRENGTH and m.point.evidence
            for m in use.mentions[-_LAST_MENTIONS:]
            if m.date and since <= m.date <= parts.today
        )
        and any(m.point.polarity is Polarity.IMPROVEMENT for m in use.mentions)
    ]
    turns = [(key, parts.patterns.turns[key].turn) for key in likely]
    new = [
        (turn.told, turn.now.occasion.day, key)
        for key, turn in turns
        if turn and turn.now.occasion.day >= since and turn.again is None
        if not {turn.now.mention.entry.slug, turn.now.mention.entry.application} & parts.fresh
    ]
    views = (turn_view(key, parts.patterns, parts) for _, _, key in sorted(new, reverse=True))
    return next((view for view in views if view), None)


def _lead(past: Sequence[Entry], parts: Parts) -> EntryLead | None:
    """Return how far one got, within a week of being turned down."""
    for entry in reversed(past):
        if entry.date is None or (parts.today - entry.date).days > RECENT_DAYS:
            return None
        if entry.outcome and entry.outcome.known == "rejected":
            together = parts.index.applications.get(entry.application, (entry,))
            rounds = [e for e in together if e.kind is Kind.INTERVIEW and e.stage]
            stage = rounds[-1].stage if rounds else entry.stage
            said = [s for e in together for s in parts.said(e, Polarity.STRENGTH)]
            return EntryLead(
                entry=parts.ref(entry),
                company=entry.company,
                stage=stage.text if stage else "",
                strengths=_distinct(said),
                post_gone="reason" in entry.reading.fields or _was_chosen(stage),
            )
    return None


def _was_chosen(stage: Word | None) -> bool:
    """Tell whether one had been chosen already, so that nobody else was."""
    return stage is not None and stage.known in ("references", "offer")


def _distinct(said: Sequence[Said]) -> tuple[Said, ...]:
    """Return the newest three remarks that name different themes."""
    found: dict[tuple[Mark, ...], Said] = {}
    for one in reversed(said):
        if one.marks and not any(mark in marks for marks in found for mark in one.marks):
            found[one.marks] = one
    return tuple(list(found.values())[:_LEAD_STRENGTHS])


def _strength_of_the_day(past: Sequence[Entry], parts: Parts) -> Said | None:
    """Return one strength in someone's own words, another each day.

    Yesterday's "no" never shows a quote of its giver: nothing from an application that
    turned one down within the last week.
    """
    spoken = [e for e in past if not {e.application, e.slug} & parts.fresh and not e.draft]
    for quoted in (True, False):
        counts = [_told_by_others(entry, quoted=quoted) for entry in spoken]
        if total := sum(counts):
            return _nth_told(spoken, counts, parts.today.toordinal() % total, parts, quoted=quoted)
    return None


def _told_by_others(entry: Entry, *, quoted: bool) -> int:
    """Return how many of an entry's strengths others told in words, or in their own words."""
    if not entry.points:
        return 0
    return len(
        {
            (evidence, point.giver)
            for point in entry.points
            if point.evidence and point.polarity is Polarity.STRENGTH and point.giver.is_other
            for evidence in point.evidence
            if evidence.quotes or (evidence.text and not quoted)
        }
    )


def _nth_told(
    entries: Sequence[Entry], counts: Sequence[int], n: int, parts: Parts, *, quoted: bool
) -> Said:
    """Return one of all the strengths that others told; only its own entry is laid out."""
    for entry, count in zip(entries, counts, strict=True):
        if n < count:
            said = [
                one
                for one in parts.said(entry, Polarity.STRENGTH)
                if one.who.known not in ("self", "tool")
                and (one.quotes or (one.text.text and not quoted))
            ]
            return said[n]
        n -= count
    raise IndexError(n)


def _strength_routes(parts: Parts) -> Iterator[Route]:
    home = addresses.STRENGTHS

    @cache
    def told() -> tuple[Said, ...]:
        entries = parts.index.journal.entries
        said = (s for entry in entries for s in parts.said(entry, Polarity.STRENGTH))
        return tuple(s for s in said if s.text.text or s.quotes)

    yield Route(home, "strengths.html", partial(_strengths_view, told, parts, 0))
    # One line for each remark; made of them only when the page is asked for.
    lines = [
        entry
        for entry in parts.index.journal.entries
        for _ in {
            (evidence, point.giver)
            for point in entry.points
            if point.polarity is Polarity.STRENGTH
            for evidence in point.evidence
        }
    ]
    for ref in years_of(lines, home):
        make = partial(_strengths_view, told, parts, int(ref.title))
        yield Route(ref.url, "strengths.html", make)


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


def _question_routes(parts: Parts) -> Iterator[Route]:
    asked = [q for e in parts.index.journal.entries if e.questions for q in parts.asked(e)]
    yield Route(addresses.QUESTIONS, "questions.html", partial(_questions_view, asked, parts, 0))
    for ref in years_of(asked, addresses.QUESTIONS):
        make = partial(_questions_view, asked, parts, int(ref.title))
        yield Route(ref.url, "questions.html", make)


def _questions_view(asked: Sequence[AskedView], parts: Parts, year: int) -> QuestionsView:
    home = addresses.QUESTIONS
    shown = list(reversed(of_year(asked, year)))
    return QuestionsView(
        page=parts.page(addresses.year(home, year) if year else home, "", "questions"),
        year=year,
        asked=tuple(q for q in shown if not q.forgotten),
        forgotten=tuple(q for q in shown if q.forgotten),
        years=years_of(asked, home),
    )


def _feed_view(parts: Parts) -> FeedView:
    entries = parts.index.journal.entries
    dated = [e for e in entries if e.date and not e.planned][-_FEED_ITEMS:]
    items = tuple(
        FeedItem(
            title=_for_xml(entry.title),
            url=quote(addresses.entry(entry.slug)),
            date=entry.date,
            summary=_for_xml(entry.reading.summary),
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
