"""Themes renamed in files: what changes, and that nothing else does."""

from __future__ import annotations

import codecs
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.config import Config, read_config
from afterword.fields import vocabulary
from afterword.journal.edits import rename_in_entry, rename_in_settings, why_no_name
from afterword.journal.reading import read_file
from afterword.journal.themes import theme_key

WORDS = vocabulary(Config())


def renamed(text: str, **names: str) -> str:
    """Rename themes, key by key, in an entry."""
    return rename_in_entry(dedent(text).encode(), names, WORDS).decode()


def front(values: str, **names: str) -> str:
    """Rename themes in lines of front matter, which are returned."""
    text = renamed(f"---\n{values}\n---\nText.\n", **names)
    return text.removeprefix("---\n").removesuffix("\n---\nText.\n")


def bullet(line: str, **names: str) -> str:
    """Rename themes in a bullet under What went well, which is returned."""
    heading = "## What went well\n\n"
    return renamed(f"{heading}{line}\n", **names).removeprefix(heading).removesuffix("\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("strengths: pace", "strengths: tempo"),
        ("strengths:   Pace , calm", "strengths:   tempo , calm"),
        ("strengths: calm, and pace  # noted", "strengths: calm, and tempo  # noted"),
        ("strengths: [calm, pace]", "strengths: [calm, tempo]"),
        ("strengths: [calm, 'pace', x]", "strengths: [calm, 'tempo', x]"),
        ('strengths: ["pace", calm]', 'strengths: ["tempo", calm]'),
        ('strengths: ["#pace", calm]', 'strengths: ["#tempo", calm]'),
        ("strengths:\n  - calm\n  - pace  # yes", "strengths:\n  - calm\n  - tempo  # yes"),
        ("strengths:\n- 'pace'\n- calm", "strengths:\n- 'tempo'\n- calm"),
        ("strengths: [\n  pace,\n  calm,\n]", "strengths: [\n  tempo,\n  calm,\n]"),
        ("strengths: >\n  pace,\n  calm", "strengths: >\n  tempo,\n  calm"),
        ("strengths: |\n  pace\n  calm", "strengths: |\n  tempo\n  calm"),
        ("tags: pace", "tags: tempo"),
        ("To Improve: pace", "To Improve: tempo"),
        ("strengths: pace: too", "strengths: pace: too"),
        ("company: pace", "company: pace"),
    ],
)
def test_a_theme_is_renamed_in_every_form_of_list(before: str, after: str) -> None:
    assert front(before, pace="tempo") == after


def test_every_spelling_of_a_theme_is_renamed() -> None:
    text = "strengths: system-design, System Design, system\n  design, calm"

    assert front(text, systemdesign="architecture") == "strengths: architecture, calm"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("strengths: pace, calm", "strengths: calm"),
        ("strengths: calm, pace", "strengths: calm"),
        ("strengths: calm, and pace", "strengths: calm"),
        ("strengths: pace, x, calm", "strengths: x, calm"),
        ("strengths: [calm, 'pace', x]", "strengths: [calm, x]"),
        ("strengths: [x, calm, pace]", "strengths: [x, calm]"),
        ("strengths:\n  - pace\n  - calm", "strengths:\n  - calm"),
        ("strengths:\n  - calm\n  - pace", "strengths:\n  - calm"),
        ("strengths: pace\nimprovements: calm", "strengths: calm\nimprovements: calm"),
    ],
)
def test_a_list_that_would_say_a_theme_twice_says_it_once(before: str, after: str) -> None:
    assert front(before, pace="calm") == after


@pytest.mark.parametrize(
    "before",
    ["strengths:\n  - calm\n  - pace # after lunch", "strengths: pace, and calm"],
)
def test_what_cannot_be_dropped_cleanly_is_said_twice_and_not_lost(before: str) -> None:
    after = front(before, pace="calm")
    reading = read_file(f"---\n{after}\n---\n".encode(), WORDS)

    assert after == before.replace("pace", "calm")
    assert {span.text for span in reading.fields["strengths"]} == {"calm"}


def test_two_themes_become_one() -> None:
    assert front("themes: tempo, x, rhythm", tempo="pace", rhythm="pace") == "themes: pace, x"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- **Pace** was good", "- **Tempo** was good"),
        ("- **pace:** good", "- **tempo:** good"),
        ("- __Pace__: good", "- __Tempo__: good"),
        ("1. **Pace** good", "1. **Tempo** good"),
        ("### Pace\nGood.", "### Tempo\nGood."),
        ("### **Pace**\nGood.", "### **Tempo**\nGood."),
        ("### Pace — Ana\nGood.", "### Tempo — Ana\nGood."),
        ("- **[[Pace]]** good", "- **[[Tempo]]** good"),
        ("- Good #pace", "- Good #tempo"),
        ("- Good #pace.", "- Good #tempo."),
        ("- Good #pace/talks", "- Good #pace/talks"),
        ("- Good #pace — Ana", "- Good #tempo — Ana"),
        ("- Good #[pace].", "- Good #[tempo]."),
        ("- Of #pace, and more\n  #calm", "- Of #tempo, and more\n  #calm"),
        ("- Good\n  > Fine #pace", "- Good\n  > Fine #tempo"),
        ("- Said `#pace` aloud #pace", "- Said `#pace` aloud #tempo"),
        ("- Good %% #pace %% #pace", "- Good %% #pace %% #tempo"),
        ("- A **pace** inside", "- A **pace** inside"),
        ("- Good #pacey", "- Good #pacey"),
    ],
)
def test_a_theme_is_renamed_where_a_bullet_names_it(before: str, after: str) -> None:
    assert bullet(before, pace="tempo") == after


def test_a_name_of_two_words_is_written_in_brackets() -> None:
    assert bullet("- Good #pace", pace="speaking pace") == "- Good #[speaking pace]"


def test_a_theme_of_a_next_step_is_renamed() -> None:
    text = "## Next steps\n\n- [ ] Slow down #pace (by 2026-04-01)\n"

    assert renamed(text, pace="tempo") == text.replace("pace", "tempo")


@pytest.mark.parametrize("heading", ["Questions", "Lunch"])
def test_text_under_other_headings_stays(heading: str) -> None:
    text = f"# Pace #pace\n\n**Pace** #pace\n\n## {heading}\n\n- **Pace** #pace\n"

    assert renamed(text, pace="tempo") == text


def test_only_links_that_lead_to_the_theme_are_renamed() -> None:
    text = b"See [[pace]] and [[Pace#top|how fast]], not [[pace]].\n"
    links = {(1, 5), (1, 18)}

    assert rename_in_entry(text, {"pace": "tempo"}, WORDS, links) == (
        b"See [[tempo]] and [[tempo#top|how fast]], not [[pace]].\n"
    )


def test_a_bullet_that_took_its_theme_from_front_matter_keeps_it() -> None:
    text = """\
        ---
        strengths: structure
        ---
        ## What went well
        - Good structure in my answer — Ana
    """

    after = renamed(text, structure="clear order")

    assert "- Good structure in my answer — Ana #[clear order]\n" in after
    assert [s.text for s in read_file(after.encode(), WORDS).remarks[0].themes] == ["clear order"]
    assert read_file(after.encode(), WORDS).remarks[0].giver == "Ana"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ],
)
def test_byte_order_mark_line_ends_and_encoding_stay(end: str, mark: bytes, encoding: str) -> None:
    text = "---\nstrengths:\n- pace\n- tempo\n- é\n---\n\n## What went well\n- é é\n- x #pace\n"
    wanted = text.replace("- pace\n", "").replace("#pace", "#tempo")

    after = rename_in_entry(
        mark + text.replace("\n", end).encode(encoding), {"pace": "tempo"}, WORDS
    )

    assert after == mark + wanted.replace("\n", end).encode(encoding)


def test_mixed_line_ends_stay_as_they_are() -> None:
    text = b"---\r\nstrengths: pace\n---\r\n\r\n## What went well\n- x #pace\r\n- y #pace\n"

    assert rename_in_entry(text, {"pace": "tempo"}, WORDS) == text.replace(b"pace", b"tempo")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\x00pace", b"strengths: \xff pace"])
def test_what_is_no_text_is_left_alone(content: bytes) -> None:
    assert rename_in_entry(content, {"pace": "tempo"}, WORDS) == content


@given(
    st.lists(st.sampled_from(["pace", "Pace", "calm", "x y", "tempo"]), min_size=1),
    st.sampled_from(["strengths: {}", "strengths: [{}]", 'strengths: "a", {}', "- {}"]),
    st.sampled_from(["pace", "tempo", "calm", "two words"]),
)
def test_the_same_themes_are_read_afterwards(themes: list[str], form: str, name: str) -> None:
    values = form.format(", ".join(themes))
    text = f"---\n{values}\n---\n## To improve\n" + "".join(f"- t #[{t}]\n" for t in themes)
    before = read_file(text.encode(), WORDS)

    after = read_file(rename_in_entry(text.encode(), {"pace": name}, WORDS), WORDS)

    for field, spans in before.fields.items():
        wanted = {theme_key(name if theme_key(s.text) == "pace" else s.text) for s in spans}
        assert {theme_key(span.text) for span in after.fields[field]} == wanted
    assert [len(remark.themes) for remark in after.remarks] == [1] * len(themes)
    assert "pace" not in {theme_key(s.text) for r in after.remarks for s in r.themes} - {
        theme_key(name)
    }


@pytest.mark.parametrize(
    "name", ["pace", "system design", "C++", "C#", "R&D", "what's new", ".NET", "Ünïcode", "1:1"]
)
def test_a_name_that_is_allowed_reads_back_everywhere(name: str) -> None:
    text = """\
        ---
        strengths: old, calm
        improvements: [calm, old]
        themes:
        - "old"
        - 'calm'
        ---
        ## What went well
        - **old** one
        - two #old
        - three #[old]
    """

    reading = read_file(renamed(text, old=name).encode(), WORDS)

    assert why_no_name(name) == ""
    assert [span.text for span in reading.fields["strengths"]] == [name, "calm"]
    assert [span.text for span in reading.fields["improvements"]] == ["calm", name]
    assert [span.text for span in reading.fields["themes"]] == [name, "calm"]
    assert [span.text for remark in reading.remarks for span in remark.themes] == [name] * 3


@pytest.mark.parametrize(
    "name",
    ["", " ", "a, b", "a: b", "a #b", "[a]", "one two three four five", "null", "a|b", "a:", "**"],
)
def test_a_name_that_would_not_read_back_is_refused(name: str) -> None:
    assert why_no_name(name)


SETTINGS = """\
format = 1
title  = "pace"      # pace

[themes.pace]        # the theme pace
group   = "pace"
aliases = ["speed", 'haste']

[themes."system design"]

[readers.sam]
include = ["theme:pace", "kind:practice"]
exclude = ['theme:system design']
"""


def in_settings(**names: str) -> str:
    """Rename themes in the settings above."""
    return rename_in_settings(SETTINGS.encode(), names).decode()


def test_the_table_of_a_theme_and_what_readers_see_are_renamed() -> None:
    wanted = SETTINGS.replace("[themes.pace]", "[themes.tempo]").replace(
        "theme:pace", "theme:tempo"
    )

    assert in_settings(pace="tempo") == wanted


def test_a_key_is_quoted_when_it_must_be() -> None:
    after = in_settings(pace="speaking pace", systemdesign="design")

    assert '[themes."speaking pace"]' in after
    assert '[themes."design"]' in after
    assert "'theme:design'" in after
    assert not read_config(after)[1]


def test_an_alias_is_renamed_as_an_alias() -> None:
    assert "aliases = [\"speed\", 'hurry']" in in_settings(haste="hurry")


def test_a_table_stays_when_the_new_name_has_one() -> None:
    assert in_settings(pace="system design") == SETTINGS.replace(
        '"theme:pace"', '"theme:system design"'
    )


def test_settings_that_name_no_theme_of_these_stay_the_same() -> None:
    assert in_settings(calm="quiet", title="name", group="name") == SETTINGS
