"""Where the pages of a site lead, read from their HTML alone."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

ADDRESSES = frozenset({"action", "data", "href", "poster", "src", "xlink:href"})


@dataclass(slots=True)
class Anchors:
    """What one page points at, and what can be pointed at in it."""

    targets: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = Anchors()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the identifier and the addresses of an element."""
        del tag
        for name, value in attrs:
            if name == "id":
                self.found.ids.append(value or "")
            elif name in ADDRESSES:
                self.found.targets.append(value or "")
            elif name == "srcset":
                self.found.targets += [part.split()[0] for part in (value or "").split(",")]


def read_anchors(html: str) -> Anchors:
    """Return the identifiers and the addresses in a page, in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


def broken_links(pages: Mapping[str, str], others: Iterable[str] = ()) -> list[str]:
    """Return a sentence for every address that leads nowhere, and every identifier used twice.

    Args:
        pages: HTML by path, relative to the site, with `/`.
        others: Paths of all other files.
    """
    anchors = {path: read_anchors(html) for path, html in pages.items()}
    files = {*pages, *others}
    doubled = [
        f"{path}: two elements are called #{name}"
        for path, page in anchors.items()
        for name in sorted({name for name in page.ids if page.ids.count(name) > 1})
    ]
    broken = [
        f"{path}: {target} {fault}"
        for path, page in anchors.items()
        for target in dict.fromkeys(page.targets)
        for fault in _faults(path, target, anchors, files)
    ]
    return doubled + broken


def _faults(
    path: str, target: str, anchors: Mapping[str, Anchors], files: set[str]
) -> Iterator[str]:
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return
    if parts.path.startswith("/"):
        yield "is not relative"
        return
    here = posixpath.dirname(path)
    goal = posixpath.normpath(posixpath.join(here, unquote(parts.path))) if parts.path else path
    if goal not in files:
        yield "does not exist"
    elif parts.fragment and unquote(parts.fragment) not in {"top", *_ids(anchors, goal)}:
        yield "has no such place"


def _ids(anchors: Mapping[str, Anchors], path: str) -> list[str]:
    return anchors[path].ids if path in anchors else []
