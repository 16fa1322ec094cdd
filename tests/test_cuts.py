"""Private text and notes to self: what is cut, what is the author's, what is doubted."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.diagnostics import Severity
from afterword.journal.cuts import code_spans, cut, visible, within
from afterword.journal.fences import fenced


def shown(source: str) -> str:
    return visible("\n".join(cut(dedent(source).strip("\n"), first_line=1).lines))


def private(source: str) -> list[str]:
    found = cut(dedent(source).strip("\n"), first_line=1)
    return [found.lines[row] for row in sorted(found.private)]


def doubts(source: str) -> list[tuple[int, int]]:
    found = cut(dedent(source).strip("\n"), first_line=1)
    assert {(d.code, d.severity) for d in found.diagnostics} <= {
        ("malformed-private", Severity.ERROR)
    }
    return [(d.location.line, d.location.column) for d in found.diagnostics]


# Notes to self


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a %% b %% c", "a  c"),
        ("a %% b\nc %% d", "a \n d"),
        ("a <!-- b --> c", "a  c"),
        ("a\n<!-- b\n\nc -->\nd", "a\n\nd"),
        ("a<!-->b", "ab"),
        ("%% a %%\nb", "b"),
        ("- a\n- %% b %%\n- c", "- a\n- \n- c"),
        ("%%\n- a\n- b\n%%\nc", "c"),
        ("%% use `%%` for notes %% a", " a"),
        ("> %% a %%\n> b", "> \n> b"),
    ],
)
def test_a_note_is_cut(source: str, expected: str) -> None:
    assert shown(source) == expected
    assert doubts(source) == []


@pytest.mark.parametrize(
    "source",
    [
        "`%%` and `%%`",
        "`` a ` %% b %% ``",
        "```\n%% a %%\n<!-- b -->\n```",
        "~~~\n%% a %%\n~~~",
        "> ```\n> %% a %%\n> ```",
        "- ```\n  %% a %%\n  ```",
        "`<!-- a -->`",
    ],
)
def test_in_code_it_is_literal(source: str) -> None:
    assert shown(source) == source
    assert doubts(source) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<!--\n```\n-->\na %% b %%", "a "),
        ("a `b\n```\nc\n```\nd %% e %% `", "a `b\n```\nc\n```\nd  `"),
        ("a `b\n\nc %% d %% `", "a `b\n\nc  `"),
        ("> ```\n> a\n\nb %% c %%", "> ```\n> a\n\nb "),
        ("- ```\n  a\n\nb %% c %%", "- ```\n  a\n\nb "),
        ("It says ``` and\n%% c %%\nb", "It says ``` and\nb"),
    ],
)
def test_what_only_looks_like_code_hides_no_note(source: str, expected: str) -> None:
    assert shown(source) == expected


def test_a_note_ends_with_its_paragraph_and_is_doubted_when_it_does_not_end() -> None:
    source = "a %% b\n\nc\n\n- d %% e\n- f\n"

    assert shown(source) == "a \n\nc\n\n- d \n- f"
    assert doubts(source) == [(1, 3), (5, 5)]


def test_a_comment_that_never_ends_hides_the_rest() -> None:
    assert shown("a\n\nb <!-- c\n\nd") == "a\n\nb \n"
    assert doubts("a\n\nb <!-- c\n\nd") == [(3, 3)]


def test_places_stay_where_they_were() -> None:
    source = "a %% b %% c\n<!-- d\ne --> f"

    lines = cut(source, first_line=1).lines

    assert [len(line) for line in lines] == [len(line) for line in source.split("\n")]
    assert (lines[0].index("c"), lines[2].index("f")) == (10, 6)


# Private blocks


def test_a_private_block_is_for_the_author() -> None:
    source = """
        a
        ::: private
        b

        c
        :::
        d
    """

    assert shown(source) == "a\nb\n\nc\nd"
    assert private(source) == ["b", "", "c"]
    assert doubts(source) == []


@pytest.mark.parametrize(
    "fence",
    ["::: private", ":::private", "  ::: Private  ", ":::  private", "::: private %% why %%"],
)
def test_a_lock_may_be_written_a_little_differently(fence: str) -> None:
    assert private(f"{fence}\na\n:::\nb") == ["a"]
    assert doubts(f"{fence}\na\n:::\nb") == []


def test_an_end_in_code_is_none() -> None:
    source = "::: private\n```\n:::\n```\na\n:::\nb"

    assert private(source) == ["```", ":::", "```", "a"]
    assert doubts(source) == []


def test_a_block_that_never_ends_is_private_to_the_end_of_the_file() -> None:
    assert private("a\n::: private\nb\n\nc") == ["b", "", "c"]
    assert doubts("a\n::: private\nb\n\nc") == [(2, 1)]


def test_a_lock_in_code_that_never_ends_is_doubted() -> None:
    assert doubts("```\na\n::: private\nb\n:::") == [(1, 1)]
    assert doubts("```\na") == []


@pytest.mark.parametrize(
    "line",
    [
        "::private",
        ":: private",
        ":::: private",
        "::: secret",
        "::: privat",
        ":::",
        "：：：private",
        "：：private",
        "﹕﹕﹕ private",
        "∷ private",
        ":\u200b:: private",
        "\u200b::: private",
        "  ::: private notes",
        "> ::: private",
        "- ::: private",
        "1. ::: private",
        "# ::: private",
        "**::: private**",
        "\\::: private",
        ": private",
        ";;; private",
        "/// private",
        "> [!private]",
        "> [!PRIVATE]- Not for Sam",
        "[!private]",
        "> [!note] Private",
        "{.private}",
        "Words {: .private }",
        "{#x .private}",
        "{% private %}",
        "!!! private",
        '!!! note "Private"',
        "??? private",
        '<div class="private">',
        "<section class='a private'>",
        "<private>",
        "[private]",
        "[/private]",
        "(begin private)",
        "{private}",
        "--- private ---",
        "== PRIVATE ==",
        "<!-- private -->",
        "%% /private %%",
    ],
)
def test_a_mistyped_lock_is_an_error(line: str) -> None:
    problems = cut(f"a\n\n{line}\n\nb", first_line=5).diagnostics

    assert [(d.severity, d.location.line) for d in problems] == [(Severity.ERROR, 7)]


@pytest.mark.parametrize(
    "line",
    [
        "At 12:30 sharp.",
        "a::b",
        "std::vector and std::map",
        "Note: private clients only.",
        "In private, she agreed.",
        "Private",
        "**Private practice** is another world.",
        "## Private",
        "- private",
        "[private](https://example.org)",
        "(private clients)",
        "- ::before is a pseudo-element",
        "`::: private` is how a block begins.",
        "Use `{.private}` for it.",
        "See <https://example.org/private>.",
        "[private](private.md)",
        "He said it twice: : and :.",
        "| :: | : |",
        "A class of private schools {so called}",
        "> [!quote] He said the private sector pays better",
        "<!-- ask whether that was private talk -->",
    ],
)
def test_ordinary_text_is_no_lock(line: str) -> None:
    assert doubts(f"a\n\n{line}\n\nb") == []


def test_a_second_lock_inside_the_first_and_an_end_too_many_are_errors() -> None:
    assert doubts("::: private\na\n::: private\nb\n:::\nc\n:::") == [(3, 1), (7, 1)]


# Code


def test_lines_of_fenced_code() -> None:
    lines = ["a", "~~~ python", "```", "b", "~~~", "c", "``` a`b", "> ```", "> d", "e"]

    flags = fenced(lines)

    assert [i for i, code in enumerate(flags) if code] == [1, 2, 3, 4, 7, 8]


def test_a_longer_fence_ends_with_as_many_marks() -> None:
    assert fenced(["````", "```", "a", "`````", "b"]) == [True, True, True, True, False]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a `b` c", ["`b`"]),
        ("`` a`b `` `c", ["`` a`b ``"]),
        ("`a\nb`", ["`a\nb`"]),
        ("`a\n\nb`", []),
        ("- `a\n- b`", []),
        ("```\na\n```\n`b`", ["```\na\n```", "`b`"]),
    ],
)
def test_code_between_backticks(source: str, expected: list[str]) -> None:
    assert [source[start:end] for start, end in code_spans(source)] == expected


def test_within_looks_a_position_up() -> None:
    spans = [(2, 4), (7, 9)]

    assert [i for i in range(10) if within(spans, i)] == [2, 3, 7, 8]
    assert not within([], 0)


PIECES = st.sampled_from(
    [
        "%%",
        "<!--",
        "-->",
        "`",
        "```",
        "~~~",
        "\n",
        "\n\n",
        ":::",
        "private",
        " ",
        "a",
        "> ",
        "- ",
        "é",
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_whatever_is_written_nothing_moves_and_nothing_is_added(source: str) -> None:
    lines = cut(source, first_line=1).lines

    assert [len(line) for line in lines] == [len(line) for line in source.split("\n")]
    assert all(
        new in ("\0", old)
        for line, written in zip(lines, source.split("\n"), strict=True)
        for new, old in zip(line, written, strict=True)
    )


@pytest.mark.parametrize(
    "mark", ["[", "#", ">", "%%", "`", "-", "- %%\n", "%% x %% ", "``` `\n", "<a "]
)
def test_a_hundred_thousand_marks_are_read(mark: str) -> None:
    source = mark * (100_000 // len(mark)) + "\n\n::: private\na"

    found = cut(source, first_line=1)

    assert sum(map(len, found.lines)) + len(found.lines) - 1 == len(source)
