"""The view of an entry."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from afterword.fields import FIELDS, Shape
from afterword.insight.endings import is_round
from afterword.insight.index import Mention
from afterword.journal.model import Entry, Kind, Person, Point, Polarity
from afterword.journal.slugs import slug
from afterword.journal.values import read_date
from afterword.site import addresses
from afterword.site.leads import lead_of
from afterword.site.loop_views import EntryLead
from afterword.site.page_views import EntryView
from afterword.site.parts import Parts
from afterword.site.views import Body, Fact, Line, Link, Page, Ref, Said, StepView

_REST = (
    *("reason", "feelings", "alerts", "rating", "their rating", "sent", "clarity", "resonates"),
    *("measure", "due", "every", "status"),
    *("asked", "replied", "clarified", "thanked", "follow up"),
)
"""The facts that come last, in this order: as the author wrote them, or as a date."""

_WORKS_ON = 3
_PEOPLE = MappingProxyType({"by": "givers", "with": "present"})


@dataclass(frozen=True, slots=True)
class EntryPage:
    """The complete input of an entry's page, before it is laid out.

    Comparing it costs a fraction of laying it out, which only a page that is rendered needs.
    """

    entry: Entry
    """Its path and the digest of its bytes stand for all that follows from them alone."""
    around: Surroundings


class Surroundings(NamedTuple):
    """All that the page of an entry shows and that does not follow from its own file."""

    page: Page
    planned: bool
    folded_until: dt.date | None
    lead: EntryLead | None
    works_on: tuple[Said, ...]
    round: tuple[int, int]
    application: Ref | None
    points: tuple[object, ...]
    """Theme, giver and event of each, as the rest of the journal decides them."""
    themes: tuple[Ref, ...]
    people: tuple[Ref, ...]
    links: tuple[Link, ...]
    about: Ref | None
    goals: tuple[Ref, ...]
    neighbours: tuple[Line, ...]
    backlinks: tuple[Line, ...]
    earlier: Ref | None
    later: Ref | None


def entry_page(entry: Entry, parts: Parts) -> EntryPage:
    """Return the input of an entry's page."""
    index = parts.whole
    row = index.rows[entry.slug]
    entries = index.journal.entries
    by_slug = index.by_slug
    application = index.journal.applications.get(entry.application)
    around = Surroundings(
        page=parts.page(addresses.entry(entry.slug), entry.title, "timeline"),
        planned=entry.planned,
        folded_until=entry.settles if parts.is_folded(entry) else None,
        lead=lead_of(entry, parts) if entry.outcome else None,
        works_on=_works_on(entry, parts) if entry.kind is Kind.PRACTICE else (),
        round=_round(entry, parts),
        application=parts.application_ref(application) if application else None,
        points=(_practice(entry), *[_decided(point) for point in entry.points]),
        themes=tuple([parts.theme_ref(theme) for theme in entry.themes]),
        people=tuple([parts.person_ref(person) for person in entry.people]),
        links=parts.links(entry) if entry.reading.references else (),
        about=parts.ref(by_slug[entry.about]) if entry.about else None,
        goals=tuple([parts.ref(by_slug[goal]) for goal in entry.goals]),
        neighbours=_neighbours(entry, parts),
        backlinks=tuple(
            [parts.line(by_slug[found]) for found in index.backlinks.get(entry.slug, ())]
        ),
        earlier=parts.ref(entries[row - 1]) if row else None,
        later=parts.ref(entries[row + 1]) if row + 1 < len(entries) else None,
    )
    return EntryPage(entry, around)


def _practice(entry: Entry) -> bool:
    return entry.event is not None and entry.event.practice


def _decided(point: Point) -> tuple[object, ...]:
    """Return what the rest of the journal decides about a point."""
    theme, person = point.theme, point.giver.person
    return theme and theme.key, point.giver.source, person and person.key


def lay_out(page: EntryPage, parts: Parts) -> EntryView:
    """Return everything the page of an entry shows."""
    entry, around = page.entry, page.around
    questions = parts.asked(entry) if entry.questions else ()
    judged = {point.theme.key for point in entry.points if point.theme}
    return EntryView(
        page=around.page,
        lang=entry.text_of("lang"),
        kind=entry.kind,
        date=entry.date,
        draft=entry.draft,
        planned=around.planned,
        round=around.round,
        facts=_facts(entry, parts),
        strengths=parts.said(entry, Polarity.STRENGTH),
        improvements=parts.said(entry, Polarity.IMPROVEMENT),
        lead=around.lead,
        works_on=around.works_on,
        folded_until=around.folded_until,
        themes=tuple(parts.theme_ref(t) for t in entry.themes if t.key not in judged),
        asked=tuple([q for q in questions if not q.forgotten]),
        forgotten=tuple([q for q in questions if q.forgotten]),
        steps=tuple(
            StepView(parts.prose(a.text, entry), a.done, a.by, a.finished) for a in entry.actions
        ),
        body=Body(entry, around.links),
        about=around.about,
        goals=around.goals,
        application=around.application,
        neighbours=around.neighbours,
        backlinks=around.backlinks,
        earlier=around.earlier,
        later=around.later,
        month=Ref(addresses.month(entry.date), "") if entry.date else None,
    )


def _works_on(entry: Entry, parts: Parts) -> tuple[Said, ...]:
    """Return what others said last, before a rehearsal, on the themes it names."""
    found: list[Said] = []
    for theme in entry.themes:
        last = _last_asked_for(parts.asked_for(theme), entry.date)
        said = parts.point(last)[-1:] if last else ()
        found += [one for one in said if not one.folded]
    return tuple(found[:_WORKS_ON])


def _last_asked_for(mentions: Sequence[Mention], day: dt.date | None) -> Mention | None:
    """Return the last of some words up to a day.

    Args:
        mentions: In order of time, undated ones last.
        day: None for none.
    """
    end = bisect_right(mentions, day, key=lambda m: m.date or dt.date.max) if day else 0
    return mentions[end - 1] if end else None


def _round(entry: Entry, parts: Parts) -> tuple[int, int]:
    if not entry.application or not is_round(entry):
        return 0, 0
    return parts.rounds(entry.application)[entry.slug]


def _neighbours(entry: Entry, parts: Parts) -> tuple[Line, ...]:
    if not entry.application:
        return ()
    together = parts.whole.applications[entry.application]
    here = next(i for i, other in enumerate(together) if other is entry)
    return tuple(parts.line(together[i]) for i in (here - 1, here + 1) if 0 <= i < len(together))


def _facts(entry: Entry, parts: Parts) -> tuple[Fact, ...]:
    """Return the facts in the margin, in the order they are read."""
    facts: list[Fact] = []
    if entry.date:
        facts.append(Fact("date", "", (), entry.date, entry.time))
    fields = entry.reading.fields
    if "place" in fields:
        facts.append(Fact("place", entry.text_of("place")))
    application = parts.index.journal.applications.get(entry.application)
    if application:
        facts.append(Fact("interview", "", (parts.application_ref(application),)))
    else:
        facts += [
            Fact(name, text)
            for name, text in (("company", entry.company), ("role", entry.role))
            if text
        ]
    if "occasion" in fields:
        facts.append(Fact("occasion", entry.text_of("occasion")))
    if entry.stage:
        facts.append(Fact("stage", entry.stage.text))
    if any(source.known != "self" for source in entry.sources):
        facts.append(_sources(entry))
    facts += [Fact(name, "", _people(entry, name, parts)) for name in _PEOPLE if name in fields]
    if entry.outcome:
        facts.append(Fact("outcome", entry.outcome.text))
    facts += [_fact(name, entry) for name in _REST if name in fields]
    return tuple(facts)


def _fact(name: str, entry: Entry) -> Fact:
    text = entry.text_of(name)
    read = read_date(text, year=entry.date.year if entry.date else None)
    if isinstance(read, tuple) and FIELDS[name].shape in (Shape.DATE, Shape.DATE_OR_NO):
        return Fact(name, "", (), *read)
    return Fact(name, text)


def _sources(entry: Entry) -> Fact:
    refs = {
        source.name: Ref(addresses.source(slug(source.name)), source.text)
        for source in entry.sources
    }
    return Fact("source", "", tuple(refs.values()))


def _people(entry: Entry, name: str, parts: Parts) -> tuple[Ref, ...]:
    """Return links to people, called as the author wrote them, with their titles."""
    people: tuple[Person, ...] = getattr(entry, _PEOPLE[name])
    written = [span.text for span in entry.reading.fields[name]]
    called = {person.key: person.name for person in people}
    for text in written:
        for person in people:
            if text.startswith(person.name):
                called[person.key] = text
    return tuple(Ref(parts.person_ref(p).url, called[p.key]) for p in people)
