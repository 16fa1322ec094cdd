"""`— name or source` at the end of words, and dashes that are only dashes."""

from __future__ import annotations

import pytest

from afterword.journal.signatures import split_signature
from tests.support.journal import words_of


@pytest.mark.parametrize(
    ("text", "giver"),
    [
        ("Too fast. — Ana Petrov", "Ana Petrov"),
        ("Too fast — Ana", "Ana"),
        ("“Too fast.”— Ana", "Ana"),
        ("Too fast. – Ana", "Ana"),
        ("Too fast. -- Ana", "Ana"),
        ("Too fast.\n— Ana", "Ana"),
        ("Too fast. — me", "me"),
        ("Too fast. — me.", "me"),
        ("Too fast. — the hiring manager", "hiring manager"),
        ("Too fast. — my mentor", "mentor"),
        ("Too fast. — J. Reid, Ward Manager", "J. Reid, Ward Manager"),
        ("Too fast. — J. Reid, ward manager", "J. Reid, ward manager"),
        ("Too fast. — Ludwig van Beethoven", "Ludwig van Beethoven"),
        ("Too fast. — *Ana Petrov*", "Ana Petrov"),
        ("Too fast. — [[Ana Petrov]]", "Ana Petrov"),
        ("Too fast. — Ana Petrov.", "Ana Petrov"),
        ("Too fast. — Harry Jr.", "Harry Jr."),
        ("太快了。 — 李明", "李明"),
        ("He paused – twice – she said. — Ana", "Ana"),
        ("Too fast.\n— somebody from finance", "somebody from finance"),
        ("— Ana", "Ana"),
    ],
)
def test_a_signature_names_the_giver(text: str, giver: str) -> None:
    rest, found = split_signature(text, words_of())

    assert found == giver
    assert "—" not in rest


@pytest.mark.parametrize(
    "text",
    [
        "I paused — and then went on.",
        "I paused — twice",
        "It took me an hour — 2026",
        "It cost a lot — €500",
        "I said it — OK",
        "I paused -- too long",
        "So I asked — Why?",
        "A well-known thing",
        "Maria-Ana",
        "We went — Ana, who was late, agreed",
        "— and then a whole sentence that goes on for more than eight words",
        "",
        "—",
    ],
)
def test_a_dash_in_a_sentence_is_no_signature(text: str) -> None:
    assert split_signature(text, words_of()) == (text, "")


def test_a_source_of_ones_own_signs_too() -> None:
    words = words_of('[words.source]\nvisitor = "client"')

    assert split_signature("Lovely. — a visitor", words) == ("Lovely.", "visitor")


@pytest.mark.parametrize("text", ["— " * 50_000, "a " * 50_000 + "— Ana", "—" + " " * 100_000])
def test_long_texts_are_read(text: str) -> None:
    rest, _ = split_signature(text, words_of())

    assert text.startswith(rest)
