"""What patterns say, in sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from afterword.insight.looks import Finding
from afterword.insight.occasions import Lane, Named
from afterword.insight.patterns import CLAIMS, Pattern, Patterns, is_paired
from afterword.insight.statistics import wilson_interval
from afterword.insight.turns import Loop
from afterword.journal.model import Polarity
from afterword.site.views import Ref
from afterword.site.wording import Sentence, Term, Value, sentence

_ONE_IN_A_MILLION = 1e-6


_COUNTED = (*CLAIMS, "recurring", "came-up-again", "advice-with-no-step")
"""Those that are about a share of events."""


def sentence_of(pattern: Pattern, patterns: Patterns, theme: Ref) -> Sentence:
    """Return what a pattern says, in one sentence."""
    say = _SENTENCES.get(pattern.claim, _counts)
    return say(pattern, patterns, theme)


def _counts(pattern: Pattern, _patterns: Patterns, theme: Ref) -> Sentence:
    key = pattern.claim.replace("-", "_")
    way = f"_{pattern.polarity.value}" if pattern.polarity else ""
    counts = {"named": pattern.named, "events": pattern.events, "people": pattern.people}
    return sentence(f"pattern.{key}{way}", theme, **counts)


def _often(pattern: Pattern, _patterns: Patterns, theme: Ref) -> Sentence:
    way = pattern.polarity.value if pattern.polarity else ""
    lane = pattern.lane.value if pattern.lane else ""
    key = f"{pattern.claim.replace('-', '_')}_{lane}_{way}"
    counts = {"named": pattern.named, "events": pattern.events, "people": pattern.people}
    return sentence(f"pattern.{key}", theme, **counts)


def _lately(pattern: Pattern, _patterns: Patterns, theme: Ref) -> Sentence:
    way = pattern.polarity.value if pattern.polarity else ""
    before, since = pattern.finding.halves if pattern.finding else ((0, 0), (0, 0))
    return sentence(
        f"pattern.{pattern.claim}_{way}",
        theme,
        before=before[0],
        before_events=before[1],
        since=since[0],
        since_events=since[1],
        last=pattern.finding.last if pattern.finding else "",
    )


def _standing(pattern: Pattern, patterns: Patterns, theme: Ref) -> Sentence:
    finding = pattern.finding
    if finding is None:
        return _counts(pattern, patterns, theme)
    way = finding.named.polarity.value
    counts = {"named": finding.times, "events": finding.events}
    return sentence(f"pattern.stands_out_{way}", theme, **counts, last=finding.last)


def _then_and_now(pattern: Pattern, patterns: Patterns, theme: Ref) -> Sentence:
    turn = patterns.turns[pattern.theme.key].turn
    if turn is None:
        return _counts(pattern, patterns, theme)
    values: dict[str, Value] = {"then": turn.then.occasion.day, "now": turn.now.occasion.day}
    key = "pattern.then_and_now"
    if {turn.then.lane, turn.now.lane} != {Lane.OTHERS}:
        key += "_by"
        values["then_by"] = Term(turn.then.lane.value, "said_by")
        values["now_by"] = Term(turn.now.lane.value, "said_by")
    if turn.again:
        key += "_again"
        values["again"] = turn.again
    return sentence(key, theme, **values)


def _turned_around(pattern: Pattern, _patterns: Patterns, theme: Ref) -> Sentence:
    minus = Named(pattern.theme.key, Polarity.IMPROVEMENT)
    at = [i for i, one in enumerate(pattern.occasions) if one.mentions(Lane.OTHERS, minus)]
    since = pattern.occasions[at[-1] + 1 :]
    plus = Named(pattern.theme.key, Polarity.STRENGTH)
    people = {person for one in since for person in one.gist.others[plus]}
    return sentence("pattern.turned_around", theme, before=len(at), since=len(since), n=len(people))


def _mixed(pattern: Pattern, patterns: Patterns, theme: Ref) -> Sentence:
    split = patterns.turns[pattern.theme.key].splits[0]
    stage = Term(split.stage, "stage")
    return sentence("pattern.mixed", theme, stage=stage, plus=split.plus, minus=split.minus)


def _practised(pattern: Pattern, patterns: Patterns, theme: Ref) -> Sentence:
    untried = patterns.turns[pattern.theme.key].untried
    return sentence(
        "pattern.practised_not_tried_improvement", theme, day=untried.day if untried else ""
    )


def _closed(pattern: Pattern, patterns: Patterns, theme: Ref) -> Sentence:
    loop = patterns.turns[pattern.theme.key].loop
    if loop is None:
        return _counts(pattern, patterns, theme)
    return sentence("pattern.closed_loop_of", theme, **_days(loop))


def loop_of(loop: Loop) -> Sentence:
    """Return how a theme, named already, went from advice to a strength."""
    return sentence("pattern.closed_loop", None, **_days(loop))


def _days(loop: Loop) -> dict[str, dt.date]:
    return {
        "advice": loop.advice.occasion.day,
        "step": loop.step.day,
        "practice": loop.practice.day,
        "strength": loop.strength.occasion.day,
    }


_Say = Callable[[Pattern, Patterns, Ref], Sentence]
_SENTENCES: Mapping[str, _Say] = MappingProxyType(
    {
        "came-up-again": _often,
        "recurring": _often,
        "stands-out": _standing,
        "easing": _lately,
        "growing": _lately,
        "then-and-now": _then_and_now,
        "turned-around": _turned_around,
        "mixed": _mixed,
        "practised-not-tried": _practised,
        "closed-loop": _closed,
    }
)


def notes_of(pattern: Pattern) -> Iterable[Sentence]:
    """Yield how much is known."""
    if pattern.lane is not Lane.OTHERS or pattern.claim not in _COUNTED or not pattern.events:
        return
    low, high = wilson_interval(pattern.named, pattern.events)
    yield sentence(
        "pattern.share_people" if pattern.people else "pattern.share",
        named=pattern.named,
        events=pattern.events,
        n=pattern.people,
        low=round(100 * low),
        high=round(100 * high),
    )
    if pattern.finding:
        yield _read(pattern.finding)


def _read(finding: Finding) -> Sentence:
    """Return how a claim was read."""
    likely = finding.chance > _ONE_IN_A_MILLION
    odds = int(1 / finding.chance) if likely else 1_000_000
    values: dict[str, int | dt.date] = {
        "named": finding.times,
        "events": finding.events,
        "first": finding.first,
        "last": finding.last,
        "odds": odds,
        "themes": finding.themes,
    }
    kind = "paired" if is_paired(finding.claim) else finding.claim.replace("-", "_")
    kind = "moved" if kind in ("easing", "growing") else kind
    return sentence(f"pattern.read_{kind}", None, **values)
