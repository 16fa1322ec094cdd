"""What the templates of patterns get."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from afterword.site.charts import Strip
from afterword.site.picture_views import LanePicture
from afterword.site.views import Ref, Said
from afterword.site.wording import Sentence


class Interval(NamedTuple):
    """A share and how far it could lie from the truth, as widths of a bar."""

    low: str
    width: str
    share: str


class StripRow(NamedTuple):
    """An event that named the theme, in the table beside a strip."""

    url: str
    day: dt.date
    marks: tuple[str, ...]
    """What is drawn there, in order: `plus`, `minus`, `done`, `todo` or `own`."""


@dataclass(frozen=True, slots=True)
class PatternView:
    """One description or claim."""

    claim: str
    sentence: Sentence
    polarity: str
    """Empty for what is about both ways."""
    strip: Strip
    interval: Interval | None
    notes: tuple[Sentence, ...]
    """How much is known: interval, people, how a claim was read."""
    said: tuple[Said, ...]
    """In someone's own words: at most one each way."""
    rows: tuple[StripRow, ...]
    """The strip as a table, newest first; where it has cells, the newest dozen."""
    more: int
    """Events that are not among these."""
    theme: Ref


class StepLine(NamedTuple):
    """Something done between then and now."""

    kind: str
    """`step`, `goal` or `practice`."""
    well: bool
    """Of practice: it went well. Of a step: it is done."""
    text: str
    """Of a step, without marks; empty when the entry's title says it."""
    entry: Ref
    day: dt.date


@dataclass(frozen=True, slots=True)
class TurnView:
    """Then and now: the pair, the line between, and what was done."""

    sentence: Sentence
    around: bool
    then: Said
    then_day: dt.date
    now: Said
    now_day: dt.date
    picture: LanePicture
    between: tuple[StepLine, ...]
    left_out: int
    """Steps that are not among these."""
    notes: tuple[Sentence, ...]
    theme: Ref


@dataclass(frozen=True, slots=True)
class Group:
    """Patterns of one kind, under one heading."""

    name: str
    turns: tuple[TurnView, ...]
    patterns: tuple[PatternView, ...]
    more: tuple[Ref, ...]
    """Themes of which the same is true, and that are not shown here."""


@dataclass(frozen=True, slots=True)
class Early:
    """What it is too early to say."""

    look: tuple[Sentence, ...]
    days: tuple[tuple[int, dt.date], ...]
    """The looks so far: at how many events, and the day of the last of them."""
