"""The leak audit of a reader's edition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from afterword.editions.making import Edited
from afterword.sealing.audit import Decisions, audit
from afterword.sealing.audit_report import Report
from afterword.sealing.audit_terms import PrivateText, SharedText, make_terms
from afterword.understanding import Understood


def audit_pages(
    edited: Edited,
    author: Understood,
    pages: Mapping[str, bytes],
    *,
    product: Iterable[bytes] = (),
) -> Report:
    """Return what the leak audit finds in an edition.

    Args:
        edited: The edition.
        author: The portfolio it was made from.
        pages: All its files.
        product: What else stands in them that says nothing about the author: the viewer.
    """
    edition = edited.edition
    sources = [read.content.decode("utf-8", "replace") for read in edition.reads]
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
    terms = make_terms(
        edition.hidden,
        [PrivateText(*one) for one in edition.private],
        shared,
        home_paths=[str(Path.home()), str(author.opened.folder.resolve())],
        permitted=[reply] if (reply := author.opened.config.reply_to) else [],
    )
    reply = author.opened.config.reply_to
    decisions = Decisions(edition.reader.key, permitted=(reply,) if reply else ())
    return audit(pages, terms, shared, decisions)
