"""What is wrong, as the panel over a page shows it: with the text of the line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from afterword import files
from afterword.diagnostics import AfterwordError, Diagnostic, Location, Severity
from afterword.fields.checked import SettingsError
from afterword.files import DiskError
from afterword.journal.decoding import decode
from afterword.journal.headers import CONTENT
from afterword.portfolio import Opened
from afterword.preview.answers import Problem
from afterword.site.catalogue import CatalogueError

_TEMPLATES = "templates/"
_LONGEST_LINE = 400


def problems_of(diagnostics: Iterable[Diagnostic], opened: Opened) -> tuple[Problem, ...]:
    """Return errors and warnings, each with its line, in the order given."""
    shown = [d for d in diagnostics if d.severity > Severity.HINT]
    texts = _Texts(opened)
    return tuple([_problem(diagnostic, texts) for diagnostic in shown])


def as_diagnostic(error: AfterwordError, folder: Path) -> Diagnostic:
    """Return what keeps a portfolio from being read as a value, at its place."""
    where, reason = Location(files.SETTINGS), str(error)
    match error:
        case SettingsError():
            where, reason = error.location, error.reason
        case CatalogueError():
            where, reason = Location(_TEMPLATES + error.name), error.reason
        case DiskError():
            path = Path(error.path)
            inside = path.is_relative_to(folder)
            where = Location(path.relative_to(folder).as_posix() if inside else str(path))
            reason = error.reason
    return Diagnostic(where, Severity.ERROR, "unreadable", reason, error.hint)


class _Texts:
    """The files that problems are in, as lines; each is decoded once."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._entries: Mapping[str, bytes] = {e.path: e.content for e in opened.tree.entries}
        self._lines: dict[str, list[str]] = {}

    def line(self, file: str, number: int) -> str:
        """Return the text of a line, from 1; empty when there is none."""
        lines = self._lines.get(file)
        if lines is None:
            lines = self._lines[file] = self._text(file).split("\n")
        return lines[number - 1][:_LONGEST_LINE] if 0 < number <= len(lines) else ""

    def _text(self, file: str) -> str:
        if file.startswith(CONTENT):
            return decode(self._entries.get(file.removeprefix(CONTENT), b""))[0]
        if file.startswith(_TEMPLATES):
            found = self._opened.templates.files.get(file.removeprefix(_TEMPLATES), b"")
            return found.decode("utf-8", "replace")
        return self._opened.settings if file == files.SETTINGS else ""


def _problem(diagnostic: Diagnostic, texts: _Texts) -> Problem:
    where = diagnostic.location
    return Problem(
        file=where.file,
        line=where.line,
        column=where.column,
        severity=diagnostic.severity.word,
        code=diagnostic.code,
        message=diagnostic.message,
        hint=diagnostic.hint,
        source=texts.line(where.file, where.line),
    )
