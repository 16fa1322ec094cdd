"""What a browser keeps of what was opened in it: nothing that somebody could read afterwards."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from playwright.sync_api import BrowserContext, Page, expect

from afterword.cli import main
from tests.browser.conftest import CHROMIUM, OFFLINE
from tests.support.portfolio import Portfolio
from tests.support.seeking import found_in
from tests.support.server import serving
from tests.support.snappy import blocks_of

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHRASE = "velvet-otter-lagoon-quartz-bramble-signal"
SETTINGS = """\
format = 1
title = "Zqnotes"

[readers.sam]
name = "Zqsamuel"
source = "mentor"
question = "Zqquestion, clearer?"
show = ["companies", "people"]
"""
ENTRY = """---
company: Zqoptics
title: Zqtitle of a day
by: Zqpriya Zqlumen
source: interviewer
stage: panel
share: sam
---
Somebody spoke of the zqlighthouse keeper.

## What went well

- Drew the zqboxes first #zqtheme
"""
PRIVATE = (
    *("zqnotes", "zqsamuel", "zqquestion", "zqoptics", "zqtitle", "zqpriya", "zqlumen"),
    *("zqlighthouse", "zqboxes", "zqtheme", "zqremark", "velvet-otter", "quartz-bramble"),
)
SEEN = "for-someone"
"""In the address of the page, which a browser may keep."""


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Share one entry as a file and as a folder; return the folder of both."""
    monkeypatch.chdir(tmp_path)
    journal = Portfolio.make(tmp_path, {"2026-03-04-panel.md": ENTRY}, SETTINGS)
    for kind, name in (("--file", f"{SEEN}.html"), ("--folder", SEEN)):
        words = ["-C", str(journal.folder), "share", "sam", "--passphrase-env", "PHRASE"]
        result = CliRunner().invoke(
            main,
            [*words, kind, f"shared/{name}", "--today", "2026-06-10"],
            env={"PHRASE": PHRASE},
        )
        assert result.exit_code == 0, result.output
    return tmp_path / "shared"


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "profile"


def opened(playwright: Playwright, profile: Path) -> BrowserContext:
    """Open Chromium as somebody does who goes on using it: nothing is deleted at its end."""
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        pytest.fail("The browser tests need Chromium: sudo apt-get install chromium")
    return playwright.chromium.launch_persistent_context(
        profile, executable_path=program, args=[*OFFLINE]
    )


def read_all(page: Page) -> None:
    """Unlock a share, read its pages, search, and leave a remark."""
    page.get_by_label("Passphrase").fill(PHRASE)
    page.get_by_role("button", name="Open").click()
    expect(page.locator("#page h1")).to_contain_text("Zqnotes")
    page.locator("#page main a[href^='#']").first.click()
    expect(page.locator("#page")).to_contain_text("zqlighthouse")
    page.locator("#page h2 .v-mark").first.click()
    page.get_by_label("Your words").fill("A zqremark of mine.")
    page.get_by_role("button", name="Keep").click()
    page.get_by_role("navigation").get_by_role("link", name="Search").first.click()
    page.get_by_label("Words or their beginnings").fill("zqboxes")
    expect(page.locator(".results a").first).to_be_visible()
    page.go_back()
    page.reload()
    expect(page.get_by_label("Passphrase")).to_be_visible()


def kept(profile: Path) -> Iterator[tuple[str, bytes]]:
    """Yield all that a profile holds: file → bytes, and what is packed in them."""
    for path in profile.rglob("*"):
        if not path.is_file():
            continue
        name = path.relative_to(profile).as_posix()
        content = path.read_bytes()
        yield name, content
        if content.startswith(b"SQLite format 3\0"):
            yield f"{name} as a dump", dumped(path)
        if path.suffix in (".ldb", ".sst", ".log"):
            yield f"{name} unpacked", b"\n".join(blocks_of(content))


def dumped(path: Path) -> bytes:
    """Return all that a database says."""
    with sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True) as database:
        database.text_factory = bytes
        named = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = [name.decode() for (name,) in named]
        rows = [row for name in tables for row in database.execute(f'SELECT * FROM "{name}"')]  # noqa: S608
    database.close()
    return b"\n".join(cell for row in rows for cell in row if isinstance(cell, bytes))


def leaks(profile: Path) -> list[tuple[str, str, str]]:
    return found_in(dict(kept(profile)), PRIVATE)


def test_a_profile_keeps_nothing_of_what_was_read(
    share: Path, profile: Path, playwright: Playwright
) -> None:
    with serving(share) as address:
        context = opened(playwright, profile)
        for place in (f"{share.as_uri()}/{SEEN}.html", f"{address}/{SEEN}/index.html"):
            page = context.new_page()
            page.goto(place)
            read_all(page)
            page.close()
        context.close()

    assert found_in(dict(kept(profile)), [SEEN]) != []
    assert leaks(profile) == []


def test_what_a_page_does_keep_would_be_found(
    share: Path, profile: Path, playwright: Playwright
) -> None:
    script = """text => {
        localStorage.setItem("kept", text)
        document.cookie = `kept=${encodeURIComponent(text.slice(0, 9))}; max-age=9999`
        document.title = text
        history.pushState({text}, "", "?" + text)
        return new Promise(done => {
            const wanted = indexedDB.open("kept", 1)
            wanted.onupgradeneeded = () => wanted.result.createObjectStore("kept")
            wanted.onsuccess = () => {
                const change = wanted.result.transaction("kept", "readwrite")
                change.objectStore("kept").put(text, "kept")
                change.oncomplete = () => done()
            }
        })
    }"""
    with serving(share.parent) as address:
        (share.parent / "plain.html").write_text("<!doctype html><p>zqlighthouse")
        context = opened(playwright, profile)
        page = context.new_page()
        page.goto(f"{address}/plain.html")
        page.evaluate(script, "zqboxes " * 3)
        page.close()
        context.close()

    where = {re.sub(r"[0-9a-f_-]{6,}|\d+", "N", path) for path, _, _ in leaks(profile)}
    assert {word for _, word, _ in leaks(profile)} >= {"zqboxes"}
    assert any("Local Storage" in path for path in where), where
    assert any("IndexedDB" in path for path in where), where
    assert any("History" in path for path in where), where
    assert any("Cache" in path for path, word, _ in leaks(profile) if word == "zqlighthouse")


def test_a_packed_block_is_read_wherever_it_begins() -> None:
    word = b"zqlighthouse "
    literal = bytes([(len(word) - 1) << 2]) + word
    copy = bytes([(2 * len(word) - 1) << 2 | 2]) + len(word).to_bytes(2, "little")
    block = bytes([3 * len(word)]) + literal + copy

    assert [*blocks_of(b"\xff\xff" + block + b"\xff")] == [3 * word]
