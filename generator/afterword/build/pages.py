"""Bringing pages up to date: rendered, kept, or left as they are because a template is broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from afterword.build.record import as_left
from afterword.diagnostics import Diagnostic
from afterword.files import OutputFolder, Written
from afterword.process import in_runs, leave_if_abandoned, processes, take_turns
from afterword.site import addresses
from afterword.site.manifest import Fingerprints
from afterword.site.routes import Route
from afterword.understanding import Understood

WORTH_SHARING = 300
"""Pages from which on a second process pays."""

_WORTH_COMPARING = 1_000
"""Pages to be looked at from which on a second process pays, though few will be rendered."""

_RUNS_EACH = 8
"""Tasks for each process."""
_NARROW = frozenset(("entry.html", "application.html", "person.html", "prepare.html"))
"""Templates of the pages of one entry, application or person, of which there can be many."""

_STATIC = "static/"


class _Page(Protocol):
    """What is shared out: a route, or a page that is due."""

    @property
    def url(self) -> str: ...

    @property
    def template(self) -> str: ...


P = TypeVar("P", bound=_Page)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one page."""

    url: str
    fingerprint: str
    written: Written | None
    """None when it could not be rendered; what stood there stays."""
    new: bool
    problem: Diagnostic | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """What the last build knew of the pages."""

    base: str
    """Digest of all that bears on every page, now."""
    known: Mapping[str, list[Any]]
    """Page → fingerprint, digest, size and time of change; empty when the base has changed."""
    doubtful: frozenset[str] | None
    """The only pages whose input can have changed; None when it can be any."""


@dataclass(frozen=True, slots=True)
class _Due:
    """A page that has to be rendered."""

    route: Route
    view: object
    fingerprint: str

    @property
    def url(self) -> str:
        return self.route.url

    @property
    def template(self) -> str:
        return self.route.template


def settle(
    routes: Sequence[Route], understood: Understood, folder: OutputFolder, before: Before
) -> list[Outcome]:
    """Bring every page up to date, and return what became of each, in the order of the routes."""
    renderer = Renderer(understood)
    folder.before_each_write = leave_if_abandoned
    # One for all tasks of a process: it remembers the parts that pages share.
    fingerprints = Fingerprints(before.base)
    looked_at = [r for r in routes if before.doubtful is None or r.url in before.doubtful]
    mostly_new = len(before.known) * 2 < len(routes)
    if mostly_new and len(routes) >= WORTH_SHARING:
        renderer.prepare()
    if mostly_new or len(looked_at) >= _WORTH_COMPARING:
        # Few templates are needed where little is new: each process compiles what it comes upon.
        outcomes = _shared_out(
            partial(_settle_share, renderer, folder, before, fingerprints), routes
        )
    else:
        # To compare so few is done before a second process has started; to render may not be.
        compared = list(_compared(folder, before, fingerprints, routes))
        due = [page for page in compared if isinstance(page, _Due)]
        outcomes = [page for page in compared if isinstance(page, Outcome)]
        if len(due) >= WORTH_SHARING:
            renderer.prepare()
        outcomes += _shared_out(partial(_render_share, renderer, folder), due)
    by_url = {outcome.url: outcome for outcome in outcomes}
    return [by_url[route.url] for route in routes]


def _shared_out(work: Callable[[Sequence[P]], list[Outcome]], pages: Sequence[P]) -> list[Outcome]:
    return [outcome for done in take_turns(work, tasks_of(pages)) for outcome in done]


def tasks_of(pages: Sequence[P]) -> list[Sequence[P]]:
    """Return the pages in tasks for the processes that pay.

    Pages that look at the whole journal are one task: the process that has it is the only one
    that holds patterns and lists. The others are runs of neighbours, so short that all processes
    end at about the same time.
    """
    count = processes(len(pages), worth=WORTH_SHARING)
    if count == 1:
        return [pages]
    wide = sorted((p for p in pages if p.template not in _NARROW), key=_by_year)
    narrow = [page for page in pages if page.template in _NARROW]
    runs = in_runs(narrow, min(count * _RUNS_EACH, len(narrow)))
    return [task for task in (wide, *runs) if task]


def _by_year(page: _Page) -> int:
    """Order lists, those of no year first: lists of one year show the same lines, rendered once."""
    year = addresses.year_of(page.url)
    return -10_000 if year is None else -year


def _compared(
    folder: OutputFolder, before: Before, fingerprints: Fingerprints, routes: Sequence[Route]
) -> Iterator[Outcome | _Due]:
    """Yield for each page that it is kept, or what it has to be rendered from."""
    for route in routes:
        row = before.known.get(route.url)
        if row is not None and not as_left(folder, route.url, row):
            row = None
        if row and before.doubtful is not None and route.url not in before.doubtful:
            yield kept(route.url, row)
            continue
        view = route.view()
        fingerprint = fingerprints.of(route.url, route.template, view)
        if row and row[0] == fingerprint:
            yield kept(route.url, row)
        else:
            yield _Due(route, view, fingerprint)


def _settle_share(
    renderer: Renderer,
    folder: OutputFolder,
    before: Before,
    fingerprints: Fingerprints,
    routes: Sequence[Route],
) -> list[Outcome]:
    # One after the other: the views of all pages at once would not fit the memory.
    return [
        renderer.render(page, folder) if isinstance(page, _Due) else page
        for page in _compared(folder, before, fingerprints, routes)
    ]


def _render_share(renderer: Renderer, folder: OutputFolder, due: Sequence[_Due]) -> list[Outcome]:
    return [renderer.render(page, folder) for page in due]


def kept(url: str, row: Sequence[Any]) -> Outcome:
    """Return the outcome of a page that is as the last build left it."""
    return Outcome(url, row[0], Written(row[1], row[2], row[3]), new=False)


class Renderer:
    """A theme, made only when a page needs rendering: compiling templates takes time."""

    def __init__(self, understood: Understood) -> None:
        self._understood = understood
        self._theme: Any = None

    def prepare(self) -> None:
        """Compile every template, for all the processes that will be forked from this one."""
        self._theme = make_theme(self._understood)
        self._theme.compile_all()

    def render(self, due: _Due, folder: OutputFolder) -> Outcome:
        """Render a page and leave it in the folder; a broken template leaves what is there."""
        from afterword.site.template_faults import TemplateError  # noqa: PLC0415

        if self._theme is None:
            self._theme = make_theme(self._understood)
        try:
            page = self._theme.render(due.template, due.route.shown(due.view))
        except TemplateError as error:
            return Outcome(due.route.url, "", None, new=False, problem=error.diagnostic())
        written, new = folder.write(due.route.url, page)
        return Outcome(due.route.url, due.fingerprint, written, new=new)


def make_theme(understood: Understood) -> Any:  # noqa: ANN401 — imported only when needed
    """Return the theme of a portfolio, ready to render."""
    # Jinja and Markdown take 60 ms.
    from afterword.compiled import compiled_templates  # noqa: PLC0415
    from afterword.site.theme import Theme  # noqa: PLC0415

    templates = understood.opened.templates
    sources = {
        name: content.decode("utf-8", "surrogateescape")
        for name, content in templates.files.items()
        if not name.startswith((_STATIC, "strings/", "entries/", "messages/"))
    }
    catalogue = templates.catalogue
    sandboxed = any(name in sources for name in templates.overridden)
    ours = not sandboxed and catalogue.name not in templates.overridden
    return Theme(
        MappingProxyType(sources),
        catalogue,
        understood.vocabulary,
        sandboxed=sandboxed,
        compiled=compiled_templates(catalogue) if ours else None,
    )
