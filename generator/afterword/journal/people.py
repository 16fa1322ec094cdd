"""People named in a journal, each one person however often they are named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from afterword.fields import Vocabulary, fold
from afterword.journal.headers import Header
from afterword.journal.model import Person, Word
from afterword.journal.slugs import distinct


class People:
    """All people of a journal, by any way their name is followed by a title."""

    def __init__(self, headers: Sequence[Header], vocabulary: Vocabulary) -> None:
        names: dict[str, str] = {}
        self._vocabulary = vocabulary
        self._keys: dict[str, str] = {}
        for header in headers:
            fields = header.read.reading.fields
            for field in ("by", "with"):
                for span in fields.get(field, ()):
                    if not self._is_me(span.text):
                        self._note(span.text, names)
            for remark in header.read.reading.remarks:
                if remark.giver and not vocabulary.word("source", remark.giver):
                    self._note(remark.giver, names)
        taken: dict[str, str] = {}
        people = {
            key: Person(names[key], key, distinct(names[key], taken, key)) for key in sorted(names)
        }
        self.by_key: Mapping[str, Person] = MappingProxyType(people)
        self.source_of: Mapping[str, Word] = MappingProxyType(self._sources(headers))

    def find(self, name: str) -> Person:
        """Return the person of a name; it must be in the journal."""
        return self.by_key[self._keys[name]]

    def named(self, header: Header, field: str) -> tuple[Person, ...]:
        """Return the people in a field of an entry, each once."""
        spans = header.read.reading.fields.get(field)
        if not spans:
            return ()
        return tuple(
            dict.fromkeys(self.find(span.text) for span in spans if not self._is_me(span.text))
        )

    def differing(self, other: People) -> frozenset[str]:
        """Return the names that mean another person, or somebody else's role, here than there."""
        if self is other:
            return frozenset()
        names = self._keys.keys() | other._keys.keys()
        return frozenset(n for n in names if self._meaning(n) != other._meaning(n))

    def _meaning(self, name: str) -> tuple[Person, Word | None] | None:
        key = self._keys.get(name)
        return (self.by_key[key], self.source_of.get(key)) if key is not None else None

    def _is_me(self, written: str) -> bool:
        return self._vocabulary.word("source", written) == "self"

    def _note(self, written: str, names: dict[str, str]) -> None:
        if written not in self._keys:
            name = _without_title(written)
            self._keys[written] = fold(name)
            names.setdefault(fold(name), name)

    def _sources(self, headers: Sequence[Header]) -> dict[str, Word]:
        """Return what a person is wherever they are named: mentor, manager or friend.

        Others are what one entry says they are in that entry alone.
        """
        sources: dict[str, Word] = {}
        for header in headers:
            fields = header.read.reading.fields
            if "by" in fields and len(fields["by"]) == 1 and "source" in fields:
                others = [source for source in header.sources if source.known != "self"]
                lasting = len(others) == 1 and others[0].known in ("mentor", "manager", "friend")
                if lasting and not self._is_me(fields["by"][0].text):
                    sources.setdefault(self._keys[fields["by"][0].text], others[0])
        return sources


def _without_title(name: str) -> str:
    """Return "J. Reid" for "J. Reid, Ward Manager" and "Ana (HR)" for itself."""
    return name.partition(",")[0].strip() or name
