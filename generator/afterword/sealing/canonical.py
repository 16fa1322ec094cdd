"""A passphrase however it was typed → the bytes that open; viewer/app.js does the same."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
# Spelled out: what Python and JavaScript call white space differs.
_BETWEEN = re.compile(
    "[ \t\n\r\f\v\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\\-_.,\u2010-\u2015\u2212]+"
)
_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def canonical(passphrase: str) -> str:
    """Return a passphrase without what people type differently.

    Compatibility forms are unified, A–Z made small, and every run of spaces, hyphens, dots,
    commas and underscores is one `-`; none at either end.
    """
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", passphrase))
    return _BETWEEN.sub("-", text.translate(_LOWER)).strip("-")


def has_unassigned(passphrase: str) -> bool:
    """Tell whether a letter may mean something else to another version of Unicode.

    Its compatibility form may change when it is assigned, and what opens with it.
    """
    return any(unicodedata.category(letter) in {"Cn", "Cs"} for letter in passphrase)
