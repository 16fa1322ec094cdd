"""Every page of the sample is flawless HTML, and every link in it leads somewhere."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.links import broken_links
from tests.support.sample import pages

PAGE_BYTES = 100_000
LOOK_BYTES = 30 * 1024
"""The style sheet and the script of every page, together."""


@pytest.mark.browser
@pytest.mark.slow
def test_the_nu_checker_has_nothing_to_say_about_any_page(
    sample_site: Path, sample_address: str, checkers: Path
) -> None:
    # Over http: on disk the checker takes the page's own style sheet for another origin's.
    addresses = [f"{sample_address}/{path.relative_to(sample_site)}" for path in pages(sample_site)]

    messages = check_html(addresses, checkers)

    assert messages == []


@pytest.mark.browser
def test_the_nu_checker_would_find_a_fault(tmp_path: Path, checkers: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><html lang=en><title>A</title><p><h1>One</p>", "utf-8")

    messages = check_html([str(page)], checkers)

    assert any("No “p” element in scope" in message for message in messages)


def test_every_link_in_the_sample_leads_somewhere(sample_site: Path) -> None:
    html = {
        path.relative_to(sample_site).as_posix(): path.read_text("utf-8")
        for path in pages(sample_site)
    }
    others = [
        path.relative_to(sample_site).as_posix()
        for path in sample_site.rglob("*")
        if path.is_file() and path.suffix != ".html"
    ]

    assert broken_links(html, others) == []


def test_links_that_lead_nowhere_are_found() -> None:
    html = {
        "index.html": """
            <link href="style.css"><a href="themes/pacing.html?kind=goal#said">a</a>
            <a href="themes/pacing.html#gone">b</a> <a href="themes/">c</a> <a href="/x.html">d</a>
            <img src="gone.png" srcset="gone-2.png 2x"> <a href="https://example.org/">e</a>
        """,
        "themes/pacing.html": """
            <h2 id="said">a</h2><a href="../index.html">b</a><a href="#said">c</a>
            <i id="twice"></i><i id="twice"></i>
        """,
    }

    assert broken_links(html, ["style.css"]) == [
        "themes/pacing.html: two elements are called #twice",
        "index.html: themes/pacing.html#gone has no such place",
        "index.html: themes/ does not exist",
        "index.html: /x.html is not relative",
        "index.html: gone.png does not exist",
        "index.html: gone-2.png does not exist",
    ]


def test_style_and_script_are_small(sample_site: Path) -> None:
    files = [*(sample_site / "static").glob("*.css"), *(sample_site / "static").glob("*.js")]

    assert sum(file.stat().st_size for file in files) <= LOOK_BYTES


def test_no_page_of_the_sample_is_heavy(sample_site: Path) -> None:
    heavy = [page for page in pages(sample_site) if page.stat().st_size > PAGE_BYTES]

    assert heavy == []


def check_html(addresses: list[str], checkers: Path) -> list[str]:
    """Return what the Nu checker says of pages, by file or address."""
    java = shutil.which("java")
    if java is None:
        pytest.fail("The HTML checker needs Java 17: sudo apt-get install default-jre-headless")
    checker = checkers / "vnu-jar" / "build" / "dist" / "vnu.jar"
    # The checker keeps away from private addresses unless told otherwise.
    local = "-Dnu.validator.servlet.allow-forbidden-hosts=true"
    command = [java, local, "-jar", str(checker), "--format", "json", "--stdout", *addresses]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.stdout, done.stderr
    return [
        f"{message.get('url')}:{message.get('lastLine')}: {message['message']}"
        for message in json.loads(done.stdout)["messages"]
    ]
