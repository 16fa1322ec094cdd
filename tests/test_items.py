"""The items of a section: bullets, numbers and level-3 headings, however they are written."""

from __future__ import annotations

from textwrap import dedent

import pytest

from afterword.journal.cuts import cut
from afterword.journal.items import Item, split_items


def split(source: str) -> tuple[int, tuple[Item, ...]]:
    lines = cut(dedent(source).strip("\n"), first_line=1).lines
    return split_items(lines, 10)


def texts(source: str) -> list[str]:
    return [
        f"{item.heading}: {item.text}" if item.heading else item.text for item in split(source)[1]
    ]


@pytest.mark.parametrize(
    "source",
    [
        "- a\n- b",
        "* a\n* b",
        "+ a\n+ b",
        "• a\n• b",
        "•\ta\n•\tb",
        "– a\n– b",
        "1. a\n2. b",
        "1) a\n2) b",
        "- a\n\n- b",
        "-   a\n-   b",
        "  - a\n  - b",
        "    - a\n    - b",
        " - a\n- b",
        "- a\n- \n- b\n-",
        "- a\n- %% nothing %%\n- b",
        "- a\n%% - c %%\n- b",
        "%% c %%- a\n- b",
    ],
)
def test_bullets_are_written_in_many_ways(source: str) -> None:
    assert texts(source) == ["a", "b"]


@pytest.mark.parametrize(
    "source",
    [
        "- a\n  b\n- c",
        "- a\nb\n- c",
        "1. a\n   b\n2. c",
    ],
)
def test_text_up_to_the_next_bullet_belongs_to_it_indented_or_not(source: str) -> None:
    assert texts(source) == ["a\nb", "c"]


def test_paragraphs_and_unindented_ones_belong_to_it_too() -> None:
    assert texts("- a\n\n  b\n\nc\n- d") == ["a\n\nb\n\nc", "d"]


@pytest.mark.parametrize("spaces", [2, 3, 4])
@pytest.mark.parametrize("mark", ["-", "1.", "•"])
def test_lists_nest_by_two_three_or_four_spaces(mark: str, spaces: int) -> None:
    found = texts(f"{mark} a\n{' ' * spaces}- b\n{' ' * spaces}- c\n{mark} d")

    assert [text.split() for text in found] == [["a", "-", "b", "-", "c"], ["d"]]


def test_a_list_directly_under_a_line_is_a_list() -> None:
    before, items = split("Three things:\n- a\n- b")

    assert before == 1
    assert [item.text for item in items] == ["a", "b"]


def test_headings_of_level_three_are_items_with_all_that_is_below() -> None:
    assert texts("### One\n- a\n- b\n### Two ###\nc\n#### Three") == [
        "One: - a\n- b",
        "Two: c\n#### Three",
    ]


def test_a_heading_keeps_the_sharp_in_its_name() -> None:
    assert texts("### C#\na") == ["C#: a"]


def test_code_holds_no_items() -> None:
    assert texts("- a\n  ```\n- b\n### c\n  ```\n- d") == ["a\n```\n- b\n### c\n```", "d"]
    assert texts("- ```\n  - a\n  ```\n- b") == ["```\n- a\n```", "b"]


def test_a_rule_and_a_year_are_no_items() -> None:
    assert texts("- a\n\n---\n* * *\nI came in\n2019. It rained.") == [
        "a\n\n---\n* * *\nI came in\n2019. It rained."
    ]


def test_lines_and_columns_are_those_of_the_file() -> None:
    _, items = split("Words\n\n- a\n  - b\n\n  * c\n### d")

    assert [(item.line, item.column) for item in items] == [(12, 1), (16, 1)]


def test_a_place_is_found_past_cut_text() -> None:
    _, items = split("- a %% #x %% #x and\n  #x")

    assert items[0].place("#x") == (10, 14)
    assert items[0].place("nowhere") == (10, 1)


def test_nothing_is_no_item() -> None:
    assert split("") == (1, ())
    assert split_items(("a", "- b"), 1, all_items=False) == (1, ())
