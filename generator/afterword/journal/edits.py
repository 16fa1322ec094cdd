"""Themes renamed where they stand: bytes → bytes, the same everywhere else."""

from __future__ import annotations

import enum
import re
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from afterword.config import read_config
from afterword.fields import Vocabulary
from afterword.fields.checked import SettingsError
from afterword.journal.frontmatter import read_front_matter
from afterword.journal.reading import LONGEST_BYTES, read_file
from afterword.journal.rewriting import Edit, applied, read_source
from afterword.journal.themelists import FIELDS, edits_in_front_matter
from afterword.journal.thememarks import edits_for_implied, edits_in_body, edits_in_links
from afterword.journal.themes import theme_key

_NAME = re.compile(r"(?:\.?\w)(?:[^,;\[\]{}\"*`<>|\\#:]|(?<=\S)#|:(?=\S))*")
_TOKEN = re.compile(
    r'''"""(?:\\.|[^\\])*?"{3,5}|\'{3}.*?\'{3,5}|#[^\n]*'''
    r"""|(?P<quoted>"(?:\\.|[^"\\\n])*"|'[^'\n]*')|(?P<bare>[A-Za-z0-9_-]+)""",
    re.DOTALL,
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_LONGEST_WORDS = 4
_PROBE = "qx-probe-xq"
_OF_THEME = "theme:"
"""How a reader's `include` and `exclude` name a theme."""


def why_no_name(name: str) -> str:
    """Return why a theme cannot have a name; empty when it can.

    A name must read the same in a list, in bold, as a mark and in a link.
    """
    if not name.strip():
        return "is empty"
    if len(name.split()) > _LONGEST_WORDS:
        return f"has over {_LONGEST_WORDS} words: entries would take it for a sentence"
    if name.casefold() in ("null", "~") or name.casefold().startswith("and "):
        return "would be read as something else"
    if not _NAME.fullmatch(name) or name.endswith((":", ".")) or not name.isprintable():
        return "has characters that mean something else in an entry"
    return ""


def rename_in_entry(
    content: bytes,
    names: Mapping[str, str],
    vocabulary: Vocabulary,
    links: Collection[tuple[int, int]] = (),
) -> bytes:
    """Return an entry's file with themes renamed; the same bytes when it names none of them.

    Renamed are items of front matter, bold leads, level-3 headings and `#theme` of bullets and
    next steps, and links. A bullet that got its theme from words of the front matter gets a
    `#theme`, so that it keeps it.

    Args:
        content: The file.
        names: Key of a theme → its new name, for which `why_no_name` says nothing.
        vocabulary: The words in use.
        links: Line and column of wiki links that lead to one of the themes.
    """
    source = read_source(content)
    if source is None or len(content) > LONGEST_BYTES:
        return content
    text = source.text
    front = read_front_matter(text, ignore=vocabulary.ignore)
    body = len(text) - len(front.body)
    rest = (*edits_in_body(text, body, names, vocabulary), *edits_in_links(text, names, links))
    for drop in (True, False):
        edits = (*edits_in_front_matter(text, front, names, drop=drop), *rest)
        if not edits:
            return content
        renamed = applied(text, edits)
        if not drop or _says(renamed, vocabulary) == _meant(text, names, vocabulary):
            break
    before = read_file(text.encode(), vocabulary)
    after = read_file(renamed.encode(), vocabulary)
    marks = tuple(edits_for_implied(renamed, before, after, names))
    if not marks:
        return source.edited(edits)
    once = read_source(source.edited(edits))
    return once.edited(marks) if once else content


def _says(text: str, vocabulary: Vocabulary) -> dict[str, frozenset[str]]:
    """Return the themes in front matter, by field."""
    values = read_front_matter(text, ignore=vocabulary.ignore).values
    return {f: frozenset(theme_key(v.text) for v in values.get(f, ())) for f in FIELDS}


def _meant(
    text: str, names: Mapping[str, str], vocabulary: Vocabulary
) -> dict[str, frozenset[str]]:
    said = _says(text, vocabulary)
    return {
        field: frozenset(theme_key(names[key]) if key in names else key for key in keys)
        for field, keys in said.items()
    }


class _Role(enum.Enum):
    """What a word or string in the settings says about a theme."""

    NOTHING = enum.auto()
    NAME = enum.auto()
    """Declares it: the key of its table."""
    MENTION = enum.auto()
    """An alias, or what a reader may see."""


class _Place(NamedTuple):
    """A word or string in the settings that may name a theme."""

    edit: Edit
    key: str
    probe: Edit
    """Puts `_PROBE` in its place, written alike."""


def rename_in_settings(content: bytes, names: Mapping[str, str]) -> bytes:
    """Return portfolio.toml with themes renamed; the same bytes when it names none of them.

    Renamed are the keys of `[themes]`, aliases, and `theme:…` in what readers may see. A theme's
    own table stays as it is when the new name has one already.

    Args:
        content: The file, sound TOML.
        names: Key of a theme → its new name.
    """
    source = read_source(content)
    if source is None:
        return content
    text = source.text
    declared = {theme_key(theme.name) for theme in read_config(text)[0].themes}
    tables: dict[str, str] = {}
    edits: list[Edit] = []
    for place in _places(text, names):
        role = _role(applied(text, (place.probe,)))
        wanted = theme_key(names[place.key])
        free = wanted == place.key or wanted not in declared
        if role is _Role.MENTION or (
            role is _Role.NAME and free and tables.setdefault(wanted, place.key) == place.key
        ):
            edits.append(place.edit)
    return source.edited(edits) if edits else content


def _role(probed: str) -> _Role:
    """Return as what the probe is read in settings that hold it once."""
    try:
        config, _ = read_config(probed)
    except SettingsError:
        return _Role.NOTHING
    if any(theme.name == _PROBE for theme in config.themes):
        return _Role.NAME
    shown = (item for r in config.readers.values() for item in (*r.include, *r.exclude))
    aliases = (alias for theme in config.themes for alias in theme.aliases)
    mentioned = _PROBE in aliases or _OF_THEME + _PROBE in shown
    return _Role.MENTION if mentioned else _Role.NOTHING


def _places(text: str, names: Mapping[str, str]) -> Iterator[_Place]:
    for token in _TOKEN.finditer(text):
        quoted, bare = token["quoted"], token["bare"]
        if not quoted and not bare:
            continue
        said = _unquoted(quoted) if quoted else bare
        prefix = _OF_THEME if quoted and said.startswith(_OF_THEME) else ""
        key = theme_key(said.removeprefix(prefix))
        if key in names:
            new, probe = (_written(prefix + n, quoted or "") for n in (names[key], _PROBE))
            yield _Place(Edit(*token.span(), new), key, Edit(*token.span(), probe))


def _unquoted(token: str) -> str:
    if token[0] == "'" or "\\" not in token:
        return token[1:-1]
    config, _ = read_config(f"format = 1\ntitle = {token}\n")
    return config.title


def _written(name: str, like: str) -> str:
    """Return a name as TOML, bare or quoted like what stood there."""
    if not like and _BARE_KEY.fullmatch(name):
        return name
    if like.startswith("'") and "'" not in name:
        return f"'{name}'"
    return f'"{name}"'
