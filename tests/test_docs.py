"""The documentation says what the program does: each against the other, in both directions."""

from __future__ import annotations

import ast
import dataclasses
import datetime as dt
import inspect
import os
import re
import shlex
import subprocess
import sys
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from textwrap import dedent
from types import MappingProxyType
from typing import NamedTuple

import click
import jinja2
import jinja2.meta
import pytest

import afterword
from afterword.assets import default_templates, templates_folder
from afterword.build.pages import make_theme
from afterword.cli import main
from afterword.config import read_config
from afterword.diagnostics import Diagnostic
from afterword.fields import FIELDS, SECTIONS, Shape, fold
from afterword.insight import message_words
from afterword.insight.drafts import Letter
from afterword.insight.message_words import Phrases
from afterword.insight.messages import KINDS
from afterword.journal.values import BadDate, read_date, read_interval, read_time
from afterword.portfolio import open_portfolio
from afterword.preview.edition import ReadersPages
from afterword.site import charts, loop_views, page_views, pattern_views, picture_views, views
from afterword.site.catalogue import Catalogue
from afterword.understanding import understand
from tests.support.architecture import PLACES

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "generator" / "afterword"
README = ROOT / "README.md"
WRITING = ROOT / "docs" / "writing.md"
THEMES = ROOT / "docs" / "themes.md"
SHARING = ROOT / "docs" / "sharing.md"
PUBLISHING = ROOT / "docs" / "publishing.md"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
DIAGNOSTICS = ROOT / "docs" / "diagnostics.md"
ADVICE = ROOT / "docs" / "advice.md"
PAGES = (
    *(ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")),
    *(WRITING, THEMES, SHARING, PUBLISHING, ARCHITECTURE, DIAGNOSTICS, ADVICE),
)
TODAY = dt.date(2026, 3, 15)
"""The day on which the examples are read."""


# ---- reading Markdown ----


class Block(NamedTuple):
    """A fenced block."""

    language: str
    words: tuple[str, ...]
    """What follows the language: the name of a file, the code it is reported with."""
    text: str

    @property
    def file(self) -> str:
        return next((word for word in self.words if "." in word), "2026-03-04-example.md")

    @property
    def code(self) -> str:
        return next((word for word in self.words if "." not in word), "")


class Table(NamedTuple):
    """A table: rows of cells, marks and all."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def blocks(text: str) -> tuple[Block, ...]:
    found = re.finditer(r"^```(\S*) ?([^\n]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return tuple(Block(m[1], tuple(m[2].split()), m[3]) for m in found)


def without_blocks(text: str) -> str:
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def tables(text: str) -> Iterator[Table]:
    for found in re.finditer(r"(?:^\|.*\|\n)+", without_blocks(text), re.MULTILINE):
        lines = found[0].splitlines()
        rows = [tuple(c.strip() for c in re.split(r"(?<!\\)\|", row)[1:-1]) for row in lines]
        yield Table(rows[0], tuple(rows[2:]))


def table(page: Path, first: str) -> Table:
    """Return the one table whose first column is called this."""
    (found,) = (t for t in tables(page.read_text("utf-8")) if t.head[0] == first)
    return found


def names(cell: str) -> tuple[str, ...]:
    """Return what stands between backticks."""
    return tuple(name.replace("\\|", "|") for name in re.findall(r"`([^`]+)`", cell))


def name(cell: str) -> str:
    (only,) = names(cell)
    return only


def sections(text: str, mark: str) -> Mapping[str, str]:
    """Return heading → what stands below it, for headings of one level."""
    parts = re.split(rf"^{mark} (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_the_reader_of_these_tests_sees_tables_and_blocks() -> None:
    text = "| a | b |\n|---|---|\n| `x` | one \\| two |\n\n```markdown n.md bad-date\nhello\n```\n"

    assert list(tables(text)) == [Table(("a", "b"), (("`x`", "one \\| two"),))]
    assert blocks(text) == (Block("markdown", ("n.md", "bad-date"), "hello\n"),)
    assert (blocks(text)[0].file, blocks(text)[0].code) == ("n.md", "bad-date")


# ---- what an author writes ----


Diagnose = Callable[[Mapping[str, str | bytes | None]], tuple[Diagnostic, ...]]


@pytest.fixture
def diagnose(tmp_path: Path) -> Diagnose:
    """Write files into a new portfolio, None as a link to nowhere; return what is wrong with it."""

    def run(contents: Mapping[str, str | bytes | None]) -> tuple[Diagnostic, ...]:
        for path, content in {"portfolio.toml": "format = 1\n", **contents}.items():
            place = tmp_path / path
            place.parent.mkdir(parents=True, exist_ok=True)
            if content is None:
                place.symlink_to("nowhere")
            else:
                place.write_bytes(content if isinstance(content, bytes) else content.encode())
        portfolio = afterword.read(tmp_path, today=TODAY, drafts=True)
        found = portfolio.build(tmp_path / "output").diagnostics
        return (*found, *shares(tmp_path))

    return run


def shares(folder: Path) -> Iterator[Diagnostic]:
    """Yield what keeps a portfolio from being shared with its readers."""
    author = understand(open_portfolio(folder, today=TODAY, drafts=True))
    for reader in author.opened.config.readers.values():
        found = ReadersPages(author, reader.key).problems
        yield from (p for p in found if p not in author.diagnostics)


@pytest.mark.parametrize("page", [README, WRITING, SHARING], ids=lambda page: page.name)
def test_the_examples_of_a_page_are_read_without_a_doubt(page: Path, diagnose: Diagnose) -> None:
    examples = [b for b in blocks(page.read_text("utf-8")) if b.language == "markdown"]
    sound = {f"content/{b.file}": b.text for b in examples if not b.code}
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", "".join(sound.values()))

    found = diagnose({**sound, **{f"content/{picture}": b"" for picture in pictures}})

    assert sound
    assert found == ()


@pytest.mark.parametrize(
    "example",
    [b for b in blocks(WRITING.read_text("utf-8")) if b.language == "markdown" and b.code],
    ids=lambda example: example.code,
)
def test_the_example_of_a_slip_is_reported_as_it_says(example: Block, diagnose: Diagnose) -> None:
    found = diagnose({f"content/{example.file}": example.text})

    assert {d.code for d in found} == {example.code}


def test_the_example_of_settings_is_sound() -> None:
    examples = [b.text for b in blocks(WRITING.read_text("utf-8")) if b.language == "toml"]

    assert any("format" in text for text in examples)
    assert [read_config("format = 1\n" + t.replace("format   = 1", ""))[1] for t in examples] == [
        () for _ in examples
    ]


def test_the_example_of_a_catalogue_names_sections_that_are_read() -> None:
    (example,) = (b for b in blocks(THEMES.read_text("utf-8")) if b.language == "toml")

    assert {*Catalogue("strings/de.toml", example.text, english()).headings} == {*SECTIONS}
    assert {*tomllib.loads(example.text)["headings"]} <= {*SECTIONS}


def english() -> str:
    return default_templates()["strings/en.toml"].decode()


def test_every_way_of_writing_a_date_is_read() -> None:
    rows = table(WRITING, "you write").rows
    dated = [text for row in rows for text in names(row[0])]
    read = [read_date(text, year=2026) for text in dated]

    assert dated
    assert [one for one in read if isinstance(one, BadDate)] == []


def test_every_time_and_interval_is_read() -> None:
    text = WRITING.read_text("utf-8")
    (times,) = map(names, re.findall(r"^- \*\*Times\*\*: (.*)", text, re.MULTILINE))
    (intervals,) = map(names, re.findall(r"^- \*\*Intervals\*\*: (.*)", text, re.MULTILINE))

    assert times
    assert intervals
    assert [one for one in times if read_time(one) is None] == []
    assert [one for one in intervals if read_interval(one) is None] == []


# ---- front matter ----

SHAPES: Mapping[Shape, str] = MappingProxyType(
    {shape: shape.value.replace("-", " ") for shape in Shape} | {Shape.YES_NO: "yes or no"}
)


def test_every_key_is_documented_with_its_synonyms_and_its_shape() -> None:
    documented = [
        (name(key), names(also), shape) for key, also, shape, _ in table(WRITING, "key").rows
    ]

    assert documented == [
        (field.name, field.synonyms, SHAPES[field.shape]) for field in FIELDS.values()
    ]


@pytest.mark.parametrize("field", ["kind", "stage", "outcome", "source"])
def test_every_word_is_documented_with_its_synonyms(field: str) -> None:
    documented = {name(word): names(also) for word, also, _ in table(WRITING, f"`{field}`").rows}

    assert documented == FIELDS[field].words


def test_the_words_of_the_smaller_fields_are_documented() -> None:
    documented = {name(field): names(words) for field, words in table(WRITING, "field").rows}
    large = {"kind", "stage", "outcome", "source"}

    assert documented == {
        field.name: tuple(field.words)
        for field in FIELDS.values()
        if field.words and field.name not in large
    }


def test_every_heading_that_is_read_is_documented() -> None:
    documented = [(name(first), *names(also)) for first, also, _ in table(WRITING, "heading").rows]

    assert documented == list(SECTIONS.values())


def test_the_templates_of_entries_have_headings_that_are_read() -> None:
    known = {fold(heading) for headings in SECTIONS.values() for heading in headings}
    found = {
        heading
        for entry in (templates_folder() / "entries").glob("*.md")
        for heading in re.findall(r"^## (.+)$", entry.read_text("utf-8"), re.MULTILINE)
    }

    assert found
    assert {heading for heading in found if fold(heading) not in known} == set()


# ---- settings ----


def known_settings(header: str) -> tuple[str, ...]:
    """Return what a table of the settings knows, as the hint for an unknown one lists it."""
    _, problems = read_config(f"{header}\nnot_a_setting = 1\n")
    hints = [d.hint for d in problems if d.code == "unknown-setting"]
    return tuple(hints[0].removeprefix("Known here: ").rstrip(".").split(", ")) if hints else ()


def every_setting(table: str = "") -> Iterator[str]:
    """Yield each setting as the documentation writes it: `[readers."…"] since`."""
    for key in known_settings(f"[{table}]" if table else ""):
        path = f"{table}.{key}" if table else key
        written = path.replace(".x.", '."…".')
        if table == "words":
            yield f"[{written}]"
        elif known_settings(f"[{path}]"):
            yield from every_setting(path)
        elif known_settings(f"[{path}.x]"):
            yield from every_setting(f"{path}.x")
        else:
            place = f"{table}.".replace(".x.", '."…".').rstrip(".")
            yield f"[{place}] {key}" if table else key


def test_every_setting_is_documented() -> None:
    documented = [name(setting) for setting, _, _ in table(WRITING, "setting").rows]

    assert sorted(documented) == sorted(every_setting())


# ---- commands ----


class Usage(NamedTuple):
    """A command and what it takes."""

    command: str
    """`themes rename`; empty for `afterword` itself."""
    arguments: str
    options: tuple[str, ...]
    """The longest form of each, and of its opposite."""


def commands(command: click.Command = main, path: str = "") -> Iterator[Usage]:
    context = click.Context(command, info_name=path)
    options = [p for p in command.params if isinstance(p, click.Option)]
    arguments = [p for p in command.params if isinstance(p, click.Argument)]
    yield Usage(
        path,
        " ".join(argument.make_metavar(context) for argument in arguments),
        tuple(
            max(names, key=len)
            for option in options
            for names in (option.opts, option.secondary_opts)
            if names
        ),
    )
    if isinstance(command, click.Group):
        for found in command.list_commands(context):
            below = command.get_command(context, found)
            assert below, f"{found} is listed and not there"
            yield from commands(below, f"{path} {found}".strip())


def test_every_command_is_documented() -> None:
    documented = [name(usage) for usage, _ in table(WRITING, "command").rows]

    assert documented == [
        " ".join(filter(None, ("afterword", usage.command, usage.arguments)))
        for usage in commands()
    ]


def test_every_option_is_documented() -> None:
    documented = {
        (command.removeprefix("afterword").strip(), option.split()[0])
        for cell, of, _ in table(WRITING, "option").rows
        for option in names(cell)
        for command in names(of)
    }

    assert documented == {
        (usage.command, option) for usage in commands() for option in usage.options
    }


# ---- themes ----


_NOT_SHOWN = ("Place", "Period", "Span")
"""What pictures are made of before they are views."""


def view_classes() -> dict[str, tuple[str, ...]]:
    found = {
        name: value
        for module in (views, page_views, loop_views, pattern_views, picture_views, charts)
        for name, value in vars(module).items()
        if inspect.isclass(value) and value.__module__ == module.__name__
        if name not in _NOT_SHOWN
    }
    return {name: tuple(inspect.get_annotations(value)) for name, value in found.items()}


def test_every_view_is_documented_with_all_it_holds() -> None:
    text = THEMES.read_text("utf-8")
    rows = [row for found in tables(text) if found.head[1] == "holds" for row in found.rows]

    assert {name(row[0]): names(row[1]) for row in rows} == view_classes()


def test_every_page_template_is_documented_with_its_view() -> None:
    documented = {
        name(template): name(view) for template, _, view in table(THEMES, "template").rows
    }
    page_views = {
        v: f
        for v, f in view_classes().items()
        if ({"page", "site"} & {*f} and v != "Page") or v == "SearchDataView"
    }

    assert {*documented.values()} == {*page_views}
    assert {*documented, "base.html"} == {
        path.name for path in templates_folder().iterdir() if path.is_file()
    }


def test_every_file_of_the_default_theme_is_documented() -> None:
    documented = {*names(without_blocks(THEMES.read_text("utf-8")))}

    assert {*default_templates()} - documented == set()


def test_every_filter_is_documented(tmp_path: Path) -> None:
    (tmp_path / "portfolio.toml").write_text("format = 1\n")
    theme = make_theme(understand(open_portfolio(tmp_path, today=TODAY), use_cache=False))
    ours = {*theme._environment.filters} - {*jinja2.Environment(autoescape=True).filters}  # noqa: SLF001

    documented = [name(row[0]) for row in table(THEMES, "filter").rows]

    assert sorted(documented) == sorted(ours)
    assert [
        row for row in table(THEMES, "filter").rows if f"|{name(row[0])}" not in name(row[1])
    ] == []


def test_every_custom_property_is_documented() -> None:
    style = default_templates()["static/afterword.css"].decode()
    (block,) = re.findall(r":root \{\n(.*?)^\}", style, re.MULTILINE | re.DOTALL)

    documented = [name(row[0]) for row in table(THEMES, "property").rows]

    assert sorted(documented) == sorted(re.findall(r"^\s*(--[\w-]+):", block, re.MULTILINE))


def test_what_templates_of_messages_may_show_is_documented() -> None:
    documented = {found for row in table(THEMES, "name").rows for found in names(row[0])}

    assert documented == {field.name for field in dataclasses.fields(Letter)}


def test_every_message_is_documented() -> None:
    assert {name(row[0]) for row in table(WRITING, "message").rows} == {*KINDS}


def test_every_warning_about_a_message_is_documented() -> None:
    source = (PACKAGE / "insight" / "message_check.py").read_text("utf-8")
    found = {*re.findall(r"_at\([^,\n]+, \"([a-z-]+)\"", source)}
    found |= {p.code for p in vars(message_words).values() if isinstance(p, Phrases)}

    assert {name(row[0]) for row in table(WRITING, "warning").rows} == found


def test_what_templates_of_entries_may_show_is_documented() -> None:
    below = sections(THEMES.read_text("utf-8"), "##")["What an entry begins with"]
    documented = {*names(below.partition("They may show")[2])}
    sources = [b.decode() for n, b in default_templates().items() if n.startswith("entries/")]
    environment = jinja2.Environment(autoescape=True)

    assert documented == {
        found
        for source in sources
        for found in jinja2.meta.find_undeclared_variables(environment.parse(source))
    }


# ---- architecture ----


def test_the_table_of_rows_is_that_of_the_tests() -> None:
    documented = {
        module.rstrip("/").removesuffix(".py"): int(row)
        for row, where, _ in table(ARCHITECTURE, "row").rows
        for module in names(where)
    }
    there = {
        path.stem
        for path in PACKAGE.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }

    assert {*documented} == there
    assert documented == {module: PLACES[module].row for module in there}


# ---- diagnostics ----


class Module(NamedTuple):
    """A module of the program."""

    name: str
    tree: ast.Module


Inside = tuple[ast.FunctionDef, ...]
"""The functions that something stands in, innermost last."""


class Codes:
    """Every code that a module can give a diagnostic, read from its source.

    A code is what follows a severity in a call or a tuple, or what is given to a parameter
    `code: str`. Where that is a name, it is followed to what it was set to; a row that is
    unpacked holds codes made elsewhere. What cannot be followed fails, so that no code hides.
    """

    def __init__(self, module: Module, enums: Mapping[str, str]) -> None:
        self.module = module
        self.enums = enums
        self.takers = {
            f.name: [a.arg for a in f.args.args if a.arg != "self"].index("code")
            for f in ast.walk(module.tree)
            if isinstance(f, ast.FunctionDef) and takes_code(f)
        }

    def found(self) -> set[str]:
        return {
            code
            for node, inside in placed(self.module.tree)
            if isinstance(node, ast.Call | ast.Tuple)
            for code in self.codes_in(node, inside)
        }

    def codes_in(self, node: ast.Call | ast.Tuple, inside: Inside) -> set[str]:
        if isinstance(node, ast.Tuple):
            return self.after_severity(node.elts, inside)
        callee = getattr(node.func, "id", getattr(node.func, "attr", ""))
        at = 2 if callee == "Diagnostic" else self.takers.get(callee)
        if at is None:
            return self.after_severity(node.args, inside)
        given = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
        return self.resolve((given or node.args[at:])[0], inside)

    def after_severity(self, parts: Sequence[ast.expr], inside: Inside) -> set[str]:
        for part, after in pairwise(parts):
            match part, after:
                case ast.Attribute(value=ast.Name(id="Severity")), ast.Attribute():
                    return set()  # a tuple of severities
                case ast.Attribute(value=ast.Name(id="Severity")), _:
                    return self.resolve(after, inside)
        return set()

    def resolve(self, node: ast.expr, inside: Inside) -> set[str]:
        match node:
            case ast.Constant(value=str(text)):
                return {text}
            case ast.IfExp(body=body, orelse=other):
                return self.resolve(body, inside) | self.resolve(other, inside)
            case ast.JoinedStr(values=parts):
                whole = {""}
                for part in parts:
                    whole = {a + b for a in whole for b in self.resolve(part, inside)}
                return whole
            case ast.Attribute() if (member := ast.unparse(node)) in self.enums:
                return {self.enums[member]}
            case ast.FormattedValue(value=value) | ast.Attribute(value=value, attr="value"):
                return self.resolve(value, inside)
            case ast.Name(id=name):
                return self.resolve_name(name, node, inside)
            case _:
                pytest.fail(f"{self.place(node)}: cannot tell which code this is")

    def resolve_name(self, name: str, node: ast.expr, inside: Inside) -> set[str]:
        if name == "code" and any(map(takes_code, inside)):
            return set()  # whoever calls the function says which
        found: set[str] = set()
        scopes: Inside | tuple[ast.Module] = inside or (self.module.tree,)
        for target, value in (bound for scope in scopes for bound in bindings(scope)):
            if isinstance(target, ast.Tuple) and name in map(_id, target.elts):
                return set()  # of a row: made elsewhere
            if value and _id(target) == name:
                found |= self.resolve(value, inside)
        assert found, f"{self.place(node)}: cannot tell what {name} is"
        return found

    def place(self, node: ast.expr) -> str:
        return f"{self.module.name}:{node.lineno}"


def takes_code(function: ast.FunctionDef) -> bool:
    return any(
        a.arg == "code" and isinstance(a.annotation, ast.Name) and a.annotation.id == "str"
        for a in function.args.args
    )


def placed(node: ast.AST, inside: Inside = ()) -> Iterator[tuple[ast.AST, Inside]]:
    for child in ast.iter_child_nodes(node):
        yield child, inside
        yield from placed(child, (*inside, child) if isinstance(child, ast.FunctionDef) else inside)


def bindings(scope: ast.AST) -> Iterator[tuple[ast.expr, ast.expr | None]]:
    """Yield what is bound to what; None where the value is one of many."""
    for node in ast.walk(scope):
        match node:
            case ast.Assign(targets=targets, value=value):
                yield from ((target, value) for target in targets)
            case ast.For(target=target) | ast.comprehension(target=target):
                yield target, None


def _id(node: ast.expr) -> str:
    return getattr(node, "id", "")


def read_modules() -> tuple[Module, ...]:
    return tuple(
        Module(path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text("utf-8")))
        for path in sorted(PACKAGE.rglob("*.py"))
    )


def members(modules: Sequence[Module]) -> dict[str, str]:
    """Return `Class.MEMBER` → its text, for every class that holds texts."""
    return {
        f"{found.name}.{_id(target)}": value.value
        for module in modules
        for found in ast.walk(module.tree)
        if isinstance(found, ast.ClassDef)
        for target, value in bindings(found)
        if isinstance(value, ast.Constant) and isinstance(value.value, str)
    }


def every_code() -> set[str]:
    modules = read_modules()
    enums = members(modules)
    return {code for module in modules for code in Codes(module, enums).found()}


@pytest.mark.parametrize(
    ("source", "codes"),
    [
        ("Diagnostic(where, Severity.ERROR, 'bad-date', 'message')", {"bad-date"}),
        ("Diagnostic(w, s, 'newer' if a else 'older', m)", {"newer", "older"}),
        (
            """
            def doubts(picture):
                what = "picture" if picture else "link"
                yield Severity.HINT, f"no-{what}", "message"
            """,
            {"no-picture", "no-link"},
        ),
        (
            """
            def wrong(place, code: str):
                return Diagnostic(place, Severity.ERROR, code, "message")
            wrong(place, "slip")
            """,
            {"slip"},
        ),
        (
            """
            class Table:
                def wrong(self, key, code: str):
                    self.notes.add(key, Severity.ERROR, code)
                def read(self):
                    self.wrong("x", "wrong-type")
            """,
            {"wrong-type"},
        ),
        (
            """
            class Oddity:
                NESTED = "nested"
                BROKEN = "broken"
            def refused(odd):
                oddity = Oddity.NESTED if odd else Oddity.BROKEN
                return Diagnostic(w, Severity.ERROR, oddity.value, m)
            """,
            {"nested", "broken"},
        ),
        (
            """
            def stored(row):
                severity, code = row
                return Diagnostic(w, severity, code, m)
            """,
            set(),
        ),
    ],
)
def test_codes_are_found_in_source(source: str, codes: set[str]) -> None:
    module = Module("made.py", ast.parse(dedent(source)))

    assert Codes(module, members([module])).found() == codes


def test_a_code_that_cannot_be_followed_is_not_passed_over() -> None:
    module = Module("made.py", ast.parse("Diagnostic(w, Severity.ERROR, choose(), m)"))

    with pytest.raises(pytest.fail.Exception, match=r"made\.py:1"):
        Codes(module, {}).found()


A = "content/2026-03-04-acme.md"
B = "content/2026-03-05-acme.md"


def front(*lines: str) -> str:
    return "\n".join(["---", *lines, "---", "They rang.\n"])


SLIPS: Mapping[str, Mapping[str, str | bytes | None]] = MappingProxyType(
    {
        "ambiguous-application": {
            A: front("company: Acme", "role: Backend engineer"),
            B: front("company: Acme", "role: Team lead"),
            "content/2026-03-06-acme.md": front("company: Acme"),
        },
        "ambiguous-event": {
            "content/2026-03-04-call.md": front("interview: acme", "stage: screen"),
            "content/2026-03-04-panel.md": front("interview: acme", "stage: panel"),
            B: front("interview: acme", "source: recruiter"),
        },
        "ambiguous-link": {
            "content/2026-03-04-structure.md": "They rang.",
            B: front("themes: structure") + "\nAs in [[structure]].",
        },
        "ambiguous-value": {A: front("outcome: declined")},
        "bad-date": {A: front("date: 2026-13-40")},
        "bad-interval": {A: front("kind: goal", "every: now and then")},
        "bad-time": {A: front("time: half past")},
        "bad-timezone": {"portfolio.toml": 'format = 1\ntimezone = "Europe/Ormsey"\n', A: "Hm."},
        "bad-value": {A: front("draft: nearly")},
        "bad-yaml": {A: front('title: "The panel')},
        "binary-file": {A: b"\0\0"},
        "broken-template": {A: "Hm.", "templates/entry.html": "{% if %}"},
        "contact-in-share": {
            "portfolio.toml": "format = 1\n[readers.sam]\n",
            A: front("share: sam").replace("They rang.", "Ask kim@example.org."),
        },
        "control-character": {A: front("title: The \x07panel")},
        "date-mismatch": {A: front("date: 2026-03-05")},
        "duplicate-key": {A: front("company: Acme", "company: Borealis")},
        "link-outside": {A: "As in [the plan](../../plan.md)."},
        "lost-comment": {A: front("improvements: #pace")},
        "malformed-private": {A: ":::private:::\nThey said a number."},
        "many-themes": {A: front(f"strengths: {', '.join(f'theme {n}' for n in range(14))}")},
        "missing-alt": {A: "![](whiteboard.png)", "content/whiteboard.png": b""},
        "missing-date": {"content/acme.md": "They rang."},
        "missing-format": {"portfolio.toml": 'title = "Notes"\n', A: "Hm."},
        "missing-heading": {A: "They rang.", B: "As in [the call](2026-03-04-acme.md#numbers)."},
        "missing-link": {A: "As in [[acme-panle]]."},
        "missing-picture": {A: "![Three boxes](whitebord.png)"},
        "near-miss": {
            **{
                f"content/2026-01-0{n}-acme.md": front("themes: system design") for n in range(1, 5)
            },
            A: front("themes: sytem design"),
        },
        "name-in-theme": {
            "portfolio.toml": "format = 1\n[readers.sam]\n",
            A: front("company: Acme", "share: sam", "strengths: Acme culture"),
        },
        "nested-value": {A: front("company: {name: Acme}")},
        "newer-format": {"portfolio.toml": "format = 2\n", A: "Hm."},
        "no-catalogue": {"portfolio.toml": 'format = 1\nlanguage = "fr"\n', A: "Hm."},
        "needless-allowance": {
            "portfolio.toml": 'format = 1\n\n[readers.sam]\nname = "Sam"\nsource = "mentor"\n'
            '[readers.sam.allow."Bad timing"]\nreason = "They all say so."\n'
            'files = ["journal/2026-03-01-interview.html"]\n',
            A: front("share: sam"),
        },
        "no-content": {},
        "dates-out-of-order": {A: front("asked: 2026-03-05", "replied: 2026-03-01")},
        "far-settle": {A: front("settle: 2036-03-04")},
        "two-requests": {
            A: front("company: Acme", "asked: 2026-03-05"),
            "content/2026-03-20-mail.md": front("company: Acme", "asked: 2026-03-20"),
        },
        "no-goal": {A: front("kind: check-in")},
        "no-source": {A: front("kind: feedback", "strengths: pace")},
        "no-theme": {A: "## What went well\n\n- The whole of it."},
        "not-a-goal": {
            A: front("kind: check-in", "goal: panel"),
            "content/2026-03-01-panel.md": front("stage: panel"),
        },
        "not-a-mapping": {A: front("They rang")},
        "not-an-entry": {"content/2026-03-04-acme.md.txt": "They rang.", A: "Hm."},
        "not-ours": {A: "Hm.", "output/timeline.html": "a timeline of my own"},
        "not-shareable": {"portfolio.toml": "format = 1\n[readers.sam]\n", A: "Hm."},
        "not-text": {A: "café".encode("latin-1")},
        "one-day": {f"content/2026-03-04-{name}.md": "Hm." for name in "abcde"},
        "picture-elsewhere": {A: "![Three boxes](https://example.org/boxes.png)"},
        "points-ahead": {
            "content/2030-03-04-acme.md": front("date: 2030-03-04", "strengths: pace")
        },
        "read-as-meant": {A: front("title: Interview: Acme")},
        "refused-link": {A: "[Press](javascript:alert)"},
        "refused-yaml": {A: front("company: &acme Acme")},
        "slug-clash": {
            "content/2025/2026-03-04-acme.md": "One.",
            "content/2026/2026-03-04-acme.md": "Two.",
        },
        "telling-label": {
            "portfolio.toml": "format = 1\n[readers.sam]\n[names.Acme]\n"
            'as = "the largest bank of Lisbon"\n',
            A: front("company: Acme", "share: sam"),
        },
        "synonym-clash": {A: front("company: Acme", "employer: Borealis")},
        "too-large": {A: b"a" * 5_000_000},
        "unclosed-front-matter": {A: "---\ncompany: Acme\n\nThey rang."},
        "unreadable": {A: None},
        "unknown-entry": {A: front("about: acme-panle")},
        "unknown-format": {"portfolio.toml": "format = 0\n", A: "Hm."},
        "unknown-key": {A: front("compnay: Acme")},
        "unknown-reader": {A: front("company: Acme", "share: sam")},
        "unknown-setting": {"portfolio.toml": 'format = 1\ntitel = "Notes"\n', A: "Hm."},
        "unknown-word": {A: front("stage: fireside chat")},
        "foreign-front-matter": {A: '+++\ntitle = "Acme"\n+++\nThey rang.'},
        "unopened-front-matter": {A: "\n---\ncompany: Acme\n---\nThey rang."},
        "unshown-picture": {
            "portfolio.toml": 'format = 1\n[readers.sam]\nshow = ["pictures"]\n',
            A: front("share: sam") + "As on ![Three boxes](whiteboard.png).",
            "content/whiteboard.png": b"no picture",
        },
        "wrong-type": {"portfolio.toml": "format = 1\ntitle = 41\n", A: "Hm."},
    }
)


def documented_codes() -> dict[str, tuple[str, str]]:
    """Return code → the heading of its group, and its example."""
    return {
        code: (group, found[0].text.rstrip("\n"))
        for group, below in sections(DIAGNOSTICS.read_text("utf-8"), "##").items()
        for code, text in sections(below, "###").items()
        if (found := blocks(text))
    }


def test_every_code_is_documented() -> None:
    assert {*documented_codes()} == every_code()


def test_codes_are_grouped_by_severity_and_sorted() -> None:
    groups = sections(DIAGNOSTICS.read_text("utf-8"), "##")

    assert [*groups] == ["Errors", "Warnings", "Hints"]
    assert all(
        [*sections(text, "###")] == sorted(sections(text, "###")) for text in groups.values()
    )


def test_every_code_has_an_example() -> None:
    assert {*SLIPS} == every_code()


@pytest.mark.parametrize("code", SLIPS)
def test_the_example_of_a_code_is_what_is_said(code: str, diagnose: Diagnose) -> None:
    group, example = documented_codes()[code]

    (found,) = {d for d in diagnose(SLIPS[code]) if d.code == code}

    assert str(found).partition("\n")[0] == example
    assert f"{found.severity.word}s" == group.lower()


@pytest.mark.parametrize(
    "page", [README, *(ROOT / "docs").glob("*.md")], ids=lambda page: page.name
)
def test_every_command_that_a_page_names_is_there(page: Path) -> None:
    named = {*re.findall(r"`afterword ([a-z]+)", page.read_text("utf-8"))}

    assert named - {usage.command.partition(" ")[0] for usage in commands()} == set()


# ---- README, and what leads where ----

BEFORE = ("pip install ", "pipx install ", "python -m venv ", "git clone ", "make ")
"""What gets Afterword onto a machine: not run here."""


def commands_of_the_readme() -> list[str]:
    lines = [
        line.removeprefix("$ ").partition("  #")[0].strip()
        for block in blocks(README.read_text("utf-8"))
        if block.language in ("console", "sh", "shell", "bash")
        for line in block.text.splitlines()
    ]
    return [line for line in lines if line and not line.startswith("#")]


def test_the_commands_of_the_readme_run(tmp_path: Path) -> None:
    here = tmp_path
    ours = {**os.environ, "PYTHONPATH": str(PACKAGE.parent), "EDITOR": "true", "VISUAL": "true"}
    ran = 0
    for line in commands_of_the_readme():
        program, *arguments = shlex.split(line)
        if program == "cd":
            here = here / arguments[0] if (here / arguments[0]).is_dir() else here
        elif program == "afterword":
            done = subprocess.run(
                [sys.executable, "-m", "afterword", *arguments],
                cwd=here,
                env=ours,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )
            ran += 1
            assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        else:
            assert line.startswith(BEFORE), f"{line}: neither ours nor a way to get it"

    assert ran


def test_what_the_readme_asks_of_make_is_there() -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    asked = [line.split()[1] for line in commands_of_the_readme() if line.startswith("make ")]

    assert {*asked} - {*targets} == set()


def anchors(text: str) -> set[str]:
    """Return what the headings of a page can be reached by, as GitHub makes it."""
    headings = re.findall(r"^#+ (.+)$", without_blocks(text), re.MULTILINE)
    kept = ("".join(c for c in h.lower() if c in " -_" or unicodedata.category(c)[0] in "LMN")
            for h in headings)  # fmt: skip
    return {heading.replace(" ", "-") for heading in kept}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_within_the_checkout_leads_somewhere(page: Path) -> None:
    text = re.sub(r"`[^`]*`", "", without_blocks(page.read_text("utf-8")))
    astray = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        path, _, anchor = target.partition("#")
        if ":" in path:
            continue
        found = (page.parent / path).resolve() if path else page
        if not found.exists() or (anchor and anchor not in anchors(found.read_text("utf-8"))):
            astray.append(target)

    assert astray == []


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("interview", ("feelings:", "alerts:", "## Questions I meant to ask")),
        ("feedback", ("clarity:", "resonates:", "feelings:", "settle:", "example")),
        ("reflection", ("feelings:", "settle:", "went to somebody else", "and did not say")),
        ("practice", ("learned by heart", "not a script")),
        ("goal", ("measure:", "due:", "every:", "smallest first step")),
        ("check-in", ("Is it still the right goal?",)),
    ],
)
def test_a_template_asks_for_what_the_advice_says_it_asks_for(
    kind: str, asked: tuple[str, ...]
) -> None:
    template = default_templates()[f"entries/{kind}.md"].decode()

    assert [words for words in asked if words not in template] == []
