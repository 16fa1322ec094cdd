"""Markdown becomes HTML that is valid, bounded in cost, and the same however it is reached."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from textwrap import dedent
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown as Library
from markdown.extensions.sane_lists import SaneListExtension
from markdown_it import MarkdownIt

from afterword.site.markdown import Link, Markdown, Target, only_elsewhere, plain_text
from afterword.site.markdown_html import balance
from afterword.site.markdown_lists import nest_lists

if TYPE_CHECKING:
    from collections.abc import Sequence


def slugify(text: str) -> str:
    return re.sub(r"\W+", "-", text.lower()).strip("-")


@pytest.fixture(scope="module")
def markdown() -> Markdown:
    return Markdown(slugify)


@pytest.fixture(scope="module")
def thorough() -> Markdown:
    return Markdown(slugify, shortcuts=False)


def html_of(markdown: Markdown, text: str) -> str:
    return markdown.render((dedent(text).strip("\n"),)).fragments[0]


# Links


def to_site(link: Link) -> Target:
    if link.target.startswith("http") and link.kind == "image":
        return Target(link.target, as_link=True)
    if link.kind == "wiki":
        return Target(f"/{link.target}/", link.label or link.target.title())
    return Target(None if "gone" in link.target else f"/{link.target}")


@pytest.mark.parametrize(
    ("text", "asked", "shown"),
    [
        ("[[acme]]", Link("wiki", "acme"), '<a href="/acme/">Acme</a>'),
        ("[[acme|that one]]", Link("wiki", "acme", "that one"), '<a href="/acme/">that one</a>'),
        ("[x](../a.md#h)", Link("link", "../a.md#h", "x"), '<a href="/../a.md#h">x</a>'),
        ('[x](a.md "T")', Link("link", "a.md", "x", "T"), '<a href="/a.md" title="T">x</a>'),
        ("[x](a.md?b&amp;c)", Link("link", "a.md?b&c", "x"), '<a href="/a.md?b&amp;c">x</a>'),
        ("[R&amp;D](a)", Link("link", "a", "R&D"), '<a href="/a">R&amp;D</a>'),
        ("[x *y*](gone.md)", Link("link", "gone.md", "x y"), "x <em>y</em>"),
        ("![alt](p.png)", Link("image", "p.png", "alt"), '<img alt="alt" src="/p.png">'),
        ("![alt](gone.png)", Link("image", "gone.png", "alt"), "alt"),
        ("![p](http://x/p)", Link("image", "http://x/p", "p"), '<a href="http://x/p">p</a>'),
        (
            "<a@b.org>",
            Link("link", "mailto:a@b.org", "a@b.org"),
            '<a href="/mailto:a@b.org">a@b.org</a>',
        ),
        ("[x][r]\n\n[r]: a.md", Link("link", "a.md", "x"), '<a href="/a.md">x</a>'),
        ("![x][r]\n\n[r]: p.png", Link("image", "p.png", "x"), '<img alt="x" src="/p.png">'),
    ],
)
def test_every_kind_of_link_asks_the_resolver(
    markdown: Markdown, text: str, asked: Link, shown: str
) -> None:
    seen: list[Link] = []

    def resolve(link: Link) -> Target:
        seen.append(link)
        return to_site(link)

    rendered = markdown.render((text,), resolve=resolve)

    assert seen == [asked]
    assert rendered.fragments == (f"<p>{shown}</p>",)


@pytest.mark.parametrize("text", ["`[[x]]`", "    [[x]]", "```\n[[x]]\n```", r"\[[x]]", "[[ ]]"])
def test_code_and_escapes_hold_no_wiki_links(markdown: Markdown, text: str) -> None:
    assert "<a" not in markdown.render((text,), resolve=to_site).fragments[0]


def test_a_wiki_link_in_a_table_escapes_its_bar(markdown: Markdown) -> None:
    rendered = markdown.render(("| a | b |\n|---|---|\n| [[x\\|y]] | 2 |",), resolve=to_site)

    assert '<td><a href="/x/">y</a></td>' in rendered.fragments[0]


@pytest.mark.parametrize(
    "url",
    ["javascript:x", "JaVaScRiPt:x", "java&#10;script:x", "&#1;data:x", "vbscript:x", "data:x"],
)
@pytest.mark.parametrize("text", ["[label](<{}>)", "![label](<{}>)", "[label][r]\n\n[r]: {}"])
def test_an_address_that_runs_a_script_is_shown_as_its_label(
    markdown: Markdown, text: str, url: str
) -> None:
    rendered = markdown.render((text.format(url),), resolve=lambda link: Target(link.target))

    assert rendered.fragments == ("<p>label</p>",)


def test_without_a_resolver_only_links_that_leave_the_site_are_kept() -> None:
    targets = ("https://a.b", "mailto:a@b.c", "#x", "a.md", "../a.png")
    urls = [only_elsewhere(Link("link", target)).url for target in targets]

    assert urls == ["https://a.b", "mailto:a@b.c", "#x", None, None]


def test_links_inside_links_are_text(markdown: Markdown) -> None:
    rendered = markdown.render(("[a [[b]] c](x)",), resolve=to_site)

    assert rendered.fragments == ('<p><a href="/x">a B c</a></p>',)


# Blocks


def test_tables_scroll_and_align_by_class(markdown: Markdown) -> None:
    shown = html_of(markdown, "| a | b |\n|---|--:|\n| 1 | 2 |\n\ntext\n\n| c |\n|---|\n| 3 |")

    assert "style=" not in shown
    assert '<td class="right">2</td>' in shown
    assert re.findall(r"<div (.*?)>", shown) == [
        'aria-label="Table" class="scroll" role="region" tabindex="0"',
        'aria-label="Table 2" class="scroll" role="region" tabindex="0"',
    ]


def test_an_empty_heading_cell_is_an_ordinary_cell(markdown: Markdown) -> None:
    shown = html_of(markdown, "|   | b |\n|---|---|\n| 1 | 2 |")

    assert "<td></td>\n<th>b</th>" in shown


def test_tasks_are_marks_with_words(markdown: Markdown) -> None:
    shown = html_of(markdown, "- [x] sent\n- [ ] ask *Ana*")

    assert shown == dedent("""
        <ul>
        <li class="task done"><span aria-hidden="true" class="mark">✓</span>\
        <span class="vh">done: </span>sent</li>
        <li class="task"><span aria-hidden="true" class="mark">○</span>\
        <span class="vh">to do: </span>ask <em>Ana</em></li>
        </ul>
    """).strip().replace("        <span", "<span")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ((1, 2, 3), (2, 3, 4)),
        ((2, 3), (2, 3)),
        ((3, 4, 3), (2, 3, 2)),
        ((2, 4, 3), (2, 3, 3)),
        ((4, 2, 6), (2, 2, 3)),
        ((1, 2, 3, 4, 5, 6), (2, 3, 4, 5, 6, 6)),
    ],
)
def test_headings_begin_at_the_top_and_skip_no_level_going_down(
    markdown: Markdown, written: tuple[int, ...], shown: tuple[int, ...]
) -> None:
    rendered = markdown.render([f"{'#' * level} x" for level in written])

    levels = [int(level) for level in re.findall(r"<h(\d)", "".join(rendered.fragments))]
    assert levels == list(shown)


def test_headings_begin_where_the_page_says(markdown: Markdown) -> None:
    assert markdown.render(("# a",), top=4).fragments == ('<h4 id="h-a">a</h4>',)


def test_heading_ids_are_slugs_and_unique_in_the_entry(markdown: Markdown) -> None:
    texts = ("# R&amp;D *now* [x](y)[^1]", "## R&D now x", "[^1]: n")
    rendered = markdown.render(texts)

    ids = re.findall(r'<h\d id="(.*?)"', "".join(rendered.fragments))
    assert ids == ["h-r-d-now-x", "h-r-d-now-x_1"]


def test_a_hash_without_a_space_is_no_heading(markdown: Markdown) -> None:
    assert html_of(markdown, "#theme here") == "<p>#theme here</p>"


def test_a_code_fence_keeps_its_language_and_stands_alone(markdown: Markdown) -> None:
    shown = html_of(markdown, 'text\n```python title="x"\n- a < b\n  - *c*\n```\nmore')

    assert shown == (
        '<p>text</p>\n<pre><code class="language-python">- a &lt; b\n  - *c*\n</code></pre>\n'
        "<p>more</p>"
    )


def test_a_code_fence_in_a_list_item_belongs_to_the_item(markdown: Markdown) -> None:
    shown = html_of(markdown, "- a\n  ```\n  - code\n  ```\n- b")

    assert "<pre><code>- code\n</code></pre>\n</li>\n<li>" in shown


def test_strikethrough_is_known_and_subscript_is_not(markdown: Markdown) -> None:
    assert html_of(markdown, "~~gone~~ H~2~O") == "<p><del>gone</del> H~2~O</p>"


def test_an_admonition_is_a_titled_block(markdown: Markdown) -> None:
    shown = html_of(markdown, '!!! note "Hi"\n    body')

    assert '<div class="admonition note">\n<p class="admonition-title">Hi</p>' in shown


@pytest.mark.parametrize("sign", ["\x02", "\x03", "\x02klzzwxh:0000\x03", "\x00", "\x1f", "\x85"])
def test_control_characters_become_the_replacement_character(markdown: Markdown, sign: str) -> None:
    shown = markdown.render((f"a {sign} *b*", f"c {sign}")).fragments

    assert all("\ufffd" in fragment for fragment in shown)
    assert not any(re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", fragment) for fragment in shown)


# Footnotes


def test_footnotes_are_numbered_as_mentioned_and_link_back(markdown: Markdown) -> None:
    rendered = markdown.render(
        ("x[^late note] y[^b] z[^b]", "[^b]: B\n\n[^unused]: U\n\n[^late note]: L"), prefix="e-"
    )

    assert re.findall(r'id="(\S*?)"', rendered.fragments[0]) == [
        "e-fnref-1",
        "e-fnref-2",
        "e-fnref-2-2",
    ]
    assert rendered.fragments[1] == ""
    assert [plain_text(item) for item in rendered.footnotes.split("<li")[1:]] == [
        'id="e-fn-1"> L ↩',
        'id="e-fn-2"> B ↩↩',
        'id="e-fn-3"> U',
    ]
    assert re.findall(r'aria-label="(Back.*?)".*?href="(.*?)"', rendered.footnotes) == [
        ("Back to footnote 1 in the text", "#e-fnref-1"),
        ("Back to footnote 2 in the text", "#e-fnref-2"),
        ("Back to footnote 2 in the text (2)", "#e-fnref-2-2"),
    ]


@pytest.mark.parametrize(
    "text",
    ["a[^1]\n\n[^1]:", "a[^1]\n\n[^1]: [^1]", "a[^1]\n\n[^1]:\n    > [^2]: x", "[^1]: only"],
)
def test_odd_footnotes_are_survived(markdown: Markdown, text: str) -> None:
    rendered = markdown.render((text,))

    assert 'role="doc-endnotes"' in rendered.footnotes
    assert rendered.plain == ()


# Fragments


LEAKY = (
    "```\nunclosed",
    "~~~\nunclosed",
    "<div>\nunclosed",
    "<!-- unclosed",
    "<script>unclosed",
    '<p title="unclosed',
    "- a\n    - b",
    "1. a",
    "> quote",
    "[ref]:",
    "[ref",
    "    code",
    "text[^1]\n\n[^1]: note",
    "!!! note",
    "| a | b |\n|---|---|",
    "*unclosed",
    "`unclosed",
    "term\n====",
    "",
)


@pytest.mark.parametrize("first", LEAKY)
@pytest.mark.parametrize(
    "second", ["text", "    indented", "- item", "> quote", "| 1 | 2 |", "==="]
)
def test_no_fragment_reaches_into_the_next(markdown: Markdown, first: str, second: str) -> None:
    together = markdown.render((first, second, "last *one*"))

    assert together.fragments[0] == markdown.render((first,)).fragments[0]
    assert together.fragments[1] == markdown.render((second,)).fragments[0]
    assert together.fragments[2] == "<p>last <em>one</em></p>"


def test_references_and_footnotes_are_shared(markdown: Markdown) -> None:
    rendered = markdown.render(("[a][r] [^n]", "[r]: https://x.y", "[^n]: note"))

    assert '<a href="https://x.y">a</a>' in rendered.fragments[0]
    assert 'href="#fn-1"' in rendered.fragments[0]


@pytest.mark.parametrize(
    ("written", "balanced"),
    [
        ("<div><b>x", "<div><b>x</b></div>"),
        ("x</section></li>", "x"),
        ("<div><b>x</div>", "<div><b>x</b></div>"),
        ("<p>a<p>b</p>", "<p>a<p>b</p>"),
        ("<ul><li>a</ul>", "<ul><li>a</ul>"),
        ("<br><img src=x><hr/>", "<br><img src=x><hr/>"),
        ("<!-- x --><b>y</b>", "<!-- x --><b>y</b>"),
        ("<!-- x", "&lt;!-- x"),
        ('<a title="x', '&lt;a title="x'),
        ("<script>if (a<b) '</div>'", "<script>if (a<b) '</div>'</script>"),
        ("<script>a</script><b>", "<script>a</script><b></b>"),
        ("1 < 2", "1 < 2"),
    ],
)
def test_raw_html_ends_with_its_fragment(written: str, balanced: str) -> None:
    assert balance(written) == balanced


def test_raw_html_passes_through(markdown: Markdown) -> None:
    shown = html_of(markdown, '<div class="x" onclick="y">\n*z*\n</div>\n\na <kbd>b</kbd> & c < d')

    assert shown == (
        '<div class="x" onclick="y">\n*z*\n</div>\n\n<p>a <kbd>b</kbd> &amp; c &lt; d</p>'
    )


# Lists


class Outline(HTMLParser):
    """Text of list items and of what surrounds them, with the lists it is in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lists: list[str] = []
        self.entries: list[tuple[tuple[str, ...], list[str]]] = [((), [])]
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        if tag in {"ul", "ol"}:
            self.lists.append(tag)
        if tag == "li":
            self.entries.append((tuple(self.lists), []))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ul", "ol"}:
            self.lists.pop()
            if not self.lists:
                self.entries.append(((), []))

    def handle_data(self, data: str) -> None:
        self.entries[-1][1].extend(data.split())

    def result(self) -> list[tuple[tuple[str, ...], str]]:
        return [(lists, " ".join(words)) for lists, words in self.entries if words]


@st.composite
def nested_lists(draw: st.DrawFn, steps: Sequence[int] = (2, 3, 4), *, loose: bool = True) -> str:
    lines: list[str] = []

    def word() -> str:
        return f"w{len(lines)}"

    def add_list(column: int, depth: int) -> None:
        ordered = draw(st.booleans())
        first = draw(st.sampled_from([1, 1, 3, 6])) if depth == 0 else 1
        bullet = draw(st.sampled_from("-*+"))
        for number in range(draw(st.integers(1, 3))):
            mark = f"{first + number}." if ordered else bullet
            content = column + len(mark) + 1
            lines.append(f"{' ' * column}{mark} {word()}")
            after = draw(st.sampled_from(["", "", "", "lazy", "aligned", "paragraph", "blank"]))
            if after in {"lazy", "aligned"}:
                lines.append(" " * (content if after == "aligned" else 0) + word())
            if loose and after == "paragraph":
                lines.extend(["", " " * content + word()])
            if loose and after in {"paragraph", "blank"}:
                lines.append("")
            if depth < 3 and draw(st.booleans()):
                usable = [step for step in steps if step > 2 or not ordered]
                add_list(column + draw(st.sampled_from(usable)), depth + 1)

    add_list(0, 0)
    if draw(st.booleans()):
        lines.extend(["", "after"])
    return "\n".join(lines)


@settings(max_examples=400, deadline=None)
@given(nested_lists())
def test_lists_nest_as_in_commonmark(text: str) -> None:
    ours = Markdown(slugify).render((text,)).fragments[0]

    assert Outline(ours).result() == Outline(MarkdownIt().render(text)).result()


@settings(max_examples=200, deadline=None)
@given(nested_lists((4,), loose=False))
def test_lists_nested_by_four_spaces_are_left_alone(text: str) -> None:
    library = Library(extensions=[SaneListExtension()], output_format="html")

    assert Markdown(slugify).render((text,)).fragments[0] == library.convert(text)


@pytest.mark.parametrize(
    ("written", "nested"),
    [
        ("Text:\n- a\n- b", "Text:\n\n- a\n- b"),
        ("• a\n  – b", "- a\n    - b"),
        ("Text\n1. a", "Text\n\n1. a"),
        ("It was\n2026. It was", "It was\n2026. It was"),
        ("- in\n  2026. It was", "- in\n  2026\\. It was"),
        ("> - a\n>   - b", "> - a\n>     - b"),
        ("    - code\n      - code", "    - code\n      - code"),
        ("- a\n1. b", "- a\n\n1. b"),
        ("- a\n---\nb", "- a\n\n---\nb"),
        ("- - -\n* * *", "- - -\n* * *"),
        ("a - b\n-c\n*d*", "a - b\n-c\n*d*"),
        ("x | y\n- | -\n1 | 2", "x | y\n- | -\n1 | 2"),
    ],
)
def test_lists_are_rewritten_only_where_needed(written: str, nested: str) -> None:
    assert nest_lists(written.split("\n")) == nested.split("\n")


def test_lists_in_code_and_raw_html_are_left_alone(markdown: Markdown) -> None:
    shown = html_of(
        markdown, "```\n- a\n  - b\n```\n\n<div>\n- a\n  - b\n</div>\n\n    - a\n      - b"
    )

    assert "<li>" not in shown
    assert shown.count("- a\n  - b") == 3


# Shortcuts


SNIPPETS = (
    "plain words here.", "It's “so” (yes)", "*em* and **strong**", "a_b_c _d_", "`code` here",
    "x < y & z", "&amp; &copy &#65;", "<b>raw</b>", "<div>\nraw\n</div>", "[x](y.md)",
    "![x](y.png)", "[[wiki]]", "[r]", "[r]: https://x.y", "[^1]", "[^1]: note", "- item",
    "  - nested", "1. one", "2. two", "> quote", "# head", "head\n===", "---",
    "```\nfence\n```", "~~~ py\nx", "| a | b |\n|---|--:|\n| 1 | 2 |", "~~gone~~",
    r"\* \~ \|", "!!! note", "    indented", "line  ", "\ttab", "- [x] task", "• bullet",
    "<https://a.b>", "<a@b.c>", "é ñ", "*", "_", "~", "[", "]", "!", "<", "(", '"',
    "2026. It was",
)  # fmt: skip

texts = st.lists(
    st.tuples(
        st.sampled_from(SNIPPETS), st.sampled_from(["\n", "\n\n", " ", "", "  \n", "\n    "])
    ),
    max_size=8,
).map(lambda parts: "".join(snippet + gap for snippet, gap in parts))


@settings(max_examples=500, deadline=None)
@given(st.lists(texts, max_size=4))
def test_shortcuts_change_nothing(fragments: list[str]) -> None:
    quick, slow = Markdown(slugify), Markdown(slugify, shortcuts=False)

    assert quick.render(fragments, resolve=to_site) == slow.render(fragments, resolve=to_site)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab \n*_`[](){}<>!&;#|~:.-+=1\"'\\^•–", max_size=60))
def test_shortcuts_change_nothing_in_noise(text: str) -> None:
    quick, slow = Markdown(slugify), Markdown(slugify, shortcuts=False)

    assert quick.render((text,)) == slow.render((text,))


@pytest.mark.parametrize(
    "text", ["word", "It's > here", 'two\nlines\n\nand "more"', "\n\na\n\n\n\nb\n"]
)
def test_plain_paragraphs_need_no_library(
    markdown: Markdown, thorough: Markdown, text: str
) -> None:
    assert markdown.inline(text) == thorough.inline(text)


@settings(max_examples=200, deadline=None)
@given(before=st.lists(texts, max_size=3), fragments=st.lists(texts, max_size=3))
def test_output_does_not_depend_on_what_was_rendered_before(
    before: list[str], fragments: list[str]
) -> None:
    used = Markdown(slugify)
    used.render(before)

    assert used.render(fragments) == Markdown(slugify).render(fragments)


# Hostile text


LENGTH = 50_000
HOSTILE = MappingProxyType(
    {
        **{
            repeated: repeated * (LENGTH // len(repeated))
            for repeated in (
                "[", "*", "_", "`", "<", "!", "(", "&", "~", "|", "#", ">", "-", "\\", "![", "[[",
                "[a](", "[a][", "[^", "[a](b 'c) ", "*a ", "**a_b", "a*b**c", "``a` ", "<a ",
                "<a b='", "<!", "<!--", "<?", "<![CDATA[", "</a>", "<b>", "&a;", "# a\n",
                "---\n", "a\n---\n", "!!! a\n", "```\n", "~~~\n", "> ", "- ", "1. ", "> - ",
                "- a\n", "a\n\n", "\n", "  \n", "\t", "| a", "`a|", "\n      - [", "[^1] ",
            )
        },
        "brackets in a row": "[" * 8_000,
        "nested brackets": "[" * 20_000 + "]" * 20_000,
        "nested emphasis": "*a **b " * 3_000 + "b** a* " * 3_000,
        "nested quotes": "> " * 5_000 + "x",
        "growing quotes": "\n".join(">" * depth + " x" for depth in range(300)),
        "nested lists": "\n".join(" " * 2 * depth + "- x" for depth in range(300)),
        "deeply nested lists": "\n".join(" " * depth + "- x" for depth in range(1_000)),
        "items in items": "- " * 10_000 + "x",
        "a long line": "word " * 200_000,
        "a long word": "a" * 1_000_000,
        "a long reference": "[a]: " + '"' * LENGTH + " y",
        "fence options": "``` " + 'a="" ' * 30 + "!\nx\n```",
        "a wide table": "a|" * 3_000 + "\n" + "-|" * 3_000 + "\n" + "x|y\n" * 8_000,
        "one footnote": "[^1] " * 3_000 + "\n\n[^1]: x",
        "equal headings": "# a\n\n" * 8_000,
        "nested divs": "<div>\n" * 2_000,
    }
)  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_rendered_or_shown_as_written(markdown: Markdown, name: str) -> None:
    rendered = markdown.render((HOSTILE[name], "*fine*"))

    assert len(rendered.fragments) == 2
    if 0 in rendered.plain:
        assert rendered.fragments[0].startswith('<pre class="plain">')
    if rendered.plain != (0, 1):
        assert rendered.fragments[1] == "<p><em>fine</em></p>"


@pytest.mark.parametrize(
    "name", ["brackets in a row", "nested brackets", "nested quotes", "nested lists", "[a]("]
)
def test_what_would_take_too_long_is_shown_as_written(markdown: Markdown, name: str) -> None:
    rendered = markdown.render(("a", HOSTILE[name]))

    assert rendered.plain == (1,)
    assert plain_text(rendered.fragments[1]) == plain_text(f"<p>{HOSTILE[name]}</p>")


def test_a_text_that_exhausts_the_stack_is_shown_as_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("afterword.site.markdown.refuses", lambda _: False)
    markdown = Markdown(slugify)
    rendered = markdown.render(("*a*", "- " * 500 + "x", "[^1]: n"))

    assert rendered.plain == (1,)
    assert rendered.fragments[0] == "<p><em>a</em></p>"
    assert "n" in rendered.footnotes
    assert markdown.render(("*a*",)) == Markdown(slugify).render(("*a*",))


LONG = (
    "See [the notes](https://x.y/notes) and *think* about `it` again, [ ] or [x]. " * 300,
    "\n".join(f'- [link {n}](https://x.y/{n} "title")' for n in range(500)),
    "| a | b | c |\n|---|---|---|\n" + "| **1** | `2` | [3](https://x.y) |\n" * 500,
    "```json\n" + '{"a": [1, 2, {"b": "*_*"}]},\n' * 1_000 + "```",
    "\n".join(f"<tr><td>{n}</td><td><b>x</b></td></tr>" for n in range(800)),
    "\n".join(f"{'  ' * (n % 8)}- item *{n}*" for n in range(2_000)),
)


@pytest.mark.parametrize("text", LONG)
def test_long_honest_text_is_rendered(markdown: Markdown, text: str) -> None:
    assert markdown.render((text,)).plain == ()


# Text


def test_plain_text_has_neither_tags_nor_marks(markdown: Markdown) -> None:
    shown = "".join(
        markdown.render(
            ("- [x] R&amp;D[^1]\n- *b*old <i>c</i>", "d<br>e `<f>`", "[^1]: n", "<style>g</style>")
        ).fragments
    )

    assert plain_text(shown) == "done: R&D bold c d e <f>"
