"""What was said, by whom: the points of one entry."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from afterword.diagnostics import Diagnostic, Location, Severity
from afterword.fields import Vocabulary
from afterword.journal.headers import CONTENT, Header, is_theme
from afterword.journal.model import (
    SELF,
    Event,
    Evidence,
    Giver,
    Kind,
    Person,
    Point,
    Polarity,
    Remark,
    Span,
    Theme,
    Word,
)

_FIELDS = ((Polarity.STRENGTH, "strengths"), (Polarity.IMPROVEMENT, "improvements"))
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Context:
    """What the points of an entry need to know about the journal."""

    theme: Callable[[str], Theme | None]
    person: Callable[[str], Person]
    source_of: Mapping[str, Word]
    """Key of a person → what they are elsewhere in the journal."""
    vocabulary: Vocabulary
    is_theme: Callable[[str], bool]
    """Tells a theme from a sentence."""


class _Found(NamedTuple):
    """A point being put together."""

    theme: Theme | None
    polarity: Polarity
    giver: Giver
    evidence: list[Evidence]


_Key = tuple[str, Polarity, str, str]


def voice(header: Header, by: Sequence[Person]) -> Giver:
    """Return who speaks in the front matter: the others if anybody else is named."""
    others = [source for source in header.sources if source.known != "self"]
    if not others:
        return Giver(SELF)
    return Giver(others[0], by[0] if len(by) == 1 else None)


def find_points(
    header: Header, event: Event | None, giver: Giver, context: Context
) -> tuple[tuple[Point, ...], list[Diagnostic]]:
    """Return the points of an entry in the order written, each theme and giver once.

    A theme in front matter and in a bullet is one point; so is one theme in two bullets by
    the same giver.
    """
    fields = header.read.reading.fields
    found: dict[_Key, _Found] = {}
    loose: list[_Found] = []
    problems: list[Diagnostic] = []
    for remark in header.read.reading.remarks:
        who = _giver_of(remark, header, giver, context)
        themes = _themes_of(remark, fields, context)
        evidence = Evidence(remark.text, remark.quotes, remark.line)
        if not themes:
            loose.append(_Found(None, remark.polarity, who, [evidence]))
            problems.append(_no_theme(remark, header))
        for theme in themes:
            key = (theme.key, remark.polarity, *_identity(who))
            found.setdefault(key, _Found(theme, remark.polarity, who, [])).evidence.append(evidence)
    # The others' word in front matter is not taken back by a bullet that I sign.
    said = {
        (point.theme.key, point.polarity)
        for point in found.values()
        if point.theme and (giver.is_self or not point.giver.is_self)
    }
    identity = _identity(giver)
    for polarity, name in _FIELDS:
        for span in fields.get(name, ()):
            if not context.is_theme(span.text):
                loose.append(_Found(None, polarity, giver, [Evidence(span.text, (), span.line)]))
                continue
            named = context.theme(span.text)
            if named and (named.key, polarity) not in said:
                key = (named.key, polarity, *identity)
                if key not in found:
                    found[key] = _Found(named, polarity, giver, [])
    date = header.date
    points = [
        Point(theme, polarity, who, date, event, tuple(evidence) if evidence else ())
        for theme, polarity, who, evidence in (*found.values(), *loose)
    ]
    return tuple(points), problems


def _identity(giver: Giver) -> tuple[str, str]:
    return giver.source.name, giver.person.key if giver.person else ""


def _giver_of(remark: Remark, header: Header, giver: Giver, context: Context) -> Giver:
    """Return who said a bullet: who signs it, else the entry's voice."""
    if not remark.giver:
        return giver
    known = context.vocabulary.word("source", remark.giver)
    if known:
        return _source(remark.giver, known, header, giver)
    return _named(remark.giver, header, giver, context)


def _named(written: str, header: Header, giver: Giver, context: Context) -> Giver:
    """Return the giver of a bullet signed with a name: what they are here, else elsewhere."""
    person = context.person(written)
    title = written.partition(",")[2].strip()
    known = context.vocabulary.word("source", title) if title else None
    if known and known != "self":
        return Giver(Word(title, known), person)
    if not giver.is_self and (giver.person is None or giver.person == person):
        return Giver(giver.source, person)
    if person.key in context.source_of:
        return Giver(context.source_of[person.key], person)
    present = header.read.reading.fields.get("with", ())
    if header.kind is Kind.INTERVIEW and any(context.person(s.text) == person for s in present):
        return Giver(Word("interviewer", "interviewer"), person)
    return Giver(Word("others"), person)


def _source(written: str, known: str, header: Header, giver: Giver) -> Giver:
    """Return the giver of a bullet signed with a source: the entry's, if it is the same."""
    if known == "self":
        return Giver(SELF)
    if known == giver.source.known:
        return giver
    return Giver(next((s for s in header.sources if s.known == known), Word(written, known)))


def _themes_of(
    remark: Remark, fields: Mapping[str, tuple[Span, ...]], context: Context
) -> list[Theme]:
    """Return the themes a bullet names; else the longest front-matter theme it contains."""
    if remark.themes:
        named = (context.theme(span.text) for span in remark.themes)
        return list({theme.key: theme for theme in named if theme}.values())
    name = implied_theme(remark, fields)
    theme = context.theme(name) if name else None
    return [theme] if theme else []


def implied_theme(remark: Remark, fields: Mapping[str, tuple[Span, ...]]) -> str:
    """Return the longest front-matter theme whose words a bullet contains; empty when none fits."""
    name = "strengths" if remark.polarity is Polarity.STRENGTH else "improvements"
    spans = [span for span in fields.get(name, ()) if is_theme(span.text)]
    if not spans:
        return ""
    words = set(_words(f"{remark.text} {' '.join(remark.quotes)}"))
    fitting = [
        span.text for span in spans if (parts := _words(span.text)) and words.issuperset(parts)
    ]
    return max(fitting, key=len) if fitting else ""


def _words(text: str) -> list[str]:
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return _WORDS.findall(text.casefold())


def _no_theme(remark: Remark, header: Header) -> Diagnostic:
    return Diagnostic(
        Location(CONTENT + header.read.path, remark.line, remark.column),
        Severity.HINT,
        "no-theme",
        f"this {remark.polarity} names no theme, so no theme page shows it",
        "begin the bullet with **a theme**, or add #theme at its end",
    )
