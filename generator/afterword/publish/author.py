"""The author's own edition as it may be published: all of it, but for private blocks."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from types import MappingProxyType

from afterword.config import ReaderSettings
from afterword.diagnostics import Severity
from afterword.editions import Edited, EditionError
from afterword.insight.choosing import Choice
from afterword.insight.edition import Edition
from afterword.journal.cutting import without_private
from afterword.journal.entries import join
from afterword.understanding import Understood, read_alone


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
    again = partial(read_alone, words=author.vocabulary)
    cuts = [
        without_private(read, again, keep_blocks=reader.include_private)
        for read in author.reads
        if read.path not in drafts
    ]
    opened = replace(
        author.opened,
        config=replace(author.opened.config, site_url="", site_description=""),
        drafts=False,
    )
    journal = author.journal
    if drafts or any(one.read is not read for one, read in zip(cuts, author.reads, strict=True)):
        journal = join(
            [one.read for one in cuts],
            config=opened.config,
            vocabulary=author.vocabulary,
            today=opened.today,
            others=[other.path for other in opened.tree.others],
        ).journal
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
        origins=MappingProxyType({e.path: e.slug for e in journal.entries}),
        choice=Choice((), ()),
        hidden=(),
        sources=tuple([one.read.content.decode("utf-8", "replace") for one in cuts]),
        private=tuple(private),
        attached=MappingProxyType({}),
        problems=(),
        near=(),
    )
    made = Understood(opened, author.vocabulary, reads, journal, ())
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
