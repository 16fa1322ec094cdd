"""Who signs a bullet or a quote: `— name or source` at its end."""

from __future__ import annotations

import re

from afterword.fields import Vocabulary

_DASH = re.compile(r"(?:^|(?<=\s)|(?<=[”\"’».!?*_)]))(?:—|–|―|--)(?=[ \t]*[^\s—–―-])")
_LONGEST = 80
_LONGEST_NAME_WORDS = 7
_LONGEST_ALONE_WORDS = 8
_LONGEST_UNCASED = 8
"""Letters in a word of a name in a script without capital letters."""
_PARTICLES = frozenset(
    [
        "de",
        "da",
        "di",
        "do",
        "dos",
        "del",
        "della",
        "van",
        "von",
        "der",
        "den",
        "la",
        "le",
        "el",
        "al",
        "ibn",
        "of",
        "the",
        "y",
        "e",
    ]
)
_NO_NAMES = frozenset(
    [
        "i",
        "ok",
        "okay",
        "yes",
        "no",
        "not",
        "so",
        "thanks",
        "maybe",
        "never",
        "always",
        "nothing",
        "everything",
        "nobody",
        "everybody",
    ]
)
_ARTICLES = re.compile(r"^(?:the|my|our|a|an|her|his|their|one of the)\s+", re.IGNORECASE)
_ABBREVIATED = 3
"""Letters up to which a full stop belongs to the name: Jr., St."""


def split_signature(text: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """Return text and giver of words that end in `— name or source`; ("…", "") when unsigned.

    A dash in a sentence is no signature: what follows it must be a source we know, or every
    word of it must begin with a capital letter.
    """
    start = text.rfind("\n") + 1
    if not any(dash in text[start:] for dash in ("—", "–", "―", "--")):
        return text, ""
    window = max(start, len(text) - _LONGEST)
    for found in reversed(list(_DASH.finditer(text, window))):
        alone = not text[start : found.start()].strip()
        signed = _signature(text[found.end() :].strip("*_ \t[]"), vocabulary, alone=alone)
        if signed:
            return text[: found.start()].rstrip(), signed
    return text, ""


def _signature(name: str, vocabulary: Vocabulary, *, alone: bool) -> str:
    """Return the name or source that a signature gives; empty when it is none."""
    bare = _ARTICLES.sub("", name).rstrip(".")
    if vocabulary.word("source", bare):
        return bare
    last = name.rpartition(" ")[2].rstrip(".")
    if len(last) > _ABBREVIATED:
        name = name.rstrip(".")
    if not name or name[-1] in "!?:;":
        return ""
    if _is_name(name) or (alone and len(name.split()) <= _LONGEST_ALONE_WORDS):
        return name
    first, comma, title = name.partition(",")
    known = comma and vocabulary.word("source", _ARTICLES.sub("", title.strip()))
    return name if known and _is_name(first) else ""


def _is_name(text: str) -> bool:
    words = re.findall(r"[^\s,]+", text)
    named = [word for word in words if word.casefold() not in _PARTICLES]
    return (
        bool(named)
        and len(words) <= _LONGEST_NAME_WORDS
        and all(map(_is_capital, named))
        and not (len(words) == 1 and words[0].casefold() in _NO_NAMES)
    )


def _is_capital(word: str) -> bool:
    letter = word.lstrip("(’'\"“")[:1]
    uncased = letter.isalpha() and letter.upper() == letter.lower()
    return letter.isupper() or (uncased and len(word) <= _LONGEST_UNCASED)
