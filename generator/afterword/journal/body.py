"""The body of an entry: its sections, and what the read ones say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from afterword.diagnostics import Diagnostic
from afterword.fields import Vocabulary
from afterword.journal.actions import read_action
from afterword.journal.cuts import CUT, Cut, cut, visible
from afterword.journal.fences import fenced
from afterword.journal.items import Item, split_items, without_closing
from afterword.journal.model import Action, Polarity, Question, Reference, Remark, Span
from afterword.journal.references import find_references
from afterword.journal.remarks import read_question, read_remarks
from afterword.journal.slugs import slug

SUMMARY_LENGTH = 240
_SECTION = 2
"""The level of headings that may be read."""

_ATX = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*)$")
_SETEXT = re.compile(r"^ {0,3}(=+|--+)[ \t]*$")
_NOT_PARAGRAPH = re.compile(r"^(?: {4}|\t| {0,3}(?:[>#|•–]|[-*+][ \t]|\d{1,9}[.)]))")
_MARKUP = re.compile(
    r"!?\[\^[^\[\]]*\]|!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])?|<(https?:[^<>\s]+)>"
    r"|</?[a-zA-Z][^<>]*>|`+|~~+|\\([!-/:-@\[-`{-~])"
    r"|^[ \t>]*(?:#+[ \t]+|[-*+•–][ \t]+)?",
    re.MULTILINE,
)
_EMPHASIS = re.compile(
    r"(?<![\\*])(\*{1,3})(?=[^\s*])([^*]+)(?<=\S)\1"
    r"|(?<![\\\w])(_{1,3})(?=[^\s_])([^_]+)(?<=\S)\3(?!\w)"
)
"""Innermost pairs alone: the star of an A* is not one of two."""
_MAY_BE_MARKED = re.compile(r"[\[<`~*_\\]|^[ \t]*[>#+•–-]", re.MULTILINE)
_WIKI = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_BLANK = re.compile(r"\n(?:[ \t]*\n)+")
_NO_PROSE = re.compile(r"[ \t]*(?:```|~~~|\||!\[[^\]]*\]\([^)]*\)\s*\Z|(?:[-*_][ \t]*){3,}\Z)")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a section, rendered as a whole."""

    text: str
    private: bool


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading of level 1 or 2, or before the first."""

    role: str
    """What it is read as: `strengths`, `questions`, …; empty when it is just text."""
    heading: str
    """Markdown; empty before the first heading."""
    anchor: str
    """`h-` and the heading's slug; empty without a heading."""
    parts: tuple[Part, ...]
    """Of a section whose items are read: only what stands before the first."""


@dataclass(frozen=True, slots=True)
class Body:
    """All that a body says."""

    heading: Span | None
    """The first level-1 heading; no longer in the sections."""
    sections: tuple[Section, ...]
    remarks: tuple[Remark, ...]
    questions: tuple[Question, ...]
    actions: tuple[Action, ...]
    research: tuple[str, ...]
    references: tuple[Reference, ...]
    anchors: tuple[str, ...]
    summary: str
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Lines below one heading, by row."""

    heading: str
    level: int
    row: int
    start: int
    end: int


def read_body(
    text: str,
    *,
    first_line: int,
    vocabulary: Vocabulary,
    keep_heading: bool = False,
    year: int | None = None,
) -> Body:
    """Read a body.

    Args:
        text: The body, with plain line ends.
        first_line: The file's line on which it begins.
        vocabulary: Which headings are read.
        keep_heading: The title comes from elsewhere, so a level-1 heading stays.
        year: That of the entry, for dates without one.
    """
    notes = cut(text, first_line=first_line)
    whole = "\n".join(notes.lines)
    headings = _find_headings(notes, whole)
    title = None if keep_heading else next((h for h in headings if h.level == 1), None)
    reader = _Reader(notes, first_line, vocabulary, year=year)
    for stretch in _stretches(headings, title, len(notes.lines)):
        reader.read(stretch)
    return Body(
        heading=_title(title, notes, first_line) if title else None,
        sections=tuple(reader.sections),
        remarks=tuple(reader.remarks),
        questions=tuple(reader.questions),
        actions=tuple(reader.actions),
        research=tuple(reader.research),
        references=find_references(whole, first_line=first_line),
        anchors=_anchors(headings, title),
        summary=_summary(reader.sections, reader.remarks),
        diagnostics=(*notes.diagnostics, *reader.problems),
    )


def read_sections(
    text: str, *, vocabulary: Vocabulary, keep_heading: bool = False
) -> tuple[Section, ...]:
    """Return only the sections of a body: the same as `read_body` gives, in half the time."""
    notes = cut(text, first_line=1)
    headings = _find_headings(notes, "\n".join(notes.lines))
    title = None if keep_heading else next((h for h in headings if h.level == 1), None)
    reader = _Reader(notes, 1, vocabulary, items=False)
    for stretch in _stretches(headings, title, len(notes.lines)):
        reader.read(stretch)
    return tuple(reader.sections)


def _title(title: _Stretch, notes: Cut, first_line: int) -> Span:
    """Return the heading with the place of its first word."""
    line = notes.lines[title.row]
    column = line.find(title.heading) + 1
    return Span(plain(title.heading), first_line + title.row, column or 1)


def _anchors(headings: tuple[_Stretch, ...], title: _Stretch | None) -> tuple[str, ...]:
    """Return what follows `h-` in the ids of the headings that stay; a repeated one is numbered."""
    counts: dict[str, int] = {}
    anchors: list[str] = []
    for heading in headings:
        if heading is not title:
            name = slug(plain(heading.heading))
            counts[name] = count = counts.get(name, 0) + 1
            anchors.append(name if count == 1 else f"{name}-{count}")
    return tuple(dict.fromkeys(anchors))


def _find_headings(notes: Cut, whole: str) -> tuple[_Stretch, ...]:
    return tuple(_headings(notes.lines)) if _may_have_heading(whole) else ()


def plain(markdown: str) -> str:
    """Return short Markdown without its marks, on one line: for summaries and addresses."""
    markdown = visible(markdown)
    if not _MAY_BE_MARKED.search(markdown):
        return " ".join(markdown.split())
    if "[[" in markdown:
        markdown = _WIKI.sub(r"\1", markdown)
    # One emphasis may stand in another; more would take long where thousands do.
    markdown = _EMPHASIS.sub(r"\2\4", _EMPHASIS.sub(r"\2\4", markdown))
    return " ".join(_MARKUP.sub(r"\1\2\3", markdown).split())


class _Reader:
    """Collects what the sections of one body say; lives as long as one call."""

    def __init__(
        self,
        notes: Cut,
        first_line: int,
        vocabulary: Vocabulary,
        *,
        items: bool = True,
        year: int | None = None,
    ) -> None:
        self.items = items
        self.year = year
        self.notes = notes
        self.first_line = first_line
        self.vocabulary = vocabulary
        self.sections: list[Section] = []
        self.remarks: list[Remark] = []
        self.questions: list[Question] = []
        self.actions: list[Action] = []
        self.research: list[str] = []
        self.problems: list[Diagnostic] = []
        self.anchors: dict[str, int] = {}

    def read(self, stretch: _Stretch) -> None:
        role = ""
        if stretch.level == _SECTION:
            role = self.vocabulary.role(plain(stretch.heading)) or ""
        lines = self.notes.lines[stretch.start : stretch.end]
        before = len(lines)
        if role:
            before, items = split_items(
                lines, self.first_line + stretch.start, all_items=self.items
            )
            self._read_items(role, items)
        shown = lines if role in ("", "research") else lines[:before]
        parts = _parts(shown, self.notes.private, stretch.start)
        if role == "research" and before == len(lines):
            self.research += [part.text for part in parts]
        if stretch.heading or parts:
            anchor = self._anchor(stretch.heading)
            self.sections.append(Section(role, visible(stretch.heading), anchor, parts))

    def _read_items(self, role: str, items: tuple[Item, ...]) -> None:
        for item in items:
            if role in ("strengths", "improvements"):
                polarity = Polarity.STRENGTH if role == "strengths" else Polarity.IMPROVEMENT
                self.remarks += read_remarks(item, polarity, self.vocabulary)
            elif role == "steps":
                action, problems = read_action(item, self.vocabulary, year=self.year)
                self.actions += [action] if action else []
                self.problems += problems
            elif role == "research":
                self.research.append(f"{item.heading}\n\n{item.text}".strip())
            else:
                self.questions.append(read_question(item, forgotten=role == "forgotten"))

    def _anchor(self, heading: str) -> str:
        if not heading:
            return ""
        name = f"h-{slug(plain(heading))}"
        self.anchors[name] = count = self.anchors.get(name, 0) + 1
        return name if count == 1 else f"{name}-{count}"


def bare(quote: str) -> str:
    """Return a quote without the one pair of marks around all of it: a page sets its own."""
    first, last = quote[:1], quote[-1:]
    whole = (first, last) in (("“", "”"), ('"', '"'), ("„", "“"), ("«", "»"))
    inner = quote[1:-1]
    return inner if whole and first not in inner and last not in inner else quote


def _may_have_heading(text: str) -> bool:
    return "#" in text or "\n--" in text or "\n==" in text or "\n=\n" in text or "\n " in text


def _headings(lines: tuple[str, ...]) -> Iterator[_Stretch]:
    """Find headings of all levels outside code; `end` is the row after the heading itself."""
    code = fenced(lines)
    for row, line in enumerate(lines):
        if code[row] or not line:
            continue
        if "#" in line:
            shown = line.replace(CUT, "") if CUT in line else line
            if (found := _ATX.match(shown)) and (heading := without_closing(found[2])):
                yield _Stretch(heading, len(found[1]), row, row, row + 1)
        elif line.lstrip()[:1] in ("-", "=") and row and _SETEXT.match(line):
            above = visible(lines[row - 1])
            alone = row == 1 or not lines[row - 2].strip() or bool(_ATX.match(lines[row - 2]))
            if above.strip() and alone and not code[row - 1] and not _NOT_PARAGRAPH.match(above):
                level = 1 if line.lstrip()[0] == "=" else 2
                yield _Stretch(above.strip(), level, row - 1, row - 1, row + 1)


def _stretches(
    headings: tuple[_Stretch, ...], title: _Stretch | None, count: int
) -> Iterator[_Stretch]:
    """Yield the text before the first heading, then what stands under each of level 1 or 2."""
    tops = [h for h in headings if h.level <= _SECTION]
    ends = [*(h.row for h in tops), count]
    yield _Stretch("", 0, 0, 0, ends[0])
    for top, end in zip(tops, ends[1:], strict=True):
        if top is title:
            yield _Stretch("", 0, top.row, top.end, end)
        else:
            yield _Stretch(top.heading, top.level, top.row, top.end, end)


def _parts(lines: tuple[str, ...], private: frozenset[int], start: int) -> tuple[Part, ...]:
    """Group lines into stretches that are private and those that are not."""
    if not private:
        text = visible("\n".join(lines)).strip("\n")
        return (Part(text, private=False),) if text.strip() else ()
    groups: list[tuple[bool, list[str]]] = []
    for row, line in enumerate(lines, start):
        if not groups or groups[-1][0] is not (row in private):
            groups.append((row in private, []))
        groups[-1][1].append(line)
    texts = ((visible("\n".join(part)).strip("\n"), hidden) for hidden, part in groups)
    return tuple(Part(text, hidden) for text, hidden in texts if text.strip())


def _summary(sections: list[Section], remarks: list[Remark]) -> str:
    """Return the first paragraph, cut at a word, as plain text."""
    for section in sections:
        for part in section.parts:
            for paragraph in () if part.private else _BLANK.split(part.text[: 8 * SUMMARY_LENGTH]):
                if not _NO_PROSE.match(paragraph) and (words := plain(paragraph)):
                    return _shortened(words)
    return _shortened(plain(remarks[0].text or " ".join(remarks[0].quotes))) if remarks else ""


def _shortened(text: str) -> str:
    if len(text) <= SUMMARY_LENGTH:
        return text
    cut_off = text[: SUMMARY_LENGTH - 2]
    at_word = cut_off.rpartition(" ")[0]
    # Not every script has spaces between its words.
    kept = at_word if len(at_word) > SUMMARY_LENGTH // 2 else cut_off
    return kept.rstrip(" ,;:") + " …"
