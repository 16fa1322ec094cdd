"""Edits that rename themes in a body: bold leads, headings, `#theme`, `[[theme]]`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from unicodedata import category

from afterword.fields import Vocabulary
from afterword.journal.model import Reading
from afterword.journal.points import implied_theme
from afterword.journal.reading import read_file
from afterword.journal.rewriting import Edit, applied
from afterword.journal.themes import theme_key

# Wider than what the reader takes for a theme: it is asked anyway.
_BOLD = re.compile(r"(\*\*|__)(?=\S)(?P<name>.+?)(?<=\S)\1")
_HEADING = re.compile(r"^ {0,3}###[ \t]+(?P<name>[^\n]+)", re.MULTILINE)
_BRACKETS = re.compile(r"(?:(?<=\s)|^)#\[(?P<name>[^\[\]\n]+)\]", re.MULTILINE)
_BARE = re.compile(r"(?:(?<=\s)|^)#(?P<name>[^\s\[\]#]+)", re.MULTILINE)
_AROUND = "*_`[] \t#:.,;"
_SIGNATURE = re.compile(r"[ \t]+(?:—|–|―|--)[ \t]")
_WIKI = re.compile(r"\[\[(?P<name>[^\[\]|\n#]+)")
_SIMPLE = re.compile(r"[^\W\d_](?:[\w/-]*\w)?")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A place that may name a theme."""

    start: int
    end: int
    text: str
    """The new name, as it has to be written here."""
    probe: str
    """A name that stands nowhere else, written the same way."""


def edits_in_body(
    text: str, body: int, names: Mapping[str, str], vocabulary: Vocabulary
) -> tuple[Edit, ...]:
    """Return the edits that rename themes in bullets, headings and next steps.

    Every place that looks like one of the themes gets a name of its own, and the text is read
    with these: those that come back are where the reader sees a theme.

    Args:
        text: The whole file, line ends plain.
        body: Where the body begins.
        names: Key of a theme → its new name.
        vocabulary: The words in use.
    """
    found = tuple(_candidates(text, body, names))
    if not found:
        return ()
    probed = applied(text, (Edit(c.start, c.end, c.probe) for c in found))
    seen = _themes_seen(read_file(probed.encode("utf-8", "replace"), vocabulary))
    return tuple(Edit(c.start, c.end, c.text) for c in found if c.probe.strip("#[]") in seen)


def _themes_seen(reading: Reading) -> frozenset[str]:
    remarks = (span.text for remark in reading.remarks for span in remark.themes)
    actions = (name for action in reading.actions for name in action.themes)
    return frozenset((*remarks, *actions))


def _candidates(text: str, body: int, names: Mapping[str, str]) -> Iterator[_Candidate]:
    """Yield places that may name one of the themes; none overlaps another."""
    taken: set[int] = set()
    for pattern in (_BRACKETS, _BARE, _HEADING, _BOLD):
        for found in pattern.finditer(text, body):
            start, end = _place(found, pattern, names)
            if start == end or not taken.isdisjoint(range(start, end)):
                continue
            taken |= set(range(start, end))
            name = names[theme_key(text[start:end])]
            if pattern is _BARE:
                name = mark_of(name)[1:]
            elif pattern is not _BRACKETS:
                name = _like(text[start:end], name)
            yield _Candidate(start, end, name, _unused(text, len(taken)))


def _place(
    found: re.Match[str], pattern: re.Pattern[str], names: Mapping[str, str]
) -> tuple[int, int]:
    """Return where in a match the name of one of the themes stands; empty if none does."""
    name, start = found["name"], found.start("name")
    if pattern is _BARE:
        ends = (n for n in range(len(name), 0, -1) if category(name[n - 1])[0] in "LMN")
        tries = [(0, end) for end in ends]
    else:
        signed = _SIGNATURE.search(name)
        tries = [
            (0, len(name)),
            (0, signed.start() if signed else 0),
            (name.rfind("|") + 1, len(name)),
        ]
    for first, last in tries:
        part = name[first:last].strip(_AROUND)
        if part and theme_key(part) in names:
            begin = start + name.index(part, first)
            return begin, begin + len(part)
    return start, start


def _unused(text: str, number: int) -> str:
    probe = f"qx{number}z"
    while probe in text:
        probe += "x"
    return probe


def _like(old: str, new: str) -> str:
    """Return the new name with a capital if a bullet began with one."""
    return new[:1].upper() + new[1:] if old[:1].isupper() else new


def mark_of(name: str) -> str:
    """Return a theme as a mark: `#pace`, `#[system design]`."""
    return f"#{name}" if _SIMPLE.fullmatch(name) else f"#[{name}]"


def edits_in_links(
    text: str, names: Mapping[str, str], places: Collection[tuple[int, int]]
) -> Iterator[Edit]:
    """Yield the edits that rename themes in wiki links.

    Args:
        text: The whole file, line ends plain.
        names: Key of a theme → its new name.
        places: Line and column of the links that lead to one of them.
    """
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    for line, column in sorted(places):
        found = _WIKI.match(text, starts[line - 1] + column - 1)
        start, end = _place(found, _WIKI, names) if found else (0, 0)
        if start < end:
            yield Edit(start, end, names[theme_key(text[start:end])])


def edits_for_implied(
    text: str, before: Reading, after: Reading, names: Mapping[str, str]
) -> Iterator[Edit]:
    """Yield marks for bullets that say in words what front matter has now another name for.

    Args:
        text: The whole file with its themes renamed, line ends plain.
        before: What was read before the renaming.
        after: What is read from `text`.
        names: Key of a theme → its new name.
    """
    ends = [found.start() for found in re.finditer("\n|\\Z", text)]
    marked: set[int] = set()
    for old, new in zip(before.remarks, after.remarks, strict=False):
        was = "" if old.themes else implied_theme(old, before.fields)
        now = "" if new.themes else implied_theme(new, after.fields)
        meant = names.get(theme_key(was), was)
        if was and theme_key(now) != theme_key(meant) and new.line not in marked:
            marked.add(new.line)
            line = text[: ends[new.line - 1]].rstrip(" \t")
            yield Edit(len(line), len(line), f" {mark_of(meant)}")
