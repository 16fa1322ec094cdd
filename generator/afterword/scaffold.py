"""What a portfolio begins with: settings, a first entry, or the whole sample."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from afterword import files
from afterword.assets import sample_folder
from afterword.diagnostics import AfterwordError

IGNORED = "/output/\n.afterword/\n.keys/\n"
"""What git must not keep: what a build makes, the cache, and the keys."""

_GITIGNORE = (
    f"# What a build writes, Afterword's cache, and keys, which are never committed\n{IGNORED}"
)
_SETTINGS = """\
# The settings of this portfolio. A line that begins with # is a remark: take the # away
# to try an example. Nothing but `format` has to be here.

format = 1
title  = "Interview journal"
author = ""                       # your name, if the pages should say it

# language = "en"
# timezone = "Europe/London"      # decides which day is "today"; without it, the system's

# For a site that is published: its address makes a feed, a sitemap and links that last.
# [site]
# url         = "https://example.org/"
# description = "What I was told, and what I made of it."

# A theme exists as soon as an entry uses it. This says more about one.
# [themes."system design"]
# aliases     = ["architecture"]  # counts as the same theme
# group       = "technical"
# description = "Drawing boxes, and saying why there are so few of them."
# private     = true              # nobody but you ever sees it

# Stages, sources and outcomes are your words. This tells us what one of them means.
# [words.stage]
# "skills station" = "skills"

# The same question in other words.
# [questions."Tell me about yourself."]
# also = ["Walk me through your CV."]
"""
_FIRST_ENTRY = """\
---
# What an entry is about stands between the two --- lines. Nothing here has to be filled in.
date: {date}
kind: reflection
strengths: getting started
draft: yes
---
# An entry about entries

An entry is a text file. Write down what happened and what somebody said, in your own words.
A title and two sentences are enough; everything else can come later.

## What went well

- **Getting started** You have a portfolio. A bullet under this heading is a strength, and the
  words in bold are its theme.

## To improve

- A bullet under this heading is something to work on. A theme can stand at the end. #patience

## Next steps

- [ ] Write about the last interview you remember: `afterword new interview`
- [ ] See this page: `afterword build --drafts` shows drafts, `afterword build` does not.
- [ ] Delete this file.
"""


class ExistsError(AfterwordError):
    """What would be made is there already."""

    hint = "nothing was changed; choose another folder, or move these files away"

    def __init__(self, paths: tuple[Path, ...]) -> None:
        super().__init__(paths)
        self.paths = paths

    def __str__(self) -> str:
        """Name what exists."""
        names = ", ".join(str(path) for path in self.paths)
        return f"{names}: already there"


@dataclass(frozen=True, slots=True)
class Made:
    """A portfolio that was begun."""

    entry: Path | None
    """The entry to begin with; None in the sample."""
    ignore_kept: bool
    """Whether a .gitignore was there already that lacks a line, and was left as it is."""


def make_portfolio(folder: Path, today: dt.date) -> Made:
    """Begin a portfolio in a folder, which is made if it is not there.

    Args:
        folder: For portfolio.toml and content/.
        today: The date of the first entry.

    Raises:
        ExistsError: The folder holds one of the files; nothing was changed.
        DiskError: The disk refuses.
    """
    entry = f"{files.CONTENT}/{today}-an-entry-about-entries.md"
    contents = {
        files.SETTINGS: _SETTINGS.encode(),
        entry: _FIRST_ENTRY.format(date=today).encode(),
    }
    return Made(folder / entry, ignore_kept=_write(folder, contents))


def copy_sample(folder: Path) -> Made:
    """Copy the invented portfolio into a folder, which is made if it is not there.

    Raises:
        ExistsError: The folder holds one of the files; nothing was changed.
        DiskError: The disk refuses.
    """
    sample = sample_folder()
    found = [sample / files.SETTINGS, *_files_below(sample / files.CONTENT)]
    contents = {path.relative_to(sample).as_posix(): path.read_bytes() for path in found}
    return Made(None, ignore_kept=_write(folder, contents))


def _files_below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden:
            yield path


def _write(folder: Path, contents: Mapping[str, bytes]) -> bool:
    """Write files that must not exist, and a .gitignore; tell whether there was one."""
    if there := tuple(folder / name for name in contents if (folder / name).exists()):
        raise ExistsError(there)
    for name, content in contents.items():
        try:
            files.create(folder / name, content)
        except FileExistsError as error:
            raise ExistsError((folder / name,)) from error
    return not add_ignored(folder)


def add_ignored(folder: Path) -> bool:
    """Write a .gitignore where there is none; tell whether one leaves out what it should.

    Raises:
        DiskError: The disk refuses.
    """
    try:
        files.create(folder / ".gitignore", _GITIGNORE.encode())
    except FileExistsError:
        found = (folder / ".gitignore").read_bytes().decode("utf-8", "replace").split()
        return all(line in found for line in IGNORED.split())
    return True
