"""The page that a reader opens first."""

from __future__ import annotations

from afterword.site import addresses
from afterword.site.loop_views import SharedView
from afterword.site.parts import Parts

_FIRST = 3
_NEWEST = 12


def shared_view(parts: Parts) -> SharedView:
    """Return the first page of a reader's edition: the question, and where to begin."""
    entries = [e for e in parts.index.journal.entries if e.slug not in parts.pageless]
    newest = [parts.line(entry) for entry in reversed(entries)]
    said = sorted(newest, key=lambda line: not line.marks)
    return SharedView(
        page=parts.page(addresses.TODAY, "", "today"),
        reader=parts.site.reader,
        question=parts.site.description,
        first=tuple(said[:_FIRST]),
        newest=tuple([line for line in newest if line not in said[:_FIRST]][:_NEWEST]),
        entries=len(parts.index.journal.entries),
    )
