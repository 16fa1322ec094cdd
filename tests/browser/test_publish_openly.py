"""A site for everyone in a browser: it reads as a site does, and its pages are flawless."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.watched import DARK, NARROW, Visitor
from tests.support.links import broken_links
from tests.support.server import serving
from tests.test_html import check_html
from tests.test_publish import folder
from tests.test_publish_openly import Desk

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_everyone_finds_their_way_through_a_published_site(
    chromium: Browser, tmp_path: Path, axe: str
) -> None:
    desk = Desk.make(tmp_path)
    desk.published()
    with serving(desk.site) as address:
        visitor = Visitor(chromium, desk.site, address)
        page = visitor.open("index.html")
        expect(page.get_by_role("heading", level=1)).to_have_text("Notes from the bus")
        expect(page.get_by_text("What I was told.")).to_be_visible()
        expect(page.get_by_text("chosen for you")).to_have_count(0)
        page.get_by_role("link", name="Rehearsing aloud").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Rehearsing aloud")
        page.get_by_role("navigation").get_by_role("link", name="Search").click()
        page.get_by_role("searchbox").fill("zqlantern")
        expect(page.locator("#results li")).to_have_count(1)
        for look in (DARK, NARROW):
            page = visitor.open("index.html", look)
            page.evaluate(axe)
            assert (
                page.evaluate("axe.run().then(found => found.violations.map(v => v.id))") == []
            ), look.name
        visitor.leave()

    assert visitor.strays == []
    assert visitor.complaints == []


def test_the_pages_of_a_published_site_are_flawless(tmp_path: Path, checkers: Path) -> None:
    desk = Desk.make(tmp_path)
    desk.published()
    made = folder(desk.site)
    html = {name: content.decode() for name, content in made.items() if name.endswith(".html")}
    with serving(desk.site) as address:
        messages = check_html([f"{address}/{name}" for name in html], checkers)

    assert messages == []
    assert broken_links(html, [name for name in made if name not in html]) == []
