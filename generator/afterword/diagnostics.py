"""What is wrong, where, and what to do about it."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace


class Severity(enum.IntEnum):
    """How much a diagnostic matters; the larger, the graver."""

    HINT = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """The word people and JSON read: `error`, `warning` or `hint`."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: path relative to the portfolio, line and column from 1 in code points.

    Line 0 means the file as a whole.
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Write the place as editors and compilers do: `file:line:column`."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake or doubt in what the author wrote: a value, never raised."""

    location: Location
    severity: Severity
    code: str
    """Stable, lower case with hyphens: `bad-date`. Documented in docs/diagnostics.md."""
    message: str
    """Names the value and what was expected."""
    hint: str = ""
    """A way out, as one sentence; may be empty."""

    def __str__(self) -> str:
        """Format for a terminal, the hint on a line of its own."""
        head = f"{self.location}: {self.severity.word}: {self.message} [{self.code}]"
        return f"{head}\n    {self.hint}" if self.hint else head


def in_order(diagnostics: list[Diagnostic] | tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Return the diagnostics by place, the gravest first where several share one, each once."""
    unique = dict.fromkeys(diagnostics)
    return tuple(
        sorted(unique, key=lambda d: (d.location, -d.severity, d.code, d.message)),
    )


def located(diagnostic: Diagnostic, path: str) -> Diagnostic:
    """Return a diagnostic with the path of its file, relative to the portfolio."""
    return replace(diagnostic, location=replace(diagnostic.location, file=path))


class AfterwordError(Exception):
    """The machine, the theme or the portfolio's settings stop the work; exit code 3.

    Subclasses take arguments, not sentences; `hint` says what to do.
    """

    hint: str = ""
