"""Pages of a journal that is hard to lay out, in the ways people have to look at them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from tests.browser.test_site import OVERLAPS, findings, misplaced, relative_pages
from tests.browser.watched import DARK, FORCED_COLORS, LARGE_TEXT, LIGHT, NARROW, Look, Visitor
from tests.support.hard import HARD_JOURNAL
from tests.support.links import broken_links
from tests.support.portfolio import Portfolio
from tests.support.sample import copy_sample
from tests.support.server import serving
from tests.test_html import check_html

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def hard_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the hard journal; nobody writes into it."""
    portfolio = Portfolio.make(tmp_path_factory.mktemp("hard"), HARD_JOURNAL)
    portfolio.build()
    return portfolio.output


@pytest.fixture(scope="module")
def hard_address(hard_site: Path) -> Iterator[str]:
    """The address the hard journal's site is served at."""
    with serving(hard_site) as address:
        yield address


@pytest.fixture
def reader(chromium: Browser, hard_site: Path, hard_address: str) -> Iterator[Visitor]:
    """Someone who looks at the hard journal; no page may ask for, or complain of, anything."""
    visitor = Visitor(chromium, hard_site, hard_address)
    yield visitor
    visitor.leave()
    assert visitor.strays == []
    assert visitor.complaints == []


# At 400 % a window of 1280 px is one of 320.
@pytest.mark.parametrize("look", [LIGHT, NARROW, LARGE_TEXT], ids=lambda look: look.name)
def test_words_lie_within_every_hard_page_and_over_no_others(
    look: Look, reader: Visitor, hard_site: Path
) -> None:
    found = []
    for path, page in reader.walk(relative_pages(hard_site), look):
        found += [f"{path}: {fault}" for fault in misplaced(page)]

    assert found == []


@pytest.mark.parametrize("look", [LIGHT, DARK, NARROW], ids=lambda look: look.name)
def test_axe_finds_nothing_on_hard_pages(
    look: Look, reader: Visitor, hard_site: Path, axe: str
) -> None:
    found = []
    for path, page in reader.walk(_different_pages(hard_site), look):
        found += [f"{path}: {finding}" for finding in findings(page, axe)]

    assert found == []


def test_hard_pages_are_flawless_html(hard_site: Path, hard_address: str, checkers: Path) -> None:
    addresses = [f"{hard_address}/{quote(path)}" for path in _different_pages(hard_site)]

    assert check_html(addresses, checkers) == []


def test_every_link_of_hard_pages_leads_somewhere(hard_site: Path) -> None:
    html = {path: (hard_site / path).read_text("utf-8") for path in relative_pages(hard_site)}
    others = [
        path.relative_to(hard_site).as_posix()
        for path in hard_site.rglob("*")
        if path.is_file() and path.suffix != ".html"
    ]

    assert broken_links(html, others) == []


@pytest.mark.parametrize("path", ["journal/2026-02-11-hebrew.html", "strengths.html"])
def test_a_remark_in_hebrew_begins_at_the_right(path: str, reader: Visitor) -> None:
    page = reader.open(path)
    remark = page.locator(".said > li > p", has_text="שהקצב").first

    gap_left, gap_right = remark.evaluate(
        """remark => {
            const words = document.createRange();
            words.selectNodeContents(remark);
            const lines = [...words.getClientRects()];
            const last = lines.filter(line => line.bottom > lines.at(-1).top);
            const box = remark.getBoundingClientRect();
            return [Math.min(...last.map(line => line.left)) - box.left,
                    box.right - Math.max(...last.map(line => line.right))];
        }"""
    )

    assert gap_right < gap_left


def test_marks_keep_their_shapes_in_forced_colours(reader: Visitor) -> None:
    page = reader.open("journal/2026-02-11-hebrew.html", FORCED_COLORS)
    filled, open_ = (
        page.locator(selector).first.evaluate(
            "mark => getComputedStyle(mark, '::before').backgroundColor"
        )
        for selector in (".pt.plus", ".pt.minus")
    )

    assert filled != open_


def test_years_over_a_narrow_grid_stand_apart(chromium: Browser, tmp_path: Path) -> None:
    word = "---\nsource: peer\noccasion: Day {}\nstrengths: pace\n---\n"
    days = [f"{2014 + n // 5}-{n % 5 + 1:02}-04-day.md" for n in range(60)]
    portfolio = Portfolio.make(tmp_path, {day: word.format(day) for day in days})
    portfolio.build()
    reader = Visitor(chromium, portfolio.output, "")
    texts = reader.open("index.html", NARROW, over="file").locator(".cols text")
    boxes = [box for one in texts.all() if (box := one.bounding_box())]
    reader.leave()

    assert len(boxes) > 5
    for left, right in pairwise(boxes):
        assert left["x"] + left["width"] <= right["x"]


@pytest.mark.parametrize("path", ["index.html", "agenda.html"])
def test_days_in_german_lie_over_nothing(path: str, chromium: Browser, tmp_path: Path) -> None:
    portfolio = Portfolio(copy_sample(tmp_path / "portfolio"))
    settings = (portfolio.folder / "portfolio.toml").read_text("utf-8")
    portfolio.write("portfolio.toml", settings.replace('language = "en"', 'language = "de"'))
    portfolio.build()
    reader = Visitor(chromium, portfolio.output, "")
    over = reader.open(path, over="file").evaluate(OVERLAPS)
    reader.leave()

    assert over == []


def _different_pages(site: Path) -> list[str]:
    """Return every page, but one alone of the sixty themes of one entry."""
    numbered = re.compile(r"themes/theme-number-(?!1\b)")
    return [path for path in relative_pages(site) if not numbered.match(path)]
