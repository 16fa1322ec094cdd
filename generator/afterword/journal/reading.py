"""The bytes of one file → what they say by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from afterword.diagnostics import Diagnostic, Location, Severity
from afterword.fields import Vocabulary
from afterword.journal.body import Body, Section, read_body, read_sections
from afterword.journal.checks import check_fields, year_of
from afterword.journal.frontmatter import FrontMatter, Value, decode, read_front_matter
from afterword.journal.model import Entry, Reading, Span

LONGEST_BYTES = 4_000_000
"""A larger file is no entry; reading it would stall every build."""


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
        year=year_of(front.values.get("date", ())),
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
        diagnostics=(*problems, *check_fields(fields, vocabulary), *body.diagnostics),
    )


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
