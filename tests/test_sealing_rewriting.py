"""Pages of the site → what the viewer shows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from afterword.sealing.rewriting import DanglingError, NoMainError, Places, rewrite_pages
from afterword.sealing.values import Page, Vault
from tests.support.sealing import KEYS, page, vault

ROUTE = KEYS.route("index.html")
OTHER = KEYS.route("themes/pacing.html")


def rewritten(main: str, *, path: str = "index.html", **more: Any) -> str:  # noqa: ANN401
    """Return what is shown of a page in a vault with a theme, a picture and a file."""
    pages = (page(main, path), page("", "themes/pacing.html"), page("", "index.html"))
    return shown(replace(vault(*pages), **more))[KEYS.route(path)]


def shown(sealed: Vault) -> dict[str, str]:
    routes = {one.path: KEYS.route(one.path) for one in sealed.pages}
    assets = {
        "files/a b.png": ("pictureaaaaaa", "image/png"),
        "files/cv.pdf": ("fileaaaaaaaaa", "application/octet-stream"),
    }
    unique = {one.path: one for one in reversed(sealed.pages)}
    whole = replace(sealed, pages=tuple(unique.values()))
    rewritten = rewrite_pages(whole.pages, whole, Places(KEYS, routes, assets))
    made = {page.path: one for page, one in rewritten}
    return {routes[path]: one.html for path, one in made.items()}


def anchor(name: str, route: str = ROUTE) -> str:
    return KEYS.anchor(route, name)


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("themes/pacing.html", f"#{OTHER}"),
        ("./themes/../themes/pacing.html", f"#{OTHER}"),
        ("themes/pacing.html?print=1", f"#{OTHER}"),
        ("themes/p%61cing.html", f"#{OTHER}"),
        ("themes/pacing.html#said", f"#{OTHER}~{anchor('said', OTHER)}"),
        ("themes/pacing.html#s%C3%A4id", f"#{OTHER}~{anchor('säid', OTHER)}"),
        ("themes/pacing.html#kind=interview", f"#{OTHER}"),
        ("#said", f"#{ROUTE}~{anchor('said')}"),
        ("", f"#{ROUTE}"),
        ("./", f"#{ROUTE}"),
        ("search.html", "#search"),
        ("search.html#q=money", "#search"),
        ("https://example.org/a", "https://example.org/a"),
        ("mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_a_link_leads_where_it_led(href: str, address: str) -> None:
    assert f'<a href="{address}">there</a>' in rewritten(f'<a href="{href}">there</a>')


def test_a_link_from_a_folder_leads_where_it_led() -> None:
    html = rewritten('<a href="../index.html">home</a>', path="journal/a.html")

    assert f'<a href="#{ROUTE}">home</a>' in html


@pytest.mark.parametrize(
    "main",
    [
        '<a href="journal/hidden.html">there</a>',
        '<a href="themes/">there</a>',
        '<a href="/index.html">there</a>',
        '<a href="../index.html">there</a>',
        '<a href="files/other.pdf">there</a>',
        '<img src="files/other.png" alt="">',
        '<img src="https://example.org/a.png" alt="">',
        '<svg><a xlink:href="journal/hidden.html"><path d="M0 0"/></a></svg>',
    ],
)
def test_what_leads_out_of_the_vault_is_refused(main: str) -> None:
    with pytest.raises(DanglingError):
        rewritten(main)


def test_a_link_that_would_run_a_script_leads_nowhere() -> None:
    assert "<a>there</a>" in rewritten('<a href=" JavaScript:alert(1)">there</a>')


def test_a_picture_is_asked_for_by_the_viewer() -> None:
    html = rewritten('<img src="files/a%20b.png" srcset="files/a%20b.png 2x" alt="A card">')

    assert '<img alt="A card" data-asset="pictureaaaaaa">' in html


def test_a_picture_that_cannot_be_shown_is_a_file_to_download() -> None:
    html = rewritten('<img src="files/cv.pdf" alt="My CV">')

    assert '<a data-asset="fileaaaaaaaaa" download="cv.pdf">My CV</a>' in html


def test_a_picture_inside_the_page_stays() -> None:
    assert 'src="data:image/png;base64,AAAA"' in rewritten(
        '<img src="data:image/png;base64,AAAA" alt="">'
    )


def test_places_and_all_that_refers_to_them_keep_belonging_together() -> None:
    html = rewritten("""
        <h2 id="a">A</h2><p id="b" aria-labelledby="a" aria-describedby="a  b">B</p>
        <table><tr><th id="c">C</th><td headers="c">D</td></tr></table>
        <svg><linearGradient id="d"/><path id="e" fill="url(#d)"/><use href="#e"/></svg>
    """)
    a, b, c, d, e = map(anchor, "abcde")

    assert f'<h2 id="{a}">' in html
    assert f'<p id="{b}" aria-labelledby="{a}" aria-describedby="{a} {b}">' in html
    assert f'<td headers="{c}">' in html
    assert f'fill="url(#{d})"' in html
    assert f'<use href="#{e}">' in html


def test_the_viewer_gets_the_menu_the_main_part_and_the_foot_alone() -> None:
    html = rewritten('<script>x()</script><form><input name="q"></form><p>Kept</p>')

    assert html.count("<main") == html.count("<header") == html.count("<footer") == 1
    assert "skip" not in html
    assert "<p>Kept</p>" in html
    for gone in ("<script", "<form", "<input", "<title", "<meta", "<link", "afterword.js"):
        assert gone not in html


def test_the_language_of_the_page_stays_with_its_parts() -> None:
    assert 'class="head" lang="en"' in rewritten("")


def test_a_page_without_a_main_part_is_refused() -> None:
    bare = Page("index.html", "Bare", b"<p>Nothing</p>")

    with pytest.raises(NoMainError):
        shown(vault(bare))


def test_the_home_page_carries_the_question_and_where_to_send_answers() -> None:
    html = rewritten("", question="Is it <clearer>?", reader="Sam", reply_to="me@example.org")

    assert 'data-from="Sam" data-reply-to="me@example.org"' in html
    assert '<p class="lede" data-question="">Is it &lt;clearer&gt;?</p><h1>' in html


def test_other_pages_do_not_carry_the_question() -> None:
    pages = shown(vault(page(""), page("", "journal/a.html"), question="Clearer?"))

    assert "data-question" in pages[ROUTE]
    assert "data-question" not in pages[KEYS.route("journal/a.html")]


def test_a_question_that_the_page_asks_itself_is_not_asked_twice() -> None:
    html = rewritten("<p data-question>Clearer?</p>", question="Clearer?")

    assert html.count("data-question") == 1
