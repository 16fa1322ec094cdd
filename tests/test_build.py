"""What a build reports, refuses and writes beside the pages."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

import afterword
from afterword import files
from afterword.assets import default_templates
from afterword.diagnostics import Severity
from afterword.files import DiskError
from afterword.site.template_faults import TemplateError
from tests.support.portfolio import SETTINGS, TODAY, Portfolio, tree


@pytest.fixture
def portfolio(tmp_path: Path) -> Portfolio:
    return Portfolio.make(
        tmp_path,
        {
            "2026-11-01-a.md": "---\nstrengths: calm\n---\n![A door](door.png) [notes](n.pdf)\n",
            "door.png": b"png",
            "n.pdf": b"pdf",
            "unused.png": b"never copied",
        },
    )


def test_a_first_build_writes_every_page_and_says_so(portfolio: Portfolio) -> None:
    report = portfolio.build()
    found = {p.relative_to(portfolio.output).as_posix() for p in portfolio.output.rglob("*.*")}

    assert set(report.written) == found - {files.LIST}
    assert list(report.written) == sorted(report.written)
    assert (report.kept, report.removed, report.strangers) == (0, (), ())
    assert report.pages == len([name for name in found if name.endswith(".html")])
    assert report.output == portfolio.output


def test_files_that_entries_refer_to_are_copied_and_no_others(portfolio: Portfolio) -> None:
    portfolio.build()

    assert (portfolio.output / "files/door.png").read_bytes() == b"png"
    assert (portfolio.output / "files/n.pdf").read_bytes() == b"pdf"
    assert not (portfolio.output / "files/unused.png").exists()


def test_a_changed_picture_is_copied_anew_and_no_page_is_rendered(portfolio: Portfolio) -> None:
    portfolio.build()
    portfolio.write("content/door.png", b"another")
    report = portfolio.build()

    assert report.written == ("files/door.png",)
    assert (portfolio.output / "files/door.png").read_bytes() == b"another"


def test_the_theme_s_static_files_are_beside_the_pages(portfolio: Portfolio) -> None:
    portfolio.write("templates/static/afterword.css", "/* mine */\np {\n\tcolor: red;\n}\n")
    portfolio.write("templates/static/fonts/a.woff2", b"font")
    portfolio.build()
    static = {n: c for n, c in default_templates().items() if n.startswith("static/")}

    assert all((portfolio.output / name).is_file() for name in static)
    # Without comments and white space.
    assert (portfolio.output / "static/afterword.css").read_bytes() == b"p{color:red}"
    assert (portfolio.output / "static/fonts/a.woff2").read_bytes() == b"font"


def test_only_the_site_is_in_the_output(portfolio: Portfolio) -> None:
    portfolio.build()
    names = [name for name in tree(portfolio.output) if name.rpartition("/")[2].startswith(".")]

    assert names == [files.LIST]


def test_the_same_portfolio_gives_the_same_bytes_anywhere(
    portfolio: Portfolio, tmp_path: Path
) -> None:
    portfolio.build()
    other = Portfolio.make(
        tmp_path / "elsewhere",
        {
            path.relative_to(portfolio.folder / "content").as_posix(): path.read_bytes()
            for path in sorted((portfolio.folder / "content").iterdir(), reverse=True)
        },
    )
    other.build()

    assert tree(other.output) == tree(portfolio.output)


def test_one_process_and_several_give_the_same_bytes(
    portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("afterword.process.cores", lambda: 1)
    alone = portfolio.build_clean()
    monkeypatch.setattr("afterword.process.cores", lambda: 3)
    monkeypatch.setattr("afterword.build.pages.WORTH_SHARING", 1)
    monkeypatch.setattr("afterword.understanding._WORTH_SHARING", 1)
    shared = portfolio.build_clean()

    assert tree(shared) == tree(alone)


def test_a_build_through_the_package_is_the_same(portfolio: Portfolio, tmp_path: Path) -> None:
    report = afterword.read(portfolio.folder, today=TODAY).build(tmp_path / "site")

    assert "journal/2026-11-01-a.html" in report.written
    assert tree(tmp_path / "site") == tree(portfolio.build_clean())


def test_each_output_has_a_record_of_its_own(portfolio: Portfolio, tmp_path: Path) -> None:
    portfolio.build()
    portfolio.build(output=tmp_path / "two", drafts=True)
    portfolio.write("content/2026-11-01-a.md", "Other words.")
    first = portfolio.build()
    second = portfolio.build(output=tmp_path / "two", drafts=True)

    assert "journal/2026-11-01-a.html" in first.written
    assert "journal/2026-11-01-a.html" in second.written


def test_an_output_reached_through_a_link_is_the_same_output(
    portfolio: Portfolio, tmp_path: Path
) -> None:
    portfolio.build(output=tmp_path / "real")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    report = portfolio.build(output=tmp_path / "link")

    assert report.written == ()


def test_errors_and_warnings_are_told_apart(portfolio: Portfolio) -> None:
    good = portfolio.build()
    portfolio.write("content/2026-11-02-b.md", "[x](nowhere.md)")
    doubtful = portfolio.build()
    portfolio.write("content/2026-11-03-c.md", "---\ndate: 2026-13-40\n---\n")
    bad = portfolio.build()

    assert (good.has_warnings, good.has_errors) == (False, False)
    assert (doubtful.has_warnings, doubtful.has_errors) == (True, False)
    assert (bad.has_warnings, bad.has_errors) == (True, True)


def test_diagnostics_are_in_order_of_file_and_line(portfolio: Portfolio) -> None:
    portfolio.write("content/2026-11-03-c.md", "[x](nowhere.md)\n\n[y](nowhere.md)")
    portfolio.write("content/2026-11-02-b.md", "---\ntitel: A\ndate: 2026-13-40\n---\n")
    portfolio.write("portfolio.toml", "format = 1\ntitel = 1\n")
    report = portfolio.build()
    places = [(d.location.file, d.location.line) for d in report.diagnostics]

    assert places == sorted(places)
    assert len(places) == 5


def test_an_unknown_time_zone_is_an_error_and_the_system_s_is_used(portfolio: Portfolio) -> None:
    portfolio.write("portfolio.toml", f'{SETTINGS}\n  "timezone" = "Mars/Base"\n')
    report = portfolio.build()
    (problem,) = report.diagnostics

    assert problem.code == "bad-timezone"
    assert (problem.location.line, problem.location.column) == (SETTINGS.count("\n") + 2, 3)
    assert (portfolio.output / "index.html").is_file()


def test_a_page_is_planned_until_its_day(portfolio: Portfolio) -> None:
    portfolio.write("content/2026-11-20-b.md", "---\ntitle: The panel\nstage: panel\n---\n")
    portfolio.build()
    before = portfolio.page("index.html")
    portfolio.build(today=TODAY + dt.timedelta(days=1))

    assert portfolio.page("index.html") != before


def test_no_entries_make_a_page_that_shows_how_to_write_the_first(tmp_path: Path) -> None:
    portfolio = Portfolio.make(tmp_path, {})
    report = portfolio.build()

    assert report.diagnostics == ()
    assert "afterword new" in portfolio.page("index.html")


def test_a_theme_that_renders_nothing_stops_the_build(portfolio: Portfolio) -> None:
    portfolio.build()
    before = tree(portfolio.output)
    portfolio.write("templates/base.html", "one\n{{ nobody }}")
    with pytest.raises(TemplateError) as caught:
        portfolio.build()

    assert (caught.value.template, caught.value.line) == ("base.html", 2)
    assert {**tree(portfolio.output), "404.html": before["404.html"]} == before


def test_a_template_equal_to_the_default_one_overrides_nothing(portfolio: Portfolio) -> None:
    portfolio.build()
    before = tree(portfolio.output)
    for name, content in default_templates().items():
        portfolio.write(f"templates/{name}", content)
    report = portfolio.build()

    assert report.written == ()
    assert tree(portfolio.output) == before


@pytest.mark.parametrize("output", ["portfolio", ".", "portfolio/content/site"])
def test_an_output_that_would_hold_the_portfolio_or_be_read_as_one_is_refused(
    portfolio: Portfolio, output: str
) -> None:
    with pytest.raises(DiskError) as caught:
        portfolio.build(output=portfolio.folder.parent / output)

    assert caught.value.hint


def test_an_output_is_made_with_the_folders_around_it(portfolio: Portfolio, tmp_path: Path) -> None:
    portfolio.build(output=tmp_path / "a/b/site")

    assert (tmp_path / "a/b/site/index.html").is_file()


def test_the_cache_is_the_author_s_alone(portfolio: Portfolio) -> None:
    portfolio.build()
    cache = portfolio.folder / files.CACHE

    assert cache.stat().st_mode & 0o077 == 0
    assert all(os.access(path, os.R_OK) for path in cache.iterdir())


def test_hints_are_neither_errors_nor_warnings(portfolio: Portfolio) -> None:
    portfolio.write("content/2026-11-02-b.md", "---\nstage: seance\n---\n")
    report = portfolio.build()

    assert {d.severity for d in report.diagnostics} == {Severity.HINT}
    assert not report.has_warnings
