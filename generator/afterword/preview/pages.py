"""Pages on demand: rendered when somebody asks, kept while their input is the same."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from afterword import files
from afterword.build.pages import make_theme
from afterword.build.whole import site_of
from afterword.diagnostics import Diagnostic
from afterword.insight.reindex import rebuild
from afterword.site.manifest import Fingerprints
from afterword.site.pages import files_referred_to, find_route
from afterword.site.parts import Parts

if TYPE_CHECKING:
    from afterword.site.theme import Theme
    from afterword.understanding import Understood

_MOST_KEPT = 300
"""Pages that are remembered as they were last rendered."""
_MOST_DIGESTS = 40_000
"""Parts whose digest is remembered."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as it was last rendered well."""

    fingerprint: str
    content: bytes
    digest: str


class Pages:
    """The pages of one journal as it is now."""

    def __init__(self, understood: Understood) -> None:
        self._understood = understood
        self._theme: Theme = make_theme(understood)
        self.faults = _faults(self._theme, understood)
        """An error for each of the portfolio's own templates that cannot be compiled."""
        self._base = _base(understood)
        self._fingerprints = Fingerprints(self._base)
        self._kept: OrderedDict[str, Rendered] = OrderedDict()
        self._current: set[str] = set()
        self.broken: dict[str, Diagnostic] = {}
        """Page → the fault in its template, as of the last time it was rendered."""
        index = rebuild(understood.journal, None)
        opened = understood.opened
        site = site_of(opened, index)
        self._parts = Parts(index, site, opened.today, questions=opened.config.questions)
        self._files: frozenset[str] | None = None

    def update(self, understood: Understood) -> None:
        """Go on with the journal as it is now."""
        self._understood = understood
        base = _base(understood)
        if base != self._base:
            self._theme = make_theme(understood)
            self.faults = _faults(self._theme, understood)
        if base != self._base or self._fingerprints.size > _MOST_DIGESTS:
            self._fingerprints = Fingerprints(base)
        self._base = base
        index = rebuild(understood.journal, self._parts.whole)
        opened = understood.opened
        site = site_of(opened, index)
        if site == self._parts.site:
            site = self._parts.site  # the same object: its rendered parts are known by it
        self._parts = Parts(
            index, site, opened.today, self._parts, questions=opened.config.questions
        )
        self._theme.forget(self._parts.dropped)
        self._files = None
        self._current.clear()
        for url in [*self.broken]:
            self.page(url)

    def page(self, url: str) -> Rendered | None:
        """Return a page: as it is now, or as it last was while its template is broken.

        None when there is no such page, or it was never rendered well; `broken` tells which.
        """
        kept = self._kept.get(url)
        if kept is not None and url in self._current:
            return kept
        self.broken.pop(url, None)
        route = find_route(url, self._parts)
        if route is None:
            self._kept.pop(url, None)
            return None
        view = route.view()
        mark = self._fingerprints.of(url, route.template, view)
        if kept is None or kept.fingerprint != mark:
            from afterword.site.template_faults import TemplateError  # noqa: PLC0415 — takes 60 ms

            try:
                content = self._theme.render(route.template, route.shown(view))
            except TemplateError as error:
                self.broken[url] = error.diagnostic()
                return kept
            kept = Rendered(mark, content, files.digest_of(content))
        self._keep(url, kept)
        return kept

    def _keep(self, url: str, page: Rendered) -> None:
        self._kept[url] = page
        self._kept.move_to_end(url)
        self._current.add(url)
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)

    def refers_to(self, path: str) -> bool:
        """Tell whether an entry refers to a file below `content/`: no other is shown."""
        if self._files is None:
            self._files = frozenset(files_referred_to(self._understood.journal.entries))
        return path in self._files


def _base(understood: Understood) -> str:
    """Return a digest of all that bears on every page."""
    return f"{understood.opened.templates.digest} {understood.vocabulary.digest()}"


def _faults(theme: Theme, understood: Understood) -> tuple[Diagnostic, ...]:
    own = understood.opened.templates.overridden
    return tuple([error.diagnostic() for error in theme.broken(own)])
