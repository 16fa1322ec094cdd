"""Links and pictures in a body, with their places."""

from __future__ import annotations

import re

from afterword.journal.cuts import Lines, code_spans, visible, within
from afterword.journal.model import LinkForm, Reference

_WIKI = re.compile(r"\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]*))?\]\]")
_TARGET = re.compile(r"\]\([ \t]*(?:<([^<>\n]*)>|([^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*))")
_DEFINITION = re.compile(r"^ {0,3}\[([^\[\]\n^][^\[\]\n]*)\]:[ \t]*<?([^\s<>]+)>?", re.MULTILINE)
_PICTURE = re.compile(r"!\[[^\[\]\n]*\]\[([^\[\]\n]+)\]")
_BRACKET = re.compile(r"\\.|[\[\]]|\n[ \t]*\n")


def find_references(text: str, *, first_line: int) -> tuple[Reference, ...]:
    """Return all references outside code, in order of their places."""
    if "[" not in text:
        return ()
    code = code_spans(text)
    lines = Lines(text, first_line)
    found: list[Reference] = []

    def add(form: LinkForm, target: str, label: str, position: int) -> None:
        if target and not within(code, position):
            found.append(Reference(form, visible(target), label, *lines.place(position)))

    for m in _WIKI.finditer(text):
        add(LinkForm.WIKI, m[1].strip(), visible(m[2] or "").strip(), m.start())
    if "](" in text:
        openings = _openings(text, code)
        for m in _TARGET.finditer(text):
            opening = openings.get(m.start(), -1)
            if opening >= 0:
                picture = opening > 0 and text[opening - 1] == "!"
                label = visible(text[opening + 1 : m.start()])
                target = m[1] if m[1] is not None else m[2]
                add(LinkForm.IMAGE if picture else LinkForm.LINK, target, label, opening - picture)
    if "]:" in text:
        pictures = {m[1].casefold() for m in _PICTURE.finditer(text)} if "![" in text else set()
        for m in _DEFINITION.finditer(text):
            form = LinkForm.IMAGE if m[1].casefold() in pictures else LinkForm.LINK
            add(form, m[2], visible(m[1]), m.start())
    return tuple(sorted(found, key=lambda r: (r.line, r.column)))


def _openings(text: str, code: list[tuple[int, int]]) -> dict[int, int]:
    """Return for each closing bracket the one that opens it, within a paragraph, outside code."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for found in _BRACKET.finditer(text):
        position, bracket = found.start(), found[0]
        if bracket[0] == "\n":
            opened.clear()
        elif bracket in "[]" and not within(code, position):
            if bracket == "[":
                opened.append(position)
            elif opened:
                pairs[position] = opened.pop()
    return pairs
