"""Views of the timeline, of applications, sources and people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from afterword.insight.endings import is_ahead, is_open, is_over, is_round, outcome_of
from afterword.insight.index import last_day
from afterword.journal.model import Application, Entry, Person, Polarity
from afterword.journal.slugs import slug
from afterword.site import addresses
from afterword.site.agenda_pages import heard, request_views, todo
from afterword.site.leads import lead_of
from afterword.site.page_views import (
    ApplicationRow,
    ApplicationView,
    InterviewsView,
    PeopleView,
    PersonRow,
    PersonView,
    SourceRow,
    SourcesView,
    SourceView,
    TimelineView,
)
from afterword.site.parts import Parts
from afterword.site.pictures import besides
from afterword.site.routes import Route
from afterword.site.sheet_pages import year_sheets
from afterword.site.stages import stage_map
from afterword.site.theme_pages import theme_counts
from afterword.site.views import Ref, Said
from afterword.site.years import of_year, years_of

_TOP = 3


def timeline_routes(parts: Parts) -> Iterator[Route]:
    """Yield the timeline, and always a page for each year: entries link to their month there."""
    yield Route(addresses.TIMELINE, "timeline.html", partial(_timeline_view, parts, 0))
    for year in sorted({year for year, _ in parts.index.months}):
        url = addresses.year(addresses.TIMELINE, year)
        yield Route(url, "timeline.html", partial(_timeline_view, parts, year))


def _timeline_view(parts: Parts, year: int) -> TimelineView:
    home = addresses.TIMELINE
    url = addresses.year(home, year) if year else home
    title = str(year) if year else ""
    listing = parts.listing(parts.index.journal.entries, home, year)
    sheet = next((sheet for sheet in year_sheets(parts) if not year or sheet.title == title), None)
    return TimelineView(parts.page(url, title, "timeline"), year, listing, sheet)


def application_routes(parts: Parts) -> Iterator[Route]:
    """Yield the list of applications and a page for each."""
    yield Route(addresses.INTERVIEWS, "interviews.html", partial(_interviews_view, parts))
    for application in parts.index.journal.applications.values():
        make = partial(_application_view, application, parts)
        yield Route(addresses.application(application.slug), "application.html", make)


def _outcome(entries: Sequence[Entry]) -> tuple[str, str]:
    """Return the latest outcome of an application as written, and our word for it."""
    last = outcome_of(entries)
    return (last.outcome.text, last.outcome.known) if last and last.outcome else ("", "")


def _interviews_view(parts: Parts) -> InterviewsView:
    applications = parts.index.journal.applications
    rows = [
        _application_row(applications[key], entries, parts)
        for key, entries in parts.index.applications.items()
    ]
    rows.sort(key=lambda r: (r.next or dt.date.min, r.last or dt.date.min), reverse=True)
    return InterviewsView(
        page=parts.page(addresses.INTERVIEWS, "", "interviews"),
        open=tuple(row for row in rows if row.open),
        past=tuple(row for row in rows if not row.open),
        stages=stage_map(
            parts.index.applications,
            {key: _outcome(entries) for key, entries in parts.index.applications.items()},
            parts,
        ),
    )


def _application_row(
    application: Application, entries: Sequence[Entry], parts: Parts
) -> ApplicationRow:
    outcome = _outcome(entries)[0]
    rounds = [e for e in entries if is_round(e)]
    reached = [e.stage.text for e in rounds if e.stage and not e.planned]
    ahead = [e.date for e in rounds if e.date and is_ahead(e, parts.today)]
    return ApplicationRow(
        ref=parts.application_ref(application),
        role=application.role,
        internal=application.internal,
        outcome=outcome,
        open=bool(ahead) or (bool(rounds) and not is_over(entries)),
        rounds=sum(not e.planned for e in rounds),
        stage=reached[-1] if reached else "",
        last=last_day(rounds) or last_day(entries),
        next=ahead[0] if ahead else None,
    )


def _application_view(application: Application, parts: Parts) -> ApplicationView:
    entries = parts.index.applications[application.slug]
    people = {person.key: person for entry in entries for person in entry.people}
    fields = [entry.reading.fields for entry in entries]
    asked = [asked for entry in entries for asked in parts.asked(entry)]
    return ApplicationView(
        page=parts.page(addresses.application(application.slug), application.name, "interviews"),
        company=application.company,
        role=application.role,
        internal=application.internal,
        outcome=_outcome(entries)[0],
        reasons=tuple(dict.fromkeys(s.text for f in fields for s in f.get("reason", ()))),
        sent=tuple(dict.fromkeys(s.text for f in fields for s in f.get("sent", ()))),
        rounds=tuple(parts.line(e) for e in entries if is_round(e)),
        others=tuple(parts.line(e) for e in entries if not is_round(e)),
        strengths=_said(entries, Polarity.STRENGTH, parts),
        improvements=_said(entries, Polarity.IMPROVEMENT, parts),
        people=tuple(parts.person_ref(person) for person in people.values()),
        questions=tuple([q for q in asked if not q.forgotten]),
        forgotten=tuple([q for q in asked if q.forgotten]),
        research=tuple(
            parts.prose(text, entry) for entry in entries for text in entry.reading.research
        ),
        requests=request_views(application.slug, parts),
        agenda=tuple([todo(line, parts) for line in parts.agenda.of.get(application.slug, ())]),
        sheet=_sheet(application, parts),
        lead=next((lead for e in reversed(entries) if (lead := lead_of(e, parts))), None),
    )


def _sheet(application: Application, parts: Parts) -> Ref | None:
    """Return the preparation sheet of an application that goes on."""
    open_ = not parts.site.reader and is_open(
        parts.index.applications[application.slug], parts.today
    )
    return Ref(addresses.prepare(application.slug), application.name) if open_ else None


def _said(entries: Sequence[Entry], polarity: Polarity, parts: Parts) -> tuple[Said, ...]:
    """Return remarks one way, in order of time."""
    return tuple(said for entry in entries for said in parts.said(entry, polarity))


class _Source(NamedTuple):
    """A kind of giver, and the entries in which it speaks."""

    name: str
    known: str
    """Our word for it; empty for a word of the author's."""
    entries: tuple[Entry, ...]

    @property
    def home(self) -> str:
        return addresses.source(slug(self.name))


def source_routes(parts: Parts) -> Iterator[Route]:
    """Yield the list of sources, and a page for each kind of giver with its years."""
    sources = _sources(parts)
    yield Route(addresses.SOURCES, "sources.html", partial(_sources_view, sources, parts))
    for source in sources:
        yield Route(source.home, "source.html", partial(_source_view, source, parts, 0))
        for ref in years_of(source.entries, source.home):
            make = partial(_source_view, source, parts, int(ref.title))
            yield Route(ref.url, "source.html", make)


def _sources(parts: Parts) -> tuple[_Source, ...]:
    """Return each source with its own entries and those in which it signs a bullet."""
    found: dict[str, dict[str, Entry]] = {}
    known: dict[str, str] = {}
    for entry in parts.index.journal.entries:
        words = {*entry.sources, *[point.giver.source for point in entry.points]}
        for text, word in words:
            found.setdefault(word or text, {})[entry.slug] = entry
            known[word or text] = word
    # Two words of the author's may share a slug; their pages are one.
    pages: dict[str, str] = {}
    merged: dict[str, dict[str, Entry]] = {}
    for name in sorted(found):
        home = pages.setdefault(slug(name), name)
        merged.setdefault(home, {}).update(found[name])
    order = parts.index.rows
    return tuple(
        _Source(name, known[name], tuple(sorted(e.values(), key=lambda x: order[x.slug])))
        for name, e in merged.items()
    )


def _sources_view(sources: Sequence[_Source], parts: Parts) -> SourcesView:
    rows = [_source_row(source, parts) for source in sources]
    rows.sort(
        key=lambda r: (r.known == "self", -(r.strengths + r.improvements), -r.entries, r.ref.title)
    )
    page = parts.page(addresses.SOURCES, "", "sources")
    return SourcesView(page, tuple(rows), besides(parts.patterns, parts), heard(parts))


def _source_row(source: _Source, parts: Parts) -> SourceRow:
    counts = theme_counts(source.entries, parts, source.name)
    said = [p for e in source.entries for p in e.points if source.name in p.giver.source]
    plus = sorted((c for c in counts if c.strengths), key=lambda c: -c.strengths)
    minus = sorted((c for c in counts if c.improvements), key=lambda c: -c.improvements)
    strengths = sum([p.polarity is Polarity.STRENGTH for p in said])
    return SourceRow(
        ref=Ref(source.home, source.name),
        known=source.known,
        strengths=strengths,
        improvements=len(said) - strengths,
        entries=len(source.entries),
        top_strengths=tuple(c.ref for c in plus[:_TOP] if c.ref),
        top_improvements=tuple(c.ref for c in minus[:_TOP] if c.ref),
    )


def _source_view(source: _Source, parts: Parts, year: int) -> SourceView:
    url = addresses.year(source.home, year) if year else source.home
    return SourceView(
        page=parts.page(url, source.name, "sources"),
        name=source.name,
        known=source.known,
        year=year,
        home=Ref(source.home, source.name),
        themes=() if year else theme_counts(source.entries, parts, source.name),
        listing=parts.listing(source.entries, source.home, year),
    )


def people_routes(parts: Parts) -> Iterator[Route]:
    """Yield the list of people and a page for each, with the years of those met very often."""
    yield Route(addresses.PEOPLE, "people.html", partial(_people_view, parts))
    people = parts.index.journal.people
    for key, entries in parts.index.people.items():
        home = addresses.person(people[key].slug)
        yield Route(home, "person.html", partial(_person_view, people[key], parts, 0))
        for ref in years_of(entries, home):
            make = partial(_person_view, people[key], parts, int(ref.title))
            yield Route(ref.url, "person.html", make)


def _people_view(parts: Parts) -> PeopleView:
    people = parts.index.journal.people
    rows = [
        PersonRow(
            ref=parts.person_ref(people[key]),
            source=next(iter(_sources_of(people[key], entries)), ""),
            entries=len(entries),
            last=last_day(entries),
        )
        for key, entries in parts.index.people.items()
    ]
    rows.sort(key=lambda row: row.ref.title.casefold())
    return PeopleView(parts.page(addresses.PEOPLE, "", "people"), tuple(rows))


def _sources_of(person: Person, entries: Sequence[Entry]) -> tuple[str, ...]:
    """Return what a person was when they said something, or gave the feedback alone."""
    given = [
        p.giver.source.text for entry in entries for p in entry.points if p.giver.person == person
    ]
    alone = [
        source.text
        for entry in entries
        if entry.givers == (person,)
        for source in entry.sources
        if source.known != "self"
    ]
    return tuple(dict.fromkeys((*given, *alone)))


def _person_view(person: Person, parts: Parts, year: int) -> PersonView:
    entries = parts.index.people[person.key]
    home = addresses.person(person.slug)
    journal = parts.index.journal
    shown = of_year(entries, year)
    said = [
        (entry, remark)
        for entry in shown
        for polarity in Polarity
        for remark in parts.said(entry, polarity)
        if remark.who.person and remark.who.person.url == home
    ]
    applications = dict.fromkeys(entry.application for entry in entries if entry.application)
    return PersonView(
        page=parts.page(addresses.year(home, year) if year else home, person.name, "people"),
        name=person.name,
        sources=_sources_of(person, entries),
        applications=tuple(parts.application_ref(journal.applications[a]) for a in applications),
        strengths=tuple(s for _, s in said if s.polarity == Polarity.STRENGTH),
        improvements=tuple(s for _, s in said if s.polarity == Polarity.IMPROVEMENT),
        listing=parts.listing(entries, home, year),
    )
