"""What an entry begins with: its template, what is known of it, and perhaps a note.

Templates of messages are rendered here too: both are text that people go on with.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Mapping

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from afterword.fields import FIELDS, find_field
from afterword.journal.frontmatter import FlatHandler, NoEndError, read_front_matter
from afterword.journal.quoting import quote
from afterword.journal.slugs import slug
from afterword.site.template_faults import TemplateError

_HANDLER = FlatHandler()
_ENTRIES = "entries/"
_TEXTS = (_ENTRIES, "messages/")


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
    front, _ = _split(render_text(templates, name, quoted))
    _, body = _split(render_text(templates, name, values))
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


def render_text(templates: Mapping[str, bytes], name: str, values: Mapping[str, object]) -> str:
    """Return what a template of an entry or a message makes of values, in Jinja's sandbox.

    Raises:
        TemplateError: The template is missing or broken.
    """
    try:
        return _environment(templates).get_template(name).render(values)
    except jinja2.TemplateNotFound as error:
        raise TemplateError(name, 0, "is missing") from error
    except jinja2.TemplateSyntaxError as error:
        raise _misspelt(error, name) from error
    except Exception as error:  # a template can fail in any way its author can think of
        raise TemplateError(name, 0, f"{type(error).__name__}: {error}") from error


def _environment(templates: Mapping[str, bytes]) -> jinja2.Environment:
    # Never autoescaped: what is made is Markdown, or plain text.
    return ImmutableSandboxedEnvironment(
        loader=jinja2.DictLoader(
            {
                name: content.decode("utf-8", "replace")
                for name, content in templates.items()
                if name.startswith(_TEXTS)
            }
        ),
        autoescape=False,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )


def _misspelt(error: jinja2.TemplateSyntaxError, name: str) -> TemplateError:
    return TemplateError(error.name or name, error.lineno, error.message or "is not a template")


def broken_entry_templates(templates: Mapping[str, bytes]) -> tuple[TemplateError, ...]:
    """Return an error for each template of an entry or a message that cannot be compiled."""
    environment = _environment(templates)
    errors: list[TemplateError] = []
    for name in environment.list_templates():
        try:
            environment.get_template(name)
        except jinja2.TemplateSyntaxError as error:
            errors.append(_misspelt(error, name))
    return tuple(errors)
