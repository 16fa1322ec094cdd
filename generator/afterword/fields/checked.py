"""A TOML file as tables that say what is wrong with them, each thing at its place."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from afterword.diagnostics import AfterwordError, Diagnostic, Location, Severity
from afterword.fields.toml import find_places
from afterword.fields.words import suggest

_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_BARE = re.compile(r"[A-Za-z0-9_-]+")


class SettingsError(AfterwordError):
    """The settings cannot be read at all."""

    hint = "Mend the line, or move it into a comment with #."

    def __init__(self, location: Location, reason: str) -> None:
        """Take the place and what the TOML reader says about it."""
        super().__init__(location, reason)
        self.location = location
        self.reason = reason

    def __str__(self) -> str:
        """Name the place and the reason."""
        return f"{self.location}: {self.reason}"


def read_table(text: str, file: str) -> tuple[Table, Notes]:
    """Return the table that a whole file is, and where it notes what is wrong.

    Args:
        text: TOML.
        file: Its name, for places.

    Raises:
        SettingsError: It is not TOML.
    """
    data = _parse(text, file)
    notes = Notes(file, find_places(text))
    return Table(data, (), notes), notes


def _parse(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT.search(str(error))
        reason = str(error)[: found.start()] if found else str(error)
        if found and found[1]:
            place = Location(file, int(found[1]), int(found[2]))
        else:
            place = Location(file, text.count("\n") + 1, len(text) - text.rfind("\n"))
        raise SettingsError(place, reason) from None
    except RecursionError:
        raise SettingsError(Location(file), "lists or tables are nested too deep") from None


class Notes:
    """Collects what is wrong with the settings of one file."""

    def __init__(self, file: str, places: Mapping[tuple[str, ...], tuple[int, int]]) -> None:
        self.diagnostics: list[Diagnostic] = []
        self.file = file
        self._places = places

    def add(
        self,
        path: tuple[str, ...],
        severity: Severity,
        code: str,
        message: str,
        hint: str,
    ) -> None:
        """Note something about a setting, at the place nearest to it that the file has."""
        while path and path not in self._places:
            path = path[:-1]
        place = Location(self.file, *self._places.get(path, (0, 0)))
        self.diagnostics.append(Diagnostic(place, severity, code, message, hint))


class Table:
    """A TOML table that notes what was asked for, so that it can name the rest."""

    def __init__(self, data: Mapping[str, Any], path: tuple[str, ...], notes: Notes) -> None:
        self.name = path[-1] if path else ""
        self.file = notes.file
        self.sound = True
        self._data = data
        self._path = path
        self._notes = notes
        self._known: list[str] = []

    def _get(self, key: str, expected: str, *types: type) -> Any:  # noqa: ANN401
        self._known.append(key)
        value = self._data.get(key)
        # TOML's booleans are integers to Python, its times dates.
        if value is None or type(value) in types:
            return value
        self.wrong(key, "wrong-type", f"{self._spell(key)} should be {expected}", expected)
        return None

    def wrong(self, key: str, code: str, message: str, expected: str) -> None:
        """Note that a setting is something else than was expected."""
        self.sound = False
        hint = f"Found {_described(self._data.get(key))}; write {expected}."
        self._notes.add((*self._path, key), Severity.ERROR, code, message, hint)

    def doubt(self, key: str, message: str, hint: str) -> None:
        """Note that nobody knows a setting, or what it says."""
        self.sound = False
        self._notes.add((*self._path, key), Severity.WARNING, "unknown-setting", message, hint)

    def refuse(self, key: str, message: str, hint: str) -> None:
        """Note that a setting must not say what it says."""
        self.sound = False
        self._notes.add((*self._path, key), Severity.ERROR, "bad-value", message, hint)

    def note_file(self, severity: Severity, code: str, message: str, hint: str) -> None:
        """Note something about the whole file."""
        self._notes.add(("format",), severity, code, message, hint)

    def _spell(self, key: str) -> str:
        return ".".join(p if _BARE.fullmatch(p) else f'"{p}"' for p in (*self._path, key))

    def number(self, key: str) -> int | None:
        """Return a whole number; None when there is none."""
        value: int | None = self._get(key, "a whole number", int)
        return value

    def text(self, key: str) -> str:
        """Return a text; empty when there is none."""
        return self._get(key, "a text in quotes", str) or ""

    def flag(self, key: str, *, default: bool, if_wrong: bool) -> bool:
        """Return what is true or false, or one of two where nothing, or nothing right, is said."""
        value = self._get(key, "true or false", bool)
        if value is None:
            return if_wrong if key in self._data else default
        return bool(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, or one text alone as a list."""
        expected = 'a list of texts: ["one", "two"]'
        value = self._get(key, expected, list, str)
        if isinstance(value, str):
            return (value,)
        if value and not all(isinstance(item, str) for item in value):
            self.wrong(key, "wrong-type", f"{self._spell(key)} should be {expected}", expected)
            return tuple(item for item in value if isinstance(item, str))
        return tuple(value or ())

    def day(self, key: str) -> dt.date | None:
        """Return a day; None when there is none."""
        value = self._get(key, "a day: 2026-03-04", dt.date, dt.datetime)
        return value.date() if isinstance(value, dt.datetime) else value

    def table(self, key: str) -> Table:
        """Return the table in it; an empty one when there is none."""
        data = self._get(key, f"a table: [{key}]", dict) or {}
        return Table(data, (*self._path, key), self._notes)

    def tables(self) -> Iterator[Table]:
        """Yield the tables in it, each closed when the next is asked for."""
        for key in self._data:
            value = self._get(key, "a table", dict)
            if value is not None:
                table = Table(value, (*self._path, key), self._notes)
                yield table
                table.close()

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def close(self) -> bool:
        """Warn about what nobody asked for; return whether everything could be read."""
        for key in self._data:
            if key not in self._known:
                near = suggest(key, self._known)
                self.doubt(
                    key,
                    f"{self._spell(key)} is not a setting",
                    f"Did you mean {near}?" if near else f"Known here: {', '.join(self._known)}.",
                )
                self._known.append(key)
        return self.sound


def _described(value: object) -> str:
    names = {str: "a text", bool: "true or false", int: "a number", float: "a number"}
    names |= {list: "a list", dict: "a table", dt.date: "a day", dt.datetime: "a time"}
    return names.get(type(value), "something else")
