"""New portfolios and new entries: what they hold, and that nothing is overwritten."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.assets import default_templates
from afterword.build import build
from afterword.cli.drafting import (
    bare_front,
    broken_entry_templates,
    free_name,
    render_entry,
    with_note,
)
from afterword.config import Config, read_config
from afterword.fields import FIELDS, vocabulary
from afterword.journal.frontmatter import read_front_matter
from afterword.journal.quoting import quote
from afterword.journal.reading import read_file
from afterword.portfolio import open_portfolio
from afterword.scaffold import ExistsError, copy_sample, make_portfolio
from afterword.site.template_faults import TemplateError
from afterword.understanding import understand
from tests.support.sample import CHECKOUT

TODAY = dt.date(2026, 3, 4)
NOTHING = dict.fromkeys(
    (
        "date",
        "title",
        "company",
        "role",
        "interview",
        "stage",
        "source",
        "about",
        "goal",
        "themes",
        "steps",
    ),
    "",
)


def entry(kind: str, **values: str) -> str:
    """Render an entry with the default templates."""
    return render_entry(default_templates(), kind, {**NOTHING, "date": "2026-03-04", **values})


def said(text: str) -> Mapping[str, str]:
    """Return what the front matter of an entry says, by field."""
    values = read_front_matter(text).values
    return {name: ", ".join(value.text for value in items) for name, items in values.items()}


def names(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_a_new_portfolio_has_settings_one_entry_and_a_gitignore(tmp_path: Path) -> None:
    made = make_portfolio(tmp_path / "mine", TODAY)

    assert made.entry == tmp_path / "mine/content/2026-03-04-an-entry-about-entries.md"
    assert names(tmp_path / "mine") == [
        ".gitignore",
        "content/2026-03-04-an-entry-about-entries.md",
        "portfolio.toml",
    ]
    ignored = (tmp_path / "mine/.gitignore").read_text("utf-8").splitlines()
    assert {"/output/", ".afterword/", ".keys/"} <= set(ignored)


@pytest.mark.parametrize("drafts", [True, False])
def test_nothing_is_wrong_or_doubtful_in_a_new_portfolio(tmp_path: Path, drafts: bool) -> None:  # noqa: FBT001
    make_portfolio(tmp_path, TODAY)
    report = build(open_portfolio(tmp_path, today=TODAY, drafts=drafts), tmp_path / "output")

    assert report.diagnostics == ()
    assert report.pages > 0


def test_the_first_entry_is_a_draft_that_shows_what_it_explains(tmp_path: Path) -> None:
    make_portfolio(tmp_path, TODAY)
    journal = understand(open_portfolio(tmp_path, today=TODAY, drafts=True)).journal
    (first,) = journal.entries

    assert first.draft
    assert first.date == TODAY
    assert [(p.theme.name, p.polarity) for p in first.points if p.theme] == [
        ("getting started", "strength"),
        ("patience", "improvement"),
    ]
    assert len(first.actions) == 3


def test_every_example_in_the_settings_can_be_used(tmp_path: Path) -> None:
    make_portfolio(tmp_path, TODAY)
    text = (tmp_path / "portfolio.toml").read_text("utf-8")
    used = re.sub(r'^# (?=\[|\w+ *= )|^# (?=".*" = )', "", text, flags=re.MULTILINE)
    config, problems = read_config(used)

    assert problems == ()
    assert config.language == "en"
    assert config.timezone == "Europe/London"
    assert config.site_url
    assert [theme.name for theme in config.themes] == ["system design"]
    assert config.themes[0].private
    assert config.words["stage"] == {"skills station": "skills"}
    assert config.questions


@pytest.mark.parametrize("name", ["portfolio.toml", "content/2026-03-04-an-entry-about-entries.md"])
def test_what_exists_is_named_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine", "utf-8")

    with pytest.raises(ExistsError) as caught:
        make_portfolio(tmp_path, TODAY)

    assert caught.value.paths == (path,)
    assert names(tmp_path) == [name]
    assert path.read_text("utf-8") == "mine"


def test_a_gitignore_that_exists_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine", "utf-8")

    assert make_portfolio(tmp_path, TODAY).ignore_kept
    assert (tmp_path / ".gitignore").read_text("utf-8") == "mine"


def test_the_sample_is_copied_byte_for_byte(tmp_path: Path) -> None:
    copy_sample(tmp_path)
    copied = [name for name in names(tmp_path) if name != ".gitignore"]

    assert {name.partition("/")[0] for name in copied} == {"content", "portfolio.toml"}
    assert len(copied) > 20
    for name in copied:
        assert (tmp_path / name).read_bytes() == (CHECKOUT / name).read_bytes()


@pytest.mark.parametrize("kind", FIELDS["kind"].words)
def test_the_first_entry_has_no_line_about_themes_and_no_gap_in_its_place(kind: str) -> None:
    front = entry(kind).partition("---\n")[2].partition("\n---\n")[0]

    assert "#" not in front
    assert "" not in front.split("\n")


@pytest.mark.parametrize("kind", FIELDS["kind"].words)
def test_an_entry_of_each_kind_reads_without_a_problem(kind: str) -> None:
    text = entry(kind, title="My title", company="Acme", source="peer", themes="pace, calm")
    reading = read_file(text.encode(), vocabulary(Config()))

    assert reading.diagnostics == ()
    assert reading.unknown == ()
    assert said(text)["kind"] == kind
    assert said(text)["date"] == "2026-03-04"
    assert "# themes so far: pace, calm\n" in text
    assert "My title" in (said(text).get("title"), reading.heading and reading.heading.text)
    assert not [line for line in text.split("\n") if line != line.rstrip()]


@pytest.mark.parametrize("kind", FIELDS["kind"].words)
def test_what_was_given_is_in_the_entry_whether_its_template_asks_for_it_or_not(
    kind: str,
) -> None:
    own = ("date", "themes", "title", "steps")
    given = {name: f"{name}: x" for name in NOTHING if name not in own}

    assert given.items() <= said(entry(kind, **given)).items()


def test_a_title_is_quoted_in_front_matter_and_plain_in_a_heading() -> None:
    assert '\ntitle: "Pace: slower"\n' in entry("goal", title="Pace: slower")
    assert "\n# Pace: slower\n" in entry("feedback", title="Pace: slower")


@given(st.text(st.characters(blacklist_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1))
def test_a_quoted_value_is_read_as_it_was_given(value: str) -> None:
    value = " ".join(value.split())
    front = read_front_matter(f"---\ncompany: {quote(value)}\nrole: x\n---\n")

    assert [v.text for v in front.values.get("company", ())] == ([value] if value else [])
    assert front.values["role"][0].text == "x"
    assert front.diagnostics == ()


@pytest.mark.parametrize("value", ["Acme", "Acme, Inc.", "no", "12:30", "hiring manager"])
def test_a_value_that_needs_no_quotes_gets_none(value: str) -> None:
    assert quote(value) == value


def test_a_portfolio_brings_its_own_template() -> None:
    own = {"entries/note.md": b"---\nkind: note\n---\n{{ title|upper }}\n"}

    assert render_entry(own, "note", {"title": "a: b"}) == "---\nkind: note\n---\nA: B\n"


@pytest.mark.parametrize(
    ("source", "line"),
    [(b"one\n{% if %}", 2), (b"{{ nothing }}", 0), (b"{{ 1 / 0 }}", 0)],
)
def test_a_broken_template_is_named_with_its_line(source: bytes, line: int) -> None:
    with pytest.raises(TemplateError) as caught:
        render_entry({"entries/note.md": source}, "note", NOTHING)

    assert caught.value.template == "entries/note.md"
    assert caught.value.line == line


def test_a_template_cannot_reach_the_machine() -> None:
    source = b"{{ ''.__class__.__mro__[1].__subclasses__() }}"

    with pytest.raises(TemplateError):
        render_entry({"entries/note.md": source}, "note", NOTHING)


def test_broken_templates_of_entries_are_found_without_rendering_them() -> None:
    own = {**default_templates(), "entries/mine.md": b"\n\n{{ oops"}

    assert [(e.template, e.line) for e in broken_entry_templates(own)] == [("entries/mine.md", 3)]


def test_a_note_without_front_matter_becomes_the_text() -> None:
    text = with_note(entry("feedback", source="peer"), "Nice chat.\n", "On the bus")

    assert text.endswith("---\n# On the bus\n\nNice chat.\n")
    assert said(text)["source"] == "peer"


def test_front_matter_of_a_note_is_kept_and_wins() -> None:
    note = "---\nfrom: mentor # Win\nx-mood: fine\n---\nNice chat.\n"

    text = with_note(entry("feedback", source="peer", company="A: B"), note, "T")

    assert text.endswith("from: mentor # Win\nx-mood: fine\n---\nNice chat.\n")
    assert said(text) == {
        "title": "T",
        "kind": "feedback",
        "date": "2026-03-04",
        "company": "A: B",
        "source": "mentor",
    }


def test_bare_front_matter_says_what_is_given() -> None:
    assert bare_front({"company": "a: b", "role": "", "nonsense": "x"}) == (
        '---\ncompany: "a: b"\n---\n'
    )


def test_a_second_entry_of_one_name_gets_a_number() -> None:
    taken = {"2026-03-04-kind-words", "2026-03-04-kind-words-2"}

    assert free_name(TODAY, "Kind words!", ()) == "2026-03-04-kind-words"
    assert free_name(TODAY, "Kind words!", taken) == "2026-03-04-kind-words-3"
