"""A portfolio → pages in a folder: render what changed, keep the rest, remove what is gone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from afterword import files
from afterword.assets import program_digest
from afterword.diagnostics import Diagnostic, Location, Severity, in_order
from afterword.files import Cache, DiskError, OutputFolder, Written
from afterword.insight.index import Index
from afterword.insight.index import build as build_index
from afterword.portfolio import Opened, Understood, understand
from afterword.process import share_out, without_collection
from afterword.site import addresses
from afterword.site.manifest import Fingerprints
from afterword.site.pages import files_referred_to, menu, plan
from afterword.site.routes import Route
from afterword.site.views import Site

_WORTH_SHARING = 300
"""Pages from which on a second process pays."""

AUTHOR = "author"
"""The edition that holds everything."""

_STATIC = "static/"


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    output: Path
    pages: int
    written: tuple[str, ...]
    """Files that are new or different, relative to the output, sorted."""
    kept: int
    """Pages that are as they were."""
    removed: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    strangers: tuple[str, ...] = ()
    """Files in the output folder that we did not write, at most 20."""

    @property
    def has_errors(self) -> bool:
        """Whether any diagnostic is an error."""
        return any(d.severity is Severity.ERROR for d in self.diagnostics)

    @property
    def has_warnings(self) -> bool:
        """Whether any diagnostic is a warning or an error."""
        return any(d.severity >= Severity.WARNING for d in self.diagnostics)


@dataclass(slots=True)
class _Record:
    """What the last build left, by path: fingerprint, digest, size, time of change."""

    inputs: str = ""
    base: str = ""
    shape: str = ""
    entries: dict[str, str] = field(default_factory=dict)
    """Page of an entry → digest of the file it was made of."""
    pages: dict[str, list[Any]] = field(default_factory=dict)
    report: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of one page."""

    url: str
    fingerprint: str
    written: Written | None
    """None when it could not be rendered; what stood there stays."""
    new: bool
    problem: Diagnostic | None = None


def site_of(opened: Opened, index: Index) -> Site:
    """Return what all pages share."""
    config = opened.config
    return Site(
        title=config.title or "Afterword",
        author=config.author,
        language=config.language,
        description=config.site_description,
        url=config.site_url.rstrip("/") + "/" if config.site_url else "",
        menu=menu(index),
    )


def build(opened: Opened, output: Path, *, clean: bool = False) -> BuildReport:
    """Build the author's edition.

    Args:
        opened: The portfolio's files.
        output: Where the pages go.
        clean: Ignore the cache.

    Raises:
        AfterwordError: The output cannot be used, or the theme cannot render anything.
    """
    output = output.resolve()
    _refuse_bad_output(opened.folder.resolve(), output)
    cache = Cache(opened.folder)
    name = f"pages-{files.digest_of(str(output).encode())}.json"
    folder = OutputFolder(output, AUTHOR)
    record = _Record() if clean else _read_record(cache, name)
    inputs = opened.digest()
    if record.inputs == inputs and _untouched(folder, record):
        return _replayed(output, record, folder)
    with without_collection():
        understood = understand(opened, use_cache=not clean)
        report, left = _build(understood, folder, record)
    left.inputs = inputs
    cache.write(name, json.dumps(_stored(left, report), ensure_ascii=False).encode())
    return report


def _refuse_bad_output(portfolio: Path, output: Path) -> None:
    content = portfolio / files.CONTENT
    if output == portfolio:
        raise DiskError(output, "is the portfolio itself", "choose a folder for the site alone")
    if output in portfolio.parents:
        raise DiskError(output, "holds the portfolio", "choose a folder for the site alone")
    for inside in (content, portfolio / "templates", portfolio / files.CACHE):
        if output == inside or inside in output.parents:
            name = inside.name
            raise DiskError(output, f"is inside {name}/", "choose a folder outside of it")


def _build(
    understood: Understood, folder: OutputFolder, record: _Record
) -> tuple[BuildReport, _Record]:
    opened = understood.opened
    index = build_index(understood.journal, understood.destinations)
    site = site_of(opened, index)
    routes = plan(index, understood.destinations, site, opened.today)
    copies = _copies(understood)
    paths = dict.fromkeys((*(route.url for route in routes), *copies))
    folder.tidy()
    strangers = folder.claim(paths)
    words = understood.vocabulary.digest()
    base = files.digest_of(f"{program_digest()} {opened.templates.digest} {words}".encode())
    known = record.pages if record.base == base else {}
    mine = [route for route in routes if route.url not in strangers]
    entries = {addresses.entry(e.slug): e.digest for e in understood.journal.entries}
    if known and record.shape == understood.shape:
        # Only texts changed, each of which is on no page but its entry's.
        doubtful = frozenset(url for url, _ in entries.items() ^ record.entries.items())
    else:
        doubtful = None
    outcomes = _settle(mine, understood, folder, known, base, doubtful)
    _refuse_broken_theme(outcomes)
    for path, place in copies.items():
        if path not in strangers:
            outcomes.append(_copy(path, place, opened, folder, record.pages))
    # What cannot be rendered now keeps its page: it is planned, only broken.
    removed = folder.remove([*(folder.ours.keys() - paths)])
    problems = [o.problem for o in outcomes if o.problem]
    problems += [_not_ours(path, folder) for path in sorted(strangers)]
    report = BuildReport(
        output=folder.folder,
        pages=len(routes),
        written=tuple(sorted(o.url for o in outcomes if o.new)),
        kept=sum(not o.new and o.written is not None for o in outcomes[: len(mine)]),
        removed=tuple(sorted(removed)),
        diagnostics=in_order([*understood.diagnostics, *problems]),
        strangers=folder.strangers(),
    )
    left = _note(outcomes, folder, base, changed=bool(removed))
    left.shape, left.entries = understood.shape, entries
    return report, left


def _note(
    outcomes: Sequence[_Outcome], folder: OutputFolder, base: str, *, changed: bool
) -> _Record:
    """Write down what stands in the folder now."""
    digests = {o.url: o.written.digest for o in outcomes if o.written}
    if changed or any(folder.ours.get(url) != digest for url, digest in digests.items()):
        folder.ours |= digests
        folder.save_list()
    folder.tidy()
    pages = {
        o.url: [o.fingerprint, o.written.digest, o.written.size, o.written.modified_ns]
        for o in outcomes
        if o.written
    }
    return _Record(base=base, pages=pages)


def _settle(
    routes: Sequence[Route],
    understood: Understood,
    folder: OutputFolder,
    known: Mapping[str, list[Any]],
    base: str,
    doubtful: frozenset[str] | None,
) -> list[_Outcome]:
    """Bring every page up to date; those that are not doubtful only have to be there still."""
    renderer = _Renderer(understood)
    work = partial(_settle_share, renderer, folder, known, base, doubtful)
    # With most pages known, one process is done before a second has started.
    worth = _WORTH_SHARING if len(known) * 2 < len(routes) else len(routes) + 1
    if len(routes) >= worth:
        renderer.prepare()
    shares = share_out(work, routes, worth=worth)
    by_url = {outcome.url: outcome for share in shares for outcome in share}
    return [by_url[route.url] for route in routes]


def _settle_share(
    renderer: _Renderer,
    folder: OutputFolder,
    known: Mapping[str, list[Any]],
    base: str,
    doubtful: frozenset[str] | None,
    routes: Sequence[Route],
) -> list[_Outcome]:
    fingerprints = Fingerprints(base)
    outcomes: list[_Outcome] = []
    for route in routes:
        before = known.get(route.url)
        there = before is not None and _as_left(folder, route.url, before)
        if before and there and doubtful is not None and route.url not in doubtful:
            outcomes.append(_kept(route.url, before))
            continue
        view = route.view()
        fingerprint = fingerprints.of(route.url, route.template, view)
        if before and there and before[0] == fingerprint:
            outcomes.append(_kept(route.url, before))
        else:
            outcomes.append(renderer.render(route, view, fingerprint, folder))
    return outcomes


def _kept(url: str, before: Sequence[Any]) -> _Outcome:
    return _Outcome(url, before[0], Written(before[1], before[2], before[3]), new=False)


def _as_left(folder: OutputFolder, path: str, before: Sequence[Any]) -> bool:
    return folder.status(path) == (before[2], before[3])


class _Renderer:
    """A theme, made only when a page needs rendering: compiling templates takes time."""

    def __init__(self, understood: Understood) -> None:
        self._understood = understood
        self._theme: Any = None

    def prepare(self) -> None:
        """Compile every template, for all the processes that will be forked from this one."""
        self._theme = make_theme(self._understood)
        self._theme.compile_all()

    def render(
        self, route: Route, view: object, fingerprint: str, folder: OutputFolder
    ) -> _Outcome:
        from afterword.site.theme import TemplateError  # noqa: PLC0415

        if self._theme is None:
            self._theme = make_theme(self._understood)
        try:
            page = self._theme.render(route.template, route.shown(view))
        except TemplateError as error:
            where = Location(f"templates/{error.template}", error.line, 1 if error.line else 0)
            problem = Diagnostic(
                where, Severity.ERROR, "broken-template", error.reason, error.hint
            )
            return _Outcome(route.url, "", None, new=False, problem=problem)
        written, new = folder.write(route.url, page)
        return _Outcome(route.url, fingerprint, written, new=new)


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


def _refuse_broken_theme(outcomes: Sequence[_Outcome]) -> None:
    """Stop when not one page could be rendered: the base template is broken."""
    from afterword.site.theme import TemplateError  # noqa: PLC0415

    broken = [outcome.problem for outcome in outcomes if outcome.problem]
    if outcomes and len(broken) == len(outcomes):
        first = broken[0]
        name = first.location.file.removeprefix("templates/")
        raise TemplateError(name, first.location.line, first.message)


def _copies(understood: Understood) -> Mapping[str, Path | bytes]:
    """Return where each file that is not a page goes, and what it is a copy of."""
    opened = understood.opened
    static = {
        name: content
        for name, content in opened.templates.files.items()
        if name.startswith(_STATIC)
    }
    content = opened.folder / files.CONTENT
    referred = files_referred_to(understood.journal.entries, understood.destinations)
    return {**static, **{addresses.FILES + path: content / path for path in referred}}


def _copy(
    path: str,
    source: Path | bytes,
    opened: Opened,
    folder: OutputFolder,
    known: Mapping[str, list[Any]],
) -> _Outcome:
    if isinstance(source, bytes):
        fingerprint = files.digest_of(source)
    else:
        inside = source.relative_to(opened.folder / files.CONTENT).as_posix()
        status = next(o for o in opened.tree.others if o.path == inside)
        fingerprint = f"{status.size} {status.modified_ns}"
    before = known.get(path)
    if before and before[0] == fingerprint and _as_left(folder, path, before):
        return _kept(path, before)
    try:
        content = source if isinstance(source, bytes) else source.read_bytes()
    except OSError as error:
        where = Location(f"{files.CONTENT}/{path.removeprefix(addresses.FILES)}")
        message = f"cannot be read: {error.strerror or error}"
        problem = Diagnostic(where, Severity.ERROR, "unreadable", message, "")
        return _Outcome(path, "", None, new=False, problem=problem)
    written, new = folder.write(path, content)
    return _Outcome(path, fingerprint, written, new=new)


def _not_ours(path: str, folder: OutputFolder) -> Diagnostic:
    return Diagnostic(
        Location(f"{folder.folder.name}/{path}"),
        Severity.ERROR,
        "not-ours",
        "somebody else's file stands where a page belongs; it was left alone",
        "move it away and build again, or choose another --output",
    )


# ---- what the last build left ----


def _read_record(cache: Cache, name: str) -> _Record:
    stored = cache.read(name)
    if stored is None:
        return _Record()
    try:
        found = json.loads(stored)
        pages = {str(url): list(row) for url, row in found["pages"].items()}
        if any(len(row) != 4 for row in pages.values()):  # noqa: PLR2004
            return _Record()
        entries = {str(url): str(digest) for url, digest in found["entries"].items()}
        marks = (str(found[name]) for name in ("inputs", "base", "shape"))
        return _Record(*marks, entries, pages, dict(found["report"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return _Record()  # a cache is a guess: without it everything is rendered


def _stored(record: _Record, report: BuildReport) -> dict[str, Any]:
    return {
        "inputs": record.inputs,
        "base": record.base,
        "shape": record.shape,
        "entries": record.entries,
        "pages": record.pages,
        "report": {
            "pages": report.pages,
            "diagnostics": [
                [d.location.file, d.location.line, d.location.column]
                + [int(d.severity), d.code, d.message, d.hint]
                for d in report.diagnostics
            ],
            "strangers": list(report.strangers),
        },
    }


def _untouched(folder: OutputFolder, record: _Record) -> bool:
    """Tell whether every file is as the last build left it, and none is missing from the list."""
    if any(path not in record.pages for path in folder.ours):
        return False
    return all(_as_left(folder, path, row) for path, row in record.pages.items()) and bool(
        record.pages
    )


def _replayed(output: Path, record: _Record, folder: OutputFolder) -> BuildReport:
    diagnostics = tuple(
        Diagnostic(Location(file, line, column), Severity(severity), code, message, hint)
        for file, line, column, severity, code, message, hint in record.report["diagnostics"]
    )
    pages = int(record.report["pages"])
    return BuildReport(output, pages, (), pages, (), diagnostics, folder.strangers())
