"""Front matter as authors write it: read as meant, with the place of every word."""

from __future__ import annotations

from textwrap import dedent

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from afterword.diagnostics import Severity
from afterword.fields import FIELDS, did_you_mean
from afterword.journal import flatyaml
from afterword.journal.frontmatter import FrontMatter, Value, decode, read_front_matter
from afterword.journal.values import read_yes_no

OBSIDIAN = frozenset({"aliases", "cssclasses", "publish"})


def read(source: str) -> FrontMatter:
    """Read front matter given without its fences; its first line is line 2 of the file."""
    return read_front_matter(f"---\n{dedent(source).strip(chr(10))}\n---\nBody.\n", ignore=OBSIDIAN)


def texts(front: FrontMatter) -> dict[str, list[str]]:
    return {name: [value.text for value in values] for name, values in front.values.items()}


def places(front: FrontMatter, name: str) -> list[tuple[str, int, int]]:
    return [(value.text, value.line, value.column) for value in front.values[name]]


def complaints(front: FrontMatter) -> list[tuple[int, int, str]]:
    return [(d.location.line, d.location.column, d.code) for d in front.diagnostics]


# What is read


def test_the_smallest_useful_entry() -> None:
    front = read("""
        company: Acme
        source: hiring manager
        strengths: structure, staying calm
        improvements: teamwork examples
    """)

    assert texts(front) == {
        "company": ["Acme"],
        "source": ["hiring manager"],
        "strengths": ["structure", "staying calm"],
        "improvements": ["teamwork examples"],
    }
    assert places(front, "strengths") == [("structure", 4, 12), ("staying calm", 4, 23)]
    assert front.keys["strengths"] == (4, 1)
    assert (front.body, front.body_line) == ("Body.\n", 7)
    assert front.diagnostics == ()


def test_a_text_without_front_matter_is_all_body() -> None:
    front = read_front_matter("# Title\n\nText.\n")

    assert (front.values, front.body, front.body_line) == ({}, "# Title\n\nText.\n", 1)
    assert front.diagnostics == ()


@pytest.mark.parametrize("text", ["", "---\n---\n", "---", "---\n# a comment\n\n---\n"])
def test_nothing_says_nothing(text: str) -> None:
    front = read_front_matter(text)

    assert front.values == {}
    assert front.diagnostics == ()


def test_three_dots_and_trailing_spaces_end_it_too() -> None:
    front = read_front_matter("---  \nrole: Nurse\n... \nBody\n---\n")

    assert texts(front) == {"role": ["Nurse"]}
    assert front.body == "Body\n---\n"


def test_everything_is_text() -> None:
    front = read("""
        stage: no
        time: 12:30
        date: 2026-03-04
        rating: 0x1F
        role: 1e3
    """)

    assert [values[0].text for values in front.values.values()] == [
        *("no", "12:30", "2026-03-04", "0x1F", "1e3"),
    ]


@pytest.mark.parametrize("empty", ["", "~", "null", "NULL", '""', "[]", "[~, null]", "''"])
def test_an_empty_value_is_an_absent_one(empty: str) -> None:
    front = read(f"strengths: {empty}")

    assert front.values == {}
    assert front.keys == {"strengths": (2, 1)}
    assert front.diagnostics == ()


@pytest.mark.parametrize(
    "source",
    [
        "strengths: a, b c, and d",
        "strengths: [a, b c, and d]",
        "strengths:\n  - a\n  - b c\n  - d\n",
        "strengths:\n- a\n- b c\n- and d\n",
        "strengths: [a,\n  b c,\n  d]",
        "strengths: a,\n  b\n  c, d",
        "strengths: |\n  a, b c\n  d",
        "strengths: >\n  a, b\n  c,\n  d",
        "Went-Well: a, , b c, d,",
        "{strengths: [a, b c, d]}",
    ],
)
def test_all_ways_to_write_a_list_mean_the_same(source: str) -> None:
    front = read(source)

    assert texts(front) == {"strengths": ["a", "b c", "d"]}
    assert front.diagnostics == ()


def test_a_quoted_item_is_not_split() -> None:
    front = read("""
        strengths: "calm, under fire"
        improvements: pace, "short, clear answers", 'and so on'
        themes: ["a, b", c]
    """)

    assert texts(front) == {
        "strengths": ["calm, under fire"],
        "improvements": ["pace", "short, clear answers", "and so on"],
        "themes": ["a, b", "c"],
    }
    assert [value.quoted for value in front.values["improvements"]] == [False, True, True]


def test_an_apostrophe_quotes_nothing() -> None:
    assert texts(read("strengths: didn't rush, 'em dashes, isn't late"))["strengths"] == [
        *("didn't rush", "'em dashes", "isn't late"),
    ]


def test_a_text_is_never_split_and_keeps_its_and() -> None:
    assert texts(read("company: Smith, Jones and Sons")) == {"company": ["Smith, Jones and Sons"]}


def test_an_item_of_a_list_is_not_split_again() -> None:
    front = read("strengths:\n  - Good pace, though rushed at the end\n  - calm")

    assert texts(front)["strengths"] == ["Good pace, though rushed at the end", "calm"]


def test_a_semicolon_separates_names_and_a_comma_does_not() -> None:
    front = read("by: J. Reid, Ward Manager; A. Smith\nwith: [Ana, Ben]")

    assert texts(front) == {"by": ["J. Reid, Ward Manager", "A. Smith"], "with": ["Ana", "Ben"]}


def test_links_lose_their_brackets_and_themes_their_hash() -> None:
    front = read("""
        about: [[acme-final]]
        goal: [[speak slower]], [[other|that one]]
        interview: "[[acme]]"
        tags: ["#pacing", C#]
    """)

    assert texts(front) == {
        "about": ["acme-final"],
        "goal": ["speak slower", "other"],
        "interview": ["acme"],
        "themes": ["pacing", "C#"],
    }
    assert places(front, "about") == [("acme-final", 2, 10)]
    assert front.diagnostics == ()


def test_texts_over_several_lines_are_kept() -> None:
    front = read("title: |\n  One\n  two\nreason: >\n  folded\n  text\nplace: a\n  b\n")

    assert texts(front) == {"title": ["One\ntwo"], "reason": ["folded text"], "place": ["a b"]}


def test_unknown_keys_are_kept_and_some_are_silent() -> None:
    front = read("""
        strenghts: pace, calm
        x-mood: blue
        aliases: [a]
    """)

    assert [(k.text, k.line, k.column, k.silent) for k in front.unknown] == [
        ("strenghts", 2, 1, False),
        ("x-mood", 3, 1, True),
        ("aliases", 4, 1, True),
    ]
    assert front.unknown[0].values == (Value("pace, calm", 2, 12),)
    assert front.diagnostics == ()
    assert did_you_mean("strenghts") == "strengths"


def test_an_ignored_key_is_ignored_even_if_we_know_it() -> None:
    front = read_front_matter("---\ntags: a\n---\n", ignore=frozenset({"tags"}))

    assert front.values == {}
    assert front.unknown[0].silent


# Where it stands


def test_columns_count_code_points() -> None:
    front = read('strengths: é😀, ναι, "x"\n')

    assert places(front, "strengths") == [("é😀", 2, 12), ("ναι", 2, 16), ("x", 2, 21)]


def test_items_over_several_lines_have_their_own_lines() -> None:
    front = read("""
        strengths: a,
          b
          c, d
        improvements:
          - e
          -   "f"
        themes: [g,
            h]
        tools: |
          i
    """)

    assert places(front, "strengths") == [("a", 2, 12), ("b c", 3, 3), ("d", 4, 6)]
    assert places(front, "improvements") == [("e", 6, 5), ("f", 7, 7)]
    assert places(front, "themes") == [("g", 8, 10), ("h", 9, 5)]


def test_the_place_of_a_block_is_that_of_its_text() -> None:
    front = read("strengths: |\n\n   a, b\n   c")

    assert places(front, "strengths") == [("a", 4, 4), ("b", 4, 7), ("c", 5, 4)]


def test_line_ends_that_only_yaml_knows_do_not_shift_lines() -> None:
    front = read("title: a\u2028b\x85c\nrole: Nurse")

    assert places(front, "role") == [("Nurse", 3, 7)]
    assert texts(front)["title"] == ["a b c"]


def test_tabs_may_indent() -> None:
    front = read_front_matter("---\nstrengths:\n\t- a\n\t- b\nrole:\tNurse\t\n---\n")

    assert places(front, "strengths") == [("a", 3, 4), ("b", 4, 4)]
    assert texts(front)["role"] == ["Nurse"]
    assert front.diagnostics == ()


# What is mended


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Interview: Acme",
            "@ana",
            "[draft] x",
            '"Calm" she said',
            "**bold** move",
            "`code` talk",
        ),
        *(
            "%5 better",
            "& Sons",
            "| pipe",
            "> quoted",
            "- dash",
            "!important",
            "* star",
            "]x",
            "a: b: c",
        ),
        *("{x} y", "? why", "of 5: hired: yes"),
    ],
)
def test_a_text_that_yaml_reads_otherwise_is_read_as_meant(text: str) -> None:
    front = read(f"company: Acme\ntitle: {text}\nrole: Nurse")

    assert texts(front) == {"company": ["Acme"], "title": [text], "role": ["Nurse"]}
    assert complaints(front) == [(3, 8, "read-as-meant")]
    assert front.diagnostics[0].severity is Severity.HINT
    assert "title: " in front.diagnostics[0].hint


def test_items_that_yaml_reads_otherwise_are_read_as_meant() -> None:
    front = read("""
        strengths:
          - Pace: too fast
          - @ana said so
          - calm
          - "quoted: text"
    """)

    assert texts(front)["strengths"] == ["Pace: too fast", "@ana said so", "calm", "quoted: text"]
    assert complaints(front) == [(3, 5, "read-as-meant"), (4, 5, "read-as-meant")]


def test_a_key_without_a_space_after_its_colon_is_read() -> None:
    front = read("role: Nurse\ncompany:Acme\nstage: final")

    assert texts(front) == {"role": ["Nurse"], "company": ["Acme"], "stage": ["final"]}
    assert complaints(front) == [(3, 9, "read-as-meant")]


def test_the_advice_to_quote_gives_valid_yaml() -> None:
    front = read("""title: "It's" a \\ test""")
    advice = front.diagnostics[0].hint.removeprefix("Put it in quotes: ")

    assert yaml.safe_load(advice) == {"title": '"It\'s" a \\ test'}


# What is lost to YAML


def test_comments_that_look_like_text_are_caught() -> None:
    front = read("""
        improvements: #pacing
        strengths: a, b #calm
        themes:
          - #one
          - two
    """)

    assert complaints(front) == [
        (2, 15, "lost-comment"),
        (3, 17, "lost-comment"),
        (5, 5, "lost-comment"),
    ]
    assert '"#calm"' in front.diagnostics[1].message
    assert {d.severity for d in front.diagnostics} == {Severity.WARNING}


def test_a_hash_with_one_space_before_may_have_been_text() -> None:
    front = read("title: Team # 1")

    assert [(d.code, d.severity) for d in front.diagnostics] == [("lost-comment", Severity.HINT)]


@pytest.mark.parametrize(
    "source",
    [
        "stage: final  # or onsite",
        "# a line of comment\nstage: final",
        "#stage: final\nrole: Nurse",
        "strengths:\n  # two at most\n  - a",
        "strengths: # two at most\n  - a",
        'strengths: ["#a", "b #c"]',
        "title: C# and F#",
        "title: |\n  # a heading\n  text #tag",
        "place: https://example.org/#top",
        "x-note: a #b",
    ],
)
def test_other_hashes_are_left_in_peace(source: str) -> None:
    assert read(source).diagnostics == ()


# What is wrong


def test_a_key_given_twice_is_an_error_naming_both_lines() -> None:
    front = read("role: a\nstage: final\nRole: b\nfoo: 1\nFOO: 2")

    assert texts(front)["role"] == ["a"]
    assert complaints(front) == [(4, 1, "duplicate-key"), (6, 1, "duplicate-key")]
    assert "line 2 and in line 4" in front.diagnostics[0].message


def test_two_synonyms_are_an_error_naming_both_lines() -> None:
    front = read("tags: a\nstage: final\ntopics: b")

    assert texts(front)["themes"] == ["a"]
    assert complaints(front) == [(4, 1, "synonym-clash")]
    assert front.diagnostics[0].message == "tags in line 2 and topics in line 4 both mean themes"


@pytest.mark.parametrize("source", ["- a\n- b", "5", "just a sentence", "[a, b]", '"x"'])
def test_front_matter_that_is_no_mapping_is_an_error_and_shown_as_text(source: str) -> None:
    front = read(source)

    assert [(d.code, d.severity) for d in front.diagnostics] == [("not-a-mapping", Severity.ERROR)]
    assert (front.body, front.body_line) == (f"{source}\n---\nBody.\n", 2)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("{a: b}", "nested-value"),
        ("[a, [b]]", "nested-value"),
        ("\n  a: b", "nested-value"),
        ("*all", "refused-yaml"),
        ("&all sam", "refused-yaml"),
        ("'open", "bad-yaml"),
        ("[open", "bad-yaml"),
    ],
)
def test_one_bad_value_does_not_touch_the_others(value: str, code: str) -> None:
    front = read(f"company: Acme\nshare: {value}\nrole: Nurse")

    assert [(d.code, d.severity) for d in front.diagnostics] == [(code, Severity.ERROR)]
    assert texts(front)["company"] == ["Acme"]
    assert texts(front)["role"] == ["Nurse"]


def test_merge_keys_are_refused() -> None:
    assert complaints(read("role: Nurse\n<<: *base")) == [(3, 5, "refused-yaml")]


def test_a_nested_item_does_not_take_its_neighbours_along() -> None:
    front = read("strengths:\n  - a\n  - [b, c]\n  - d")

    assert texts(front)["strengths"] == ["a", "d"]
    assert complaints(front) == [(4, 5, "nested-value")]


def test_a_line_that_belongs_to_no_key_is_an_error_and_the_rest_is_read() -> None:
    front = read("company: Acme\nsource hiring manager\nrole: Nurse")

    assert texts(front) == {"company": ["Acme"], "role": ["Nurse"]}
    assert complaints(front) == [(3, 1, "bad-yaml")]
    assert '"source hiring manager"' in front.diagnostics[0].message


def test_a_key_that_slid_to_the_right_is_still_a_key() -> None:
    front = read("company: Acme\n  source: peer\n  share: sam")

    assert texts(front) == {"company": ["Acme"], "source": ["peer"], "share": ["sam"]}


@pytest.mark.parametrize("value", ["{yes: 1}", "*yes", "[[yes]", "\n  yes: 1", "no\ndraft: yes"])
def test_a_draft_that_cannot_be_read_is_not_taken_for_none(value: str) -> None:
    front = read(f"draft: {value}")

    assert Severity.ERROR in {d.severity for d in front.diagnostics}
    assert len(front.values["draft"]) == 1
    assert read_yes_no(front.values["draft"][0].text) is not False


def test_two_answers_in_a_list_are_neither() -> None:
    assert texts(read("draft: [no, yes]\nquote: [ok, no]")) == {
        "draft": ["no, yes"],
        "quote": ["ok, no"],
    }


def test_control_characters_are_named() -> None:
    front = read("title: a\x02b\nrole: Nurse")

    assert texts(front) == {"title": ["a b"], "role": ["Nurse"]}
    assert complaints(front) == [(2, 9, "control-character")]
    assert "U+0002" in front.diagnostics[0].message


@pytest.mark.parametrize("open_close", [("[", "]"), ("{a: ", "}"), ("- ", ""), ("\n a:", "")])
def test_deep_nesting_is_refused_without_harm(open_close: tuple[str, str]) -> None:
    opening, closing = open_close
    front = read_front_matter(
        f"---\nrole: Nurse\nfoo: {opening * 30_000}{closing * 30_000}\nstage: final\n---\n",
    )

    assert texts(front)["role"] == ["Nurse"]
    assert Severity.ERROR in {d.severity for d in front.diagnostics} or opening == "- "


# Where it begins and ends


def test_without_an_end_the_keys_up_to_an_empty_line_are_read() -> None:
    front = read_front_matter("---\nrole: Nurse\nstrengths:\n  - a\n\nText: and more.\n")

    assert texts(front) == {"role": ["Nurse"], "strengths": ["a"]}
    assert (front.body, front.body_line) == ("\nText: and more.\n", 5)
    assert complaints(front) == [(1, 1, "unclosed-front-matter")]


def test_a_rule_in_the_text_is_not_taken_for_the_end() -> None:
    front = read_front_matter("---\ndraft: yes\n\n# Title\n\nProse, no key.\n\n---\n\nEnd.\n")

    assert texts(front) == {"draft": ["yes"]}
    assert front.body == "\n# Title\n\nProse, no key.\n\n---\n\nEnd.\n"
    assert complaints(front) == [(1, 1, "unclosed-front-matter")]


def test_a_rule_at_the_top_of_a_text_is_a_rule() -> None:
    front = read_front_matter("---\n\nText.\n")

    assert (front.body, front.diagnostics) == ("---\n\nText.\n", ())


@pytest.mark.parametrize(
    "text",
    [
        "\n---\ndraft: yes\n---\nText",
        "draft: yes\n---\nText",
        "----\ndraft: yes\n---\nText",
        "\u2014-\ndraft: yes\n---\n",
        "company: Acme\nStage: final\n\nThey rang.\n",
        "Title: Acme\nAuthor: Ana\nDate: 4 March 2026\n",
    ],
)
def test_front_matter_that_never_began_is_an_error(text: str) -> None:
    front = read_front_matter(text)

    assert front.body == text
    assert complaints(front) == [(1, 1, "unopened-front-matter")]


@pytest.mark.parametrize(
    "text",
    [
        *("Note: this is prose.\n\n---\n", "Result\n---\n", "Text.\n\n---\na: b\n"),
        *("Result: they said no.\nAnd that was that.\n", "Result: no.\n\nRole: cook.\n"),
        "Result: they said no.\nLesson: ask.\n",
    ],
)
def test_prose_is_not_taken_for_front_matter(text: str) -> None:
    assert read_front_matter(text).diagnostics == ()


# Bytes


def test_bytes_become_text_with_plain_line_ends() -> None:
    assert decode("\ufeffa\r\nb\rc\n".encode()) == ("a\nb\nc\n", ())
    assert decode("é\r\n".encode("utf-16")) == ("é\n", ())
    assert decode(b"a\x02b\x03") == ("a\x02b\x03", ())


def test_bytes_that_are_not_utf_8_are_an_error_with_their_place() -> None:
    text, (problem,) = decode(b"ok\r\nna\xefve\n")

    assert text == "ok\nna\ufffdve\n"
    assert (problem.location.line, problem.location.column, problem.code) == (2, 3, "not-text")


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\0\0", "abc".encode("utf-16-le")])
def test_a_binary_file_is_an_error(content: bytes) -> None:
    text, problems = decode(content)

    assert text == ""
    assert problems[-1].code == "binary-file"


@given(st.binary())
def test_any_bytes_can_be_decoded(content: bytes) -> None:
    text, _ = decode(content)

    assert "\r" not in text


# Anything at all

_LINES = st.one_of(
    st.builds(
        "{}{}{}{}".format,
        st.sampled_from(["", " ", "  ", "\t", "- ", "  - "]),
        st.sampled_from([*FIELDS, "tags", "foo", "<<", '"q"', "a b", "?", ""]),
        st.sampled_from([": ", ":", "", " : "]),
        st.text(alphabet="abé😀 ,;:#'\"[]{}&*!|>@%-?\\~\x02\t\u2028", max_size=12),
    ),
    st.text(alphabet="ab:#'\"[]{}-., \t", max_size=12),
    st.just(""),
)
_DOCUMENTS = st.builds(
    "{}\n{}\n{}".format,
    st.sampled_from(["---", "--- ", "----", "", "# x"]),
    st.lists(_LINES, max_size=8).map("\n".join),
    st.sampled_from(["---\nBody", "...\n", "", "\n\nProse\n---\n"]),
)


@given(_DOCUMENTS)
def test_whatever_is_written_is_read_and_every_value_stands_where_it_says(text: str) -> None:
    front = read_front_matter(text, ignore=OBSIDIAN)
    lines = text.split("\n")

    assert text.endswith(front.body)
    assert front.body == "" or lines[front.body_line - 1] == front.body.split("\n")[0]
    for values in front.values.values():
        for value in values:
            assert value.text
            there = lines[value.line - 1][value.column - 1 :]
            assert there[:1] in (value.text[:1], "'", '"', "\x02", "\u2028")
    for name, (line, column) in front.keys.items():
        assert name in FIELDS
        assert column <= len(lines[line - 1])
    for problem in front.diagnostics:
        assert problem.location.line <= len(lines)


_WORDS = st.text(alphabet="abcxyzé😀", min_size=3, max_size=8)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["title: ", "role:  ", "- ", "foo: ", "", "  ", "strengths: [", "by: "]
            ),
            st.sampled_from(
                ["", "@", "&", "*", "'", '"', "x: ", "{", "[", "!", "- ", "| ", "#", "a #"]
            ),
            _WORDS,
            st.sampled_from(["", "]", "}", "'", '"', ", ", " #c", ":", " :"]),
        ),
        max_size=6,
    ),
)
def test_no_word_an_author_writes_is_lost_without_a_word_about_it(
    parts: list[tuple[str, str, str, str]],
) -> None:
    text = "---\n" + "\n".join(map("".join, parts)) + "\n---\nBody"
    front = read_front_matter(text)
    kept = " ".join(
        [value.text for values in front.values.values() for value in values]
        + [value.text for key in front.unknown for value in (key, *key.values)]  # type: ignore[attr-defined]
        + [d.message + d.hint for d in front.diagnostics]
        + [front.body],
    )

    for number, (key, _, word, _) in enumerate(parts, 2):
        is_comment = "".join(parts[number - 2]).lstrip().startswith("#")
        assert word in kept or is_comment, (key, number)


# Both of YAML's parsers


def test_the_parser_written_in_python_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    source = """
        title: "a: é😀"
        strengths: a, b,
          c
        improvements:
          - d
          - 'e'
        reason: |
          f
          g
        themes: [h, i] #j
        by: @k
    """
    with_libyaml = read(source)
    monkeypatch.setattr(flatyaml, "_PARSER", yaml.BaseLoader)

    assert read(source) == with_libyaml


@pytest.mark.parametrize(
    ("line", "field", "said"),
    [
        ('company: "[[Acme Corp]]"', "company", ["Acme Corp"]),
        ('by: "[[Dana Reid]]"', "by", ["Dana Reid"]),
        (
            'strengths: ["[[pace]]", "[[system design|design]]"]',
            "strengths",
            ["pace", "system design"],
        ),
        ('reason: "[[one]] and [[two]]"', "reason", ["[[one]] and [[two]]"]),
    ],
)
def test_a_link_around_a_whole_value_is_not_part_of_it(
    line: str, field: str, said: list[str]
) -> None:
    front = read_front_matter(f"---\n{line}\n---\n")

    assert [value.text for value in front.values[field]] == said
