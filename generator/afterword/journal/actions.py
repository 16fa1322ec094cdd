"""Items → next steps, with or without a checkbox, and their dates."""

from __future__ import annotations

import datetime as dt
import re

from afterword.diagnostics import Diagnostic, Location, Severity
from afterword.fields import Vocabulary
from afterword.journal.items import Item
from afterword.journal.marks import mark_themes, unmarked
from afterword.journal.model import Action
from afterword.journal.values import BadDate, read_date

_BOX = re.compile(r"\[([ xX✓✗-]?)\](?:[ \t]+|$)")
_WHEN = re.compile(r"[ \t]*\((by|due|until|done|finished)[ \t:]+([^()\n]+)\)", re.IGNORECASE)
_DONE = ("done", "finished")
_LOOKS_LIKE_A_DATE = re.compile(
    r"\d|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|mon|tues?|wed|thu|fri|sat|sun)"
    r"(?:[a-z]*day|[a-z]*ber|uary|ruary|ch|il|e|y|ust)?\b"
    r"|\b(?:today|tomorrow|tonight|yesterday|soon|week|month|year|weekend|end|next)\b",
    re.IGNORECASE,
)


def read_action(
    item: Item, vocabulary: Vocabulary, *, year: int | None = None
) -> tuple[Action | None, tuple[Diagnostic, ...]]:
    """Return a next step and an error for each date it cannot read; None when it says nothing.

    Args:
        item: Its text begins with a checkbox or not.
        vocabulary: The words in use.
        year: For dates without one.
    """
    marked, _ = mark_themes(item, vocabulary)
    text = marked.text
    if item.heading and marked.text == item.text:
        text = f"{item.heading}\n\n{text}".strip()
    box = _BOX.match(text)
    text = text[box.end() :] if box else text
    text, dates, problems = _take_dates(text, item, year)
    text = unmarked(text, marked)
    if not text:
        return None, ()
    done = bool(box and box[1] in ("x", "X", "✓")) or "done" in dates
    themes = tuple(theme.text for theme in marked.themes)
    by, finished = dates.get("by"), dates.get("done")
    return Action(text, done, by, finished, themes, item.line, item.column), tuple(problems)


def _take_dates(
    text: str, item: Item, year: int | None
) -> tuple[str, dict[str, dt.date], list[Diagnostic]]:
    """Take `(by …)` and `(done …)` out of a step; words in brackets that are no date stay."""
    dates: dict[str, dt.date] = {}
    problems: list[Diagnostic] = []

    def taken(found: re.Match[str]) -> str:
        which = "done" if found[1].lower() in _DONE else "by"
        written = found[2].strip()
        read = read_date(written, year=year)
        if not isinstance(read, BadDate) and which not in dates:
            dates[which] = read[0]
            return ""
        if isinstance(read, BadDate) and not lacks_year(read) and _is_meant(written):
            problems.append(_bad_date(Location("", *item.place(written)), written, read))
        return found[0]

    return _WHEN.sub(taken, text), dates, problems


def complete(
    action: Action, date: dt.date | None, path: str
) -> tuple[Action, tuple[Diagnostic, ...]]:
    """Return a step whose dates without a year are in that of its entry.

    Without one, or when the day it must be done by is over then, it is an error: nothing is
    guessed.
    """
    text, by, finished = action.text, action.by, action.finished
    problems: list[Diagnostic] = []
    for found in list(_WHEN.finditer(text)):
        written, is_done = found[2].strip(), found[1].lower() in _DONE
        read = read_date(written, year=date.year if date else None)
        if (finished if is_done else by) is not None or (
            isinstance(read, BadDate) and not lacks_year(read)
        ):
            continue
        if not isinstance(read, BadDate) and not is_done and date and read[0] < date:
            read = BadDate(f"has no year, and {read[0]} is over", "Add the year.")
        if isinstance(read, BadDate):
            where = Location(path, action.line, action.column)
            problems.append(_bad_date(where, written, read))
            continue
        by, finished = (by, read[0]) if is_done else (read[0], finished)
        text = text.replace(found[0], "", 1).strip()
    done = action.done or finished is not None
    return action._replace(text=text, by=by, finished=finished, done=done), tuple(problems)


def may_lack_year(action: Action) -> bool:
    """Tell whether `complete` may find something."""
    return "(" in action.text and _WHEN.search(action.text) is not None


def lacks_year(bad: BadDate) -> bool:
    """Tell whether a date is right but for its year."""
    return bad.reason == "has no year"


def _is_meant(text: str) -> bool:
    """Tell whether somebody meant a date, rather than `(by Ana)`."""
    return _LOOKS_LIKE_A_DATE.search(text) is not None


def _bad_date(where: Location, text: str, bad: BadDate) -> Diagnostic:
    return Diagnostic(where, Severity.ERROR, "bad-date", f'"{text}" {bad.reason}', bad.hint)
