"""A mentor's round trip: shared, opened, remarked on, sent back, and in the journal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, expect

from afterword.cli import main
from tests.browser.watched import Visitor
from tests.support.portfolio import Portfolio

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHRASE = "velvet-otter-lagoon-quartz-bramble-signal"
SETTINGS = """\
format = 1
title = "Notes"

[readers.sam]
name = "Sam"
source = "mentor"
question = "Are my stories clearer?"
"""
ACME = """---
company: Zweig Optics
stage: panel
share: sam
---
Zweig asked for a plan.

## What went well

- Drew the boxes first #structure
"""
NASTY = "Slower — and *say* <b>the number</b>.\n## Twice\n#pace 日本"


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Portfolio:
    monkeypatch.chdir(tmp_path)
    return Portfolio.make(tmp_path, {"2026-03-04-zweig-panel.md": ACME}, SETTINGS)


@pytest.fixture
def mentor(chromium: Browser, tmp_path: Path) -> Iterator[Visitor]:
    visitor = Visitor(chromium, tmp_path, "")
    yield visitor
    visitor.leave()
    assert visitor.strays == [], "a page asked for something outside"
    assert visitor.complaints == [], "the browser's console was not empty"


def run(journal: Portfolio, *arguments: str) -> str:
    words = ["-C", str(journal.folder), *arguments, "--today", "2026-06-10"]
    result = CliRunner().invoke(main, words, env={"PHRASE": PHRASE})
    assert result.exit_code == 0, result.output
    return result.stdout


def test_what_a_mentor_writes_is_in_the_journal_beside_what_it_is_about(
    journal: Portfolio, mentor: Visitor
) -> None:
    run(journal, "share", "sam", "--passphrase-env", "PHRASE", "--file", "for-sam.html")
    page = mentor.open("for-sam.html", over="file")
    page.get_by_label("Passphrase").fill(PHRASE)
    page.get_by_role("button", name="Open").click()
    expect(page.locator("#page h1")).to_contain_text("Notes")
    page.get_by_label("Your answer").fill("Much clearer.")
    page.locator("#page main a[href^='#']").first.click()
    expect(page.locator("#page h2", has_text="What went well")).to_be_visible()
    assert "Zweig" not in page.content()
    page.locator("#page h2 .v-mark").first.click()
    page.get_by_role("radio", name="try this").check()
    page.get_by_label("Your words").fill(NASTY)
    page.get_by_role("button", name="Keep").click()
    page.get_by_role("button", name="Remarks (2)").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    reply = Path(download.value.path()).rename(journal.folder.parent / "reply.txt")

    said = run(journal, "inbox", str(reply))

    (entry,) = (journal.folder / "content").glob("*remarks*")
    text = re.sub(r"&#(\d+);", lambda n: chr(int(n[1])), entry.read_text("utf-8"))
    assert said == f"content/{entry.name}: 2 remarks.\n"
    assert "The answer to your question “Are my stories clearer?”:\n\n> Much clearer." in text
    assert "Try this, on [[2026-03-04-zweig-panel#what-went-well]], beside “" in text
    assert "> Slower — and *say* <b>the number</b>.\n>\n> ## Twice\n>\n> #pace 日本\n" in text
    run(journal, "build", "--output", str(journal.folder.parent / "site"))
    page_of = (journal.folder.parent / f"site/journal/{entry.stem}.html").read_text("utf-8")
    assert "2026-03-04-zweig-panel.html#" in page_of
