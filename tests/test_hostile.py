"""Whatever lies in a portfolio, the rest is built, and what is wrong is said where it is."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from afterword.assets import default_templates
from afterword.cli import main
from tests.support.portfolio import SETTINGS, TODAY, Portfolio

GOOD = "2026-01-01-good.md"
GOOD_PAGE = "journal/2026-01-01-good.html"
BAD = "2026-01-02-bad.md"
BAD_PAGE = "journal/2026-01-02-bad.html"


@dataclass(frozen=True, slots=True)
class Built:
    """What the command said."""

    code: int
    found: tuple[str, ...]
    """`severity code file:line:column` of everything that was found."""
    words: str
    """What was said on standard error."""


@pytest.fixture
def portfolio(tmp_path: Path) -> Portfolio:
    return Portfolio.make(tmp_path, {GOOD: "---\nstrengths: calm\n---\nAll is well.\n"})


def build(portfolio: Portfolio, *options: str) -> Built:
    """Run `afterword build`; a traceback goes up as it is."""
    arguments = ["-C", str(portfolio.folder), "build", "--json", "--today", TODAY.isoformat()]
    done = CliRunner().invoke(main, [*arguments, *options], catch_exceptions=False)
    found = json.loads(done.stdout)["diagnostics"] if done.exit_code < 2 else []
    return Built(done.exit_code, tuple(map(spelled, found)), done.stderr)


def spelled(found: dict[str, Any]) -> str:
    place = f":{found['line']}:{found['column']}" if found["line"] else ""
    return f"{found['severity']} {found['code']} {found['file']}{place}"


def build_with(portfolio: Portfolio, text: str | bytes, name: str = BAD) -> Built:
    """Build with one more entry; the good one's page must be there, and the other's too."""
    portfolio.write(f"content/{name}", text)
    built = build(portfolio)
    assert "All is well." in portfolio.page(GOOD_PAGE)
    assert "<main" in portfolio.page(BAD_PAGE)
    return built


# ---- front matter ----


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("---\ntitle: A\nstrengths: calm\n", "unclosed-front-matter content/{}:1:1"),
        ("---\n- one\n- two\n---\nText\n", "not-a-mapping content/{}:2:1"),
        ("---\n42\n---\nText\n", "not-a-mapping content/{}:2:1"),
        ("---\ntitle: A\ntitle: B\n---\n", "duplicate-key content/{}:3:1"),
        ("---\nstrengths: a\npraise: b\n---\n", "synonym-clash content/{}:3:1"),
        ("---\ndate: 2026-13-40\n---\n", "bad-date content/{}:2:7"),
        ("---\nevery: now and then\n---\n", "bad-interval content/{}:2:8"),
        ("---\nabout: nowhere\n---\n", "unknown-entry content/{}:2:8"),
        ("---\ntitle: &a A\nplace: *a\n---\n", "refused-yaml content/{}:2:8"),
        ("---\n<<: {title: A}\n---\n", "refused-yaml content/{}:2:5"),
        ("---\nx-a: &a {b: c}\n<<: *a\n---\n", "refused-yaml content/{}:3:5"),
        ("---\ntitle: {a: {b: c}}\n---\n", "nested-value content/{}:2:8"),
        (
            "---\ntitle: " + "{a: " * 30_000 + "}" * 30_000 + "\n---\n",
            "nested-value content/{}:2:8",
        ),
        ("---\nthemes: " + "[" * 30_000 + "]" * 30_000 + "\n---\n", "nested-value content/{}:2:9"),
        ("---\ntitle: " + "[" * 8_000 + "\n---\n", "bad-yaml content/{}:2:8"),
        ("---\n" + "- " * 8_000 + "\n---\n", "not-a-mapping content/{}:2:1"),
        ("---\n" + "? " * 8_000 + "\n---\n", "not-a-mapping content/{}:2:1"),
        ('---\ntitle: "no end\n---\n', "bad-yaml content/{}:2:8"),
    ],
    ids=lambda value: value[:36] if "content/" not in value else "",
)
def test_broken_front_matter_is_an_error_at_its_place(
    portfolio: Portfolio, text: str, found: str
) -> None:
    built = build_with(portfolio, text)

    assert built.code == 1
    assert f"error {found.format(BAD)}" in built.found


@pytest.mark.parametrize(
    "text",
    [
        "---\nstage: seance\nsource: ghost\noutcome: fog\n---\n",
        "---\ntitle: Interview: Acme\n---\n",
        "---\ntitle: !!python/object/apply:os.system [ls]\n---\n",
        "---\ntitle: " + "{a: " * 30_000 + "\n---\n",
    ],
    ids=["unknown words", "a colon in a plain value", "a tag", "brackets without end"],
)
def test_what_can_be_meant_is_read_as_meant_with_a_hint(portfolio: Portfolio, text: str) -> None:
    built = build_with(portfolio, text)

    assert built.code == 0
    assert built.found
    assert all(found.startswith("hint ") for found in built.found)


def test_a_draft_that_says_neither_yes_nor_no_is_an_error_and_a_draft(portfolio: Portfolio) -> None:
    portfolio.write(f"content/{BAD}", "---\ndraft: perhaps\n---\n")
    built = build(portfolio)

    assert (built.code, built.found) == (1, (f"error bad-value content/{BAD}:2:8",))
    assert not (portfolio.output / BAD_PAGE).exists()


def test_an_unknown_key_is_a_warning_which_strict_makes_fatal(portfolio: Portfolio) -> None:
    built = build_with(portfolio, "---\ntitel: A\n---\n")

    assert (built.code, built.found) == (0, (f"warning unknown-key content/{BAD}:2:1",))
    assert build(portfolio, "--strict").code == 1


# ---- bytes ----


def test_fifty_megabytes_are_an_error_and_are_not_rendered(portfolio: Portfolio) -> None:
    built = build_with(portfolio, b"word *x* [a](b)\n" * (50_000_000 // 16))

    assert (built.code, built.found) == (1, (f"error too-large content/{BAD}",))
    assert len(portfolio.page(BAD_PAGE)) < 100_000


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary-file content/{}"),
        (b"\0" * 5000, "binary-file content/{}"),
        (b"---\nplace: Z\xfcrich\n---\n", "not-text content/{}:2:9"),
        (b"\xff\xfeo\0d\0d", "not-text content/{}:1:3"),
        (b"ok\n\x80\xbf", "not-text content/{}:2:1"),
    ],
    ids=["picture", "zeros", "Latin-1", "half a character of UTF-16", "stray bytes"],
)
def test_bytes_that_are_no_text_are_an_error(
    portfolio: Portfolio, content: bytes, found: str
) -> None:
    built = build_with(portfolio, content)

    assert (built.code, built.found) == (1, (f"error {found.format(BAD)}",))


@pytest.mark.parametrize(
    "content",
    [
        "---\ntitle: Größe\n---\nOne\n\nTwo\n".encode("utf-16"),
        "\ufeff---\ntitle: Größe\n---\nOne\n\nTwo\n".encode("utf-16-be"),
        "\ufeff---\ntitle: Größe\n---\nOne\n\nTwo\n".encode(),
        "---\rtitle: Größe\r---\rOne\r\rTwo\r".encode(),
        "---\r\ntitle: Größe\r\n---\r\nOne\r\n\r\nTwo".encode(),
    ],
    ids=["UTF-16", "UTF-16 BE", "byte order mark", "CR", "CR LF"],
)
def test_other_ways_of_writing_text_are_read_in_silence(
    portfolio: Portfolio, content: bytes
) -> None:
    built = build_with(portfolio, content)

    assert (built.code, built.found) == (0, ())
    assert "Größe" in portfolio.page(BAD_PAGE)
    assert "<p>Two</p>" in portfolio.page(BAD_PAGE)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 3_000_000,
        "> " * 5_000 + "deep",
        "- " * 5_000 + "deep",
        "[" * 8_000,
        "![" * 8_000,
        "*" * 20_000 + "a",
        "`" * 20_001,
        "<" * 20_000,
        "[a](" * 5_000,
        "[[" * 8_000,
        "<div>" * 5_000,
        "|" * 10_000 + "\n" + "|-" * 10_000,
        "".join(f"[^{n}] " for n in range(2_000)),
        "%% " * 8_000,
        "::: private\n" * 2_000,
        "\x02wzxhzdk:0\x03 \x02klzzwxh:7\x03 \x0b\x1b[31m",
        "# " + "a " * 20_000,
        "#" * 9_999,
    ],
    ids=lambda text: text[:12].encode("unicode_escape").decode(),
)
def test_no_body_stops_the_build(portfolio: Portfolio, text: str) -> None:
    assert build_with(portfolio, text).code in (0, 1)


# ---- names ----


@pytest.mark.parametrize(
    "name",
    [
        "2026-01-02 a name with spaces.md",
        """2026-01-02-'"<&>"'.md""",
        "2026-01-02-🎈👩🏽‍💻.md",
        "2026-01-02-" + "ä" * 120 + "z.md",
        "-2026-01-02.md",
        "--help.md",
        "2026-01-02-%2e%2e%2fup.md",
        "2026-01-02-back\\slash.md",
        "2026-01-02-new\nline.md",
        "2026-01-02-con.md",
        "2026-01-02-index.MD",
        "2026-01-02-..md",
    ],
)
def test_odd_names_have_a_page_and_no_words_are_lost_on_them(
    portfolio: Portfolio, name: str
) -> None:
    portfolio.write(f"content/{name}", "---\ndate: 2026-01-02\n---\nOdd words.\n")
    built = build(portfolio)
    pages = [page.read_text("utf-8") for page in (portfolio.output / "journal").iterdir()]

    assert (built.code, built.found) == (0, ())
    assert sum("Odd words." in page for page in pages) == 1


def test_a_picture_with_an_odd_name_is_copied_and_shown(portfolio: Portfolio) -> None:
    portfolio.write("content/a b/'ü%20?#.png", b"png")
    built = build_with(portfolio, "![odd](a%20b/'%C3%BC%2520%3F%23.png)\n")

    assert built.found == ()
    assert "../files/a%20b/%27%C3%BC%2520%3F%23.png" in portfolio.page(BAD_PAGE)
    assert (portfolio.output / "files/a b/'ü%20?#.png").read_bytes() == b"png"


def test_a_name_that_is_no_utf_8_is_an_error(portfolio: Portfolio) -> None:
    content = os.fsencode(portfolio.folder / "content")
    Path(os.fsdecode(content + b"/2026-01-02-\xff.md")).write_text("lost", "utf-8")
    built = build(portfolio)

    assert (built.code, built.found) == (1, ("error unreadable content/2026-01-02-�.md",))


def test_a_folder_whose_name_is_no_utf_8_is_an_error(portfolio: Portfolio) -> None:
    folder = Path(os.fsdecode(os.fsencode(portfolio.folder / "content") + b"/b\xff"))
    folder.mkdir()
    (folder / "2026-01-02-bad.md").write_text("![a picture](p.png)", "utf-8")
    (folder / "p.png").write_bytes(b"png")
    built = build(portfolio)

    assert built.code == 1
    assert {found.rpartition("/")[0] for found in built.found} <= {
        "error unreadable content",
        "error unreadable content/b�",
    }
    assert "All is well." in portfolio.page(GOOD_PAGE)


def test_two_entries_with_one_slug_are_an_error_and_both_are_shown(portfolio: Portfolio) -> None:
    portfolio.write("content/more/2026-01-01-Good.md", "The other.\n")
    built = build(portfolio)

    assert (built.code, built.found) == (1, ("error slug-clash content/more/2026-01-01-Good.md",))
    assert "All is well." in portfolio.page(GOOD_PAGE)
    assert "The other." in portfolio.page("journal/2026-01-01-good-2.html")


# ---- links ----


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[a](nowhere.md)", "missing-link"),
        ("[[nowhere]]", "missing-link"),
        ("![a](nowhere.png)", "missing-picture"),
        ("[a](../portfolio.toml)", "link-outside"),
        ("[a](%2e%2e/%2e%2e/etc/passwd)", "link-outside"),
        ("[a](/etc/passwd)", "link-outside"),
        ("![a](file:///etc/passwd)", "refused-link"),
        ("[a](javascript:alert(1))", "refused-link"),
        ("![a](https://example.org/a.png)", "picture-elsewhere"),
    ],
)
def test_a_link_that_cannot_be_followed_is_a_warning(
    portfolio: Portfolio, text: str, code: str
) -> None:
    built = build_with(portfolio, text)
    links = [word for word in portfolio.page(BAD_PAGE).split('"') if "passwd" in word]

    assert (built.code, built.found) == (0, (f"warning {code} content/{BAD}:1:1",))
    assert links == []
    assert not (portfolio.output / "files").exists()


# ---- the disk below content/ ----


def test_a_link_that_leads_back_to_itself_is_to_be_removed(portfolio: Portfolio) -> None:
    content = portfolio.folder / "content"
    (content / "2026-01-01-one.md").symlink_to("two")
    (content / "two").symlink_to("2026-01-01-one.md")
    hints = {(d.location.file, d.code, d.hint) for d in portfolio.build().diagnostics}

    assert hints == {
        ("content/2026-01-01-one.md", "unreadable", "mend or remove the link"),
        ("content/two", "unreadable", "mend or remove the link"),
    }


def test_loops_of_links_are_read_once(portfolio: Portfolio) -> None:
    content = portfolio.folder / "content"
    (content / "loop").symlink_to(content)
    (content / "deep").mkdir()
    (content / "deep" / "up").symlink_to("../deep")
    built = build(portfolio)

    assert (built.code, built.found) == (0, ())
    assert len(list((portfolio.output / "journal").iterdir())) == 1


def test_links_that_lead_to_themselves_or_nowhere_are_errors(portfolio: Portfolio) -> None:
    content = portfolio.folder / "content"
    (content / "me.md").symlink_to("me.md")
    (content / "gone.md").symlink_to("nowhere")
    built = build(portfolio)

    assert built.code == 1
    assert built.found == (
        "error unreadable content/gone.md",
        "error unreadable content/me.md",
    )


def test_a_pipe_among_the_entries_does_not_hold_the_build_up(portfolio: Portfolio) -> None:
    os.mkfifo(portfolio.folder / "content" / BAD)
    os.mkfifo(portfolio.folder / "content" / "picture.png")
    (portfolio.folder / "content" / "2026-01-03-null.md").symlink_to(os.devnull)

    assert build(portfolio).code in (0, 1)
    assert "All is well." in portfolio.page(GOOD_PAGE)


def test_a_pipe_among_the_templates_does_not_hold_the_build_up(portfolio: Portfolio) -> None:
    pipe = portfolio.folder / "templates" / "people.html"
    pipe.parent.mkdir()
    os.mkfifo(pipe)
    # Whoever opens it to read waits for a writer; this one lets them go on, to nothing.
    writer = os.open(pipe, os.O_RDWR)
    opened: list[object] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "read_bytes", spy(Path.read_bytes, opened, pipe))
        build(portfolio)
    os.close(writer)

    assert opened == []


def spy(call: Callable[[Path], bytes], seen: list[object], meant: Path) -> Callable[[Path], bytes]:
    """Note each call on one path, which then reads nothing."""

    def noted(path: Path) -> bytes:
        if path == meant:
            seen.append(path)
            return b""
        return call(path)

    return noted


def test_a_file_that_vanishes_between_listing_and_reading_was_never_there(
    portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = portfolio.write(f"content/{BAD}", "Soon gone.")
    monkeypatch.setattr("builtins.open", first_removing(gone))
    built = build(portfolio)

    assert (built.code, built.found) == (0, ())
    assert not (portfolio.output / BAD_PAGE).exists()


def first_removing(path: Path) -> Callable[..., Any]:
    """Return an `open` that finds a file gone."""
    call = open

    def opened(file: Any, *rest: Any, **options: Any) -> Any:  # noqa: ANN401 — open's own
        if str(file) == str(path):
            path.unlink()
        return call(file, *rest, **options)

    return opened


def test_a_folder_that_vanishes_between_listing_and_reading_was_never_there(
    portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = portfolio.folder / "content" / "gone"
    gone.mkdir()
    call = os.scandir

    def scandir(path: Any = ".") -> Any:  # noqa: ANN401 — scandir's own
        if str(path).rstrip("/") == str(gone):
            gone.rmdir()
        return call(path)

    monkeypatch.setattr(os, "scandir", scandir)
    built = build(portfolio)

    assert (built.code, built.found) == (0, ())


def test_a_picture_that_vanishes_before_it_is_copied_is_an_error(
    portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = portfolio.write("content/a.png", b"png")
    call = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        if path == picture:
            path.unlink()
        return call(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    built = build_with(portfolio, "![a](a.png)")

    assert (built.code, built.found) == (1, ("error unreadable content/a.png",))


def test_an_entry_that_may_not_be_read_is_an_error(
    portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = portfolio.write(f"content/{BAD}", "Not for you.")
    call = open

    def refused(file: Any, *rest: Any, **options: Any) -> Any:  # noqa: ANN401 — open's own
        if str(file) == str(secret):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), file)
        return call(file, *rest, **options)

    monkeypatch.setattr("builtins.open", refused)
    built = build(portfolio)

    assert (built.code, built.found) == (1, (f"error unreadable content/{BAD}",))
    assert "All is well." in portfolio.page(GOOD_PAGE)


def test_a_folder_that_may_not_be_listed_is_an_error(
    portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    (portfolio.folder / "content" / "secret").mkdir()
    call = os.scandir

    def scandir(path: Any = ".") -> Any:  # noqa: ANN401 — scandir's own
        if str(path).rstrip("/").endswith("secret"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return call(path)

    monkeypatch.setattr(os, "scandir", scandir)
    built = build(portfolio)

    assert (built.code, built.found) == (1, ("error unreadable content/secret",))


def test_without_content_there_is_a_warning_and_a_site(tmp_path: Path) -> None:
    portfolio = Portfolio(tmp_path / "portfolio")
    portfolio.write("portfolio.toml", SETTINGS)
    built = build(portfolio)

    assert (built.code, built.found) == (0, ("warning no-content content",))
    assert (portfolio.output / "index.html").is_file()


def test_content_that_is_a_file_does_not_stop_the_build(tmp_path: Path) -> None:
    portfolio = Portfolio(tmp_path / "portfolio")
    portfolio.write("portfolio.toml", SETTINGS)
    portfolio.write("content", "a file")
    built = build(portfolio)

    assert built.code == 1
    assert (portfolio.output / "index.html").is_file()


# ---- templates ----


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("one\ntwo\n{% if %}", 3),
        ("one\n{{ view.nobody }}", 2),
        ("\n\n{{ 1 / 0 }}", 3),
        ("\n{% include 'nowhere.html' %}", 2),
        ("\n{% include 'people.html' %}", 2),
        ("{% extends 'people.html' %}", 1),
        ("\n{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", 2),
        ("\n{{ 'no.such.word'|s }}", 2),
        ("\n{{ ''.__class__.__mro__ }}", 2),
        ("\n{{ view.__class__.__init__.__globals__ }}", 2),
        ("\n{{ '{0.__class__}'.format(view) }}", 2),
        ("\n{{ view.page|attr('__class__') }}", 2),
        ("\n{{ range(10000000)|list }}", 2),
    ],
)
def test_a_broken_template_is_an_error_at_its_place_and_the_rest_is_built(
    portfolio: Portfolio, template: str, line: int
) -> None:
    portfolio.write("content/2026-01-02-more.md", "---\nby: Ann\nstrengths: calm\n---\n")
    portfolio.write("templates/people.html", template)
    built = build(portfolio)

    assert built.code == 1
    assert built.found == (f"error broken-template templates/people.html:{line}:1",)
    assert "All is well." in portfolio.page(GOOD_PAGE)


def test_a_template_in_another_encoding_is_an_error_at_its_line(portfolio: Portfolio) -> None:
    portfolio.write("content/2026-01-02-more.md", "---\nby: Ann\nstrengths: calm\n---\n")
    portfolio.write("templates/people.html", "one\nAnn’s café".encode("cp1252"))
    said = CliRunner().invoke(main, ["-C", str(portfolio.folder), "check", "--json"]).stdout
    checked = [spelled(one) for one in json.loads(said)["diagnostics"]]
    built = build(portfolio)

    assert built.code == 1
    assert built.found == ("error broken-template templates/people.html:2:1",)
    assert checked == [*built.found]


def test_a_partial_that_includes_itself_is_an_error_that_names_it(portfolio: Portfolio) -> None:
    portfolio.write("templates/partials/listing.html", "\n{% include 'partials/listing.html' %}")
    built = build(portfolio)

    assert built.code == 1
    assert "error broken-template templates/partials/listing.html:2:1" in built.found


def test_a_broken_base_template_stops_the_build_with_its_place(portfolio: Portfolio) -> None:
    portfolio.write("templates/base.html", "one\n{% if %}")
    built = build(portfolio)

    assert built.code == 3
    assert "templates/base.html:2: " in built.words


@pytest.mark.parametrize(
    "words",
    ["page = [", "headings = 5", "[headings]\nstrengths = 5", "a = " + "[" * 30_000, "months = 1"],
    ids=["no TOML", "no table", "no list", "deep", "no months"],
)
def test_a_broken_catalogue_stops_the_build_with_words(portfolio: Portfolio, words: str) -> None:
    portfolio.write("templates/strings/en.toml", words)
    built = build(portfolio)

    assert built.code == 3
    assert "templates/strings/en.toml: " in built.words


def test_words_of_a_catalogue_cannot_reach_beyond_what_they_are_given(
    portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERWORD_TEST_SECRET", "hunter2")
    words = default_templates()["strings/en.toml"].decode()
    reach = "{v.__class__.__init__.__globals__[dt].sys.modules[os].environ}"
    portfolio.write("templates/strings/en.toml", f'{words}\n[leak]\nx = "{reach}"\n')
    portfolio.write("templates/timeline.html", "{{ 'leak.x'|s(v=view) }}")
    build(portfolio)
    pages = [page for page in portfolio.output.rglob("*.html") if b"hunter2" in page.read_bytes()]

    assert pages == []


# ---- the output ----


def test_an_output_that_is_a_file_is_refused(portfolio: Portfolio) -> None:
    portfolio.write("output", "a file")
    built = build(portfolio)

    assert built.code == 3
    assert "is a file, not a folder" in built.words
    assert (portfolio.folder / "output").read_text("utf-8") == "a file"


@pytest.mark.parametrize("place", [".", "..", "content", "content/site", "templates", ".afterword"])
def test_an_output_in_or_above_the_portfolio_s_own_folders_is_refused(
    portfolio: Portfolio, place: str
) -> None:
    before = sorted(portfolio.folder.parent.rglob("*"))
    built = build(portfolio, "--output", str(portfolio.folder / place))

    assert built.code == 3
    assert sorted(portfolio.folder.parent.rglob("*")) == before


def test_an_output_in_the_content_that_a_link_leads_to_is_refused(
    portfolio: Portfolio, tmp_path: Path
) -> None:
    content = portfolio.folder / "content"
    content.rename(tmp_path / "elsewhere")
    content.symlink_to(tmp_path / "elsewhere")

    assert build(portfolio, "--output", str(tmp_path / "elsewhere" / "site")).code == 3
    assert build(portfolio, "--output", str(content / "site")).code == 3


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "the quota is used up"),
        (errno.EROFS, "the disk is read-only"),
        (errno.EACCES, "check the permissions"),
    ],
)
def test_a_disk_that_refuses_stops_the_build_and_the_next_one_ends_it(
    portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    call, left = os.write, 5_000

    def refusing(descriptor: int, content: bytes) -> int:
        nonlocal left
        if left <= 0:
            raise OSError(number, os.strerror(number))
        left -= len(content)
        return call(descriptor, content[: max(left, 1)])

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", refusing)
        built = build(portfolio)

    assert built.code == 3
    assert words in built.words
    assert build(portfolio) == Built(0, (), "")
    assert "All is well." in portfolio.page(GOOD_PAGE)


def test_an_output_that_may_not_be_written_is_refused(
    portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    portfolio.output.mkdir()
    call = os.access

    def access(path: Any, *rest: Any, **options: Any) -> bool:  # noqa: ANN401 — access's own
        return str(path) != str(portfolio.output) and call(path, *rest, **options)

    monkeypatch.setattr(os, "access", access)
    built = build(portfolio)

    assert built.code == 3
    assert "permissions" in built.words


@pytest.mark.parametrize("text", ["", "[", "[]", '{"edition": "author"}', "\0", "[" * 100_000])
def test_a_list_of_our_files_that_is_none_stops_the_build(portfolio: Portfolio, text: str) -> None:
    stranger = portfolio.write("output/index.html", "mine")
    portfolio.write("output/.afterword-files", text)
    built = build(portfolio)

    assert built.code == 3
    assert "is not the list of files we wrote" in built.words
    assert stranger.read_text("utf-8") == "mine"


def test_another_edition_s_output_is_refused(portfolio: Portfolio) -> None:
    portfolio.write("output/.afterword-files", '{"edition": "sam", "files": {}}')
    built = build(portfolio)

    assert built.code == 3
    assert 'holds the edition of "sam"' in built.words


@pytest.mark.parametrize("path", ["../precious.txt", "/precious.txt", "a/../../precious.txt"])
def test_a_list_that_names_files_outside_removes_none(portfolio: Portfolio, path: str) -> None:
    precious = portfolio.write("precious.txt", "precious")
    listed = {"edition": "author", "files": {path: "", str(precious): ""}}
    portfolio.write("output/.afterword-files", json.dumps(listed))
    build(portfolio)

    assert precious.read_text("utf-8") == "precious"


def test_a_list_removes_nothing_beyond_a_link_in_the_output(
    portfolio: Portfolio, tmp_path: Path
) -> None:
    precious = tmp_path / "home" / "precious.txt"
    precious.parent.mkdir()
    precious.write_text("precious", "utf-8")
    listed = {"edition": "author", "files": {"old/precious.txt": ""}}
    portfolio.write("output/.afterword-files", json.dumps(listed))
    (portfolio.output / "old").symlink_to(precious.parent)
    build(portfolio)

    assert precious.read_text("utf-8") == "precious"


def test_nothing_is_written_beyond_a_link_in_the_output(
    portfolio: Portfolio, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    portfolio.output.mkdir()
    (portfolio.output / "journal").symlink_to(home)
    build(portfolio)

    assert list(home.iterdir()) == []


def test_the_folder_of_pages_on_their_way_is_no_link_to_be_tidied(
    portfolio: Portfolio, tmp_path: Path
) -> None:
    precious = tmp_path / "home" / "precious.txt"
    precious.parent.mkdir()
    precious.write_text("precious", "utf-8")
    portfolio.output.mkdir()
    (portfolio.output / ".afterword-new").symlink_to(precious.parent)
    build(portfolio)

    assert precious.read_text("utf-8") == "precious"


# ---- settings ----


def test_unknown_settings_are_warnings(portfolio: Portfolio) -> None:
    portfolio.write("portfolio.toml", 'format = 1\ntitel = "A"\n[sites]\n')
    built = build(portfolio)

    assert built.code == 0
    assert built.found == (
        "warning unknown-setting portfolio.toml:2:1",
        "warning unknown-setting portfolio.toml:3:1",
    )


@pytest.mark.parametrize(
    "settings",
    [
        "title = 5",
        'site = "x"',
        "themes = []",
        "[words]\nstage = 1",
        "[front_matter]\nignore = 1",
        'timezone = "Mars/Base"',
        'timezone = "../../etc/passwd"',
        'timezone = "\\u0000"',
        "language = 1",
        "[readers]\nsam = 1",
    ],
)
def test_settings_of_a_wrong_kind_are_errors_and_the_site_is_built(
    portfolio: Portfolio, settings: str
) -> None:
    portfolio.write("portfolio.toml", f"format = 1\n{settings}\n")
    built = build(portfolio)

    assert built.code == 1
    assert all(found.startswith("error ") for found in built.found)
    assert "All is well." in portfolio.page(GOOD_PAGE)


@pytest.mark.parametrize(
    "settings",
    [b"title = ", b"a = " + b"[" * 30_000, b"\xff\xfea\0", b"\0", b"title = 'a'\ntitle = 'b'"],
    ids=["no value", "deep", "UTF-16", "zero", "twice"],
)
def test_settings_that_cannot_be_read_stop_the_build(portfolio: Portfolio, settings: bytes) -> None:
    portfolio.write("portfolio.toml", settings)
    built = build(portfolio)

    assert built.code == 3
    assert "portfolio.toml" in built.words
    assert not portfolio.output.exists()
