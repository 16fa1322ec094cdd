"""Search in the terminal: what is found, in which order, and what is shown of it."""

from __future__ import annotations

import datetime as dt
from textwrap import dedent

import pytest

from afterword.config import Config
from afterword.fields import vocabulary
from afterword.insight.finding import EXCERPT_LENGTH, find
from afterword.journal.entries import join
from afterword.journal.headers import Read
from afterword.journal.model import Journal
from afterword.journal.reading import read_file

WORDS = vocabulary(Config())


def journal(**texts: str) -> Journal:
    """Read entries, named without their date: all are of one day but for those that say."""
    files = [
        Read(f"2026-03-04-{name}.md", read_file(text.encode(), WORDS), text.encode(), name)
        for name, text in ((name, dedent(text)) for name, text in texts.items())
    ]
    return join(files, config=Config(), vocabulary=WORDS, today=dt.date(2026, 12, 31)).journal


def found(texts: Journal, *words: str) -> list[str]:
    """Return the names of the entries that hold the words, in order."""
    return [one.entry.slug.removeprefix("2026-03-04-") for one in find(texts, words)]


def excerpt(text: str, *words: str) -> str:
    """Return the excerpt of one entry, what matched in brackets."""
    (one,) = find(journal(x=text), words)
    return "".join(f"[{piece.text}]" if piece.matched else piece.text for piece in one.excerpt)


def test_an_entry_is_found_when_it_holds_all_words() -> None:
    texts = journal(one="The trade-off was fine.", two="The trade was off.", three="Off we went.")

    assert found(texts, "trade", "off") == ["two", "one"]
    assert found(texts, "we off") == ["three"]
    assert found(texts, "nothing") == []


@pytest.mark.parametrize("word", ["struc", "STRUCTURE", "strúcture", "Struc"])
def test_the_beginning_of_a_word_is_enough_whatever_its_case_and_accents(word: str) -> None:
    assert found(journal(x="Clear structure."), word) == ["x"]


@pytest.mark.parametrize("word", ["ructure", "structures"])
def test_the_middle_of_a_word_finds_nothing(word: str) -> None:
    assert found(journal(x="Clear structure."), word) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Ein Gespräch in Zürich", "zurich"),
        ("Straße", "strasse"),
        ("面接の準備", "準備"),
        ("C++", "c++"),
    ],
)
def test_words_of_other_scripts_and_signs_are_found(text: str, word: str) -> None:
    assert found(journal(x=text), word) == ["x"]


@pytest.mark.parametrize(
    "text",
    [
        "# Acme again",
        "---\nstrengths: acme\n---\n",
        "---\nsource: peer\nby: Ana Acme\n---\n",
        "---\ncompany: Acme\n---\n",
        "Acme.",
    ],
)
def test_title_themes_people_company_and_text_are_looked_through(text: str) -> None:
    assert found(journal(x=text), "acme") == ["x"]


def test_titles_stand_before_themes_before_names_before_text() -> None:
    texts = journal(
        text="Pace.",
        name="---\ncompany: Pace\n---\n",
        theme="---\nthemes: pace\n---\n",
        title="# Pace",
    )

    assert found(texts, "pace") == ["title", "theme", "name", "text"]


def test_the_newest_stand_first_among_equals_and_those_without_a_date_last() -> None:
    texts = journal(
        old="---\ndate: 2025-01-01\n---\nPace.",
        new="---\ndate: 2026-05-05\n---\nPace.",
        none="---\ndate: nonsense\n---\nPace.",
    )

    assert found(texts, "pace") == ["new", "none", "old"]


def test_keys_and_notes_to_self_are_not_looked_through() -> None:
    text = "---\nkind: note\n---\n<!-- pace --> %% pace %%\nText."

    assert found(journal(x=text), "pace") == []
    assert found(journal(x=text), "kind") == []


def test_no_words_find_nothing() -> None:
    assert found(journal(x="Text.")) == []
    assert found(journal(x="Text."), " ") == []


def test_the_excerpt_is_the_line_that_holds_most_words() -> None:
    text = "# T\n\nOne pace.\n\n- [ ] **Pace** and *structure*, Pacing\n"

    assert excerpt(text, "pac", "struct") == "[Pac]e and [struct]ure, [Pac]ing"


def test_the_excerpt_shows_the_beginning_when_the_text_has_no_match() -> None:
    assert excerpt("# Pace\n\nHello *there*.\n", "pace") == "Hello there."


def test_matches_are_marked_where_they_stand_as_written() -> None:
    assert excerpt("Die Straße, die Zürich heißt.", "zurich", "strasse") == (
        "Die [Straße], die [Zürich] heißt."
    )


def test_a_long_line_is_cut_at_words_around_the_first_match() -> None:
    shown = excerpt(f"{'before ' * 90}pace {'after ' * 90}", "pace")

    assert "[pace]" in shown
    assert shown.startswith("… before ")
    assert shown.endswith("after …")
    assert len(shown) < EXCERPT_LENGTH + 20
