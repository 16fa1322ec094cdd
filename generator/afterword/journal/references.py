"""Links and pictures in a body, with their places."""

from __future__ import annotations

import re
from bisect import bisect_right

from afterword.journal.cuts import code_spans, within
from afterword.journal.model import LinkForm, Reference

_WIKI = re.compile(r"\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]*))?\]\]")
_TARGET = re.compile(r"\]\([ \t]*(?:<([^<>\n]*)>|([^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*))")
_DEFINITION = re.compile(r"^ {0,3}\[([^\[\]\n^][^\[\]\n]*)\]:[ \t]*<?([^\s<>]+)>?", re.MULTILINE)
_PICTURE = re.compile(r"!\[[^\[\]\n]*\]\[([^\[\]\n]+)\]")
_LABEL_LENGTH = 400


def find_references(text: str, *, first_line: int) -> tuple[Reference, ...]:
    """Return all references outside code, in order of their places."""
    if "[" not in text:
        return ()
    code = code_spans(text)
    starts = [0] + [m.end() for m in re.finditer("\n", text)]
    found: list[Reference] = []

    def add(form: LinkForm, target: str, label: str, position: int) -> None:
        if target and not within(code, position):
            row = bisect_right(starts, position) - 1
            found.append(
                Reference(form, target, label, first_line + row, position - starts[row] + 1)
            )

    for m in _WIKI.finditer(text):
        add(LinkForm.WIKI, m[1].strip(), (m[2] or "").strip(), m.start())
    for m in _TARGET.finditer(text):
        opening, label = _label_before(text, m.start())
        form = LinkForm.IMAGE if opening > 0 and text[opening - 1] == "!" else LinkForm.LINK
        start = opening - (form is LinkForm.IMAGE) if opening >= 0 else m.start()
        add(form, m[1] if m[1] is not None else m[2], label, start)
    pictures = {m[1].casefold() for m in _PICTURE.finditer(text)} if "![" in text else set()
    for m in _DEFINITION.finditer(text):
        form = LinkForm.IMAGE if m[1].casefold() in pictures else LinkForm.LINK
        add(form, m[2], m[1], m.start())
    return tuple(sorted(found, key=lambda r: (r.line, r.column)))


def _label_before(text: str, end: int) -> tuple[int, str]:
    """Return where the label that ends here begins, and its text; -1 when there is none near."""
    depth = 0
    for i in range(end, max(-1, end - _LABEL_LENGTH), -1):
        depth += (text[i] == "]") - (text[i] == "[")
        if depth == 0:
            return i, text[i + 1 : end]
    return -1, ""
