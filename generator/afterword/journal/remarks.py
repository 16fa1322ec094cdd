"""Items → remarks, questions and next steps."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from afterword.diagnostics import Diagnostic, Location, Severity
from afterword.fields import Vocabulary
from afterword.journal.cuts import code_spans, within
from afterword.journal.items import Item, split_signature
from afterword.journal.model import Action, Polarity, Question, Remark, Span
from afterword.journal.values import BadDate, read_date

LONGEST_THEME_WORDS = 4
"""A longer bold lead is the beginning of a sentence, not a theme."""

_LEAD = re.compile(r"^(\*\*|__)(?=\S)(.+?)(?<=\S)\1[ \t]*(?:[:.–—-](?=\s|$))?[ \t]*")
_HASH = re.compile(r"(?:(?<=\s)|^)#(?:\[([^\[\]\n]+)\]|([^\W\d_][\w/-]*))")
_BOX = re.compile(r"^\[([ xX✓✗-])\][ \t]+")
_WHEN = re.compile(r"\((by|due|until|done|finished)[ \t:]+([^()\n]+)\)[ \t]*", re.IGNORECASE)
_LABEL = r"^[ \t]*(?:[-*+•–][ \t]+)?[*_]{0,2}%s[*_]{0,2}:[*_]{0,2}[ \t]*"
_BETTER = re.compile(_LABEL % "better", re.IGNORECASE | re.MULTILINE)
_WENT = re.compile(
    (_LABEL % "went") + r"(well|ok|okay|badly|not well)\b[ \t.]*$",
    re.IGNORECASE | re.MULTILINE,
)
_WENT_WORDS = {"okay": "ok", "not well": "badly"}


@dataclass(frozen=True, slots=True)
class _Words:
    """An item's text, its theme marks taken out."""

    text: str
    themes: tuple[Span, ...]


def read_remarks(
    item: Item, polarity: Polarity, vocabulary: Vocabulary
) -> tuple[Remark, ...]:
    """Return the remarks of a bullet: one, or one for each person it quotes."""
    text, giver = _signed(item.text, vocabulary)
    words = _themes_of(replace(item, text=text))
    text, quotes = _take_quotes(words.text, vocabulary)
    if not giver:
        # `… — Hannah #pacing`: the signature shows once the mark is gone.
        text, giver = _signed(text, vocabulary)
    groups: dict[str, list[str]] = {giver: []} if text.strip() or not quotes else {}
    for quote, signed in quotes:
        groups.setdefault(signed or giver, []).append(quote)
    return tuple(
        Remark(
            polarity,
            words.themes,
            text.strip() if n == 0 else "",
            tuple(said),
            who,
            item.line,
            item.column,
        )
        for n, (who, said) in enumerate(groups.items())
    )


def _signed(text: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """Split the signature off a bullet whose last line is not a quote: that one signs itself."""
    if text.rpartition("\n")[2].lstrip().startswith(">"):
        return text, ""
    rest, giver = split_signature(text, vocabulary)
    if giver and rest.rpartition("\n")[2].lstrip().startswith(">"):
        return text, ""  # `— name` below a quote signs the quote
    return rest, giver


def read_question(item: Item, *, forgotten: bool) -> Question:
    """Return a question with what was said and what would be said now."""
    asked, rest = (item.heading, item.text) if item.heading else _split_question(item.text)
    went = ""
    if found := _WENT.search(rest):
        went = _WENT_WORDS.get(found[1].lower(), found[1].lower())
        rest = rest[: found.start()] + rest[found.end() :]
    said, better = rest, ""
    if found := _BETTER.search(rest):
        said, better = rest[: found.start()], rest[found.end() :]
    return Question(
        asked.strip(), said.strip(), better.strip(), went, forgotten, item.line, item.column
    )


def read_action(item: Item) -> tuple[Action, tuple[Diagnostic, ...]]:
    """Return a next step, with or without a checkbox; a date that cannot be read is an error."""
    words = _themes_of(item)
    text = words.text
    if item.heading:
        text = f"{item.heading}\n\n{text}".strip()
    box = _BOX.match(text)
    done = bool(box) and box is not None and box[1] in "xX✓"
    text = text[box.end() :] if box else text
    dates: dict[str, dt.date] = {}
    problems: list[Diagnostic] = []
    for found in _WHEN.finditer(text):
        which = "done" if found[1].lower() in ("done", "finished") else "by"
        read = read_date(found[2].strip())
        if isinstance(read, BadDate):
            problems.append(_bad_date(item, found[2].strip(), read))
        else:
            dates.setdefault(which, read[0])
            text = text.replace(found[0], "", 1)
    action = Action(
        text.strip(),
        done or "done" in dates,
        dates.get("by"),
        dates.get("done"),
        tuple(theme.text for theme in words.themes),
        item.line,
        item.column,
    )
    return action, tuple(problems)


def _bad_date(item: Item, text: str, bad: BadDate) -> Diagnostic:
    where = Location("", item.line, item.column)
    return Diagnostic(where, Severity.ERROR, "bad-date", f'"{text}" is not a date', bad.hint)


def _themes_of(item: Item) -> _Words:
    """Take the bold lead or the `#theme` marks out of an item."""
    text, themes = item.text, []
    if item.heading and len(item.heading.split()) <= LONGEST_THEME_WORDS:
        themes.append(Span(item.heading.strip("*_: "), item.line, item.column))
    elif item.heading:
        text = f"{item.heading}\n\n{text}".strip()
    lead = _LEAD.match(text)
    if lead and not themes and len(lead[2].split()) <= LONGEST_THEME_WORDS:
        name = lead[2].strip().rstrip(":.").strip()
        if name:
            themes.append(Span(name, item.line, item.column))
            text = text[lead.end() :]
    if "#" in text:
        text, marked = _take_marks(text, item)
        themes += marked
    return _Words(text.strip(), tuple({theme.text.casefold(): theme for theme in themes}.values()))


def _take_marks(text: str, item: Item) -> tuple[str, list[Span]]:
    """Take `#theme` marks out: those at a line's end vanish, those inside a sentence stay as words."""
    code = code_spans(text)
    themes: list[Span] = []
    kept: list[str] = []
    position = 0
    for mark in _HASH.finditer(text):
        if within(code, mark.start()):
            continue
        name = mark[1] or mark[2].rstrip("-/")
        row = text.count("\n", 0, mark.start())
        column = item.column if row == 0 else mark.start() - text.rfind("\n", 0, mark.start())
        themes.append(Span(name.strip(), item.line + row, column))
        kept.append(text[position : mark.start()])
        line_end = text.find("\n", mark.end())
        after = text[mark.end() : line_end if line_end >= 0 else len(text)]
        trailing = not _HASH.sub("", after).strip(" \t.,;")
        if not trailing or text[mark.end() : mark.end() + 1] in (".", ",", ";"):
            kept.append(name)
        position = mark.end()
    kept.append(text[position:])
    return "\n".join(line.rstrip() for line in "".join(kept).split("\n")), themes


def _take_quotes(
    text: str, vocabulary: Vocabulary
) -> tuple[str, list[tuple[str, str]]]:
    """Take block quotes out of an item: the rest, and each quote with who signed it."""
    if ">" not in text:
        return text, []
    rest: list[str] = []
    quotes: list[list[str]] = []
    inside = False
    for line in text.split("\n"):
        stripped = line.lstrip()
        if stripped.startswith(">"):
            if not inside:
                quotes.append([])
            quotes[-1].append(stripped[1:].removeprefix(" "))
            inside = True
        elif inside and stripped.startswith(("—", "--", "–")):
            quotes[-1].append(stripped)
        else:
            inside = False
            rest.append(line)
    signed = [split_signature("\n".join(lines).strip(), vocabulary) for lines in quotes]
    return "\n".join(rest).strip(), [(quote.strip(), who) for quote, who in signed if quote.strip()]


def _split_question(text: str) -> tuple[str, str]:
    """Split a bullet into its question and what follows."""
    paragraph, blank, rest = text.partition("\n\n")
    lines = paragraph.split("\n")
    for row, line in enumerate(lines):
        if line.rstrip("*_ \t”\"’").endswith("?"):
            asked, after = "\n".join(lines[: row + 1]), "\n".join(lines[row + 1 :])
            return asked, f"{after}{blank}{rest}"
        if "?" in line:
            end = line.index("?") + 1
            end += len(line[end:]) - len(line[end:].lstrip("*_”\"’"))
            asked = "\n".join([*lines[:row], line[:end]])
            return asked, "\n".join([line[end:].strip(), *lines[row + 1 :]]) + blank + rest
    return lines[0], "\n".join(lines[1:]) + blank + rest
