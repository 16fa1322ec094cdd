"""What was measured, as Markdown for people and as JSON for programs."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from benchmarks.build import COLD, STEPS, Result
from benchmarks.measure import Cost, Memory

_MEGABYTE = 1_000_000
_SHOWN = 20
_HOW = (
    "Seconds of wall / CPU time (user and system, of every process); medians. The programs take "
    "turns at each step. Hugo has no incremental build: it builds everything each time."
)


def cores() -> int:
    """Return how many processes can run at once."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS
        return os.cpu_count() or 1


def machine(day: str, about_hugo: str) -> dict[str, Any]:
    """Return what figures depend on besides the programs."""
    return {
        "date": day,
        "cores": cores(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "hugo": about_hugo,
    }


def as_json(where: dict[str, Any], results: Sequence[Result]) -> dict[str, Any]:
    """Return every figure of every run: seconds and bytes."""
    return {"machine": where, "results": [asdict(result) for result in results]}


def as_markdown(where: dict[str, Any], results: Sequence[Result]) -> str:
    """Return a table for each length, how costs grow with it, and what was found wrong."""
    parts = [_circumstances(where), _HOW]
    parts += [_table(result) for result in results]
    if len(results) > 1:
        parts.append(_growth(results[0], results[-1]))
    problems = [problem for result in results for problem in result.problems]
    parts.append(_verdict(problems))
    return "\n\n".join(parts) + "\n"


def _circumstances(where: dict[str, Any]) -> str:
    words = f"{where['cores']} cores, {where['system']}, Python {where['python']}, {where['hugo']}"
    return f"{where['date']}, {words}."


def _verdict(problems: Sequence[str]) -> str:
    if not problems:
        return (
            "After each step every list in Afterword's site was right, an unchanged build "
            "wrote nothing, and after all edits the site was what a cold build makes."
        )
    more = len(problems) - _SHOWN
    lines = [f"- {problem}" for problem in problems[:_SHOWN]]
    lines += [f"- and {more} more"] if more > 0 else []
    return "\n".join(("**Wrong in Afterword's site:**", "", *lines))


def _table(result: Result) -> str:
    runs = len(result.costs["Afterword"][COLD])
    head = f"### {result.entries:,} entries of {result.words:.0f} words, {runs} runs"
    return "\n".join((head.removesuffix("s") if runs == 1 else head, "", *_rows(result)))


def _rows(result: Result) -> Iterator[str]:
    yield "| | Afterword | Hugo | ratio |"
    yield "|---|---:|---:|---:|"
    for step in STEPS:
        ours = result.median("Afterword", step)
        theirs = result.median("Hugo", step) if "Hugo" in result.costs else None
        yield f"| {step} | {_seconds(ours)} | {_seconds(theirs)} | {_ratio(ours, theirs)} |"
    memory, other = result.memory["Afterword"], result.memory.get("Hugo")
    yield (
        f"| peak memory of a cold build, PSS (RSS) | {_megabytes(memory)} "
        f"| {_megabytes(other)} | {_memory_ratio(memory, other)} |"
    )
    pages = result.pages
    yield f"| files written | {pages['Afterword']:,} | {_count(pages.get('Hugo'))} | |"


def _seconds(cost: Cost | None) -> str:
    return f"{cost.wall:.2f} / {cost.cpu:.2f}" if cost else "–"


def _ratio(ours: Cost, theirs: Cost | None) -> str:
    if theirs is None:
        return "–"
    return f"{_times(ours.wall, theirs.wall)} / {_times(ours.cpu, theirs.cpu)}"


def _times(ours: float, theirs: float) -> str:
    return f"{ours / theirs:.2f} ×" if theirs else "–"


def _megabytes(memory: Memory | None) -> str:
    if memory is None:
        return "–"
    return f"{memory.pss / _MEGABYTE:.0f} MB ({memory.rss / _MEGABYTE:.0f} MB)"


def _memory_ratio(ours: Memory | None, theirs: Memory | None) -> str:
    return _times(ours.pss, theirs.pss) if ours and theirs else "–"


def _count(number: int | None) -> str:
    return "–" if number is None else f"{number:,}"


def _growth(few: Result, many: Result) -> str:
    lines = [
        f"| CPU per entry of a cold build | {few.entries:,} | {many.entries:,} | grows |",
        "|---|---:|---:|---:|",
    ]
    for program in few.costs:
        low = few.median(program, COLD).cpu / few.entries
        high = many.median(program, COLD).cpu / many.entries
        lines.append(
            f"| {program} | {low * 1000:.2f} ms | {high * 1000:.2f} ms | {_times(high, low)} |"
        )
    return "\n".join(lines)
