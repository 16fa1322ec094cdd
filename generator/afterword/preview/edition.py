"""The site as one reader would see it, made anew after each save."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from afterword import files
from afterword.diagnostics import AfterwordError, Diagnostic, Location, Severity
from afterword.editions import (
    Edited,
    EditionError,
    audit_pages,
    find_reader,
    make_edition,
    needless_allowances,
    refuse_faults,
    render,
    with_news,
)
from afterword.site import addresses
from afterword.understanding import Understood


class ReadersPages:
    """What a reader would see of a journal as it is now, and what would stop a share."""

    def __init__(self, understood: Understood, reader: str) -> None:
        self.reader = reader
        """Their key in the settings, or their name."""
        self.name = reader
        """Whom the pages are for."""
        self.files: Mapping[str, bytes] = MappingProxyType({})
        self.problems: tuple[Diagnostic, ...] = ()
        self._urls: Mapping[str, str] = MappingProxyType({})
        self.update(understood)

    def update(self, understood: Understood) -> None:
        """Go on with the journal as it is now; without an edition there are no pages."""
        self.files, self._urls = MappingProxyType({}), MappingProxyType({})
        try:
            settings = find_reader(understood, self.reader)
        except EditionError as error:
            self.problems = (_problem(files.SETTINGS, error),)
            return
        self.name = settings.name or settings.key
        edited = make_edition(understood, settings)
        try:
            edited = with_news(edited, understood)
            self.files = render(edited).files
        except AfterwordError as error:
            self.problems = (_problem("templates", error),)
            return
        origins = edited.edition.origins
        self._urls = MappingProxyType(
            {
                addresses.entry(origins[entry.path]): addresses.entry(entry.slug)
                for entry in edited.understood.journal.entries
            }
        )
        self.problems = tuple(self._found(edited, understood))

    def page_of(self, page: str) -> str:
        """Return the reader's page for one of the author's, empty when they have none."""
        url, hash_, anchor = page.partition("#")
        if url in self._urls:
            return self._urls[url] + hash_ + anchor
        return page if url in self.files and url not in self._urls.values() else ""

    def author_page_of(self, url: str) -> str:
        """Return the author's page for one of the reader's."""
        return next((mine for mine, theirs in self._urls.items() if theirs == url), url)

    def _found(self, edited: Edited, understood: Understood) -> Iterator[Diagnostic]:
        """Yield what would stop a share, and what to look at."""
        yield from edited.warnings
        if edited.edition.problems:
            yield from edited.edition.problems
            return
        try:
            refuse_faults(edited)
        except EditionError as error:
            yield _problem(files.SETTINGS, error)
            return
        report = audit_pages(edited, understood, self.files)
        for hit in report.hits:
            message = f'{hit.file}: {hit.kind} "{hit.term}" would be seen, in {hit.channel}'
            hint = "leave it out of what is shared, or allow it with a reason in portfolio.toml"
            yield Diagnostic(
                Location(files.SETTINGS), Severity.ERROR, "not-shareable", message, hint
            )
        yield from needless_allowances(understood.opened, report)


def _problem(file: str, error: AfterwordError) -> Diagnostic:
    return Diagnostic(Location(file), Severity.ERROR, "not-shareable", str(error), error.hint)
