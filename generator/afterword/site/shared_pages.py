"""The page that a reader opens first."""

from __future__ import annotations

from afterword.journal.model import Entry
from afterword.site import addresses
from afterword.site.loop_views import SharedView
from afterword.site.parts import Parts
from afterword.site.views import Line

_FIRST = 3
_NEWEST = 12


def shared_view(parts: Parts) -> SharedView:
    """Return the first page of a reader's edition: the question, news, and where to begin."""
    entries = parts.index.journal.entries[::-1]
    news = parts.news
    told = {*news.new, *news.changed} if news else set()
    left = [entry for entry in entries if entry.slug not in told | parts.pageless.keys()]
    said = sorted(left, key=lambda entry: not parts.line(entry).marks)[:_FIRST]
    rest = [entry for entry in left if entry not in said]

    def lines(chosen: list[Entry]) -> tuple[Line, ...]:
        return tuple([parts.line(entry) for entry in chosen])

    return SharedView(
        page=parts.page(addresses.TODAY, "", "today"),
        reader=parts.site.reader,
        question=parts.site.description,
        first=lines(said),
        newest=lines(rest[:_NEWEST]),
        since=news.since if news else None,
        new=lines([e for e in entries if news and e.slug in news.new]),
        changed=lines([e for e in entries if news and e.slug in news.changed]),
        entries=len(entries),
    )
