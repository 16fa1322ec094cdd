"""The leak audit of a reader's edition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from afterword.assets import default_templates, program_digest
from afterword.config import ReaderSettings
from afterword.editions.making import Edited, is_common, is_plain, ordinary_words
from afterword.files import digest_of
from afterword.insight.hiding import hidden_names
from afterword.portfolio import Templates
from afterword.process import share_out
from afterword.sealing.audit import Audit, Decisions, audit
from afterword.sealing.audit_report import Allowance, Report
from afterword.sealing.audit_terms import PrivateText, SharedText, Terms, make_terms
from afterword.site.minified import minified
from afterword.understanding import Understood

NO_FILE = "no file"
"""Where an allowance that names no file lets its term pass."""
_STRINGS = "strings/"
_NOT_IN_PAGES = ("messages/", "entries/", _STRINGS)
_ENGLISH = "strings/en.toml"
_NOT_SAID = re.compile(r'^#[^\n]*$|"""\n.*?"""', re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_MANIFEST = "manifest.txt"
"""Stands in the audit for what is sealed beside the pages."""
_THEMES = re.compile(
    r"^([ \t]*[-*+•–] )\*\*[^*\n]+\*\*:?|#\[[^\[\]\n]+\]|(?<!\S)#[\w-]+", re.MULTILINE
)
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

    def begin(self) -> Audit:
        """Return an audit that no file was looked through in so far."""
        return Audit(self.terms, self.shared, self.decisions)

    def digest(self) -> str:
        """Return a digest of all that decides what is found in a file, but for the file."""
        # The sources themselves only say what the terms are.
        shared = [getattr(self.shared, p.name) for p in fields(self.shared) if p.name != "sources"]
        decided = repr((shared, self.decisions, self.terms.words, self.terms.unchecked))
        runs = "\n".join(sorted(self.terms.runs.texts()))
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
    edition = edited.edition
    beside = f"{edition.config.title}\n{edition.reader.name}\n{edition.reader.question}"
    auditor = auditor_of(edited, author, product=product, known_words=known_words)
    return auditor.report({**pages, _MANIFEST: beside.encode()})


def auditor_of(
    edited: Edited,
    author: Understood,
    *,
    product: Iterable[bytes] = (),
    known_words: tuple[str, ...] = (),
    asked: bool = True,
) -> Auditor:
    """Return what an edition's files are to be looked through for.

    Args:
        edited: The edition.
        author: The portfolio it was made from.
        product: What else stands in them that says nothing about the author: the viewer.
        known_words: Words the author was asked about, and knows to be harmless.
        asked: Whether the author is to be asked about more.
    """
    edition = edited.edition
    reply = author.opened.config.reply_to
    permitted = (reply,) if reply else ()
    shared = _shared(edited, author, product)
    terms = make_terms(
        edition.hidden,
        [PrivateText(*one) for one in edition.private],
        shared,
        home_paths=[str(Path.home()), str(author.opened.folder.resolve())],
        permitted=permitted,
        ordinary=ordinary_words(),
        is_common=is_common,
        is_plain=is_plain,
        spread=share_out,
    )
    decisions = Decisions(
        edition.reader.key,
        known_words,
        allowances=tuple(_allowances(edition.reader)),
        permitted=permitted,
        shown_names=tuple(_shown_names(edited, author)),
        asked=asked,
    )
    return Auditor(terms, shared, decisions)


def _shared(edited: Edited, author: Understood, product: Iterable[bytes]) -> SharedText:
    edition, reader = edited.edition, edited.edition.reader
    since = str(edited.news.since if edited.news else "")
    catalogues = _catalogues(author.opened.templates)
    return SharedText(
        # Nothing has to be told apart from them where nothing is private.
        sources=tuple(_seen(edited, author)) if edition.private else (),
        product=(*catalogues, *map(_text, product), reader.name, reader.key, since),
        code=_code(),
    )


def _seen(edited: Edited, author: Understood) -> Iterator[str]:
    """Yield all that the reader may see."""
    edition = edited.edition
    # From the author's own words, not from the edition: what it wrongly kept is no excuse.
    sources = [*edition.sources]
    # In lists and in the search, sections follow one another without their headings.
    sources += [_HEADING.sub("", source) for source in sources]
    # There, themes stand beside the words of a bullet, not among them.
    sources += [_THEMES.sub(" ", source) for source in sources[len(edition.sources) :]]
    yield from sources
    for read in edition.reads:
        yield from (read.path, read.path.removesuffix(".md"))
    yield from (entry.title for entry in edited.understood.journal.entries)
    yield from (name.label for name in author.opened.config.names)
    config = edition.config
    yield from (config.title, config.site_url, config.site_description, edition.reader.question)


def _catalogues(templates: Templates) -> Iterator[str]:
    """Yield the words of the interface in the language in use, and those that others fall back on.

    What explains them, and samples of entries, stand on no reader's page: names in them are none.
    """
    default = default_templates()
    for name in dict.fromkeys((templates.catalogue.name, _ENGLISH)):
        # Of a language we speak, ours: in the author's own wording may stand what must not.
        content = default.get(name) or templates.files.get(name, b"")
        yield _NOT_SAID.sub("", _text(content))


def _allowances(reader: ReaderSettings) -> Iterator[Allowance]:
    for one in reader.allow:
        for file in one.files or (NO_FILE,):
            yield Allowance(reader.key, one.term, file, one.reason)


def _shown_names(edited: Edited, author: Understood) -> Iterator[str]:
    """Yield the names and roles that the author's entries list, and that are not hidden."""
    hidden = {one.identity for one in edited.edition.hidden}
    everybody = hidden_names(author.journal, author.opened.config.names, ())
    yield edited.edition.config.author
    yield from (entry.role for entry in edited.understood.journal.entries)
    yield from (one.name for one in everybody if one.identity not in hidden)


@cache
def _code() -> tuple[str, ...]:
    """Return the default theme's templates and static files without their comments.

    A portfolio's own are not among them: what they say is looked through like an entry.
    """
    return tuple(
        [
            _COMMENT.sub("", _text(minified(name, content)))
            for name, content in default_templates().items()
            if not name.startswith(_NOT_IN_PAGES)
        ]
    )


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")
