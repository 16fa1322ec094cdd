"""What finding patterns and the agenda costs, beside making the index of the same journal."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TypeVar

from afterword.insight.agenda import find_agenda
from afterword.insight.index import build, last_day
from afterword.insight.patterns import Pattern, Patterns, find_patterns
from afterword.portfolio import open_portfolio
from afterword.understanding import understand, understand_again
from benchmarks.journals import journal
from benchmarks.programs import afterword

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Costs:
    """Milliseconds of CPU time of one process, medians."""

    entries: int
    patterns: float
    """From nothing."""
    index: float
    """Of the same journal, from nothing."""
    after_a_save: float
    """Those of the themes of one entry, after another theme was given to it."""
    agenda: float
    """Of the last day of the journal, in full, as after every save."""


def measure(folder: Path, entries: int, runs: int) -> Costs:
    """Return what patterns of a journal of this length cost."""
    program = afterword(folder)
    program.write(journal(entries))
    folder = program.folder
    opened = open_portfolio(folder)
    understood = understand(opened, keep=True)
    now, today = understood.journal, opened.today
    before = find_patterns(now, today)
    list(before.found())
    entry = next(e for e in reversed(now.entries) if b"\nstrengths:" in e.content)
    path = folder / "content" / entry.path
    path.write_bytes(path.read_bytes().replace(b"\nstrengths:", b"\nimprovements: new\nstrengths:"))
    themes = [*[theme.key for theme in entry.themes], "new"]
    after = understand_again(open_portfolio(folder), understood).journal
    index = build(now)
    return Costs(
        entries=entries,
        patterns=_cost(lambda: list(find_patterns(now, today).found()), runs),
        index=_cost(lambda: build(now), runs),
        agenda=_cost(lambda: find_agenda(index, last_day(now.entries) or today), runs),
        after_a_save=_cost(lambda: _of_themes(find_patterns(after, today, before), themes), runs),
    )


def _of_themes(patterns: Patterns, themes: Sequence[str]) -> list[Pattern]:
    return [pattern for theme in themes for pattern in patterns.by_theme[theme]]


def _cost(work: Callable[[], T], runs: int) -> float:
    """Return the median cost of a call, without the collector, as a build runs."""
    times: list[float] = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(runs):
            start = time.process_time()
            work()
            times.append(time.process_time() - start)
    finally:
        gc.enable()
    return 1000 * median(times)


def as_markdown(found: Sequence[Costs]) -> str:
    """Return a table, a line for each length."""
    lines = [
        "| entries | patterns | beside the index | after a save | agenda |",
        "|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {one.entries:,} | {one.patterns:.0f} ms | {one.patterns / one.index:.1f} × "
        f"| {one.after_a_save:.1f} ms | {one.agenda:.1f} ms |"
        for one in found
    ]
    return "\n".join(lines)
