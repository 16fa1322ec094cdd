"""Sentences about patterns: put together from the catalogue, with links or without."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from markupsafe import Markup, escape

from afterword.site.catalogue import Catalogue
from afterword.site.views import Ref


class Term(NamedTuple):
    """A word of ours, which the catalogue says in its own way, or one of the author's."""

    text: str
    table: str


Value = int | str | dt.date | Term


class Sentence(NamedTuple):
    """A sentence of the catalogue, and what fills it."""

    key: str
    theme: Ref | None
    """Fills `{theme}`."""
    values: tuple[tuple[str, Value], ...]
    """Fill the other placeholders; `n` chooses between one and other."""


def sentence(key: str, theme: Ref | None = None, **values: Value) -> Sentence:
    """Return a sentence."""
    return Sentence(key, theme, tuple(values.items()))


def plain(one: Sentence, catalogue: Catalogue) -> str:
    """Return a sentence as plain text, with a capital where it begins with a theme."""
    values = {name: _shown(value, catalogue) for name, value in one.values}
    if one.theme:
        values["theme"] = one.theme.title
    text = str(catalogue.markup(one.key, **values).striptags())
    return _capital(text, one.theme.title if one.theme else "")


def marked(one: Sentence, catalogue: Catalogue, href: str) -> Markup:
    """Return a sentence as HTML, its theme a link.

    Args:
        one: The sentence.
        catalogue: Its words.
        href: The theme's address from the page it stands on; empty for no link.
    """
    values = {name: _shown(value, catalogue) for name, value in one.values}
    if one.theme:
        begins = str(catalogue.markup(one.key, **{**values, "theme": "\0"})).startswith("\0")
        title = _capital(one.theme.title, one.theme.title) if begins else one.theme.title
        name = escape(title)
        # Both parts are escaped.
        link = Markup(f'<a href="{escape(href)}">{name}</a>')  # noqa: S704
        values["theme"] = link if href else name
    return catalogue.markup(one.key, **values)


def _capital(text: str, first: str) -> str:
    """Return text with a capital, when it begins with a name that may be written small."""
    return text[:1].upper() + text[1:] if first and text.startswith(first) else text


def _shown(value: Value, catalogue: Catalogue) -> object:
    if isinstance(value, dt.date):
        return catalogue.date(value)
    if isinstance(value, Term):
        return catalogue.word(value.text, value.table)
    return value
