"""Names that are safe in addresses and on every disk."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.journal.slugs import LONGEST_BYTES, distinct, slug


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2026-03-04-acme-final", "2026-03-04-acme-final"),
        ("Acme Final", "acme-final"),
        ("  Acme -- Final!  ", "acme-final"),
        ("snake_case", "snake-case"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("R&D", "r-and-d"),
        ("Ça va?", "ça-va"),
        ("Cafe\u0301", "café"),
        ("ÉTÉ", "été"),
        ("संरचना", "संरचना"),
        ("太快了", "太快了"),
        ("½ day", "½-day"),
        ("a/b\\c", "a-b-c"),
        ("index", "index-1"),
        ("Index", "index-1"),
        ("CON", "con-1"),
        ("com1", "com1-1"),
        ("LPT9", "lpt9-1"),
        ("com²", "com²-1"),
        ("con air", "con-air"),
    ],
)
def test_a_slug(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_a_name_without_letters_is_six_digits() -> None:
    assert slug("!!!") != slug("???")
    assert slug("!!!").startswith("x-")
    assert len(slug("")) == 8


def test_a_long_name_is_cut_and_told_apart_by_the_whole() -> None:
    one, other = slug("é" * 200 + "a"), slug("é" * 200 + "b")

    assert one != other
    assert {len(name.encode()) <= LONGEST_BYTES for name in (one, other)} == {True}
    assert slug("É" * 200 + "a") == one


@given(st.text(max_size=200))
def test_a_slug_is_a_name_for_every_disk_and_its_own_slug(name: str) -> None:
    found = slug(name)

    assert 0 < len(found.encode()) <= LONGEST_BYTES + 2
    assert slug(found) == found
    assert unicodedata.is_normalized("NFC", found)
    assert not set(found) & set('/\\:*?"<>|. \0')
    assert not found.startswith("-")
    assert not found.endswith("-")


def test_different_identities_with_one_slug_get_six_digits() -> None:
    taken: dict[str, str] = {}

    slugs = [distinct(name, taken, name) for name in ("A B", "a-b", "A B")]

    assert slugs[0] == slugs[2] == "a-b"
    assert slugs[1].startswith("a-b-")
    assert len(slugs[1]) == 10
