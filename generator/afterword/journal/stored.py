"""Readings as JSON and back, for the cache: values only, nothing that could run."""

from __future__ import annotations

import datetime as dt
from sys import intern
from types import MappingProxyType
from typing import Any

from afterword.diagnostics import Diagnostic, Location, Severity
from afterword.journal.model import (
    Action,
    LinkForm,
    Polarity,
    Question,
    Reading,
    Reference,
    Remark,
    Span,
)

Row = list[Any]
"""What `json` reads and writes: lists, texts, numbers, None."""


def to_row(reading: Reading) -> Row:
    """Return a reading as nested lists."""
    return [
        {name: [_span(s) for s in spans] for name, spans in reading.fields.items()},
        [_span(s) for s in reading.unknown],
        _span(reading.heading) if reading.heading else None,
        [
            [
                r.polarity,
                [_span(s) for s in r.themes],
                r.text,
                list(r.quotes),
                r.giver,
                r.line,
                r.column,
            ]
            for r in reading.remarks
        ],
        [
            [q.text, q.answer, q.better, q.went, q.forgotten, q.line, q.column]
            for q in reading.questions
        ],
        [
            [a.text, a.done, _day(a.by), _day(a.finished), list(a.themes), a.line, a.column]
            for a in reading.actions
        ],
        list(reading.research),
        [[r.form, r.target, r.label, r.line, r.column] for r in reading.references],
        list(reading.anchors),
        reading.body_line,
        reading.summary,
        [
            [d.location.line, d.location.column, int(d.severity), d.code, d.message, d.hint]
            for d in reading.diagnostics
        ],
    ]


def facts(reading: Reading) -> Row:
    """Return all of a reading that other pages than its own can depend on, as nested lists.

    Places in the file are left out, so that a body can grow without any list changing; and
    so is the summary, which only the feed shows, but for whether there is any text.
    """
    return [
        [[name, [s.text for s in spans]] for name, spans in reading.fields.items()],
        reading.heading.text if reading.heading else None,
        [
            [r.polarity, [s.text for s in r.themes], r.text, r.quotes, r.giver]
            for r in reading.remarks
        ],
        [q[:5] for q in reading.questions],
        [[a.text, a.done, _day(a.by), _day(a.finished), a.themes] for a in reading.actions],
        reading.research,
        [r[:3] for r in reading.references],
        reading.anchors,
        bool(reading.summary),
    ]


def from_row(row: Row) -> Reading:
    """Return the reading a row was made from.

    Raises:
        TypeError, ValueError, KeyError, IndexError, AttributeError: The row is not one of ours.
    """
    fields, unknown, heading, remarks, questions, actions, research = row[:7]
    references, anchors, body_line, summary, diagnostics = row[7:]
    return Reading(
        MappingProxyType({intern(name): _spans(spans) for name, spans in fields.items()}),
        tuple([Span(*s) for s in unknown]) if unknown else (),
        Span(*heading) if heading else None,
        tuple([_remark(r) for r in remarks]) if remarks else (),
        tuple([Question(*q) for q in questions]) if questions else (),
        tuple([_action(a) for a in actions]) if actions else (),
        tuple(research),
        tuple([Reference(_FORMS[r[0]], *r[1:]) for r in references]) if references else (),
        tuple(anchors),
        body_line,
        summary,
        tuple([_diagnostic(d) for d in diagnostics]) if diagnostics else (),
    )


_FORMS = MappingProxyType({form.value: form for form in LinkForm})
_POLARITIES = MappingProxyType({polarity.value: polarity for polarity in Polarity})


def _spans(rows: Row) -> tuple[Span, ...]:
    # Companies, themes and sources come back in thousands of files.
    if len(rows) == 1:
        text, line, column = rows[0]
        return (Span(intern(text), line, column),)
    return tuple([Span(intern(text), line, column) for text, line, column in rows])


def _span(span: Span) -> Row:
    return [span.text, span.line, span.column]


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _remark(row: Row) -> Remark:
    polarity, themes, text, quotes, giver, line, column = row
    return Remark(
        _POLARITIES[polarity],
        tuple([Span(*s) for s in themes]),
        text,
        tuple(quotes),
        giver,
        line,
        column,
    )


def _action(row: Row) -> Action:
    text, done, by, finished, themes, line, column = row
    return Action(text, done, _date(by), _date(finished), tuple(themes), line, column)


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _diagnostic(row: Row) -> Diagnostic:
    line, column, severity, code, message, hint = row
    return Diagnostic(Location("", line, column), Severity(severity), code, message, hint)
