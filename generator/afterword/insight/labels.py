"""What stands in the place of hidden names: what the author says, else a noun and a letter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from string import ascii_uppercase
from typing import NamedTuple

from afterword.config import Config, NameSettings
from afterword.fields import fold
from afterword.insight.aliases import Hidden, NameKind
from afterword.insight.folding import squeeze
from afterword.insight.names import Names, replace_names
from afterword.journal.model import Journal


def person_identity(name: str) -> str:
    """Return what a person is known by among hidden names."""
    return f"{NameKind.PERSON}/{squeeze(name)}"


def company_identity(name: str) -> str:
    """Return what a company is known by among hidden names."""
    return f"{NameKind.COMPANY}/{squeeze(name)}"


class Replaced(NamedTuple):
    """A name as it was written, and what stands in its place."""

    written: str
    label: str
    times: int
    """How often, in all that is shown."""


class Labels:
    """Gives each hidden identity its label, letters in the order in which they first appear."""

    def __init__(
        self,
        journal: Journal,
        config: Config,
        hidden: Sequence[Hidden],
        label: Callable[[str, str], str],
    ) -> None:
        self._label = label
        self._said = {squeeze(one.name): one.label for one in config.names if one.label}
        self._kinds = {one.identity: one.kind for one in hidden}
        self._given: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        self._replaced: dict[tuple[str, str], int] = {}
        self._nouns = _nouns(journal)

    def of(self, identity: str) -> str:
        """Return the label of an identity; two that were given one label stay two."""
        if identity not in self._given:
            self._given[identity] = self._new(identity)
        return self._given[identity]

    def of_other(self, noun: str, name: str) -> str:
        """Return the label of something that is no name, but as telling: an occasion."""
        identity = f"{noun}\0{fold(name)}"
        if identity not in self._given:
            self._given[identity] = self._numbered(noun)
        return self._given[identity]

    def hides(self, identity: str) -> bool:
        """Tell whether an identity is hidden."""
        return identity in self._kinds

    def replace(self, text: str, names: Names) -> str:
        """Return a text with the label of each hidden name in its place."""
        if not text:
            return text
        found = names.find(text)
        replaced = replace_names(text, found, self.of)
        for one in found.names:
            self.instead_of(text[one.start : one.end], one.identities[0])
        return replaced

    def instead_of(self, written: str, identity: str) -> str:
        """Return the label that stands for a name, and remember that it did."""
        label = self.of(identity)
        key = (" ".join(written.split()), label)
        self._replaced[key] = self._replaced.get(key, 0) + 1
        return label

    @property
    def replaced(self) -> tuple[Replaced, ...]:
        """What was replaced by what, in the order in which it first was."""
        return tuple([Replaced(*key, count) for key, count in self._replaced.items()])

    def described(self, names: Sequence[NameSettings]) -> tuple[NameSettings, ...]:
        """Return the names in whose place a description of the author's stands."""
        given = {identity.partition("/")[2] for identity in self._given}
        return tuple([one for one in names if one.label and squeeze(one.name) in given])

    def _new(self, identity: str) -> str:
        said = self._said.get(identity.partition("/")[2])
        if said:
            taken = [given for given in self._given.values() if given.startswith(said)]
            return f"{said} {len(taken) + 1}" if taken else said
        return self._numbered(self._noun(identity))

    def _numbered(self, noun: str) -> str:
        count = self._counts[noun] = self._counts.get(noun, 0) + 1
        return self._label(noun, _letters(count))

    def _noun(self, identity: str) -> str:
        kind = self._kinds.get(identity, NameKind.OTHER)
        if kind is NameKind.PERSON:
            return self._nouns.get(identity, "person")
        return "company" if kind is NameKind.COMPANY else "name"


def _nouns(journal: Journal) -> dict[str, str]:
    """Return for each person the kind of giver they were first."""
    found: dict[str, str] = {}
    for entry in journal.entries:
        for point in entry.points:
            giver = point.giver
            if giver.person and giver.source.known and giver.source.known not in ("self", "tool"):
                found.setdefault(person_identity(giver.person.name), giver.source.known)
    return found


def _letters(number: int) -> str:
    """Return A, B, …, Z, AA, AB and so on for 1, 2, …."""
    found = ""
    while number:
        number, rest = divmod(number - 1, len(ascii_uppercase))
        found = ascii_uppercase[rest] + found
    return found
