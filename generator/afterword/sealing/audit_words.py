"""Words that may be names: capitalised, in no list, and none of the interface's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable

from afterword.insight.folding import squeeze

_WORD = re.compile(r"[^\W\d_](?:[\w’'-]*\w)?")
_AMID = re.compile(r"[^\W\d_a-z](?:(?<=[\w,;&/–—-]\s.)|(?<=\w\s\(.)|(?<=\w/.))(?:[\w’'-]*\w)?")
"""A word with a capital that does not begin a sentence."""
_SIGN = "[’']"
_CONTRACTED = re.compile(rf"n{_SIGN}t$")
"""Can't, don't: no name ends so."""
_ELIDED = re.compile(rf"^\w{_SIGN}(?=[^\W\d_])")
"""L'équipe, D'accord; O'Brien too, which begins with a capital after it."""
_SUFFIX = re.compile(rf"{_SIGN}(?:s|ve|m|ll|d|re|n|ne|nen)$")
"""Edie's, I've, she'll; geht's, so'ne."""


def unknown_names(
    texts: Iterable[str],
    *,
    ours: Collection[str],
    known: Collection[str],
    is_plain: Callable[[str], bool] = lambda _: False,
) -> tuple[str, ...]:
    """Return capitalised words that are never written small and are in no list.

    `Edie's` and `I've` are `Edie` and `I`; a single letter is no name. `Edies` is `Edie` when that
    is asked about, or was. `Half-term` is no name when `half` and `term` are written small.
    A plain word is asked about only where its capital is not that of a sentence.

    Args:
        texts: What is shown.
        ours: Folded words of the interface.
        known: Folded words the author was asked about, or has decided to show.
        is_plain: Tells small words that are nobody's name.
    """
    capitals: dict[str, str] = {}
    small: set[str] = set(ours)
    amid: set[str] = set()
    for text in texts:
        amid.update(_AMID.findall(text))
        for written in frozenset(_WORD.findall(text)):
            word = _bare(written)
            if word[:1].isupper():
                if len(word) > 1:
                    capitals.setdefault(squeeze(word), word)
            else:
                small.add(squeeze(word))
    plain = small.union(known)
    asked = {k: w for k, w in capitals.items() if k not in plain and not _is_made_of(w, plain)}
    meant = {_bare(word) for word in amid}
    asked = {k: w for k, w in asked.items() if w in meant or not is_plain(w.lower())}
    names = asked.keys() | set(known)
    return tuple(w for k, w in asked.items() if not (k.endswith("s") and k[:-1] in names))


def _bare(word: str) -> str:
    """Return a word without what an apostrophe ties to it; empty when nothing is left."""
    if _CONTRACTED.search(word):
        return ""
    word = _SUFFIX.sub("", word)
    elided = _ELIDED.match(word)
    return word[elided.end() :] if elided and word[elided.end()].islower() else word


def _is_made_of(word: str, plain: Collection[str]) -> bool:
    """Tell whether a word with hyphens is made of words that are no names."""
    first, *rest = word.split("-")
    return bool(rest) and all(squeeze(part) in plain for part in (first, *rest) if part)
