"""A published folder in a browser: each reader opens their own pages, before and after an edit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_viewer import heading, refusal, unlock
from tests.browser.watched import Visitor
from tests.support.server import serving
from tests.test_publish import OTHER, WORDS, Desk

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_two_readers_open_their_own_pages_of_one_address(chromium: Browser, tmp_path: Path) -> None:
    desk = Desk.make(tmp_path)
    desk.published()
    with serving(desk.site) as address:
        visitor = Visitor(chromium, desk.site, address)
        for reader, shown in (("sam", "zqharbour"), ("ria", "zqlantern"), ("author", "zqmeadow")):
            page = visitor.open("index.html", over="http")
            unlock(page, WORDS[reader])
            expect(heading(page)).to_be_visible()
            page.get_by_role("navigation", name="Pages").get_by_role(
                "link", name="Timeline"
            ).click()
            page.locator("#page main a, #page li a").first.wait_for()
            found = page.locator("#page").inner_text()
            assert ("Acme" in found) == (reader == "author"), shown
        page = visitor.open("index.html", over="http")
        unlock(page, OTHER)
        expect(refusal(page)).to_be_visible()
        visitor.leave()

    assert visitor.strays == []
    assert visitor.complaints == []


def test_a_page_that_was_open_before_a_publish_can_still_be_read(
    chromium: Browser, tmp_path: Path
) -> None:
    desk = Desk.make(tmp_path)
    desk.published()
    with serving(desk.site) as address:
        visitor = Visitor(chromium, desk.site, address)
        page = visitor.open("index.html", over="http")
        unlock(page, WORDS["author"])
        expect(heading(page)).to_be_visible()
        desk.edit("content/2026-05-01-own.md", "meadow", "orchard")
        desk.published()
        page.get_by_role("navigation", name="Pages").get_by_role("link", name="Themes").click()
        expect(heading(page)).to_contain_text("Themes")
        again = visitor.open("index.html", over="http")
        unlock(again, WORDS["author"])
        expect(heading(again)).to_be_visible()
        visitor.leave()

    assert visitor.complaints == []


def test_the_requests_of_a_reader_tell_the_host_nothing_of_what_is_read(
    chromium: Browser, tmp_path: Path
) -> None:
    desk = Desk.make(tmp_path)
    desk.published()
    requests: list[str] = []
    with serving(desk.site, requests) as address:
        visitor = Visitor(chromium, desk.site, address)
        page = visitor.open("index.html", over="http")
        unlock(page, WORDS["author"])
        expect(heading(page)).to_be_visible()
        for shown in ("Timeline", "Themes"):
            page.get_by_role("navigation", name="Pages").get_by_role("link", name=shown).click()
            expect(heading(page)).to_contain_text(shown)
        visitor.leave()
    asked = {request.split()[1] for request in requests}
    known = r"/(index\.html|app\.(js|css)\?[0-9a-f]{8}|k\.js|b/[0-9a-f]{32}\.js)"
    told = "\n".join(requests).lower()
    secrets = ("acme", "borealis", "dana", "author", "zq", "notes", "timeline", "themes")

    assert any(path.startswith("/b/") for path in asked)
    assert [path for path in asked if not re.fullmatch(known, path)] == []
    assert [word for word in (*secrets, *WORDS.values()) if word in told] == []
    assert not [one for one in requests if "referer" in one.lower() or "cookie" in one.lower()]
