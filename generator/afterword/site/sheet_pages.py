"""Views of the sheets that are printed: to prepare for an interview, and of a year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property, partial
from itertools import islice

from afterword.insight.agenda import alerts_of
from afterword.insight.bank import Banked, bank_of
from afterword.insight.endings import is_ahead, is_meeting, is_open
from afterword.insight.index import Mention, ThemeUse, by_others
from afterword.journal.model import Entry, Kind, Polarity
from afterword.site import addresses
from afterword.site.agenda_pages import todo
from afterword.site.goal_pages import step_view
from afterword.site.loop_views import BankRow, Deed, PrepareView, Todo, YearTheme, YearView
from afterword.site.parts import Parts
from afterword.site.pattern_pages import turn_view
from afterword.site.pattern_views import TurnView
from afterword.site.question_pages import bank_row, worst_first
from afterword.site.routes import Route
from afterword.site.sheet_room import clipped, fitted
from afterword.site.views import Line, Prose, Ref, Said, StepView
from afterword.site.wording import Sentence, sentence

_STRENGTHS, _QUESTIONS, _TO_ASK, _PRACTISED, _OWN = 3, 4, 5, 3, 5
_YEAR_TURNS, _YEAR_THEMES = 3, 8
_ANSWER_WORDS, _RESEARCH_WORDS, _ALERTS = 40, 90, 5
_LATELY_DAYS = 540
"""As long as words are worth taking along."""


def prepare_routes(parts: Parts) -> Iterator[Route]:
    """Yield a preparation sheet for each application that goes on."""
    shared = _Shared(parts)
    for slug, entries in parts.index.applications.items():
        if is_open(entries, parts.today):
            make = partial(_prepare_view, slug, parts, shared)
            yield Route(addresses.prepare(slug), "prepare.html", make)


class _Shared:
    """What all sheets of a site are taken from, each found once, when a sheet asks for it."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._asked: dict[str, Sequence[Banked]] = {}

    @cached_property
    def strengths(self) -> Sequence[tuple[Entry, Said]]:
        """All strengths, those to take along first."""
        told = [
            (entry, said)
            for entry in reversed(self._parts.index.journal.entries)
            if entry.counted
            for said in self._parts.said(entry, Polarity.STRENGTH)
        ]
        return sorted(told, key=lambda one: _weight(one[1]))

    @cached_property
    def work_on(self) -> Mention | None:
        """The newest words on the one thing to work on."""
        return _work_on(self._parts)

    @cached_property
    def practised(self) -> tuple[Line, ...]:
        """Rehearsals of it since."""
        return _practised(self.work_on, self._parts) if self.work_on else ()

    @cached_property
    def step(self) -> StepView | None:
        """The first open step on it."""
        return _step_for(self.work_on, self._parts) if self.work_on else None

    @cached_property
    def before(self) -> tuple[Todo, ...]:
        """Lines to read before one goes."""
        found = alerts_of(self._parts.index.journal.entries, self._parts.today)
        return tuple([todo(one, self._parts) for one in islice(found, _ALERTS)])

    @cached_property
    def forgotten(self) -> Sequence[Banked]:
        """Questions one meant to ask, the newest first."""
        entries = [e for e in self._parts.index.journal.entries if e.questions]
        return bank_of(entries, self._parts.questions, forgotten=True)[::-1]

    def asked(self, stage: str) -> Sequence[Banked]:
        """Return questions asked at a stage, to go over first, first."""
        found = self._asked.get(stage)
        if found is None:
            found = self._asked[stage] = _asked_before(stage, self._parts)
        return found


def _prepare_view(slug: str, parts: Parts, shared: _Shared) -> PrepareView:
    entries = parts.index.applications[slug]
    application = parts.index.journal.applications[slug]
    rounds = [e for e in entries if is_meeting(e)]
    ahead = next((e for e in rounds if is_ahead(e, parts.today)), None)
    stage = ahead.stage.name if ahead and ahead.stage else ""
    strengths = _told_best(shared.strengths, parts.fresh - {slug})
    work_on = shared.work_on if strengths else None
    met = {p.key: p for e in entries for p in e.people}
    title = ahead.title if ahead else application.name
    present = ahead.present if ahead and ahead.present else tuple(met.values())
    view = PrepareView(
        page=parts.page(addresses.prepare(slug), application.name, "interviews"),
        application=parts.application_ref(application),
        title=title,
        role="" if application.role in title else application.role,
        round=parts.ref(ahead) if ahead else None,
        date=ahead.date if ahead else None,
        time=ahead.time if ahead else None,
        place=ahead.text_of("place") if ahead else "",
        people=tuple([parts.person_ref(person) for person in present]),
        strengths=strengths,
        work_on=parts.point(work_on)[0] if work_on else None,
        practised=shared.practised if work_on else (),
        step=shared.step if work_on else None,
        asked=tuple([_brief(bank_row(q, parts)) for q in shared.asked(stage)]),
        to_ask=_to_ask(entries, shared.forgotten, parts),
        research=tuple(
            [
                parts.prose(clipped(text, _RESEARCH_WORDS), e)
                for e in reversed(entries)
                for text in e.reading.research
            ]
        ),
        sent=tuple(
            dict.fromkeys(s.text for e in entries for s in e.reading.fields.get("sent", ()))
        ),
        before=shared.before,
        said_here=tuple(
            [
                s
                for e in reversed(entries)
                for s in parts.said(e, Polarity.STRENGTH)
                if s.who.known != "self" and s not in strengths
            ]
        )[:_STRENGTHS],
        came=bool(rounds),
    )
    return fitted(view)


def _told_best(order: Iterable[tuple[Entry, Said]], fresh: Collection[str]) -> tuple[Said, ...]:
    """Return three strengths on different themes: in the givers' own words first, newest first.

    Args:
        order: All strengths, those to take along first.
        fresh: The other applications, and entries that stand alone, that turned one down within
            the last week: nothing is taken from them.
    """
    found: dict[Ref | None, Said] = {}
    for entry, said in order:
        if entry.application in fresh or entry.slug in fresh:
            continue
        themes: set[Ref | None] = {mark.theme for mark in said.marks} or {None}
        if not themes & found.keys():
            found |= dict.fromkeys(themes, said)
        if len(dict.fromkeys(map(id, found.values()))) == _STRENGTHS:
            break
    return tuple(dict.fromkeys(found.values()))


def _weight(said: Said) -> tuple[bool, bool, int]:
    """Return what sorts strengths: words before bare themes, others before me, quotes first."""
    bare = not (said.text.text or said.quotes)
    return bare, said.who.known == "self", said.practice + 2 * (not said.quotes)


def _work_on(parts: Parts) -> Mention | None:
    """Return the newest words on the one thing to work on.

    Of the themes that others named to improve and have not named a strength since, the one named
    at most events; of equals the newest. Without any such, the same in my own notes.
    """
    for others in (True, False):
        found = [
            (events, newest.date or dt.date.min, key, newest)
            for key, use in parts.index.themes.items()
            for events, newest in _open_improvement(use, parts.today, others=others)
        ]
        if found:
            return max(found, key=lambda one: one[:3])[3]
    return None


def _open_improvement(
    use: ThemeUse, today: dt.date, *, others: bool
) -> Iterator[tuple[int, Mention]]:
    """Yield how many events ask for more of a theme, and the newest, unless it came since."""
    mentions = [
        m
        for m in use.mentions
        if m.entry.counted
        and (by_others(m.point) if others else m.point.giver.is_self)
        and not (m.entry.settles and m.entry.settles > today)
        and m.date
        and (today - m.date).days <= _LATELY_DAYS
    ]
    if not mentions or mentions[-1].point.polarity is not Polarity.IMPROVEMENT:
        return
    improvements = [m for m in mentions if m.point.polarity is Polarity.IMPROVEMENT]
    told = [m for m in improvements if m.point.evidence]
    events = {m.point.event.key for m in improvements if m.point.event}
    yield len(events), (told or improvements)[-1]


def _practised(work_on: Mention, parts: Parts) -> tuple[Line, ...]:
    theme = work_on.point.theme
    entries = parts.index.themes[theme.key].entries if theme else ()
    since = work_on.date or dt.date.min
    return tuple(
        [
            parts.line(e)
            for e in reversed(entries)
            if e.kind is Kind.PRACTICE and e.counted and (e.date or since) >= since
        ]
    )[:_PRACTISED]


def _step_for(work_on: Mention, parts: Parts) -> StepView | None:
    """Return the first open step on a theme: one that names it, or one of a goal on it."""
    theme = work_on.point.theme
    if theme is None:
        return None
    for goal in parts.agenda.goals:
        if goal.at_work and theme in goal.entry.themes:
            for step in goal.open_steps():
                return step_view(step.action, step.entry, parts)
    return None


def _asked_before(stage: str, parts: Parts) -> Sequence[Banked]:
    """Return questions asked at a stage, at any when there are none: to go over first, first."""
    entries = [e for e in parts.index.journal.entries if e.questions and not e.planned]
    here = [e for e in entries if e.stage and e.stage.name == stage]
    found = bank_of(here, parts.questions) or bank_of(entries, parts.questions)
    return worst_first(found)[:_QUESTIONS]


def _brief(row: BankRow) -> BankRow:
    """Return a question with its newest answer alone, cut to what one reads on the way in."""
    newest = row.answers[0]
    said = newest.better if newest.better.text else newest.answer
    short = said._replace(text=clipped(said.text, _ANSWER_WORDS))
    return row._replace(answers=(newest._replace(answer=short, better=Prose("")),))


def _to_ask(
    entries: Sequence[Entry], forgotten: Sequence[Banked], parts: Parts
) -> tuple[Prose, ...]:
    """Return questions to ask them: those of this application first, then forgotten ones."""
    mine = bank_of([e for e in entries if e.questions], parts.questions, forgotten=True)
    found = {one.key: one for one in (*mine[::-1], *forgotten)}
    found |= {one.key: one for one in mine}
    return tuple([bank_row(one, parts).question for one in islice(found.values(), _TO_ASK)])


def year_routes(parts: Parts) -> Iterator[Route]:
    """Yield a sheet for each year in which something was written."""
    for year in _years(parts):
        yield Route(addresses.year_sheet(year), "year.html", partial(_year_view, year, parts))


def year_sheets(parts: Parts) -> tuple[Ref, ...]:
    """Return the sheets of years, the newest first."""
    return tuple([Ref(addresses.year_sheet(year), str(year)) for year in _years(parts)])


def _years(parts: Parts) -> Sequence[int]:
    if parts.site.reader:
        return ()
    last = (parts.today.year, parts.today.month)
    return sorted({month[0] for month in parts.index.months if month <= last}, reverse=True)


def _year_view(year: int, parts: Parts) -> YearView:
    entries = [
        e for month in range(1, 13) for e in parts.index.months.get((year, month), ()) if e.counted
    ]
    mentions = [Mention(e, p) for e in entries for p in e.points if p.theme]
    others = [m for m in mentions if by_others(m.point)]
    practice = [e for e in entries if e.kind is Kind.PRACTICE]
    goals = [e for e in entries if e.kind in (Kind.GOAL, Kind.CHECK_IN)]
    own = [s for e in entries for s in parts.said(e, Polarity.STRENGTH) if s.who.known == "self"]
    return YearView(
        page=parts.page(addresses.year_sheet(year), str(year), "timeline"),
        year=year,
        lede=_lede(entries, others),
        strengths=_year_themes(others, Polarity.STRENGTH, parts),
        improvements=_year_themes(others, Polarity.IMPROVEMENT, parts),
        turns=tuple(_turns(year, parts)),
        steps=tuple(_deeds(year, parts)),
        practice=tuple([parts.line(e) for e in practice]),
        goals=tuple([parts.line(e) for e in goals]),
        own=tuple([s for s in reversed(own) if s.text.text or s.quotes])[:_OWN],
        years=year_sheets(parts),
    )


def _lede(entries: Sequence[Entry], others: Sequence[Mention]) -> tuple[Sentence, ...]:
    events = {m.point.event.key for m in others if m.point.event}
    people = {m.point.giver.person.key for m in others if m.point.giver.person}
    return (
        sentence("year.entries", None, n=len(entries)),
        *((sentence("year.events", None, n=len(events)),) if events else ()),
        *((sentence("year.people", None, n=len(people)),) if len(people) > 1 else ()),
    )


def _year_themes(
    mentions: Sequence[Mention], polarity: Polarity, parts: Parts
) -> tuple[YearTheme, ...]:
    """Return themes by how many events named them one way, each with its newest words."""
    by_theme: dict[str, list[Mention]] = {}
    for mention in mentions:
        if mention.point.polarity is polarity and mention.point.theme:
            by_theme.setdefault(mention.point.theme.key, []).append(mention)
    rows = [
        YearTheme(
            parts.theme_ref(parts.index.journal.themes[key]),
            len({m.point.event.key for m in found if m.point.event}),
            next((s for m in reversed(found) for s in _told(m, parts)), None),
        )
        for key, found in by_theme.items()
    ]
    rows.sort(key=lambda row: (-row.events, row.ref.title))
    return tuple(rows[:_YEAR_THEMES])


def _told(mention: Mention, parts: Parts) -> Iterable[Said]:
    """Return a point's remarks that have words and are not folded."""
    return [s for s in parts.point(mention) if (s.text.text or s.quotes) and not s.folded]


def _turns(year: int, parts: Parts) -> Iterator[TurnView]:
    """Yield the pairs whose strength was said in a year, the best told first."""
    found = [
        (turn.told, turn.now.occasion.day, key)
        for key, theme in parts.patterns.turns.items()
        if (turn := theme.turn) and turn.now.occasion.day.year == year and turn.again is None
    ]
    views = (turn_view(key, parts.patterns, parts) for _, _, key in sorted(found, reverse=True))
    yield from list(filter(None, views))[:_YEAR_TURNS]


def _deeds(year: int, parts: Parts) -> Iterator[Deed]:
    """Yield the steps done in a year, in order of time; those without a day count as written."""
    done = [
        (action.finished or entry.date, action, entry)
        for entry in parts.index.journal.entries
        if not entry.draft
        for action in entry.actions
        if action.done
    ]
    dated = [(day, action, entry) for day, action, entry in done if day and day.year == year]
    for day, action, entry in sorted(dated, key=lambda one: one[0]):
        yield Deed(parts.prose(action.text, entry), day, parts.ref(entry))
