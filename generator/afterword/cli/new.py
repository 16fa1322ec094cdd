"""`afterword new`."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import click

from afterword import files
from afterword.cli.command import CommandWithExamples
from afterword.cli.options import Day
from afterword.cli.report import shown_path
from afterword.diagnostics import AfterwordError, Severity
from afterword.fields import FIELDS, find_word, suggest
from afterword.journal.decoding import decode
from afterword.journal.frontmatter import read_front_matter
from afterword.journal.headers import CONTENT
from afterword.journal.model import Journal
from afterword.journal.reading import read_file
from afterword.portfolio import Understood, open_portfolio, understand
from afterword.scaffold import free_name, render_entry, with_note

_MOST_THEMES = 20
_KINDS = tuple(FIELDS["kind"].words)


class NoteError(AfterwordError):
    """The note for `--from` cannot be read."""

    hint = "save it as UTF-8 text"

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name = name
        self.reason = reason

    def __str__(self) -> str:
        """Name the file and what is wrong."""
        return f"{self.name}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says about the entry."""

    kind: str
    title: str
    date: dt.date | None
    values: Mapping[str, str]
    """Front matter by canonical name; empty when not given."""
    note: str | None


def _complete_kind(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    return [kind for kind in _KINDS if kind.startswith(incomplete)]
