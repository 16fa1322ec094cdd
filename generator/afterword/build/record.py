"""What a build did, and what it left for the next one to compare with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from afterword.diagnostics import Diagnostic, Location, Severity
from afterword.files import Cache, OutputFolder


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    output: Path
    pages: int
    written: tuple[str, ...]
    """Files that are new or different, relative to the output, sorted."""
    kept: int
    """Pages that are as they were."""
    removed: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    strangers: tuple[str, ...] = ()
    """Files in the output folder that we did not write, at most 20."""

    @property
    def has_errors(self) -> bool:
        """Whether any diagnostic is an error."""
        return any(d.severity is Severity.ERROR for d in self.diagnostics)

    @property
    def has_warnings(self) -> bool:
        """Whether any diagnostic is a warning or an error."""
        return any(d.severity >= Severity.WARNING for d in self.diagnostics)


@dataclass(slots=True)
class Record:
    """What the last build left, by path: fingerprint, digest, size, time of change."""

    inputs: str = ""
    base: str = ""
    shape: str = ""
    entries: dict[str, str] = field(default_factory=dict)
    """Page of an entry → digest of the file it was made of."""
    pages: dict[str, list[Any]] = field(default_factory=dict)
    report: dict[str, Any] = field(default_factory=dict)


def read_record(cache: Cache, name: str) -> Record:
    """Return what the last build left; an empty record when that cannot be read."""
    stored = cache.read(name)
    if stored is None:
        return Record()
    try:
        found = json.loads(stored)
        pages = {str(url): list(row) for url, row in found["pages"].items()}
        rows = found["report"]["diagnostics"]
        if any(len(row) != 4 for row in pages.values()) or any(len(row) != 7 for row in rows):  # noqa: PLR2004
            return Record()
        return Record(
            inputs=str(found["inputs"]),
            base=str(found["base"]),
            shape=str(found["shape"]),
            entries={str(url): str(digest) for url, digest in found["entries"].items()},
            pages=pages,
            report={"pages": int(found["report"]["pages"]), "diagnostics": rows},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Record()  # a cache is a guess: without it everything is rendered


def write_record(cache: Cache, name: str, record: Record, report: BuildReport) -> None:
    """Store what a build left."""
    stored = {
        "inputs": record.inputs,
        "base": record.base,
        "shape": record.shape,
        "entries": record.entries,
        "pages": record.pages,
        "report": {
            "pages": report.pages,
            "diagnostics": [_row(diagnostic) for diagnostic in report.diagnostics],
        },
    }
    cache.write(name, json.dumps(stored, ensure_ascii=False).encode("utf-8", "replace"))


def _row(diagnostic: Diagnostic) -> list[Any]:
    where = diagnostic.location
    severity = int(diagnostic.severity)
    return [
        *(where.file, where.line, where.column),
        *(severity, diagnostic.code, diagnostic.message, diagnostic.hint),
    ]


def untouched(folder: OutputFolder, record: Record) -> bool:
    """Tell whether every file is as the last build left it, and none is missing from the list."""
    if any(path not in record.pages for path in folder.ours):
        return False
    return all(as_left(folder, path, row) for path, row in record.pages.items()) and bool(
        record.pages
    )


def replayed(output: Path, record: Record, folder: OutputFolder) -> BuildReport:
    """Return the report of a build that has nothing to do: the last one's, all pages kept."""
    diagnostics = tuple(
        Diagnostic(Location(file, line, column), Severity(severity), code, message, hint)
        for file, line, column, severity, code, message, hint in record.report["diagnostics"]
    )
    pages = int(record.report["pages"])
    return BuildReport(output, pages, (), pages, (), diagnostics, folder.strangers())


def as_left(folder: OutputFolder, path: str, before: Sequence[Any]) -> bool:
    """Tell whether a file still has the size and time of change that we left it with."""
    return folder.status(path) == (before[2], before[3])
