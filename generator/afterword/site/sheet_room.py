"""What fits on one printed page: the rest of a preparation sheet is left out, not pushed over."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from afterword.site.loop_views import PrepareView, Todo
from afterword.site.views import Prose, Said
from afterword.site.wording import Term

_MOST_LINES = 46
"""Of a page of US Letter, the shorter of the two that people print on, above the last line."""
_WIDTH, _NOTES_WIDTH, _TITLE_WIDTH, _LEDE_WIDTH = 58, 24, 26, 42
"""Characters of a line: of the text, of the notes beside it, of the title and what is below it."""
_QUOTE_WORDS, _QUESTION_WORDS, _NOTE_WORDS = 36, 24, 40
_PICTURE_LINES, _GAP = 6, 0.6
_MOST_PEOPLE = 8
_LESS = (
    *(("research", 1), ("said_here", 1), ("asked", 3), ("to_ask", 3), ("before", 3)),
    *(("research", 0), ("said_here", 0), ("asked", 2), ("to_ask", 2), ("before", 2)),
    *(("practised", 1), ("asked", 1), ("to_ask", 1), ("strengths", 2), ("asked", 0)),
    *(("sent", 0), ("strengths", 1), ("before", 1), ("to_ask", 0)),
)
"""What goes first, and how many of it stay."""
_STARTS_LINE = re.compile(r"[ \t]*(?:[-*+•–>#|]|\d+[.)])[ \t]")
_WIDE = frozenset("WF")


def fitted(view: PrepareView) -> PrepareView:
    """Return a preparation sheet that is one printed page."""
    view = _brief(view)
    for name, least in _LESS:
        while len(getattr(view, name)) > least and _lines(view) > _MOST_LINES:
            view = replace(view, **{name: getattr(view, name)[:-1]})
    return view


def clipped(text: str, words: int) -> str:
    """Return the first words of Markdown, cut between paragraphs or words."""
    if len(text.split()) <= words:
        return text
    first = text.split("\n\n", 1)[0]
    if len(first.split()) <= words:
        return first
    return " ".join(first.split()[:words]) + " …"


def _brief(view: PrepareView) -> PrepareView:
    asked = [one._replace(question=_short(one.question, _QUESTION_WORDS)) for one in view.asked]
    return replace(
        view,
        title=clipped(view.title, _QUESTION_WORDS),
        place=clipped(view.place, _NOTE_WORDS),
        people=view.people[:_MOST_PEOPLE],
        strengths=_briefly(view.strengths),
        said_here=_briefly(view.said_here),
        work_on=_said(view.work_on) if view.work_on else None,
        asked=tuple(asked),
        to_ask=tuple([_short(one, _QUESTION_WORDS) for one in view.to_ask]),
        sent=tuple([clipped(text, _NOTE_WORDS) for text in view.sent]),
    )


def _briefly(said: Sequence[Said]) -> tuple[Said, ...]:
    return tuple(map(_said, said))


def _said(one: Said) -> Said:
    """Return a remark with one quotation, or a few of its words."""
    quotes = tuple([_short(quote, _QUOTE_WORDS) for quote in one.quotes[:1]])
    return one._replace(text=_short(one.text, _QUOTE_WORDS), quotes=quotes)


def _short(prose: Prose, words: int) -> Prose:
    return prose._replace(text=clipped(prose.text, words))


def _lines(view: PrepareView) -> float:
    """Return how many lines a sheet takes, or a few more."""
    people = "; ".join(ref.title for ref in view.people)
    work_on = [*_of_said([view.work_on] if view.work_on else [])]
    work_on += [_wrapped(view.step.text.text)] if view.step else []
    lede = 1.5 * _rows(f"{'0' * 28}. {view.role}", _LEDE_WIDTH)
    asked = [
        _wrapped(one.question.text) + sum(_wrapped(a.answer.text) for a in one.answers)
        for one in view.asked
    ]
    return sum(
        (
            _part([1.7 * _rows(view.title, _TITLE_WIDTH), lede], [view.place, f"With {people}"]),
            _part(_of_said(view.strengths)),
            _part(_of_said(view.said_here)),
            _part(work_on, [f"{line.title} {line.date}, rehearsed" for line in view.practised]),
            _part(asked),
            _part(map(_wrapped, (one.text for one in view.to_ask))),
            _part(map(_wrapped, (one.text for one in view.research)), ["; ".join(view.sent)]),
            _part([*map(_line, view.before), 2]),
        )
    )


def _line(one: Todo) -> float:
    """Return the lines of one thing to think of, however the catalogue words it."""
    said = sum(len(value.text) for _, value in one.text.values if isinstance(value, Term))
    return max(_rows("o" * said), 1)


def _part(body: Iterable[float], notes: Iterable[str] = ()) -> float:
    """Return the lines of a part and the gap below it: of its text, or of the notes beside it."""
    beside = 0.9 * sum(_rows(text, _NOTES_WIDTH) for text in notes)
    tall = max(sum(lines + 0.2 for lines in body), beside)
    return max(tall, 1) + _GAP if tall else 0


def _of_said(said: Iterable[Said]) -> Iterable[float]:
    for one in said:
        who = one.who.person.title if one.who.person else ""
        named = " ".join(mark.theme.title for mark in one.marks)
        words = " ".join(quote.text for quote in one.quotes) or one.text.text
        yield _wrapped(f"{named} oo {words} {who} {one.who.source} {one.entry.title} {'0' * 18}")


def _wrapped(text: str) -> float:
    """Return the lines of Markdown: of each paragraph, and of each item of its lists."""
    rows = 0.0
    for paragraph in re.split(r"\n\s*\n", text):
        joined = ""
        for line in paragraph.splitlines():
            if _STARTS_LINE.match(line):
                rows += _rows(joined)
                joined = line
            else:
                joined = f"{joined} {line}"
        rows += _rows(joined)
    return rows + _PICTURE_LINES * text.count("![")


def _rows(text: str, width: int = _WIDTH) -> int:
    wide = sum(unicodedata.east_asian_width(letter) in _WIDE for letter in text)
    return math.ceil((len(text.strip()) + wide) / width)
