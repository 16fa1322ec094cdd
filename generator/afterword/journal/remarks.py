"""Items → remarks and questions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from afterword.fields import Vocabulary
from afterword.journal.fences import fenced
from afterword.journal.items import Item
from afterword.journal.marks import mark_themes, unmarked, without_marks
from afterword.journal.model import Polarity, Question, Remark
from afterword.journal.signatures import split_signature

_LABEL = r"^[ \t]*(?:[-*+•–][ \t]+)?[*_]{0,2}%s[*_]{0,2}:[*_]{0,2}[ \t]*"
_BETTER = re.compile(_LABEL % "better", re.IGNORECASE | re.MULTILINE)
_WENT = re.compile(
    (_LABEL % "went") + r"[*_]{0,2}(well|ok|okay|badly|not well)\b[*_]{0,2}[ \t.!]*$",
    re.IGNORECASE | re.MULTILINE,
)
_WENT_WORDS = (("okay", "ok"), ("not well", "badly"))
_QUOTE = re.compile(r"[ \t]*(?:[-*+•–][ \t]+)?>[ ]?(.*)")
_ENDS_PARAGRAPH = re.compile(r"[ \t]*(?:$|[-*+•–][ \t]|\d{1,3}[.)][ \t]|#{1,6}[ \t]|`{3}|~{3})")
_ASKS = "?？؟"
_CLOSING = '*_ \t”"’»)'
_SENTENCE_END = (".", "!", "…", ":", "。")
_ASKED_TOO = re.compile(rf"[*_”\"’»)]*\s+[^.!{_ASKS}\n]*[{_ASKS}]")
_WRAPPED = 60
"""A line at least this long may go on in the next one."""


@dataclass(frozen=True, slots=True)
class _Quote:
    """A block quote and who signed it."""

    text: str
    giver: str


def read_remarks(item: Item, polarity: Polarity, vocabulary: Vocabulary) -> tuple[Remark, ...]:
    """Return the remarks of a bullet: one, or one for each person it quotes."""
    marked, signed_heading = mark_themes(item, vocabulary)
    rest, blocks = _take_quotes(marked.text)
    text, giver = _signed(rest, vocabulary)
    giver = giver or signed_heading
    quotes = [quote for lines in blocks for quote in _split_quote(lines, vocabulary)]
    groups: dict[str, list[str]] = {giver: []} if without_marks(text).strip() or not quotes else {}
    for quote in quotes:
        groups.setdefault(quote.giver or giver, []).append(unmarked(quote.text, marked))
    said = unmarked(text, marked)
    return tuple(
        Remark(
            polarity,
            marked.themes,
            said if n == 0 else "",
            tuple(words),
            who,
            item.line,
            item.column,
        )
        for n, (who, words) in enumerate(groups.items())
    )


def _signed(text: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """Split off the signature, which may stand before the theme marks at the end or after them."""
    return split_signature(without_marks(text), vocabulary)


def _take_quotes(text: str) -> tuple[str, list[list[str]]]:
    """Take block quotes out of an item: the rest, and the lines of each.

    A line right below a quote belongs to it, as in Markdown; so does its signature.
    """
    if ">" not in text:
        return text, []
    rest: list[str] = []
    quotes: list[list[str]] = []
    inside = False
    lines = text.split("\n")
    for line, code in zip(lines, fenced(lines), strict=True):
        quote = None if code else _QUOTE.match(line)
        if quote:
            if not inside:
                quotes.append([])
            quotes[-1].append(quote[1])
            inside = True
        elif (
            inside and not code and quotes[-1][-1].strip() and not _ENDS_PARAGRAPH.match(line)
        ) or (inside and line.lstrip().startswith(("—", "--", "– "))):
            quotes[-1].append(line.strip())
        else:
            inside = False
            rest.append(line)
    return "\n".join(rest).strip(), quotes


def _split_quote(lines: Iterable[str], vocabulary: Vocabulary) -> list[_Quote]:
    """Split a block quote after each signature: several people may be quoted in a row."""
    found: list[_Quote] = []
    open_lines: list[str] = []
    for line in lines:
        open_lines.append(line)
        last_line, giver = _signed(line, vocabulary)
        if giver:
            rest = "\n".join([*open_lines[:-1], last_line]).strip()
            if without_marks(rest).strip():
                found.append(_Quote(rest, giver))
            elif found and not found[-1].giver:
                found[-1] = _Quote(found[-1].text, giver)
            open_lines = []
    last = "\n".join(open_lines).strip()
    return [*found, _Quote(last, "")] if without_marks(last).strip() else found


def read_question(item: Item, *, forgotten: bool) -> Question:
    """Return a question with what was said and what would be said now."""
    asked, rest = (item.heading, item.text) if item.heading else _split_question(item.text)
    went = ""
    if found := _WENT.search(rest):
        went = dict(_WENT_WORDS).get(found[1].lower(), found[1].lower())
        rest = f"{rest[: found.start()].rstrip()}\n{rest[found.end() :].lstrip()}"
    said, better = rest, ""
    if found := _BETTER.search(rest):
        said, better = rest[: found.start()], rest[found.end() :]
    return Question(
        asked.strip(), said.strip(), better.strip(), went, forgotten, item.line, item.column
    )


def _split_question(text: str) -> tuple[str, str]:
    """Split a bullet into its question, or several questions in a row, and what follows."""
    paragraph, blank, rest = text.partition("\n\n")
    lines = paragraph.split("\n")
    for row, line in enumerate(lines):
        if row and not _goes_on(lines[row - 1], line):
            break
        end = _end_of_questions(line)
        if end:
            asked = "\n".join([*lines[:row], line[:end]])
            return asked, "\n".join([line[end:].strip(), *lines[row + 1 :]]) + blank + rest
    return lines[0], "\n".join(lines[1:]) + blank + rest


def _goes_on(line: str, following: str) -> bool:
    """Tell whether a sentence goes on in the next line."""
    if line.rstrip(_CLOSING).endswith(_SENTENCE_END) or _BETTER.match(following):
        return False
    return following.lstrip()[:1].islower() or len(line) >= _WRAPPED


def _end_of_questions(line: str) -> int:
    """Return where the questions at the start of a line end; 0 when there is none."""
    first = next((i for i, letter in enumerate(line) if letter in _ASKS), -1)
    if first < 0:
        return 0
    end = first + 1
    while found := _ASKED_TOO.match(line, end):
        end = found.end()
    return end + len(line[end:]) - len(line[end:].lstrip(f"{_CLOSING}{_ASKS}"))
