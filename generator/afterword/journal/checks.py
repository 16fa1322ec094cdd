"""Whether the values in front matter can be read: dates, intervals, words, yes and no."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from afterword.diagnostics import Diagnostic, Location, Severity
from afterword.fields import FIELDS, Field, Shape, Vocabulary, ask_about, suggest
from afterword.journal.actions import lacks_year
from afterword.journal.model import Span
from afterword.journal.values import BadDate, read_date, read_interval, read_time, read_yes_no

_LEAP_YEAR = 2024
"""Has every day that any year has."""


class Written(Protocol):
    """A value as it stands in a file."""

    @property
    def text(self) -> str:
        """As written."""


def check_fields(
    fields: Mapping[str, tuple[Span, ...]], vocabulary: Vocabulary
) -> list[Diagnostic]:
    """Check every value whose shape can be wrong, and every open word we do not know."""
    problems: list[Diagnostic] = []
    for name, spans in fields.items():
        field = FIELDS[name]
        check = _CHECKS.get(field.shape)
        if check and name != "date":
            problems += [found for span in spans if (found := check(field, span))]
        elif field.shape in _DATES and name != "date":
            problems += [found for s in spans if (found := _check_date(field, s, fields))]
        if field.words:
            problems += [found for s in spans if (found := _check_word(field, s, vocabulary))]
    return problems


def _check_word(field: Field, span: Span, vocabulary: Vocabulary) -> Diagnostic | None:
    question = ask_about(field.name, span.text)
    if question:
        return _wrong(span, "ambiguous-value", f'"{span.text}" can mean two things', question)
    if vocabulary.word(field.name, span.text):
        return None
    near = suggest(span.text, [w for word, also in field.words.items() for w in (word, *also)])
    known = ", ".join(field.words)
    if field.closed:
        hint = f'did you mean "{near}"?' if near else f"write one of: {known}"
        return _wrong(
            span, "bad-value", f'{field.name}: "{span.text}" is not a word it takes', hint
        )
    if near:
        hint = f'did you mean "{near}"?'
    elif field.name in ("stage", "source", "outcome"):
        first = next(iter(field.words))
        hint = (
            f"kept as written; `[words.{field.name}]` in portfolio.toml can say what it means: "
            f'"{span.text}" = "{first}", or one of {known}'
        )
    else:
        hint = f"kept as written; we know {known}"
    message = f'{field.name}: "{span.text}" is a word we do not know'
    return Diagnostic(_at(span), Severity.HINT, "unknown-word", message, hint)


def _check_yes_no(field: Field, span: Span) -> Diagnostic | None:
    if read_yes_no(span.text) is not None:
        return None
    message = f'{field.name}: "{span.text}" is neither yes nor no'
    if field.closed:
        hint = "write yes or no; until then it counts as a draft"
        return _wrong(span, "bad-value", message, hint)
    return Diagnostic(_at(span), Severity.HINT, "bad-value", message, "write yes or no")


def _check_date(
    field: Field, span: Span, fields: Mapping[str, tuple[Span, ...]]
) -> Diagnostic | None:
    """Check a day; one without a year is in that of the entry, whose path is not known here."""
    if field.shape is Shape.DATE_OR_NO and read_yes_no(span.text) is False:
        return None
    if field.shape is Shape.DATE_OR_INTERVAL and read_interval(span.text) is not None:
        return None
    read = read_date(span.text)
    if isinstance(read, BadDate) and lacks_year(read):
        read = read_date(span.text, year=year_of(fields.get("date", ())) or _LEAP_YEAR)
    if isinstance(read, tuple):
        return None
    hint = read.hint
    if field.shape is Shape.DATE_OR_INTERVAL:
        hint = f"write how long, as 3 days or 2 weeks, or until when. {read.hint}"
    return _wrong(span, "bad-date", f'"{span.text}" {read.reason}', hint)


def without_year(fields: Mapping[str, tuple[Span, ...]]) -> Iterator[Diagnostic]:
    """Yield an error for each day without a year, in an entry that has no date to take it from."""
    for name, spans in fields.items():
        if FIELDS[name].shape not in _DATES or name == "date":
            continue
        for span in spans:
            read = read_date(span.text)
            if isinstance(read, BadDate) and lacks_year(read):
                yield _wrong(span, "bad-date", f'"{span.text}" {read.reason}', read.hint)


def _check_interval(field: Field, span: Span) -> Diagnostic | None:
    if read_interval(span.text) is not None:
        return None
    message = f'{field.name}: "{span.text}" is not an interval'
    return _wrong(span, "bad-interval", message, "write it as 3 days, 2 weeks or monthly")


def _check_time(_: Field, span: Span) -> Diagnostic | None:
    if read_time(span.text) is not None:
        return None
    message = f'"{span.text}" is not a time'
    return Diagnostic(_at(span), Severity.HINT, "bad-time", message, "write it as 14:00")


_DATES = frozenset((Shape.DATE, Shape.DATE_OR_NO, Shape.DATE_OR_INTERVAL))
_CHECKS: Mapping[Shape, Callable[[Field, Span], Diagnostic | None]] = MappingProxyType(
    {
        Shape.YES_NO: _check_yes_no,
        Shape.INTERVAL: _check_interval,
        Shape.TIME: _check_time,
    }
)


def _at(span: Span) -> Location:
    return Location("", span.line, span.column)


def _wrong(span: Span, code: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic(_at(span), Severity.ERROR, code, message, hint)


def year_of(dates: Sequence[Written]) -> int | None:
    """Return the year of the entry as far as its own key gives it; else the path may."""
    read = read_date(dates[0].text) if dates else None
    return read[0].year if isinstance(read, tuple) else None
