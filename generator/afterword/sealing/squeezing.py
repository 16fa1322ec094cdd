"""The viewer as people read it → as browsers load it: the same without comments and spaces.

Every publish and every file carries the viewer, so it is kept under 20 KB.
"""

from __future__ import annotations

import re

_STYLE_SPACE = re.compile(r"\s*([{};,])\s*|(:)\s+|\s+")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_TOKEN = re.compile(
    r"""
      (?P<comment> /\*.*?\*/ )
    | (?P<text> "(?:[^"\\\n]|\\.)*" | `(?:[^`\\]|\\.)*` )
    | (?P<pattern> /(?![*/])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]* )
    | (?P<space> \s+ )
    | (?P<word> [\w$]+ )
    | (?P<sign> . )
    """,
    re.DOTALL | re.VERBOSE,
)
_BEFORE_PATTERN = frozenset("(,=:!&|?[{};")
"""Signs after which a slash begins a pattern; after anything else it divides."""


def squeeze_script(source: str) -> str:
    """Return a script that does the same, without comments and most spaces.

    Understands what the viewer is written in: every statement ends with a semicolon, texts stand
    in `"` or `` ` `` and templates hold no templates.
    """
    kept: list[str] = []
    at, spaced = 0, False
    while found := _TOKEN.match(source, at):
        if found.lastgroup == "pattern" and kept and kept[-1][-1] not in _BEFORE_PATTERN:
            kept.append("/")
            at += 1
            continue
        at = found.end()
        if found.lastgroup in {"comment", "space"}:
            spaced = True
            continue
        if spaced and kept and _would_join(kept[-1][-1], found[0][0]):
            kept.append(" ")
        kept.append(found[0])
        spaced = False
    return "".join(kept)


def squeeze_style(source: str) -> str:
    """Return a style sheet that says the same, without comments and most spaces."""
    short = _STYLE_SPACE.sub(lambda m: m[1] or m[2] or " ", _COMMENT.sub("", source).strip())
    return short.replace(";}", "}")


def _would_join(before: str, after: str) -> bool:
    """Tell whether two tokens would be read as one without a space."""
    in_words = (before.isalnum() or before in "_$") and (after.isalnum() or after in "_$")
    return in_words or (before == after and before in "+-")
