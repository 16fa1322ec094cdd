"""The sample's pages on its day, read as text: `make snapshots` takes them as they are now."""

from __future__ import annotations

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from tests.support.links import read_anchors
from tests.support.outline import outline
from tests.support.sample import pages

PAGES = (
    "index.html",
    "timeline.html",
    "timeline/2025.html",
    "journal/2026-11-16-small-measures-panel.html",
    "journal/2026-05-17-check-in-money.html",
    "journal/2026-11-26-brackwater-again.html",
    "journal/2026-03-15-know-where-the-money-is.html",
    "themes/index.html",
    "themes/short-version.html",
    "patterns/index.html",
    "interviews/index.html",
    "sources/index.html",
    "questions.html",
    "strengths.html",
    "people/index.html",
    "search.html",
    "404.html",
)
"""One of each kind, and entries of several kinds."""


class Text(SingleFileSnapshotExtension):
    """A snapshot in a text file of its own."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.fixture
def text(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(Text)


def said(page: Path) -> str:
    """Return what the main part of a page says; the rest is the same on every page."""
    html = page.read_text("utf-8")
    return outline(html[html.index("<main") : html.index("</main>")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.replace("/", " "))
def test_a_page_says_what_it_said(sample_site: Path, page: str, text: SnapshotAssertion) -> None:
    assert said(sample_site / page) == text


@pytest.mark.parametrize("folder", ["interviews", "people", "sources"])
def test_the_first_page_of_a_kind_says_what_it_said(
    sample_site: Path, folder: str, text: SnapshotAssertion
) -> None:
    first = min(path for path in (sample_site / folder).glob("*.html") if path.stem != "index")

    assert said(first) == text


def test_the_head_and_the_markup_of_a_page_are_as_they_were(
    sample_site: Path, text: SnapshotAssertion
) -> None:
    page = sample_site / "journal/2026-11-16-small-measures-panel.html"

    assert page.read_text("utf-8") == text


def test_the_site_holds_the_pages_it_held_with_as_many_links(
    sample_site: Path, text: SnapshotAssertion
) -> None:
    found = [
        f"{path.relative_to(sample_site).as_posix()}: {len(read_anchors(html).targets)}"
        for path in pages(sample_site)
        for html in [path.read_text("utf-8")]
    ]

    assert "\n".join(found) + "\n" == text
