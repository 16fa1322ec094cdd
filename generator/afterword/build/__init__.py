"""A portfolio → pages in a folder: render what changed, keep the rest, remove what is gone."""

from __future__ import annotations

from pathlib import Path

from afterword import files
from afterword.build.record import (
    BuildReport,
    Record,
    read_record,
    replayed,
    untouched,
    write_record,
)
from afterword.files import Cache, DiskError, OutputFolder
from afterword.portfolio import Opened

__all__ = ("AUTHOR", "BuildReport", "build")

AUTHOR = "author"
"""The edition that holds everything."""


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
    refuse_bad_output(opened.folder.resolve(), output)
    cache = Cache(opened.folder)
    name = f"pages-{files.digest_of(str(output).encode())}.json"
    folder = OutputFolder(output, AUTHOR)
    record = Record() if clean else read_record(cache, name)
    inputs = opened.digest()
    folder.tidy()
    if record.inputs == inputs and untouched(folder, record):
        return replayed(output, record, folder)
    # Everything else is only imported when there is something to do.
    from afterword.build.whole import bring_up_to_date  # noqa: PLC0415
    from afterword.process import without_collection  # noqa: PLC0415
    from afterword.understanding import understand  # noqa: PLC0415

    with without_collection():
        understood = understand(opened, use_cache=not clean)
        report, left = bring_up_to_date(understood, folder, record)
    # A page that a stranger keeps from its place is looked for again.
    left.inputs = "" if any(d.code == "not-ours" for d in report.diagnostics) else inputs
    write_record(cache, name, left, report)
    return report


def refuse_bad_output(portfolio: Path, output: Path) -> None:
    """Stop when pages would be written among the portfolio's own files."""
    content = (portfolio / files.CONTENT).resolve()
    if output == portfolio:
        raise DiskError(output, "is the portfolio itself", "choose a folder for the site alone")
    if output in portfolio.parents:
        raise DiskError(output, "holds the portfolio", "choose a folder for the site alone")
    for inside in (content, portfolio / "templates", portfolio / files.CACHE):
        if output == inside or inside in output.parents:
            name = inside.name
            raise DiskError(output, f"is inside {name}/", "choose a folder outside of it")
