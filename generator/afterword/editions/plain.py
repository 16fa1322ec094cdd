"""A reader's edition as plain pages: to look at, not to hand over."""

from __future__ import annotations

from pathlib import Path

from afterword.build import BuildReport, refuse_bad_output
from afterword.editions.allowances import needless_allowances
from afterword.editions.auditing import audit_pages
from afterword.editions.making import EditionError, find_reader, make_edition, refuse_faults
from afterword.editions.news import with_news
from afterword.editions.pages import render
from afterword.files import OutputFolder
from afterword.portfolio import Opened
from afterword.understanding import understand


def build_edition(opened: Opened, reader: str, output: Path) -> BuildReport:
    """Build what a reader would see.

    Args:
        opened: The author's portfolio, without drafts.
        reader: Key of the reader, or their name.
        output: A folder for this edition alone.

    Raises:
        EditionError: It must not leave: why, and where.
        AfterwordError: The output cannot be used, or holds another edition.
    """
    output = output.resolve()
    refuse_bad_output(opened.folder.resolve(), output)
    author = understand(opened)
    settings = find_reader(author, reader)
    edited = with_news(make_edition(author, settings), author)
    refuse_faults(edited)
    pages = render(edited)
    report = audit_pages(edited, author, pages.files)
    if not report.clean:
        raise EditionError("\n".join(report.lines()))
    folder = OutputFolder(output, f"reader {settings.key}")
    folder.tidy()
    strangers = folder.claim(pages.files)
    written: list[str] = []
    for path, content in sorted(pages.files.items()):
        if path not in strangers:
            left, new = folder.write(path, content)
            folder.ours[path] = left.digest
            written += [path] if new else []
    removed = folder.remove([*(folder.ours.keys() - pages.files.keys())])
    folder.save_list()
    return BuildReport(
        output=folder.folder,
        pages=len(pages.titles),
        written=tuple(written),
        kept=len(pages.files) - len(written) - len(strangers),
        removed=tuple(sorted(removed)),
        diagnostics=(*edited.warnings, *needless_allowances(opened, report)),
        strangers=folder.strangers(),
    )
