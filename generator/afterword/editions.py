"""A reader's edition: from the portfolio to its pages, and the audit of what they say."""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from afterword import files
from afterword.build.pages import make_theme
from afterword.build.whole import site_of
from afterword.config import ReaderSettings
from afterword.diagnostics import AfterwordError
from afterword.fields import SECTIONS, vocabulary
from afterword.insight.edition import Edition, edition_for
from afterword.insight.index import build
from afterword.journal.entries import join
from afterword.sealing.audit import Decisions, audit
from afterword.sealing.audit_report import Report
from afterword.sealing.audit_terms import PrivateText, SharedText, make_terms
from afterword.sealing.pictures import PictureError, cleaned
from afterword.site import addresses
from afterword.site.catalogue import Catalogue
from afterword.site.minified import minified
from afterword.site.pages import plan
from afterword.site.parts import Parts
from afterword.sources import SourceTree
from afterword.understanding import Understood

_PICTURE_KEY = "pictures"


class EditionError(AfterwordError):
    """An edition cannot be made, or must not leave."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """Say why."""
        return self.message


@dataclass(frozen=True, slots=True)
class Edited:
    """A reader's edition, ready to be rendered."""

    edition: Edition
    understood: Understood
    """As if the edition were a portfolio of its own."""
    pictures: Mapping[str, bytes]
    """Name → content, encoded anew."""


@dataclass(frozen=True, slots=True)
class Pages:
    """All files of an edition."""

    files: Mapping[str, bytes]
    """Path relative to the site → content."""
    titles: Mapping[str, str]
    """Path of a page → its title."""


@dataclass(frozen=True, slots=True)
class _Words:
    """What an edition says in words of the interface."""

    catalogue: Catalogue

    def title(self, kind: str, day: dt.date) -> str:
        month = str(self.catalogue.month(day).striptags())
        return self.catalogue("shared.entry_of", kind=self.catalogue(f"kind.{kind}"), month=month)

    def label(self, noun: str, letter: str) -> str:
        if noun == "entry":
            return self.catalogue("shared.another")
        word = self.catalogue.word(noun, "noun")
        return self.catalogue("shared.label", noun=word, letter=letter)


def find_reader(understood: Understood, key: str) -> ReaderSettings:
    """Return the settings of a reader.

    Raises:
        EditionError: There is no such reader, or their settings could not be read in full.
    """
    readers = understood.opened.config.readers
    found = readers.get(key) or next((r for r in readers.values() if r.name == key), None)
    if found is None:
        known = ", ".join(sorted(readers)) or "none yet"
        message = f'there is no reader "{key}"'
        hint = f"[readers] in portfolio.toml has: {known}; `afterword share {key} ENTRY` adds one"
        raise EditionError(message, hint)
    if not found.sound or not all(name.sound for name in understood.opened.config.names):
        message = f'not all settings of "{found.key}" or of [names] could be read'
        hint = "mend what `afterword check` says of portfolio.toml: a name might stay visible"
        raise EditionError(message, hint)
    return found


def make_edition(understood: Understood, reader: ReaderSettings) -> Edited:
    """Return a reader's edition of a portfolio.

    Args:
        understood: The author's, drafts and all: names in them are hidden, too.
        reader: Whom it is for.
    """
    opened = understood.opened
    pictures = _Pictures(opened.folder)
    edition = edition_for(
        reader,
        understood.journal,
        opened.config,
        vocabulary=understood.vocabulary,
        today=opened.today,
        words=_Words(opened.templates.catalogue),
        picture=pictures.name,
    )
    catalogue = opened.templates.catalogue
    days = "days" in reader.show
    mine = replace(
        opened,
        config=edition.config,
        settings="",
        templates=replace(
            opened.templates, catalogue=catalogue if days else catalogue.without_days()
        ),
        tree=SourceTree((), ()),
        doubts=(),
        unread=(),
        drafts=False,
    )
    words = vocabulary(edition.config, catalogue.headings or SECTIONS)
    joined = join(
        edition.reads,
        config=edition.config,
        vocabulary=words,
        today=opened.today,
        others=pictures.made,
    )
    journal = replace(joined.journal, diagnostics=())
    made = Understood(mine, words, edition.reads, journal, ())
    return Edited(edition, made, MappingProxyType(pictures.made))


def refuse_faults(edited: Edited) -> None:
    """Stop when an edition must not leave: it has errors, or nobody would see anything.

    Raises:
        EditionError: Why, with every place.
    """
    edition = edited.edition
    if edition.problems:
        shown = "\n".join(str(problem) for problem in edition.problems)
        message = f"{shown}\nNothing was shared: these come first."
        raise EditionError(message)
    if edition.choice.unknown:
        names = ", ".join(edition.choice.unknown)
        message = f"[readers.{edition.reader.key}] names what is not there: {names}"
        raise EditionError(message, "an exclusion that is misspelt would show too much")
    if not edition.reads:
        message = f"{edition.reader.key} would see nothing"
        hint = f"write `share: {edition.reader.key}` into an entry, or give `include`"
        raise EditionError(message, hint)


def render(edited: Edited) -> Pages:
    """Return every file of an edition.

    Raises:
        TemplateError: A page cannot be rendered.
    """
    understood, reader = edited.understood, edited.edition.reader
    index = build(understood.journal)
    site = site_of(
        replace(
            understood.opened,
            config=replace(understood.opened.config, site_description=reader.question),
        ),
        index,
        reader=reader.name or reader.key,
        days="days" in reader.show,
    )
    by_path = {entry.path: entry.slug for entry in understood.journal.entries}
    pageless = {by_path[path]: theme for path, theme in edited.edition.pageless.items()}
    parts = Parts(index, site, understood.opened.today, pageless=pageless)
    theme = make_theme(understood)
    made: dict[str, bytes] = {}
    titles: dict[str, str] = {}
    for route in plan(parts):
        if route.url == addresses.MISSING:
            continue
        view = route.shown(route.view())
        made[route.url] = theme.render(route.template, view)
        page = getattr(view, "page", None)
        titles[route.url] = (page.title if page else "") or site.title
    static = {
        name: minified(name, content)
        for name, content in understood.opened.templates.files.items()
        if name.startswith(addresses.STATIC)
    }
    pictures = {addresses.FILES + name: content for name, content in edited.pictures.items()}
    return Pages(MappingProxyType({**made, **static, **pictures}), MappingProxyType(titles))


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


class _Pictures:
    """Encodes pictures anew when an edition refers to them; lives as long as it is made."""

    def __init__(self, folder: Path) -> None:
        self._content = folder / files.CONTENT
        self._key = files.secret(folder, _PICTURE_KEY)
        self.made: dict[str, bytes] = {}

    def name(self, path: str) -> str | None:
        """Return what a picture is called in an edition; None when it cannot be shown."""
        try:
            ending, content = cleaned(path, (self._content / path).read_bytes())
        except (PictureError, OSError):
            return None
        digest = hmac.new(self._key, content, sha256).hexdigest()[:20]
        name = f"{digest}.{ending}"
        self.made[name] = content
        return name
