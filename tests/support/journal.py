"""A journal written in the test: texts by path, read and joined as a build does it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from textwrap import dedent

from afterword.config import Config, read_config
from afterword.diagnostics import Diagnostic
from afterword.fields import Vocabulary, vocabulary
from afterword.journal.entries import Joined, join
from afterword.journal.headers import Read
from afterword.journal.model import Entry, Point, Reading
from afterword.journal.reading import read_file

TODAY = dt.date(2026, 11, 19)
PATH = "2026-03-04-acme.md"


def file_text(source: str) -> str:
    """Return a file: front matter above a line of three dashes, which may open without one."""
    text = dedent(source).strip("\n")
    has_front_matter = "\n---" in f"\n{text}"
    return f"---\n{text}\n" if has_front_matter and not text.startswith("---") else f"{text}\n"


def settings_of(settings: str = "") -> Config:
    """Return the settings of a portfolio that says this besides its format."""
    config, problems = read_config("format = 1\n" + dedent(settings))
    assert not problems, problems
    return config


def words_of(settings: str = "") -> Vocabulary:
    """Return the words in use with these settings."""
    return vocabulary(settings_of(settings))


def read_one(source: str, *, settings: str = "") -> Reading:
    """Return what one file says by itself."""
    return read_file(file_text(source).encode(), words_of(settings))


def read_all(
    files: Mapping[str, str],
    *,
    settings: str = "",
    today: dt.date = TODAY,
    drafts: bool = False,
    others: Iterable[str] = (),
) -> Joined:
    """Return the journal of texts by path."""
    words = words_of(settings)
    contents = {path: file_text(source).encode() for path, source in files.items()}
    reads = [
        Read(path, read_file(content, words), content, path) for path, content in contents.items()
    ]
    return join(
        reads,
        config=settings_of(settings),
        vocabulary=words,
        today=today,
        others=others,
        drafts=drafts,
    )


def entries_of(files: Mapping[str, str], *, settings: str = "") -> dict[str, Entry]:
    """Return the entries by path."""
    joined = read_all(files, settings=settings)
    return {entry.path: entry for entry in joined.journal.entries}


def read(source: str, *, path: str = PATH, settings: str = "") -> Entry:
    """Return the only entry of a journal."""
    (entry,) = read_all({path: source}, settings=settings).journal.entries
    return entry


def points_of(entry: Entry) -> list[tuple[str, str, str, str]]:
    """Return polarity, theme, giver and text of each point; `source/person` for a known person."""
    return [_shown(point) for point in entry.points]


def _shown(point: Point) -> tuple[str, str, str, str]:
    person = f"/{point.giver.person.name}" if point.giver.person else ""
    words = [
        *(e.text for e in point.evidence),
        *(f"> {q}" for e in point.evidence for q in e.quotes),
    ]
    theme = point.theme.name if point.theme else ""
    who = f"{point.giver.source.name}{person}"
    return point.polarity.value, theme, who, " | ".join(filter(None, words))


def codes(diagnostics: Iterable[Diagnostic]) -> list[tuple[str, int, int]]:
    """Return code, line and column of each diagnostic."""
    return [(d.code, d.location.line, d.location.column) for d in diagnostics]
