"""Going over questions in the browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.watched import NO_SCRIPTS, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]

QUESTIONS = "questions.html"


@pytest.mark.parametrize("over", ["http", "file"])
def test_rehearsing_folds_the_answers_and_remembers_what_was_rehearsed(
    over: str, visitor: Visitor
) -> None:
    page = visitor.open(QUESTIONS, over="file" if over == "file" else "http")
    first = page.locator("#bank li").first
    page.get_by_role("button", name="Rehearse", exact=True).click()

    assert page.locator("#bank .answer:visible").count() == 0
    key = first.get_attribute("data-key")
    first.get_by_role("button", name="Show the answer").click()
    assert first.locator(".answer").is_visible()
    first.get_by_role("button", name="went well").click()
    assert "rehearsed 20" in first.inner_text()

    page.reload()
    page.get_by_role("button", name="Rehearse", exact=True).click()
    assert page.locator("#bank li").last.get_attribute("data-key") == key


def test_a_second_press_shows_everything_as_it_was(visitor: Visitor) -> None:
    page = visitor.open(QUESTIONS)
    keys = "items => items.map(item => item.dataset.key)"
    before = page.locator("#bank li").evaluate_all(keys)
    button = page.get_by_role("button", name="Rehearse", exact=True)
    button.click()
    button.click()

    assert page.locator("#bank li").evaluate_all(keys) == before
    assert page.locator("#bank .answer:visible").count() == len(before)


def test_what_was_rehearsed_can_be_saved(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.open(QUESTIONS)
    page.get_by_role("button", name="Rehearse", exact=True).click()
    first = page.locator("#bank li").first
    first.get_by_role("button", name="Show the answer").press("Enter")
    first.get_by_role("button", name="one to practise").press("Enter")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save what was rehearsed").click()
    download.value.save_as(tmp_path / "saved.txt")

    saved = (tmp_path / "saved.txt").read_text("utf-8")
    assert saved.startswith("Rehearsed questions\n")
    assert f"one to practise  {first.get_attribute('data-key')}" in saved


def test_without_scripts_every_answer_is_shown(visitor: Visitor) -> None:
    page = visitor.open(QUESTIONS, NO_SCRIPTS)

    assert page.locator("#bank .answer:visible").count() == page.locator("#bank li").count()
    assert not page.locator("#rehearsal").is_visible()
