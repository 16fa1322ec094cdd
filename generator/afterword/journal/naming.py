"""Front matter that names other entries: `about` and `goal`."""

from __future__ import annotations

from afterword.diagnostics import Diagnostic, Location, Severity
from afterword.journal.headers import CONTENT, Header
from afterword.journal.links import Links
from afterword.journal.model import Span


def named_entries(
    header: Header, field: str, links: Links
) -> tuple[tuple[str, ...], list[Diagnostic]]:
    """Return the slugs of the entries that a field names; what leads nowhere is an error."""
    spans = header.read.reading.fields.get(field)
    if not spans:
        return (), []
    result: list[str] = []
    problems: list[Diagnostic] = []
    for span in spans:
        slugs = links.entry(span.text)
        if len(slugs) > 1:
            slugs = tuple(slug for slug in slugs if slug != header.slug)
        if slugs and slugs[0] != header.slug:
            result.append(slugs[0])
        else:
            problems.append(_nowhere(header, field, span, slugs))
        if len(slugs) > 1:
            problems.append(_several(header, field, span, slugs))
    return tuple(dict.fromkeys(result)), problems


def _nowhere(header: Header, field: str, span: Span, slugs: tuple[str, ...]) -> Diagnostic:
    message = (
        f'{field}: "{span.text}" is this entry itself'
        if slugs
        else f'{field}: there is no entry "{span.text}"'
    )
    hint = "write the file's name without .md, with or without its date"
    where = Location(CONTENT + header.read.path, span.line, span.column)
    return Diagnostic(where, Severity.ERROR, "unknown-entry", message, hint)


def _several(header: Header, field: str, span: Span, slugs: tuple[str, ...]) -> Diagnostic:
    where = Location(CONTENT + header.read.path, span.line, span.column)
    message = f'{field}: "{span.text}" can be {" or ".join(slugs[:3])}'
    return Diagnostic(where, Severity.HINT, "ambiguous-link", message, "write it with its date")
