"""Every page can be reached, and every entry from all that it is about."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

from tests.support.links import broken_links, read_anchors
from tests.support.portfolio import SETTINGS, Portfolio, templates_compiled_once

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
URL = f'{SETTINGS}title = "Notes & more"\n[site]\nurl = "https://example.org/notes"\n'

PANEL = """\
---
company: Acme
role: Cook
stage: panel
with: Ann Lee; Bo
strengths: calm
outcome: pending
---
## What went well

- **Plain words** about the menu — Ann Lee

## Questions

- Why us?
  Because of the bread.
"""
FEEDBACK = """\
---
company: Acme
source: recruiter
by: Cy
improvements: pace
about: 2026-11-01-panel
---
As on [[panel]] and in [the plan](plan.md#next-steps). ![A door](door.png)
"""
PLAN = """\
---
date: 2025-12-31
themes: pace, Größe & co
goal: check
---
## Next steps

- [ ] Slow down #breathing
"""
CONTENT: dict[str, str | bytes] = {
    "2026-11-01-panel.md": PANEL,
    "2026-11-03-feedback.md": FEEDBACK,
    "plan.md": PLAN,
    "2026-11-25-ahead.md": "---\ncompany: Acme\nrole: Cook\nstage: final\n---\n",
    "2024-02-29-check.md": "Alone.\n",
    "undated.md": "---\nsource: Wandering Minstrel\nby: A. N. Other\n---\n",
    "door.png": b"png",
}


@pytest.fixture(autouse=True, scope="module")
def _quick_templates() -> Iterator[None]:
    with templates_compiled_once():
        yield


@pytest.fixture
def portfolio(tmp_path: Path) -> Portfolio:
    portfolio = Portfolio.make(tmp_path, CONTENT, URL)
    portfolio.build()
    return portfolio


@pytest.fixture
def crowded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Portfolio:
    """A site whose lists hold five lines at most, of a journal of two years."""
    monkeypatch.setattr("afterword.site.years.LONGEST_LIST", 5)
    monkeypatch.setattr("afterword.site.theme_pages.LONGEST_LIST", 5)
    monkeypatch.setattr("afterword.site.question_pages.LONGEST_LIST", 5)
    said = "---\nsource: peer\nby: Ann\nstrengths: calm\n---\n"
    said += "## What went well\n\n- Calm, as on day {}.\n\n## Questions\n\n- Why, on {}?\n"
    content: dict[str, str | bytes] = {
        f"{year}-03-{day:02}-note.md": said.format(day, f"{year}-{day}")
        for year in (2025, 2026)
        for day in range(1, 5)
    }
    content["undated.md"] = said.format("none", "none")
    portfolio = Portfolio.make(tmp_path, content)
    portfolio.build()
    return portfolio


def html_of(portfolio: Portfolio) -> dict[str, str]:
    site = portfolio.output
    return {
        path.relative_to(site).as_posix(): path.read_text("utf-8") for path in site.rglob("*.html")
    }


def lists(portfolio: Portfolio, url: str) -> set[str]:
    """Return the entries that a page lists or quotes, whatever its pictures lead to."""
    page = re.sub(r"<svg.*?</svg>|<details>.*?</details>", "", portfolio.page(url), flags=re.DOTALL)
    targets = {target.removeprefix("../") for target in read_anchors(page).targets}
    return {target for target in targets if target.startswith("journal/")}


def leads_to(portfolio: Portfolio, url: str) -> set[str]:
    """Return the paths that a page leads to, without anchors."""
    targets = read_anchors(portfolio.page(url)).targets
    return {
        posixpath.normpath(posixpath.join(posixpath.dirname(url), unquote(t.partition("#")[0])))
        for t in targets
        if ":" not in t and not t.startswith("#")
    }


def reached(portfolio: Portfolio) -> set[str]:
    """Return the pages one can get to from Today by following links."""
    found, waiting = {"index.html"}, ["index.html"]
    while waiting:
        for url in leads_to(portfolio, waiting.pop()) - found:
            if url.endswith(".html"):
                found.add(url)
                waiting.append(url)
    return found


@pytest.mark.parametrize("site", ["portfolio", "crowded"])
def test_every_page_is_reached_from_today(site: str, request: pytest.FixtureRequest) -> None:
    portfolio = request.getfixturevalue(site)

    assert reached(portfolio) == html_of(portfolio).keys() - {"404.html"}


@pytest.mark.parametrize("site", ["portfolio", "crowded"])
def test_no_link_is_broken(site: str, request: pytest.FixtureRequest) -> None:
    portfolio = request.getfixturevalue(site)
    others = (p for p in portfolio.output.rglob("*") if p.suffix != ".html")
    paths = [p.relative_to(portfolio.output).as_posix() for p in others]

    assert broken_links(html_of(portfolio), paths) == []


@pytest.mark.parametrize(
    ("page", "entries"),
    [
        ("themes/calm.html", {"2026-11-01-panel"}),
        ("themes/plain-words.html", {"2026-11-01-panel"}),
        ("themes/pace.html", {"2026-11-03-feedback", "2025-12-31-plan"}),
        ("themes/größe-and-co.html", {"2025-12-31-plan"}),
        ("themes/breathing.html", {"2025-12-31-plan"}),
        (
            "interviews/acme-cook.html",
            {"2026-11-01-panel", "2026-11-03-feedback", "2026-11-25-ahead"},
        ),
        ("people/ann-lee.html", {"2026-11-01-panel"}),
        ("people/bo.html", {"2026-11-01-panel"}),
        ("people/cy.html", {"2026-11-03-feedback"}),
        ("people/a-n-other.html", {"undated"}),
        ("sources/recruiter.html", {"2026-11-03-feedback"}),
        ("sources/wandering-minstrel.html", {"undated"}),
        ("sources/self.html", {"2025-12-31-plan", "2024-02-29-check", "2026-11-25-ahead"}),
        ("timeline/2025.html", {"2025-12-31-plan"}),
        ("timeline/2024.html", {"2024-02-29-check"}),
        ("questions.html", {"2026-11-01-panel"}),
        ("strengths.html", {"2026-11-01-panel"}),
    ],
)
def test_a_page_leads_to_every_entry_it_is_about(
    portfolio: Portfolio, page: str, entries: set[str]
) -> None:
    found = leads_to(portfolio, page)

    assert {f"journal/{slug}.html" for slug in entries} <= found


@pytest.mark.parametrize(
    ("entry", "pages"),
    [
        (
            "2026-11-01-panel",
            {
                "themes/calm.html",
                "themes/plain-words.html",
                "interviews/acme-cook.html",
                "people/ann-lee.html",
                "people/bo.html",
                "timeline/2026.html",
                "journal/2026-11-03-feedback.html",
                "journal/2025-12-31-plan.html",
            },
        ),
        (
            "2026-11-03-feedback",
            {
                "themes/pace.html",
                "people/cy.html",
                "sources/recruiter.html",
                "journal/2026-11-01-panel.html",
                "journal/2025-12-31-plan.html",
                "files/door.png",
            },
        ),
        ("2025-12-31-plan", {"themes/größe-and-co.html", "journal/2024-02-29-check.html"}),
        ("2024-02-29-check", {"timeline/2024.html", "journal/2025-12-31-plan.html"}),
        ("undated", {"people/a-n-other.html", "sources/wandering-minstrel.html"}),
    ],
)
def test_an_entry_leads_to_all_it_is_about_and_back_to_who_refers_to_it(
    portfolio: Portfolio, entry: str, pages: set[str]
) -> None:
    assert pages <= leads_to(portfolio, f"journal/{entry}.html")


def test_an_entry_s_month_is_a_place_in_the_timeline(portfolio: Portfolio) -> None:
    targets = read_anchors(portfolio.page("journal/2026-11-01-panel.html")).targets

    assert "../timeline/2026.html#m-2026-11" in targets
    assert "m-2026-11" in read_anchors(portfolio.page("timeline/2026.html")).ids
    assert "m-2026-11" in read_anchors(portfolio.page("timeline.html")).ids


def test_every_page_leads_to_today_and_to_every_list(portfolio: Portfolio) -> None:
    menu = {
        "index.html",
        "timeline.html",
        "themes/index.html",
        "interviews/index.html",
        "questions.html",
        "strengths.html",
        "sources/index.html",
        "people/index.html",
    }
    pages = html_of(portfolio).keys() - {"404.html"}

    assert [page for page in pages if not menu <= leads_to(portfolio, page)] == []


def test_the_menu_leaves_empty_lists_out(tmp_path: Path) -> None:
    portfolio = Portfolio.make(tmp_path, {"2026-11-01-a.md": "Alone.\n"})
    portfolio.build()

    assert html_of(portfolio).keys() == {
        "index.html",
        "404.html",
        "agenda.html",
        "search.html",
        "timeline.html",
        "year/2026.html",
        "timeline/2026.html",
        "journal/2026-11-01-a.html",
        "sources/index.html",
        "sources/self.html",
    }


# ---- long lists ----


@pytest.mark.parametrize("year", [2025, 2026])
@pytest.mark.parametrize(
    "home", ["timeline", "themes/calm", "sources/peer", "people/ann", "strengths", "questions"]
)
def test_a_long_list_has_a_page_for_each_year(crowded: Portfolio, home: str, year: int) -> None:
    page = f"{home}/{year}.html"
    entries = {url for url in leads_to(crowded, page) if url.startswith("journal/")}

    assert entries == {f"journal/{year}-03-{day:02}-note.html" for day in range(1, 5)}
    assert page in leads_to(crowded, f"{home}.html")


@pytest.mark.parametrize(
    "home", ["timeline", "themes/calm", "sources/peer", "people/ann", "strengths", "questions"]
)
def test_a_long_list_itself_keeps_the_newest_and_what_has_no_date(
    crowded: Portfolio, home: str
) -> None:
    assert lists(crowded, f"{home}.html") == {
        "journal/undated.html",
        "journal/2025-03-04-note.html",
        *(f"journal/2026-03-{day:02}-note.html" for day in range(1, 5)),
    }


def test_strengths_that_others_only_name_have_a_page_for_each_year_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("afterword.site.years.LONGEST_LIST", 5)
    named = "---\nsource: peer\nstrengths: calm\n---\nA note.\n"
    content: dict[str, str | bytes] = {f"2025-03-{d:02}-a.md": named for d in range(1, 5)}
    content |= {f"2026-03-{d:02}-b.md": named for d in range(1, 5)}
    portfolio = Portfolio.make(tmp_path, content)
    portfolio.build()
    pages = html_of(portfolio).keys()

    assert {"strengths/2025.html", "strengths/2026.html"} <= leads_to(portfolio, "strengths.html")
    assert {"strengths/2025.html", "strengths/2026.html"} <= pages


def test_a_short_list_has_no_years(portfolio: Portfolio) -> None:
    years = [
        url
        for url in html_of(portfolio)
        if url.removesuffix(".html")[-5:].strip("/").isdigit() and "/" in url
    ]

    assert sorted(years) == [
        f"{home}/{year}.html" for home in ("timeline", "year") for year in (2024, 2025, 2026)
    ]


# ---- what machines read ----


def test_the_feed_holds_the_newest_entries_that_have_been(portfolio: Portfolio) -> None:
    feed = ET.fromstring(portfolio.page("feed.xml"))  # noqa: S314 — we wrote it
    entries = feed.findall(f"{ATOM}entry")

    assert feed.findtext(f"{ATOM}title") == "Notes & more"
    assert feed.findtext(f"{ATOM}updated") == "2026-11-03T00:00:00Z"
    assert [e.findtext(f"{ATOM}id") for e in entries] == [
        "https://example.org/notes/journal/2026-11-03-feedback.html",
        "https://example.org/notes/journal/2026-11-01-panel.html",
        "https://example.org/notes/journal/2025-12-31-plan.html",
        "https://example.org/notes/journal/2024-02-29-check.html",
    ]


def test_the_feed_holds_twenty_entries_at_most(tmp_path: Path) -> None:
    content: dict[str, str | bytes] = {f"2026-03-{n:02}-a.md": f"Day {n}." for n in range(1, 31)}
    portfolio = Portfolio.make(tmp_path, content, URL)
    portfolio.build()
    entries = ET.fromstring(portfolio.page("feed.xml")).findall(f"{ATOM}entry")  # noqa: S314

    assert len(entries) == 20
    assert entries[0].findtext(f"{ATOM}updated") == "2026-03-30T00:00:00Z"


def test_the_feed_is_xml_whatever_an_entry_says(tmp_path: Path) -> None:
    text = '---\ntitle: "A \\b bell & <b>"\n---\nA \x0b tab, \x1b[31m red, ]]> and \ufffe.\n'
    portfolio = Portfolio.make(tmp_path, {"2026-11-01-a.md": text}, URL)
    portfolio.build()
    feed = ET.fromstring(portfolio.page("feed.xml"))  # noqa: S314

    assert "bell & <b>" in (feed.findtext(f"{ATOM}entry/{ATOM}title") or "")


def test_the_sitemap_holds_every_page_but_the_missing_one(portfolio: Portfolio) -> None:
    found = ET.fromstring(portfolio.page("sitemap.xml")).findall(f"{MAP}url/{MAP}loc")  # noqa: S314
    urls = [unquote(loc.text or "").removeprefix("https://example.org/notes/") for loc in found]
    pages = {url.removesuffix("index.html") for url in html_of(portfolio)}

    assert len(urls) == len(set(urls))
    assert set(urls) == pages - {"404.html"}


def test_a_page_s_canonical_address_is_the_one_in_the_sitemap(portfolio: Portfolio) -> None:
    found = ET.fromstring(portfolio.page("sitemap.xml")).findall(f"{MAP}url/{MAP}loc")  # noqa: S314
    canonical = {
        html.partition('rel="canonical" href="')[2].partition('"')[0]
        for url, html in html_of(portfolio).items()
        if url != "404.html"
    }

    assert canonical == {loc.text for loc in found}


def test_without_an_address_nothing_is_for_machines(tmp_path: Path) -> None:
    portfolio = Portfolio.make(tmp_path, {"2026-11-01-a.md": "Alone.\n"})
    portfolio.build()
    pages = html_of(portfolio)

    assert not (portfolio.output / "feed.xml").exists()
    assert not (portfolio.output / "sitemap.xml").exists()
    assert [url for url, html in pages.items() if 'content="noindex"' not in html] == []
    assert leads_to(portfolio, "404.html") <= {"."}


def test_notes_of_one_s_own_are_signed_once_and_others_words_each(tmp_path: Path) -> None:
    own = "## What went well\n\n- **pace** Slow\n- **calm** Still\n"
    signed = f"{own}- **care** Kind — Ana Petrov\n"
    files = {
        "2026-03-04-own.md": f"---\ncompany: Acme\nstage: panel\n---\n{own}",
        "2026-03-05-both.md": f"---\ncompany: Acme\nstage: final\n---\n{signed}",
    }
    portfolio = Portfolio.make(tmp_path, files)
    portfolio.build()
    alone, both = (portfolio.page(f"journal/{name[:-3]}.html") for name in files)

    assert alone.count("My own notes") == 1
    assert "my own note<" not in alone
    assert both.count('<p class="by">my own note</p>') == 2
