"""The sentence that filters a list."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.watched import LIGHT, NO_SCRIPTS, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LINES = ".month .log > li"


def test_a_choice_shows_what_fits_and_stands_in_the_address(visitor: Visitor) -> None:
    page = visitor.open("timeline.html")
    all_lines = page.locator(LINES).count()
    page.locator("select[name=kind]").select_option("practice")

    shown = page.locator(f"{LINES}:visible")
    assert 0 < shown.count() < all_lines
    assert page.url.endswith("#kind=practice")
    expect(page.locator("form.filter [role=status]")).to_have_text(
        f"{shown.count()} of {all_lines}"
    )
    assert all("practice" in text for text in shown.all_inner_texts())
    # A month without any line is not there either.
    assert page.locator(".month:visible").count() <= shown.count()


def test_choices_add_up_and_an_address_brings_them_back(visitor: Visitor) -> None:
    page = visitor.open("timeline.html")
    page.locator("select[name=kind]").select_option("interview")
    page.locator("select[name=theme]").select_option("money")
    both = page.locator(f"{LINES}:visible").count()
    page.reload()

    expect(page.locator("select[name=theme]")).to_have_value("money")
    assert page.locator(f"{LINES}:visible").count() == both > 0


def test_show_all_shows_all(visitor: Visitor) -> None:
    page = visitor.open("timeline.html")
    page.locator("select[name=stage]").select_option(index=1)
    page.get_by_role("button", name="Show all").click()

    expect(page.locator(f"{LINES}:visible")).to_have_count(page.locator(LINES).count())
    assert "#" not in page.url


@pytest.mark.parametrize(
    ("path", "name", "items"),
    [("themes/index.html", "way", ".counts tbody > tr"), ("questions.html", "went", ".asked > li")],
)
def test_other_lists_have_their_own_sentence(
    visitor: Visitor, path: str, name: str, items: str
) -> None:
    page = visitor.open(path)
    count = page.locator(items).count()
    page.locator(f"select[name={name}]").select_option(index=1)

    assert 0 < page.locator(f"{items}:visible").count() < count


def test_a_month_in_the_address_is_no_filter(visitor: Visitor) -> None:
    page = visitor.open("timeline.html")
    page.goto(page.url + "#m-2026-03")

    expect(page.locator(f"{LINES}:visible")).to_have_count(page.locator(LINES).count())


def test_without_javascript_there_is_no_sentence_and_everything_is_shown(visitor: Visitor) -> None:
    page = visitor.open("timeline.html", NO_SCRIPTS)

    assert page.locator(f"{LINES}:visible").count() == page.locator(LINES).count() > 0
    assert not page.locator("form.filter").is_visible()


def test_a_filtered_list_has_no_fault_of_access(visitor: Visitor, axe: str) -> None:
    page = visitor.open("timeline.html", LIGHT)
    page.locator("select[name=kind]").select_option("practice")
    page.evaluate(axe)

    assert page.evaluate("axe.run().then(found => found.violations.map(v => v.id))") == []


def test_the_skip_link_keeps_the_choice(visitor: Visitor) -> None:
    page = visitor.open("timeline.html")
    page.locator("select[name=kind]").select_option("practice")
    shown = page.locator(f"{LINES}:visible").count()
    page.evaluate("location.hash = '#main'")

    expect(page.locator("select[name=kind]")).to_have_value("practice")
    assert page.locator(f"{LINES}:visible").count() == shown


def test_after_show_all_the_keyboard_is_still_in_the_sentence(visitor: Visitor) -> None:
    page = visitor.open("timeline.html")
    page.locator("select[name=kind]").select_option("practice")
    page.get_by_role("button", name="Show all").press("Enter")

    expect(page.locator("select[name=kind]")).to_be_focused()
