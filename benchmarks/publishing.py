"""What publishing a journal to a folder costs: at first, after one edit, and without a change."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.journals import journal
from benchmarks.measure import Cost, time_of
from benchmarks.programs import Program, afterword

_DAY = "2026-11-19"
_WORDS = "gravel-hazel-onward-scorch-tinsel-vivid"
_SETTINGS = '\n[publish.targets.site]\nkind = "folder"\npath = "../site"\nreaders = ["author"]\n'


@dataclass(frozen=True, slots=True)
class Costs:
    """What each publish took, and what stands there."""

    entries: int
    first: Cost
    edit: Cost
    nothing: Cost
    folder_bytes: int
    uploaded: int
    """Files that were new after one edit."""


def measure(folder: Path, entries: int) -> Costs:
    """Return what publishing a journal of so many entries costs."""
    program = afterword(folder / "portfolio")
    program.write(journal(entries))
    settings = program.folder / "portfolio.toml"
    before = settings.read_text("utf-8") if settings.exists() else "format = 1\n"
    settings.write_text(before + _SETTINGS, "utf-8")
    site = program.folder.parent / "site"
    first = _publish(program)
    there = _files(site)
    path = next((program.folder / "content").rglob("*.md"))
    path.write_text(path.read_text("utf-8") + "\nOne sentence more.\n", "utf-8")
    edit = _publish(program)
    after = _files(site)
    return Costs(
        entries,
        first,
        edit,
        _publish(program),
        sum(there.values()),
        len(after.keys() - there.keys()) + 1,
    )


def as_markdown(found: Sequence[Costs]) -> str:
    """Return a table."""
    lines = [
        "| entries | first | one edit | nothing | folder | files after one edit |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.entries:,} | {_shown(one.first)} | {_shown(one.edit)} | {_shown(one.nothing)} "
        f"| {one.folder_bytes / 1e6:.1f} MB | {one.uploaded} |"
        for one in found
    ]
    return "\n".join(lines)


def _shown(cost: Cost) -> str:
    return f"{cost.wall:.1f} s ({cost.cpu:.1f} s of processor time)"


def _publish(program: Program) -> Cost:
    command = [sys.executable, "-m", "afterword", "publish", "--yes", "--today", _DAY]
    named = "--passphrase-env=author=WORDS"
    return time_of([*command, named], program.folder, {**program.environment, "WORDS": _WORDS})


def _files(site: Path) -> dict[str, int]:
    return {str(path): path.stat().st_size for path in site.rglob("*") if path.is_file()}
