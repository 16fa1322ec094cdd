"""Terms in one text: a single pass of a multi-pattern automaton over its folded words."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import ahocorasick

from afterword.insight.aliases import LEAST_INFLECTED, Alias, Standing, standing
from afterword.insight.folding import fold_keeping_case, joined_words_of, phrase_of, words_of
from afterword.sealing.audit_terms import (
    PASSAGES,
    Term,
    TermKind,
    Terms,
    addresses_in,
    number_key,
    numbers_in,
)

_LEAST_RANDOM = 16
_FAR = 64
"""Letters around a place that are looked at: a word can have millions."""
_HOME = re.compile(
    r"(?<![\w.-])(?:/home/|/Users/|[A-Za-z]:\\{1,2}Users\\{1,2})[^\s/\\\"'<>|]{1,64}"
)
_FEW = 8
"""Names that are looked for one after the other before a text is taken apart into words."""
_NO_LETTERS = bytes(byte for byte in range(128) if not chr(byte).isalnum())
_RUN_ON = re.compile(r"\.?[nrt][A-Z][A-Za-z0-9]*$")


@dataclass(frozen=True, slots=True)
class Matches:
    """What one text holds."""

    terms: frozenset[Term]
    near: frozenset[str]
    """Words that begin or end with a short name."""
    may_be_in_parts: bool = True
    """Whether a part of the text, read by itself, may hold something."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How one term is looked for."""

    term: Term
    length: int
    alias: Alias | None


class Search:
    """Looks for terms in texts.

    Args:
        terms: What to look for.
        known_words: Folded words that are no hidden name though one stands in them.
        permitted: E-mail addresses that may be seen.
    """

    def __init__(
        self, terms: Terms, *, known_words: Collection[str] = (), permitted: Collection[str] = ()
    ) -> None:
        self._runs = terms.runs
        self.has_passages = bool(terms.runs) or any(t.kind in PASSAGES for t in terms.words)
        """Whether it matters in which order words follow each other."""
        self._known = frozenset(known_words)
        self._is_common = terms.is_common
        self._permitted = frozenset(address.casefold() for address in permitted)
        numbers = (term for term in terms.words if term.kind is TermKind.NUMBER)
        self._numbers = {number_key(term.text): term for term in numbers}
        self._automaton: Any = ahocorasick.Automaton()
        looks: dict[str, list[_Look]] = {}
        for term in terms.words:
            if term.kind is not TermKind.NUMBER:
                for pattern in _patterns(term):
                    looks.setdefault(pattern, []).append(_Look(term, len(pattern), term.alias))
        for pattern, found in looks.items():
            self._automaton.add_word(pattern, tuple(found))
        self._automaton.make_automaton()
        self._empty = not looks
        letters = {_letters(pattern) for pattern in looks}
        self.shortest = 0 if terms.runs else min(map(len, letters), default=sys.maxsize)
        """Bytes of the letters of the shortest name."""
        self.longest = max(map(len, looks), default=0)
        """Letters and spaces of the longest name or title."""
        alone = not terms.runs and not self._numbers
        self._letters = letters if alone and len(letters) <= _FEW else None
        """Of every name, when there are few, and nothing else is looked for."""

    def matches(
        self, text: str, *, numbers: bool = True, phrases: str | None = None, small: bool = False
    ) -> Matches:
        """Return the terms in a text.

        Args:
            text: Decoded, with its punctuation.
            numbers: Whether its numbers are words of somebody, not coordinates.
            phrases: In which words follow each other as they were written, if that is not the
                text: empty when in nothing.
            small: Whether names are written small in it, as in names of files.
        """
        cased = fold_keeping_case(text)
        terms = set(self._always(text))
        if not self._may_hold_any(cased):
            return Matches(frozenset(terms), frozenset(), may_be_in_parts=bool(terms))
        words, joined = words_of(cased), joined_words_of(cased)
        near: set[str] = set()
        for look, end in self._places(words):
            place, around = self._place(look, words, end, small=small)
            if place is Standing.NEAR:
                near.update(around)
            elif place is not Standing.NOTHING:
                terms.add(look.term)
        if joined != words:
            terms |= {look.term for look, end in self._places(joined) if _whole(look, joined, end)}
        if numbers:
            keys = map(number_key, numbers_in(cased))
            terms |= {self._numbers[key] for key in keys if key in self._numbers}
        if phrases is None or phrases == text:
            terms |= self._quoted(words)
        elif phrases:
            terms |= self._quoted(words_of(fold_keeping_case(phrases)))
        if phrases == "":
            terms = {term for term in terms if term.kind not in PASSAGES}
        return Matches(frozenset(terms), frozenset(near))

    def _may_hold_any(self, cased: str) -> bool:
        """Tell whether the letters of a name follow each other, whatever stands between them."""
        if self._letters is None:
            return True
        letters = _letters(cased.lower())
        return any(name in letters for name in self._letters)

    def _quoted(self, words: str) -> set[Term]:
        """Return the private runs in folded words."""
        found = self._runs.quoted_in(words.lower()) if self._runs else ()
        return {Term(TermKind.PASSAGE, run) for run in found}

    def _places(self, cased: str) -> Iterator[tuple[_Look, int]]:
        """Yield where folded words read like a term, and where it ends."""
        if not self._empty:
            for last, looks in self._automaton.iter(cased.lower()):
                for look in looks:
                    yield look, last + 1

    def _place(
        self, look: _Look, cased: str, end: int, *, small: bool
    ) -> tuple[Standing, tuple[str, ...]]:
        """Return what a place is, and the words around it when it is a part of them."""
        if look.alias is None:
            return Standing.NAME, ()
        start = end - look.length
        small = small and look.alias.given
        place = _standing(look.alias, cased, start, end, small=small)
        if look.alias.short and _is_random(_word_around(cased, start, end)):
            return Standing.NOTHING, ()
        if place not in (Standing.INSIDE, Standing.NEAR):
            return place, ()
        around = tuple(_word_around(cased, start, end).lower().split())
        known = not self._known.isdisjoint(around) or any(map(self._is_common, around))
        key = look.alias.key
        if place is Standing.NEAR and len(key) >= LEAST_INFLECTED and around == (f"{key}s",):
            place = Standing.INSIDE
        return (Standing.NOTHING if known else place), around

    def _always(self, text: str) -> Iterator[Term]:
        """Yield what nobody has to list: e-mail addresses and home folders."""
        if "@" in text:
            for address in addresses_in(text):
                if not self._may_be_seen(address):
                    yield Term(TermKind.MAIL, address)
        if "/home/" in text or "Users" in text:
            yield from (Term(TermKind.HOME, found[0]) for found in _HOME.finditer(text))

    def _may_be_seen(self, address: str) -> bool:
        # In a script `\n` without its stroke runs the next sentence into the address.
        return _RUN_ON.sub("", address).casefold() in self._permitted or (
            address.casefold() in self._permitted
        )


def _letters(folded: str) -> bytes:
    """Return the letters and digits of a folded text, and what is not ASCII in it."""
    return folded.encode("utf-8", "replace").translate(None, _NO_LETTERS)


def _patterns(term: Term) -> tuple[str, ...]:
    """Return what is looked for in words with one space between them."""
    alias = term.alias
    if alias is None:
        phrase = phrase_of(term.text)
        return (f" {phrase} ",) if phrase else ()
    spaced = " ".join(alias.words)
    return (spaced,) if alias.apart else tuple(dict.fromkeys((spaced, alias.key)))


def _whole(look: _Look, cased: str, end: int) -> bool:
    """Tell whether words that were put together are a name: never one that is hard to tell."""
    alias = look.alias
    if alias is None:
        return True
    if alias.short or alias.cased:
        return False
    return _standing(alias, cased, end - look.length, end) is Standing.NAME


def _standing(alias: Alias, cased: str, start: int, end: int, *, small: bool = False) -> Standing:
    """Return what a place in words with capitals is; where names are small it needs none."""
    starts = [start, *(at + 1 for at in range(start, end) if cased[at] == " ")]
    return standing(
        alias,
        begins=_parts_at(cased, start),
        ends=_parts_at(cased, end),
        capitals=small or all(cased[at].isupper() for at in starts),
    )


def _parts_at(cased: str, at: int) -> bool:
    """Tell whether a word, or a part of one, ends before a place and another begins at it."""
    before, here = cased[at - 1], cased[at]
    if not (before.isalnum() and here.isalnum()):
        return True
    if before.isdigit() is not here.isdigit() or (before.islower() and here.isupper()):
        return True
    return before.isupper() and here.isupper() and cased[at + 1].islower()


def _word_around(cased: str, start: int, end: int) -> str:
    """Return the word, with capitals, in which a place stands; of a very long one a part."""
    first = max(cased.rfind(" ", max(0, start - _FAR), start + 1) + 1, start - _FAR, 0)
    last = cased.find(" ", end, end + _FAR)
    return cased[first : last if last >= 0 else end + _FAR]


def _is_random(word: str) -> bool:
    """Tell whether a word is a key or a digest: words written together change case less often."""
    if len(word) < _LEAST_RANDOM:
        return False
    parts = sum(_parts_at(word, at) for at in range(1, len(word) - 1))
    return parts * 3 > len(word)
