"""The parts pages share: links, lines, remarks, lists. Each is made once and used on many pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple

from afterword.config import QuestionSettings
from afterword.insight.agenda import Agenda, find_agenda
from afterword.insight.endings import is_round
from afterword.insight.index import Index, Mention, by_others, turned_down
from afterword.insight.patterns import Patterns, find_patterns
from afterword.insight.requests import Request, groups_of, requests_of
from afterword.insight.settling import is_unsettled, settled
from afterword.journal.body import bare
from afterword.journal.model import (
    Application,
    Destination,
    Entry,
    Evidence,
    Giver,
    Leads,
    LinkForm,
    Person,
    Polarity,
    Theme,
)
from afterword.site import addresses
from afterword.site.views import (
    AskedView,
    Line,
    Link,
    Listing,
    Mark,
    Month,
    Page,
    Prose,
    Ref,
    Said,
    Site,
    Who,
)
from afterword.site.years import of_year, years_of


class News(NamedTuple):
    """What a reader has not seen yet."""

    since: dt.date
    """The day of the copy before."""
    new: tuple[str, ...]
    """Slugs of entries."""
    changed: tuple[str, ...]


class Parts:
    """Makes and remembers the parts of one site; lives as long as one build."""

    def __init__(  # noqa: PLR0913
        self,
        index: Index,
        site: Site,
        today: dt.date,
        earlier: Parts | None = None,
        *,
        questions: Sequence[QuestionSettings] = (),
        pageless: Mapping[str, str] = MappingProxyType({}),
        news: News | None = None,
    ) -> None:
        """Begin.

        Args:
            index: Of the journal.
            site: What all pages share.
            today: Decides what is planned.
            earlier: Of a journal that may share entries with this one; the parts that follow
                from such an entry alone are taken over, so that they stay the same objects.
            questions: Which wordings are one question.
            pageless: Slug of an entry that has no page → key of the theme whose page stands for it.
            news: What a reader has not seen yet, when they have seen some of it.
        """
        self.whole = index
        self.index = settled(index, today)
        """Without what has not settled: what counts, draws and lists.

        `whole` is for pages of entries, and where what waits is folded.
        """
        self.site = site
        self.today = today
        self.questions = questions
        self.pageless = pageless
        self.news = news
        self._agenda: Agenda | None = None
        self._requests: Mapping[str, tuple[Request, ...]] | None = None
        self._fresh_people: frozenset[str] | None = None
        self._patterns: Patterns | None = None
        same_day = earlier is not None and earlier.today == today
        self._patterns_before: Patterns | None = (
            earlier.known_patterns() if earlier and same_day else None
        )
        self._fresh: frozenset[str] | None = None
        self._lines: dict[str, Line] = {}
        self._links: dict[str, tuple[Link, ...]] = {}
        self._refs: dict[str, Ref] = {}
        self._said_in: dict[tuple[str, Polarity], tuple[Said, ...]] = {}
        self._rounds: dict[str, Mapping[str, tuple[int, int]]] = {}
        self._marks: dict[tuple[str, str, bool], Mark] = {}
        self._asked_for: dict[str, tuple[Mention, ...]] = {}
        self.dropped: tuple[Line, ...] = ()
        """Lines of the earlier parts that are nowhere any more."""
        if earlier:
            self._take_over(earlier)

    def _take_over(self, earlier: Parts) -> None:
        before, now = earlier.whole.by_slug, self.whole.by_slug
        settled = earlier.today == self.today
        same = {
            slug
            for slug, entry in now.items()
            if before.get(slug) is entry and (settled or not entry.settles)
        }
        self._lines = {slug: line for slug, line in earlier.lines() if slug in same}
        self.dropped = tuple([line for slug, line in earlier.lines() if slug not in same])
        self._said_in = {
            key: said
            for key, said in earlier.all_said()
            if key[0] in same and not now[key[0]].destinations
        }

    @property
    def patterns(self) -> Patterns:
        """What the journal says, found when a page asks for it."""
        if self._patterns is None:
            self._patterns = find_patterns(self.index.journal, self.today, self._patterns_before)
            self._patterns_before = None
        return self._patterns

    @property
    def agenda(self) -> Agenda:
        """What there is to do, found when a page asks for it."""
        if self._agenda is None:
            nothing = Agenda(self.today, (), (), {})
            mine = not self.site.reader
            self._agenda = find_agenda(self.whole, self.today) if mine else nothing
        return self._agenda

    @property
    def requests(self) -> Mapping[str, tuple[Request, ...]]:
        """All requests for feedback, by application or event, found when a page asks for them."""
        if self._requests is None:
            groups = groups_of(self.whole.journal.entries, self.whole.applications)
            self._requests = requests_of(groups, self.today)
        return self._requests

    @property
    def fresh_people(self) -> frozenset[str]:
        """Keys of the people who turned one down within the last week, or were there."""
        if self._fresh_people is None:
            entries = self.whole.journal.entries
            told = [e for e in entries if e.people and {e.application, e.slug} & self.fresh]
            self._fresh_people = frozenset(p.key for entry in told for p in entry.people)
        return self._fresh_people

    @property
    def fresh(self) -> frozenset[str]:
        """The applications, and entries that stand alone, turned down within the last week."""
        if self._fresh is None:
            entries = self.index.journal.entries
            self._fresh = frozenset(turned_down(entries, self.today))
        return self._fresh

    def known_patterns(self) -> Patterns | None:
        """Return the last patterns that were found, of this journal or one before it."""
        return self._patterns or self._patterns_before

    def lines(self) -> Iterable[tuple[str, Line]]:
        """Return the lines made so far, by slug."""
        return self._lines.items()

    def all_said(self) -> Iterable[tuple[tuple[str, Polarity], tuple[Said, ...]]]:
        """Return the remarks made so far, by slug and polarity."""
        return self._said_in.items()

    def page(self, url: str, title: str, current: str) -> Page:
        """Return what every page has."""
        return Page(url, addresses.root(url), title, current, self.site)

    def address(self, entry: Entry) -> str:
        """Return the page of an entry, or that of the theme that stands for it."""
        theme = self.index.journal.themes.get(self.pageless.get(entry.slug, ""))
        return addresses.theme(theme.slug) if theme else addresses.entry(entry.slug)

    def ref(self, entry: Entry) -> Ref:
        """Return the link to an entry."""
        found = self._refs.get(entry.slug)
        if found is None:
            found = self._refs[entry.slug] = Ref(self.address(entry), entry.title)
        return found

    def theme_ref(self, theme: Theme) -> Ref:
        """Return the link to a theme."""
        key = f"theme/{theme.key}"
        found = self._refs.get(key)
        if found is None:
            found = self._refs[key] = Ref(addresses.theme(theme.slug), theme.name)
        return found

    def person_ref(self, person: Person) -> Ref:
        """Return the link to a person."""
        return Ref(addresses.person(person.slug), person.name)

    def application_ref(self, application: Application) -> Ref:
        """Return the link to an application."""
        key = f"application/{application.slug}"
        found = self._refs.get(key)
        if found is None:
            url = addresses.application(application.slug)
            found = self._refs[key] = Ref(url, application.name)
        return found

    def rounds(self, application: str) -> Mapping[str, tuple[int, int]]:
        """Return for each interview entry of an application which round it is, of how many."""
        found = self._rounds.get(application)
        if found is None:
            together = self.whole.applications[application]
            slugs = [entry.slug for entry in together if is_round(entry)]
            found = {slug: (i, len(slugs)) for i, slug in enumerate(slugs, 1)}
            self._rounds[application] = found
        return found

    def line(self, entry: Entry) -> Line:
        """Return an entry as a line of a list."""
        found = self._lines.get(entry.slug)
        if found is None:
            found = self._lines[entry.slug] = self._make_line(self.whole.by_slug[entry.slug])
        return found

    def _make_line(self, entry: Entry) -> Line:
        practice = bool(entry.event and entry.event.practice)
        plus: dict[Mark, None] = {}
        minus: dict[Mark, None] = {}
        for point in entry.points:
            if point.theme:
                marks = plus if point.polarity is Polarity.STRENGTH else minus
                marks[self._mark(point.theme, point.polarity, practice=practice)] = None
        folded = len(minus) if self.is_folded(entry) else 0
        return Line(
            url=self.address(entry),
            title=entry.title,
            date=entry.date,
            kind=entry.kind,
            stage=entry.stage.text if entry.stage else "",
            outcome=entry.outcome.text if entry.outcome else "",
            sources=tuple([source.name for source in entry.sources]),
            time=entry.time if entry.planned else None,
            draft=entry.draft,
            planned=entry.planned,
            marks=(*plus,) if folded else (*plus, *minus),
            folded=folded,
        )

    def is_folded(self, entry: Entry) -> bool:
        """Tell whether what an entry would improve has not settled yet."""
        return is_unsettled(entry, self.today)

    def _mark(self, theme: Theme, polarity: Polarity, *, practice: bool) -> Mark:
        key = (theme.key, polarity, practice)
        found = self._marks.get(key)
        if found is None:
            found = self._marks[key] = Mark(self.theme_ref(theme), polarity, practice)
        return found

    def asked_for(self, theme: Theme) -> tuple[Mention, ...]:
        """Return where others told in words what would improve, in order of time."""
        found = self._asked_for.get(theme.key)
        if found is None:
            mentions = self.whole.themes[theme.key].mentions
            found = self._asked_for[theme.key] = tuple(
                [
                    m
                    for m in mentions
                    if m.point.polarity is Polarity.IMPROVEMENT
                    and m.point.evidence
                    and by_others(m.point)
                ]
            )
        return found

    def links(self, entry: Entry) -> tuple[Link, ...]:
        """Return the references of an entry's text, resolved, each once."""
        found = self._links.get(entry.slug)
        if found is None:
            pairs = zip(entry.reading.references, entry.destinations, strict=True)
            found = self._links[entry.slug] = tuple(
                dict.fromkeys(
                    self._link(reference.form, reference.target, where)
                    for reference, where in pairs
                )
            )
        return found

    def _link(self, form: LinkForm, target: str, where: Destination) -> Link:
        url, label = "", where.name or target
        match where.leads:
            case Leads.ENTRY:
                anchor = f"#h-{where.anchor}" if where.anchor else ""
                url = addresses.entry(where.name) + anchor
                label = self.index.by_slug[where.name].title
            case Leads.APPLICATION:
                application = self.index.journal.applications[where.name]
                url, label = addresses.application(where.name), application.name
            case Leads.THEME:
                theme = self.whole.journal.themes[where.name]
                url, label = addresses.theme(theme.slug), theme.name
            case Leads.FILE:
                url = addresses.file(where.name)
            case Leads.HERE:
                url = f"#h-{where.anchor}" if where.anchor else "#main"
            case Leads.ELSEWHERE:
                url = target
            case _:
                label = target
        return Link(form, target, url, label)

    def prose(self, text: str, entry: Entry) -> Prose:
        """Return Markdown of an entry with the references it may hold."""
        return Prose(text, self.links(entry) if "[" in text else ())

    def who(self, giver: Giver) -> Who:
        """Return who said something."""
        person = self.person_ref(giver.person) if giver.person else None
        return Who(giver.source.text, giver.source.known, person)

    def said(self, entry: Entry, polarity: Polarity) -> tuple[Said, ...]:
        """Return the remarks of an entry one way, in the order written, each bullet once."""
        found = self._said_in.get((entry.slug, polarity))
        if found is None:
            found = self._make_said(self.whole.by_slug[entry.slug], polarity)
            self._said_in[entry.slug, polarity] = found
        return found

    def _make_said(self, entry: Entry, polarity: Polarity) -> tuple[Said, ...]:
        if not any(point.polarity is polarity for point in entry.points):
            return ()
        groups: dict[tuple[Evidence, Giver], list[Theme]] = {}
        bare: dict[Giver, list[Theme]] = {}
        for point in entry.points:
            if point.polarity is not polarity:
                continue
            for evidence in point.evidence:
                named = groups.setdefault((evidence, point.giver), [])
                if point.theme:
                    named.append(point.theme)
            if not point.evidence and point.theme:
                bare.setdefault(point.giver, []).append(point.theme)
        ordered = sorted(groups.items(), key=lambda group: group[0][0].line)
        return (
            *(
                self._one_said(entry, polarity, giver, tuple(themes), evidence)
                for (evidence, giver), themes in ordered
            ),
            *(
                self._one_said(entry, polarity, giver, tuple(themes), None)
                for giver, themes in bare.items()
            ),
        )

    def point(self, mention: Mention) -> tuple[Said, ...]:
        """Return a point as remarks on its theme alone, one for each bullet."""
        point, entry = mention.point, mention.entry
        themes = (point.theme,) if point.theme else ()
        return tuple(
            self._one_said(entry, point.polarity, point.giver, themes, evidence)
            for evidence in point.evidence or (None,)
        )

    def _one_said(
        self,
        entry: Entry,
        polarity: Polarity,
        giver: Giver,
        themes: Sequence[Theme],
        evidence: Evidence | None,
    ) -> Said:
        practice = bool(entry.event and entry.event.practice)
        return Said(
            polarity=polarity,
            marks=tuple([self._mark(theme, polarity, practice=practice) for theme in themes]),
            text=self.prose(evidence.text, entry) if evidence else Prose(""),
            quotes=tuple([self.prose(bare(q), entry) for q in evidence.quotes]) if evidence else (),
            who=self.who(giver),
            entry=self.ref(entry),
            date=entry.date,
            practice=practice,
            folded=polarity is Polarity.IMPROVEMENT and self.is_folded(entry),
        )

    def asked(self, entry: Entry) -> tuple[AskedView, ...]:
        """Return the questions of an entry in the order written."""
        return tuple(
            AskedView(
                question=self.prose(q.text, entry),
                answer=self.prose(q.answer, entry),
                better=self.prose(q.better, entry),
                went=q.went,
                forgotten=q.forgotten,
                entry=self.ref(entry),
                date=entry.date,
                stage=entry.stage.text if entry.stage else "",
            )
            for q in entry.questions
        )

    def listing(self, entries: Sequence[Entry], home: str, year: int = 0) -> Listing:
        """Return a list of entries, newest first, by month.

        Args:
            entries: In order of time.
            home: The list's own page; its years stand below it.
            year: Only this one; 0 for all, or the newest when they are many.
        """
        if self.pageless:
            entries = [entry for entry in entries if entry.slug not in self.pageless]
        years = years_of(entries, home)
        shown = of_year(entries, year) if year or years else entries
        months = tuple(
            Month(dt.date(*first, 1) if first else None, tuple([self.line(e) for e in group]))
            for first, group in groupby(reversed(shown), key=_month)
        )
        return Listing(months, len(shown), len(entries), years)


def _month(entry: Entry) -> tuple[int, int] | None:
    return (entry.date.year, entry.date.month) if entry.date else None
