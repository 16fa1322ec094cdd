"""The author's pages, rendered and looked through; what is known of them from before is kept.

Of a page that was clean, its fingerprint, digest and title are noted, and never the page itself.
As long as its input and all that the audit looks for are the same, it is neither rendered nor
looked through again; where its bytes are needed after all, it is rendered, and must be the same.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from afterword import files
from afterword.assets import program_digest
from afterword.build.copies import find_copies
from afterword.build.pages import WORTH_SHARING, Before, make_theme, tasks_of
from afterword.build.record import Record
from afterword.build.whole import before_of, site_of
from afterword.editions import Auditor, Edited, Pages
from afterword.files.errors import saying_why
from afterword.insight.index import build as build_index
from afterword.portfolio import Opened
from afterword.process import take_turns
from afterword.publish.targets import PublishError
from afterword.sealing.audit_report import Report
from afterword.sharing import is_sealed
from afterword.site import addresses
from afterword.site.manifest import Fingerprints
from afterword.site.minified import minified
from afterword.site.pages import plan
from afterword.site.parts import Parts
from afterword.site.routes import Route
from afterword.understanding import Understood

_CACHE = "published-pages.json"
_KEY = "cache"
_NOTED = ("base", "shape", "entries", "pages")
_NOT_SEALED = frozenset((addresses.MISSING, addresses.FEED, addresses.SITEMAP))


@dataclass(frozen=True, slots=True)
class _Made:
    """A page as it was rendered."""

    url: str
    fingerprint: str
    title: str
    digest: str
    packed: bytes = field(repr=False)
    """Its content: all pages are held at once, and most of what they say is alike."""
    clean: bool
    """Whether the audit found nothing at all in it."""

    def row(self) -> list[str]:
        """Return what is noted of it."""
        return [self.fingerprint, self.digest, self.title]

    @property
    def content(self) -> bytes:
        """Return the page."""
        return zlib.decompress(self.packed)


def render_author(edited: Edited, auditor: Auditor) -> tuple[Pages, Report]:
    """Return every file of the author's edition that is sealed, and what the audit found.

    Raises:
        TemplateError: A page cannot be rendered.
        DiskError: A file that an entry refers to cannot be read.
    """
    understood = edited.understood
    opened = understood.opened
    index = build_index(understood.journal)
    parts = Parts(index, site_of(opened, index), opened.today, questions=opened.config.questions)
    routes = {r.url: r for r in plan(parts) if is_sealed(r.url) and r.url not in _NOT_SEALED}
    record = _read(opened)
    base = _base(understood, auditor)
    entries = {addresses.entry(e.slug): e.digest for e in understood.journal.entries}
    shape = understood.shape()
    before = before_of(record, base, shape, entries, {})
    desk = _Desk(understood, auditor, before)
    rows, made = desk.all(tuple(routes.values()))
    copies = dict(_copies(understood))
    doubted = {one.url: one.content for one in made if not one.clean}
    clean = {url: row for url, row in rows.items() if url not in doubted}
    _write(opened, record, Record(base=base, shape=shape, entries=entries, pages=clean))
    known = {url: row[1] for url, row in rows.items()}
    fresh: dict[str, _Made | bytes] = {one.url: one for one in made}
    content = _Files(desk, routes, known, fresh | copies)
    # What an author attaches is the author's own; what pages say is looked through.
    said = {path: c for path, c in copies.items() if not path.startswith(addresses.FILES)}
    titles = {url: row[2] for url, row in rows.items()}
    pages = Pages(content, MappingProxyType(titles), MappingProxyType(known))
    return pages, auditor.report({**said, **doubted})


class _Desk:
    """Renders and looks through pages; lives as long as one publish."""

    def __init__(self, understood: Understood, auditor: Auditor, before: Before) -> None:
        self._understood = understood
        # One for all pages of a process: it remembers what it has looked at.
        self._audit = auditor.begin()
        self._before = before
        self._fingerprints = Fingerprints(before.base)
        self._theme: Any = None
        self._title = understood.opened.config.title or "Afterword"

    def all(self, routes: Sequence[Route]) -> tuple[dict[str, list[str]], list[_Made]]:
        """Return the row of every page, in the order of the routes, and the pages made anew."""
        known = self._before.known
        if len(known) * 2 < len(routes):
            kept, due = {}, list(routes)
        else:
            kept = {route.url: known[route.url] for route in routes if self._is_kept(route)}
            due = [route for route in routes if route.url not in kept]
        if len(due) >= WORTH_SHARING:
            self._theme = make_theme(self._understood)
            self._theme.compile_all()
        made = [one for done in take_turns(self._make_some, tasks_of(due)) for one in done]
        rows = kept | {one.url: one.row() for one in made}
        return {route.url: rows[route.url] for route in routes}, made

    def content(self, route: Route) -> bytes:
        """Return a page as it is rendered."""
        return self._rendered(route, route.view())

    def _is_kept(self, route: Route) -> bool:
        row, doubtful = self._before.known.get(route.url), self._before.doubtful
        if row is None:
            return False
        if doubtful is not None and route.url not in doubtful:
            return True
        return bool(self._fingerprint(route, route.view()) == row[0])

    def _make_some(self, routes: Sequence[Route]) -> list[_Made]:
        # One page at a time: all of them at once would not fit the memory.
        return [self._make(route) for route in routes]

    def _make(self, route: Route) -> _Made:
        view = route.view()
        page = getattr(view, "page", None)
        content = self._rendered(route, view)
        return _Made(
            url=route.url,
            fingerprint=self._fingerprint(route, view),
            title=(page.title if page else "") or self._title,
            digest=files.digest_of(content),
            packed=zlib.compress(content, 1),
            clean=not self._audit.read(route.url, content),
        )

    def _fingerprint(self, route: Route, view: object) -> str:
        return self._fingerprints.of(route.url, route.template, view)

    def _rendered(self, route: Route, view: object) -> bytes:
        if self._theme is None:
            self._theme = make_theme(self._understood)
        content: bytes = self._theme.render(route.template, route.shown(view))
        return content


class _Files(Mapping[str, bytes]):
    """Path → content: pages that were kept are rendered when they are asked for."""

    def __init__(
        self,
        desk: _Desk,
        routes: Mapping[str, Route],
        digests: Mapping[str, str],
        made: Mapping[str, _Made | bytes],
    ) -> None:
        self._desk = desk
        self._routes = routes
        self._digests = digests
        self._made = made
        self._paths = dict.fromkeys((*routes, *made))

    def __getitem__(self, path: str) -> bytes:
        known = self._made.get(path)
        if known is not None:
            return known if isinstance(known, bytes) else known.content
        content = self._desk.content(self._routes[path])
        if files.digest_of(content) != self._digests[path]:
            message = f"{path} is not what it was when it was looked through"
            raise PublishError(message, "remove .afterword/, and publish again")
        return content

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def _copies(understood: Understood) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the files that are not pages."""
    for path, source in find_copies(understood).items():
        if not is_sealed(path):
            continue
        if isinstance(source, bytes):
            yield path, minified(path, source)
        else:
            with saying_why(source):
                yield path, source.read_bytes()


def _base(understood: Understood, auditor: Auditor) -> str:
    """Return a digest of all that bears on every page, and on what is found in it."""
    templates, words = understood.opened.templates.digest, understood.vocabulary.digest()
    parts = (program_digest(), templates, words, auditor.digest())
    return files.digest_of(" ".join(parts).encode())


def _read(opened: Opened) -> Record:
    """Return what the last publish left; an empty record when that cannot be read."""
    stored = files.Cache(opened.folder).read_signed(_CACHE, files.secret(opened.folder, _KEY))
    # It is signed, so it was written below; by another version perhaps, which its base tells.
    found = json.loads(stored) if stored else {}
    return Record(**{name: found[name] for name in _NOTED if name in found})


def _write(opened: Opened, before: Record, left: Record) -> None:
    if all(getattr(before, name) == getattr(left, name) for name in _NOTED):
        return
    stored = json.dumps({name: getattr(left, name) for name in _NOTED}, ensure_ascii=False)
    key = files.secret(opened.folder, _KEY)
    files.Cache(opened.folder).write_signed(_CACHE, stored.encode("utf-8", "surrogatepass"), key)
