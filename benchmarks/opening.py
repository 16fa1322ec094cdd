"""What the reader of a published folder waits for in Chromium."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from tests.support.server import serving

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_DERIVED = """
    window.derived = 0;
    const derive = crypto.subtle.deriveBits.bind(crypto.subtle);
    crypto.subtle.deriveBits = async (...given) => {
        const start = performance.now(), bits = await derive(...given);
        window.derived += performance.now() - start;
        return bits;
    };
"""
_UNLOCK = """words => new Promise(done => {
    const start = performance.now(), page = document.querySelector('#page');
    new MutationObserver((_, watch) => {
        if (!page.querySelector('h1')) return;
        watch.disconnect();
        done([window.derived, performance.now() - start - window.derived]);
    }).observe(page, {childList: true});
    document.querySelector('input[type=password]').value = words;
    document.querySelector('form').requestSubmit();
})"""
_TYPE = """word => new Promise(done => {
    const start = performance.now(), field = document.querySelector('#q');
    const list = document.querySelector('#page .results');
    new MutationObserver((_, watch) => {
        watch.disconnect();
        done(performance.now() - start);
    }).observe(list, {childList: true});
    field.value = word;
    field.oninput();
})"""
_SEARCH = """word => new Promise(done => {
    const start = performance.now(), page = document.querySelector('#page');
    new MutationObserver((_, watch) => {
        const field = page.querySelector('#q'), list = page.querySelector('.results');
        if (!field) return;
        watch.disconnect();
        new MutationObserver((_, watch) => {
            if (!list.firstChild) return;
            watch.disconnect();
            done(performance.now() - start);
        }).observe(list, {childList: true});
        field.value = word;
        field.oninput();
    }).observe(page, {childList: true});
    location.hash = 'search';
})"""
_WORDS = ("the", "answer", "morning", "rota")


@dataclass(frozen=True, slots=True)
class Waits:
    """Medians, in milliseconds."""

    derivation: float
    """The passphrase's, made slow on purpose."""
    unlock: float
    """From the passphrase to the first page, over http, without the derivation."""
    first_search: float
    """From asking for the search, with a word at once, to what is found: reads everything."""
    search: float
    """Every search after it."""


def wait(site: Path, passphrase: str, runs: int) -> Waits:
    """Return what the reader of a folder waits for."""
    program = next(filter(None, map(shutil.which, _CHROMIUM)))
    with serving(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        found = [_visit(browser, address, passphrase) for _ in range(runs)]
        browser.close()
    return Waits(*(median(one) for one in zip(*found, strict=True)))


def _visit(browser: Browser, address: str, passphrase: str) -> tuple[float, float, float, float]:
    page = browser.new_page()
    page.add_init_script(_DERIVED)
    page.goto(f"{address}/index.html")
    derivation, unlock = page.evaluate(_UNLOCK, passphrase)
    first = page.evaluate(_SEARCH, _WORDS[0])
    others = [page.evaluate(_TYPE, word) for word in _WORDS[1:]]
    page.close()
    return derivation, unlock, first, median(others)
