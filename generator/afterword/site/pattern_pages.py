"""Views of patterns: the page of all of them, and what concerns one theme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from afterword.insight.index import Mention
from afterword.insight.looks import looks
from afterword.insight.occasions import Lane, Named, Occasion
from afterword.insight.patterns import CLAIMS, Pattern, Patterns, is_paired
from afterword.insight.statistics import wilson_interval
from afterword.insight.steps import Step
from afterword.insight.turns import Turn
from afterword.journal.body import plain
from afterword.journal.model import Entry, Polarity
from afterword.site import addresses, charts
from afterword.site.page_views import PatternsView
from afterword.site.parts import Parts
from afterword.site.pattern_sentences import loop_of, notes_of, sentence_of
from afterword.site.pattern_views import (
    Early,
    Group,
    Interval,
    PatternView,
    StepLine,
    StripRow,
    TurnView,
)
from afterword.site.pictures import SIDES, days_of, lane_picture, places, spans_of
from afterword.site.routes import Route
from afterword.site.views import Said
from afterword.site.wording import Sentence, sentence

_MOST_ROWS = 12
"""Of the table beside a strip of cells."""
_Marks = Mapping[Occasion, Sequence[charts.Place]]
"""What is drawn at each event that named a theme, the newest first."""
_MOST_STEPS = 6
_MOST_SEARCHED = 200
"""Events that are searched for words to show, the newest first."""
_MOST_IN_GROUP = 5
_MOST_CLAIMS = 12
_MOST_TURNS = 3


def pattern_routes(parts: Parts) -> Iterator[Route]:
    """Yield the page of all patterns."""
    yield Route(addresses.PATTERNS, "patterns.html", partial(_patterns_view, parts))


def _patterns_view(parts: Parts) -> PatternsView:
    patterns = parts.patterns
    found = [(name, _untold(name, some, patterns, parts)) for name, some in groups_of(patterns)]
    groups = [_group(name, some, patterns, parts) for name, some in found if some]
    return PatternsView(
        page=parts.page(addresses.PATTERNS, "", "patterns"),
        lede=lede_of(patterns),
        groups=tuple(_without_repeats(groups)),
        early=early_of(patterns),
    )


def _untold(
    name: str, found: Sequence[Pattern], patterns: Patterns, parts: Parts
) -> Sequence[Pattern]:
    """Return closed loops only where no pair above tells them already."""
    if name != "closed-loop":
        return found
    return [p for p in found if not _is_told(patterns.turns[p.theme.key].turn, parts)]


def _without_repeats(groups: Iterable[Group]) -> Iterable[Group]:
    """Yield groups in which the same words are shown once, where they stand first."""
    shown: set[tuple[str, str]] = set()
    for group in groups:
        for turn in group.turns:
            shown |= {_words_of(turn.then), _words_of(turn.now)}
        yield replace(group, patterns=tuple(_fresh(group.patterns, shown)))


def beside_a_pair(found: Iterable[PatternView], turn: TurnView | None) -> tuple[PatternView, ...]:
    """Return patterns without the words that a pair above them, or one of them, shows already."""
    return tuple(_fresh(found, {_words_of(turn.then), _words_of(turn.now)} if turn else set()))


def _fresh(found: Iterable[PatternView], shown: set[tuple[str, str]]) -> Iterable[PatternView]:
    """Yield patterns without words that are shown already; what they show is added."""
    for one in found:
        fresh = tuple([said for said in one.said if _words_of(said) not in shown])
        shown |= {_words_of(said) for said in fresh}
        yield replace(one, said=fresh)


def _words_of(said: Said) -> tuple[str, str]:
    return said.entry.url, said.text.text + "".join(quote.text for quote in said.quotes)


def lede_of(patterns: Patterns) -> tuple[Sentence, ...]:
    """Return from how much all of it was found."""
    counts = {lane: len(found) for lane, found in patterns.lanes.items()}
    keys = {Lane.OTHERS: "others", Lane.OWN: "own", Lane.PRACTICE: "practice"}
    return tuple(
        sentence(f"patterns.from_{keys[lane]}", n=count) for lane, count in counts.items() if count
    )


def groups_of(patterns: Patterns) -> Iterator[tuple[str, Sequence[Pattern]]]:
    """Yield patterns under the names of their headings, as the page has them.

    What has changed comes first, then strengths before what others mention, then the rest.
    """
    by_claim: dict[str, list[Pattern]] = {}
    for pattern in patterns.found():
        by_claim.setdefault(pattern.claim, []).append(pattern)
    for found in by_claim.values():
        found.sort(key=_order)
    around = by_claim.get("turned-around", [])
    turned = {pattern.theme.key for pattern in around}
    pairs = [p for p in by_claim.get("then-and-now", []) if p.theme.key not in turned]
    for found in (around, pairs):
        found.sort(key=lambda p: _telling(p, patterns), reverse=True)
    standing = by_claim.get("stands-out", [])
    said = {(p.theme.key, p.polarity) for name in CLAIMS for p in by_claim.get(name, ())}
    again = [*by_claim.get("recurring", ()), *by_claim.get("came-up-again", ())]
    others = [p for p in again if p.lane is Lane.OTHERS and (p.theme.key, p.polarity) not in said]
    yield "turned-around", around
    yield "then-and-now", pairs
    yield "closed-loop", by_claim.get("closed-loop", ())
    yield "hidden-strength", by_claim.get("hidden-strength", ())
    yield "stands-out", [p for p in standing if p.polarity is Polarity.STRENGTH]
    yield "possible-blind-spot", by_claim.get("possible-blind-spot", ())
    yield "stands-out-improvement", [p for p in standing if p.polarity is Polarity.IMPROVEMENT]
    yield "lately", [*by_claim.get("growing", ()), *by_claim.get("easing", ())]
    yield "recurring", others
    yield "mixed", by_claim.get("mixed", ())
    yield "advice-with-no-step", by_claim.get("advice-with-no-step", ())
    yield "practised-not-tried", by_claim.get("practised-not-tried", ())
    yield "own", [p for p in again if p.lane is Lane.OWN]
    yield "practice", [p for p in again if p.lane is Lane.PRACTICE]


def _order(pattern: Pattern) -> tuple[bool, int, str]:
    return pattern.polarity is Polarity.IMPROVEMENT, -pattern.named, pattern.theme.name


def _telling(pattern: Pattern, patterns: Patterns) -> tuple[int, int, dt.date]:
    """Return how much a pair tells: with words on both sides, of others, and new."""
    turn = patterns.turns[pattern.theme.key].turn
    if turn is None:
        return 0, 0, dt.date.min
    others = sum(words.lane is Lane.OTHERS for words in (turn.then, turn.now))
    return turn.told, others, turn.now.occasion.day


def _group(name: str, found: Sequence[Pattern], patterns: Patterns, parts: Parts) -> Group:
    if name in ("turned-around", "then-and-now"):
        views = [(p, turn_view(p.theme.key, patterns, parts)) for p in found[:_MOST_TURNS]]
        turns = [view for _, view in views if view]
        silent = [pattern_view(p, patterns, parts) for p, view in views if not view]
        rest = [parts.theme_ref(pattern.theme) for pattern in found[_MOST_TURNS:]]
        return Group(name, tuple(turns), tuple(silent), tuple(rest))
    most = _MOST_CLAIMS if found[0].finding else _MOST_IN_GROUP
    left = dict.fromkeys(parts.theme_ref(pattern.theme) for pattern in found[most:])
    shown = [pattern_view(pattern, patterns, parts) for pattern in found[:most]]
    return Group(name, (), tuple(shown), tuple(left))


def early_of(patterns: Patterns) -> Early:
    """Return what it is too early to say, and when it will be looked at."""
    look, paired = patterns.look(), patterns.paired_look()
    said = [
        sentence("patterns.next_look", n=look.next - look.events, at=look.next, events=look.events)
    ]
    if patterns.lanes[Lane.OWN] and look.events:
        missing = paired.next - paired.events
        said.append(
            sentence("patterns.next_paired", n=missing, at=paired.next, events=paired.events)
        )
    heard = patterns.lanes[Lane.OTHERS]
    days: list[tuple[int, dt.date]] = []
    for events in looks():
        if events > look.last:
            break
        days.append((events, heard[events - 1].day))
    return Early(tuple(said), tuple(days))


# ---- one pattern ----


def pattern_view(pattern: Pattern, patterns: Patterns, parts: Parts) -> PatternView:
    """Return one description or claim, with all that it rests on."""
    columns = _columns(pattern, patterns)
    notes = tuple(notes_of(pattern))
    most = charts.MOST_LINKS if len(columns) <= charts.MOST_LINKS else _MOST_ROWS
    marks = {one: _places(pattern, one, parts) for one in pattern.occasions[: -most - 1 : -1]}
    return PatternView(
        claim=pattern.claim,
        sentence=sentence_of(pattern, patterns, parts.theme_ref(pattern.theme)),
        polarity=pattern.polarity.value if pattern.polarity else "",
        strip=_strip(pattern, columns, marks, patterns),
        interval=_interval(pattern.named, pattern.events) if notes else None,
        notes=notes,
        said=tuple(_said(pattern, parts)),
        rows=tuple([_row(pattern, one, found, parts) for one, found in marks.items()]),
        more=len(pattern.occasions) - len(marks),
        theme=parts.theme_ref(pattern.theme),
    )


def _columns(pattern: Pattern, patterns: Patterns) -> Sequence[Occasion]:
    """Return the events that could have named the theme."""
    if is_paired(pattern.claim):
        return patterns.paired
    if pattern.claim == "mixed":
        stage = patterns.turns[pattern.theme.key].splits[0].stage
        return [one for one in patterns.lanes[Lane.OTHERS] if one.stage == stage]
    if pattern.lane:
        return patterns.lanes[pattern.lane]
    return [one for one in patterns.occasions if one.speaking]


def _interval(named: int, events: int) -> Interval | None:
    if not events:
        return None
    low, high = wilson_interval(named, events)
    return Interval(*(charts.percent(share) for share in (low, high - low, named / events)))


def _strip(
    pattern: Pattern, columns: Sequence[Occasion], marks: _Marks, patterns: Patterns
) -> charts.Strip:
    if len(columns) <= charts.MOST_LINKS:
        return charts.strip([marks.get(one, ()) for one in columns])
    days = days_of(patterns.tracks[pattern.theme.key], pattern.lane, pattern.ways)
    spans = spans_of(columns)
    return charts.cells_strip(days, spans, max(charts.counted(days, spans).values(), default=1))


def _places(pattern: Pattern, occasion: Occasion, parts: Parts) -> list[charts.Place]:
    """Return the marks of a pattern at an event: one way only, if the pattern is."""
    found = places(occasion, pattern.theme.key, parts)
    if pattern.lane is Lane.PRACTICE:
        return [place for place in found if place.side == charts.ON]
    sides = [SIDES[way] for way in pattern.ways]
    return [place for place in found if place.side in sides or pattern.polarity is None]


def _row(
    pattern: Pattern, occasion: Occasion, found: Sequence[charts.Place], parts: Parts
) -> StripRow:
    drawn = [name for place in found for name in (place.shape, place.ring and "own") if name]
    return StripRow(parts.ref(_spoken(pattern, occasion)).url, occasion.day, tuple(drawn))


def _spoken(pattern: Pattern, occasion: Occasion) -> Entry:
    """Return the entry in which an event named the theme."""
    mention = next(iter(pattern.mentions_at(occasion)), None)
    return mention.entry if mention else occasion.entries[0]


def _said(pattern: Pattern, parts: Parts) -> Iterable[Said]:
    """Yield the newest words of others behind a pattern, one each way."""
    if pattern.lane is not Lane.OTHERS:
        return
    newest = pattern.occasions[: -_MOST_SEARCHED - 1 : -1]
    for way in pattern.ways:
        named = Named(pattern.theme.key, way)
        told = (m for one in newest for m in one.mentions(Lane.OTHERS, named))
        best = _best(mention for mention in told if _may_be_shown(mention, parts))
        if best:
            yield _one_said(best, parts)


def _best(mentions: Iterable[Mention]) -> Mention | None:
    """Return the first with its giver's own words, else the first with any."""
    best: Mention | None = None
    for mention in mentions:
        if any(one.quotes for one in mention.point.evidence):
            return mention
        if mention.point.evidence:
            best = best or mention
    return best


def _may_be_shown(mention: Mention, parts: Parts) -> bool:
    """Tell whether words may be set large: what was hard to hear waits for its day.

    That is the entry's own, or a week after the application was turned down.
    """
    if mention.point.polarity is Polarity.STRENGTH:
        return True
    entry = mention.entry
    if entry.settles and entry.settles > parts.today:
        return False
    return entry.slug not in parts.fresh and entry.application not in parts.fresh


# ---- then and now ----


def _is_told(turn: Turn | None, parts: Parts) -> bool:
    """Tell whether a pair has words, and they may be shown."""
    return bool(turn and turn.told and _may_be_shown(turn.then.mention, parts))


def turn_view(key: str, patterns: Patterns, parts: Parts) -> TurnView | None:
    """Return then and now of a theme.

    None when there is no such pair, when it has no words, or these have not settled.
    """
    turns, track = patterns.turns[key], patterns.tracks[key]
    turn = turns.turn
    if turn is None or not _is_told(turn, parts):
        return None
    theme = parts.theme_ref(parts.index.journal.themes[key])
    found = {pattern.claim: pattern for pattern in patterns.by_theme[key]}
    around = found.get("turned-around")
    notes = [loop_of(turns.loop)] if turns.loop else []
    between = turn.between
    drawn = lane_picture(track, parts.index.journal.themes[key], patterns, parts)
    if drawn is None:
        return None
    return TurnView(
        sentence=sentence_of(around or found["then-and-now"], patterns, theme),
        around=around is not None,
        then=_one_said(turn.then.mention, parts),
        then_day=turn.then.occasion.day,
        now=_one_said(turn.now.mention, parts),
        now_day=turn.now.occasion.day,
        picture=drawn,
        between=tuple([_step_line(step, key, parts) for step in between[-_MOST_STEPS:]]),
        left_out=max(0, len(between) - _MOST_STEPS),
        notes=tuple(notes),
        theme=theme,
    )


def _one_said(mention: Mention, parts: Parts) -> Said:
    said = parts.point(mention)
    return next((one for one in said if one.quotes), said[0])


def _step_line(step: Step, key: str, parts: Parts) -> StepLine:
    way = Named(key, Polarity.STRENGTH)
    well = any(p.theme and (p.theme.key, p.polarity) == way for p in step.entry.points)
    return StepLine(
        kind=step.kind,
        well=step.action.done if step.action else well,
        text=plain(step.action.text) if step.action else "",
        entry=parts.ref(step.entry),
        day=step.day,
    )
