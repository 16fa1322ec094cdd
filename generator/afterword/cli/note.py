"""A note typed elsewhere that becomes an entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from afterword.diagnostics import Severity
from afterword.fields import Vocabulary
from afterword.files import DiskError
from afterword.journal.decoding import decode
from afterword.journal.frontmatter import FlatHandler
from afterword.journal.model import Reading
from afterword.journal.reading import read_file
from afterword.journal.values import read_date


@dataclass(frozen=True, slots=True)
class Note:
    """What a note says by itself."""

    text: str
    """Line ends `\\n`, one at the end."""
    has_front: bool
    """Whether it has front matter of its own."""
    reading: Reading

    @property
    def title(self) -> str:
        """From a key or a heading; empty when it has none."""
        spans = self.reading.fields.get("title", ())
        heading = self.reading.heading
        return spans[0].text if spans else heading.text if heading else ""

    @property
    def date(self) -> dt.date | None:
        """From its front matter."""
        spans = self.reading.fields.get("date", ())
        read = read_date(spans[0].text) if spans else None
        return read[0] if isinstance(read, tuple) else None


def read_note(path: Path, vocabulary: Vocabulary) -> Note:
    """Return the note in a file; `-` is standard input.

    Raises:
        DiskError: It cannot be read, or is not text.
    """
    try:
        with click.open_file(str(path), "rb") as file:
            content = file.read()
    except OSError as error:
        raise DiskError(path, error.strerror or str(error)) from error
    text, problems = decode(content)
    if wrong := [p for p in problems if p.severity is Severity.ERROR]:
        raise DiskError(path, wrong[0].message, wrong[0].hint)
    text = text.rstrip("\n") + "\n"
    return Note(text, FlatHandler().detect(text), read_file(text.encode(), vocabulary))


def refuse_contradictions(note: Note, given: Mapping[str, str]) -> None:
    """Refuse options for what the note's own front matter says: neither should win in silence.

    Raises:
        UsageError: One does.
    """
    for name, text in given.items():
        said = ", ".join(span.text for span in note.reading.fields.get(name, ()))
        if text and said and said != text:
            message = f'the note itself says {name}: {said}; leave out "{text}", or change the note'
            raise click.UsageError(message)
