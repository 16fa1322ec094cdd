"""What a publish knows from the one before saves time: never a byte, and never a look."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from afterword import files
from afterword.diagnostics import AfterwordError
from afterword.portfolio import open_portfolio
from afterword.publish import author_pages
from afterword.publish.editions import Editions, editions_of, find_target
from afterword.publish.kept import TargetKeys
from afterword.publish.sealing import seal
from afterword.publish.targets import PublishError
from afterword.sealing.header import ContainerKeys
from afterword.sealing.keys import VaultKeys
from afterword.sharing import Kept, ShareKeys
from afterword.site.theme import Theme
from afterword.understanding import Understood, understand
from tests.support.portfolio import Portfolio, templates_compiled_once

TODAY = dt.date(2026, 6, 10)
CONTAINER = ContainerKeys(salt=b"s" * 16, pad_key=b"p" * 32)
READERS = ("author", "sam")
SETTINGS = """\
format = 1
title = "Notes"
author = "Dana Quill"
reply_to = "dana@quill.example"

[readers.sam]
name = "Sam"

[publish.targets.site]
kind = "folder"
path = "../site"
readers = ["author", "sam"]
"""
ENTRIES = {
    "a.md": "---\ndate: 2026-03-04\nsource: peer\nstrengths: calm\nshare: sam\n---\nOne of b.\n",
    "b.md": "---\ndate: 2026-04-05\ncompany: Borealis\n---\nSee [a](a.md).\n\n![It](x.png)\n",
    "c.md": "---\ndate: 2026-05-06\n---\nWrite to dana@quill.example.\n",
    "d.md": "---\ndate: 2026-05-07\ndraft: yes\n---\nUnfinished.\n",
}
PRIVATE = "\n::: private\nzqgarden behind the old brick house\n:::\n"


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    with templates_compiled_once():
        yield


@pytest.fixture
def portfolio(tmp_path: Path) -> Portfolio:
    return make(tmp_path)


def make(around: Path) -> Portfolio:
    portfolio = Portfolio.make(around, ENTRIES, SETTINGS)
    paint(portfolio, "x.png", 10)
    return portfolio


def paint(portfolio: Portfolio, name: str, width: int) -> None:
    Image.new("RGB", (width, 10)).save(portfolio.folder / "content" / name)


def keys() -> TargetKeys:
    kept = {
        reader: Kept(
            reader,
            ShareKeys(
                CONTAINER, bytes([number]) * 32, VaultKeys.of(bytes([number]) * 32, b"i" * 16)
            ),
        )
        for number, reader in enumerate(READERS)
    }
    return TargetKeys(CONTAINER, readers=MappingProxyType(kept))


def due(folder: Path, today: dt.date = TODAY) -> tuple[Understood, Editions]:
    author = understand(open_portfolio(folder, today=today, drafts=True))
    return author, editions_of(author, find_target(author, "site"), {})


def published(folder: Path, today: dt.date = TODAY) -> Mapping[str, bytes]:
    """Return what would stand at the target."""
    author, editions = due(folder, today)
    hits = [str(hit) for one in editions.due for hit in (*one.report.hits, *one.report.refused)]
    if hits:
        raise PublishError("\n".join(hits))
    return seal(keys(), "site", editions.due, READERS, author).files


def outcome(folder: Path, today: dt.date = TODAY) -> object:
    try:
        return published(folder, today)
    except AfterwordError as error:
        return str(error)


def outcome_without_cache(folder: Path, today: dt.date = TODAY) -> object:
    fresh = folder.parent / "clean" / "portfolio"
    shutil.rmtree(fresh.parent, ignore_errors=True)
    shutil.copytree(folder, fresh, ignore=shutil.ignore_patterns(files.CACHE))
    return outcome(fresh, today)


def without_paths(found: object, folder: Path) -> object:
    return found.replace(str(folder), "") if isinstance(found, str) else found


# ---- the same bytes ----

EDITS: Mapping[str, Callable[[Portfolio], object]] = {
    "a sentence more": lambda p: add(p, "a.md", "\nOne sentence more.\n"),
    "a private block": lambda p: add(p, "b.md", PRIVATE),
    "what was private is said": lambda p: add(p, "c.md", "\nzqgarden behind the old brick house\n"),
    "a theme goes": lambda p: edit(p, "a.md", "strengths: calm\n", ""),
    "a strength becomes private": lambda p: add(
        p, "a.md", "\n::: private\n## What went well\n\n- Zqcalm again #calm\n:::\n"
    ),
    "a title": lambda p: edit(p, "b.md", "---\ndate", "---\ntitle: Anew\ndate"),
    "an entry goes": lambda p: (p.folder / "content/a.md").unlink(missing_ok=True),
    "an entry comes": lambda p: p.write("content/e.md", "---\ndate: 2026-01-02\n---\nNew.\n"),
    "a picture changes": lambda p: paint(p, "x.png", 20),
    "a draft": lambda p: add(p, "d.md", "\nStill unfinished, and more of it.\n"),
    "the settings": lambda p: p.write("portfolio.toml", SETTINGS.replace("Notes", "Letters")),
    "no address": lambda p: p.write("portfolio.toml", SETTINGS.replace("reply_to", "# reply_to")),
    "private blocks too": lambda p: p.write(
        "portfolio.toml", SETTINGS + "\n[readers.author]\ninclude_private = true\n"
    ),
    "a template": lambda p: p.write("templates/404.html", "{% extends 'base.html' %}"),
    "a style": lambda p: p.write("templates/static/afterword.css", "body { color: black }"),
}


def add(portfolio: Portfolio, name: str, text: str) -> None:
    edit(portfolio, name, "", text)


def edit(portfolio: Portfolio, name: str, old: str, new: str) -> None:
    path = portfolio.folder / "content" / name
    if path.exists():
        text = path.read_text("utf-8")
        path.write_text(text.replace(old, new, 1) if old else text + new, "utf-8")


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=4), st.integers(0, 2))
def test_after_any_edits_the_bytes_are_those_of_a_publish_without_a_cache(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], days: int
) -> None:
    portfolio = make(tmp_path_factory.mktemp("edits"))
    outcome(portfolio.folder)
    for name in names:
        EDITS[name](portfolio)
        today = TODAY + dt.timedelta(days=days)
        found = outcome(portfolio.folder, today)

        assert without_paths(found, portfolio.folder) == without_paths(
            outcome_without_cache(portfolio.folder, today), portfolio.folder.parent / "clean"
        )


def test_processes_that_share_the_work_make_the_same_bytes(
    portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = published(portfolio.folder)
    monkeypatch.setattr(author_pages, "WORTH_SHARING", 2)
    monkeypatch.setattr("afterword.sealing.shards._PAGES_WORTH", 2)
    monkeypatch.setattr("afterword.process.threading.active_count", lambda: 1)

    assert outcome_without_cache(portfolio.folder) == alone


# ---- what is done again ----


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the templates of the author's pages that are rendered from now on."""
    found: list[str] = []
    render = Theme.render

    def noted(self: Theme, template: str, view: object) -> bytes:
        page = getattr(view, "page", None)
        if page and not page.site.reader:
            found.append(template)
        return render(self, template, view)

    monkeypatch.setattr(Theme, "render", noted)
    return found


def test_nothing_is_rendered_or_rewritten_when_nothing_changed(
    portfolio: Portfolio, rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = published(portfolio.folder)
    rendered.clear()
    monkeypatch.setattr("afterword.sealing.shards._seal", None)

    assert published(portfolio.folder) == first
    assert rendered == []


def test_an_edited_text_renders_its_page_and_those_that_share_its_shard(
    portfolio: Portfolio, rendered: list[str]
) -> None:
    first = published(portfolio.folder)
    rendered.clear()
    add(portfolio, "c.md", "\nOne sentence more.\n")
    second = published(portfolio.folder)

    assert rendered.count("entry.html") <= 1 + len(ENTRIES)
    assert rendered[0] == "entry.html"
    assert len(second.keys() - first.keys()) <= 4
    assert first.keys() - second.keys()


# ---- what is looked at again ----


def test_pages_are_looked_through_again_when_what_is_looked_for_changes(
    portfolio: Portfolio, rendered: list[str]
) -> None:
    published(portfolio.folder)
    rendered.clear()
    portfolio.write("portfolio.toml", SETTINGS.replace("reply_to", "# reply_to"))
    _, editions = due(portfolio.folder)

    assert {h.term for h in editions.due[0].report.hits} == {"dana@quill.example"}
    assert "entry.html" in rendered


def test_a_page_in_which_something_was_found_is_looked_through_every_time(
    portfolio: Portfolio,
) -> None:
    portfolio.write("portfolio.toml", SETTINGS.replace("reply_to", "# reply_to"))
    reports = [due(portfolio.folder)[1].due[0].report for _ in range(2)]

    assert reports[0].hits
    assert reports[1] == reports[0]


def test_no_fingerprint_stands_for_what_is_newly_private(portfolio: Portfolio) -> None:
    lines = "\n## What went well\n\n{}\n- Zqcalm by the river #calm\n{}\n"
    add(portfolio, "a.md", lines.format("", ""))
    published(portfolio.folder)
    edit(portfolio, "a.md", lines.format("", ""), lines.format("::: private", ":::"))
    _, editions = due(portfolio.folder)
    shown = b"".join(editions.due[0].pages.files.values())

    assert b"Zqcalm" not in shown
    assert editions.due[0].report.clean


# ---- the cache itself ----


def caches(portfolio: Portfolio) -> list[Path]:
    found = sorted((portfolio.folder / files.CACHE).iterdir())
    return [path for path in found if path.name.startswith(("published-", "sealed-"))]


def test_a_damaged_cache_is_done_without(portfolio: Portfolio) -> None:
    first = published(portfolio.folder)
    for path in caches(portfolio):
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)

    assert len(caches(portfolio)) == 2
    assert published(portfolio.folder) == first


def test_a_cache_that_was_cut_short_is_done_without(portfolio: Portfolio) -> None:
    first = published(portfolio.folder)
    for path, length in zip(caches(portfolio), (5, 100), strict=True):
        path.write_bytes(path.read_bytes()[:length])

    assert published(portfolio.folder) == first


def test_somebody_elses_cache_is_not_read(portfolio: Portfolio, tmp_path: Path) -> None:
    published(portfolio.folder)
    portfolio.write("portfolio.toml", SETTINGS.replace("reply_to", "# reply_to"))
    (tmp_path / "other").mkdir()
    theirs = make(tmp_path / "other")
    theirs.write("portfolio.toml", SETTINGS.replace("reply_to", "# reply_to"))
    cache = files.Cache(theirs.folder)
    for path in caches(portfolio):
        cache.write(path.name, path.read_bytes())

    assert "dana@quill.example" in str(outcome(theirs.folder))


def test_a_page_that_is_not_what_was_looked_through_stops_the_publish(portfolio: Portfolio) -> None:
    published(portfolio.folder)
    cache, key = files.Cache(portfolio.folder), files.secret(portfolio.folder, "cache")
    noted = json.loads(cache.read_signed("published-pages.json", key) or b"")
    noted["pages"]["timeline.html"][1] = "0" * 32
    cache.write_signed("published-pages.json", json.dumps(noted).encode(), key)

    with pytest.raises(PublishError, match=r"timeline\.html is not what it was"):
        published(portfolio.folder)


def test_only_the_author_can_read_the_cache_and_it_holds_no_page(portfolio: Portfolio) -> None:
    published(portfolio.folder)
    found = [path for path in (portfolio.folder / files.CACHE).rglob("*") if path.is_file()]

    assert {path.stat().st_mode & 0o777 for path in found} == {0o600}
    assert (portfolio.folder / files.CACHE).stat().st_mode & 0o777 == 0o700
    assert not any(b"Write to dana" in path.read_bytes() for path in caches(portfolio))
