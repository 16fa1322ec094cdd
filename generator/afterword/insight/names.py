"""Hidden names in a text: where they stand, and labels in their place.

A name is looked for on a folded copy; every letter of the copy knows where it comes from, so
that what is no name stays as it is, byte for byte.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

import ahocorasick

from afterword.insight.aliases import LEAST_INFLECTED, Alias, Hidden, Standing, aliases_of, standing
from afterword.insight.letters import Gap, Letters, letters_of, quick_letters

_MARK_BEFORE = re.compile(r"(?:[*~]{1,3}|<(?P<tag>[a-z]+)[^<>\n]*>)\Z")
_MARK_AFTER = re.compile(r"[*~]{1,3}|</(?P<tag>[a-z]+)>")
_LONGEST_MARK = 200
_SENTENCE_ENDS = re.compile(r"\w{2}[.!?][\"”’)]*\s")
"""Between two words that are no name together, but for an initial."""


@dataclass(frozen=True, slots=True)
class Found:
    """A hidden name in a text."""

    start: int
    end: int
    """In the text as it was given; a word that holds a long name is taken whole."""
    identities: tuple[str, ...]
    """Whose name it is: several when two people share it, in the order they were given."""
    alias: str
    """As it was looked for."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a text holds of hidden names; neither list overlaps itself."""

    names: tuple[Found, ...]
    near: tuple[Found, ...]
    """Words that merely begin or end with a short name: `Annals` for Ann. Nothing replaces them."""


class Names:
    """Finds hidden names in texts.

    Args:
        hidden: All of them; where two can be meant, the earlier comes first.
        known_words: Folded words that are no hidden name though one stands in them:
            `intelligence` where Intel is hidden.
        ordinary: Folded words that are a name with a capital only, besides ours.
        is_common: Tells other words in which a name may stand without being meant: `American`
            where Erica is hidden.
    """

    def __init__(
        self,
        hidden: Sequence[Hidden],
        *,
        known_words: Collection[str] = (),
        ordinary: Collection[str] = (),
        is_common: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._known = frozenset(known_words)
        self._is_common = is_common
        self._quick: Any = ahocorasick.Automaton()
        patterns: dict[str, _Pattern] = {}
        for one in hidden:
            for alias in aliases_of(one, ordinary=ordinary):
                known = patterns.get(alias.key)
                patterns[alias.key] = _pattern(alias, one.identity, known)
        for key, pattern in patterns.items():
            self._quick.add_word(key, pattern)
        self._empty = not patterns
        self._quick.make_automaton()

    def find(self, text: str) -> Findings:
        """Return the names in a text, the leftmost and longest where they overlap."""
        if self._empty or not any(self._quick.iter(quick_letters(text))):
            return Findings((), ())
        letters = letters_of(text)
        names: list[Found] = []
        near: list[Found] = []
        for last, pattern in self._quick.iter(letters.folded):
            found, sure = self._judge(letters, last + 1 - len(pattern.alias.key), pattern)
            if found:
                (names if sure else near).append(found)
        whole = [one for one in names if not _SENTENCE_ENDS.search(text, one.start, one.end)]
        kept = _without_overlaps([_widened(text, one) for one in whole])
        return Findings(kept, _without_overlaps(near, taken=kept))

    def _judge(self, letters: Letters, start: int, pattern: _Pattern) -> tuple[Found | None, bool]:
        """Return what stands at a place, and whether it is the name for sure."""
        if not pattern.fits_inside(letters, start):
            return None, False
        end = start + len(pattern.alias.key)
        place = standing(
            pattern.alias,
            begins=letters.begins_part(start),
            ends=letters.begins_part(end),
            capitals=pattern.has_capitals(letters, start),
        )
        if place is Standing.INSIDE:
            start, end = letters.word_around(start, end)
            word = letters.folded[start:end]
            if word in self._known or self._is_common(word):
                place = Standing.NOTHING
        if place is Standing.NEAR and len(pattern.alias.key) >= LEAST_INFLECTED:
            around = letters.word_around(start, end)
            word = letters.folded[slice(*around)]
            if word == f"{pattern.alias.key}s" and not self._is_common(word):
                (start, end), place = around, Standing.INSIDE
        found = Found(*letters.span(start, end), pattern.identities, pattern.alias.text)
        return (None if place is Standing.NOTHING else found), place is not Standing.NEAR


@dataclass(frozen=True, slots=True)
class _Pattern:
    """What is looked for, and how it must stand."""

    alias: Alias
    identities: tuple[str, ...]
    joints: frozenset[int]
    """Where its own words meet."""

    def has_capitals(self, letters: Letters, start: int) -> bool:
        """Tell whether each word begins with a capital."""
        return all(letters.is_capital(start + at) for at in (0, *self.joints))

    def fits_inside(self, letters: Letters, start: int) -> bool:
        """Tell whether nothing but what may stand inside a name stands between its letters."""
        strict = self.alias.short or self.alias.cased
        for at in range(1, len(self.alias.key)):
            gap = letters.gaps[start + at]
            if at in self.joints:
                if gap is Gap.BREAK or (self.alias.apart and gap < Gap.SIGN):
                    return False
            elif gap > Gap.SIGN or (gap is Gap.SIGN and strict):
                return False
        return True


def _pattern(alias: Alias, identity: str, known: _Pattern | None) -> _Pattern:
    """Return the pattern of an alias; whoever has the same one already is named first."""
    if known is None:
        return _Pattern(alias, (identity,), _joints(alias))
    return _Pattern(
        replace(
            known.alias,
            cased=known.alias.cased and alias.cased,
            apart=known.alias.apart and alias.apart,
        ),
        tuple(dict.fromkeys((*known.identities, identity))),
        known.joints | _joints(alias),
    )


def _joints(alias: Alias) -> frozenset[int]:
    ends = accumulate(map(len, alias.words))
    return frozenset(ends) - {len(alias.key)}


def _without_overlaps(found: Sequence[Found], *, taken: Sequence[Found] = ()) -> tuple[Found, ...]:
    """Return the leftmost of those that overlap, the longest of those that begin together."""
    kept: list[Found] = []
    blocked = sorted((one.start, one.end) for one in taken)
    last = 0
    for one in sorted(found, key=lambda f: (f.start, -f.end)):
        if one.start >= last and not _overlaps(one, blocked):
            kept.append(one)
            last = one.end
    return tuple(kept)


def _overlaps(one: Found, spans: Sequence[tuple[int, int]]) -> bool:
    """Tell whether one of the ordered spans, of which none overlaps another, is in the way."""
    following = bisect_left(spans, (one.end, 0))
    return following > 0 and spans[following - 1][1] > one.start


def _widened(text: str, found: Found) -> Found:
    start, end = _with_marks(text, found.start, found.end)
    return replace(found, start=start, end=end)


def _with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a place with emphasis that begins before the name and ends in it, or the reverse.

    Left alone, half of a pair would remain: `**` of `**Ac**me`.
    """
    inside = text[start:end]
    before = _MARK_BEFORE.search(text, max(0, start - _LONGEST_MARK), start)
    if before and _is_half(inside, before[0], f"</{before['tag']}>"):
        return before.start(), end
    after = _MARK_AFTER.match(text, end)
    if after and _is_half(inside, after[0], f"<{after['tag']}"):
        return start, after.end()
    return start, end


def _is_half(inside: str, mark: str, other_tag: str) -> bool:
    """Tell whether the other half of a pair of marks stands in the name."""
    if mark.startswith("<"):
        return inside.count(other_tag) == 1
    return inside.count(mark) % 2 == 1


def replace_names(
    text: str, findings: Findings, label_of: Mapping[str, str] | Callable[[str], str]
) -> str:
    """Return the text with each name's label in its place; all else is untouched.

    Args:
        text: That in which they were found.
        findings: Only `names` are replaced.
        label_of: Label by identity; asked for the first where several share a name, in the
            order of the text.
    """
    label = label_of if callable(label_of) else label_of.__getitem__
    return "".join(_pieces(text, findings, label))


def _pieces(text: str, findings: Findings, label: Callable[[str], str]) -> Iterator[str]:
    last = 0
    for found in findings.names:
        yield text[last : found.start]
        yield label(found.identities[0])
        last = found.end
    yield text[last:]
