"""A journal in memory that follows its files: read once, then only what changed."""

from __future__ import annotations

import datetime as dt
import mimetypes
import posixpath
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from operator import is_
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from afterword import files
from afterword.build import AUTHOR
from afterword.diagnostics import AfterwordError, Diagnostic, Severity, in_order
from afterword.journal.headers import CONTENT
from afterword.portfolio import Opened, open_portfolio
from afterword.preview.answers import Answer, Update
from afterword.preview.following import follow, moved
from afterword.preview.notices import notice
from afterword.preview.pages import Pages
from afterword.preview.problems import as_diagnostic, problems_of
from afterword.site import addresses
from afterword.site.minified import minified
from afterword.understanding import Understood, understand, understand_again

if TYPE_CHECKING:
    from afterword.preview.edition import ReadersPages

_HTML = "text/html; charset=utf-8"
_TEMPLATES = "templates/"


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What looking at changed files led to."""

    update: Update | None
    """None when nothing that is shown changed."""
    again: frozenset[str]
    """Files that may be half written: to be looked at again after a quiet moment."""


class Session:
    """The pages of a portfolio as its files are now, drafts and all. Safe to use from threads."""

    def __init__(
        self,
        folder: Path,
        *,
        today: dt.date | None = None,
        tell: Callable[[Update], None] = lambda _: None,
        reader: str = "",
    ) -> None:
        """Read the portfolio.

        Args:
            folder: That of portfolio.toml.
            today: None for the day in the portfolio's time zone, whenever a page is asked for.
            tell: Called when a page turned out to be broken while it was rendered.
            reader: Whose edition to show; empty for the author's.

        Raises:
            AfterwordError: The settings or the theme cannot be read.
        """
        self._folder = folder
        self._today = today
        self._tell = tell
        self._lock = threading.RLock()
        opened = open_portfolio(folder, today=today, drafts=True)
        self._understood = understand(opened, keep=True)
        self._pages = Pages(self._understood)
        self._edition = _edition(self._understood, reader) if reader else None
        self._may_choose = not reader
        self._fault: Diagnostic | None = None
        self._waiting: frozenset[str] = frozenset()
        self._gone: dict[str, str] = {}
        self._update = Update(0, "", (), (), (), 0)
        self._update = self._made("", (), {})

    def latest(self) -> Update:
        """Return the newest update."""
        with self._lock:
            return self._update

    def refresh(self, paths: frozenset[str] | None) -> Refreshed:
        """Look at files again, from one thread alone; pages are answered while they are read.

        A file that is empty, shorter than before or gone may be half written: it is left as it
        was, and taken as it is the second time.

        Args:
            paths: Relative to the portfolio, with `/`; None to look at everything.
        """
        if paths is None:
            return Refreshed(self._reopened(), frozenset())
        hasty = self._hasty(paths)
        self._waiting = hasty
        now = paths - hasty
        return Refreshed(self._changed(now) if now else None, hasty)

    def answer(self, path: str) -> Answer:
        """Return what is served under an address; 404 for what is no page of the site.

        Args:
            path: Decoded, relative to the site's root; a folder stands for its index.
        """
        with self._lock:
            self._follow_the_day()
            url = _page_at(path)
            if self._edition:
                return self._as_read(self._edition, url)
            if url.startswith(addresses.STATIC):
                return self._static(url)
            if url.startswith(addresses.FILES):
                return self._file(url.removeprefix(addresses.FILES))
            return self._page(url)

    def locate(self, file: str) -> Path | None:
        """Return where a file that a problem names is; None when it is none of the portfolio's."""
        if file != files.SETTINGS and not file.startswith((CONTENT, _TEMPLATES)):
            return None
        path = self._folder / file
        inside = path.resolve().is_relative_to(self._folder.resolve())
        return path if inside and ".." not in Path(file).parts and path.is_file() else None

    def show_as(self, reader: str, page: str) -> str | None:
        """Show the edition of a reader from now on, or the author's own pages.

        Args:
            reader: Their key; empty for the author.
            page: The page that is open, relative to the site's root.

        Returns:
            The page that stands for it there; None when there is no such reader to choose.
        """
        with self._lock:
            if not self._may_choose or (reader and reader not in dict(self._readers())):
                return None
            before = self._edition
            self._edition = _edition(self._understood, reader) if reader else None
            url = _page_at(page)
            mine = before.author_page_of(url) if before else url
            there = self._edition.page_of(mine) if self._edition else mine
            self._tell(self._made("", (), {}))
            return there or addresses.TODAY

    def _readers(self) -> tuple[tuple[str, str], ...]:
        """Return key and name of those whose editions can be chosen."""
        found = self._understood.opened.config.readers.values() if self._may_choose else ()
        return tuple([(one.key, one.name or one.key) for one in found if one.key != AUTHOR])

    @property
    def editor(self) -> str:
        """The command for opening files, as the settings give it; may be empty."""
        return self._understood.opened.config.editor

    def _hasty(self, paths: frozenset[str]) -> frozenset[str]:
        """Return the files that may be half written.

        One that is gone may come back at once, unless another came with it: it was renamed.
        """
        sizes = {path: files.size_of(self._folder / path) for path in paths}
        known = {CONTENT + e.path: len(e.content) for e in self._understood.opened.tree.entries}
        renamed = any(size is not None and path not in known for path, size in sizes.items())
        return frozenset(
            path
            for path, size in sizes.items()
            if path not in self._waiting
            and (not renamed if size is None else size < known.get(path, 1))
        )

    def _changed(self, paths: Iterable[str]) -> Update | None:
        """Take in edited files of the journal alone, or else look at everything."""
        opened = self._understood.opened
        if not all(path.startswith(CONTENT) for path in paths):
            return self._reopened()
        names = [path.removeprefix(CONTENT) for path in paths]
        content = self._folder / files.CONTENT
        read = files.reread(content, opened.tree, opened.unread, names)
        if read is None:
            return self._reopened()
        tree, unread = read
        with self._lock:
            return self._taken(replace(self._understood.opened, tree=tree, unread=unread))

    def _reopened(self) -> Update | None:
        try:
            opened = open_portfolio(self._folder, today=self._today, drafts=True)
        except AfterwordError as error:
            with self._lock:
                # The last good pages stay; what is wrong is said above them.
                self._fault = as_diagnostic(error, self._folder)
                return self._made("", (), {})
        with self._lock:
            mended, self._fault = self._fault, None
            return self._taken(opened) or (self._made("", (), {}) if mended else None)

    def _taken(self, opened: Opened) -> Update | None:
        """Go on with the portfolio as it is now."""
        before, after = self._understood, understand_again(opened, self._understood)
        if _is_the_same(before, after):
            return None
        self._understood = after
        self._pages.update(after)
        if self._edition:
            self._edition.update(after)
        styles = _changed_styles(before.opened, opened)
        gone = moved(before.journal, after.journal)
        return self._made(follow(before.journal, after.journal), styles, gone)

    def _made(self, page: str, styles: tuple[str, ...], gone: Mapping[str, str]) -> Update:
        if gone or self._gone:
            shown = {addresses.entry(entry.slug) for entry in self._understood.journal.entries}
            self._gone = {u: to for u, to in {**self._gone, **gone}.items() if u not in shown}
        if self._edition:
            page, self._gone = self._edition.page_of(page), {}
        found = self._diagnostics()
        last = self._update
        self._update = Update(
            version=last.version + 1,
            follow=page,
            styles=styles,
            gone=() if self._edition else tuple(sorted(gone.items())),
            problems=problems_of(found, self._understood.opened),
            hints=sum(d.severity is Severity.HINT for d in found),
            reader=self._edition.name if self._edition else "",
            chosen=self._edition.reader if self._edition else "",
            readers=self._readers(),
        )
        return self._update

    def _diagnostics(self) -> tuple[Diagnostic, ...]:
        if self._edition:
            return (*([self._fault] if self._fault else ()), *self._edition.problems)
        found = [*self._pages.broken.values(), *self._pages.faults]
        if self._fault:
            found.append(self._fault)
        known = self._understood.diagnostics  # in order by themselves
        return in_order([*known, *found]) if found else known

    def _follow_the_day(self) -> None:
        opened = self._understood.opened
        if self._today is None and files.today(opened.config.timezone) != opened.today:
            update = self._taken(replace(opened, today=files.today(opened.config.timezone)))
            if update:
                self._tell(update)

    def _page(self, url: str) -> Answer:
        before = dict(self._pages.broken)
        page = self._pages.page(url)
        if self._pages.broken != before:
            self._tell(self._made("", (), {}))
        if page is not None:
            is_html = url.endswith(".html")
            kind = _HTML if is_html else _type_of(url)
            return Answer(200, kind, page.content, page.digest, is_page=is_html)
        if url in self._gone:
            return self._is_gone(url)
        if url in self._pages.broken:
            fault = self._pages.broken[url]
            text = f"{fault.location}: {fault.message}"
            return _note(500, "This page cannot be shown yet", text, [("Today", "/index.html")])
        return _note(404, "There is no such page", "", [("Today", "/index.html")])

    def _as_read(self, edition: ReadersPages, url: str) -> Answer:
        """Answer with what the reader would see under an address."""
        content = edition.files.get(url)
        if content is not None:
            is_html = url.endswith(".html")
            kind = _HTML if is_html else _type_of(url)
            return Answer(200, kind, content, files.digest_of(content), is_page=is_html)
        if url == addresses.TODAY:
            return _note(404, f"{edition.name} would see nothing yet", "", [])
        heading = f"{edition.name} has no such page"
        return _note(404, heading, "", [("Their first page", "/index.html")])

    def _is_gone(self, url: str) -> Answer:
        to = self._gone[url]
        by_url = {addresses.entry(e.slug): e for e in self._understood.journal.entries}
        name = by_url[to].title if to in by_url else "Today"
        links = [(name, "/" + to)]
        if by_url:
            links.append(("Timeline", "/" + addresses.TIMELINE))
        return _note(410, "This entry is not there any more", "Its file was removed.", links)

    def _static(self, url: str) -> Answer:
        content = self._understood.opened.templates.files.get(url)
        if content is None:
            return _note(404, "There is no such file", "", [("Today", "/index.html")])
        return Answer(200, _type_of(url), minified(url, content), files.digest_of(content))

    def _file(self, path: str) -> Answer:
        others = {other.path: other for other in self._understood.opened.tree.others}
        found = others.get(path)
        if found is None or not self._pages.refers_to(path):
            return _note(404, "There is no such file", "", [("Today", "/index.html")])
        digest = files.digest_of(f"{path} {found.size} {found.modified_ns}".encode())
        return Answer(200, _type_of(path), self._folder / files.CONTENT / path, digest)


def _edition(understood: Understood, reader: str) -> ReadersPages:
    from afterword.preview.edition import ReadersPages  # noqa: PLC0415 — most previews need none

    return ReadersPages(understood, reader)


def _page_at(path: str) -> str:
    return path + "index.html" if path == "" or path.endswith("/") else path


def _note(status: int, heading: str, text: str, links: list[tuple[str, str]]) -> Answer:
    content = notice(heading, text, links)
    return Answer(status, _HTML, content, files.digest_of(content), is_page=True)


def _is_the_same(before: Understood, after: Understood) -> bool:
    """Tell whether nothing that any page is made of has changed."""
    old, new = before.opened, after.opened
    if (old.tree.others, old.unread, old.settings, old.today) != (
        *(new.tree.others, new.unread, new.settings, new.today),
    ):
        return False
    if old.templates.files != new.templates.files or len(before.reads) != len(after.reads):
        return False
    return all(map(is_, before.reads, after.reads))


def _changed_styles(before: Opened, after: Opened) -> tuple[str, ...]:
    if before.templates is after.templates:
        return ()
    old, new = before.templates.files, after.templates.files
    return tuple(
        sorted(
            name
            for name, content in new.items()
            if name.startswith(addresses.STATIC)
            and posixpath.splitext(name)[1] == ".css"
            and old.get(name) != content
        )
    )


_TYPES = MappingProxyType({".svg": "image/svg+xml", ".webp": "image/webp", ".avif": "image/avif"})


def _type_of(name: str) -> str:
    """Return the content type a name stands for, whatever the system's own table says."""
    ending = posixpath.splitext(name)[1].lower()
    found = _TYPES.get(ending) or mimetypes.MimeTypes().guess_type(name)[0]
    if found is None:
        return "application/octet-stream"
    text = found.startswith("text/") or found in ("application/javascript", "application/json")
    return f"{found}; charset=utf-8" if text else found
