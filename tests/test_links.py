"""Where references lead."""

from __future__ import annotations

import pytest

from afterword.diagnostics import Severity
from afterword.journal.links import doubts
from afterword.journal.model import Destination, LinkForm, Reference
from tests.support.journal import read_all

JOURNAL = {
    "2026/2026-03-04-acme-final.md": """
        interview: acme-backend
        company: Acme
        role: Backend
        stage: final
        strengths: system design, C#, CI/CD
        ---
        ## What happened & why
    """,
    "2026/2026-03-09-pace.md": "themes: pace\n---\nA",
    "2026/2026-03-10-call.md": "A",
    "2026/2026-03-11-call.md": "A",
    "2025/2025-01-01-été.md": "A",
    "a b.md": "date: 2026-01-01\n---\nA",
}
FILES = ("2026/table.png", "2026/100%25.pdf", "pictures/cafe\u0301.png")
HERE = "2026/2026-03-10-call.md"


def find(target: str, form: LinkForm = LinkForm.WIKI, *, path: str = HERE) -> Destination:
    joined = read_all(JOURNAL, others=FILES)
    return joined.links.find(Reference(form, target, "label", 1, 1), path)


def relative(target: str, *, path: str = HERE) -> tuple[str, str, str]:
    found = find(target, LinkForm.LINK, path=path)
    return found.leads.value, found.name, found.anchor


@pytest.mark.parametrize(
    ("target", "leads", "name"),
    [
        ("2026-03-04-acme-final", "entry", "2026-03-04-acme-final"),
        ("2026-03-04-Acme Final", "entry", "2026-03-04-acme-final"),
        ("2026/2026-03-04-acme-final.md", "entry", "2026-03-04-acme-final"),
        ("acme-final", "entry", "2026-03-04-acme-final"),
        ("été", "entry", "2025-01-01-été"),
        ("acme-backend", "application", "acme-backend"),
        ("Acme, Backend", "application", "acme-backend"),
        ("system design", "theme", "systemdesign"),
        ("System_Design", "theme", "systemdesign"),
        ("C#", "theme", "c#"),
        ("CI/CD", "theme", "ci/cd"),
        ("nobody", "nowhere", "nobody"),
    ],
)
def test_a_wiki_link_is_an_entry_an_application_or_a_theme(
    target: str, leads: str, name: str
) -> None:
    found = find(target)

    assert (found.leads.value, found.name, found.ambiguous) == (leads, name, ())


def test_an_entry_comes_before_a_theme_of_that_name() -> None:
    found = find("pace")

    assert (found.name, found.ambiguous) == ("2026-03-09-pace", ("theme pace",))


def test_of_two_entries_the_first_is_meant() -> None:
    found = find("call")

    assert (found.name, found.ambiguous) == ("2026-03-10-call", ("entry 2026-03-11-call",))


@pytest.mark.parametrize(
    "target",
    ["acme-final#What happened & why", "2026-03-04-acme-final#what-happened-and-why"],
)
def test_a_wiki_link_may_name_a_heading(target: str) -> None:
    assert find(target).anchor == "what-happened-and-why"


def test_a_heading_that_is_missing_leads_to_the_page() -> None:
    found = find("acme-final#Nothing")

    assert (found.leads.value, found.anchor, found.ambiguous) == ("entry", "", ("no-heading",))


def test_a_wiki_link_to_a_heading_of_the_same_page() -> None:
    here = find("#What happened & why", path="2026/2026-03-04-acme-final.md")

    assert (here.leads.value, here.anchor) == ("here", "what-happened-and-why")


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("2026-03-09-pace.md", ("entry", "2026-03-09-pace", "")),
        ("./2026-03-09-pace.md", ("entry", "2026-03-09-pace", "")),
        ("../2025/2025-01-01-été.md", ("entry", "2025-01-01-été", "")),
        ("../2025/2025-01-01-%C3%A9t%C3%A9.md", ("entry", "2025-01-01-été", "")),
        ("../2025/2025-01-01-e\u0301te\u0301.md", ("entry", "2025-01-01-été", "")),
        ("../a%20b.md", ("entry", "2026-01-01-a-b", "")),
        ("../a b.md", ("entry", "2026-01-01-a-b", "")),
        (
            "2026-03-04-acme-final.md#h-what-happened-and-why",
            ("entry", "2026-03-04-acme-final", "what-happened-and-why"),
        ),
        (
            "2026-03-04-acme-final.md#What%20happened%20&%20why",
            ("entry", "2026-03-04-acme-final", "what-happened-and-why"),
        ),
        ("table.png", ("file", "2026/table.png", "")),
        ("table.png?raw", ("file", "2026/table.png", "")),
        ("100%2525.pdf", ("file", "2026/100%25.pdf", "")),
        ("100%25.pdf", ("file", "2026/100%25.pdf", "")),
        ("../pictures/café.png", ("file", "pictures/cafe\u0301.png", "")),
        ("Table.png", ("nowhere", "Table.png", "")),
        ("2026-03-09-Pace.md", ("nowhere", "2026-03-09-Pace.md", "")),
        ("missing.md", ("nowhere", "missing.md", "")),
        ("../../secret.md", ("outside", "../../secret.md", "")),
        ("/etc/passwd", ("outside", "/etc/passwd", "")),
        ("https://example.org/a", ("elsewhere", "https://example.org/a", "")),
        ("//example.org/a", ("elsewhere", "//example.org/a", "")),
        ("mailto:a@example.org", ("elsewhere", "mailto:a@example.org", "")),
        ("javascript:alert(1)", ("refused", "javascript:alert(1)", "")),
        ("DATA:text/html,x", ("refused", "DATA:text/html,x", "")),
    ],
)
def test_a_relative_link(target: str, expected: tuple[str, str, str]) -> None:
    assert relative(target) == expected


def test_a_heading_of_the_same_page() -> None:
    path = "2026/2026-03-04-acme-final.md"

    assert relative("#what-happened-and-why", path=path) == ("here", "", "what-happened-and-why")
    assert relative("#", path=path) == ("here", "", "")
    assert find("#nothing", LinkForm.LINK, path=path).ambiguous == ("no-heading",)


@pytest.mark.parametrize(
    ("form", "target", "label", "expected"),
    [
        (LinkForm.WIKI, "nobody", "", [(Severity.WARNING, "missing-link")]),
        (LinkForm.LINK, "missing.md", "a", [(Severity.WARNING, "missing-link")]),
        (LinkForm.IMAGE, "missing.png", "a", [(Severity.WARNING, "missing-picture")]),
        (LinkForm.LINK, "../../a.md", "a", [(Severity.WARNING, "link-outside")]),
        (LinkForm.LINK, "javascript:x", "a", [(Severity.WARNING, "refused-link")]),
        (LinkForm.IMAGE, "https://a.b/c.png", "a", [(Severity.WARNING, "picture-elsewhere")]),
        (LinkForm.LINK, "https://a.b/c", "a", []),
        (LinkForm.IMAGE, "table.png", "", [(Severity.HINT, "missing-alt")]),
        (LinkForm.IMAGE, "table.png", "A table", []),
        (LinkForm.WIKI, "call", "", [(Severity.HINT, "ambiguous-link")]),
        (LinkForm.WIKI, "acme-final#x", "", [(Severity.WARNING, "missing-heading")]),
        (
            LinkForm.WIKI,
            "call#x",
            "",
            [(Severity.WARNING, "missing-heading"), (Severity.HINT, "ambiguous-link")],
        ),
    ],
)
def test_what_is_doubted(
    form: LinkForm, target: str, label: str, expected: list[tuple[Severity, str]]
) -> None:
    reference = Reference(form, target, label, 1, 1)
    found = read_all(JOURNAL, others=FILES).links.find(reference, HERE)

    assert [(severity, code) for severity, code, _, _ in doubts(reference, found)] == expected


@pytest.mark.parametrize(
    "name",
    ["acme-final", "2026-03-04-acme-final", "2026-03-04-acme-final.md", "[[acme-final|it]]"],
)
def test_front_matter_names_an_entry(name: str) -> None:
    assert read_all(JOURNAL).links.entry(name) == ("2026-03-04-acme-final",)


def test_a_long_name_and_a_reserved_one_are_found_without_their_dates() -> None:
    long = "what-they-said-about-it " * 8
    files = {f"2026-03-04-{long.strip()}.md": "A", "2026-03-05-index.md": "B"}
    links = read_all(files).links

    assert len(links.entry(long)) == 1
    assert links.entry("index") == ("2026-03-05-index",)
