"""What a message is made of: names, days, themes and words out of the entries, as values.

Text of private blocks and private themes is in none of it: a message is for somebody else.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from afterword.insight.greetings import spoken, written
from afterword.insight.messages import helpers, is_for_helpers, unclear, unthanked
from afterword.insight.requests import heard_on
from afterword.insight.situation import Situation
from afterword.journal.body import bare, plain
from afterword.journal.cuts import cut
from afterword.journal.decoding import decode
from afterword.journal.frontmatter import read_front_matter
from afterword.journal.model import Action, Entry, Kind, Person, Point, Polarity, Question, Theme

MOST_AREAS = 3
MOST_VALUED = 2
MOST_QUESTIONS = 2
MOST_GOALS = 2
LONGEST_QUOTE = 200
LONGEST_QUESTION = 100
_THANKS = re.compile(r"\b(?:thank|be?dank)", re.IGNORECASE)


class Aim(NamedTuple):
    """A goal, as a message tells it."""

    title: str
    measure: str


class Watch(NamedTuple):
    """Something to watch for in a rehearsal."""

    theme: str
    note: str
    """The author's own words; empty when only others said it."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What a message may say; what is not known is empty. Texts are plain, on one line."""

    names: tuple[str, ...]
    """To whom, as one addresses them in writing."""
    first_names: tuple[str, ...]
    """The same, as one speaks to them."""
    author: str
    company: str
    role: str
    stage: str
    """Our word for the round; empty when it is the author's own."""
    day: dt.date | None
    """Of the round, or of what the message is about."""
    occasion: str
    internal: bool
    at_work: bool
    """Feedback outside any application."""
    turned_down: bool
    practised: bool
    """Thanks to somebody to rehearse with."""
    helped: bool
    """Thanks to those who helped on the way to a yes."""
    areas: tuple[str, ...]
    """Themes of the newest improvement points, at most three."""
    questions: tuple[str, ...]
    """That went badly, or were forgotten; at most two."""
    remark: str
    """To be asked about, as written."""
    remark_theme: str
    valued: tuple[str, ...]
    """Themes of what was valuable, at most two: to work on, else of strengths."""
    step: str
    """The first open step it led to."""
    asked: dt.date | None
    """When the request was made."""
    reminders: int
    watch: tuple[Watch, ...]
    goals: tuple[Aim, ...]
    next_day: dt.date | None
    next_stage: str
    next_company: str


def make_letter(kind: str, situation: Situation, author: str) -> Letter:
    """Return what a message of a kind is made of."""
    people = addressees(kind, situation)
    about = _about(kind, situation)
    application = situation.application
    remark, theme = _remark(situation) if kind in ("clarify", "call") else ("", "")
    ahead = next(iter(situation.ahead), None)
    helped = kind == "thanks" and is_for_helpers(situation)
    reply = None if helped else _heard(situation)
    return Letter(
        names=tuple([written(p.name) for p in people]),
        first_names=tuple([spoken(p.name) for p in people]),
        author=author,
        company=about.company or (application.company if application else ""),
        role=about.role or (application.role if application else ""),
        stage=about.stage.known if about.stage else "",
        day=heard_on(about, situation.today) if about is reply or kind == "clarify" else about.date,
        occasion=plain(about.text_of("occasion")),
        internal=situation.internal or not application,
        at_work=application is None,
        turned_down=situation.result == "rejected",
        practised=about.kind is Kind.PRACTICE,
        helped=helped,
        areas=_areas(situation),
        questions=_questions(situation),
        remark=remark,
        remark_theme=theme,
        valued=_valued(reply, situation) if reply else (),
        step=_step(situation, reply) if reply else "",
        asked=situation.request.first if situation.request else None,
        reminders=situation.request.reminders if situation.request else 0,
        watch=_watched(situation),
        goals=_aims(situation),
        next_day=ahead.date if ahead else None,
        next_stage=ahead.stage.known if ahead and ahead.stage else "",
        next_company=ahead.company if ahead else "",
    )


def addressees(kind: str, situation: Situation) -> tuple[Person, ...]:
    """Return to whom a message goes; nobody when the entries do not say."""
    if kind == "mentor":
        return _mentor(situation)
    if kind == "practice":
        return _partner(situation)
    if kind == "thanks" and is_for_helpers(situation):
        return helpers(situation)
    reply = unclear(situation) if kind == "clarify" else _heard(situation)
    if kind in ("thanks", "clarify") and reply:
        return reply.givers or reply.people
    seen = next((e.present for e in reversed(situation.entries) if e.present), ())
    if kind == "thanks-interview":
        return seen
    told = (situation.outcome, situation.named)
    return next((people for e in told if e and (people := e.givers or e.present)), seen)


def known_names(kind: str, situation: Situation) -> frozenset[str]:
    """Return the names that a message may hold: of those who take part, and whom they work for."""
    entries = (*situation.entries, *situation.ahead)
    names = {person.name for entry in entries for person in entry.people}
    names |= {name for entry in entries for name in (entry.company, entry.role)}
    names |= {person.name for person in addressees(kind, situation)}
    application = situation.application
    names |= {application.company, application.role} if application else set()
    return frozenset(filter(None, names))


def _about(kind: str, situation: Situation) -> Entry:
    """Return the entry whose day and round a message tells."""
    reply = unclear(situation) if kind == "clarify" else _heard(situation)
    if kind == "thanks" and situation.outcome and is_for_helpers(situation):
        return situation.outcome
    if kind in ("thanks", "clarify") and reply:
        return reply
    if situation.application and situation.rounds and situation.named not in situation.rounds:
        return situation.rounds[0]
    return situation.entry


def _heard(situation: Situation) -> Entry | None:
    """Return what thanks are for."""
    named = situation.named
    if named and named.kind is Kind.PRACTICE:
        return named
    return unthanked(situation) or next(iter(situation.replies), None)


def _mentor(situation: Situation) -> tuple[Person, ...]:
    """Return who gave a mentor's newest words."""
    return next(
        (
            entry.givers[:1]
            for entry in reversed(situation.index.journal.entries)
            if entry.givers and any(source.known == "mentor" for source in entry.sources)
        ),
        (),
    )


def _partner(situation: Situation) -> tuple[Person, ...]:
    """Return with whom the entry in question was rehearsed, else the newest practice."""
    newest = reversed(situation.index.journal.entries)
    entries = (situation.entry, *newest)
    practice = (e for e in entries if e.kind is Kind.PRACTICE and e.people and not e.planned)
    return next(((e.givers or e.people)[:1] for e in practice), ())


def _private_lines(entry: Entry) -> frozenset[int]:
    """Return the numbers of the lines between `::: private` and `:::`."""
    if b"private" not in entry.content.lower().replace(b"\0", b""):
        return frozenset()
    front = read_front_matter(decode(entry.content)[0])
    rows = cut(front.body, first_line=front.body_line).private
    return frozenset(row + front.body_line for row in rows)


def _open_points(entry: Entry, polarity: Polarity, situation: Situation) -> Iterator[Point]:
    """Yield the points that may be told.

    Not of a private theme, not said in private alone, and no improvement that is settling.
    """
    if polarity is Polarity.IMPROVEMENT and situation.is_settling(entry):
        return
    hidden = _private_lines(entry)
    for point in entry.points:
        if point.polarity is not polarity or (point.theme and point.theme.private):
            continue
        shown = tuple([e for e in point.evidence if e.line not in hidden])
        if shown or not point.evidence:
            yield point._replace(evidence=shown)


def _themes(points: Iterable[Point]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(point.theme.name for point in points if point.theme))


def _areas(situation: Situation) -> tuple[str, ...]:
    """Return what to ask about: my own notes first, then others', then goals at work."""
    newest = [
        point
        for entry in reversed(situation.entries)
        for point in _open_points(entry, Polarity.IMPROVEMENT, situation)
    ]
    own = _themes(point for point in newest if point.giver.is_self)
    found = own or _themes(newest)
    if not found and not situation.application:
        said = {point.theme.key for point in situation.entry.points if point.theme}
        named = [theme for theme in situation.entry.themes if theme.key not in said]
        found = _names_of(named)
    if not found:
        goals = [goal.entry for goal in situation.goals]
        found = tuple(dict.fromkeys(name for goal in goals for name in _names_of(goal.themes)))
    return found[:MOST_AREAS]


def _names_of(themes: Sequence[Theme]) -> tuple[str, ...]:
    return tuple([theme.name for theme in themes if not theme.private])


def _questions(situation: Situation) -> tuple[str, ...]:
    found = [
        bare(plain(question.text))
        for entry in reversed(situation.entries)
        for question in _open_questions(entry)
        if question.went == "badly" and not question.forgotten
    ]
    short = [text for text in dict.fromkeys(found) if len(text) <= LONGEST_QUESTION]
    return tuple(short[:MOST_QUESTIONS])


def _open_questions(entry: Entry) -> Iterator[Question]:
    hidden = _private_lines(entry)
    yield from (question for question in entry.questions if question.line not in hidden)


def _open_steps(entry: Entry) -> Iterator[Action]:
    hidden = _private_lines(entry)
    for action in entry.actions:
        # To thank them is what the message does.
        if not (action.done or action.line in hidden or _THANKS.search(action.text)):
            yield action


def _remark(situation: Situation) -> tuple[str, str]:
    """Return the words to ask about, and their theme."""
    reply = unclear(situation)
    found = _open_points(reply, Polarity.IMPROVEMENT, situation) if reply else ()
    points = [point for point in found if point.giver.is_other]
    for point in points:
        for text in _words_of(point):
            return _shortened(bare(text)), point.theme.name if point.theme else ""
    return "", next(iter(_themes(points)), "")


def _words_of(point: Point) -> Iterator[str]:
    for evidence in point.evidence:
        yield from filter(None, map(plain, evidence.quotes or (evidence.text,)))


def _shortened(text: str) -> str:
    if len(text) <= LONGEST_QUOTE:
        return text
    return text[:LONGEST_QUOTE].rpartition(" ")[0].rstrip(" ,;:") + " …"


def _valued(reply: Entry, situation: Situation) -> tuple[str, ...]:
    """Return what was valuable: what to work on, since it is harder to say; else the praise."""
    for polarity in reversed(Polarity):
        points = _open_points(reply, polarity, situation)
        found = _themes(point for point in points if not point.giver.is_self)
        if found:
            return found[:MOST_VALUED]
    return ()


def _step(situation: Situation, reply: Entry) -> str:
    """Return the first open step of the feedback, of a later entry, or of a goal on its themes."""
    later = [e for e in situation.entries if e.date and reply.date and e.date >= reply.date]
    for entry in (reply, *later):
        for action in _open_steps(entry):
            return plain(action.text)
    points = _open_points(reply, Polarity.IMPROVEMENT, situation)
    keys = {point.theme.key for point in points if point.theme}
    for goal in situation.goals:
        if keys & {theme.key for theme in goal.entry.themes}:
            for step in goal.open_steps():
                if step.action in _open_steps(step.entry):
                    return plain(step.action.text)
    return ""


def _watched(situation: Situation) -> tuple[Watch, ...]:
    """Return what to watch for: of this application first, then of the whole journal."""
    found: dict[str, str] = {}
    for entry in (*reversed(situation.entries), *reversed(situation.index.journal.entries)):
        if entry.planned or entry.draft or len(found) >= MOST_AREAS:
            continue
        for point in _open_points(entry, Polarity.IMPROVEMENT, situation):
            if point.theme and len(found) < MOST_AREAS:
                own = next(_words_of(point), "") if point.giver.is_self else ""
                found.setdefault(point.theme.name, own if len(own) <= LONGEST_QUESTION else "")
    return tuple([Watch(theme, note) for theme, note in found.items()])


def _aims(situation: Situation) -> tuple[Aim, ...]:
    areas = {*_areas(situation)}
    goals = [goal.entry for goal in situation.goals]
    goals.sort(key=lambda entry: areas.isdisjoint(_names_of(entry.themes)))
    return tuple([Aim(plain(e.title), plain(e.text_of("measure"))) for e in goals[:MOST_GOALS]])
