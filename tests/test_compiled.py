"""Compiled templates are kept beside the program, and taken only when they are what they seem."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
import pytest

from afterword import compiled
from afterword.assets import default_templates
from afterword.compiled import compiled_templates
from afterword.config import Config
from afterword.fields import vocabulary
from afterword.site.catalogue import Catalogue
from afterword.site.environment import make_environment
from afterword.site.theme import Theme
from afterword.site.views import Page, Site
from tests.support.portfolio import Portfolio, tree
from tests.support.sample import TODAY as SAMPLE_DAY
from tests.support.sample import copy_sample

TEMPLATES = default_templates()
ENGLISH = Catalogue("strings/en.toml", TEMPLATES["strings/en.toml"].decode())
GERMAN = Catalogue("strings/de.toml", TEMPLATES["strings/de.toml"].decode())
TEMPLATE = {"a.html": '<p>{{ "said.own"|s }}</p>{{ page.title }}'}


class View:
    page = Page("a.html", "", "A & B", "", Site("Notes", "", "en", "", "", ()))


Rendered = tuple[str, int]
"""The page, and how many templates were compiled for it."""


@pytest.fixture
def rendered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Rendered]:
    """Render a page in what could be another process, and count what had to be compiled."""
    monkeypatch.setattr(compiled, "__file__", str(tmp_path / "program" / "compiled.py"))
    monkeypatch.setattr(sys, "pycache_prefix", None)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)

    def render(
        catalogue: Catalogue = ENGLISH,
        templates: dict[str, str] = TEMPLATE,
        *,
        sandboxed: bool = False,
    ) -> Rendered:
        counted = 0
        compile_anew: Any = jinja2.Environment.compile

        def compile_counted(*arguments: Any) -> Any:  # noqa: ANN401 — Jinja's own
            nonlocal counted
            counted += 1
            return compile_anew(*arguments)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(jinja2.Environment, "compile", compile_counted)
            theme = Theme(
                templates,
                catalogue,
                vocabulary(Config()),
                sandboxed=sandboxed,
                compiled=compiled_templates(catalogue),
            )
            return theme.render("a.html", View()).decode(), counted

    return render


def kept(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.bin"))


def test_what_was_compiled_once_is_not_compiled_again(rendered: Callable[..., Rendered]) -> None:
    page, compiled_first = rendered()
    assert (page, compiled_first) == ("<p>my own note</p>A &amp; B", 1)
    assert rendered() == (page, 0)


def test_it_stands_where_python_keeps_the_program(
    rendered: Callable[..., Rendered], tmp_path: Path
) -> None:
    rendered()
    (place,) = kept(tmp_path)
    assert place.parent == tmp_path / "program" / "__pycache__"


def test_another_template_or_another_word_is_compiled(rendered: Callable[..., Rendered]) -> None:
    rendered()
    assert rendered(templates={"a.html": "other"}) == ("other", 1)
    words = TEMPLATES["strings/en.toml"].decode().replace('"my own note"', '"mine"')
    assert rendered(Catalogue("strings/en.toml", words)) == ("<p>mine</p>A &amp; B", 1)


def test_another_version_compiles_its_own(
    rendered: Callable[..., Rendered], monkeypatch: pytest.MonkeyPatch
) -> None:
    page, _ = rendered()
    monkeypatch.setattr(compiled, "program_digest", lambda: "another")
    assert rendered() == (page, 1)


def test_each_language_has_its_own(rendered: Callable[..., Rendered], tmp_path: Path) -> None:
    assert rendered()[1] == rendered(GERMAN)[1] == 1
    assert rendered()[1] == rendered(GERMAN)[1] == 0
    assert len(kept(tmp_path)) == 2


@pytest.mark.parametrize("damage", [b"", b"x", b"\0" * 5000])
def test_what_is_damaged_is_compiled_again(
    damage: bytes, rendered: Callable[..., Rendered], tmp_path: Path
) -> None:
    page, _ = rendered()
    (place,) = kept(tmp_path)
    place.write_bytes(damage)
    assert rendered() == (page, 1)
    assert rendered() == (page, 0)


def test_no_byte_of_it_can_change_unseen(rendered: Callable[..., Rendered], tmp_path: Path) -> None:
    page, _ = rendered()
    (place,) = kept(tmp_path)
    whole = place.read_bytes()
    for at in range(0, len(whole), max(1, len(whole) // 20)):
        place.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert rendered() == (page, 1)


def test_a_portfolios_own_templates_are_neither_kept_nor_taken(
    rendered: Callable[..., Rendered], tmp_path: Path
) -> None:
    assert rendered(sandboxed=True)[1] == 1
    assert kept(tmp_path) == []
    rendered()
    assert rendered(sandboxed=True)[1] == 1


def test_who_wants_no_compiled_files_gets_none(
    rendered: Callable[..., Rendered], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert rendered()[1] == 1
    assert kept(tmp_path) == []


def test_where_nothing_can_be_written_it_works_without(
    rendered: Callable[..., Rendered], tmp_path: Path
) -> None:
    (tmp_path / "program").write_bytes(b"a file where a folder belongs")
    assert rendered()[1] == 1
    assert rendered()[1] == 1


def test_where_the_disk_refuses_nothing_is_left_behind(
    rendered: Callable[..., Rendered], tmp_path: Path
) -> None:
    rendered()
    (place,) = kept(tmp_path)
    place.unlink()
    place.mkdir()
    assert rendered()[1] == 1
    assert [*place.parent.iterdir()] == [place]


def test_a_python_that_keeps_no_modules_keeps_no_templates(
    rendered: Callable[..., Rendered], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.implementation, "cache_tag", None)
    assert compiled_templates(ENGLISH) is None
    assert rendered()[1] == 1


# ---- builds ----


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that takes the place of the program's own."""
    monkeypatch.setattr(compiled, "__file__", str(tmp_path / "program" / "compiled.py"))
    monkeypatch.setattr(sys, "pycache_prefix", None)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "program"


def test_builds_keep_and_take_what_was_compiled(
    beside: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    portfolio = Portfolio.make(tmp_path, {"2026-11-01-a.md": "Hm."})
    first = tree(portfolio.build_clean())
    assert kept(beside)

    monkeypatch.setattr(jinja2.Environment, "compile", None)
    assert tree(portfolio.build_clean()) == first


@pytest.mark.parametrize("name", ["404.html", "strings/en.toml"])
def test_nothing_is_kept_of_a_portfolio_with_a_template_or_words_of_its_own(
    name: str, beside: Path, tmp_path: Path
) -> None:
    portfolio = Portfolio.make(tmp_path, {"2026-11-01-a.md": "Hm."})
    portfolio.write(f"templates/{name}", TEMPLATES[name] + b"\n# one word more\n")
    portfolio.build()
    assert kept(beside) == []


def test_words_of_a_portfolio_may_be_of_any_kind_that_toml_has(
    beside: Path, tmp_path: Path
) -> None:
    portfolio = Portfolio.make(tmp_path, {"2026-11-01-a.md": "Hm."})
    strange = "since = 2026-01-01\nat = 07:00:00\nmuch = nan\n"
    portfolio.write("templates/strings/en.toml", strange.encode() + TEMPLATES["strings/en.toml"])
    assert not portfolio.build().has_errors
    assert kept(beside) == []
    assert Catalogue("strings/en.toml", strange + TEMPLATES["strings/en.toml"].decode()).digest()


@pytest.mark.slow
def test_the_sample_is_the_same_compiled_anew_from_before_and_in_the_sandbox(
    beside: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = Portfolio(copy_sample(tmp_path / "sample"))
    day = dt.date.fromisoformat(SAMPLE_DAY)

    def built() -> dict[str, object]:
        return tree(sample.build_clean(today=day))

    anew = built()
    assert kept(beside)
    assert built() == anew

    boxed = partial(make_environment, compiled=None)
    monkeypatch.setattr(
        "afterword.site.theme.make_environment",
        lambda load, **_: boxed(load, sandboxed=True),
    )
    assert built() == anew


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write it")
def test_a_folder_of_somebody_elses_is_left_alone(
    rendered: Callable[..., Rendered], tmp_path: Path
) -> None:
    folder = tmp_path / "program" / "__pycache__"
    folder.mkdir(parents=True)
    folder.chmod(0o500)
    assert rendered()[1] == 1
    assert kept(tmp_path) == []
