"""What an author may call a key or a word, and what they may have meant by another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from afterword.fields.table import AMBIGUOUS, FIELDS, Field

NOTHING: Mapping[str, str] = MappingProxyType({})

_GAPS = re.compile(r"[\s_-]+")
# Verbs, prepositions and what is plural already: an s would make no word of them.
_NO_PLURAL = frozenset(
    {
        *("by", "with", "on", "from", "about", "every", "1:1", "felt", "sent", "praise"),
        *("asked", "replied", "clarified", "thanked", "improve", "to improve", "work on"),
        *("went well", "internal", "status", "yes", "no", "ok", "me", "hr", "osce"),
    },
)


def fold(text: str) -> str:
    """Return the identity of a key, word or theme.

    Case, composition form and the difference between space, `-` and `_` are gone.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return _GAPS.sub(" ", text.casefold()).strip()


def _other_number(word: str) -> str:
    """Return the plural of a singular, the singular of a plural."""
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("ss"):
        return word + "es"
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("s"):
        return word[:-1]
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("sh", "ch", "x")) else "s")


def _with_plurals(names: Mapping[str, str]) -> Mapping[str, str]:
    """Return folded name → canonical name, plurals and singulars added where free."""
    known = {fold(name): canonical for name, canonical in names.items()}
    for name, canonical in tuple(known.items()):
        if name not in _NO_PLURAL:
            known.setdefault(_other_number(name), canonical)
    return MappingProxyType(known)


def _spellings(words: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
    synonyms = {name: word for word, names in words.items() for name in names}
    return _with_plurals({word: word for word in words} | synonyms)


_KEYS: Mapping[str, Field] = MappingProxyType(
    {
        key: FIELDS[name]
        for key, name in _spellings(
            {field.name: field.synonyms for field in FIELDS.values()}
        ).items()
    },
)
_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {field.name: _spellings(field.words) for field in FIELDS.values() if field.words},
)
_KEY_NAMES = tuple(name for field in FIELDS.values() for name in (field.name, *field.synonyms))


def find_field(key: str) -> Field | None:
    """Return the field a key means, by name, synonym or plural; None when we do not know it."""
    return _KEYS.get(key) or _KEYS.get(fold(key))


def find_word(field: str, text: str, own: Mapping[str, str] = NOTHING) -> str | None:
    """Return our word for what an author wrote; None when it is a word of their own.

    Args:
        field: Canonical name.
        text: As written.
        own: The author's folded words → ours; they win over the table.
    """
    words = _WORDS.get(field, NOTHING)
    if not own and text in words:
        return words[text]
    folded = fold(text)
    return own.get(folded) or words.get(folded)


def ask_about(field: str, text: str) -> str | None:
    """Return the question to ask about a word with two meanings; None when it is clear."""
    return AMBIGUOUS.get(field, NOTHING).get(fold(text))


def suggest(text: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate the text is most likely a slip for; None when none is near.

    One slip in up to four letters, two in up to eight, else three; the first of equals.
    More than one never spares the first letter: `layout` is no slip for `about`.
    """
    wanted = fold(text)
    allowed = 1 + (len(wanted) > 4) + (len(wanted) > 8)  # noqa: PLR2004
    letters = set(wanted)
    best: str | None = None
    for candidate in candidates:
        near = fold(candidate)
        # A slip takes at most one letter away and brings one in; most candidates end here.
        if abs(len(near) - len(wanted)) <= allowed and len(letters ^ set(near)) <= 2 * allowed:
            slips = _slips(wanted, near)
            alike = slips <= 1 or wanted[:1] == near[:1]
            if alike and slips <= allowed and slips < len(wanted) - 1:
                best, allowed = candidate, slips - 1
    return best


def _slips(one: str, other: str) -> int:
    """Return the optimal string alignment distance: letters changed, added, left out or swapped."""
    older: list[int] = []
    old = list(range(len(other) + 1))
    for i, letter in enumerate(one):
        new = [i + 1]
        for j, wanted in enumerate(other):
            cost = min(old[j] + (letter != wanted), old[j + 1] + 1, new[j] + 1)
            if i and j and letter == other[j - 1] and one[i - 1] == wanted:
                cost = min(cost, older[j - 1] + 1)
            new.append(cost)
        older, old = old, new
    return old[-1]


def did_you_mean(key: str) -> str | None:
    """Return the key an unknown one is most likely a slip for."""
    return suggest(key, _KEY_NAMES)
