"""What the preview's server gives and pushes: values, no sockets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Answer:
    """What is served under one address."""

    status: int
    """200; 404; 410 for an entry that is gone; 500 for a page that was never rendered well."""
    content_type: str
    content: bytes | Path
    """A path is streamed from the disk."""
    digest: str
    """For the ETag; hex."""
    is_page: bool = False
    """Whether the server adds what makes a page follow its files."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A diagnostic, as the panel shows it."""

    file: str
    """Relative to the portfolio."""
    line: int
    """From 1; 0 means the file as a whole."""
    column: int
    """From 1, in code points."""
    severity: str
    code: str
    message: str
    hint: str
    source: str
    """The text of the line; empty when there is none."""


@dataclass(frozen=True, slots=True)
class Update:
    """What looking at the files again changed, for every open page."""

    version: int
    """Counts from 1."""
    follow: str
    """Page to bring up, may end in `#h-…`; empty when there is none."""
    styles: tuple[str, ...]
    """Style sheets that changed."""
    gone: tuple[tuple[str, str], ...]
    """Pages of entries that are gone, and where to go instead."""
    problems: tuple[Problem, ...]
    """All errors and warnings that stand now."""
    hints: int
    reader: str = ""
    """Name of whoever's edition is shown; empty for the author's."""
    chosen: str = ""
    """Key of the reader."""
    readers: tuple[tuple[str, str], ...] = ()
    """Key and name of those whose editions could be shown instead."""

    def to_json(self) -> Mapping[str, Any]:
        """Return it as the browser reads it."""
        problems = [
            {name: getattr(problem, name) for name in Problem.__slots__}
            for problem in self.problems
        ]
        return {
            "version": self.version,
            "follow": self.follow,
            "styles": self.styles,
            "gone": dict(self.gone),
            "problems": problems,
            "hints": self.hints,
            "reader": self.reader,
            "chosen": self.chosen,
            "readers": self.readers,
        }


def merged(older: Update, newer: Update) -> Update:
    """Return one update for two, for whoever missed the first."""
    return Update(
        version=newer.version,
        follow=newer.follow or older.follow,
        styles=tuple(sorted({*older.styles, *newer.styles})),
        gone=tuple(sorted({**dict(older.gone), **dict(newer.gone)}.items())),
        problems=newer.problems,
        hints=newer.hints,
        reader=newer.reader,
        chosen=newer.chosen,
        readers=newer.readers,
    )


class Source(Protocol):
    """What the server asks for pages."""

    def answer(self, path: str) -> Answer:
        """Return what is served under an address, relative to the site's root."""

    def latest(self) -> Update:
        """Return the newest update."""

    def locate(self, file: str) -> Path | None:
        """Return where a file of the portfolio is; None when it is none."""

    def show_as(self, reader: str, page: str) -> str | None:
        """Show the edition of a reader from now on, or the author's own pages.

        Args:
            reader: Their key; empty for the author.
            page: The page that is open, relative to the site's root.

        Returns:
            The page that stands for it there; None when there is no such reader to choose.
        """
