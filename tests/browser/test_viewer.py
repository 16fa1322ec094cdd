"""What is sealed, opened in a browser: over http and from the disk, as a folder and as one file."""

from __future__ import annotations

import base64
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Dialog, Locator, Page, expect

from afterword import assets
from afterword.sealing.canonical import canonical, has_unassigned
from afterword.sealing.container import seal_file, seal_folder
from afterword.sealing.keys import secret_of_link, secret_of_passphrase
from afterword.sealing.opening import blobs_of_folder, open_vault
from afterword.sealing.primitives import base64_of
from afterword.sealing.replies import Item, find_blocks, open_block
from afterword.sealing.values import Asset, Vault
from tests.browser.test_site import findings
from tests.browser.watched import DARK, LIGHT, NARROW, Look, Visitor
from tests.support.sealing import CONTAINER, KEYS, page, vault, vault_of_site
from tests.support.server import serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "correct horse battery staple"
SECRET = secret_of_passphrase(WORDS, CONTAINER.salt, CONTAINER.iterations)
LINK_KEY = bytes(range(100, 132))
QUESTION = "Are my stories getting clearer?"
EPOCH = 7
VIEWER = Path(assets.__file__).parent / "sealing" / "viewer"
PLACES = ("folder/index.html", "one.html")
Over = Literal["file", "http"]


@dataclass(frozen=True, slots=True)
class Sealed:
    """The sample, sealed for a reader as `folder/` and `one.html`, and where it is served."""

    root: Path
    address: str


def write(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def seal(root: Path, *vaults: Vault, epoch: int = EPOCH) -> Path:
    """Write vaults as a folder and as one file below a root."""
    viewer = assets.viewer()
    write(root / "folder", dict(seal_folder(CONTAINER, epoch, vaults, viewer).files))
    write(root, {"one.html": seal_file(CONTAINER, epoch, vaults, viewer)})
    return root


@pytest.fixture(scope="session")
def sealed(sample_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sealed]:
    sample = vault_of_site(
        sample_site, secret=SECRET, question=QUESTION, reply_to="me@example.org", reader="Sam"
    )
    root = seal(tmp_path_factory.mktemp("sealed"), sample)
    with serving(root) as address:
        yield Sealed(root, address)


@pytest.fixture
def reader(chromium: Browser, sealed: Sealed) -> Iterator[Visitor]:
    """Someone who opens the sealed sample; fails when it asks for or complains of anything."""
    visitor = Visitor(chromium, sealed.root, sealed.address)
    yield visitor
    visitor.leave()
    assert visitor.strays == [], "a page asked for something outside"
    assert visitor.complaints == [], "the browser's console was not empty"


@pytest.fixture
def small(chromium: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Seal a vault of the test's own and open it; the root is `tmp_path`."""
    visitors = []
    with serving(tmp_path) as address:

        def opened(*vaults: Vault, path: str = PLACES[0], over: Over = "http") -> Page:
            seal(tmp_path, *vaults)
            visitors.append(Visitor(chromium, tmp_path, address))
            return visitors[-1].open(path, over=over)

        yield opened
        for visitor in visitors:
            visitor.leave()


def unlock(page: Page, words: str = WORDS) -> Page:
    page.get_by_label("Passphrase").fill(words)
    page.get_by_role("button", name="Open").click()
    return page


def opened(reader: Visitor, path: str = PLACES[0], look: Look = LIGHT, over: Over = "http") -> Page:
    page = unlock(reader.open(path, look, over=over))
    expect(heading(page)).to_contain_text("Thursday 19 November")
    return page


def heading(page: Page) -> Locator:
    return page.locator("#page h1")


def refusal(page: Page) -> Locator:
    return page.locator("#say")


def menu(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Pages").get_by_role("link", name=name).click()


def test_the_viewer_is_under_20_kb() -> None:
    viewer = assets.viewer()
    sizes = [len(viewer.index_html), len(viewer.app_js), len(viewer.app_css)]

    assert sum(sizes) <= 20 * 1024


@pytest.mark.parametrize("over", ["http", "file"])
@pytest.mark.parametrize("path", PLACES)
def test_a_passphrase_opens_the_home_page_and_links_lead_on(
    path: str, over: Over, reader: Visitor
) -> None:
    page = opened(reader, path, over=over)
    menu(page, "Themes")
    expect(heading(page)).to_contain_text("Themes")
    menu(page, "Timeline")

    expect(heading(page)).to_contain_text("Timeline")


@pytest.mark.parametrize(
    "typed", ["Correct-Horse  Battery_Staple", " correct.horse,battery\u2011staple\u00a0"]
)
def test_it_does_not_matter_how_the_words_are_typed(typed: str, reader: Visitor) -> None:
    page = unlock(reader.open(PLACES[0]), typed)

    expect(heading(page)).to_be_visible()


@pytest.mark.parametrize("over", ["http", "file"])
@pytest.mark.parametrize("path", PLACES)
def test_wrong_words_open_nothing_and_may_be_tried_again(
    path: str, over: Over, reader: Visitor
) -> None:
    page = unlock(reader.open(path, over=over), "something else")
    expect(refusal(page)).to_contain_text("opens nothing")
    assert page.evaluate("document.activeElement.id") == "pass"
    unlock(page)

    expect(heading(page)).to_be_visible()


def test_no_words_open_nothing(reader: Visitor) -> None:
    page = unlock(reader.open(PLACES[0]), " - ")

    expect(refusal(page)).to_contain_text("opens nothing")


@pytest.mark.parametrize("over", ["http", "file"])
@pytest.mark.parametrize("path", PLACES)
def test_a_link_opens_by_itself_and_leaves_the_address(
    path: str, over: Over, small: Callable[..., Page]
) -> None:
    secret = secret_of_link(LINK_KEY, CONTAINER.salt)
    key = base64_of(LINK_KEY).translate(str.maketrans("+/", "-_", "="))
    mine = vault(_page("<p>Mine.</p>"), secret=secret)
    page = small(mine, path=f"{path}#k={key}", over=over)

    expect(heading(page)).to_contain_text("A page")
    assert key not in page.url


def _page(main: str, path: str = "index.html", title: str = "A page") -> Any:  # noqa: ANN401
    return page(main, path, title)


def test_a_reader_sees_their_own_vault(small: Callable[..., Page]) -> None:
    mine = vault(_page("", title="Mine"), secret=SECRET)
    page = small(vault(_page("", title="Theirs")), mine)

    expect(heading(unlock(page))).to_contain_text("Mine")


def test_an_address_with_a_page_and_a_place_opens_there(reader: Visitor) -> None:
    route = KEYS.route("journal/2026-11-16-small-measures-panel.html")
    anchor = KEYS.anchor(route, "h-to-improve")
    page = unlock(reader.open(f"{PLACES[0]}#{route}~{anchor}"))

    expect(heading(page)).to_contain_text("Small Measures, panel")
    expect(page.locator(f"#p-{anchor}")).to_be_focused()


def test_an_address_of_a_page_that_is_gone_says_so(reader: Visitor) -> None:
    page = unlock(reader.open(f"{PLACES[0]}#aaaaaaaaaaaaa"))

    expect(heading(page)).to_contain_text("not in this copy")


@pytest.mark.parametrize("name", ["toString", "constructor", "__proto__", "~", "search~toString"])
def test_names_of_the_language_are_no_pages(name: str, small: Callable[..., Page]) -> None:
    page = unlock(small(vault(_page("", title="Mine"), secret=SECRET), path=f"{PLACES[1]}#{name}"))
    words = {"~": "not in this copy", "search~toString": "Search"}.get(name, "not in this copy")

    expect(heading(page)).to_contain_text(words)


def test_every_page_change_moves_the_focus_and_is_announced(reader: Visitor) -> None:
    page = opened(reader)
    menu(page, "Themes")
    expect(heading(page)).to_contain_text("Themes")

    expect(heading(page)).to_be_focused()
    expect(page.locator("#live")).to_have_text("Themes")


def test_back_keeps_the_scroll(reader: Visitor) -> None:
    page = opened(reader)
    menu(page, "Timeline")
    expect(heading(page)).to_contain_text("Timeline")
    page.evaluate("scrollTo(0, 1234)")
    page.wait_for_function("scrollY === 1234")
    page.evaluate("new Promise(requestAnimationFrame)")
    page.locator("main .log a").nth(12).evaluate("link => link.click()")
    expect(heading(page)).not_to_contain_text("Timeline")
    page.go_back()
    expect(heading(page)).to_contain_text("Timeline")

    page.wait_for_function("scrollY === 1234")


def test_the_title_is_constant_unless_the_author_chose(small: Callable[..., Page]) -> None:
    page = unlock(small(vault(_page(""), secret=SECRET)))
    expect(heading(page)).to_be_visible()
    assert page.title() == "Private page"
    page = unlock(small(vault(_page(""), secret=SECRET, titles=True)))
    expect(heading(page)).to_be_visible()

    assert page.title() == "A page"


@pytest.mark.parametrize("over", ["http", "file"])
@pytest.mark.parametrize("path", PLACES)
def test_pictures_are_shown_and_files_downloaded(
    path: str, over: Over, small: Callable[..., Page]
) -> None:
    main = '<img src="files/a.png" alt="A dot"><a href="files/cv.pdf">My CV</a>'
    files = (
        Asset("files/a.png", "image/png", PIXEL),
        Asset("files/cv.pdf", "application/pdf", b"%PDF-1.7"),
    )
    page = unlock(small(vault(_page(main), assets=files, secret=SECRET), path=path, over=over))
    picture = page.get_by_role("img", name="A dot")
    expect(picture).to_have_js_property("naturalWidth", 1)
    link = page.locator("a[download]")
    expect(link).to_have_attribute("href", re.compile("^blob:"))
    with page.expect_download() as download:
        link.click()

    assert download.value.suggested_filename == "cv.pdf"
    assert Path(download.value.path()).read_bytes() == b"%PDF-1.7"


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63f8cfc0f01f0005000201"
    "a5a4b1cd0000000049454e44ae426082"
)


def test_the_sheet_of_the_site_is_applied(small: Callable[..., Page]) -> None:
    style = Asset("static/a.css", "text/css", b"h1 { letter-spacing: 3px }")
    page = unlock(small(vault(_page(""), assets=(style,), secret=SECRET)))

    expect(heading(page)).to_have_css("letter-spacing", "3px")


def test_a_page_can_neither_run_nor_pose_as_the_viewer(small: Callable[..., Page]) -> None:
    hostile = """
        <p onclick="x()" style="color: red" id="bar" class="kept">Words</p>
        <img name="page" src="data:image/png;base64,AAAA" alt="" onerror="document.title = 'ran'">
        <svg><animate attributeName="href" to="javascript:x()"/><a href="#bar">There</a></svg>
        <a href="https://example.org/">Elsewhere</a><details><summary>More</summary>Hid</details>
    """
    page = unlock(small(vault(_page(hostile), secret=SECRET)))
    words = page.locator(".kept")

    expect(words).to_be_visible()
    assert words.evaluate("p => [...p.attributes].map(a => a.name).sort()") == ["class", "id"]
    assert page.locator("#bar").count() == 1
    assert page.locator("#page [name], #page animate").count() == 0
    expect(page.get_by_role("link", name="Elsewhere")).to_have_attribute("rel", "noreferrer")
    assert page.title() == "Private page"


def test_places_of_a_page_are_set_apart_with_all_that_refers_to_them(
    small: Callable[..., Page],
) -> None:
    main = """
        <h2 id="a">A</h2><p class="it" id="b" aria-labelledby="a" aria-describedby="a b"
        aria-owns="a" aria-controls="a" aria-details="a" aria-flowto="a" aria-label="a">B</p>
        <table><tr><th id="c">C</th><td headers="a c">D</td></tr></table>
        <svg><linearGradient id="d"/><path id="e" fill="url(#d)"/><use href="#e"/></svg>
    """
    route = KEYS.route("index.html")
    a, b, c, d, e = (f"p-{KEYS.anchor(route, name)}" for name in "abcde")
    page = unlock(small(vault(_page(main), secret=SECRET)))
    expect(page.locator(f"#{a}")).to_be_visible()

    def attributes(selector: str) -> dict[str, str]:
        return dict(
            page.locator(f"#page {selector}").evaluate(
                "one => [...one.attributes].map(a => [a.name, a.value])"
            )
        )

    it = attributes("p.it")
    assert {it[f"aria-{name}"] for name in ("owns", "controls", "details", "flowto")} == {a}
    assert (it["id"], it["aria-labelledby"], it["aria-describedby"]) == (b, a, f"{a} {b}")
    assert it["aria-label"] == "a"
    assert attributes("td")["headers"] == f"{a} {c}"
    assert attributes("path[id]")["fill"] == f"url(#{d})"
    assert attributes("use")["href"] == f"#{e}"


def test_search_finds_in_every_page_and_keeps_what_was_typed(reader: Visitor) -> None:
    page = opened(reader)
    menu(page, "Search")
    field = page.get_by_label("Words or their beginnings")
    expect(field).to_be_focused()
    field.fill("POSTcard metrolog")
    found = page.locator(".results a")
    expect(found).to_have_count(1)
    found.click()
    expect(heading(page)).to_contain_text("Small Measures, panel")
    page.go_back()

    expect(field).to_have_value("POSTcard metrolog")
    expect(found).to_have_count(1)


def test_words_that_no_page_holds_are_not_found(reader: Visitor) -> None:
    page = opened(reader)
    menu(page, "Search")
    page.get_by_label("Words or their beginnings").fill("zzyzx")

    expect(page.get_by_role("status").filter(has_text="No page holds")).to_be_visible()


def test_all_is_read_before_the_first_letter(small: Callable[..., Page]) -> None:
    page, here, there = _two_shards(small)
    with page.expect_response("**/b/*"):
        page.get_by_role("link", name="Search").click()
    expect(page.locator("main [role=status]")).to_have_text("")
    page.route("**/b/*", lambda route: route.abort("internetdisconnected"))

    expect(search(page, "zebra")).to_have_text(str(len(here) + len(there)))


def search(page: Page, words: str) -> Locator:
    """Type words into the search and return what is said of it."""
    page.get_by_label("Words or their beginnings").fill(words)
    return page.locator("main [role=status]")


def _two_shards(small: Callable[..., Page]) -> tuple[Page, list[str], list[str]]:
    """Open pages in two shards; return the titles in the home page's and in the other."""
    names = [f"{number}.html" for number in range(20)]
    pages = [_page("<p>Zebrafinch</p>", name, f"T{name}") for name in names]
    home = _page('<a href="search.html">Search</a>', title="Home")
    page = unlock(small(vault(home, *pages, shards=2, secret=SECRET)))
    expect(page.get_by_role("link", name="Search")).to_be_visible()
    here = [f"T{name}" for name in names if _shard(name) == _shard("index.html")]
    return page, here, sorted({f"T{name}" for name in names} - {*here})


def test_what_cannot_be_searched_is_said_and_the_rest_is_searched(
    small: Callable[..., Page], tmp_path: Path
) -> None:
    page, here, there = _two_shards(small)
    errors: list[object] = []
    page.on("pageerror", lambda error: errors.append(error))  # noqa: PLW0108 - it sets attributes
    files = {
        path.relative_to(tmp_path / "folder").as_posix(): path.read_bytes()
        for path in (tmp_path / "folder").rglob("*.js")
    }
    shards = open_vault(blobs_of_folder(files), SECRET).manifest.shards
    _changed(tmp_path, f"b/{KEYS.blob_name(shards[1 - _shard('index.html')])}.js", _other_letter)
    page.get_by_role("link", name="Search").click()
    said = search(page, "zebra")

    expect(said).to_contain_text(f"Pages not searched: {len(there)}. Part of this copy is missing")
    expect(page.locator(".results a")).to_have_count(len(here))
    expect(search(page, "zzyzx")).to_contain_text(f"Pages not searched: {len(there)}.")
    expect(said).not_to_contain_text("No page holds")
    assert errors == []


def test_what_could_not_be_fetched_is_searched_when_it_can(small: Callable[..., Page]) -> None:
    page, here, there = _two_shards(small)
    page.route("**/b/*", lambda route: route.abort("internetdisconnected"))
    page.get_by_role("link", name="Search").click()
    said = search(page, "zebra")
    expect(said).to_contain_text(f"Pages not searched: {len(there)}. This cannot be reached.")
    page.unroute("**/b/*")
    search(page, "zebraf")

    expect(said).to_have_text(str(len(here) + len(there)))
    expect(page.locator(".results a")).to_have_count(len(here) + len(there))


def test_entries_come_before_pages_of_the_menu(small: Callable[..., Page]) -> None:
    menu = '<header><nav><a href="list.html" aria-current="page">All</a></nav></header><main'
    rows = [_page("<p>About wolverines.</p>", name, name) for name in ("a.html", "b.html")]
    listed = _page("<p>Wolverines, and more.</p>", "list.html", "All of it")
    listed = replace(listed, html=listed.html.replace(b"<main", menu.encode(), 1))
    named = _page("<p>Nothing.</p>", "c.html", "Wolverines at length")
    home = _page('<p>Wolverines</p><a href="search.html">Search</a>', title="Home")
    person = _page('<ul class="log"><li>2 May About wolverines</li></ul>', "d.html", "Sam")
    page = unlock(small(vault(home, listed, person, *rows, named, secret=SECRET)))
    page.get_by_role("link", name="Search").click()

    expect(search(page, "wolver")).to_have_text("5")
    titles = page.locator(".results a").all_inner_texts()
    assert titles[0] == "Wolverines at length"
    assert {*titles[1:3]} == {"a.html", "b.html"}
    assert {*titles[3:]} == {"All of it", "Home"}


def test_an_excerpt_is_the_fullest_line_between_whole_words(small: Callable[..., Page]) -> None:
    before, after = ("considerable distance " * 9).strip(), ("afterwards everybody " * 9).strip()
    main = f"""<ul><li>Piano</li></ul>
        <p>{before} the <b>piano</b>, which Dennis moved {after}</p><p>A piano again.</p>"""
    home = _page('<a href="search.html">Search</a>', title="Home")
    page = unlock(small(vault(home, _page(main, "a.html", "Moving"), secret=SECRET)))
    page.get_by_role("link", name="Search").click()
    search(page, "piano dennis")
    expect(page.locator(".results .aside")).to_have_count(1)
    said = page.locator(".results .aside").inner_text()

    assert said.startswith("… ")
    assert said.endswith(" …")
    assert "the piano, which Dennis moved" in said
    assert {*said[2:-2].split()} <= {*f"{before} the piano, which Dennis moved {after}".split()}
    assert 120 < len(said) <= 205


def test_the_excerpt_of_a_short_line_goes_on(small: Callable[..., Page]) -> None:
    home = _page('<a href="search.html">Search</a>', title="Home")
    other = _page("<p>Piano</p><p>It took four.</p><p>And Dennis.</p>", "a.html", "Moving")
    page = unlock(small(vault(home, other, secret=SECRET)))
    page.get_by_role("link", name="Search").click()
    search(page, "piano")

    expect(page.locator(".results .aside")).to_have_text("Piano · It took four.")


def test_words_without_spaces_are_cut_anywhere(small: Callable[..., Page]) -> None:
    home = _page('<a href="search.html">Search</a>', title="Home")
    other = _page(f"<p>{'前' * 150}残業{'後' * 300}</p>", "a.html", "残")
    page = unlock(small(vault(home, other, secret=SECRET)))
    page.get_by_role("link", name="Search").click()
    search(page, "残業")

    expect(page.locator(".results .aside")).to_have_text(re.compile("^… 前+残業後+ …$"))


def test_words_are_looked_for_as_on_the_site() -> None:
    site = (assets.templates_folder() / "static" / "afterword.js").read_text("utf-8")
    viewer = (VIEWER / "app.js").read_text("utf-8")
    for name in ("folded", "wordsOf", "patternOf"):
        assert function(viewer, name) == function(site, name)


def function(source: str, name: str) -> str:
    found = re.search(rf"^(\t*)function {name}\(.*?^\1}}$", source, re.MULTILINE | re.DOTALL)
    assert found
    return re.sub(r"^\t+", "", found[0], flags=re.MULTILINE)


def test_a_passphrase_has_the_same_form_here_and_there_for_every_character(
    chromium: Browser,
) -> None:
    source = function((VIEWER / "app.js").read_text("utf-8"), "canonical")
    letters = [
        code
        for code in range(0x110000)
        if not 0xD800 <= code < 0xE000 and not has_unassigned(chr(code))
    ]
    texts = [f"A{chr(code)}{chr(code)}b{chr(code)}" for code in letters]
    page = chromium.new_page()
    forms = page.evaluate(f"texts => {{ {source} return texts.map(canonical); }}", texts)
    page.close()

    assert [
        hex(c) for c, t, form in zip(letters, texts, forms, strict=True) if form != canonical(t)
    ] == []


def test_the_viewer_has_one_name_that_pages_can_see(reader: Visitor) -> None:
    page = opened(reader)
    plain = reader.open("folder/app.css")
    names = "Object.getOwnPropertyNames(window)"

    assert set(page.evaluate(names)) - set(plain.evaluate(names)) == {"V"}


def test_browsers_keep_nothing_that_is_typed(reader: Visitor) -> None:
    typed = "one => [...document.querySelectorAll(one)].map(field => field.autocomplete)"
    fields = "input:not([type=radio]), textarea:not([readonly])"
    page = reader.open(PLACES[0])
    found = page.evaluate(typed, fields)
    unlock(page)
    page.locator("#page h2 .v-mark").first.click()
    found += page.evaluate(typed, fields)
    page.get_by_role("button", name="Close").click()
    menu(page, "Search")
    expect(page.locator("#q")).to_be_visible()
    found += page.evaluate(typed, fields)

    assert found == ["off"] * 4


def test_printing_shows_the_page_alone(reader: Visitor) -> None:
    page = opened(reader)
    page.emulate_media(media="print")

    expect(heading(page)).to_be_visible()
    expect(page.locator("#bar")).to_be_hidden()
    expect(page.locator(".v-mark").first).to_be_hidden()
    expect(page.get_by_label("Your answer")).to_be_hidden()


def test_the_bar_says_which_copy_it_is(reader: Visitor) -> None:
    page = opened(reader)

    expect(page.locator("#bar")).to_contain_text(f"Copy {EPOCH} · 19 November 2026")


@pytest.mark.parametrize("width", [320, 700, 1100, 1600])
def test_the_bar_stands_above_the_page(width: int, reader: Visitor) -> None:
    page = opened(reader, look=Look("some width", width=width))
    edges = [
        page.locator(one).first.evaluate("one => one.getBoundingClientRect().left")
        for one in ("#bar span", "#page .head", "#page main")
    ]

    assert edges[0] == edges[1] == edges[2]
    assert page.locator("#bar").evaluate("one => one.getBoundingClientRect().right") == (
        page.locator("#page .head").evaluate("one => one.getBoundingClientRect().right")
    )


def test_a_new_publish_is_what_opens_next(small: Callable[..., Page], tmp_path: Path) -> None:
    page = unlock(small(vault(_page("", title="Old"), secret=SECRET)))
    expect(heading(page)).to_contain_text("Old")
    page.get_by_role("button", name="Lock").click()
    expect(page.get_by_label("Passphrase")).to_be_visible()
    seal(tmp_path, vault(_page("", title="New"), secret=SECRET), epoch=EPOCH + 1)
    unlock(page)

    expect(heading(page)).to_contain_text("New")
    expect(page.locator("#bar")).to_contain_text(f"Copy {EPOCH + 1}")


def test_the_words_do_not_stay_in_the_page(small: Callable[..., Page]) -> None:
    page = small(vault(_page(""), secret=SECRET))
    field = page.locator("#pass").element_handle()
    unlock(page)
    expect(heading(page)).to_be_visible()

    assert field.evaluate("field => field.value") == ""


def test_every_word_of_the_viewer_is_said_in_both_languages() -> None:
    source = (VIEWER / "app.js").read_text("utf-8")
    texts = [one.split("|") for one in re.findall(r'^[?:] "(.+?)"', source, re.MULTILINE)]
    names = re.search(r"^const \[(tPrivate.+?), \.\.\.tKinds\]", source, re.MULTILINE)

    assert names
    assert [len(words) for words in texts] == [len(names[1].split(", ")) + 5] * 2
    assert all(word for words in texts for word in words)


def test_locking_forgets_everything(reader: Visitor) -> None:
    page = opened(reader)
    menu(page, "Themes")
    page.get_by_role("button", name="Lock").click()
    expect(page.get_by_label("Passphrase")).to_be_visible()

    expect(page.get_by_label("Passphrase")).to_have_value("")
    expect(page.locator("#page")).to_be_empty()
    assert "#" not in page.url


def test_leaving_wipes_the_page_and_coming_back_finds_it_locked(reader: Visitor) -> None:
    page = opened(reader)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    assert page.locator("body").inner_text() == ""
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")

    expect(page.get_by_label("Passphrase")).to_be_visible()


def test_inside_another_page_it_does_not_open(sealed: Sealed, reader: Visitor) -> None:
    (sealed.root / "frame.html").write_text(
        "<!DOCTYPE html><title>Frame</title><iframe src='folder/index.html'></iframe>"
    )
    frame = reader.open("frame.html").frame_locator("iframe")

    expect(frame.locator("#say")).to_contain_text("does not open inside another page")
    expect(frame.locator("form")).to_be_hidden()


def test_over_plain_http_it_says_what_is_wrong(chromium: Browser, sealed: Sealed) -> None:
    browser = chromium.browser_type.launch(
        executable_path=_program(),
        args=["--no-sandbox", "--host-resolver-rules=MAP notes.test 127.0.0.1"],
    )
    page = browser.new_page()
    page.goto(sealed.address.replace("127.0.0.1", "notes.test") + "/folder/index.html")

    expect(refusal(page)).to_contain_text("https://")
    expect(page.locator("form")).to_be_hidden()
    browser.close()


def _program() -> str:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))


def test_without_a_connection_it_says_so(small: Callable[..., Page]) -> None:
    page = small(vault(_page("", title="Mine"), secret=SECRET))
    page.route("**/k.js", lambda route: route.abort("internetdisconnected"))

    expect(refusal(unlock(page))).to_contain_text("Are you offline?")


def test_a_page_that_could_not_be_fetched_can_be_asked_for_again(
    small: Callable[..., Page],
) -> None:
    names = [f"{number}.html" for number in range(20)]
    pages = [_page("", name, name) for name in names]
    home = _page("".join(f'<a href="{name}">{name}</a> ' for name in names), title="Home")
    sealed = vault(home, *pages, shards=2, secret=SECRET)
    elsewhere = next(n for n in names if _shard(n) != _shard("index.html"))
    page = unlock(small(sealed))
    expect(heading(page)).to_contain_text("Home")
    page.route("**/b/*", lambda route: route.abort("internetdisconnected"))
    page.get_by_role("link", name=elsewhere, exact=True).click()
    expect(heading(page)).to_contain_text("Are you offline?")
    page.unroute("**/b/*")
    page.go_back()
    page.get_by_role("link", name=elsewhere, exact=True).click()

    expect(heading(page)).to_contain_text(elsewhere)


def _shard(path: str) -> int:
    return KEYS.shard(KEYS.route(path), 2)


def _changed(root: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    path = root / "folder" / name
    path.write_bytes(change(path.read_bytes()))


def _other_letter(content: bytes) -> bytes:
    at = len(content) // 2
    return content[:at] + (b"A" if content[at : at + 1] != b"A" else b"B") + content[at + 1 :]


MANIFEST = f"b/{KEYS.manifest_name(EPOCH)}.js"
DAMAGES = {
    "a changed blob": _other_letter,
    "a cut blob": lambda content: content[: len(content) // 2],
    "a cut blob that is well written": lambda content: content[:4048] + b'")\n',
    "an empty blob": lambda _: b"",
    "code after the blob": lambda content: content + b"document.title='ran'\n",
    "another name": lambda content: content.replace(b'V("', b'V("0', 1),
}


@pytest.mark.parametrize("share", [0.3, 0.9, 0.999])
def test_a_file_that_is_cut_says_so(share: float, chromium: Browser, tmp_path: Path) -> None:
    path = seal(tmp_path, vault(_page(""), secret=SECRET)) / "one.html"
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    page = chromium.new_page()
    page.goto(path.as_uri())

    expect(refusal(page)).to_contain_text("a part is missing")
    expect(refusal(page)).to_contain_text("fehlt ein Teil")
    expect(refusal(page).locator("span").first).to_have_css("opacity", "1")
    page.close()


def test_a_file_that_is_whole_says_nothing(reader: Visitor) -> None:
    expect(refusal(reader.open(PLACES[1]))).to_have_text("")


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_blob_is_refused(damage: str, small: Callable[..., Page], tmp_path: Path) -> None:
    page = small(vault(_page(""), secret=SECRET))
    _changed(tmp_path, MANIFEST, DAMAGES[damage])

    expect(refusal(unlock(page))).to_contain_text("missing or damaged")
    assert page.title() == "Private page"


@pytest.mark.parametrize(
    "damage", ["a changed blob", "a cut blob", "an empty blob", "another name"]
)
def test_a_damaged_blob_is_refused_from_the_disk(
    damage: str, chromium: Browser, tmp_path: Path
) -> None:
    seal(tmp_path, vault(_page(""), secret=SECRET))
    _changed(tmp_path, MANIFEST, DAMAGES[damage])
    page = chromium.new_page()
    page.goto((tmp_path / "folder" / "index.html").as_uri())

    expect(refusal(unlock(page))).to_contain_text("missing or damaged")
    page.close()


def test_a_missing_blob_is_refused(small: Callable[..., Page], tmp_path: Path) -> None:
    page = small(vault(_page(""), secret=SECRET))
    (tmp_path / "folder" / MANIFEST).unlink()

    expect(refusal(unlock(page))).to_contain_text("missing or damaged")


def test_a_swapped_shard_is_refused(small: Callable[..., Page], tmp_path: Path) -> None:
    pages = [_page(f"<p>{n}</p>", f"{n}.html", f"{n}") for n in range(20)]
    page = small(vault(*pages, shards=2, secret=SECRET))
    container = seal_folder(
        CONTAINER, EPOCH, [vault(*pages, shards=2, secret=SECRET)], assets.viewer()
    )
    found = open_vault(blobs_of_folder(container.files), SECRET)
    first, second = (KEYS.blob_name(one) for one in found.manifest.shards)
    content = container.files[f"b/{second}.js"].replace(second.encode(), first.encode())
    (tmp_path / "folder" / f"b/{first}.js").write_bytes(content)
    content = container.files[f"b/{first}.js"].replace(first.encode(), second.encode())
    (tmp_path / "folder" / f"b/{second}.js").write_bytes(content)

    expect(refusal(unlock(page))).to_contain_text("missing or damaged")


def test_a_manifest_of_another_publish_is_refused(
    small: Callable[..., Page], tmp_path: Path
) -> None:
    mine = vault(_page(""), secret=SECRET)
    page = small(mine)
    older = seal_folder(CONTAINER, EPOCH - 1, [mine], assets.viewer()).files
    old, new = KEYS.manifest_name(EPOCH - 1), KEYS.manifest_name(EPOCH)
    content = older[f"b/{old}.js"].replace(old.encode(), new.encode())
    (tmp_path / "folder" / MANIFEST).write_bytes(content)

    expect(refusal(unlock(page))).to_contain_text("Two copies are mixed")


@pytest.mark.parametrize(
    ("at", "content", "words"),
    [
        (0, b"X", "missing or damaged"),
        (4, b"\2", "newer program"),
        (5, b"\2", "newer program"),
        (8, (599_999).to_bytes(4, "big"), "stays closed"),
        (8, (10_000_001).to_bytes(4, "big"), "stays closed"),
        (28, b"\7", "missing or damaged"),
        (893, b"\0\0\0", "missing or damaged"),
    ],
)
def test_a_header_that_is_not_as_it_should_be_is_refused(
    at: int, content: bytes, words: str, small: Callable[..., Page], tmp_path: Path
) -> None:
    page = small(vault(_page(""), secret=SECRET))
    path = tmp_path / "folder" / "k.js"
    header = bytearray(base64.b64decode(path.read_bytes()[7:-3]))
    header[at : at + len(content)] = content
    path.write_bytes(f'V("k","{base64_of(bytes(header))}")\n'.encode())

    expect(refusal(unlock(page))).to_contain_text(words)


@pytest.mark.parametrize("look", [LIGHT, DARK, NARROW], ids=lambda look: look.name)
def test_axe_finds_nothing_on_the_locked_page(look: Look, reader: Visitor, axe: str) -> None:
    page = unlock(reader.open(PLACES[0], look), "something else")
    expect(refusal(page)).to_contain_text("opens nothing")

    assert findings(page, axe) == []


@pytest.mark.parametrize("look", [LIGHT, DARK, NARROW], ids=lambda look: look.name)
@pytest.mark.parametrize(
    "path", ["index.html", "journal/2026-11-16-small-measures-panel.html", "timeline.html"]
)
def test_axe_finds_nothing_on_a_page(path: str, look: Look, reader: Visitor, axe: str) -> None:
    page = unlock(reader.open(f"{PLACES[0]}#{KEYS.route(path)}", look))
    expect(heading(page)).to_be_visible()

    assert findings(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("look", [LIGHT, DARK, NARROW], ids=lambda look: look.name)
def test_axe_finds_nothing_on_the_search_and_the_remarks(
    look: Look, reader: Visitor, axe: str
) -> None:
    page = opened(reader, look=look)
    menu(page, "Search")
    page.get_by_label("Words or their beginnings").fill("money")
    expect(page.locator(".results a").first).to_be_visible()
    found = findings(page, axe)
    page.locator(".results a").first.click()
    remark(page, "Well told.")
    page.get_by_role("button", name="Remarks (1)").click()

    assert found + findings(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def remark(page: Page, words: str, kind: str = "just a note") -> None:
    page.locator("#page h2 .v-mark").first.click()
    page.get_by_label(kind).check()
    page.get_by_label("Your words").fill(words)
    page.get_by_role("button", name="Keep").click()


def reply(page: Page) -> tuple[Item, ...]:
    """Return the remarks in the reply the viewer shows."""
    page.get_by_role("button", name="Remarks (").click()
    (found,) = find_blocks(page.locator("dialog textarea").input_value())
    keys, read = open_block(found, [KEYS])
    page.get_by_role("button", name="Close").click()
    assert (keys, read.epoch, read.sender) == (KEYS, EPOCH, "Sam")
    return read.items


@pytest.mark.parametrize("over", ["http", "file"])
@pytest.mark.parametrize("path", PLACES)
def test_remarks_come_back_as_they_were_typed(path: str, over: Over, reader: Visitor) -> None:
    route = KEYS.route("journal/2026-11-16-small-measures-panel.html")
    page = unlock(reader.open(f"{path}#{route}", over=over))
    remark(page, "Clear.\n日本 <b>", "a step")
    anchor = KEYS.anchor(route, "h-what-went-well")

    assert reply(page) == (Item(route, anchor, "What went well", "Clear.\n日本 <b>", "step"),)


def test_a_line_can_be_remarked_on_by_keyboard(reader: Visitor) -> None:
    route = KEYS.route("journal/2026-11-16-small-measures-panel.html")
    page = unlock(reader.open(f"{PLACES[0]}#{route}"))
    mark = page.locator("#page li .v-mark").first
    mark.focus()
    expect(mark).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    page.get_by_label("Your words").fill("Nice number.")
    page.get_by_role("button", name="Keep").click()
    expect(mark).to_be_focused()

    (item,) = reply(page)
    assert item.quote.startswith("strength: what changed 140 postcards, 61 came back")
    assert item.anchor == KEYS.anchor(route, "h-what-went-well")


def test_the_question_is_asked_and_its_answer_comes_back(reader: Visitor) -> None:
    page = opened(reader)
    expect(page.locator("[data-question]")).to_have_text(QUESTION)
    page.get_by_label("Your answer").fill("Much.")
    menu(page, "Themes")
    menu(page, "Today")
    expect(page.get_by_label("Your answer")).to_have_value("Much.")
    page.get_by_label("Your answer").fill("Much clearer.")

    assert reply(page) == (Item(KEYS.route("index.html"), "", QUESTION, "Much clearer.", "answer"),)


def test_an_answer_that_is_deleted_is_not_sent(reader: Visitor) -> None:
    page = opened(reader)
    page.get_by_label("Your answer").fill("Much.")
    page.get_by_label("Your answer").fill("")

    expect(page.get_by_role("button", name="Remarks (")).to_be_hidden()


def test_remarks_can_be_removed(reader: Visitor) -> None:
    page = opened(reader)
    remark(page, "One")
    remark(page, "Two")
    page.get_by_role("button", name="Remarks (2)").click()
    page.get_by_role("button", name="Remove").first.click()
    expect(page.locator("dialog")).to_contain_text("Two")
    page.get_by_role("button", name="Close").click()

    assert [item.text for item in reply(page)] == ["Two"]


def test_a_mark_shows_whether_there_is_a_remark(reader: Visitor) -> None:
    page = opened(reader)
    mark = page.locator("#page h2 .v-mark").first
    remark(page, "One")
    expect(mark).to_have_class(re.compile("v-on"))
    expect(page.locator("#page .v-on")).to_have_count(1)
    page.get_by_role("button", name="Remarks (1)").click()
    page.get_by_role("button", name="Remove").click()

    expect(page.locator("dialog")).to_have_count(0)
    expect(mark).not_to_have_class(re.compile("v-on"))


@pytest.mark.parametrize("leaving", ["Escape", "Close"])
def test_words_that_were_typed_and_not_kept_are_there_again(leaving: str, reader: Visitor) -> None:
    asked = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page = opened(reader)
    mark = page.locator("#page h2 .v-mark").first
    mark.click()
    page.get_by_label("a step").check()
    page.get_by_label("Your words").fill("Half a thou")
    if leaving == "Escape":
        page.keyboard.press("Escape")
    else:
        page.get_by_role("button", name=leaving).click()
    expect(page.locator("dialog")).to_have_count(0)
    page.once("dialog", stay)
    page.get_by_role("button", name="Lock").click()
    menu(page, "Themes")
    menu(page, "Today")
    expect(mark).to_have_class(re.compile("v-on"))
    mark.click()
    expect(page.get_by_label("Your words")).to_have_value("Half a thou")
    expect(page.get_by_label("a step")).to_be_checked()
    page.get_by_role("button", name="Keep").click()
    mark.click()
    expect(page.get_by_label("Your words")).to_have_value("")
    page.keyboard.press("Escape")

    assert asked == ["Your remarks are not sent. Leave without them?"]
    assert [(item.text, item.kind) for item in reply(page)] == [("Half a thou", "step")]


def test_blanks_are_no_remark(reader: Visitor) -> None:
    page = opened(reader)
    remark(page, " \n ")
    expect(page.get_by_label("Your words")).to_be_visible()
    page.get_by_role("button", name="Close").click()

    expect(page.get_by_role("button", name="Remarks (")).to_be_hidden()
    expect(page.locator("#page .v-on")).to_have_count(0)


def test_an_answer_that_is_removed_leaves_its_place(reader: Visitor) -> None:
    page = opened(reader)
    page.get_by_label("Your answer").fill("Much.")
    page.get_by_role("button", name="Remarks (1)").click()
    page.get_by_role("button", name="Remove").click()

    expect(page.get_by_label("Your answer")).to_have_value("")


def test_a_reply_is_downloaded_copied_and_mailed(reader: Visitor) -> None:
    page = opened(reader)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    remark(page, "Well told.")
    page.get_by_role("button", name="Remarks (1)").click()
    block = page.locator("dialog textarea").input_value()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("dialog [role=status]")).to_have_text("Copied.")
    mail = page.get_by_role("link", name="E-mail").get_attribute("href") or ""

    assert Path(download.value.path()).read_text("utf-8") == block
    assert page.evaluate("navigator.clipboard.readText()") == block
    assert mail.startswith("mailto:me@example.org?")
    assert len(mail) < 1800


def test_a_long_reply_is_not_mailed(reader: Visitor) -> None:
    page = opened(reader)
    remark(page, "x" * 2000)
    page.get_by_role("button", name="Remarks (1)").click()

    expect(page.get_by_role("link", name="Download")).to_be_visible()
    expect(page.get_by_role("link", name="E-mail")).to_have_count(0)


def test_what_is_too_long_for_one_reply_makes_several(reader: Visitor) -> None:
    asked = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept()

    page = opened(reader)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for number in range(10):
        remark(page, f"{number}" * 8000)
    page.get_by_role("button", name="Remarks (10)").click()
    said = page.locator("dialog [role=status]")
    expect(said).to_contain_text("Too long for one reply. Still to send, each by itself: 2.")
    texts = [block.input_value() for block in page.locator("dialog textarea").all()]
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").first.click()
    expect(said).to_contain_text("each by itself: 1.")
    page.get_by_role("button", name="Copy").last.click()
    expect(said).to_contain_text(
        "Copied. Too long for one reply. Still to send, each by itself: 0."
    )
    page.on("dialog", leave)
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Lock").click()
    expect(page.get_by_label("Passphrase")).to_be_visible()

    replies = [open_block(one, [KEYS])[1] for text in texts for one in find_blocks(text)]
    words = [item.text for read in replies for item in read.items]
    assert len(replies) == len(texts) == 2
    assert words == [f"{number}" * 8000 for number in range(10)]
    assert Path(download.value.path()).read_text("utf-8") == texts[0]
    assert asked == []


def test_as_long_as_one_of_several_is_not_sent_leaving_asks(small: Callable[..., Page]) -> None:
    asked = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    places = "".join(f"<li>Point number {number}</li>" for number in range(201))
    page = unlock(small(vault(_page(f"<ul>{places}</ul>"), secret=SECRET)))
    expect(page.locator("li .v-mark")).to_have_count(201)
    page.evaluate("""
        for (const mark of document.querySelectorAll("li .v-mark")) {
            mark.click();
            document.querySelector("dialog[open] textarea").value = "Yes.";
            document.querySelector("dialog[open] form").requestSubmit();
        }
    """)
    page.get_by_role("button", name="Remarks (201)").click()
    expect(page.locator("dialog textarea")).to_have_count(2)
    page.on("dialog", stay)
    lock = "document.querySelector('#bar button:last-child').click()"
    with page.expect_download():
        page.get_by_role("link", name="Download").first.click()
    page.evaluate(lock)
    assert asked == ["Your remarks are not sent. Leave without them?"]
    with page.expect_download():
        page.get_by_role("link", name="Download").last.click()
    page.evaluate(lock)
    expect(page.get_by_label("Passphrase")).to_be_visible()

    assert len(asked) == 1


def test_without_an_address_of_the_author_a_reply_is_not_mailed(
    small: Callable[..., Page],
) -> None:
    page = unlock(small(vault(_page("<h2>Well</h2>"), secret=SECRET)))
    remark(page, "Yes.")
    page.get_by_role("button", name="Remarks (1)").click()

    expect(page.get_by_role("link", name="Download")).to_be_visible()
    expect(page.get_by_role("link", name="E-mail")).to_have_count(0)


def test_remarks_that_are_not_sent_are_not_lost_by_locking(reader: Visitor) -> None:
    asked = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page = opened(reader)
    remark(page, "Well told.")
    page.once("dialog", stay)
    page.get_by_role("button", name="Lock").click()
    assert asked == ["Your remarks are not sent. Leave without them?"]
    page.get_by_role("button", name="Remarks (1)").click()
    with page.expect_download():
        page.get_by_role("link", name="Download").click()
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Lock").click()

    expect(page.get_by_label("Passphrase")).to_be_visible()


def test_the_viewer_speaks_german(chromium: Browser, sealed: Sealed) -> None:
    context = chromium.new_context(locale="de-AT")
    page = context.new_page()
    page.goto(f"{sealed.address}/folder/index.html")
    expect(page.get_by_role("heading", name="Private Seite")).to_be_visible()
    page.get_by_label("Passphrase").fill(WORDS)
    page.get_by_role("button", name="Öffnen").click()
    expect(page.get_by_role("button", name="Sperren")).to_be_visible()

    assert page.evaluate("document.documentElement.lang") == "de"
    assert page.locator("main").get_attribute("lang") == "en"
    context.close()


def test_only_scripts_of_the_viewer_run_and_nothing_else_is_asked_for(sealed: Sealed) -> None:
    folder = (sealed.root / "folder" / "index.html").read_text("utf-8")
    one = (sealed.root / "one.html").read_text("utf-8")

    assert "default-src 'none'; script-src 'self'; style-src 'self'; img-src blob: data:" in folder
    assert re.search(r"script-src 'sha256-[\w+/=]+'; style-src 'sha256-[\w+/=]+'; img-src", one)
    assert "connect-src 'none'" in one
    assert re.search(r'src="app\.js\?[0-9a-f]{8}"', folder)
