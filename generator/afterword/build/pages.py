"""Bringing pages up to date: rendered, kept, or left as they are because a template is broken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

from afterword.build.record import as_left
from afterword.diagnostics import Diagnostic, Location, Severity
from afterword.files import OutputFolder, Written
from afterword.process import cores, in_runs, share_out
from afterword.site.manifest import Fingerprints
from afterword.site.routes import Route
from afterword.understanding import Understood

_WORTH_SHARING = 300
"""Pages from which on a second process pays."""

_STATIC = "static/"


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


def settle(
    routes: Sequence[Route], understood: Understood, folder: OutputFolder, before: Before
) -> list[Outcome]:
    """Bring every page up to date, and return what became of each, in the order of the routes."""
    renderer = Renderer(understood)
    work = partial(_settle_share, renderer, folder, before)
    # With most pages known, one process is done before a second has started.
    worth = _WORTH_SHARING if len(before.known) * 2 < len(routes) else len(routes) + 1
    if len(routes) >= worth:
        renderer.prepare()
    shares = share_out(work, _in_fair_order(routes), worth=worth)
    by_url = {outcome.url: outcome for share in shares for outcome in share}
    return [by_url[route.url] for route in routes]


def _in_fair_order(routes: Sequence[Route]) -> list[Route]:
    """Return the routes so that every run of them holds its part of each kind of page."""
    kinds: dict[str, list[Route]] = {}
    for route in routes:
        kinds.setdefault(route.template, []).append(route)
    runs = [in_runs(kind, cores()) for kind in kinds.values()]
    return [route for part in zip(*runs, strict=True) for run in part for route in run]


def _settle_share(
    renderer: Renderer, folder: OutputFolder, before: Before, routes: Sequence[Route]
) -> list[Outcome]:
    fingerprints = Fingerprints(before.base)
    outcomes: list[Outcome] = []
    for route in routes:
        row = before.known.get(route.url)
        if row is not None and not as_left(folder, route.url, row):
            row = None
        if row and before.doubtful is not None and route.url not in before.doubtful:
            outcomes.append(kept(route.url, row))
            continue
        view = route.view()
        fingerprint = fingerprints.of(route.url, route.template, view)
        if row and row[0] == fingerprint:
            outcomes.append(kept(route.url, row))
        else:
            outcomes.append(renderer.render(route, view, fingerprint, folder))
    return outcomes


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

    def render(self, route: Route, view: object, fingerprint: str, folder: OutputFolder) -> Outcome:
        """Render a page and leave it in the folder; a broken template leaves what is there."""
        from afterword.site.theme import TemplateError  # noqa: PLC0415

        if self._theme is None:
            self._theme = make_theme(self._understood)
        try:
            page = self._theme.render(route.template, route.shown(view))
        except TemplateError as error:
            where = Location(f"templates/{error.template}", error.line, 1 if error.line else 0)
            problem = Diagnostic(where, Severity.ERROR, "broken-template", error.reason, error.hint)
            return Outcome(route.url, "", None, new=False, problem=problem)
        written, new = folder.write(route.url, page)
        return Outcome(route.url, fingerprint, written, new=new)


def make_theme(understood: Understood) -> Any:  # noqa: ANN401 — imported only when needed
    """Return the theme of a portfolio, ready to render."""
    from afterword.site.theme import Theme  # noqa: PLC0415 — Jinja and Markdown take 60 ms

    templates = understood.opened.templates
    sources = {
        name: content.decode("utf-8", "replace")
        for name, content in templates.files.items()
        if not name.startswith((_STATIC, "strings/", "entries/"))
    }
    return Theme(
        MappingProxyType(sources),
        templates.catalogue,
        understood.vocabulary,
        sandboxed=any(name in sources for name in templates.overridden),
    )
