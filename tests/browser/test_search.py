"""The search, over http and from the disk, and its words beside Python's."""

from __future__ import annotations

import sys
import unicodedata
from typing import Literal
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from afterword.insight.searching import folded, words_of
from tests.browser.watched import DARK, LIGHT, Visitor

SAFE = "!'()*~"
"""What browsers leave as it is."""

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def find(page: Page, words: str) -> None:
    page.locator("#q").fill(words)


@pytest.mark.parametrize("over", ["http", "file"])
def test_what_is_typed_is_found_as_it_is_typed(
    visitor: Visitor, over: Literal["file", "http"]
) -> None:
    page = visitor.open("search.html", LIGHT, over=over)
    find(page, "glue")

    expect(page.locator("#results > li").first).to_contain_text("glue")
    expect(page.locator("#found")).to_contain_text("entr")
    assert page.url.endswith("#q=glue")
    assert {mark.lower() for mark in page.locator("#results mark").all_inner_texts()} == {"glue"}


def test_titles_and_themes_come_before_texts(visitor: Visitor) -> None:
    page = visitor.open("search.html")
    find(page, "panel")

    expect(page.locator("#results > li").first).to_be_visible()
    titles = page.locator("#results > li a").all_inner_texts()
    named = ["panel" in title.lower() for title in titles]
    assert any(named)
    assert named[0]


def test_nothing_found_says_so_and_all_words_count(visitor: Visitor) -> None:
    page = visitor.open("search.html")
    find(page, "glue xylophone")

    expect(page.locator("#found")).to_have_text("No entry holds all of “glue xylophone”.")
    expect(page.locator("#results > li")).to_have_count(0)


def test_an_address_holds_the_query(visitor: Visitor) -> None:
    page = visitor.open("search.html")
    page.goto(page.url + "#q=glue")
    page.reload()

    expect(page.locator("#q")).to_have_value("glue")
    expect(page.locator("#results > li").first).to_be_visible()


def test_it_is_used_with_the_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.open("themes/index.html")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("glue")
    expect(page.locator("#results > li").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    # Older years may still arrive: the focus stays on the link it was on.
    focused = page.locator("#results a:focus")
    expect(focused).to_have_count(1)
    target = focused.get_attribute("href") or ""
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{target}")

    assert "journal/" in page.url


def test_the_focus_stays_on_a_result_while_older_years_arrive(visitor: Visitor) -> None:
    page = visitor.open("search.html")
    find(page, "glue")
    link = page.locator("#results a").first
    link.focus()
    target = link.get_attribute("href")
    page.evaluate(
        """window.afterwordSearch([["journal/new.html", "Glue", "2030-01-01", "", "", "glue"]]);
        document.getElementById("q").dispatchEvent(new Event("input"))"""
    )

    expect(page.locator("#results a").first).to_have_attribute("href", "journal/new.html")
    expect(page.locator("#results a:focus")).to_have_attribute("href", target or "")


def test_enter_opens_the_first(visitor: Visitor) -> None:
    page = visitor.open("search.html")
    find(page, "glue")
    expect(page.locator("#results > li").first).to_be_visible()
    page.locator("#q").press("Enter")
    page.wait_for_url("**/journal/*")


def test_a_slash_in_a_field_is_a_slash(visitor: Visitor) -> None:
    page = visitor.open("search.html")
    page.locator("#q").focus()
    page.keyboard.type("a/b")

    expect(page.locator("#q")).to_have_value("a/b")


def test_results_have_no_fault_of_access(visitor: Visitor, axe: str) -> None:
    page = visitor.open("search.html", DARK)
    find(page, "glue")
    expect(page.locator("#results > li").first).to_be_visible()
    page.evaluate(axe)

    assert page.evaluate("axe.run().then(found => found.violations.map(v => v.id))") == []


def test_words_are_folded_as_in_python_all_over_unicode(visitor: Visitor) -> None:
    page = visitor.open("search.html")
    assigned = [
        chr(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) not in ("Cn", "Cs", "Co")
    ]
    theirs = page.evaluate("letters => letters.map(afterwordWords.folded)", assigned)

    assert [c for c, low in zip(assigned, theirs, strict=True) if folded(c) != low] == []


def test_queries_are_split_as_in_python_all_over_unicode(visitor: Visitor) -> None:
    page = visitor.open("search.html")
    queries = [
        f"a{chr(code)}b {chr(code)}"
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) not in ("Cn", "Cs", "Co")
    ]
    theirs = page.evaluate("all => all.map(afterwordWords.wordsOf)", queries)

    differing = [q for q, found in zip(queries, theirs, strict=True) if words_of(q) != found]
    assert differing == []


@pytest.mark.parametrize(
    "words", ["two-sentence", "(", "[", "\\", "*", "$&", "c++", "<b>", "don’t"]
)
def test_any_sign_may_be_looked_for(visitor: Visitor, words: str) -> None:
    page = visitor.open("search.html")
    find(page, words)

    expect(page.locator("#found")).to_contain_text("entr", ignore_case=True)
    assert page.url.endswith(f"#q={quote(words, safe=SAFE)}")


def test_another_address_is_another_search(visitor: Visitor) -> None:
    page = visitor.open("search.html")
    find(page, "glue")
    page.evaluate("location.hash = '#q=C%2B%2B'")
    expect(page.locator("#q")).to_have_value("C++")
    page.evaluate("location.hash = '#q=glue'")

    expect(page.locator("#results mark").first).to_have_text("glue")
