"""Which entries a reader may see, and how much of each."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from afterword.config import ReaderSettings
from afterword.fields import find_word, fold
from afterword.journal.model import Entry, Journal
from afterword.journal.slugs import slug
from afterword.journal.themes import theme_key

KINDS_OF_CHOICE = ("application", "entry", "kind", "source", "stage", "theme")


class Chosen(NamedTuple):
    """An entry that a reader may see."""

    entry: Entry
    only: frozenset[str]
    """Keys of the themes it was chosen by, when by nothing else: only their points are shown."""


class Why(enum.Enum):
    """Why an entry is not shown although it was meant to be."""

    DRAFT = enum.auto()
    PLANNED = enum.auto()
    UNDATED = enum.auto()
    BEFORE = enum.auto()
    """`since` is later."""
    EXCLUDED = enum.auto()
    SETTLING = enum.auto()


class Left(NamedTuple):
    """An entry that is not shown although it was meant to be."""

    entry: Entry
    why: Why
    selector: str
    """As written in `exclude`; empty unless that is why."""


class Choice(NamedTuple):
    """What of a journal a reader may see."""

    chosen: tuple[Chosen, ...]
    """In order of time."""
    unknown: tuple[str, ...]
    """Selectors that name nothing there is."""
    left: tuple[Left, ...] = ()
    """What was named one by one, or is still settling, and is not shown; for the author alone."""


def choose(journal: Journal, reader: ReaderSettings, today: dt.date) -> Choice:
    """Return what a reader may see: nothing that was not named for them.

    Chosen = (`include` and entries whose `share` names the reader) without `exclude`, what is
    before `since`, drafts, planned entries, undated ones, and what has not settled, unless it is
    named by `entry:` or `share`. Exclusion wins.

    Args:
        journal: The author's whole journal.
        reader: Whom it is for.
        today: The day.
    """
    chooser = _Chooser(journal, reader)
    found: list[Chosen] = []
    left: list[Left] = []
    for entry in journal.entries:
        only = chooser.how(entry)
        if only is None:
            continue
        why, selector = chooser.hindrance(entry, today)
        if why is None:
            found.append(Chosen(entry, only))
        elif why is Why.SETTLING or chooser.is_named(entry):
            left.append(Left(entry, why, selector))
    return Choice(tuple(found), tuple(chooser.unknown()), tuple(left))


def hindrance(
    journal: Journal, reader: ReaderSettings, entry: Entry, today: dt.date
) -> Left | None:
    """Return why an entry would not be shown if it were named for a reader; None when it would.

    Args:
        journal: The author's whole journal.
        reader: Whom it is for.
        entry: One of the journal's.
        today: The day.
    """
    why, selector = _Chooser(journal, reader).hindrance(entry, today, named=True)
    return Left(entry, why, selector) if why else None


class _Selector(NamedTuple):
    """What a reader's settings name."""

    text: str
    """As written."""
    kind: str
    name: str
    test: Callable[[Entry], bool]


class _Chooser:
    """Looks entries up in a reader's settings; lives as long as the call."""

    def __init__(self, journal: Journal, reader: ReaderSettings) -> None:
        self._journal = journal
        self._reader = reader
        self._names = {fold(name) for name in (reader.key, reader.name) if name}
        self._include = [self._selector(text) for text in reader.include]
        self._exclude = [self._selector(text) for text in reader.exclude]

    def how(self, entry: Entry) -> frozenset[str] | None:
        """Return by which themes alone an entry is meant, none for all of it; None when not."""
        by = [one for one in self._include if one.test(entry)]
        if self._is_shared(entry) or any(one.kind != "theme" for one in by):
            return frozenset()
        keys = frozenset(self._theme(one.name) for one in by)
        said = {point.theme.key for point in entry.points if point.theme}
        return keys & said or None

    def is_named(self, entry: Entry) -> bool:
        """Tell whether an entry was named one by one: by `share` or `entry:`."""
        named = (one for one in self._include if one.kind == "entry")
        return self._is_shared(entry) or any(one.test(entry) for one in named)

    def hindrance(
        self, entry: Entry, today: dt.date, *, named: bool = False
    ) -> tuple[Why | None, str]:
        """Return why an entry is not shown all the same, and by which exclusion."""
        if why := self._by_itself(entry):
            return why, ""
        for one in self._exclude:
            if one.test(entry):
                return Why.EXCLUDED, one.text
        if entry.settles and entry.settles > today and not (named or self.is_named(entry)):
            return Why.SETTLING, ""
        return None, ""

    def _by_itself(self, entry: Entry) -> Why | None:
        """Return why an entry is for nobody, or not for this reader, by what it is and its day."""
        if entry.draft:
            return Why.DRAFT
        if entry.date is None:
            return Why.UNDATED
        if entry.planned:
            return Why.PLANNED
        since = self._reader.since
        return Why.BEFORE if since and entry.date < since else None

    def unknown(self) -> Iterator[str]:
        """Yield the selectors that match no entry, but for words of ours: one may come yet."""
        for one in (*self._include, *self._exclude):
            if not _is_ours(one.kind, one.name) and not any(map(one.test, self._journal.entries)):
                yield one.text

    def _is_shared(self, entry: Entry) -> bool:
        readers = entry.reading.fields.get("share", ())
        return any(fold(span.text) in self._names for span in readers)

    def _theme(self, name: str) -> str:
        key = theme_key(name)
        for theme in self._journal.themes.values():
            if key == theme.key or key in map(theme_key, theme.aliases):
                return theme.key
        return key

    def _selector(self, text: str) -> _Selector:
        kind, _, name = text.partition(":")
        kind, name = fold(kind), name.strip()
        return _Selector(text, kind, name, self._test(kind, name))

    def _test(self, kind: str, name: str) -> Callable[[Entry], bool]:
        """Return what tells whether an entry is meant by a selector."""
        word = fold(name)
        place = slug(name) if kind in ("application", "entry") else ""
        key = self._theme(name) if kind == "theme" else ""
        tests: Mapping[str, Callable[[Entry], bool]] = {
            "application": lambda entry: self._is_in(entry, word, place),
            "entry": lambda entry: place in (entry.slug, entry.slug[len("2026-03-04-") :]),
            "kind": lambda entry: word == entry.kind.value,
            "source": lambda entry: word in _words(entry.sources),
            "stage": lambda entry: entry.stage is not None and word in _words([entry.stage]),
            "theme": lambda entry: any(theme.key == key for theme in entry.themes),
        }
        return tests.get(kind, lambda _: False)

    def _is_in(self, entry: Entry, word: str, place: str) -> bool:
        application = self._journal.applications.get(entry.application)
        if application is None:
            return False
        return place == application.slug or word in (fold(application.key), fold(application.name))


def _words(words: Sequence[object]) -> set[str]:
    return {fold(str(part)) for word in words for part in (word if isinstance(word, tuple) else ())}


def _is_ours(kind: str, name: str) -> bool:
    """Tell whether a kind, source or stage is named by our own word: no slip of the pen."""
    return fold(find_word(kind, name) or "") == fold(name) != ""
