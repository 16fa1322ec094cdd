"""What publishing a journal to a folder costs, and what its readers wait for.

The author's edition and one reader's of twelve entries: at first, after one edit, with nothing to
do, and after the cache was lost.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.journals import Draft, journal
from benchmarks.measure import Cost, Memory, memory_of, time_of
from benchmarks.opening import Waits, wait
from benchmarks.programs import Program, afterword

_DAY = "2026-11-19"
_WORDS = {
    "author": "gravel-hazel-onward-scorch-tinsel-vivid",
    "sam": "velvet-otter-lagoon-quartz-bramble-signal",
}
_FIRST = tuple(f"--passphrase-env={reader}={reader.upper()}" for reader in _WORDS)
"""Passphrases are given when readers are new."""
_SHARED = 12
_SETTINGS = """
[readers.sam]
name = "Sam"
show = ["companies", "people", "roles", "days", "quotes", "outcomes", "feelings"]
include = [{shared}]

[publish.targets.site]
kind = "folder"
path = "../site"
readers = ["author", "sam"]
"""


@dataclass(frozen=True, slots=True)
class Costs:
    """What each publish took, and what stands there."""

    entries: int
    first: Cost
    edit: Cost
    nothing: Cost
    memory: Memory | None
    """The most of a publish without a cache."""
    folder_bytes: int
    uploaded: int
    """Files that were new after one edit."""
    waits: Waits
    """Of the author in a browser, who has all the pages."""


def measure(folder: Path, entries: int, runs: int) -> Costs:
    """Return what publishing a journal of so many entries costs."""
    program = afterword(folder)
    drafts = journal(entries)
    program.write(drafts)
    _set(program, drafts[-_SHARED:])
    site = program.folder.parent / "site"
    first = _publish(program, *_FIRST)
    there = _files(site)
    path = program.folder / "content" / drafts[0].path
    path.write_text(path.read_text("utf-8") + "\nOne sentence more.\n", "utf-8")
    edit = _publish(program)
    after = _files(site)
    nothing = _publish(program)
    program.forget()
    return Costs(
        entries=entries,
        first=first,
        edit=edit,
        nothing=nothing,
        memory=memory_of(_command(*_FIRST), program.folder, _environment(program)),
        folder_bytes=sum(there.values()),
        uploaded=len(after.keys() - there.keys()) + 1,
        waits=wait(site, _WORDS["author"], runs),
    )


def as_markdown(found: Sequence[Costs]) -> str:
    """Return a table of publishing, and one of what a reader waits for."""
    lines = [
        "| entries | first | one edit | nothing | memory | folder | files after one edit |",
        "|---:|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {one.entries:,} | {_shown(one.first)} | {_shown(one.edit)} | {_shown(one.nothing)} "
        f"| {f'{one.memory.pss / 1e6:.0f} MB' if one.memory else '–'} "
        f"| {one.folder_bytes / 1e6:.1f} MB | {one.uploaded} |"
        for one in found
    ]
    lines += [
        "",
        "| entries | derivation | unlock beyond it | first search | search |",
        "|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {one.entries:,} | {one.waits.derivation:.0f} ms | {one.waits.unlock:.0f} ms "
        f"| {one.waits.first_search:.0f} ms | {one.waits.search:.0f} ms |"
        for one in found
    ]
    return "\n".join(lines)


def _set(program: Program, shared: Sequence[Draft]) -> None:
    names = ", ".join(f'"entry:{draft.slug}"' for draft in shared)
    settings = program.folder / "portfolio.toml"
    text = settings.read_text("utf-8") + _SETTINGS.format(shared=names)
    settings.write_text(text, "utf-8")
    shutil.rmtree(program.folder.parent / "site", ignore_errors=True)


def _shown(cost: Cost) -> str:
    return f"{cost.wall:.1f} s ({cost.cpu:.1f} s of processor time)"


def _command(*options: str) -> list[str]:
    return [sys.executable, "-m", "afterword", "publish", "--yes", "--today", _DAY, *options]


def _environment(program: Program) -> dict[str, str]:
    return {**program.environment, **{reader.upper(): words for reader, words in _WORDS.items()}}


def _publish(program: Program, *options: str) -> Cost:
    return time_of(_command(*options), program.folder, _environment(program))


def _files(site: Path) -> dict[str, int]:
    return {str(path): path.stat().st_size for path in site.rglob("*") if path.is_file()}
