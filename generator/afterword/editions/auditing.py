"""The leak audit of a reader's edition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from afterword.editions.making import Edited, is_common, ordinary_words
from afterword.sealing.audit import Decisions, audit
from afterword.sealing.audit_report import Allowance, Report
from afterword.sealing.audit_terms import PrivateText, SharedText, make_terms
from afterword.understanding import Understood

_MANIFEST = "manifest.txt"
"""Stands in the audit for what is sealed beside the pages."""
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
    # From the author's own words, not from the edition: what it wrongly kept is no excuse.
    sources = [*edition.sources]
    # In lists and in the search, sections follow one another without their headings.
    sources += [_HEADING.sub("", source) for source in sources]
    names = [name for read in edition.reads for name in (read.path, read.path.removesuffix(".md"))]
    titles = [entry.title for entry in edited.understood.journal.entries]
    labels = [name.label for name in author.opened.config.names]
    ours = [
        content.decode("utf-8", "replace")
        for name, content in author.opened.templates.files.items()
        if not name.startswith(("messages/", "entries/"))
    ]
    shared = SharedText(
        sources=(*sources, *names, *titles, *labels, edition.config.title, edition.reader.question),
        product=(
            *ours,
            *(content.decode() for content in product),
            edition.reader.name,
            edition.reader.key,
            str(edited.news.since if edited.news else ""),
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
        ordinary=ordinary_words(),
        is_common=is_common,
    )
    allowances = [
        Allowance(edition.reader.key, one.term, file, one.reason)
        for one in edition.reader.allow
        for file in one.files or ("every file",)
    ]
    decisions = Decisions(edition.reader.key, known_words, tuple(allowances), permitted)
    beside = f"{edition.config.title}\n{edition.reader.name}\n{edition.reader.question}"
    return audit({**pages, _MANIFEST: beside.encode()}, terms, shared, decisions)
