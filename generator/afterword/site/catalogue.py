"""The words of the interface, from one file per language."""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from markupsafe import Markup, escape

from afterword.diagnostics import AfterwordError

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def counted(number: int) -> str:
    """Write a number, thousands apart with a thin space that does not break."""
    return f"{number:,}".replace(",", "\u202f")


class CatalogueError(AfterwordError):
    """A catalogue cannot be read, or lacks a word."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name = name
        self.reason = reason
        self.hint = "compare it with strings/en.toml of the default theme"

    def __str__(self) -> str:
        """Name the catalogue and what is wrong."""
        return f"templates/{self.name}: {self.reason}"


class Catalogue:
    """Looks words up; what templates know as `s`."""

    def __init__(self, name: str, text: str, fallback: str = "") -> None:
        """Read a catalogue.

        Args:
            name: Of its file, for errors: `strings/en.toml`.
            text: TOML.
            fallback: TOML of the default catalogue, for words this one lacks.

        Raises:
            CatalogueError: It is not TOML.
        """
        self.name = name
        self._days = True
        try:
            own = tomllib.loads(text)
            base = tomllib.loads(fallback) if fallback else {}
        except tomllib.TOMLDecodeError as error:
            raise CatalogueError(name, str(error)) from error
        except RecursionError as error:
            raise CatalogueError(name, "lists or tables are nested too deep") from error
        self._words: Mapping[str, Any] = MappingProxyType(_flat(base) | _flat(own))
        headings = {**_headings(base, name), **_headings(own, name)}
        self.headings: Mapping[str, tuple[str, ...]] = MappingProxyType(
            {role: tuple(names) for role, names in headings.items()}
        )
        self.months = self._list("months", 12)
        self.months_short = self._list("months_short", 12)
        self.weekdays = self._list("weekdays", 7)

    @property
    def language(self) -> str:
        """The language of its words, as a tag."""
        return self.name.rpartition("/")[2].removesuffix(".toml")

    def speaks(self, language: str) -> bool:
        """Tell whether its words are in a language, of whatever region."""
        return self.language.partition("-")[0] == language.partition("-")[0].lower()

    def __call__(self, key: str, /, **values: object) -> str:
        """Return a word or sentence, its placeholders filled; `n` chooses between one and other.

        Integers are counts, their thousands apart; a year is given as text.
        """
        found = self._found(key, values)
        return _filled(found, values) if values else found

    def markup(self, key: str, /, **values: object) -> Markup:
        """Return a sentence as HTML: its words and all values but markup escaped."""
        shown = {name: escape(_shown(value)) for name, value in values.items()}
        return Markup(_filled(str(escape(self._found(key, values))), shown))  # noqa: S704

    def _found(self, key: str, values: Mapping[str, object]) -> str:
        found = self._words.get(key)
        if found is None and "n" in values:
            found = self._words.get(f"{key}.{'one' if values['n'] == 1 else 'other'}")
        if not isinstance(found, str):
            raise CatalogueError(self.name, f'there is no word "{key}"')
        return found

    def word(self, text: str, table: str) -> str:
        """Return the catalogue's word for one of ours; a word of the author's as written."""
        found = self._words.get(f"{table}.{text}")
        return found if isinstance(found, str) else text

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of words, as of months."""
        found = self._words.get(key)
        if not isinstance(found, list):
            raise CatalogueError(self.name, f'there is no list "{key}"')
        return tuple(str(word) for word in found)

    def digest(self) -> str:
        """Return a digest of all words, 32 hex digits."""
        # TOML has days and times, JSON has not.
        words = json.dumps([self.name, dict(self._words)], sort_keys=True, default=str)
        return hashlib.blake2b(words.encode(), digest_size=16).hexdigest()

    def without_days(self) -> Catalogue:
        """Return the same words, with months in the place of days."""
        found = copy.copy(self)
        found._days = False  # noqa: SLF001 — its own class
        return found

    def date(self, day: dt.date) -> Markup:
        """Write `4 March 2026`."""
        return self.date_of_copy(day) if self._days else self.month(day)

    def date_of_copy(self, day: dt.date) -> Markup:
        """Write `4 March 2026`, also where days are hidden: it is none of the journal's."""
        month = self.months[day.month - 1]
        return _time(day.isoformat(), self("date", day=day.day, month=month, year=str(day.year)))

    def date_short(self, day: dt.date) -> Markup:
        """Write `4 Mar`."""
        if not self._days:
            return self.month(day)
        month = self.months_short[day.month - 1]
        return _time(day.isoformat(), self("date_short", day=day.day, month=month))

    def day(self, day: dt.date) -> Markup:
        """Write `4`."""
        if not self._days:
            return Markup()
        return _time(day.isoformat(), str(day.day))

    def month(self, day: dt.date) -> Markup:
        """Write `March 2026`."""
        return _time(day.isoformat()[:7], f"{self.months[day.month - 1]} {day.year}")

    def weekday_date(self, day: dt.date) -> Markup:
        """Write `Thursday 19 November`."""
        if not self._days:
            return self.month(day)
        name, month = self.weekdays[day.weekday()], self.months[day.month - 1]
        return _time(day.isoformat(), self("weekday_date", weekday=name, day=day.day, month=month))

    def _list(self, key: str, count: int) -> tuple[str, ...]:
        found = self._words.get(key)
        if not isinstance(found, list) or len(found) != count:
            raise CatalogueError(self.name, f"{key} must be a list of {count} words")
        return self.words(key)


def _filled(text: str, values: Mapping[str, object]) -> str:
    """Return a sentence with its placeholders filled.

    Only plain names: with `str.format` a stranger's catalogue could read what values lead to.
    """
    return _PLACEHOLDER.sub(lambda found: str(_shown(values.get(found[1], found[0]))), text)


def _shown(value: object) -> object:
    return counted(value) if isinstance(value, int) else value


def _headings(table: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    headings = table.get("headings", {})
    lists = headings.values() if isinstance(headings, dict) else [None]
    if not all(isinstance(names, list) for names in lists):
        raise CatalogueError(name, "each of the headings must be a list of names")
    return dict(headings)


def _time(machine: str, shown: str) -> Markup:
    return Markup(f'<time datetime="{machine}">{escape(shown)}</time>')  # noqa: S704


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{prefix}{key}.")
        else:
            flat[prefix + key] = value
    return flat
