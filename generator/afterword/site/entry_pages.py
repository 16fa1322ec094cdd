"""The view of an entry."""

from __future__ import annotations

import datetime as dt
from types import MappingProxyType

from afterword.fields import FIELDS, Shape
from afterword.journal.model import Entry, Kind, Person, Polarity
from afterword.journal.slugs import slug
from afterword.journal.values import read_date
from afterword.site import addresses
from afterword.site.parts import Parts
from afterword.site.views import Body, EntryView, Fact, Line, Ref, StepView

_REST = (
    *("reason", "feelings", "alerts", "rating", "their rating", "sent", "clarity", "resonates"),
    *("measure", "due", "every", "status"),
    *("asked", "replied", "clarified", "thanked", "follow up"),
)
"""The facts that come last, in this order: as the author wrote them, or as a date."""

_PEOPLE = MappingProxyType({"by": "givers", "with": "present"})


def entry_view(entry: Entry, parts: Parts, today: dt.date) -> EntryView:
    """Return everything the page of an entry shows."""
    row = parts.index.rows[entry.slug]
    entries = parts.index.journal.entries
    application = parts.index.journal.applications.get(entry.application)
    folded = entry.settles if entry.settles and today < entry.settles else None
    by_slug = parts.index.by_slug
    judged = {point.theme.key for point in entry.points if point.theme}
    return EntryView(
        page=parts.page(addresses.entry(entry.slug), entry.title, "timeline"),
        kind=entry.kind,
        date=entry.date,
        draft=entry.draft,
        planned=entry.planned,
        round=_round(entry, parts),
        facts=_facts(entry, parts),
        strengths=parts.said(entry, Polarity.STRENGTH),
        improvements=parts.said(entry, Polarity.IMPROVEMENT),
        folded_until=folded,
        themes=tuple(parts.theme_ref(t) for t in entry.themes if t.key not in judged),
        questions=parts.asked(entry) if entry.questions else (),
        steps=tuple(
            StepView(parts.prose(a.text, entry), a.done, a.by, a.finished) for a in entry.actions
        ),
        body=Body(entry, parts.links(entry)),
        about=parts.ref(by_slug[entry.about]) if entry.about else None,
        goals=tuple(parts.ref(by_slug[goal]) for goal in entry.goals),
        application=parts.application_ref(application) if application else None,
        neighbours=_neighbours(entry, parts),
        backlinks=tuple(
            parts.line(by_slug[found]) for found in parts.index.backlinks.get(entry.slug, ())
        ),
        earlier=parts.ref(entries[row - 1]) if row else None,
        later=parts.ref(entries[row + 1]) if row + 1 < len(entries) else None,
        month=Ref(addresses.month(entry.date), "") if entry.date else None,
    )


def _round(entry: Entry, parts: Parts) -> tuple[int, int]:
    if not entry.application or entry.kind is not Kind.INTERVIEW:
        return 0, 0
    rounds = [
        e.slug for e in parts.index.applications[entry.application] if e.kind is Kind.INTERVIEW
    ]
    return rounds.index(entry.slug) + 1, len(rounds)


def _neighbours(entry: Entry, parts: Parts) -> tuple[Line, ...]:
    if not entry.application:
        return ()
    together = parts.index.applications[entry.application]
    here = next(i for i, other in enumerate(together) if other is entry)
    return tuple(
        parts.line(together[i]) for i in (here - 1, here + 1) if 0 <= i < len(together)
    )


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
    facts.append(_sources(entry))
    facts += [
        Fact(name, "", _people(entry, name, parts)) for name in _PEOPLE if name in fields
    ]
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
