"""How what was found is said: to people, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click

from afterword.diagnostics import Diagnostic, Severity

_COLOURS: Mapping[Severity, str] = MappingProxyType(
    {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.HINT: "cyan"}
)


def echo_json(document: object) -> None:
    """Print one document."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def diagnostics_json(diagnostics: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """Return diagnostics as `build --json` and `check --json` show them."""
    return [
        {
            "file": d.location.file,
            "line": d.location.line,
            "column": d.location.column,
            "severity": d.severity.word,
            "code": d.code,
            "message": d.message,
            "hint": d.hint,
        }
        for d in diagnostics
    ]


def echo_diagnostics(diagnostics: Iterable[Diagnostic], *, err: bool = False) -> None:
    """Print diagnostics as editors and compilers do, the hint on a line of its own."""
    for d in diagnostics:
        word = click.style(d.severity.word, fg=_COLOURS[d.severity], bold=True)
        click.echo(f"{d.location}: {word}: {d.message} [{d.code}]", err=err)
        if d.hint:
            click.echo(f"    {d.hint}", err=err)


def exit_code(diagnostics: Iterable[Diagnostic], *, strict: bool) -> int:
    """Return 1 when there are errors, or with `strict` warnings; else 0."""
    gravest = max((d.severity for d in diagnostics), default=Severity.HINT)
    return int(gravest >= (Severity.WARNING if strict else Severity.ERROR))


def tally(diagnostics: Sequence[Diagnostic]) -> str:
    """Return `1 error, 2 warnings and 3 hints`; empty when there are none."""
    counts = [
        counted(count, severity.word)
        for severity in sorted(Severity, reverse=True)
        if (count := sum(d.severity is severity for d in diagnostics))
    ]
    return listed(counts)


def counted(count: int, noun: str, plural: str = "") -> str:
    """Return `1 page`, `2 pages`."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def listed(parts: Sequence[str]) -> str:
    """Return `a, b and c`."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def shown_path(path: Path) -> str:
    """Return a path as one would type it: relative when it is below the current folder."""
    if not path.is_absolute():
        return click.format_filename(path)
    try:
        near = path.resolve().relative_to(Path.cwd())
    except (ValueError, OSError):
        near = path
    return click.format_filename(near)
