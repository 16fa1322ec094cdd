"""portfolio.toml as frozen values, and what is said about mistakes in it."""

from __future__ import annotations

import datetime as dt
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.config import (
    Config,
    NameSettings,
    QuestionSettings,
    TargetSettings,
    ThemeSettings,
    read_config,
)
from afterword.diagnostics import Severity
from afterword.fields.checked import SettingsError
from afterword.fields.toml import find_places, without_item


def read(text: str) -> Config:
    """Read settings without a fault."""
    config, problems = read_config("format = 1\n" + dedent(text))
    assert problems == ()
    return config


def complaints(text: str) -> list[str]:
    """Return `line:column code message` for what is wrong."""
    _, problems = read_config(dedent(text).lstrip("\n"))
    return [f"{d.location.line}:{d.location.column} {d.code} {d.message}" for d in problems]


def test_an_empty_portfolio_has_defaults_and_is_asked_for_its_format() -> None:
    config, problems = read_config("")

    assert (config.language, config.timezone, config.site_url) == ("en", None, "")
    assert config.ignore == {"aliases", "cssclasses", "publish"}
    assert [(d.severity, d.code, d.location.line) for d in problems] == [
        (Severity.WARNING, "missing-format", 0),
    ]


def test_plain_settings_are_read() -> None:
    config = read("""
        title = "Feedback"
        author = "Ana"
        language = "de"
        timezone = "Europe/Vienna"
        [site]
        url = "https://example.org"
        description = "Notes"
        [front_matter]
        ignore = ["Foo_Bar"]
    """)

    assert (config.title, config.author, config.language) == ("Feedback", "Ana", "de")
    assert (config.timezone, config.site_url) == ("Europe/Vienna", "https://example.org")
    assert config.ignore == {"foo bar"}


def test_one_s_own_words_lead_to_ours_even_through_a_synonym() -> None:
    config = read('[words.stage]\n"Skills_Station 2" = "OSCE"')

    assert config.words == {"stage": {"skills station 2": "skills"}}


def test_themes_questions_and_names_keep_their_order_and_spelling() -> None:
    config = read("""
        [themes."system design"]
        aliases = ["sys design"]
        private = true
        [themes.Pacing]
        group = "delivery"
        [questions."Why us?"]
        also = ["Why here?"]
        [names."Acme Corp"]
        as = "a payments company"
        also = ["acme.com"]
    """)

    assert config.themes == (
        ThemeSettings("system design", aliases=("sys design",), private=True),
        ThemeSettings("Pacing", group="delivery"),
    )
    assert config.questions == (QuestionSettings("Why us?", ("Why here?",)),)
    assert config.names == (NameSettings("Acme Corp", "a payments company", ("acme.com",)),)


def test_a_reader_is_read() -> None:
    sam = read("""
        [readers.sam]
        name = "Sam"
        include = ["kind:practice"]
        exclude = ["stage:offer"]
        since = 2026-01-01
        show = ["roles", "quotes"]
    """).readers["sam"]

    assert (sam.include, sam.exclude) == (("kind:practice",), ("stage:offer",))
    assert (sam.since, sam.until) == (dt.date(2026, 1, 1), None)
    assert sam.show == {"roles", "quotes"}
    assert sam.sealed
    assert sam.sound


@pytest.mark.parametrize(
    "line",
    ['exlude = ["stage:offer"]', "exclude = [1]", 'since = "soon"', 'show = ["quote"]'],
)
def test_a_reader_whose_settings_cannot_all_be_read_is_not_sound(line: str) -> None:
    config, problems = read_config(f"format = 1\n[readers.sam]\n{line}")

    assert not config.readers["sam"].sound
    assert len(problems) == 1


def test_a_theme_whose_privacy_cannot_be_read_is_private() -> None:
    config, _ = read_config('[themes.pay]\nprivate = "no"')

    assert config.themes == (ThemeSettings("pay", private=True),)


def test_publish_targets_keep_their_names() -> None:
    publish = read("""
        [publish]
        target = "pages"
        [publish.targets.pages]
        kind = "git"
        remote = "git@example.org:me/pages.git"
        branch = "pages"
        readers = ["author", "sam"]
    """).publish

    assert publish.target == "pages"
    assert publish.targets["pages"] == TargetSettings(
        "pages",
        kind="git",
        remote="git@example.org:me/pages.git",
        branch="pages",
        readers=("author", "sam"),
    )


def test_wrong_types_are_errors_with_their_place() -> None:
    found = complaints("""
        format = 1
        title = 5
        [site]
        url = ["x"]
        [front_matter]
          ignore = [1]
    """)

    assert found == [
        "4:1 wrong-type site.url should be a text in quotes",
        "2:1 wrong-type title should be a text in quotes",
        '6:3 wrong-type front_matter.ignore should be a list of texts: ["one", "two"]',
    ]


@pytest.mark.parametrize(
    "address",
    [
        *("example.org", "ftp://example.org", "https://", "javascript:alert(1)"),
        *("https://example.org/a b", "https://example.org/?a", "https://example.org/#a"),
        *("https://ana@example.org", "https:///notes", "https:example.org", "//example.org"),
    ],
)
def test_a_site_s_address_that_is_none_of_the_web_is_an_error_and_not_used(address: str) -> None:
    config, (problem,) = read_config(f'format = 1\n[site]\nurl = "{address}"\n')

    assert config.site_url == ""
    assert (problem.severity, problem.code) == (Severity.ERROR, "bad-value")
    assert (problem.location.line, problem.location.column) == (3, 1)


@pytest.mark.parametrize(
    "address",
    ["https://example.org", "http://localhost:8000/notes/", "https://bücher.example/~ana/"],
)
def test_a_site_s_address_is_taken_as_it_is(address: str) -> None:
    assert read(f'[site]\nurl = " {address} "').site_url == address


def test_true_is_no_number() -> None:
    assert complaints("format = true") == ["1:1 wrong-type format should be a whole number"]


def test_unknown_settings_are_warned_about_where_they_stand() -> None:
    _, problems = read_config('format = 1\nlnguage = "de"\n[readers.sam]\nnmae = "Sam"\n[sites]\n')
    places = [(d.location.line, d.severity, d.message, d.hint) for d in problems]

    assert places == [
        (4, Severity.WARNING, "readers.sam.nmae is not a setting", "Did you mean name?"),
        (2, Severity.WARNING, "lnguage is not a setting", "Did you mean language?"),
        (5, Severity.WARNING, "sites is not a setting", "Did you mean site?"),
    ]


def test_an_unknown_setting_far_from_any_other_lists_those_there_are() -> None:
    _, (problem,) = read_config("format = 1\n[site]\nzzzzzzzz = 1\n")

    assert problem.hint == "Known here: url, description."


def test_a_word_of_ours_that_does_not_exist_is_warned_about() -> None:
    found = complaints("""
        format = 1
        [words.stage]
        "skills lab" = "skils"
        [words.title]
        a = "b"
    """)

    assert found == [
        '3:1 unknown-setting "skils" is none of the words for stage',
        "4:1 unknown-setting words.title is not a setting",
    ]


def test_a_newer_format_is_an_error_that_says_so() -> None:
    _, (problem,) = read_config("format = 2")

    assert (problem.code, problem.severity) == ("newer-format", Severity.ERROR)
    assert problem.hint == "Install a newer version of Afterword."


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("title = ", 1, 9),
        ('title = "a"\nauthor = x\n', 2, 10),
        ("a = [\n", 2, 1),
        ("title 5", 1, 7),
    ],
)
def test_text_that_is_no_toml_stops_with_line_and_column(
    text: str,
    line: int,
    column: int,
) -> None:
    with pytest.raises(SettingsError) as caught:
        read_config(text)

    assert (caught.value.location.line, caught.value.location.column) == (line, column)


def test_deep_nesting_stops_with_words() -> None:
    with pytest.raises(SettingsError, match="nested too deep"):
        read_config("a = " + "[" * 30_000 + "]" * 30_000)


def test_a_byte_order_mark_and_windows_line_ends_are_fine() -> None:
    config, problems = read_config('\ufeffformat = 1\r\ntitle = "x"\r\n')

    assert (config.title, problems) == ("x", ())


def test_keys_are_found_past_texts_comments_and_lists_that_look_like_keys() -> None:
    places = find_places(
        dedent('''\
            a = """
            [x]
            b = 1
            """
            # c = 1
            d = [
              "e = 1", # ]
            ]
              [t."u.v".w]
            "x y".z = {k = 1}
            é = 'l = 1'
        '''),
    )

    assert places == {
        ("a",): (1, 1),
        ("d",): (6, 1),
        ("t",): (9, 3),
        ("t", "u.v"): (9, 3),
        ("t", "u.v", "w"): (9, 3),
        ("t", "u.v", "w", "x y"): (10, 1),
        ("t", "u.v", "w", "x y", "z"): (10, 1),
        ("t", "u.v", "w", "é"): (11, 1),
    }


@given(st.text(alphabet="ab[]{}=.,\"'#\n 1"))
def test_any_text_is_read_or_refused_in_order(text: str) -> None:
    try:
        config, _ = read_config(text)
    except SettingsError as error:
        assert error.location.file == "portfolio.toml"  # noqa: PT017
    else:
        assert config.format == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('["a", "sam"] # b', '["a"] # b'),
        ("[ 'sam', \"a\" ]", '[ "a" ]'),
        ('[\n  "a", # x\n  "sam",\n  "b"\n]', '[\n  "a", # x\n  "b"\n]'),
        ('[\n  "a",\n  "sam"\n]', '[\n  "a"\n]'),
        ('["\\u0073am"]', "[]"),
        ('["samuel"]', '["samuel"]'),
    ],
)
def test_a_word_is_taken_out_of_a_list_and_all_else_stays(before: str, after: str) -> None:
    text = '[publish.targets.x]\nreaders = {}\nother = ["sam"]\n[y]\nreaders = ["sam"]\n'
    path = ("publish", "targets", "x", "readers")

    assert without_item(text.format(before), path.__eq__, "sam") == text.format(after)
