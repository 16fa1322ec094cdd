"""What a portfolio begins with, and what an entry begins with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from afterword import files
from afterword.assets import sample_folder
from afterword.diagnostics import AfterwordError
from afterword.fields import FIELDS, Shape, find_field
from afterword.journal.frontmatter import FlatHandler, NoEndError, read_front_matter
from afterword.journal.slugs import slug
from afterword.journal.splitting import values_of
from afterword.site.theme import TemplateError

_HANDLER = FlatHandler()
_ENTRIES = "entries/"

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
    """Whether a .gitignore was there already, and was left as it is."""


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
    try:
        files.create(folder / ".gitignore", _GITIGNORE.encode())
    except FileExistsError:
        return True
    return False


# ---- a new entry ----


def render_entry(templates: Mapping[str, bytes], kind: str, values: Mapping[str, str]) -> str:
    """Return the text an entry begins with.

    A value is quoted in the front matter where YAML would read it as something else.

    Args:
        templates: Name → source, the portfolio's own over the default's.
        kind: Which of `entries/*.md`.
        values: What the template may show; those that are not known are empty.

    Raises:
        TemplateError: The template is missing or broken.
    """
    name = f"{_ENTRIES}{kind}.md"
    # The themes so far stand in a comment.
    quoted = {key: value if key == "themes" else quote(value) for key, value in values.items()}
    front, _ = _split(_render(templates, name, quoted))
    _, body = _split(_render(templates, name, values))
    return _with_all(front, quoted) + body


def _with_all(front: str, quoted: Mapping[str, str]) -> str:
    """Add what was given and the template does not ask for; no line ends in spaces."""
    asked = {_field_of(line) for line in front.split("\n")} | {"title", "themes"}
    missing = [f"{k}: {v}" for k, v in quoted.items() if v and k in FIELDS and k not in asked]
    lines = [line.rstrip() for line in front.split("\n")]
    if missing and front:
        lines[-2:-2] = missing  # above the fence, which a line end follows
    return "\n".join(lines)


def with_note(entry: str, note: str, title: str = "") -> str:
    """Return an entry whose text is a note: the front matter of both, what the note says first.

    Args:
        entry: From `render_entry`.
        note: Its text, with or without front matter.
        title: Becomes the heading of a note that has no front matter.
    """
    front, _ = _split(entry)
    if _HANDLER.detect(note):
        said = read_front_matter(note).keys
        lines = [line for line in front.split("\n") if _adds(line, said)]
        if title and "title" not in {*said, *map(_field_of, lines)}:
            lines.insert(0, f"title: {quote(title)}")
        return "\n".join(["---", *lines, note.partition("\n")[2]])
    heading = f"# {title}\n\n" if title and "title" not in read_front_matter(front).values else ""
    return f"{front}{heading}{note}"


def bare_front(values: Mapping[str, str]) -> str:
    """Return front matter that says what is given, and nothing else."""
    lines = [f"{key}: {quote(text)}" for key, text in values.items() if text and key in FIELDS]
    return "\n".join(["---", *lines, "---", ""])


def _adds(line: str, said: Container[str]) -> bool:
    """Tell whether a line of a template's front matter says what a note does not."""
    name = _field_of(line)
    return bool(name) and name not in said and bool(line.partition(":")[2].strip())


def _field_of(line: str) -> str:
    field = find_field(line.partition(":")[0])
    return field.name if field else ""


def quote(value: str) -> str:
    """Return a value for front matter, in quotes when YAML would read it as something else."""
    pairs, problems, _ = _HANDLER.load(f"k: {value}\n")
    if not value:
        return ""
    if len(pairs) == 1 and not problems and not pairs[0].problems and not pairs[0].is_list:
        read = values_of(pairs[0], "", Shape.TEXT, f"k: {value}\n")
        if [(v.text, v.quoted) for v in read] == [(value, False)]:
            return value
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def _split(text: str) -> tuple[str, str]:
    """Return the front matter with its fences, and the body."""
    try:
        body = _HANDLER.split(text)[1] if _HANDLER.detect(text) else text
    except NoEndError:
        body = text
    return text[: len(text) - len(body)], body


def free_name(date: dt.date, title: str, taken: Container[str]) -> str:
    """Return a name for an entry's file, without `.md`, whose slug no other entry has.

    Args:
        date: Stands first.
        title: What follows, as words.
        taken: Slugs of the entries there are.
    """
    name, number = slug(f"{date} {title}"), 2
    while name in taken:
        name, number = slug(f"{date} {title} {number}"), number + 1
    return name


def _render(templates: Mapping[str, bytes], name: str, values: Mapping[str, str]) -> str:
    try:
        return _environment(templates).get_template(name).render(values)
    except jinja2.TemplateNotFound as error:
        raise TemplateError(name, 0, "is missing") from error
    except jinja2.TemplateSyntaxError as error:
        raise _misspelt(error, name) from error
    except Exception as error:  # a template can fail in any way its author can think of
        raise TemplateError(name, 0, f"{type(error).__name__}: {error}") from error


def _environment(templates: Mapping[str, bytes]) -> jinja2.Environment:
    # Never autoescaped: what is made is Markdown.
    return ImmutableSandboxedEnvironment(
        loader=jinja2.DictLoader(
            {
                name: content.decode("utf-8", "replace")
                for name, content in templates.items()
                if name.startswith(_ENTRIES)
            }
        ),
        autoescape=False,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )


def _misspelt(error: jinja2.TemplateSyntaxError, name: str) -> TemplateError:
    return TemplateError(error.name or name, error.lineno, error.message or "is not a template")


def broken_entry_templates(templates: Mapping[str, bytes]) -> tuple[TemplateError, ...]:
    """Return an error for each template of an entry that cannot be compiled."""
    environment = _environment(templates)
    errors: list[TemplateError] = []
    for name in environment.list_templates():
        try:
            environment.get_template(name)
        except jinja2.TemplateSyntaxError as error:
            errors.append(_misspelt(error, name))
    return tuple(errors)
