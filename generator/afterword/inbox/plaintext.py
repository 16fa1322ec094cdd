"""Text from strangers as Markdown that says exactly this text and nothing else."""

from __future__ import annotations

import unicodedata

_LETTERS = frozenset({"Lu", "Ll", "Lt", "Lo", "Mn", "Mc", "Nd"})
_UNSHOWN = frozenset({"Cc", "Cf", "Cs"})
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that show nothing."""
_KEPT = frozenset(" ,")


def shown_lines(text: str) -> tuple[str, ...]:
    """Return the lines of a text without what does not show, empty ones left out.

    Control, bidirectional and zero-width characters are gone; white space is one space.
    """
    lines = text.replace("\u2028", "\n").replace("\u2029", "\n").splitlines()
    cleaned = ("".join(filter(_shows, line)) for line in lines)
    return tuple(filter(None, (" ".join(line.split()) for line in cleaned)))


def literal(line: str) -> str:
    """Return Markdown that renders as exactly this line.

    All but letters, their accents, digits, spaces and commas are character references: no sign
    is left that Markdown, HTML or the reader of entries could take for its own.

    Args:
        line: From `shown_lines`.
    """
    return "".join(letter if _is_plain(letter) else f"&#{ord(letter)};" for letter in line)


def quoted(text: str) -> str:
    """Return a block quote that renders as exactly this text, a paragraph for each line."""
    return "\n>\n".join(f"> {literal(line)}" for line in shown_lines(text))


def _is_plain(letter: str) -> bool:
    return letter in _KEPT or unicodedata.category(letter) in _LETTERS


def _shows(letter: str) -> bool:
    if letter.isspace():
        return True
    return letter not in _BLANKS and unicodedata.category(letter) not in _UNSHOWN
