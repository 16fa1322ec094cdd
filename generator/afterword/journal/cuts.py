"""Private text and notes to self: what is cut from a body before anything else reads it.

Cut characters become NUL, which no readable file contains, so that lines and columns of
everything else stay where they were; `visible` drops them when the text is rendered.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from afterword.diagnostics import Diagnostic, Location, Severity
from afterword.journal.fences import MARKERS, find_fences, opened

CUT = "\0"

_COLON = "[:：︓﹕⁚∶ː꞉։׃܃܄⦂]"
_UNSEEN = "\u00ad\u200b-\u200f\u2060\ufeff"
_COLONS = rf"(?:{_COLON}[{_UNSEEN}]*{_COLON}|[∷⸬])"
# One class in front lets the search skip what is none of them: this runs over every body.
_TRIGGER = re.compile(
    rf"[%<:pP：︓﹕⁚∶ː꞉։׃܃܄⦂∷⸬](?:(?<=%)%|(?<=<)!--|(?<={_COLON})[{_UNSEEN}]*{_COLON}|(?<=[∷⸬])"
    r"|(?<=[pP])[rR][iI][vV][aA][tT][eE])"
)
_TOKEN = re.compile(
    rf"(?P<fence>^[ \t>]*{MARKERS}(?:`{{3,}}(?=[^`\n]*$)|~{{3,}}).*$)|`+|%%|<!--", re.MULTILINE
)
_TICKS_OR_NOTE = re.compile(r"`+|%%")
_PARAGRAPH_END = re.compile(
    r"\n(?=[ \t>]*(?:$|`{3}|~{3}|#{1,6}[ \t]|[-*+•–][ \t]|\d{1,3}[.)][ \t]))", re.MULTILINE
)
_BLANK = re.compile(r"\n(?=[ \t>]*$)", re.MULTILINE)
_LOCK = re.compile(r"[ \t]*:::[ \t]*private[ \t]*", re.IGNORECASE)
_UNLOCK = re.compile(r"[ \t]*:::[ \t]*")
_BEFORE = r"(?:[#|\\*_+-]+|\d{1,3}[.)])"
"""What may stand before a lock that was put into a list, a heading or bold type."""
_MISTYPED = re.compile(
    rf"[\s>{_UNSEEN}]*(?:{_COLONS}|{_BEFORE}[\s{_UNSEEN}]*{_COLONS}(?:{_COLON}|\s*private\b)"
    rf"|(?:{_COLON}|;)[\s;:]*private\s*$|/{{2,}}\s*private\b)",
    re.IGNORECASE,
)
_LOCK_IN_TEXT = re.compile(rf"{_COLONS}(?:{_COLON}|\s)*private\b", re.IGNORECASE)
_LOOKALIKE = re.compile(
    r"^[\s>]*\[!\s*private|^[\s>]*\[![^\[\]\n]{0,40}\][+-]?\s*private\s*$"
    r"|\{[^{}\n]{0,80}[.:]\s*private\b|\{%[-\s]*private\b"
    r"|^\s*[!?]{3}\+?\s*private|^\s*[!?]{3}\+?\s*[\w-]{0,40}\s*\"private\"\s*$"
    r"|</?private\s*>|<[a-z]+\s[^<>\n]{0,200}\bclass\s*=[^<>\n]{0,80}\bprivate\b"
    r"|^[\s>]*(?:[\[({=~\\]|--)[\W_]*(?:(?:begin|start|end)[\W_]+)?private[\W_]*$",
    re.IGNORECASE,
)
_SAYS_PRIVATE = re.compile(
    r"[\W_]*(?:(?:begin|start|end)[\W_]+)?private(?:[\W_]+(?:begin|start|end))?[\W_]*",
    re.IGNORECASE,
)
_LONGEST_WORD = 40
_EXPECTED = "write `::: private` on a line of its own, and `:::` on another to end it"


@dataclass(frozen=True, slots=True)
class Cut:
    """A body with its notes to self cut."""

    lines: tuple[str, ...]
    private: frozenset[int]
    """Indexes of lines between `::: private` and `:::`."""
    diagnostics: tuple[Diagnostic, ...]


def may_be_cut(text: str) -> bool:
    """Tell whether anything in a text can be private or a note to self: quick, and may be wrong."""
    return _TRIGGER.search(text) is not None


def cut(text: str, *, first_line: int) -> Cut:
    """Return the body without comments, `%% … %%` and the fences of private blocks."""
    if not may_be_cut(text):
        return Cut(tuple(text.split("\n")), frozenset(), ())
    text, comments = _cut_notes(text, first_line)
    lines, private, locks = _cut_locks(text.split("\n"), first_line)
    return Cut(tuple(lines), private, (*comments, *locks))


def locks_in_text(text: str, *, first_line: int) -> list[Diagnostic]:
    """Return an error for each lock that hides nothing: in code, or amid a line.

    On the author's own pages such words may be meant; what others will see waits until they are
    gone. What `cut` already says of a line is not said again.
    """
    found = cut(text, first_line=first_line)
    said = {problem.location.line for problem in found.diagnostics}
    return [
        _malformed(first_line + row, lock.start() + 1, "this lock hides nothing here", _EXPECTED)
        for row, line in enumerate(found.lines)
        if row not in found.private and first_line + row not in said
        if (lock := _LOCK_IN_TEXT.search(line))
    ]


def locks_in_front(lines: Sequence[str]) -> list[Diagnostic]:
    """Return an error for each lock in front matter, where nothing can be locked.

    Args:
        lines: The file's first, up to the end of the front matter.
    """
    return [
        _malformed(row, lock.start() + 1, "this lock hides nothing here", _EXPECTED)
        for row, line in enumerate(lines, start=1)
        if (lock := _LOCK_IN_TEXT.search(line))
    ]


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


def code_spans(text: str) -> list[tuple[int, int]]:
    """Return start and end of all code, fenced or between backticks, in order; linear in length."""
    if "`" not in text and "~~~" not in text:
        return []
    scan = _Scan(text)
    scan.run(notes=False)
    return scan.code


def within(spans: Sequence[tuple[int, int]], position: int) -> bool:
    """Tell whether a position lies in one of the ordered spans."""
    i = bisect_right(spans, position, key=lambda span: span[0]) - 1
    return i >= 0 and position < spans[i][1]


class _Scan:
    """One pass over a text: of code, notes and comments, whichever begins first counts."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.code: list[tuple[int, int]] = []
        self.notes: list[tuple[int, int]] = []
        self.unclosed: list[int] = []
        self._ticks: dict[int, list[int]] = {}
        for run in re.finditer("`+", text):
            self._ticks.setdefault(run.end() - run.start(), []).append(run.start())
        self._ends: dict[re.Pattern[str], int] = {}

    def run(self, *, notes: bool = True) -> None:
        """Find everything; without notes, only code."""
        position = 0
        while found := _TOKEN.search(self.text, position):
            start, mark = found.start(), found[0]
            if mark in ("%%", "<!--"):
                position = self._note(start, mark) if notes else found.end()
                continue
            if found["fence"]:
                end = self._end_of_fence(start, found.end())
            else:
                end = self._end_of_ticks(start, len(mark))
            if end > start:
                self.code.append((start, end))
            position = max(end, found.end())

    def _end_of_fence(self, start: int, first_end: int) -> int:
        """Return where a fenced block ends that begins with this line."""
        text = self.text
        fence = opened(text[start:first_end])
        position = first_end + 1
        while fence and position < len(text):
            end = text.find("\n", position)
            end = len(text) if end < 0 else end
            line = text[position:end]
            if not fence.holds(line):
                return position - 1
            if fence.ends(line):
                return end
            position = end + 1
        return len(text)

    def _end_of_ticks(self, start: int, length: int) -> int:
        """Return where the code between backticks ends, or -1."""
        runs = self._ticks[length]
        following = bisect_left(runs, start + length)
        if following < len(runs) and runs[following] < self._end(_PARAGRAPH_END, start):
            return runs[following] + length
        return -1

    def _end(self, pattern: re.Pattern[str], position: int) -> int:
        """Return where the paragraph ends; asked for growing positions, so found once each."""
        known = self._ends.get(pattern, -1)
        if known < position:
            found = pattern.search(self.text, position)
            known = self._ends[pattern] = found.start() if found else len(self.text)
        return known

    def _note(self, start: int, mark: str) -> int:
        """Take the note that begins here, and return where it ends."""
        text = self.text
        if mark == "<!--":
            # `<!-->` is a whole comment in HTML.
            found = text.find("-->", start + 2)
            end = found + 3 if found >= 0 else -1
            limit = len(text)
        else:
            # On a line of its own it may hold a list; in a sentence it ends with the paragraph.
            alone = not text[text.rfind("\n", 0, start) + 1 : start].strip(" \t>")
            limit = self._end(_BLANK if alone else _PARAGRAPH_END, start)
            end = self._end_of_note(start + 2, limit)
        if end < 0:
            self.unclosed.append(start)
            end = limit
        self.notes.append((start, end))
        return end

    def _end_of_note(self, position: int, limit: int) -> int:
        first = self.text.find("%%", position, limit)
        while first >= 0 and (found := _TICKS_OR_NOTE.search(self.text, position, limit)):
            if found[0] == "%%":
                return found.end()
            end = self._end_of_ticks(found.start(), len(found[0]))
            position = end if 0 <= end <= limit else found.end()
        return first + 2 if first >= 0 else -1


def _cut_notes(text: str, first_line: int) -> tuple[str, list[Diagnostic]]:
    """Blank `%% … %%` within a paragraph and HTML comments; literal in code."""
    if "%%" not in text and "<!--" not in text:
        return text, []
    scan = _Scan(text)
    scan.run()
    lines = Lines(text, first_line)
    kept: list[str] = []
    problems = [_unclosed(text, start, lines) for start in scan.unclosed]
    position = 0
    for start, end in scan.notes:
        note = text[start:end]
        if len(note) <= _LONGEST_WORD and _SAYS_PRIVATE.fullmatch(note):
            problems.append(_mistyped(note, *lines.place(start)))
        kept += (text[position:start], re.sub(r"[^\n]", CUT, note))
        position = end
    kept.append(text[position:])
    return "".join(kept), problems


class Lines:
    """Where the lines of a text begin."""

    def __init__(self, text: str, first_line: int) -> None:
        self._first = first_line
        self._starts = [0, *(end.end() for end in re.finditer("\n", text))]

    def place(self, position: int) -> tuple[int, int]:
        """Return line and column of a position."""
        row = bisect_right(self._starts, position) - 1
        return self._first + row, position - self._starts[row] + 1


def _unclosed(text: str, start: int, lines: Lines) -> Diagnostic:
    opening, closing = ("<!--", "-->") if text.startswith("<!--", start) else ("%%", "%%")
    return _malformed(
        *lines.place(start),
        f'"{opening}" begins a note to self that never ends',
        f"close it with `{closing}`; everything after it was left out to be safe",
    )


def _cut_locks(
    lines: list[str], first_line: int
) -> tuple[list[str], frozenset[int], list[Diagnostic]]:
    """Blank the fences of private blocks, and find what looks like one but is none."""
    fences = find_fences(lines)
    code, endless = fences.code, fences.endless
    private: set[int] = set()
    doubtful: list[tuple[int, int]] = []
    opened = -1
    for row, line in enumerate(lines):
        shown = line.replace(CUT, "") if CUT in line else line
        is_code = code[row]
        if not is_code and opened < 0 and _LOCK.fullmatch(shown):
            opened = row
        elif not is_code and opened >= 0 and _UNLOCK.fullmatch(shown):
            opened = -1
        else:
            if opened >= 0:
                private.add(row)
            if not is_code and (column := _suspicious(line, shown)):
                doubtful.append((row, column))
            continue
        lines[row] = CUT * len(line)
    problems = _doubts(lines, doubtful, first_line)
    if opened >= 0:
        problems.append(_endless_block(first_line + opened))
    if endless >= 0 and any(map(_locks, lines[endless + 1 :])):
        problems.append(_endless_code(lines[endless], first_line + endless))
    return lines, frozenset(private), problems


def _suspicious(line: str, shown: str) -> int:
    """Return the column of what looks like a lock; 0 when nothing does."""
    if _MISTYPED.match(shown):
        return len(line) - len(line.lstrip(" \t\0")) + 1
    found = _LOOKALIKE.search(line)
    return found.start() + len(found[0]) - len(found[0].lstrip()) + 1 if found else 0


def _locks(line: str) -> bool:
    return "%%" in line or "<!--" in line or _LOCK.fullmatch(line) is not None


def _doubts(
    lines: Sequence[str], doubtful: Sequence[tuple[int, int]], first_line: int
) -> list[Diagnostic]:
    """Return an error for each mistyped lock that is not shown as code."""
    if not doubtful:
        return []
    code = code_spans("\n".join(lines))
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    return [
        _mistyped(lines[row], first_line + row, column)
        for row, column in doubtful
        if not within(code, starts[row] + column - 1)
    ]


def _mistyped(written: str, line: int, column: int) -> Diagnostic:
    shown = written.replace(CUT, "").strip()[:60]
    return _malformed(line, column, f'"{shown}" may be a mistyped lock on private text', _EXPECTED)


def _endless_block(line: int) -> Diagnostic:
    hint = "end it with `:::` on a line of its own; all to the end of the file is private"
    return _malformed(line, 1, "this private block never ends", hint)


def _endless_code(written: str, line: int) -> Diagnostic:
    column = len(written) - len(written.lstrip()) + 1
    message = "this code never ends, so the private text or note to self in it is not hidden"
    return _malformed(line, column, message, "end the code with the same marks that begin it")


def _malformed(line: int, column: int, message: str, hint: str) -> Diagnostic:
    return Diagnostic(
        Location("", line, column), Severity.ERROR, "malformed-private", message, hint
    )
