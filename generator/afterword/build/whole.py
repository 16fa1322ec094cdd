"""All of a build that has something to do: plan, render, copy, remove, write down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from afterword import files
from afterword.assets import program_digest
from afterword.build.copies import copy, find_copies
from afterword.build.pages import Before, Outcome, settle
from afterword.build.record import (
    BuildReport,
    Record,
)
from afterword.diagnostics import Diagnostic, Location, Severity, in_order
from afterword.files import OutputFolder
from afterword.insight.index import Index
from afterword.insight.index import build as build_index
from afterword.portfolio import Opened
from afterword.site import addresses
from afterword.site.pages import menu, plan
from afterword.site.parts import Parts
from afterword.site.views import Site
from afterword.understanding import Understood

_WITHOUT_BASE = frozenset((addresses.MISSING, addresses.FEED, addresses.SITEMAP))


def site_of(opened: Opened, index: Index, *, reader: str = "", days: bool = True) -> Site:
    """Return what all pages share.

    Args:
        opened: The portfolio, or a reader's edition of it.
        index: Of its journal.
        reader: Whom it is for; empty for the author.
        days: Whether days are shown.
    """
    config = opened.config
    return Site(
        title=config.title or "Afterword",
        author=config.author,
        language=_tag(opened),
        description=config.site_description,
        url=config.site_url.rstrip("/") + "/" if config.site_url else "",
        reader=reader,
        days=days,
        menu=menu(index, reader=reader),
    )


def _tag(opened: Opened) -> str:
    """Return the language of the pages' own words: as set, where there are words for it."""
    catalogue = opened.templates.catalogue
    language = opened.config.language
    return language if catalogue.speaks(language) else catalogue.language


def bring_up_to_date(
    understood: Understood, folder: OutputFolder, record: Record
) -> tuple[BuildReport, Record]:
    """Build everything that is not as it should be.

    Returns:
        What was done, and what the next build can compare with.
    """
    opened = understood.opened
    index = build_index(understood.journal)
    site = site_of(opened, index)
    parts = Parts(index, site, opened.today, questions=opened.config.questions)
    routes = plan(parts)
    copies = find_copies(understood)
    paths = dict.fromkeys((*(route.url for route in routes), *copies))
    strangers = folder.claim(paths)
    words = understood.vocabulary.digest()
    base = files.digest_of(f"{program_digest()} {opened.templates.digest} {words}".encode())
    entries = {addresses.entry(e.slug): e.digest for e in understood.journal.entries}
    shape = understood.shape()
    data_of = {
        addresses.entry(e.slug): addresses.search_data(e.date.year if e.date else 0)
        for e in understood.journal.entries
    }
    before = before_of(record, base, shape, entries, data_of)
    mine = [route for route in routes if route.url not in strangers]
    outcomes = settle(mine, understood, folder, before)
    _refuse_broken_theme(outcomes)
    for path, place in copies.items():
        if path not in strangers:
            outcomes.append(copy(path, place, opened, folder, before.known))
    # What cannot be rendered now keeps its page: it is planned, only broken.
    removed = folder.remove([*(folder.ours.keys() - paths)])
    problems = [o.problem for o in outcomes if o.problem]
    problems += [_not_ours(path, folder) for path in sorted(strangers)]
    report = BuildReport(
        output=folder.folder,
        pages=sum(not _is_data(route.url) for route in routes),
        written=tuple(sorted(o.url for o in outcomes if o.new)),
        kept=sum(
            not o.new and o.written is not None and not _is_data(o.url)
            for o in outcomes[: len(mine)]
        ),
        removed=tuple(sorted(removed)),
        diagnostics=in_order([*understood.diagnostics, *problems]),
        strangers=folder.strangers(),
    )
    left = _note(outcomes, folder, base, changed=bool(removed))
    left.shape, left.entries = shape, entries
    return report, left


def before_of(
    record: Record,
    base: str,
    shape: str,
    entries: Mapping[str, str],
    data_of: Mapping[str, str],
) -> Before:
    """Return what the last build knew, as far as it still bears on this one.

    When nothing changed but texts of entries, each of which is on no page but its own and in
    what is searched of its year, then only these can be different.
    """
    if record.base != base:
        return Before(base, {}, None)
    if record.shape != shape:
        return Before(base, record.pages, None)
    edited = frozenset(url for url, _ in entries.items() ^ record.entries.items())
    return Before(base, record.pages, edited | {data_of[url] for url in edited & data_of.keys()})


def _note(outcomes: Sequence[Outcome], folder: OutputFolder, base: str, *, changed: bool) -> Record:
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
    return Record(base=base, pages=pages)


def _refuse_broken_theme(outcomes: Sequence[Outcome]) -> None:
    """Stop when nothing that uses the base template could be rendered."""
    broken = [outcome.problem for outcome in outcomes if outcome.problem]
    if broken and all(o.problem or _is_bare(o.url) for o in outcomes):
        from afterword.site.template_faults import TemplateError  # noqa: PLC0415 — takes 60 ms

        first = broken[0]
        name = first.location.file.removeprefix("templates/")
        raise TemplateError(name, first.location.line, first.message)


def _is_data(url: str) -> bool:
    """Tell whether a file is no page, but what a page searches."""
    return url.startswith(addresses.SEARCHED)


def _is_bare(url: str) -> bool:
    """Tell whether a page is made without the base template."""
    return url in _WITHOUT_BASE or not url.endswith(".html")


def _not_ours(path: str, folder: OutputFolder) -> Diagnostic:
    return Diagnostic(
        Location(f"{folder.folder.name}/{path}"),
        Severity.ERROR,
        "not-ours",
        "somebody else's file stands where a page belongs; it was left alone",
        "move it away and build again, or choose another --output",
    )
