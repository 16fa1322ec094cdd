"""Names that are safe in addresses and on every disk."""

from __future__ import annotations

import hashlib
import re
import unicodedata

LONGEST_BYTES = 120
"""A slug's length in UTF-8; a path of folder, slug and `.html` stays under 255."""

_SPELLED = str.maketrans({"+": "-plus", "#": "-sharp", "&": "-and-"})
_NOT_ASCII_WORD = re.compile(r"[^a-z0-9]+")
_IS_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_RESERVED = frozenset(
    (
        *("index", "con", "prn", "aux", "nul"),
        *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"),
    )
)


def stem_of(path: str) -> str:
    """Return the name of an entry's file without its `.md`, in whichever case that is written."""
    name = path.rpartition("/")[2]
    return name[: -len(".md")] if name.lower().endswith(".md") else name


def slug(text: str) -> str:
    """Return the address form of a name: lower case, words joined by `-`, never empty.

    Equal names give equal slugs; different names may share one (see `distinct`).
    """
    if len(text) <= LONGEST_BYTES and _IS_SLUG.match(text) and text not in _RESERVED:
        return text
    spelled = unicodedata.normalize("NFC", text).lower().translate(_SPELLED)
    if spelled.isascii():
        joined = _NOT_ASCII_WORD.sub("-", spelled).strip("-")
    else:
        joined = _join_words(unicodedata.normalize("NFC", spelled))
    if not joined:
        return f"x-{_hex(text)}"
    if len(joined.encode()) > LONGEST_BYTES:
        short = joined.encode()[: LONGEST_BYTES - 7].decode(errors="ignore").rstrip("-")
        joined = f"{short}-{_hex(joined)}"
    return f"{joined}-1" if joined in _RESERVED else joined


def distinct(name: str, taken: dict[str, str], identity: str) -> str:
    """Return the slug of `name`, with six hex digits when another identity has it already.

    Args:
        name: What to make a slug of.
        taken: Slug → identity so far; the result is added.
        identity: What makes two names one.
    """
    wanted = slug(name)
    if taken.setdefault(wanted, identity) == identity:
        return wanted
    other = f"{wanted}-{_hex(identity)}"
    taken[other] = identity
    return other


def _join_words(text: str) -> str:
    """Keep Unicode letters, marks and numbers; all between them becomes one `-`."""
    kept = (c if unicodedata.category(c)[0] in "LMN" else "-" for c in text)
    return re.sub("-+", "-", "".join(kept)).strip("-")


def _hex(text: str) -> str:
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()[:6]
