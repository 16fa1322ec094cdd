"""Building again gives what building from nothing gives, and renders no more than has to be."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import random
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from afterword import files
from afterword.assets import default_templates
from afterword.diagnostics import Severity
from afterword.files import OutputFolder
from afterword.process import WorkerError
from tests.support.killing import Moment, run_and_kill
from tests.support.portfolio import (
    SETTINGS,
    TODAY,
    Portfolio,
    codes,
    tree,
)

# ---- any sequence of edits ----

NAMES = (
    "2026-11-01-a.md",
    "2026-11-01-b.md",
    "2026-11-03-c.md",
    "deep/2026-11-03-c.md",
    "2025-12-31-old.md",
    "2026-11-25-ahead.md",
    "undated.md",
    "2026-11-18-Größe & Co.md",
)
PICTURES = ("pic.png", "deep/pic.png")
LINES = (
    "title: The panel",
    "title: Another panel",
    "date: 2026-11-17 14:00",
    "draft: yes",
    "kind: practice",
    "kind: goal",
    "company: Acme",
    "company: ACME",
    "role: Cook",
    "role: Baker",
    "interview: acme-cook",
    "stage: panel",
    "stage: handling session",
    "outcome: rejected",
    "outcome: pending",
    "reason: post cut",
    "source: peer",
    "source: Visitor",
    "source: self, manager",
    "by: Ann Lee",
    "by: ANN LEE, Ward Manager",
    "with: Ann Lee; Bo",
    "strengths: calm, System Design",
    "strengths: Calm",
    "strengths: calmness",
    "improvements: system-design",
    "improvements: pace, talks far too much in front of people",
    "themes: calm, pace",
    "settle: 14 days",
    "about: a",
    "goal: c",
    "occasion: night shift",
    "feelings: tired",
)
BODIES = (
    "# A heading\n",
    "Plain words, and [[a]] and [[c|that day]].\n",
    "[[calm]], [[acme-cook]], [[nowhere]] and [a file](pic.png).\n",
    "![a picture](pic.png)\n",
    "[there](2026-11-03-c.md#next-steps), [[c#What went well]]\n",
    "## What went well\n\n- Kept calm — Ann Lee\n  > “lovely”\n- Nice #[system design]\n",
    "## What went well\n\n- **Pace** was right — peer\n",
    "## To improve\n\n- Slower pace #pace #calm\n- See [[old]] — Bo\n",
    "## Questions\n\n- Why us?\n  Because.\n  Better: shorter\n  Went: ok\n",
    "## Next steps\n\n- [ ] call (by 2026-11-25) #calm\n- [x] write (done 2026-11-02)\n",
    "## Research\n\n- They ferment.\n",
    "## Next steps\n\nA footnote.[^1]\n\n[^1]: At [[b]].\n",
    "| a | b |\n|---|--:|\n| 1 | 2 |\n\n- one\n  - two\n",
    "Seen. %% not this %%\n\n::: private\n[[a]] alone\n:::\n",
    "<b>raw</b> *text*\n\n## A heading\n\n### A heading\n",
)
SETTINGS_TEXTS = (
    SETTINGS,
    'format = 1\ntitle = "Notes"\nauthor = "Ana"\nlanguage = "de"\n',
    'format = 1\n[site]\nurl = "https://example.org/notes"\ndescription = "Notes"\n',
    'format = 1\n[site]\nurl = "https://example.org"\n[themes.Calm]\naliases = ["calmness"]\n',
    'format = 1\n[themes."SYSTEM design"]\ngroup = "craft"\ndescription = "Boxes."\n[themes.new]\n',
    'format = 1\n[words]\nsource = {visitor = "client"}\nstage = {"handling session" = "skills"}\n',
    'format = 1\n[front_matter]\nignore = ["title", "company", "by"]\n',
)
DAYS = tuple(dt.date(2026, 11, day) for day in (19, 20, 25, 26, 30))
# What is added to a template of the default theme; what stands alone is a file of one's own.
TEMPLATES = {
    "base.html": "{# mine #}\n<!-- mine -->\n",
    "entry.html": "{# mine #}",
    "partials/marks.html": "{# mine #}",
    "partials/line.html": "<!-- mine -->",
    "people.html": "{# mine #}",
    "strings/en.toml": "",
    "static/afterword.css": "/* mine */",
    "static/mine.css": "p { }",
}


@st.composite
def entries(draw: st.DrawFn) -> str:
    lines = draw(st.lists(st.sampled_from(LINES), max_size=7, unique_by=lambda line: line[:6]))
    bodies = draw(st.lists(st.sampled_from(BODIES), max_size=4, unique=True))
    front = "".join(f"{line}\n" for line in lines)
    return (f"---\n{front}---\n" if lines else "") + "\n".join(bodies)


@dataclass(slots=True)
class Desk:
    """A portfolio somebody works on, and the circumstances it is built in."""

    portfolio: Portfolio
    today: dt.date = TODAY
    drafts: bool = False
    changed: int = 0
    done: list[str] = field(default_factory=list)

    def edit(self, data: st.DataObject) -> None:
        """Change one thing."""
        edit = data.draw(st.sampled_from(EDITS))
        getattr(self, edit)(data)

    def written(self) -> list[str]:
        content = self.portfolio.folder / "content"
        return sorted(p.relative_to(content).as_posix() for p in content.rglob("*.md"))

    def write_entry(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(NAMES))
        self.portfolio.write(f"content/{name}", data.draw(entries()))

    def append(self, data: st.DataObject) -> None:
        if names := self.written():
            path = self.portfolio.folder / "content" / data.draw(st.sampled_from(names))
            path.write_text(path.read_text("utf-8") + data.draw(st.sampled_from(BODIES)), "utf-8")

    def delete(self, data: st.DataObject) -> None:
        if names := self.written():
            (self.portfolio.folder / "content" / data.draw(st.sampled_from(names))).unlink()

    def rename(self, data: st.DataObject) -> None:
        if names := self.written():
            content = self.portfolio.folder / "content"
            target = content / data.draw(st.sampled_from(NAMES))
            target.parent.mkdir(exist_ok=True)
            (content / data.draw(st.sampled_from(names))).replace(target)

    def picture(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(PICTURES))
        if data.draw(st.booleans()):
            self.changed += 1
            self.portfolio.write(f"content/{name}", b"x" * self.changed)
        else:
            (self.portfolio.folder / "content" / name).unlink(missing_ok=True)

    def settings(self, data: st.DataObject) -> None:
        self.portfolio.write("portfolio.toml", data.draw(st.sampled_from(SETTINGS_TEXTS)))

    def override(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(TEMPLATES)))
        default = default_templates().get(name, b"").decode()
        changed = default.replace("Newest", "Latest") + TEMPLATES[name]
        self.portfolio.write(f"templates/{name}", changed)

    def restore(self, data: st.DataObject) -> None:
        templates = self.portfolio.folder / "templates"
        found = sorted(path for path in templates.rglob("*") if path.is_file())
        if found:
            data.draw(st.sampled_from(found)).unlink()

    def turn_the_page(self, data: st.DataObject) -> None:
        self.today = data.draw(st.sampled_from(DAYS))

    def toggle_drafts(self, _: st.DataObject) -> None:
        self.drafts = not self.drafts

    def lose_the_cache(self, _: st.DataObject) -> None:
        shutil.rmtree(self.portfolio.folder / files.CACHE, ignore_errors=True)

    def spoil_the_cache(self, data: st.DataObject) -> None:
        for path in sorted((self.portfolio.folder / files.CACHE).glob("*")):
            kept = path.read_bytes()[: data.draw(st.integers(0, path.stat().st_size))]
            path.write_bytes(kept + data.draw(st.sampled_from((b"", b"\xff", b"\n\t[]", b"]}"))))

    def damage(self, data: st.DataObject) -> None:
        pages = sorted(self.portfolio.output.rglob("*.html"))
        if pages:
            page = data.draw(st.sampled_from(pages))
            page.unlink()
            if data.draw(st.booleans()):
                page.write_bytes(b"scribble")


EDITS = (
    *("write_entry", "write_entry", "write_entry", "append", "delete", "rename", "picture"),
    *("settings", "override", "restore", "turn_the_page", "toggle_drafts"),
    *("lose_the_cache", "spoil_the_cache", "damage"),
)


def share_out_everything(patch: pytest.MonkeyPatch) -> None:
    """Let two processes read, compare and render even the smallest journal."""
    patch.setattr("afterword.process.cores", lambda: 2)
    for name in ("build.pages.WORTH_SHARING", "build.pages._WORTH_COMPARING"):
        patch.setattr(f"afterword.{name}", 1)
    patch.setattr("afterword.understanding._WORTH_SHARING", 1)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.data())
def test_after_any_edits_a_build_gives_what_a_clean_one_gives(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as around, pytest.MonkeyPatch.context() as patch:
        if data.draw(st.booleans()):
            share_out_everything(patch)
        desk = Desk(Portfolio.make(Path(around), {}))
        for _ in range(data.draw(st.integers(0, 5))):
            desk.write_entry(data)
        for _ in range(data.draw(st.integers(1, 4))):
            desk.portfolio.build(today=desk.today, drafts=desk.drafts)
            for _ in range(data.draw(st.integers(1, 3))):
                desk.edit(data)
        report = desk.portfolio.build(today=desk.today, drafts=desk.drafts)
        patch.undo()
        clean = desk.portfolio.build_clean(today=desk.today, drafts=desk.drafts)
        again = desk.portfolio.build(today=desk.today, drafts=desk.drafts)

        assert tree(desk.portfolio.output) == tree(clean)
        assert (again.written, again.removed, again.diagnostics) == ((), (), report.diagnostics)


# ---- how many pages are rendered ----

PLAIN = "Nothing more to say."


@pytest.fixture(params=["one process", "two processes"])
def three(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Portfolio:
    """A built site of three entries that do not know of each other, and share a theme and a day."""
    if request.param == "two processes":
        share_out_everything(monkeypatch)
    portfolio = Portfolio.make(
        tmp_path,
        {
            "2026-11-01-a.md": f"---\nsource: peer\nby: Ann\nstrengths: calm\n---\n{PLAIN}\n",
            "2026-11-05-b.md": f"---\nsource: mentor\nby: Bo\nstrengths: calm\n---\n{PLAIN}\n",
            "2026-11-09-c.md": f"---\nsource: client\nby: Cy\nimprovements: pace\n---\n{PLAIN}\n",
        },
    )
    portfolio.build()
    return portfolio


def replace_in(portfolio: Portfolio, name: str, old: str, new: str) -> None:
    path = portfolio.folder / "content" / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_nothing_changed_reads_renders_and_writes_nothing(
    three: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("afterword.understanding.understand", None)

    report = three.build()

    assert (report.written, report.removed) == ((), ())
    assert report.kept == report.pages == len(list(three.output.rglob("*.html")))


def test_nothing_changed_says_again_what_was_wrong(tmp_path: Path) -> None:
    portfolio = Portfolio.make(
        tmp_path,
        {"2026-11-01-a.md": "---\ndraught: yes\ndate: 2026-13-40\nstage: [seance]\n---\n[x](y.md)"},
    )
    first = portfolio.build()
    second = portfolio.build()

    assert {d.severity for d in first.diagnostics} == set(Severity)
    assert second.diagnostics == first.diagnostics
    assert second.written == ()


def test_a_change_in_a_body_renders_that_entry_s_page_and_what_is_searched(
    three: Portfolio,
) -> None:
    replace_in(three, "2026-11-05-b.md", PLAIN, "And yet, one thing more.")
    report = three.build()

    assert report.written == ("journal/2026-11-05-b.html", "search/2026.js")
    assert report.kept == report.pages - 1


def test_a_new_theme_renders_its_pages_and_the_lists_that_show_the_entry(three: Portfolio) -> None:
    replace_in(three, "2026-11-05-b.md", "calm", "calm, zeal")
    report = three.build()

    assert set(report.written) == {
        "index.html",
        "journal/2026-11-05-b.html",
        "people/bo.html",
        "search/2026.js",
        "sources/index.html",
        "sources/mentor.html",
        "strengths.html",
        "themes/calm.html",
        "themes/index.html",
        "themes/zeal.html",
        "timeline.html",
        "timeline/2026.html",
        "year/2026.html",
    }


def test_a_new_title_renders_the_pages_that_show_it(three: Portfolio) -> None:
    replace_in(three, "2026-11-05-b.md", "by: Bo", "by: Bo\ntitle: Well said")
    report = three.build()

    assert set(report.written) == {
        "index.html",
        # The neighbours in time lead to it by name.
        "journal/2026-11-01-a.html",
        "journal/2026-11-05-b.html",
        "journal/2026-11-09-c.html",
        "people/bo.html",
        "search/2026.js",
        "sources/mentor.html",
        "strengths.html",
        "themes/calm.html",
        "timeline.html",
        "timeline/2026.html",
    }


def test_a_link_renders_the_page_it_leads_to(three: Portfolio) -> None:
    replace_in(three, "2026-11-09-c.md", PLAIN, "As on [[a]].")
    report = three.build()

    assert report.written == (
        *("journal/2026-11-01-a.html", "journal/2026-11-09-c.html", "search/2026.js"),
    )


def test_a_new_day_renders_today_and_the_agenda_alone(three: Portfolio) -> None:
    report = three.build(today=TODAY + dt.timedelta(days=1))

    assert report.written == ("agenda.html", "index.html")


def test_what_is_found_not_worth_asking_leaves_the_agenda_of_the_next_build(
    tmp_path: Path,
) -> None:
    told = "---\ncompany: Acme\noutcome: rejected\n---\nThey rang."
    portfolio = Portfolio.make(tmp_path, {f"{TODAY}-acme.md": told})
    portfolio.build()
    asks = "You can ask Acme" in portfolio.page("agenda.html")
    kept = told.replace("\n---\nThey", "\nX-worth-asking: no\n---\nThey")
    portfolio.write(f"content/{TODAY}-acme.md", kept)
    portfolio.build()

    assert asks
    assert "You can ask Acme" not in portfolio.page("agenda.html")


def test_an_appointment_of_today_that_gets_a_text_leaves_the_agenda_of_the_next_build(
    tmp_path: Path,
) -> None:
    planned = "---\nkind: appraisal\nby: Ann Lee\n---\n"
    portfolio = Portfolio.make(tmp_path, {f"{TODAY}-review.md": planned})
    portfolio.build()
    before = portfolio.page("agenda.html")
    portfolio.write(f"content/{TODAY}-review.md", planned + "She liked the numbers.")
    portfolio.build()

    assert "You wrote it down as planned." in before
    assert "You wrote it down as planned." not in portfolio.page("agenda.html")


def test_a_new_title_of_the_site_renders_every_page(three: Portfolio) -> None:
    three.write("portfolio.toml", SETTINGS + 'title = "Notes"\n[site]\nurl = "https://x.example"')
    report = three.build()

    assert report.kept == 0
    assert {"feed.xml", "sitemap.xml", "404.html"} < set(report.written)


def test_a_changed_template_writes_only_the_pages_that_come_out_different(
    three: Portfolio,
) -> None:
    people = default_templates()["people.html"].decode()
    three.write("templates/people.html", people.replace("<h1>", '<h1 id="everyone">'))
    report = three.build()

    assert report.written == ("people/index.html",)


def test_a_deleted_entry_takes_its_pages_and_their_folders_along(tmp_path: Path) -> None:
    portfolio = Portfolio.make(
        tmp_path,
        {
            "2026-11-01-a.md": PLAIN,
            "2026-11-05-b.md": "---\nthemes: zeal\ncompany: Acme\nby: Bo\n---\n[x](deep/notes.pdf)",
            "deep/notes.pdf": b"%PDF",
        },
    )
    portfolio.build()
    (portfolio.folder / "content/2026-11-05-b.md").unlink()
    report = portfolio.build()

    assert report.removed == (
        "files/deep/notes.pdf",
        "interviews/acme.html",
        "interviews/index.html",
        "journal/2026-11-05-b.html",
        "people/bo.html",
        "people/index.html",
        "sources/others.html",
        "themes/index.html",
        "themes/zeal.html",
    )
    assert not (portfolio.output / "files").exists()


def test_a_renamed_entry_moves(three: Portfolio) -> None:
    content = three.folder / "content"
    (content / "2026-11-09-c.md").rename(content / "2026-11-10-d.md")
    report = three.build()

    assert report.removed == ("journal/2026-11-09-c.html",)
    assert tree(three.output) == tree(three.build_clean())


def test_drafts_come_and_go(three: Portfolio) -> None:
    before = tree(three.output)
    three.write("content/2026-11-12-d.md", "---\ndraft: yes\nthemes: secret\nfrom: peer\n---\n")
    without = three.build()
    with_drafts = three.build(drafts=True)
    again = three.build()

    assert without.written == ()
    assert {"journal/2026-11-12-d.html", "themes/secret.html"} <= set(with_drafts.written)
    assert again.removed == ("journal/2026-11-12-d.html", "themes/secret.html")
    assert tree(three.output) == before


def test_a_template_that_fails_keeps_the_last_page_and_fails_again(three: Portfolio) -> None:
    before = three.page("people/index.html")
    three.write("templates/people.html", "\n{{ view.nobody }}")
    first = three.build()
    second = three.build()

    assert codes(first) == ["broken-template"]
    assert second.diagnostics == first.diagnostics
    assert three.page("people/index.html") == before


def test_a_template_that_is_mended_renders_its_page(three: Portfolio) -> None:
    template = three.write("templates/people.html", "\n{{ view.nobody }}")
    three.build()
    template.write_text("mended", "utf-8")
    report = three.build()

    assert codes(report) == []
    assert three.page("people/index.html") == "mended"


# ---- the cache can be thrown away, and cannot be trusted ----


def test_without_the_cache_the_pages_are_the_same_and_none_is_written(three: Portfolio) -> None:
    before = tree(three.output)
    shutil.rmtree(three.folder / files.CACHE)
    report = three.build()

    assert report.written == ()
    assert tree(three.output) == before


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"\x00\xff" * 500,
        b"{}",
        b"[" * 100_000,
        b'{"inputs": 1, "base": [], "pages": {"index.html": []}, "report": null}',
        b'{"inputs": "", "base": "", "pages": {"index.html": [1, 2, 3, 4]}, "report": {}}',
    ],
    ids=["empty", "binary", "object", "deep", "wrong types", "wrong values"],
)
def test_a_cache_of_garbage_changes_nothing(three: Portfolio, garbage: bytes) -> None:
    for path in (three.folder / files.CACHE).iterdir():
        path.write_bytes(garbage)
    replace_in(three, "2026-11-05-b.md", "calm", "zeal")
    three.build()

    assert tree(three.output) == tree(three.build_clean())


@pytest.mark.parametrize("row", ["", "[]", "{}", "null", '"text"', "[1, 2]", "[" * 100_000])
def test_a_stored_reading_that_is_none_is_read_again(three: Portfolio, row: str) -> None:
    readings = three.folder / files.CACHE / "readings"
    key, *lines = readings.read_text("utf-8").split("\n")
    spoiled = [line.partition("\t")[0] + "\t" + row for line in lines]
    readings.write_text("\n".join([key, *spoiled]), "utf-8")
    replace_in(three, "2026-11-05-b.md", "calm", "zeal")
    three.build()

    assert tree(three.output) == tree(three.build_clean())


def test_another_program_s_cache_is_not_used(three: Portfolio) -> None:
    readings = three.folder / files.CACHE / "readings"
    key, *lines = readings.read_text("utf-8").split("\n")
    readings.write_text("\n".join(["0" * len(key), *lines]).replace("calm", "lies"), "utf-8")
    replace_in(three, "2026-11-05-b.md", PLAIN, "More.")
    report = three.build()

    assert report.written == ("journal/2026-11-05-b.html", "search/2026.js")
    assert tree(three.output) == tree(three.build_clean())


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    portfolio = Portfolio.make(tmp_path, {"2026-11-01-a.md": PLAIN})
    portfolio.write(files.CACHE, "a file where the folder would be")
    first = portfolio.build()
    second = portfolio.build()

    assert "journal/2026-11-01-a.html" in first.written
    assert second.written == ()


# ---- what others do to the output ----


@pytest.mark.parametrize("damage", ["deleted", "cut", "same size", "a link"])
def test_a_damaged_page_is_repaired(three: Portfolio, damage: str) -> None:
    before = tree(three.output)
    page = three.output / "themes" / "calm.html"
    size, changed = page.stat().st_size, page.stat().st_mtime_ns
    page.unlink()
    if damage == "cut":
        page.write_bytes(b"<!doctype html>")
    elif damage == "same size":
        page.write_bytes(b"x" * size)
        os.utime(page, ns=(changed + 1, changed + 1))
    elif damage == "a link":
        page.symlink_to(three.output / "index.html")
    report = three.build()

    assert report.written == ("themes/calm.html",)
    assert tree(three.output) == before


def test_a_stranger_s_file_is_left_alone_and_named(three: Portfolio) -> None:
    mine = three.output / "journal" / "mine.txt"
    mine.write_bytes(b"mine")
    (three.output / "CNAME").write_bytes(b"example.org")
    replayed = three.build()
    replace_in(three, "2026-11-05-b.md", PLAIN, "More.")
    built = three.build()

    assert replayed.strangers == built.strangers == ("CNAME", "journal/mine.txt")
    assert mine.read_bytes() == b"mine"


def test_a_stranger_s_file_where_a_page_belongs_is_an_error_and_stays(tmp_path: Path) -> None:
    portfolio = Portfolio.make(tmp_path, {"2026-11-01-a.md": PLAIN})
    stranger = portfolio.write("output/journal/2026-11-01-a.html", "mine")
    first = portfolio.build()
    second = portfolio.build()

    assert [str(d) for d in first.diagnostics] == [
        (
            "output/journal/2026-11-01-a.html: error: somebody else's file stands where a page "
            "belongs; it was left alone [not-ours]\n"
            "    move it away and build again, or choose another --output"
        )
    ]
    assert second.diagnostics == first.diagnostics
    assert stranger.read_text("utf-8") == "mine"
    assert (portfolio.output / "index.html").is_file()


def test_a_stranger_s_file_that_is_moved_away_makes_room_for_the_page(tmp_path: Path) -> None:
    portfolio = Portfolio.make(tmp_path, {"2026-11-01-a.md": PLAIN})
    stranger = portfolio.write("output/index.html", "mine")
    portfolio.build()
    stranger.unlink()
    report = portfolio.build()

    assert (report.written, codes(report)) == (("index.html",), [])


def test_a_stranger_s_file_where_a_folder_of_ours_belongs_stays_and_the_rest_is_built(
    tmp_path: Path,
) -> None:
    portfolio = Portfolio.make(tmp_path, {"2026-11-01-a.md": PLAIN})
    stranger = portfolio.write("output/journal", "mine")
    report = portfolio.build()

    assert codes(report) == ["not-ours"]
    assert stranger.read_text("utf-8") == "mine"
    assert (portfolio.output / "index.html").is_file()


def test_a_stranger_s_folder_where_a_page_of_ours_belongs_stays_and_the_rest_is_built(
    three: Portfolio,
) -> None:
    page = three.output / "themes" / "calm.html"
    page.unlink()
    three.write("output/themes/calm.html/mine.txt", "mine")
    (three.output / "index.html").unlink()
    report = three.build()

    assert codes(report) == ["not-ours"]
    assert report.written == ("index.html",)


def test_a_stranger_s_file_keeps_its_folder_when_our_pages_go(three: Portfolio) -> None:
    three.write("content/2026-11-12-d.md", "[x](deep/pic.png)")
    three.write("content/deep/pic.png", b"x")
    three.build()
    stranger = three.write("output/files/deep/mine.txt", "mine")
    (three.folder / "content/2026-11-12-d.md").unlink()
    three.build()

    assert stranger.read_text("utf-8") == "mine"
    assert not (three.output / "files/deep/pic.png").exists()


def test_a_file_made_where_a_page_of_ours_once_was_is_a_stranger_s(three: Portfolio) -> None:
    page = three.output / "journal/2026-11-09-c.html"
    (three.folder / "content/2026-11-09-c.md").unlink()
    page.unlink()
    three.build()
    page.write_text("mine", "utf-8")
    replace_in(three, "2026-11-05-b.md", PLAIN, "More.")
    report = three.build()

    assert page.read_text("utf-8") == "mine"
    assert report.strangers == ("journal/2026-11-09-c.html",)


def test_a_page_and_its_entry_deleted_by_hand_are_forgotten(
    three: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    (three.folder / "content/2026-11-09-c.md").unlink()
    (three.output / "journal/2026-11-09-c.html").unlink()
    three.build()
    monkeypatch.setattr("afterword.understanding.understand", None)

    assert three.build().written == ()


def test_without_our_list_every_file_in_the_output_is_a_stranger_s(three: Portfolio) -> None:
    before = tree(three.output)
    (three.output / files.LIST).unlink()
    three.write("portfolio.toml", SETTINGS + 'title = "Other"')
    report = three.build()

    assert set(codes(report)) == {"not-ours"}
    assert {**tree(three.output), files.LIST: before[files.LIST]} == before


def test_a_file_that_was_a_folder_takes_its_place(tmp_path: Path) -> None:
    portfolio = Portfolio.make(tmp_path, {"2026-11-01-a.md": "[x](pics/b.png)", "pics/b.png": b"x"})
    portfolio.build()
    shutil.rmtree(portfolio.folder / "content/pics")
    portfolio.write("content/pics", b"a file now")
    portfolio.write("content/2026-11-01-a.md", "[x](pics)")
    report = portfolio.build()

    assert codes(report) == []
    assert (portfolio.output / "files/pics").read_bytes() == b"a file now"


# ---- killed ----

ENTRIES = 400
"""Enough for the pages to be shared out to a second process."""
VERSIONS = ("To the words", "To the text")
"""Of a link that stands on every page."""


@dataclass(frozen=True, slots=True)
class Long:
    """A long journal, and the site it makes in either version."""

    portfolio: Portfolio
    sites: list[dict[str, object]]

    def turn(self, version: int) -> None:
        """Make every page change: with other templates, no page of the last build is known."""
        words = default_templates()["strings/en.toml"].decode()
        changed = re.sub("^skip *=.*$", f'skip = "{VERSIONS[version]}"', words, flags=re.MULTILINE)
        self.portfolio.write("templates/strings/en.toml", changed)

    def parts(self) -> list[str]:
        """Return the files that are neither the page of one version nor of the other."""
        whole = self.sites
        return [
            path
            for path, content in tree(self.portfolio.output).items()
            if not path.startswith((files.LIST, files.FRESH))
            and content not in [site.get(path) for site in whole]
        ]


@pytest.fixture(scope="module")
def made_long(tmp_path_factory: pytest.TempPathFactory) -> Long:
    first = dt.date(2025, 1, 1)
    content = {
        f"{first + dt.timedelta(days=n)}-day.md": "---\n"
        f"strengths: theme {n % 7}\nsource: peer\n---\nDay {n}.\n\n- {PLAIN}\n"
        for n in range(ENTRIES)
    }
    around = tmp_path_factory.mktemp("long")
    made = Long(Portfolio.make(around, content), [])
    for version in range(len(VERSIONS)):
        made.turn(version)
        made.portfolio.build()
        made.sites.append(tree(made.portfolio.output))
    return made


@pytest.fixture
def long(made_long: Long) -> Long:
    """The long journal, its site built in the first version."""
    shutil.rmtree(made_long.portfolio.output)
    made_long.turn(0)
    made_long.portfolio.build()
    return made_long


def moments() -> Iterator[Moment]:
    """Yield moments all over a build, in either process, at every kind of step."""
    chance = random.Random(20261119)  # noqa: S311 — the same on every run
    for number in range(22):
        yield Moment(
            count=chance.randrange(1, 600) if number % 4 else chance.randrange(1, 4),
            after=bool(number & 1),
            in_worker=bool(number & 2),
            alone=number % 8 == 7,
        )


@pytest.mark.slow
def test_a_build_killed_at_any_moment_leaves_whole_pages_and_the_next_one_mends_the_rest(
    long: Long,
) -> None:
    for planned in moments():
        moment = planned
        long.turn(1)
        while run_and_kill(long.portfolio.build, moment) == 0:
            # Whoever is ready takes the next pages: on a busy machine one process may get few.
            assert moment.count > 1
            moment = replace(moment, count=moment.count // 2)
            long.turn(0)
            long.portfolio.build()
            long.turn(1)

        assert long.parts() == []

        long.turn(0)
        report = long.portfolio.build()

        assert (codes(report), report.strangers) == ([], ())
        assert tree(long.portfolio.output) == long.sites[0]


@pytest.mark.slow
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", ["write", "unlink", "rename"])
def test_a_build_killed_while_it_notes_its_files_still_knows_them_for_its_own(
    tmp_path: Path, step: str, *, after: bool
) -> None:
    portfolio = Portfolio.make(tmp_path, {"2026-11-01-a.md": PLAIN})
    portfolio.build()
    portfolio.write("content/2026-11-02-b.md", PLAIN)
    moment = Moment(1, (step,), after=after, name=files.LIST if step != "write" else "")
    run_and_kill(portfolio.build, moment)
    report = portfolio.build()

    assert (codes(report), report.strangers) == ([], ())
    assert tree(portfolio.output) == tree(portfolio.build_clean())


def test_a_worker_that_is_killed_stops_the_build_with_words(long: Long) -> None:
    long.turn(1)

    def build() -> None:
        with pytest.raises(WorkerError):
            long.portfolio.build()

    assert run_and_kill(build, Moment(5, in_worker=True, alone=True)) == 0


@pytest.mark.slow
def test_workers_end_with_the_process_that_started_them(
    long: Long, monkeypatch: pytest.MonkeyPatch
) -> None:
    long.turn(1)
    write = OutputFolder.write

    def write_when_orphaned(folder: OutputFolder, path: str, content: bytes) -> object:
        worker = multiprocessing.parent_process()
        # The first process of the build has a parent too, which is this one.
        if worker and worker.pid != here:
            worker.join()
        return write(folder, path, content)

    here = os.getpid()
    monkeypatch.setattr(OutputFolder, "write", write_when_orphaned)
    run_and_kill(long.portfolio.build, Moment(1, ("rename",), alone=True, after=True))
    changed = [
        path
        for path, page in tree(long.portfolio.output).items()
        if not path.startswith((files.LIST, files.FRESH)) and page != long.sites[0][path]
    ]

    assert len(changed) == 1
