"""Themes: one identity for all spellings, the shown spelling, and likely slips."""

from __future__ import annotations

import pytest

from afterword.config import ThemeSettings
from afterword.journal.themes import Themes, near_misses, theme_key


@pytest.mark.parametrize(
    "spelling", ["system design", "System Design", "system-design", "SYSTEM_DESIGN", "systemdesign"]
)
def test_spellings_are_one_theme(spelling: str) -> None:
    assert theme_key(spelling) == "systemdesign"


def test_composition_is_ignored() -> None:
    assert theme_key("Cafe\u0301") == theme_key("café")


def test_the_most_frequent_spelling_is_shown() -> None:
    themes = Themes({"System design": 2, "system-design": 3, "pace": 1}, ())

    assert themes.by_key["systemdesign"].name == "system-design"
    assert themes.find("SYSTEM DESIGN") == themes.by_key["systemdesign"]
    assert themes.find("calm") is None


def test_equally_frequent_spellings_do_not_depend_on_their_order() -> None:
    one = Themes({"pace": 1, "Pace": 1}, ()).by_key["pace"].name
    other = Themes({"Pace": 1, "pace": 1}, ()).by_key["pace"].name

    assert one == other


def test_the_declared_spelling_wins_and_aliases_are_the_same_theme() -> None:
    declared = ThemeSettings("System Design", ("architecture",), "work", "Boxes.", private=True)
    themes = Themes({"system design": 9, "Architecture": 5}, (declared,))

    theme = themes.find("architecture")

    assert theme
    assert theme is themes.find("system-design")
    assert (theme.name, theme.slug, theme.group, theme.description, theme.private) == (
        *("System Design", "system-design", "work", "Boxes."),
        True,
    )
    assert list(themes.by_key) == ["systemdesign"]


def test_a_name_of_dashes_is_no_theme() -> None:
    assert Themes({"--": 3}, ()).by_key == {}


def test_different_themes_with_one_slug_are_told_apart() -> None:
    themes = Themes({"c++": 1, "c plus plus": 1}, ())

    assert len({theme.slug for theme in themes.by_key.values()}) == 2


@pytest.mark.parametrize(
    "slip",
    [
        "sytemdesign",
        "systemdesing",
        "systmedesign",
        "systemdesigns2",
        "systamdesign",
        "ssystemdesign",
    ],
)
def test_a_rare_theme_near_a_frequent_one_is_a_slip(slip: str) -> None:
    found = near_misses({"systemdesign": 12, slip: 1})

    assert found == ({slip: "systemdesign"} if slip != "systemdesigns2" else {})


@pytest.mark.parametrize(
    ("counts"),
    [
        {"pace": 12, "pacs": 1},
        {"systemdesign": 3, "sytemdesign": 1},
        {"question": 12, "questions": 1},
        {"round1": 12, "round2": 1},
        {"calmness": 12, "structure": 1},
        {"ab" * 40: 12, "ab" * 39 + "ac": 1},
    ],
)
def test_what_may_well_be_meant_is_no_slip(counts: dict[str, int]) -> None:
    assert near_misses(counts) == {}


def test_thousands_of_themes_and_very_long_ones_are_compared() -> None:
    counts = {f"theme{i:05}" + "abcdefgh": 12 for i in range(5_000)} | {"x" * 100_000: 1}

    found = near_misses({**counts, "themex0000abcdefgh": 1})

    assert found == {"themex0000abcdefgh": "theme00000abcdefgh"}
