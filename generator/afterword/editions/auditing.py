"""The leak audit of a reader's edition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from afterword.assets import program_digest
from afterword.editions.making import Edited
from afterword.files import digest_of
from afterword.sealing.audit import Decisions, audit
from afterword.sealing.audit_report import Allowance, Report
from afterword.sealing.audit_terms import PrivateText, SharedText, Terms, make_terms
from afterword.understanding import Understood

_HEADING = re.compile(r"^#{1,6} .*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Auditor:
    """What the files of an edition are looked through for, worked out once."""

    terms: Terms
    shared: SharedText
    decisions: Decisions

    def report(self, pages: Mapping[str, bytes]) -> Report:
        """Return what the leak audit finds in these files."""
        return audit(pages, self.terms, self.shared, self.decisions)

    def digest(self) -> str:
        """Return a digest of all that decides what is found in a file, but for the file."""
        # The sources themselves only say what the terms are.
        shared = [getattr(self.shared, p.name) for p in fields(self.shared) if p.name != "sources"]
        decided = repr((shared, self.decisions, self.terms.words, self.terms.unchecked))
        runs = "\n".join(sorted(self.terms.runs))
        return digest_of(f"{program_digest()} {decided}\0{runs}".encode("utf-8", "replace"))


def audit_pages(
    edited: Edited,
    author: Understood,
    pages: Mapping[str, bytes],
    *,
    product: Iterable[bytes] = (),
    known_words: tuple[str, ...] = (),
) -> Report:
    """Return what the leak audit finds in all the files of an edition; see `auditor_of`."""
    return auditor_of(edited, author, product=product, known_words=known_words).report(pages)


def auditor_of(
    edited: Edited,
    author: Understood,
    *,
    product: Iterable[bytes] = (),
    known_words: tuple[str, ...] = (),
) -> Auditor:
    """Return what an edition's files are to be looked through for.

    Args:
        edited: The edition.
        author: The portfolio it was made from.
        product: What else stands in them that says nothing about the author: the viewer.
        known_words: Words the author was asked about, and knows to be harmless.
    """
    edition = edited.edition
    sources = [read.content.decode("utf-8", "replace") for read in edition.reads]
    # In lists and in the search, sections follow one another without their headings.
    sources += [_HEADING.sub("", source) for source in sources]
    names = [name for read in edition.reads for name in (read.path, read.path.removesuffix(".md"))]
    ours = [
        content.decode("utf-8", "replace")
        for name, content in author.opened.templates.files.items()
        if not name.startswith(("messages/", "entries/"))
    ]
    shared = SharedText(
        sources=(*sources, *names, edition.config.title, edition.reader.question),
        product=(
            *ours,
            *(content.decode() for content in product),
            edition.reader.name,
            edition.reader.key,
        ),
    )
    reply = author.opened.config.reply_to
    permitted = (reply,) if reply else ()
    terms = make_terms(
        edition.hidden,
        [PrivateText(*one) for one in edition.private],
        shared,
        home_paths=[str(Path.home()), str(author.opened.folder.resolve())],
        permitted=permitted,
    )
    allowances = [
        Allowance(edition.reader.key, one.term, file, one.reason)
        for one in edition.reader.allow
        for file in one.files or ("every file",)
    ]
    decisions = Decisions(edition.reader.key, known_words, tuple(allowances), permitted)
    return Auditor(terms, shared, decisions)
