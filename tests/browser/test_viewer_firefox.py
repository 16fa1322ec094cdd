"""What is sealed, opened in Firefox: another engine, another WebCrypto, other rules for `file://`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from afterword.sealing.canonical import canonical
from afterword.sealing.opening import blobs_of_folder, open_vault
from afterword.sealing.replies import find_blocks, open_block
from afterword.sealing.values import Asset
from tests.browser.marionette import Firefox, firefox, running
from tests.browser.test_viewer import PIXEL, PLACES, SECRET, VIEWER, WORDS, function, seal
from tests.support.sealing import KEYS, page, vault
from tests.support.server import serving

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("firefox"),
    pytest.mark.skipif(
        firefox() is None, reason="there is no Firefox: apt-get install firefox-esr"
    ),
]


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    with running(firefox() or "", tmp_path_factory.mktemp("firefox") / "profile") as window:
        yield window


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Where a small vault is served, and where it lies on the disk."""
    root = tmp_path_factory.mktemp("sealed")
    home = '<h2>Well</h2><a href="b.html">Beta</a><img src="files/a.png" alt="A dot">'
    pages = (page(home, title="Alpha"), page("<p>Zebrafinch</p>", "b.html", "Beta"))
    picture = Asset("files/a.png", "image/png", PIXEL)
    seal(root, vault(*pages, assets=(picture,), secret=SECRET, reader="Sam"))
    with serving(root) as address:
        yield {"http": address, "file": root.as_uri()}


def unlock(window: Firefox, words: str = WORDS) -> None:
    window.run(
        "document.querySelector('#pass').value = arguments[0];"
        "document.querySelector('form').requestSubmit()",
        words,
    )


@pytest.mark.parametrize("over", ["http", "file"])
@pytest.mark.parametrize("path", PLACES)
def test_it_opens_shows_and_searches(
    path: str, over: str, window: Firefox, addresses: dict[str, str]
) -> None:
    window.open(f"{addresses[over]}/{path}")
    unlock(window)
    window.wait_for("document.querySelector('#page h1')")
    picture = window.wait_for("document.querySelector('#page img').naturalWidth")
    window.run("document.querySelector('main a').click()")
    title = window.wait_for("document.querySelector('#live').textContent === 'Beta'")
    focused = window.run("return document.activeElement.localName")
    window.run("history.back()")
    back = window.wait_for("document.querySelector('#live').textContent === 'Alpha'")
    window.run("location.hash = 'search'")
    window.wait_for("document.querySelector('#q')")
    window.run("const q = document.querySelector('#q'); q.value = 'zebra'; q.oninput()")
    found = window.wait_for("document.querySelector('.results a')?.textContent")

    assert (picture, title, focused, back, found) == (1, True, "h1", True, "Beta")


@pytest.mark.parametrize("words", ["something else", "", " - "])
def test_wrong_words_open_nothing(words: str, window: Firefox, addresses: dict[str, str]) -> None:
    window.open(f"{addresses['http']}/{PLACES[0]}")
    unlock(window, words)

    assert "opens nothing" in window.wait_for(
        "!document.querySelector('form').hidden && document.querySelector('#say').textContent"
    )


def test_a_remark_comes_back(window: Firefox, addresses: dict[str, str]) -> None:
    window.open(f"{addresses['file']}/{PLACES[1]}")
    unlock(window)
    window.wait_for("document.querySelector('h2 .v-mark')")
    window.run("""
        document.querySelector('h2 .v-mark').click();
        document.querySelector('dialog textarea').value = 'Good.';
        document.querySelector('dialog form').requestSubmit();
        document.querySelector('#bar button').click();
    """)
    text = window.wait_for("document.querySelector('dialog [readonly]')?.value")
    _, reply = open_block(find_blocks(text)[0], [KEYS])

    assert [(item.quote, item.text, item.kind) for item in reply.items] == [
        ("Well", "Good.", "note")
    ]


def test_words_that_were_typed_and_not_kept_are_there_again(
    window: Firefox, addresses: dict[str, str]
) -> None:
    window.open(f"{addresses['file']}/{PLACES[1]}")
    unlock(window)
    window.wait_for("document.querySelector('h2 .v-mark')")
    window.run("""
        document.querySelector('h2 .v-mark').click();
        const text = document.querySelector('dialog textarea');
        text.value = 'Half a thou';
        text.dispatchEvent(new Event('input', { bubbles: true }));
        document.querySelector('dialog').close();
    """)
    window.wait_for("!document.querySelector('dialog')")
    window.run("document.querySelector('h2 .v-mark.v-on').click()")
    typed = window.run("return document.querySelector('dialog textarea').value")
    window.run("""
        document.querySelector('dialog textarea').value = ' ';
        document.querySelector('dialog form').requestSubmit();
    """)
    kept = window.run("return document.querySelector('#bar button').hidden")
    window.run("""
        const text = document.querySelector('dialog textarea');
        text.value = '';
        text.dispatchEvent(new Event('input', { bubbles: true }));
    """)

    assert (typed, kept) == ("Half a thou", True)
    assert window.run("return document.querySelectorAll('.v-on').length") == 0


def test_what_cannot_be_searched_is_said(window: Firefox, tmp_path: Path) -> None:
    pages = [page("<p>Zebrafinch</p>", f"{n}.html", f"T{n}") for n in range(20)]
    sealed = vault(page("", title="Home"), *pages, shards=2, secret=SECRET)
    path = seal(tmp_path, sealed) / "one.html"
    files = {
        p.relative_to(tmp_path / "folder").as_posix(): p.read_bytes()
        for p in (tmp_path / "folder").rglob("*.js")
    }
    shards = open_vault(blobs_of_folder(files), SECRET).manifest.shards
    lost = KEYS.blob_name(shards[1 - KEYS.shard(KEYS.route("index.html"), 2)])
    path.write_text(
        path.read_text("utf-8").replace(f'id="b-{lost}">', f'id="b-{lost}">AAAA'), "utf-8"
    )
    window.open(f"{path.as_uri()}#search")
    unlock(window)
    window.wait_for("document.querySelector('#q')")
    window.run("const q = document.querySelector('#q'); q.value = 'zebra'; q.oninput()")

    assert window.wait_for("document.querySelector('.results a')")
    said = window.run("return document.querySelector('main [role=status]').textContent")
    assert "Pages not searched: " in said
    assert "missing or damaged" in said


def test_a_passphrase_has_the_same_form_here_and_there(
    window: Firefox, addresses: dict[str, str]
) -> None:
    source = function((Path(VIEWER) / "app.js").read_text("utf-8"), "canonical")
    letters = [c for c in map(chr, range(0x110000)) if unicodedata.category(c) not in {"Cn", "Cs"}]
    texts = [f"A{letter}{letter}b{letter}" for letter in letters]
    window.open(f"{addresses['http']}/{PLACES[0]}")
    forms = window.run(f"{source} return arguments[0].map(canonical)", texts)

    assert [t for t, form in zip(texts, forms, strict=True) if form != canonical(t)] == []
