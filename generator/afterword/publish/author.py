"""The author's own edition as it may be published: all of it, but for private blocks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType

from afterword.config import ReaderSettings
from afterword.diagnostics import Severity
from afterword.editions import Edited, EditionError
from afterword.insight.choosing import Choice
from afterword.insight.edition import Edition
from afterword.journal.cuts import CUT, cut
from afterword.journal.entries import join
from afterword.journal.frontmatter import decode
from afterword.journal.headers import Read
from afterword.understanding import Understood, read_alone


@dataclass(frozen=True, slots=True)
class _Cut:
    read: Read
    away: tuple[str, ...]
    """Lines that were private, and notes to self."""


def author_edition(author: Understood, reader: ReaderSettings) -> Edited:
    """Return everything the author's own pages show, without what is in private blocks.

    Args:
        author: The author's portfolio, drafts and all.
        reader: The settings of the reader who is the author.

    Raises:
        EditionError: An entry has errors: something private might stay in.
    """
    drafts = {entry.path for entry in author.journal.entries if entry.draft}
    _refuse_errors(author, drafts)
    cuts = [
        _without_private(read, author, keep=reader.include_private)
        for read in author.reads
        if read.path not in drafts
    ]
    opened = replace(
        author.opened,
        config=replace(author.opened.config, site_url="", site_description=""),
        drafts=False,
    )
    joined = join(
        [one.read for one in cuts],
        config=opened.config,
        vocabulary=author.vocabulary,
        today=opened.today,
        others=[other.path for other in opened.tree.others],
    )
    reads = tuple([one.read for one in cuts])
    unseen = [
        (read.content.decode("utf-8", "replace"), "", "")
        for read in author.reads
        if read.path in drafts
    ]
    private = [*unseen, *((text, "", "") for one in cuts for text in one.away)]
    edition = Edition(
        reader=reader,
        reads=reads,
        config=opened.config,
        pageless=MappingProxyType({}),
        origins=MappingProxyType({e.path: e.slug for e in joined.journal.entries}),
        choice=Choice((), ()),
        hidden=(),
        private=tuple(private),
        pictures=MappingProxyType({}),
        problems=(),
        near=(),
    )
    made = Understood(opened, author.vocabulary, reads, joined.journal, ())
    return Edited(edition, made, MappingProxyType({}))


def _refuse_errors(author: Understood, drafts: set[str]) -> None:
    paths = {f"content/{path}" for path in drafts}
    errors = [
        problem
        for problem in author.diagnostics
        if problem.location.file not in paths
        and (problem.severity is Severity.ERROR or problem.code == "malformed-private")
    ]
    if errors:
        shown = "\n".join(str(problem) for problem in errors)
        message = f"{shown}\nNothing was published: these come first."
        raise EditionError(message)


def _without_private(read: Read, author: Understood, *, keep: bool) -> _Cut:
    """Return a file with blank lines where its private blocks were; other lines stay in place."""
    text, _ = decode(read.content)
    lines = text.split("\n")
    first = read.reading.body_line
    body = lines[first - 1 :]
    found = cut("\n".join(body), first_line=first)
    away: list[str] = []
    blank: list[int] = []
    for row, (line, left) in enumerate(zip(body, found.lines, strict=True)):
        if row in found.private:
            blank.append(row)
        elif CUT in left:
            away.append("".join(a if b == CUT else "\n" for a, b in zip(line, left, strict=True)))
            blank += [row] if not left.strip(CUT) and ":::" in line else []
    if keep or not blank:
        return _Cut(read, tuple(away))
    private = [body[row] for row in blank if row in found.private]
    for row in blank:
        body[row] = ""
    content = "\n".join([*lines[: first - 1], *body]).encode()
    return _Cut(read_alone(read.path, content, author.vocabulary), (*away, *private))
