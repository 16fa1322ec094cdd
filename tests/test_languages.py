"""Every language says everything, and fills in the same."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from afterword.assets import default_templates
from afterword.site.catalogue import Catalogue
from tests.support.links import broken_links
from tests.support.portfolio import SETTINGS, Portfolio

FORMS = re.compile(r"\.(one|other)$")
ENGLISH = "strings/en.toml"
OTHERS = sorted(
    name for name in default_templates() if name.startswith("strings/") and name != ENGLISH
)


def words(name: str) -> dict[str, Any]:
    return dict(_flat(tomllib.loads(default_templates()[name].decode())))


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def places(text: object) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text)) if isinstance(text, str) else set()


def test_thousands_stand_apart_in_sentences_and_years_do_not() -> None:
    own = 'named = "{n} of {of}"\ntitle = "The year {year}"'
    catalogue = Catalogue(ENGLISH, own, default_templates()[ENGLISH].decode())

    assert catalogue("named", n=812, of=4059) == "812 of 4\u202f059"
    assert catalogue.markup("named", n=812, of=4059) == "812 of 4\u202f059"
    assert catalogue("title", year="2026") == "The year 2026"


def test_there_is_another_language() -> None:
    assert "strings/de.toml" in OTHERS


@pytest.mark.parametrize("name", OTHERS)
def test_a_language_says_what_english_does_and_no_more(name: str) -> None:
    assert words(name).keys() == words(ENGLISH).keys()


@pytest.mark.parametrize("name", OTHERS)
def test_a_sentence_has_the_same_places_in_every_language(name: str) -> None:
    english = words(ENGLISH)

    differing = {
        key for key, text in words(name).items() if places(text) != places(english.get(key))
    }
    assert differing == set()


@pytest.mark.parametrize("name", OTHERS)
def test_nothing_is_left_in_english_but_names_and_examples(name: str) -> None:
    english = words(ENGLISH)
    same = {key for key, text in words(name).items() if text == english.get(key)}

    assert {key for key in same if key.partition(".")[0] not in ("source", "sources")} <= {
        *(f"agenda.text.{name}" for name in ("interview", "interview_stage", "appointment")),
        *(f"agenda.text.{name}" for name in ("alert", "step", "open")),
        *("people.name", "person.kind", "today.first_command", "patterns.step_sample"),
        *("headings.steps", "fact.company", "menu.agenda", "picture.step_count.other"),
        *("shared.entry_of", "shared.label"),
    }


def test_every_word_is_used_somewhere() -> None:
    files = "".join(
        text.decode()
        for name, text in default_templates().items()
        if not name.startswith("strings/")
    )
    package = Path(__file__).parents[1] / "generator" / "afterword"
    files += "".join(path.read_text("utf-8") for path in package.rglob("*.py"))
    tables = {key.rpartition(".")[0] for key in words(ENGLISH)}
    unused = [
        key
        for key in (FORMS.sub("", key) for key in words(ENGLISH))
        if f'"{key}"' not in files
        and key.rpartition(".")[0]
        not in {t for t in tables if f'"{t}"' in files or f'"{t}." ~' in files}
        and not any(
            f"{quote}{key[:end]}{join}" in files
            for end in range(len(key) - 1, key.index(".") if "." in key else len(key), -1)
            for quote in ('"', 'f"')
            for join in ('" ~', "{")
        )
    ]

    assert unused == []


def test_a_portfolio_in_german_is_german_throughout(tmp_path: Path) -> None:
    entry = """---
company: Acme
stage: panel
source: panel
---
## Was gut lief

- **Tempo** passte
  > Man konnte folgen.

## Zu verbessern

- **Zahlen** fehlten
"""
    content = {f"2026-0{n}-04-a.md": entry for n in range(1, 7)}
    portfolio = Portfolio.make(tmp_path, content, SETTINGS + 'language = "de"\n')
    report = portfolio.build()
    pages = {
        path.relative_to(portfolio.output).as_posix(): path.read_text("utf-8")
        for path in portfolio.output.rglob("*.html")
    }

    assert report.diagnostics == ()
    assert all('<html lang="de">' in html for html in pages.values())
    assert "Was wiederkehrt" in pages["patterns/index.html"]
    assert "Tempo: eine Stärke bei 6 von 6 Anlässen" in re.sub(
        r"<[^>]+>", "", pages["patterns/index.html"]
    )
    assert '<time datetime="2026-06-04">4. Juni 2026</time>' in pages["themes/index.html"]
    assert (
        broken_links(
            pages,
            ["static/afterword.css", "static/afterword.js", "static/favicon.svg", "search/2026.js"],
        )
        == []
    )
