"""A page's fingerprint is the same exactly when all it is made of is the same."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from afterword.build.whole import site_of
from afterword.insight.index import build as build_index
from afterword.portfolio import open_portfolio
from afterword.site.manifest import Fingerprints
from afterword.site.pages import plan
from afterword.site.parts import Parts
from afterword.site.views import Line, Mark, Page, Ref, Site
from afterword.understanding import understand
from tests.support.portfolio import TODAY, Portfolio

SITE = Site("Notes", "Ana", "en", "", "", ("today",))
PAGE = Page("a.html", "", "A", "today", SITE)
LINE = Line(
    url="journal/a.html",
    title="A",
    date=dt.date(2026, 3, 4),
    kind="note",
    stage="",
    outcome="",
    sources=("self",),
    time=None,
    draft=False,
    planned=False,
    marks=(Mark(Ref("themes/calm.html", "calm"), "strength", practice=False),),
)


def fingerprint(view: object, *, base: str = "base", url: str = "a.html") -> str:
    return Fingerprints(base).of(url, "a.html", view)


def test_a_fingerprint_is_32_hex_digits_and_the_same_again() -> None:
    found = fingerprint((PAGE, LINE))

    assert len(bytes.fromhex(found)) == 16
    assert fingerprint((replace(PAGE), replace(LINE))) == found


@pytest.mark.parametrize(
    "other",
    [
        (PAGE, replace(LINE, title="B")),
        (PAGE, replace(LINE, date=None)),
        (PAGE, replace(LINE, date=dt.date(2026, 3, 5))),
        (PAGE, replace(LINE, time=dt.time(14))),
        (PAGE, replace(LINE, draft=True)),
        (PAGE, replace(LINE, marks=())),
        (PAGE, replace(LINE, marks=(LINE.marks[0]._replace(practice=True),))),
        (replace(PAGE, title="B"), LINE),
        (replace(PAGE, site=replace(SITE, author="Bo")), LINE),
        (replace(PAGE, site=replace(SITE, menu=())), LINE),
        (LINE, PAGE),
        (PAGE, LINE, LINE),
    ],
)
def test_any_difference_shows(other: object) -> None:
    assert fingerprint(other) != fingerprint((PAGE, LINE))


def test_the_base_and_the_address_show() -> None:
    found = {
        fingerprint(LINE),
        fingerprint(LINE, base="other"),
        fingerprint(LINE, url="b.html"),
        Fingerprints("base").of("a.html", "b.html", LINE),
    }

    assert len(found) == 4


def test_remembered_parts_give_the_same_fingerprint_on_every_page() -> None:
    fingerprints = Fingerprints("base")
    first = [fingerprints.of(f"{n}.html", "a.html", (PAGE, LINE, n)) for n in range(50)]
    second = [fingerprint((replace(PAGE), replace(LINE), n), url=f"{n}.html") for n in range(50)]

    assert first == second
    assert len(set(first)) == 50


def test_parts_that_are_gone_are_not_taken_for_new_ones() -> None:
    fingerprints = Fingerprints("base")
    found = {fingerprints.of("a.html", "a.html", replace(LINE, title=f"{n}")) for n in range(500)}

    assert len(found) == 500


def test_text_that_no_encoding_has_is_no_obstacle() -> None:
    assert fingerprint("\ud800") != fingerprint("\ud801")


CHANGES: tuple[tuple[str, str], ...] = (
    ("b.md", "---\nthemes: Calm\n---\n"),
    ("2026-11-02-b.md", "---\nby: Ann Lee, Ward Manager\nsource: manager\n---\n"),
    ("2026-11-02-b.md", "---\ncompany: Acme\nrole: Cook\n---\n"),
    ("2026-11-02-b.md", "[[a]]\n"),
    ("2026-10-31-b.md", "Before.\n"),
    ("2026-11-30-b.md", "To come.\n"),
)


@pytest.mark.parametrize(("name", "text"), CHANGES)
def test_pages_with_equal_fingerprints_show_equal_views(
    tmp_path: Path, name: str, text: str
) -> None:
    entry = "---\nstrengths: calm\ncompany: Acme\nby: Ann Lee\n---\n- Nice — Ann Lee #calm\n"
    portfolio = Portfolio.make(tmp_path, {"2026-11-01-a.md": entry})
    before = planned(portfolio)
    portfolio.write(f"content/{name}", text)
    after = planned(portfolio)

    same = [url for url in before.keys() & after.keys() if before[url][0] == after[url][0]]
    assert [url for url in same if before[url][1] != after[url][1]] == []


def planned(portfolio: Portfolio) -> dict[str, tuple[str, Any]]:
    """Return the fingerprint and what the template shows, by address."""
    opened = open_portfolio(portfolio.folder, today=TODAY)
    understood = understand(opened, use_cache=False)
    index = build_index(understood.journal)
    fingerprints = Fingerprints("base")
    found: dict[str, tuple[str, Any]] = {}
    for route in plan(Parts(index, site_of(opened, index), TODAY)):
        view = route.view()
        mark = fingerprints.of(route.url, route.template, view)
        found[route.url] = (mark, without_entry(route.shown(view)))
    return found


def without_entry(view: Any) -> object:  # noqa: ANN401 — any of views.py
    """Leave out the entry behind a body: its text, which the file's digest stands for."""
    body = getattr(view, "body", None)
    return replace(view, body=(body.entry.digest, body.links)) if body else view
