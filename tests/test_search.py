"""What the search page searches."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from afterword.insight.searching import begins_anywhere, folded, pattern_of, words_of
from afterword.site.search import LONGEST_TEXT, text_of
from tests.support.journal import read
from tests.support.portfolio import Portfolio


def rows(portfolio: Portfolio, year: int) -> list[list[str]]:
    script = portfolio.page(f"search/{year}.js")
    found: list[list[str]] = json.loads(script.removeprefix("afterwordSearch(").rstrip(");\n"))
    return found


def test_an_entry_is_searched_by_title_themes_names_and_text(tmp_path: Path) -> None:
    text = (
        "---\ncompany: Acme\nrole: Cook\nwith: Bo\nstrengths: pace\n---\n# Well said\n\nIt went.\n"
    )
    portfolio = Portfolio.make(tmp_path, {"2026-03-04-a.md": text})
    portfolio.build()

    assert rows(portfolio, 2026) == [
        [
            "journal/2026-03-04-a.html",
            "Well said",
            "2026-03-04",
            "pace",
            "Acme\nCook\nBo",
            "It went.",
        ]
    ]


def test_each_year_has_a_script_the_newest_first_what_has_no_date_last(tmp_path: Path) -> None:
    names = ("2025-01-01-a.md", "2026-01-01-b.md", "2026-02-01-c.md", "undated.md")
    portfolio = Portfolio.make(tmp_path, dict.fromkeys(names, "Hm."))
    portfolio.build()
    page = portfolio.page("search.html")

    assert 'data-files="search/2026.js search/2025.js search/0.js "' in page
    assert [row[2] for row in rows(portfolio, 2026)] == ["2026-02-01", "2026-01-01"]


def test_notes_to_self_are_not_searched(tmp_path: Path) -> None:
    portfolio = Portfolio.make(
        tmp_path, {"2026-03-04-a.md": "Before %% secret %% after. <!-- hidden -->"}
    )
    portfolio.build()

    assert "secret" not in portfolio.page("search/2026.js")
    assert "hidden" not in portfolio.page("search/2026.js")


def test_marks_of_markdown_and_addresses_of_links_are_no_text() -> None:
    entry = read("""
        ## What went well

        - **Pace**: [so it was](https://example.org/x) and [[acme-panel|that panel]]
        > `quoted` words
    """)

    assert text_of(entry).split("\n") == [
        *("What went well", "Pace : so it was and acme-panel that panel", "quoted words")
    ]


def test_a_long_text_is_shown_in_part_and_searched_whole() -> None:
    entry = read("word " * (LONGEST_TEXT // 5 + 50) + "zebra")
    text = text_of(entry)

    assert len(text) < LONGEST_TEXT + 50
    assert text.endswith("zebra")


def test_no_text_ends_the_script(tmp_path: Path) -> None:
    portfolio = Portfolio.make(tmp_path, {"2026-03-04-a.md": "`</script>` \u2028 `<!--`"})
    portfolio.build()
    script = portfolio.page("search/2026.js")

    assert "<" not in script
    assert "\u2028" not in script


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("École", "ecole"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("ΟΔΟΣ", "οδοσ"),
        ("ﬁx", "fix"),
        ("don’t “so”", 'don\'t "so"'),
    ],
)
def test_case_and_accents_are_folded(text: str, low: str) -> None:
    assert folded(text) == low


def test_a_query_is_split_into_words_and_other_signs() -> None:
    assert words_of("C++ & trade-off") == ["c++", "&", "trade", "-", "off"]


def test_a_word_matches_where_one_begins_and_anywhere_without_spaces() -> None:
    assert pattern_of("off").search("trade-off")
    assert not pattern_of("rade").search("trade-off")
    assert begins_anywhere("東")
    assert pattern_of("京").search("東京")
