"""The viewer as people read it → as browsers load it: without comments, spaces and long names.

Every publish and every file carries the viewer, so it is kept under 20 KB.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from afterword.sealing.renaming import Token, shortened

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
_INSERTED = re.compile(r"\$\{([^}]*)")
_BEFORE_PATTERN = frozenset("(,=:!&|?[{};")
"""Signs after which a slash begins a pattern; after anything else it divides."""


def squeeze_script(source: str) -> str:
    """Return a script that does the same, without comments, most spaces and long names.

    Understands what the viewer is written in: every statement ends with a semicolon, texts stand
    in `"` or `` ` ``, templates hold no templates and what is inserted into them no braces, and
    nothing that is declared shares its name with something of the browser's that is used.
    """
    kept: list[str] = []
    for token in shortened(tuple(_tokens(source))):
        if token.spaced and kept and _would_join(kept[-1][-1], token.text[0]):
            kept.append(" ")
        kept.append(token.text)
    return "".join(kept)


def squeeze_style(source: str) -> str:
    """Return a style sheet that says the same, without comments and most spaces."""
    short = _STYLE_SPACE.sub(lambda m: m[1] or m[2] or " ", _COMMENT.sub("", source).strip())
    return short.replace(";}", "}")


def _tokens(source: str) -> Iterator[Token]:
    """Yield the words and signs of a script; a template in the parts around what is inserted."""
    at, spaced, before = 0, False, ";"
    while found := _TOKEN.match(source, at):
        kind, text = str(found.lastgroup), found[0]
        if kind == "pattern" and before not in _BEFORE_PATTERN:
            kind, text = "sign", "/"
        at += len(text)
        if kind in {"comment", "space"}:
            spaced = True
            continue
        yield from _parts(Token(kind, text, spaced=spaced))
        spaced, before = False, text[-1]


def _parts(token: Token) -> Iterator[Token]:
    if token.text[0] != "`":
        yield token
        return
    at = 0
    for inserted in _INSERTED.finditer(token.text):
        yield Token("text", token.text[at : inserted.start(1)], spaced=token.spaced and not at)
        yield from _tokens(inserted[1])
        at = inserted.end()
    yield Token("text", token.text[at:], spaced=token.spaced and not at)


def _would_join(before: str, after: str) -> bool:
    """Tell whether two tokens would be read as one without a space."""
    in_words = (before.isalnum() or before in "_$") and (after.isalnum() or after in "_$")
    return in_words or (before == after and before in "+-")
