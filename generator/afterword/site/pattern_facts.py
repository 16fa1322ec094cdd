"""The same facts as the page of patterns, for scripts and terminals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from afterword.insight.patterns import Pattern, Patterns
from afterword.insight.statistics import wilson_interval
from afterword.site import addresses
from afterword.site.catalogue import Catalogue
from afterword.site.pattern_sentences import sentence_of
from afterword.site.views import Ref
from afterword.site.wording import plain


@dataclass(frozen=True, slots=True)
class Reading:
    """A look at which a claim was read."""

    day: dt.date
    events: int
    """How many it was read from."""
    named: int
    """At how many of them the theme was named."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A description or claim about one theme."""

    claim: str
    """Its name, lower case with hyphens: `recurring`, `stands-out`, …"""
    theme: str
    """As it is shown."""
    polarity: str | None
    """`strength` or `improvement`; None for what is about both."""
    lane: str | None
    """Who speaks: `others` at real events, `own` for the author's notes, or `practice`.

    None for a pair of which each half is from another lane.
    """
    named: int
    """Events that named it."""
    events: int
    """Events that could have."""
    people: int
    """Givers among these, each once; 0 for the author's own notes."""
    interval: tuple[float, float]
    """The 95 % Wilson interval of the share, each bound in 0 … 1."""
    sentence: str
    """As the page says it."""
    read: Reading | None
    """When a claim was read; None for a description."""
    entries: tuple[str, ...]
    """Slugs of the entries behind it, each once."""


@dataclass(frozen=True, slots=True)
class PatternFacts:
    """What a journal says on a day."""

    today: dt.date
    events: int
    """Real events with at least one point from others."""
    last_look: int
    """At how many events claims were read; 0 before the first look."""
    next_look: int
    """At how many they will be read again."""
    claims: tuple[Claim, ...]
    """Descriptions and claims alike, by theme."""


def pattern_facts(patterns: Patterns, catalogue: Catalogue) -> PatternFacts:
    """Return the facts of a journal's patterns, their sentences in a catalogue's language."""
    look = patterns.look()
    claims = [_claim(pattern, patterns, catalogue) for pattern in patterns.found()]
    return PatternFacts(patterns.today, look.events, look.last, look.next, tuple(claims))


def _claim(pattern: Pattern, patterns: Patterns, catalogue: Catalogue) -> Claim:
    theme = Ref(addresses.theme(pattern.theme.slug), pattern.theme.name)
    finding = pattern.finding
    return Claim(
        claim=pattern.claim,
        theme=pattern.theme.name,
        polarity=pattern.polarity.value if pattern.polarity else None,
        lane=pattern.lane.value if pattern.lane else None,
        named=pattern.named,
        events=pattern.events,
        people=pattern.people,
        # Nothing is known about a share of no events.
        interval=wilson_interval(pattern.named, pattern.events) if pattern.events else (0.0, 1.0),
        sentence=plain(sentence_of(pattern, patterns, theme), catalogue),
        read=Reading(finding.last, finding.events, finding.times) if finding else None,
        entries=tuple(dict.fromkeys(_entries(pattern, patterns))),
    )


def _entries(pattern: Pattern, patterns: Patterns) -> Iterable[str]:
    """Yield the slugs of the entries behind a pattern."""
    turn = patterns.turns[pattern.theme.key].turn
    if pattern.claim == "then-and-now" and turn:
        yield turn.then.mention.entry.slug
        yield from (step.entry.slug for step in turn.between)
        yield turn.now.mention.entry.slug
        return
    yield from (mention.entry.slug for mention in pattern.mentions())
    untried = patterns.turns[pattern.theme.key].untried
    if pattern.claim == "practised-not-tried" and untried:
        yield untried.entry.slug
    loop = patterns.turns[pattern.theme.key].loop
    if pattern.claim == "closed-loop" and loop:
        yield loop.step.entry.slug
        yield loop.practice.entry.slug
