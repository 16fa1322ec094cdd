"""A portfolio as it is on the disk today: settings, theme and journal, read and joined."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from afterword import files
from afterword.assets import default_templates, program_digest
from afterword.config import Config, read_config
from afterword.diagnostics import Diagnostic, Location, Severity
from afterword.fields.toml import find_places
from afterword.journal.headers import CONTENT
from afterword.site.catalogue import Catalogue, CatalogueError
from afterword.sources import SourceTree

_ENGLISH = "strings/en.toml"


@dataclass(frozen=True, slots=True)
class Templates:
    """The theme in use: the default, file by file replaced by the portfolio's own."""

    files: Mapping[str, bytes]
    overridden: frozenset[str]
    catalogue: Catalogue

    @property
    def digest(self) -> str:
        """Return a digest of every template, word and static file."""
        parts = (name.encode() + b"\0" + self.files[name] for name in sorted(self.files))
        return files.digest_of(b"\0".join(parts))


@dataclass(frozen=True, slots=True)
class Opened:
    """A portfolio's files, before they are understood."""

    folder: Path
    settings: str
    config: Config
    templates: Templates
    tree: SourceTree
    today: dt.date
    drafts: bool
    doubts: tuple[Diagnostic, ...]
    """What is wrong with the settings."""
    unread: tuple[Diagnostic, ...]
    """What is wrong with the files themselves."""

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that is wrong before any entry is understood."""
        return (*self.doubts, *self.unread)

    def digest(self) -> str:
        """Return a digest of everything a build depends on."""
        tree = (
            [(e.path, files.digest_of(e.content)) for e in self.tree.entries],
            [(o.path, o.size, o.modified_ns) for o in self.tree.others],
            [str(d) for d in self.diagnostics],
            (program_digest(), self.settings, self.templates.digest),
            (self.today.isoformat(), self.drafts),
        )
        return files.digest_of(json.dumps(tree, ensure_ascii=False).encode("utf-8", "replace"))


def open_portfolio(folder: Path, *, today: dt.date | None = None, drafts: bool = False) -> Opened:
    """Read a portfolio's files.

    Args:
        folder: That of portfolio.toml.
        today: Decides what is planned; None for the day in the portfolio's time zone.
        drafts: Keep drafts.

    Raises:
        AfterwordError: The settings, the catalogue or the default theme cannot be read.
    """
    text = files.read_text(folder / files.SETTINGS)
    config, problems = read_config(text)
    if config.timezone and not files.is_timezone(config.timezone):
        problems = (*problems, _unknown_zone(config.timezone, text))
        config = replace(config, timezone=None)
    content = folder / files.CONTENT
    tree, unread = files.read_tree(content)
    if not content.is_dir():
        unread = (*unread, _no_content())
    templates = _read_templates(folder, config.language)
    if not templates.catalogue.speaks(config.language):
        problems = (*problems, _no_catalogue(config.language, text))
    return Opened(
        folder=folder,
        settings=text,
        config=config,
        templates=templates,
        tree=tree,
        today=today or files.today(config.timezone),
        drafts=drafts,
        doubts=problems,
        unread=unread,
    )


def _place(settings: str, key: str) -> Location:
    """Return where a setting stands."""
    line, column = find_places(settings.removeprefix("\ufeff"))[(key,)]
    return Location(files.SETTINGS, line, column)


def _unknown_zone(name: str, settings: str) -> Diagnostic:
    return Diagnostic(
        _place(settings, "timezone"),
        Severity.ERROR,
        "bad-timezone",
        f'timezone: there is no time zone "{name}"',
        "write it as Europe/London; until then the system's is used",
    )


def _no_catalogue(language: str, settings: str) -> Diagnostic:
    return Diagnostic(
        _place(settings, "language"),
        Severity.WARNING,
        "no-catalogue",
        f'language: the interface has no words for "{language}" yet, so they are in English',
        f"add templates/strings/{language}.toml, as docs/themes.md says",
    )


def _no_content() -> Diagnostic:
    return Diagnostic(
        Location(CONTENT.rstrip("/")),
        Severity.WARNING,
        "no-content",
        "there is no folder content/, so there are no entries",
        "make it, or run `afterword new`",
    )


def _read_templates(folder: Path, language: str) -> Templates:
    default = default_templates()
    # A file equal to the default's overrides nothing, so a checkout's own theme is the default.
    own = {
        name: content
        for name, content in files.read_templates(folder / "templates").items()
        if default.get(name) != content
    }
    merged = {**default, **own}
    fallback = default.get(_ENGLISH, b"").decode()
    catalogue = _read_catalogue(merged, language, fallback)
    return Templates(MappingProxyType(merged), frozenset(own), catalogue)


def _read_catalogue(templates: Mapping[str, bytes], language: str, fallback: str) -> Catalogue:
    wanted = next(
        (
            name
            for tag in (language, language.partition("-")[0])
            if (name := f"strings/{tag}.toml") in templates
        ),
        _ENGLISH,
    )
    if wanted not in templates:
        raise CatalogueError(wanted, "is missing")
    try:
        return Catalogue(wanted, templates[wanted].decode(), fallback)
    except UnicodeDecodeError as error:
        raise CatalogueError(wanted, "is not UTF-8") from error
