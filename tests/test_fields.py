"""The one table of fields, and how its words are recognised."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.config import read_config
from afterword.fields import (
    FIELDS,
    SECTIONS,
    ask_about,
    did_you_mean,
    find_field,
    find_word,
    fold,
    suggest,
    vocabulary,
)

_TEXTS = st.text(max_size=20)


def canonical(key: str) -> str | None:
    field = find_field(key)
    return field.name if field else None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Follow-Up", "follow up"),
        (" follow_up ", "follow   up"),
        ("CAFE\u0301", "caf\u00e9"),
        ("STRASSE", "straße"),
    ],
)
def test_case_composition_and_gaps_make_no_difference(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(_TEXTS)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_every_name_and_synonym_leads_to_one_field() -> None:
    for field in FIELDS.values():
        for spelling in (field.name, *field.synonyms):
            assert canonical(spelling.upper()) == field.name


def test_no_spelling_belongs_to_two_fields() -> None:
    spellings = [s for field in FIELDS.values() for s in (field.name, *field.synonyms)]

    assert len(set(map(fold, spellings))) == len(spellings)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("theme", "themes"),
        ("Improvement", "improvements"),
        ("areas-for-improvement", "improvements"),
        ("companies", "company"),
        ("Sources", "source"),
        ("follow-ups", "follow up"),
        ("1:1", "occasion"),
        ("review", "every"),
        ("Feedback_Source", "source"),
        ("weakness", "improvements"),
    ],
)
def test_plurals_singulars_and_synonyms_of_keys_are_understood(key: str, name: str) -> None:
    assert canonical(key) == name


@pytest.mark.parametrize("key", ["", "ons", "bys", "x-mood", "strengthses", "status es"])
def test_other_keys_are_unknown(key: str) -> None:
    assert find_field(key) is None


@pytest.mark.parametrize(
    ("field", "text", "word"),
    [
        ("stage", "OSCE", "skills"),
        ("stage", "take_home", "case"),
        ("source", "Ward Managers", "hiring manager"),
        ("source", "skip level", "manager"),
        ("outcome", "turned it down", "turned it down"),
        ("outcome", "turned down", "rejected"),
        ("outcome", "declined by me", "turned it down"),
        ("kind", "goal review", "check-in"),
        ("kind", "360", "feedback"),
        ("alerts", "forgot question", "forgot questions"),
        ("stage", "skills lab", None),
        ("title", "interview", None),
    ],
)
def test_words_are_recognised_in_any_spelling(field: str, text: str, word: str | None) -> None:
    assert find_word(field, text) == word


def test_a_bare_declined_has_two_meanings_and_is_none_of_our_words() -> None:
    question = ask_about("outcome", "Declined")

    assert question is not None
    assert question.startswith("Who declined?")
    assert find_word("outcome", "declined") is None
    assert ask_about("outcome", "rejected") is None


def test_the_author_s_own_word_wins_over_ours() -> None:
    own = {"skills station": "panel"}

    assert find_word("stage", "Skills-Station", own) == "panel"
    assert find_word("stage", "phone", own) == "screen"


@pytest.mark.parametrize(
    ("slip", "key"),
    [
        ("strenghts", "strengths"),
        ("sorce", "source"),
        ("compnay", "company"),
        ("improvments", "improvement"),
        ("dat", "date"),
        ("xyz", None),
        ("a", None),
        ("", None),
        ("reading list", None),
    ],
)
def test_a_slip_is_led_back_to_the_key_meant(slip: str, key: str | None) -> None:
    meant = did_you_mean(slip)

    assert meant == key or (key and meant and canonical(meant) == canonical(key + "s"))


def test_the_nearest_candidate_is_suggested() -> None:
    assert suggest("panle", ["final", "panel", "pane"]) == "panel"


@pytest.mark.parametrize("key", ["layout", "image", "cover", "header", "categories", "permalink"])
def test_keys_of_other_programs_are_no_slips_for_ours(key: str) -> None:
    assert did_you_mean(key) is None


@pytest.mark.parametrize(
    ("key", "meant"), [("ocmpany", "company"), ("tsage", "stage"), ("improvments", "improvements")]
)
def test_a_slip_in_a_key_is_found(key: str, meant: str) -> None:
    assert did_you_mean(key) == meant


@given(_TEXTS, st.lists(_TEXTS, max_size=5))
def test_a_suggestion_is_one_of_the_candidates(text: str, candidates: list[str]) -> None:
    assert suggest(text, candidates) in (*candidates, None)


def test_headings_are_read_by_their_english_and_the_catalogue_s_names() -> None:
    config, _ = read_config("format = 1")
    words = vocabulary(config, {"strengths": ["Was gut lief"]})

    assert words.role("Was gut lief") == "strengths"
    assert words.role("what went well:") == "strengths"
    assert words.role("Questions I meant to ask") == "forgotten"
    assert words.role("Anything else") is None
    assert set(words.sections.values()) == set(SECTIONS)


def test_the_vocabulary_knows_the_author_s_words() -> None:
    config, _ = read_config('format = 1\n[words.stage]\n"OSCE day" = "OSCE"')

    assert vocabulary(config).word("stage", "osce-day") == "skills"


def test_the_same_words_in_another_order_have_the_same_digest() -> None:
    one, _ = read_config('format = 1\n[words.stage]\na = "panel"\nb = "case"')
    two, _ = read_config('format = 1\n[words.stage]\nb = "case"\na = "panel"')
    three, _ = read_config('format = 1\n[words.stage]\nb = "case"\na = "final"')

    assert vocabulary(one).digest() == vocabulary(two).digest()
    assert vocabulary(one).digest() != vocabulary(three).digest()


def test_what_can_be_wrong_is_what_the_table_says() -> None:
    closed = {name for name, field in FIELDS.items() if field.closed}

    assert closed == {
        *("date", "due", "settle", "every", "asked", "replied", "clarified", "thanked"),
        *("follow up", "draft", "share", "about", "goal", "quote"),
    }
