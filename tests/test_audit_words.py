"""Words that may be names: what the author is asked about, and what would only be noise."""

from __future__ import annotations

import pytest

from afterword.editions.making import is_common, is_plain
from afterword.insight.folding import EDGE
from afterword.sealing.audit_words import unknown_names


def asked(text: str, *, ours: str = "", known: str = "") -> set[str]:
    return set(unknown_names([text], ours=ours.split(), known=known.split()))


def asked_in_english(text: str) -> set[str]:
    return set(unknown_names([text], ours=(), known=(), is_plain=is_plain))


@pytest.mark.parametrize(
    "text",
    [
        "They explained. Swapped places! Beginning again? “Tell me.” Nine: Guessed so…",
        f"Seeing{EDGE} Knowing {EDGE} • Eight-minute limit. (Overran.) Carried on, then stopped.",
    ],
)
def test_nobody_is_asked_about_an_ordinary_word_that_begins_a_sentence(text: str) -> None:
    assert asked_in_english(text) == set()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Apple rang. I went to Apple.", {"Apple"}),
        ("From the Target, Orange (Indeed) and/or Shell", {"Target", "Orange", "Indeed", "Shell"}),
        ("Grace rang. Will came. Mark too. Rose left.", {"Grace", "Will", "Mark", "Rose"}),
        ("Lumbric rang. Idris came. Smith-Jones nodded.", {"Lumbric", "Idris", "Smith-Jones"}),
    ],
)
def test_a_word_that_may_be_a_name_is_asked_about(text: str, names: set[str]) -> None:
    assert names <= asked_in_english(text)


@pytest.mark.parametrize("word", ["numbers", "access", "american", "dragon"])
def test_a_name_in_an_ordinary_word_is_there_by_chance(word: str) -> None:
    assert is_common(word)


@pytest.mark.parametrize(
    "text",
    [
        "C's three letters and B’s two",
        "I've I’m I'll I'd",
        "Can't Won’t Don't",
        "D'accord, L’équipe",
        "Ich hab's",
        "X. Y",
    ],
)
def test_contractions_and_single_letters_are_no_names(text: str) -> None:
    assert asked(text, ours="i ich") == set()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Edie's plan", {"Edie"}),
        ("Edie’s plan, and Edie", {"Edie"}),
        ("Edies Plan, und Edie", {"Edie", "Plan"}),
        ("O'Brien and D’Angelo", {"O'Brien", "D’Angelo"}),
        ("James and Hans", {"James", "Hans"}),
        ("Jean-Luc at Saint-Gobain", {"Jean-Luc", "Saint-Gobain"}),
        ("Sa'id left", {"Sa'id"}),
        ("Zoë, ÉCOLE, Ähm", {"Zoë", "ÉCOLE", "Ähm"}),
    ],
)
def test_a_name_is_asked_about_once_however_it_is_bent(text: str, names: set[str]) -> None:
    assert asked(text) == names


def test_what_is_written_small_too_is_no_name() -> None:
    assert asked("Then we left. It was then. Half-term, half a term. She's, and she") == {"It"}


def test_words_of_the_interface_and_of_lists_are_not_asked_about() -> None:
    assert asked("Timeline and Edie. Edie's Timeline", ours="timeline", known="edie") == set()


def test_a_genitive_of_what_was_asked_before_is_not_asked_again() -> None:
    assert asked("Edies Plan", known="edie plan") == set()
    assert asked("Banks and a bank") == {"Banks"}
