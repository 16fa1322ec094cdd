"""All words that decide how an entry of one portfolio is read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from afterword.fields.table import SECTIONS
from afterword.fields.words import NOTHING, find_word, fold

_NO_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class Settings(Protocol):
    """What of the portfolio's settings bears on reading an entry."""

    @property
    def words(self) -> Mapping[str, Mapping[str, str]]:
        """Field → the author's folded word → ours."""

    @property
    def ignore(self) -> frozenset[str]:
        """Folded keys that are kept in silence."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words that decide how an entry is read: ours, the language's and the author's."""

    sections: Mapping[str, str]
    """Folded heading → role."""
    words: Mapping[str, Mapping[str, str]]
    """Field → the author's folded word → ours."""
    ignore: frozenset[str]
    """Folded keys that are kept in silence."""

    def role(self, heading: str) -> str | None:
        """Return what a level-2 heading is read as; None when it is just text."""
        return self.sections.get(fold(heading.strip().rstrip(":")))

    def word(self, field: str, text: str) -> str | None:
        """Return our word for what the author wrote in a field, their own words included."""
        return find_word(field, text, self.words.get(field, NOTHING))

    def digest(self) -> str:
        """Return the same 64 hex digits for the same words, in whatever order they were given."""
        own = {field: dict(words) for field, words in self.words.items()}
        parts = [dict(self.sections), own, sorted(self.ignore)]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def vocabulary(
    config: Settings,
    catalogue_sections: Mapping[str, Sequence[str]] = _NO_WORDS,
) -> Vocabulary:
    """Return the words in use for a portfolio.

    Args:
        config: Its settings.
        catalogue_sections: Role → heading names in the portfolio's language, beside the English.
    """
    sections = {
        fold(name): role
        for table in (catalogue_sections, SECTIONS)
        for role, names in table.items()
        for name in names
    }
    return Vocabulary(MappingProxyType(sections), config.words, config.ignore)
