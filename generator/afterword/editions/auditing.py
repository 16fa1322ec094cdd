"""The leak audit of a reader's edition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from afterword.editions.making import Edited
from afterword.sealing.audit import Decisions, audit
from afterword.sealing.audit_report import Allowance, Report
from afterword.sealing.audit_terms import PrivateText, SharedText, make_terms
from afterword.understanding import Understood

_HEADING = re.compile(r"^#{1,6} .*$", re.MULTILINE)


def audit_pages(
    edited: Edited,
    author: Understood,
    pages: Mapping[str, bytes],
    *,
    product: Iterable[bytes] = (),
    known_words: tuple[str, ...] = (),
) -> Report:
    """Return what the leak audit finds in an edition.

    Args:
        edited: The edition.
        author: The portfolio it was made from.
        pages: All its files.
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
    config = edition.config
    about = (config.title, config.site_url, config.site_description, edition.reader.question)
    shared = SharedText(
        sources=(*sources, *names, *about),
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
    return audit(pages, terms, shared, decisions)
