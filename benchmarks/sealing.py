"""What sealing a site costs, and what its reader waits for in Chromium."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from afterword import assets
from afterword.sealing.container import seal_file, seal_folder
from afterword.sealing.keys import secret_of_link
from afterword.sealing.primitives import base64_of
from afterword.sealing.values import Vault
from benchmarks.journals import journal
from benchmarks.programs import afterword
from tests.support.sealing import CONTAINER, KEYS, vault_of_site
from tests.support.server import serving

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_LINK_KEY = bytes(range(32))
_SHOWN = """hash => new Promise(done => {
    const start = performance.now();
    new MutationObserver((_, watch) => {
        if (!document.querySelector('#page h1')) return;
        watch.disconnect();
        done(performance.now() - start);
    }).observe(document.querySelector('#page'), {childList: true});
    location.hash = hash;
})"""
"""How long it takes until a page stands where the address leads, in milliseconds."""


@dataclass(frozen=True, slots=True)
class Costs:
    """Medians: processor time of sealing, and what a reader waits for."""

    pages: int
    seal_seconds: float
    """Pages, as they were rendered → every file of a folder."""
    file_seconds: float
    """The same → one file."""
    folder_bytes: int
    unlock_ms: float
    """From a secret to the first page, over http: all but the derivation of the passphrase."""
    page_ms: float
    """From one page to another, in a shard not yet read."""
    search_ms: float
    """From the first letter to what is found: reads everything once."""


def measure(folder: Path, entries: int, runs: int) -> Costs:
    """Return what a site of so many entries costs."""
    program = afterword(folder)
    program.write(journal(entries))
    subprocess.run(
        program.build, cwd=program.folder, env=dict(program.environment), check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    vault = vault_of_site(program.output, secret=secret_of_link(_LINK_KEY, CONTAINER.salt))
    viewer = assets.viewer()
    files = seal_folder(CONTAINER, 1, [vault], viewer).files
    for name, content in files.items():
        path = folder / "sealed" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    unlock, page, search = _waited(folder / "sealed", vault, runs)
    return Costs(
        pages=len(vault.pages),
        seal_seconds=_seconds(lambda: seal_folder(CONTAINER, 1, [vault], viewer), runs),
        file_seconds=_seconds(lambda: seal_file(CONTAINER, 1, [vault], viewer), runs),
        folder_bytes=sum(map(len, files.values())),
        unlock_ms=unlock,
        page_ms=page,
        search_ms=search,
    )


def _waited(folder: Path, vault: Vault, runs: int) -> tuple[float, float, float]:
    program = next(filter(None, map(shutil.which, _CHROMIUM)))
    with serving(folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        found = [_visit(browser.new_page(), address, vault) for _ in range(runs)]
        browser.close()
    first, others, searched = zip(*found, strict=True)
    return median(first), median(others), median(searched)


def _visit(page: Page, address: str, vault: Vault) -> tuple[float, float, float]:
    page.goto(f"{address}/index.html")
    key = base64_of(_LINK_KEY).translate(str.maketrans("+/", "-_", "="))
    first = page.evaluate(_SHOWN, f"k={key}")
    routes = {KEYS.shard(route, 1 << 16): route for route in map(KEYS.route, _journal(vault))}
    others = [page.evaluate(_SHOWN, routes[number]) for number in sorted(routes)[:10]]
    page.evaluate(_SHOWN, "search")
    searched = page.evaluate("""() => new Promise(done => {
        const [start, field] = [performance.now(), document.querySelector('#q')];
        const status = document.querySelector('#page [role=status]');
        const look = () => /\\d/.test(status.textContent) && done(performance.now() - start);
        new MutationObserver(look).observe(status, {childList: true});
        field.value = 'the';
        field.oninput();
    })""")
    page.close()
    return first, median(others), searched


def _journal(vault: Vault) -> list[str]:
    return [page.path for page in vault.pages if page.path.startswith("journal/")]


def _seconds(work: Callable[[], object], runs: int) -> float:
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return median(times)


def as_markdown(found: Sequence[Costs]) -> str:
    """Return a table, a line for each length."""
    columns = ("pages", "folder", "one file", "size", "unlock", "page to page", "first search")
    lines = [f"| {' | '.join(columns)} |", "|---:" * len(columns) + "|"]
    lines += [
        f"| {one.pages:,} | {one.seal_seconds:.2f} s | {one.file_seconds:.2f} s "
        f"| {one.folder_bytes / 1e6:.1f} MB | {one.unlock_ms:.0f} ms | {one.page_ms:.0f} ms "
        f"| {one.search_ms:.0f} ms |"
        for one in found
    ]
    return "\n".join(lines)
