"""Messages out of their templates: the language, the days in words, the text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import fields
from typing import NamedTuple
from urllib.parse import quote

from afterword.cli.drafting import render_text
from afterword.insight.drafts import Letter
from afterword.site.catalogue import Catalogue

_YEAR_DAYS = 300
"""After which a day is written with its year."""
_ENGLISH = "en"
_HEAD = re.compile(r"\ufeff?(?:subject|betreff):[ \t]*([^\n]*)\n*", re.IGNORECASE)


class Draft(NamedTuple):
    """A message, ready to read."""

    text: str
    """Its first line is `Subject: …`; plain line ends."""
    language: str
    """Of its template."""

    @property
    def mailto(self) -> str:
        """Return the address that opens it in a mail program, to nobody yet."""
        head = _HEAD.match(self.text)
        subject = head[1] if head else ""
        body = self.text[head.end() :] if head else self.text
        lines = body.strip().replace("\n", "\r\n")
        return f"mailto:?subject={quote(subject)}&body={quote(lines)}"


def write_letter(
    templates: Mapping[str, bytes], kind: str, letter: Letter, language: str, today: dt.date
) -> Draft:
    """Return a message's text.

    Args:
        templates: Name → source, the portfolio's own over the default's.
        kind: Which of `messages/*.txt`.
        letter: What it may say.
        language: The wanted one; where it has no template, English.
        today: A day long before is written with its year.

    Raises:
        TemplateError: The template is missing or broken.
    """
    values = {field.name: getattr(letter, field.name) for field in fields(letter)}
    return write_message(templates, kind, values, language, today)


def write_message(
    templates: Mapping[str, bytes],
    kind: str,
    values: Mapping[str, object],
    language: str,
    today: dt.date,
) -> Draft:
    """Return the text of any message; days among its values are shown in words.

    Args:
        templates: Name → source, the portfolio's own over the default's.
        kind: Which of `messages/*.txt`.
        values: What the template may show.
        language: The wanted one; where it has no template, English.
        today: A day long before is written with its year.

    Raises:
        TemplateError: The template is missing or broken.
    """
    name, spoken = _template(templates, kind, language)
    catalogue = _catalogue(templates, spoken)
    shown = {key: _shown(value, catalogue, today) for key, value in values.items()}
    return Draft(_tidy(render_text(templates, name, shown)), spoken)


def _template(templates: Mapping[str, bytes], kind: str, language: str) -> tuple[str, str]:
    """Return the name of a template, and its language."""
    for tag in (language.lower(), language.partition("-")[0].lower()):
        if tag != _ENGLISH and f"messages/{tag}/{kind}.txt" in templates:
            return f"messages/{tag}/{kind}.txt", tag
    return f"messages/{kind}.txt", _ENGLISH


def _catalogue(templates: Mapping[str, bytes], language: str) -> Catalogue:
    english = f"strings/{_ENGLISH}.toml"
    tags = (language, language.partition("-")[0])
    name = next((n for tag in tags if (n := f"strings/{tag}.toml") in templates), english)
    text, fallback = (templates.get(one, b"").decode("utf-8", "replace") for one in (name, english))
    return Catalogue(name, text, fallback)


def _shown(value: object, catalogue: Catalogue, today: dt.date) -> object:
    """Return a value as templates get it: a day in words, without its year when it is near."""
    if not isinstance(value, dt.date):
        return "" if value is None else value
    year = str(value.year) if abs((today - value).days) > _YEAR_DAYS else ""
    month = catalogue.months[value.month - 1]
    return catalogue("date", day=value.day, month=month, year=year).strip()


def _tidy(text: str) -> str:
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines) + "\n"
