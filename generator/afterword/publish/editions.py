"""Who is to read at a target, and what: the editions that are due."""

from __future__ import annotations

from dataclasses import dataclass

from afterword.build import AUTHOR
from afterword.config import ReaderSettings, TargetSettings
from afterword.editions import (
    Edited,
    EditionError,
    Pages,
    audit_pages,
    auditor_of,
    find_reader,
    make_edition,
    refuse_faults,
    render,
    with_news,
)
from afterword.publish.author import author_edition
from afterword.publish.author_pages import render_author
from afterword.publish.places import refuse_target
from afterword.publish.targets import PublishError
from afterword.sealing.audit_report import Report
from afterword.sealing.header import SLOTS, HeaderError, HeaderFault
from afterword.sharing import sealable
from afterword.understanding import Understood


@dataclass(frozen=True, slots=True)
class Due:
    """An edition that is to be published."""

    reader: ReaderSettings
    edited: Edited
    pages: Pages
    report: Report

    @property
    def is_author(self) -> bool:
        """Whether it is the author's own."""
        return self.reader.key == AUTHOR


@dataclass(frozen=True, slots=True)
class Editions:
    """Everybody a target names."""

    due: tuple[Due, ...]
    expired: tuple[str, ...]


def find_target(author: Understood, name: str) -> TargetSettings:
    """Return the settings of a target.

    Args:
        author: The portfolio.
        name: Of the target; empty for the one that `[publish] target` names, or the only one.

    Raises:
        PublishError: There is none, or not all of its settings could be read.
        PlaceError: It stands among the portfolio's own files.
    """
    publish = author.opened.config.publish
    only = next(iter(publish.targets)) if len(publish.targets) == 1 else ""
    wanted = name or publish.target or only
    found = publish.targets.get(wanted)
    if found is None and not publish.targets:
        message = "nothing says yet where to publish"
        hint = "`afterword init --publish git` writes it; docs/publishing.md has other places"
        raise PublishError(message, hint)
    if found is None:
        known = ", ".join(sorted(publish.targets))
        message = f'there is no target "{wanted}"' if wanted else "no target is named"
        raise PublishError(message, f"[publish.targets] in portfolio.toml has: {known}")
    if not found.sound or not found.kind:
        message = f'not all settings of the target "{wanted}" could be read'
        raise PublishError(message, "mend what `afterword check` says of portfolio.toml")
    if not found.readers:
        message = f'the target "{wanted}" names no readers'
        raise PublishError(message, 'say for whom it is: readers = ["author"]')
    refuse_target(author.opened.folder, found)
    return found


def editions_of(
    author: Understood, target: TargetSettings, known_words: dict[str, tuple[str, ...]]
) -> Editions:
    """Return what is due at a target, each edition audited.

    Args:
        author: The portfolio, drafts and all.
        target: Whose readers.
        known_words: Reader → capitalised words the author was asked about.

    Raises:
        EditionError: An edition must not leave: it has errors, or nobody would see anything.
        PublishError: A reader's pages are not to be sealed.
        HeaderError: There are more readers than a container has room for.
    """
    reading: list[ReaderSettings] = []
    expired: list[str] = []
    for key in dict.fromkeys(target.readers):
        reader = reader_at(author, key)
        if not reader.sealed:
            message = f'"{reader.key}" has `sealed = false`, and this target holds sealed pages'
            raise PublishError(message, "take them out of its `readers`, or seal their pages")
        if reader.until and author.opened.today > reader.until:
            expired.append(reader.key)
        else:
            reading.append(reader)
    if len(reading) > SLOTS:
        raise HeaderError(HeaderFault.TOO_MANY)  # before minutes are spent on their pages
    due = [_due(author, one, known_words.get(one.key, ())) for one in reading]
    return Editions(tuple(due), tuple(expired))


def reader_at(author: Understood, key: str) -> ReaderSettings:
    """Return the settings of a reader; the author needs none.

    Raises:
        EditionError: There is no such reader, or their settings could not be read in full.
    """
    readers = author.opened.config.readers
    if key == AUTHOR and key not in readers:
        return ReaderSettings(AUTHOR, name=author.opened.config.author)
    return find_reader(author, key)


def _due(author: Understood, reader: ReaderSettings, known_words: tuple[str, ...]) -> Due:
    if reader.key == AUTHOR:
        edited = author_edition(author, reader)
        if not edited.edition.reads:
            message = "there are no entries to publish"
            raise EditionError(message, "drafts stay here: take `draft` out of one that is done")
        # One's own words need not be asked about.
        auditor = auditor_of(edited, author, asked=False)
        return Due(reader, edited, *render_author(edited, auditor))
    edited = with_news(make_edition(author, reader), author)
    refuse_faults(edited)
    pages = sealable(render(edited))
    report = audit_pages(edited, author, pages.files, known_words=known_words)
    return Due(edited.edition.reader, edited, pages, report)
