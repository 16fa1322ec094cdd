"""Passphrases: made by chance, or one's own and hard enough to guess."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword import assets
from afterword.sealing.canonical import canonical
from afterword.sealing.passphrases import (
    AUTHOR_BITS,
    RANDOM_BYTES,
    Weakness,
    make_passphrase,
    strength_of,
)

WORDS = assets.passphrase_words()


def chance(number: int) -> bytes:
    return hashlib.sha512(str(number).encode()).digest()


def test_the_list_is_the_large_one_of_the_eff() -> None:
    assert len(set(WORDS)) == len(WORDS) == 6**5
    assert (WORDS[0], WORDS[-1]) == ("abacus", "zoom")


def test_a_passphrase_is_six_words_of_the_list() -> None:
    spaced = make_passphrase(["one", "two", "three", "four"], chance(1))

    assert len(spaced.split("-")) == 6
    assert set(spaced.split("-")) <= {"one", "two", "three", "four"}


def test_equal_chance_gives_equal_words_and_other_chance_others() -> None:
    assert make_passphrase(WORDS, chance(1)) == make_passphrase(WORDS, chance(1))
    assert make_passphrase(WORDS, chance(1)) != make_passphrase(WORDS, chance(2))


def test_a_draw_beyond_the_last_whole_multiple_is_drawn_again() -> None:
    beyond = (6**5 * 8).to_bytes(2, "big")
    first = bytes(2)

    assert make_passphrase(WORDS, (beyond + first) * 6) == "-".join([WORDS[0]] * 6)


def test_too_little_chance_is_refused() -> None:
    with pytest.raises(ValueError, match="10"):
        make_passphrase(WORDS, bytes(10))


def test_every_word_is_as_likely_as_any_other() -> None:
    every = b"".join(number.to_bytes(2, "big") for number in range(1 << 16))
    drawn = Counter(
        make_passphrase(WORDS, every[at : at + 2] * 6).partition("-")[0]
        for at in range(0, 6**5 * 8 * 2, 2)
        if b"-" not in WORDS[int.from_bytes(every[at : at + 2], "big") % 6**5].encode()
    )

    assert set(drawn.values()) == {8}


def test_what_is_made_has_the_form_that_opens() -> None:
    made = [make_passphrase(WORDS, chance(number)) for number in range(200)]

    assert [canonical(one) for one in made] == made
    assert len(chance(0)) == RANDOM_BYTES


@given(st.text())
def test_the_form_that_opens_does_not_change_when_it_is_typed(text: str) -> None:
    form = canonical(text)

    assert canonical(form) == form
    assert canonical(f"  {text} ") == form


@pytest.mark.parametrize("made", range(3))
def test_six_words_by_chance_may_be_used_by_the_author(made: int) -> None:
    passphrase = make_passphrase(WORDS, chance(made))

    assert strength_of(passphrase, least_bits=AUTHOR_BITS).weakness is None


def test_the_lists_of_common_words_are_loaded_when_a_passphrase_is_judged() -> None:
    code = "import sys, afterword.sealing.passphrases; print('zxcvbn' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("passphrase", ["", "---", "password", "correct horse battery staple"])
def test_what_people_choose_first_is_refused(passphrase: str) -> None:
    assert strength_of(passphrase).weakness is Weakness.GUESSABLE


def test_the_authors_own_names_make_a_passphrase_no_harder_to_guess() -> None:
    names = ("Wendeline Quackenbush", "Obermayr", "Zwiebelturm")

    assert strength_of(" ".join(names)).weakness is None
    assert strength_of(" ".join(names), names=names).weakness is Weakness.GUESSABLE


def test_more_than_72_characters_are_refused_after_they_are_unified() -> None:
    assert strength_of("x" * 73).weakness is Weakness.LONG
    assert strength_of("q7 " + " " * 80 + "zK!vw9 $tLmpe rUxo2").weakness is None


@pytest.mark.parametrize("letter", ["\u0378", "\U000e1000", "\ud800"])
def test_a_character_that_may_still_change_is_refused(letter: str) -> None:
    assert strength_of(f"correct horse {letter}").weakness is Weakness.UNASSIGNED
