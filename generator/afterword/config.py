"""The portfolio's settings: `portfolio.toml` as frozen values."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from afterword.diagnostics import Diagnostic, Severity
from afterword.fields import FIELDS, find_word, fold, suggest
from afterword.fields.checked import Table, read_table

FORMAT = 1
"""The newest layout of a portfolio that this version understands."""

SHOWABLE = (
    *("companies", "people", "feelings", "outcomes", "roles", "days", "links", "pictures"),
    "quotes",
)
"""What `show` may name for a reader."""

TARGET_KINDS = ("git", "rsync", "rclone", "folder", "zip")
_WEB_ADDRESS = re.compile(r"https?://[^\s/?#@\\\"<>]+(?:/[^\s?#\\\"<>]*)?", re.IGNORECASE)
_IGNORED = frozenset({"aliases", "cssclasses", "publish"})


@dataclass(frozen=True, slots=True)
class ThemeSettings:
    """What the author declares about a theme."""

    name: str
    """In the spelling to show."""
    aliases: tuple[str, ...] = ()
    group: str = ""
    description: str = ""
    private: bool = False
    """Only the author sees it."""


@dataclass(frozen=True, slots=True)
class QuestionSettings:
    """One question in several wordings."""

    question: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NameSettings:
    """A name to hide, and what stands in its place."""

    name: str
    label: str = ""
    """`as`: what readers see; empty for a noun and a letter."""
    also: tuple[str, ...] = ()
    sound: bool = True
    """Whether all of it could be read; if not, a name might stay visible."""


@dataclass(frozen=True, slots=True)
class AllowanceSettings:
    """Something the leak audit finds for a reader that the author lets pass."""

    term: str
    files: tuple[str, ...] = ()
    """Where, as the report names them."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """Somebody who may see a part of the journal."""

    key: str
    """`sam` in `[readers.sam]`."""
    name: str = ""
    source: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    show: frozenset[str] = frozenset()
    question: str = ""
    files: tuple[str, ...] = ()
    """Paths below `content/` of what may be shown beside pictures: documents, sound, video."""
    sealed: bool = True
    include_private: bool = False
    allow: tuple[AllowanceSettings, ...] = ()
    sound: bool = True
    """Whether all of it could be read; if not, nothing may be shared: an exclusion may be lost."""


@dataclass(frozen=True, slots=True)
class TargetSettings:
    """A place to publish to."""

    name: str
    kind: str = ""
    remote: str = ""
    branch: str = ""
    path: str = ""
    readers: tuple[str, ...] = ()
    titles: bool = False
    """Whether browser windows may show the titles of pages."""
    sound: bool = True
    """Whether all of it could be read."""


@dataclass(frozen=True, slots=True)
class PublishSettings:
    """Where to publish."""

    target: str = ""
    targets: Mapping[str, TargetSettings] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of a portfolio, defaults filled in."""

    format: int = FORMAT
    title: str = ""
    author: str = ""
    language: str = "en"
    timezone: str | None = None
    """None: the system's."""
    editor: str = ""
    reply_to: str = ""
    site_url: str = ""
    site_description: str = ""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    """Field → the author's folded word → ours."""
    ignore: frozenset[str] = _IGNORED
    """Folded front-matter keys that are kept in silence."""
    themes: tuple[ThemeSettings, ...] = ()
    questions: tuple[QuestionSettings, ...] = ()
    names: tuple[NameSettings, ...] = ()
    readers: Mapping[str, ReaderSettings] = field(default_factory=lambda: MappingProxyType({}))
    publish: PublishSettings = field(default_factory=PublishSettings)
    digest: str = ""
    """Of the file's text."""


def read_config(
    text: str,
    *,
    file: str = "portfolio.toml",
) -> tuple[Config, tuple[Diagnostic, ...]]:
    """Return the settings, and what is wrong with them; a default stands for what is.

    Raises:
        SettingsError: It is not TOML.
    """
    text = text.removeprefix("\ufeff")
    root, notes = read_table(text, file)
    site_url, site_description = _read_site(root.table("site"))
    config = Config(
        format=_read_format(root),
        title=root.text("title"),
        author=root.text("author"),
        language=root.text("language") or "en",
        timezone=root.text("timezone") or None,
        editor=root.text("editor"),
        reply_to=root.text("reply_to"),
        site_url=site_url,
        site_description=site_description,
        words=_read_words(root.table("words")),
        ignore=_read_ignore(root.table("front_matter")),
        themes=tuple(map(_read_theme, root.table("themes").tables())),
        questions=tuple(map(_read_question, root.table("questions").tables())),
        names=tuple(map(_read_name, root.table("names").tables())),
        readers=MappingProxyType(
            {table.name: _read_reader(table) for table in root.table("readers").tables()},
        ),
        publish=_read_publish(root.table("publish")),
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )
    root.close()
    return config, tuple(notes.diagnostics)


def _read_format(root: Table) -> int:
    found = root.number("format")
    if "format" not in root:
        root.note_file(
            Severity.WARNING,
            "missing-format",
            f"{root.file} does not say which format it has",
            f"Begin it with: format = {FORMAT}",
        )
    if found is not None and found != FORMAT:
        root.note_file(
            Severity.ERROR,
            "newer-format" if found > FORMAT else "unknown-format",
            f"the portfolio has format {found}; this version of Afterword reads {FORMAT}",
            "Install a newer version of Afterword." if found > FORMAT else f"Write {FORMAT}.",
        )
    return FORMAT if found is None else found


def _read_site(site: Table) -> tuple[str, str]:
    url, description = site.text("url").strip(), site.text("description")
    if url and not _WEB_ADDRESS.fullmatch(url):
        site.refuse(
            "url",
            f'site.url: "{url}" is not an address of the web',
            "Write it as https://example.org/notes; until then the site counts as without one.",
        )
        url = ""
    site.close()
    return url, description


def _read_ignore(table: Table) -> frozenset[str]:
    keys = table.texts("ignore")
    table.close()
    return frozenset(map(fold, keys)) if "ignore" in table else _IGNORED


def _read_words(table: Table) -> Mapping[str, Mapping[str, str]]:
    words = {}
    for name, known in FIELDS.items():
        if known.words:
            own = table.table(name)
            words[name] = MappingProxyType(dict(_own_words(own, name)))
    table.close()
    return MappingProxyType({name: own for name, own in words.items() if own})


def _own_words(table: Table, name: str) -> Iterator[tuple[str, str]]:
    for key in table:
        meant = table.text(key)
        word = find_word(name, meant)
        if word:
            yield fold(key), word
        elif meant:
            near = suggest(meant, FIELDS[name].words)
            table.doubt(
                key,
                f'"{meant}" is none of the words for {name}',
                f"Did you mean {near}?" if near else f"Known: {', '.join(FIELDS[name].words)}.",
            )


def _read_theme(table: Table) -> ThemeSettings:
    return ThemeSettings(
        table.name,
        aliases=table.texts("aliases"),
        group=table.text("group"),
        description=table.text("description"),
        # A theme whose privacy cannot be read stays private.
        private=table.flag("private", default=False, if_wrong=True),
    )


def _read_question(table: Table) -> QuestionSettings:
    return QuestionSettings(table.name, table.texts("also"))


def _read_name(table: Table) -> NameSettings:
    label, also = table.text("as"), table.texts("also")
    return NameSettings(table.name, label, also, sound=table.close())


def _read_reader(table: Table) -> ReaderSettings:
    allowed = [_read_allowance(one) for one in table.table("allow").tables()]
    return ReaderSettings(
        table.name,
        name=table.text("name"),
        source=table.text("source"),
        include=table.texts("include"),
        exclude=table.texts("exclude"),
        since=table.day("since"),
        until=table.day("until"),
        show=_read_show(table),
        question=table.text("question"),
        files=table.texts("files"),
        sealed=table.flag("sealed", default=True, if_wrong=True),
        include_private=table.flag("include_private", default=False, if_wrong=False),
        allow=tuple(allowed),
        sound=table.close(),
    )


def _read_allowance(table: Table) -> AllowanceSettings:
    return AllowanceSettings(table.name, table.texts("files"), table.text("reason"))


def _read_show(table: Table) -> frozenset[str]:
    shown = tuple(map(fold, table.texts("show")))
    for word in shown:
        if word not in SHOWABLE:
            near = suggest(word, SHOWABLE)
            table.doubt(
                "show",
                f'"{word}" is nothing that can be shown to a reader',
                f"Did you mean {near}?" if near else f"Known: {', '.join(SHOWABLE)}.",
            )
    return frozenset(shown) & frozenset(SHOWABLE)


def _read_publish(table: Table) -> PublishSettings:
    targets = {target.name: _read_target(target) for target in table.table("targets").tables()}
    publish = PublishSettings(table.text("target"), MappingProxyType(targets))
    table.close()
    return publish


def _read_target(table: Table) -> TargetSettings:
    kind = table.text("kind")
    if kind and kind not in TARGET_KINDS:
        near = suggest(kind, TARGET_KINDS)
        table.doubt(
            "kind",
            f'"{kind}" is no way to publish',
            f"Did you mean {near}?" if near else f"Known: {', '.join(TARGET_KINDS)}.",
        )
    return TargetSettings(
        table.name,
        kind=kind,
        remote=table.text("remote"),
        branch=table.text("branch"),
        path=table.text("path"),
        readers=table.texts("readers"),
        titles=table.flag("titles", default=False, if_wrong=False),
        sound=table.close(),
    )
