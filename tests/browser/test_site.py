"""The sample as people meet it: every kind of page, by eye, by keyboard, from the disk."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page

from tests.browser.watched import (
    DARK,
    LARGE_TEXT,
    LIGHT,
    MIDDLE,
    NARROW,
    NO_SCRIPTS,
    Look,
    Visitor,
)
from tests.support.sample import pages

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGE_TYPES = (
    "index.html",
    "timeline.html",
    "timeline/*.html",
    "journal/*.html",
    "themes/index.html",
    "themes/*.html",
    "interviews/index.html",
    "interviews/*.html",
    "patterns/index.html",
    "sources/index.html",
    "sources/*.html",
    "questions.html",
    "strengths.html",
    "people/index.html",
    "search.html",
    "people/*.html",
    "404.html",
    "agenda.html",
    "goals/index.html",
    "prepare/*.html",
    "year/*.html",
)
OVERLAPS = """() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode;
        const parent = node.parentElement;
        if (!node.data.trim() || parent.closest(".vh, .skip, svg, sup, script")) continue;
        if (!parent.checkVisibility({contentVisibilityAuto: true})) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const box of range.getClientRects())
            if (box.width > 2) found.push({box, words: node.data.trim().slice(0, 40)});
    }
    found.sort((a, b) => a.box.top - b.box.top);
    const over = [];
    found.forEach((one, at) => {
        for (const other of found.slice(at + 1)) {
            if (other.box.top >= one.box.bottom) break;
            const wide = Math.min(one.box.right, other.box.right)
                - Math.max(one.box.left, other.box.left);
            const high = Math.min(one.box.bottom, other.box.bottom) - other.box.top;
            const least = Math.min(one.box.height, other.box.height);
            if (wide > 2 && high > least / 2) over.push(`${one.words} | ${other.words}`);
        }
    });
    return over;
}"""
"""What stands in the same place as other words, in a page."""
FOLLOWS = """id => {
    const target = document.getElementById(id);
    const after = Node.DOCUMENT_POSITION_FOLLOWING;
    const kinds = "a[href], button, input, select, summary, [tabindex='0']";
    const stops = [...document.querySelectorAll(kinds)]
        .filter(stop => target.compareDocumentPosition(stop) & after)
        .filter(stop => stop.checkVisibility());
    return target.matches("main, main *") &&
        (stops.length === 0 || stops.includes(document.activeElement));
}"""
"""Whether the focus is in or behind a place of the text, and on the way to nothing before it."""
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("look", [LIGHT, DARK, NARROW, LARGE_TEXT], ids=lambda look: look.name)
def test_axe_finds_nothing(look: Look, visitor: Visitor, sample_site: Path, axe: str) -> None:
    found = []
    for path, page in visitor.walk([fullest(sample_site, kind) for kind in PAGE_TYPES], look):
        found += [f"{path}: {finding}" for finding in findings(page, axe)]

    assert found == []


def test_axe_would_find_a_picture_without_words(visitor: Visitor, axe: str) -> None:
    page = visitor.open("index.html")
    page.evaluate("document.body.append(new Image(9, 9))")

    assert any("image-alt" in finding for finding in findings(page, axe))


@pytest.mark.parametrize("look", [NARROW, LARGE_TEXT], ids=lambda look: look.name)
def test_words_lie_within_every_page_and_over_no_others(
    look: Look, visitor: Visitor, sample_site: Path
) -> None:
    found = []
    for path, page in visitor.walk(relative_pages(sample_site), look):
        found += [f"{path}: {fault}" for fault in misplaced(page)]

    assert found == []


def test_a_narrow_window_shows_what_a_wide_one_does(visitor: Visitor, sample_site: Path) -> None:
    paths = [fullest(sample_site, kind) for kind in PAGE_TYPES]
    wide, narrow = (
        [
            page.evaluate(
                """() => [...document.querySelectorAll("main *, footer *")]
                    .filter(one => one.checkVisibility() && !one.closest("svg, .more"))
                    .flatMap(one => [...one.childNodes])
                    .filter(node => node.nodeType === 3 && node.data.trim())
                    .map(node => node.data.trim())"""
            )
            for _, page in visitor.walk(paths, look)
        ]
        for look in (LIGHT, NARROW)
    )

    assert narrow == wide


def test_words_that_lie_over_others_are_found(visitor: Visitor) -> None:
    page = visitor.open("index.html")
    page.evaluate(
        "document.querySelector('h1').insertAdjacentHTML('afterend', '<p>Over it</p>');"
        "document.querySelector('h1 + p').style.marginTop = '-3rem'"
    )

    assert any("Over it" in words for words in page.evaluate(OVERLAPS))


def test_the_first_tab_leads_past_the_menu(visitor: Visitor, sample_site: Path) -> None:
    paths = [fullest(sample_site, kind) for kind in PAGE_TYPES if kind != "404.html"]
    for path, page in visitor.walk(paths):
        page.keyboard.press("Tab")
        link = page.locator(":focus")
        target = link.get_attribute("href") or ""
        seen = link.bounding_box()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")

        assert target.startswith("#"), path
        assert seen is not None, path
        assert min(seen["x"], seen["y"]) >= 0, path
        assert page.evaluate(FOLLOWS, target.removeprefix("#")), path


@pytest.mark.parametrize("look", [LIGHT, NO_SCRIPTS], ids=lambda look: look.name)
def test_the_menu_works_from_the_disk(look: Look, visitor: Visitor, sample_site: Path) -> None:
    page = visitor.open("index.html", look, over="file")
    links = page.locator("header nav a[href], footer nav a[href]")
    count = links.count()
    reached = []
    for number in range(count):
        links.nth(number).click()
        reached.append(page.url.removeprefix(f"{sample_site.as_uri()}/").partition("#")[0])
        assert page.locator("h1").count() == 1
        page.goto(f"{sample_site.as_uri()}/index.html")

    assert {"timeline.html", "themes/index.html", "people/index.html"} <= set(reached)
    assert set(reached) <= set(relative_pages(sample_site))


def test_every_page_opens_from_the_disk_without_a_complaint(
    visitor: Visitor, sample_site: Path
) -> None:
    styled, found = set(), []
    for path, page in visitor.walk(relative_pages(sample_site), over="file"):
        found += [f"{path}: {fault}" for fault in misplaced(page)]
        if page.evaluate("document.styleSheets.length"):
            styled.add(path)

    assert found == []
    # 404.html is served at any depth, so it loads nothing.
    assert styled | {"404.html"} == set(relative_pages(sample_site))


def test_the_preparation_sheet_is_one_printed_page(visitor: Visitor, sample_site: Path) -> None:
    page = visitor.open(fullest(sample_site, "prepare/*.html"))

    assert printed_pages(page.pdf(prefer_css_page_size=True)) == 1
    assert printed_pages(visitor.open("timeline.html").pdf(prefer_css_page_size=True)) > 1


def test_a_printed_grid_stands_below_its_heading(visitor: Visitor) -> None:
    page = visitor.open("index.html")
    page.emulate_media(media="print")
    whole = page.locator(".part:has(> .full)").evaluate("one => getComputedStyle(one).breakInside")

    assert whole == "avoid"


@pytest.mark.parametrize("look", [NARROW, MIDDLE, LIGHT], ids=lambda look: look.name)
def test_the_grid_is_as_wide_as_the_page(look: Look, visitor: Visitor) -> None:
    page = visitor.open("index.html", look)
    grid, main = page.locator(".rows").bounding_box(), page.locator("main").bounding_box()

    assert grid is not None
    assert main is not None
    assert grid["width"] == pytest.approx(main["width"], abs=1)


def test_a_sign_in_the_legend_stays_with_its_word(visitor: Visitor) -> None:
    page = visitor.open("themes/index.html", NARROW)
    lines = page.locator(".key .n").evaluate_all("all => all.map(o => o.getClientRects().length)")

    assert lines == [1, 1, 1, 1, 1]


def test_a_page_that_leaves_the_site_is_noticed(visitor: Visitor) -> None:
    page = visitor.open("index.html")
    with pytest.raises(Error, match="ERR_FAILED"):
        page.goto("https://example.org/elsewhere")
    strays = visitor.strays.copy()
    visitor.strays.clear()

    assert strays == ["https://example.org/elsewhere"]


def test_a_picture_from_another_host_is_refused_and_noticed(visitor: Visitor) -> None:
    page = visitor.open("index.html")
    with page.expect_console_message():
        page.evaluate("new Image().src = 'https://example.org/picture.png'")
    complaints = visitor.complaints.copy()
    visitor.complaints.clear()

    assert len(complaints) == 1
    assert "Content Security Policy" in complaints[0]


def fullest(site: Path, kind: str) -> str:
    """Return the largest page of a kind: it shows the most of what there is to get wrong."""
    found = [
        path for path in site.glob(kind) if path.name != "index.html" or kind.endswith("index.html")
    ]
    assert found, f"the sample has no page {kind}"
    return max(found, key=lambda path: path.stat().st_size).relative_to(site).as_posix()


def printed_pages(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def relative_pages(site: Path) -> list[str]:
    """Return every page's path, relative to the site."""
    return [path.relative_to(site).as_posix() for path in pages(site)]


def misplaced(page: Page) -> list[str]:
    """Return which words lie over others, and whether a page is wider than its window."""
    room, needed = page.evaluate(
        "[document.documentElement.clientWidth, document.documentElement.scrollWidth]"
    )
    wide = [f"needs {needed} px of {room}"] if needed > room else []
    return [*wide, *page.evaluate(OVERLAPS)]


def findings(page: Page, axe: str) -> list[str]:
    """Return what axe holds against a page: rule, help and the elements."""
    page.evaluate(axe)
    result = page.evaluate("tags => axe.run({runOnly: tags})", STANDARDS)
    return [
        f"{violation['id']}: {violation['help']}: {node['html'][:200]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
