"""Links and pictures in a text, with their places."""

from __future__ import annotations

import pytest

from afterword.journal.references import find_references


def found(text: str) -> list[tuple[str, str, str]]:
    return [(r.form.value, r.target, r.label) for r in find_references(text, first_line=1)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[acme-final]]", ("wiki", "acme-final", "")),
        ("[[ system design | that topic ]]", ("wiki", "system design", "that topic")),
        ("[[acme#What went well]]", ("wiki", "acme#What went well", "")),
        ("[me](a.md)", ("link", "a.md", "me")),
        ("[me]( a.md 'title')", ("link", "a.md", "me")),
        ("[me](<a b.md>)", ("link", "a b.md", "me")),
        ("[me](a_(b).md)", ("link", "a_(b).md", "me")),
        ("[a [b] c](d.md)", ("link", "d.md", "a [b] c")),
        ("[ open [me](a.md)", ("link", "a.md", "me")),
        ("![A dog](dog.png)", ("image", "dog.png", "A dog")),
        ("![](dog.png)", ("image", "dog.png", "")),
        ("[me]: a.md", ("link", "a.md", "me")),
        ("[me]: <a.md> 'title'", ("link", "a.md", "me")),
        ("![A dog][d]\n\n[d]: dog.png", ("image", "dog.png", "d")),
        ("a\0\0\0[m\0\0e](a.md)", ("link", "a.md", "me")),
    ],
)
def test_a_reference(text: str, expected: tuple[str, str, str]) -> None:
    assert found(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "`[[acme]]`",
        "```\n[me](a.md)\n```",
        "[me]()",
        "me](a.md)",
        "\\[me](a.md)",
        "[a\n\nb](c.md)",
        "[[]]",
        "[^1]: A note.",
        "[ ] a box",
    ],
)
def test_what_is_none(text: str) -> None:
    assert found(text) == []


def test_places_and_order() -> None:
    text = "[b](b.md) and\n- ![c](c.png) [[a]]"

    places = [(r.target, r.line, r.column) for r in find_references(text, first_line=7)]

    assert places == [("b.md", 7, 1), ("c.png", 8, 3), ("a", 8, 15)]


@pytest.mark.parametrize(
    "mark", ["[", "](", "[](", "[[", "[[a|", "![", "[a](b.md) ", "`[", "]:", "\\["]
)
def test_many_brackets_are_read(mark: str) -> None:
    text = mark * (100_000 // len(mark))

    assert len(found(text + "\n\n[me](a.md)")) >= 1
