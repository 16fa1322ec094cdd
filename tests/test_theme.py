"""Views become pages by templates; words come from a catalogue."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from textwrap import dedent

import pytest

from afterword.assets import default_templates
from afterword.config import Config
from afterword.fields import vocabulary
from afterword.site.catalogue import Catalogue, CatalogueError
from afterword.site.template_faults import TemplateError
from afterword.site.theme import Theme
from afterword.site.views import Link, Page, Prose, Ref, Site

ENGLISH = default_templates()["strings/en.toml"].decode()
CATALOGUE = Catalogue("strings/en.toml", ENGLISH)
SITE = Site("Notes", "Ana", "en", "", "", ("today",))
DAY = dt.date(2026, 3, 4)


@dataclass(frozen=True, slots=True)
class View:
    page: Page
    one: object = None


def theme(*, sandboxed: bool = False, **templates: str) -> Theme:
    """Make a theme of templates by name, `/` written as two underscores."""
    sources = {f"{name.replace('__', '/')}.html": text for name, text in templates.items()}
    return Theme(sources, CATALOGUE, vocabulary(Config()), sandboxed=sandboxed)


def render(template: str, one: object = None, *, url: str = "a/b.html") -> str:
    page = Page(url, "../" * url.count("/"), "A page", "", SITE)
    return theme(a=template).render("a.html", View(page, one)).decode()


# ---- filters ----


@pytest.mark.parametrize(
    ("template", "one", "shown"),
    [
        ("{{ view.one|date }}", DAY, '<time datetime="2026-03-04">4 March 2026</time>'),
        ("{{ view.one|date_short }}", DAY, '<time datetime="2026-03-04">4 Mar</time>'),
        ("{{ view.one|day }}", DAY, '<time datetime="2026-03-04">4</time>'),
        ("{{ view.one|month }}", DAY, '<time datetime="2026-03">March 2026</time>'),
        (
            "{{ view.one|weekday_date }}",
            DAY,
            '<time datetime="2026-03-04">Wednesday 4 March</time>',
        ),
        ("{{ view.one|month }}", dt.date(987, 3, 4), '<time datetime="0987-03">March 987</time>'),
        ("{{ view.one|time }}", dt.time(9, 5), "09:05"),
        ("{{ view.one|number }}", 1_234_567, "1\u202f234\u202f567"),
        ("{{ view.one|number }}", 0, "0"),
        ("{{ view.one|href(page) }}", "themes/a.html", "../themes/a.html"),
        ("{{ view.one|href(page) }}", "#h-a", "#h-a"),
        ("{{ view.one|href(page) }}", "https://x.example/a", "https://x.example/a"),
        ("{{ view.one|href(page) }}", "//x.example/a", "//x.example/a"),
        ("{{ view.one|href(page) }}", "mailto:a@x.example", "mailto:a@x.example"),
        (
            "{{ view.one|link(page) }}",
            Ref("a.html", "<b> & c"),
            '<a href="../a.html">&lt;b&gt; &amp; c</a>',
        ),
        ("{{ view.one|word('stage') }}", "a word of <mine>", "a word of &lt;mine&gt;"),
        ("{{ view.one }}", "<script>", "&lt;script&gt;"),
    ],
)
def test_a_filter_writes_for_people(template: str, one: object, shown: str) -> None:
    assert render(template, one) == shown


def test_markdown_becomes_html_with_its_links_seen_from_the_page() -> None:
    links = (Link("wiki", "calm", "themes/calm.html", "calm"), Link("wiki", "x", "", "x"))
    prose = Prose("*Stay* [[calm]] and [[x]]", links)

    assert render("{{ view.one|html(page) }}", prose) == (
        '<p><em>Stay</em> <a href="../themes/calm.html">calm</a> and x</p>'
    )


def test_a_single_paragraph_stands_in_a_line_and_two_do_not() -> None:
    assert render("{{ view.one|inline(page) }}", Prose("One *word*")) == "One <em>word</em>"
    assert render("{{ view.one|inline(page) }}", Prose("One\n\nTwo")).count("<p>") == 2


def test_what_no_reference_was_read_for_is_a_link_only_when_it_is_safe() -> None:
    shown = render("{{ view.one|html(page) }}", Prose("[a](https://x.example) [b](javascript:c)"))

    assert 'href="https://x.example"' in shown
    assert "javascript" not in shown


# ---- what can go wrong ----


@pytest.mark.parametrize(
    ("template", "line", "reason"),
    [
        ("one\n{% if %}", 2, "Expected an expression"),
        ("\n\n{% endfor %}", 3, "endfor"),
        ("\n{{ view.nobody }}", 2, "no attribute 'nobody'"),
        ("{{ nobody }}", 1, "'nobody' is undefined"),
        ("\n{{ 1 // 0 }}", 2, "ZeroDivisionError"),
        ("\n{{ view.one|nothing }}", 2, "No filter named 'nothing'"),
        ("\n{{ view.one|date }}", 2, "NoneType"),
    ],
)
def test_a_template_s_fault_has_its_name_line_and_reason(
    template: str, line: int, reason: str
) -> None:
    with pytest.raises(TemplateError) as caught:
        render(template)

    assert (caught.value.template, caught.value.line) == ("a.html", line)
    assert reason in caught.value.reason
    assert str(caught.value).startswith(f"templates/a.html:{line}: ")
    assert caught.value.hint


def test_a_fault_in_an_included_template_is_the_included_one_s() -> None:
    page = Page("a.html", "", "", "", SITE)
    broken = theme(a="\n{% include 'partials/b.html' %}", partials__b="\n\n{{ view.nobody }}")
    with pytest.raises(TemplateError) as caught:
        broken.render("a.html", View(page))

    assert (caught.value.template, caught.value.line) == ("partials/b.html", 3)


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("\n{% include 'a.html' %}", 2),
        ("{% extends 'a.html' %}", 1),
        ("\n\n{% include 'b.html' %}", 3),
    ],
    ids=["includes itself", "extends itself", "includes what is not there"],
)
def test_a_template_that_leads_nowhere_has_its_name_and_line(template: str, line: int) -> None:
    with pytest.raises(TemplateError) as caught:
        render(template)

    assert (caught.value.template, caught.value.line) == ("a.html", line)


def test_a_template_that_is_missing_is_said_so() -> None:
    with pytest.raises(TemplateError, match=r"templates/a\.html: is missing"):
        theme().render("a.html", View(Page("a.html", "", "", "", SITE)))


def test_all_templates_that_cannot_be_compiled_are_named() -> None:
    errors = theme(a="{% if %}", b="fine", c="\n{% nothing %}").broken()

    assert [(error.template, error.line) for error in errors] == [("a.html", 1), ("c.html", 2)]


def test_the_default_theme_compiles() -> None:
    templates = {
        name: text.decode()
        for name, text in default_templates().items()
        if name.endswith((".html", ".xml", ".svg"))
    }

    assert templates
    assert Theme(templates, CATALOGUE, vocabulary(Config()), sandboxed=True).broken() == ()


@pytest.mark.parametrize(
    "reach",
    [
        "''.__class__.__mro__",
        "view.__class__",
        "view.__init__.__globals__",
        "''|attr('__class__')",
        "'{0.__class__}'.format(view)",
        "'{0.__class__}'.format_map({'0': view})",
        "page.site.__reduce__()",
        "(view.page|link).__globals__",
        "cycler.__init__.__globals__",
        "self.__init__",
    ],
)
def test_a_stranger_s_template_reaches_nothing_but_its_view(reach: str) -> None:
    page = Page("a.html", "", "A page", "", SITE)
    with pytest.raises(TemplateError) as caught:
        theme(sandboxed=True, a=f"\n{{{{ {reach} }}}}").render("a.html", View(page))

    assert (caught.value.template, caught.value.line) == ("a.html", 2)


# ---- the catalogue ----


def catalogue(text: str) -> Catalogue:
    return Catalogue("strings/xx.toml", dedent(text), ENGLISH)


def test_a_word_is_found_and_its_places_filled() -> None:
    found = catalogue("""
        [page]
        greeting = "Good day, {name}: {other}"
        [page.count]
        one = "one entry"
        other = "{n} entries"
    """)

    assert found("page.greeting", name="Ana") == "Good day, Ana: {other}"
    assert [found("page.count", n=n) for n in (0, 1, 2)] == ["0 entries", "one entry", "2 entries"]


def test_a_word_a_language_lacks_is_the_default_one() -> None:
    assert catalogue('[page]\nmenu = "Menü"')("page.skip") == CATALOGUE("page.skip")


def test_a_word_that_is_nowhere_is_an_error_that_names_it() -> None:
    with pytest.raises(CatalogueError, match=r'strings/xx\.toml: there is no word "page\.nothing"'):
        catalogue("")("page.nothing")


def test_words_of_the_author_s_are_shown_as_written() -> None:
    found = catalogue('[stage]\npanel = "Gremium"')

    assert found.word("panel", "stage") == "Gremium"
    assert found.word("séance", "stage") == "séance"


def test_places_are_filled_with_plain_names_alone() -> None:
    found = catalogue('a = "{v.__class__} {v[0]} {v!r} {v}"')

    assert found("a", v="x") == "{v.__class__} {v[0]} {v!r} x"


def test_headings_of_a_language_stand_beside_the_english_ones() -> None:
    found = catalogue('[headings]\nstrengths = ["Gelungen"]')

    assert found.headings["strengths"] == ("Gelungen",)
    assert set(found.headings) >= {"strengths", "improvements"}


@pytest.mark.parametrize(
    "text",
    [
        "a = ",
        'months = ["one"]',
        "weekdays = 7",
        "headings = 5",
        '[headings]\nstrengths = "Gelungen"',
        "[headings]\nstrengths = 5",
        "a = " + "[" * 30_000,
    ],
    ids=["no TOML", "few months", "no list", "no table", "a text", "a number", "deep"],
)
def test_a_catalogue_that_cannot_be_used_is_refused_by_name(text: str) -> None:
    with pytest.raises(CatalogueError, match=r"templates/strings/xx\.toml: ") as caught:
        catalogue(text)

    assert caught.value.hint
