"""Private text and notes to self: what is cut from a body before anything else reads it.

Cut characters become NUL, which no readable file contains, so that lines and columns of
everything else stay where they were; `visible` drops them when the text is rendered.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from afterword.diagnostics import Diagnostic, Location, Severity

CUT = "\0"

_TRIGGER = re.compile(r"%%|<!--|[:：︓﹕⁚∶ː꞉]{2}|private", re.IGNORECASE)
_OPENING = re.compile(r"%%|<!--")
_FENCE = re.compile(r"^[ >\t]*(`{3,}|~{3,})(.*)$")
_LOCK = re.compile(r"^[ \t]*:::[ \t]*private[ \t]*$", re.IGNORECASE)
_UNLOCK = re.compile(r"^[ \t]*:::[ \t]*$")
_COLONS = re.compile(r"^[\s>*+-]*[:：︓﹕⁚∶ː꞉]{2,}")
_LOOKALIKE = re.compile(
    r"^\s*>\s*\[!\s*private|\{[^{}\n]{0,80}[.:]\s*private\b"
    r"|^\s*[!?]{3}\+?\s*private|<[a-z]+\s[^<>\n]{0,200}\bclass\s*=[^<>\n]{0,80}\bprivate\b",
    re.IGNORECASE,
)
_BLANK = re.compile(r"\n[ \t]*\n")
_EXPECTED = "write `::: private` on a line of its own, and `:::` on another to end it"


@dataclass(frozen=True, slots=True)
class Cut:
    """A body with its notes to self cut."""

    lines: tuple[str, ...]
    private: frozenset[int]
    """Indexes of lines between `::: private` and `:::`."""
    diagnostics: tuple[Diagnostic, ...]


def cut(text: str, *, first_line: int) -> Cut:
    """Return the body without comments, `%% … %%` and the fences of private blocks."""
    if not _TRIGGER.search(text):
        return Cut(tuple(text.split("\n")), frozenset(), ())
    text, comments = _cut_comments(text, first_line)
    lines, private, locks = _cut_locks(text.split("\n"), first_line)
    return Cut(tuple(lines), private, (*comments, *locks))


def visible(text: str) -> str:
    """Return text as it is shown: cut characters gone, and lines that held nothing else."""
    if CUT not in text:
        return text
    kept = (
        line.replace(CUT, "")
        for line in text.split("\n")
        if CUT not in line or line.replace(CUT, "").strip()
    )
    return "\n".join(kept)


def fenced(lines: list[str] | tuple[str, ...]) -> list[bool]:
    """Return for each line whether it is in a fenced code block, the fences included."""
    inside, flags = "", []
    for line in lines:
        mark = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if inside:
            flags.append(True)
            if mark and mark[1].startswith(inside) and not mark[2].strip():
                inside = ""
        elif mark and not (mark[1][0] == "`" and "`" in mark[2]):
            inside = mark[1]
            flags.append(True)
        else:
            flags.append(False)
    return flags


def code_spans(text: str) -> list[tuple[int, int]]:
    """Return start and end of all code, fenced or between backticks, in order; linear in length."""
    spans = _fenced_spans(text) if "```" in text or "~~~" in text else []
    if "`" not in text:
        return spans
    runs = [m.span() for m in re.finditer("`+", text) if not within(spans, m.start())]
    same: dict[int, int] = {}
    closing = [0] * len(runs)
    for i in range(len(runs) - 1, -1, -1):
        length = runs[i][1] - runs[i][0]
        closing[i] = same.get(length, 0)
        same[length] = i
    i = 0
    while i < len(runs):
        end = runs[closing[i]][1] if closing[i] else 0
        if end and not _BLANK.search(text, runs[i][1], end):
            spans.append((runs[i][0], end))
            i = closing[i]
        i += 1
    return sorted(spans)


def within(spans: list[tuple[int, int]], position: int) -> bool:
    """Tell whether a position lies in one of the ordered spans."""
    i = bisect_right(spans, (position, len(spans) and spans[-1][1])) - 1
    return i >= 0 and spans[i][0] <= position < spans[i][1]


def _fenced_spans(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    lines = text.split("\n")
    for line, inside in zip(lines, fenced(lines), strict=True):
        end = start + len(line) + 1
        if inside:
            if spans and spans[-1][1] == start:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
        start = end
    return spans


def _cut_comments(text: str, first_line: int) -> tuple[str, list[Diagnostic]]:
    """Blank `%% … %%` within a paragraph and HTML comments; literal in code."""
    if "%%" not in text and "<!--" not in text:
        return text, []
    code = code_spans(text)
    kept: list[str] = []
    problems: list[Diagnostic] = []
    position = 0
    while opening := _OPENING.search(text, position):
        start = opening.start()
        if within(code, start):
            kept.append(text[position : opening.end()])
            position = opening.end()
            continue
        end = _end_of_note(text, opening, code)
        if end < 0:
            problems.append(_unclosed(text, start, first_line, opening[0]))
            end = len(text) if opening[0] == "<!--" else _end_of_paragraph(text, start)
        kept += (text[position:start], re.sub(r"[^\n]", CUT, text[start:end]))
        position = end
    kept.append(text[position:])
    return "".join(kept), problems


def _end_of_note(text: str, opening: re.Match[str], code: list[tuple[int, int]]) -> int:
    """Return where the note that begins here ends, or -1."""
    if opening[0] == "<!--":
        # `<!-->` is a whole comment in HTML.
        found = text.find("-->", opening.start() + 2)
        return found + 3 if found >= 0 else -1
    limit = _end_of_paragraph(text, opening.start())
    found = text.find("%%", opening.end(), limit)
    while found >= 0 and within(code, found):
        found = text.find("%%", found + 2, limit)
    return found + 2 if found >= 0 else -1


def _end_of_paragraph(text: str, start: int) -> int:
    blank = _BLANK.search(text, start)
    return blank.start() if blank else len(text)


def _unclosed(text: str, start: int, first_line: int, mark: str) -> Diagnostic:
    line = first_line + text.count("\n", 0, start)
    column = start - text.rfind("\n", 0, start)
    closing = "-->" if mark == "<!--" else "%%"
    return _malformed(
        line,
        column,
        f'"{mark}" begins a note to self that never ends',
        f"close it with `{closing}`; everything after it was left out to be safe",
    )


def _cut_locks(
    lines: list[str], first_line: int
) -> tuple[list[str], frozenset[int], list[Diagnostic]]:
    """Blank the fences of private blocks, and find what looks like one but is none."""
    code = fenced(lines)
    private: set[int] = set()
    problems: list[Diagnostic] = []
    opened = -1
    for i, line in enumerate(lines):
        if code[i]:
            if opened >= 0:
                private.add(i)
        elif opened < 0 and _LOCK.match(line):
            opened = i
            lines[i] = CUT * len(line)
        elif opened >= 0 and _UNLOCK.match(line):
            opened = -1
            lines[i] = CUT * len(line)
        else:
            if opened >= 0:
                private.add(i)
            if _COLONS.match(line) or _LOOKALIKE.search(line):
                problems.append(_mistyped(line, first_line + i))
    if opened >= 0:
        problems.append(
            _malformed(
                first_line + opened,
                1,
                "this private block never ends",
                "end it with `:::` on a line of its own; all to the end of the file is private",
            )
        )
    return lines, frozenset(private), problems


def _mistyped(line: str, number: int) -> Diagnostic:
    shown = line.strip()[:60]
    column = len(line) - len(line.lstrip()) + 1
    return _malformed(
        number, column, f'"{shown}" may be a mistyped lock on private text', _EXPECTED
    )


def _malformed(line: int, column: int, message: str, hint: str) -> Diagnostic:
    return Diagnostic(
        Location("", line, column), Severity.ERROR, "malformed-private", message, hint
    )
