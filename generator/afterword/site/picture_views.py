"""What the templates of pictures get, and the tables beside them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from afterword.site.charts import Lane, Strip, Tick
from afterword.site.views import Ref
from afterword.site.wording import Sentence


class DayLink(NamedTuple):
    """A link to an entry, called by its day."""

    url: str
    day: dt.date


class LaneRow(NamedTuple):
    """One event, or one day of practice, in the table beside a lane."""

    day: dt.date
    entry: Ref
    others: tuple[str, ...]
    """Polarities."""
    own: tuple[str, ...]
    practice: tuple[str, ...]
    steps: int
    """Steps written down."""


@dataclass(frozen=True, slots=True)
class LanePicture:
    """A theme over time, with the same as a table."""

    lane: Lane
    sentence: Sentence
    rows: tuple[LaneRow, ...]
    left_out: int
    """Older rows that are not among these."""


class GridRow(NamedTuple):
    """One theme of the grid."""

    ref: Ref
    named: int
    """Events at which others named it."""
    strip: Strip
    strengths: tuple[DayLink, ...]
    """Of others; as the following empty when cells are drawn."""
    improvements: tuple[DayLink, ...]
    practice: tuple[DayLink, ...]
    own: tuple[DayLink, ...]
    counts: tuple[int, int, int, int]
    """Events of others each way, of practice, and of my own notes."""
    lane: str
    """Who names it: others, else my own notes, else practice."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The theme grid: the one picture of the whole journal."""

    sentence: Sentence
    events: int
    """Events with words from others."""
    axis: tuple[Tick, ...]
    cells: bool
    """Stretches of time are drawn, not single events."""
    rows: tuple[GridRow, ...]
    tail: tuple[GridRow, ...]
    """Themes beyond the most said, folded."""


class Pair(NamedTuple):
    """A theme, as others and the author name it."""

    ref: Ref
    others: int
    own: int
    both: int
    at: tuple[str, str]
    """Where the marks of others and the author stand."""


@dataclass(frozen=True, slots=True)
class Besides:
    """Self beside others."""

    sentence: Sentence
    paired: int
    rows: tuple[Pair, ...]
    tail: tuple[Pair, ...]


class StageLine(NamedTuple):
    """An application on the stage map."""

    ref: Ref
    outcome: str
    """As written; empty while it is open."""
    known: str
    """Our word for it."""
    reached: str
    """The last stage."""
    stops: tuple[str, ...]
    """Where the stages stand it went through."""
    names: tuple[str, ...]
    """These stages."""


@dataclass(frozen=True, slots=True)
class StageMap:
    """Applications as lines across the stages."""

    sentence: Sentence
    stages: tuple[tuple[str, str, int], ...]
    """Name, where it stands, and how many reached it."""
    lines: tuple[StageLine, ...]
    left_out: int
    """Older applications that are not drawn."""
    unknown: int
    """Applications of which no stage is one of ours."""
