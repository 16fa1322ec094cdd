"""The view of Today: the page one opens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from afterword.insight.index import Mention
from afterword.journal.model import Entry, Polarity
from afterword.site import addresses
from afterword.site.agenda_pages import todo
from afterword.site.leads import SAD, newest_lead
from afterword.site.page_views import TodayView
from afterword.site.parts import Parts
from afterword.site.pattern_pages import turn_view
from afterword.site.pattern_views import TurnView
from afterword.site.pictures import first_rows
from afterword.site.views import Said

_NEWEST = 8
_NEW_DAYS = 30
"""As long as a pair is new."""
_LAST_MENTIONS = 12
"""Of a theme, that are looked at for one."""
_LINES = 5


def today_view(parts: Parts) -> TodayView:
    """Return everything Today shows."""
    index = parts.index
    entries = index.journal.entries
    past = [e for e in entries if e.date and not e.planned]
    last, turn = newest_lead(past, parts), _new_turn(parts)
    lines = parts.agenda.lines
    sad = last is not None and last.ending in SAD
    return TodayView(
        page=parts.page(addresses.TODAY, "", "today"),
        today=parts.today,
        empty=not entries,
        entries=len(entries),
        last=last,
        agenda=tuple([todo(line, parts) for line in lines[:_LINES]]),
        more=len(lines[_LINES:]),
        strength=None if sad and turn else _strength_of_the_day(past, parts),
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
        if not _is_by(turn.now.mention, parts.fresh_people)
    ]
    views = (turn_view(key, parts.patterns, parts) for _, _, key in sorted(new, reverse=True))
    return next((view for view in views if view), None)


def _is_by(mention: Mention, people: frozenset[str]) -> bool:
    person = mention.point.giver.person
    return person is not None and person.key in people


def _strength_of_the_day(past: Sequence[Entry], parts: Parts) -> Said | None:
    """Return one strength in someone's own words, another each day.

    Yesterday's "no" never shows a quote of its giver: nothing from an application that
    turned one down within the last week.
    """
    spoken = [e for e in past if not {e.application, e.slug} & parts.fresh and not e.draft]
    for quoted in (True, False):
        fresh = parts.fresh_people
        counts = [_told_by_others(entry, fresh, quoted=quoted) for entry in spoken]
        if total := sum(counts):
            return _nth_told(spoken, counts, parts.today.toordinal() % total, parts, quoted=quoted)
    return None


def _told_by_others(entry: Entry, fresh: frozenset[str], *, quoted: bool) -> int:
    """Return how many of an entry's strengths others told in words, or in their own words."""
    if not entry.points:
        return 0
    return len(
        {
            (evidence, point.giver)
            for point in entry.points
            if point.evidence and point.polarity is Polarity.STRENGTH and point.giver.is_other
            if not (point.giver.person and point.giver.person.key in fresh)
            for evidence in point.evidence
            if evidence.quotes or (evidence.text and not quoted)
        }
    )


def _nth_told(
    entries: Sequence[Entry], counts: Sequence[int], n: int, parts: Parts, *, quoted: bool
) -> Said:
    """Return one of all the strengths that others told; only its own entry is laid out."""
    people = parts.whole.journal.people
    fresh = {addresses.person(people[key].slug) for key in parts.fresh_people}
    for entry, count in zip(entries, counts, strict=True):
        if n < count:
            said = [
                one
                for one in parts.said(entry, Polarity.STRENGTH)
                if one.who.known not in ("self", "tool")
                and not (one.who.person and one.who.person.url in fresh)
                and (one.quotes or (one.text.text and not quoted))
            ]
            return said[n]
        n -= count
    raise IndexError(n)
