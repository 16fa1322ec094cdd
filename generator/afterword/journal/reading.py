"""The bytes of one file → what they say by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from afterword.diagnostics import Diagnostic, Location, Severity
from afterword.fields import FIELDS, Field, Shape, Vocabulary, ask_about, suggest
from afterword.journal.actions import lacks_year
from afterword.journal.body import Body, Section, read_body, read_sections
from afterword.journal.frontmatter import FrontMatter, Value, decode, read_front_matter
from afterword.journal.model import Entry, Reading, Span
from afterword.journal.values import BadDate, read_date, read_interval, read_time, read_yes_no

LONGEST_BYTES = 4_000_000
"""A larger file is no entry; reading it would stall every build."""

_LEAP_YEAR = 2024
"""Has every day that any year has."""


def read_file(content: bytes, vocabulary: Vocabulary) -> Reading:
    """Return what a file says. Never fails: what cannot be read is a diagnostic.

    Args:
        content: The whole file.
        vocabulary: The words in use.
    """
    if len(content) > LONGEST_BYTES:
        return _empty((_too_large(),))
    text, problems = decode(content)
    if problems and not text:
        return _empty(problems)
    front = read_front_matter(text, ignore=vocabulary.ignore)
    body = read_body(
        front.body,
        first_line=front.body_line,
        vocabulary=vocabulary,
        keep_heading="title" in front.values,
        year=_year(front.values.get("date", ())),
    )
    return _reading(front, body, (*problems, *front.diagnostics), vocabulary)


def body_text(entry: Entry) -> str:
    """Return the body of an entry as it was written, with plain line ends."""
    text, _ = decode(entry.content)
    return text.split("\n", entry.reading.body_line - 1)[-1]


def sections_of(entry: Entry, vocabulary: Vocabulary) -> tuple[Section, ...]:
    """Return an entry's text in sections: what its page shows besides its remarks."""
    if any(problem.code == "too-large" for problem in entry.reading.diagnostics):
        return ()
    body = body_text(entry)
    return read_sections(body, vocabulary=vocabulary, keep_heading="title" in entry.reading.fields)


def _reading(
    front: FrontMatter, body: Body, problems: tuple[Diagnostic, ...], vocabulary: Vocabulary
) -> Reading:
    fields = {name: tuple(map(_span, values)) for name, values in front.values.items()}
    return Reading(
        fields=MappingProxyType(fields),
        unknown=tuple(
            Span(key.text, key.line, key.column) for key in front.unknown if not key.silent
        ),
        heading=body.heading,
        remarks=body.remarks,
        questions=body.questions,
        actions=body.actions,
        research=body.research,
        references=body.references,
        anchors=body.anchors,
        body_line=front.body_line,
        summary=body.summary,
        diagnostics=(*problems, *_check_fields(fields, vocabulary), *body.diagnostics),
    )


def _year(dates: Sequence[Value | Span]) -> int | None:
    """Return the year of the entry as far as its own key gives it; else the path may."""
    read = read_date(dates[0].text) if dates else None
    return read[0].year if isinstance(read, tuple) else None


def _span(value: Value) -> Span:
    return Span(value.text, value.line, value.column)


def _empty(problems: tuple[Diagnostic, ...]) -> Reading:
    nothing: Mapping[str, tuple[Span, ...]] = MappingProxyType({})
    return Reading(nothing, (), None, (), (), (), (), (), (), 1, "", problems)


def _too_large() -> Diagnostic:
    return Diagnostic(
        Location(""),
        Severity.ERROR,
        "too-large",
        f"this file is larger than the {LONGEST_BYTES // 1_000_000} MB an entry can have",
        "move it out of content/, or link to it as a file",
    )


def _check_fields(
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
        read = read_date(span.text, year=_year(fields.get("date", ())) or _LEAP_YEAR)
    if isinstance(read, tuple):
        return None
    return _wrong(span, "bad-date", f'"{span.text}" {read.reason}', read.hint)


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


def located(diagnostic: Diagnostic, path: str) -> Diagnostic:
    """Return a diagnostic with the path of its file, relative to the portfolio."""
    where = replace(diagnostic.location, file=path)
    return replace(diagnostic, location=where)
