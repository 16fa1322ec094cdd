"""A journal in memory that follows its files: its pages are those of a clean build."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from afterword import files
from afterword.diagnostics import AfterwordError
from afterword.preview.answers import Update
from afterword.preview.session import Refreshed, Session
from tests.support.portfolio import TODAY, Portfolio

FIRST, SECOND = "2026-11-02-first.md", "2026-11-03-second.md"
A, B = f"content/{FIRST}", f"content/{SECOND}"
DRAFT = "---\ndraft: yes\n---\nNot yet.\n"


@pytest.fixture
def journal(tmp_path: Path) -> Portfolio:
    return Portfolio.make(
        tmp_path,
        {
            FIRST: "---\ncompany: Acme\nstrengths: pace\n---\nOne.\n",
            SECOND: "# Second\n\n![A cat](cat.png)\n",
            "cat.png": b"\x89PNG",
            "other.png": b"\x89PNG",
        },
    )


@pytest.fixture
def session(journal: Portfolio) -> Session:
    return Session(journal.folder, today=TODAY)


def page(session: Session, url: str = "journal/2026-11-02-first.html") -> str:
    """Return a page's text."""
    content = session.answer(url).content
    assert isinstance(content, bytes)
    return content.decode()


def saved(session: Session, *paths: str) -> Update:
    """Return the update that saved files lead to, looked at again as often as need be."""
    refreshed = session.refresh(frozenset(paths))
    if refreshed.again:
        refreshed = session.refresh(refreshed.again)
    assert refreshed.update
    return refreshed.update


def test_a_save_is_on_its_page_and_on_its_themes(journal: Portfolio, session: Session) -> None:
    assert "calm" not in page(session, "themes/index.html")
    journal.write(A, "---\ncompany: Acme\nstrengths: pace, calm\n---\nOne and two.\n")
    update = saved(session, A)

    assert "One and two." in page(session)
    assert "calm" in page(session, "themes/index.html")
    assert session.answer("themes/calm.html").status == 200
    assert (update.version, update.follow) == (2, "journal/2026-11-02-first.html")


def test_a_file_without_a_change_leads_to_no_update(session: Session) -> None:
    assert session.refresh(frozenset([A])).update is None
    assert session.refresh(None).update is None


def test_a_shorter_file_may_be_half_written_and_waits(journal: Portfolio, session: Session) -> None:
    journal.write(A, "---\ncom")
    refreshed = session.refresh(frozenset([A]))
    assert refreshed == Refreshed(None, frozenset([A]))
    assert "One." in page(session)
    journal.write(A, "---\ncompany: Acme\n---\nShort.\n")

    assert "Short." not in page(session)
    assert session.refresh(refreshed.again).update
    assert "Short." in page(session)


def test_a_broken_entry_is_shown_with_its_line_and_mended(
    journal: Portfolio, session: Session
) -> None:
    journal.write(A, "---\ncompany: Acme\nasked: 2026-13-40\nstrengths: pace\n---\nOne.\n")
    (problem,) = saved(session, A).problems

    assert (problem.file, problem.line, problem.column) == (A, 3, 8)
    assert (problem.source, problem.severity) == ("asked: 2026-13-40", "error")
    assert "One." in page(session)
    journal.write(A, "---\ncompany: Acme\nasked: 2026-11-04\nstrengths: pace\n---\nOne.\n")
    assert saved(session, A).problems == ()


@pytest.mark.parametrize(
    "content", [b"\xff\x00" * 50_000, b"x" * 5_000_000, "ä".encode("utf-16") * 9, b"\0" * 2_000]
)
def test_whatever_is_saved_the_session_lives(
    journal: Portfolio, session: Session, content: bytes
) -> None:
    journal.write(A, content)
    saved(session, A)
    assert session.answer("journal/2026-11-02-first.html").status == 200
    journal.write(A, "Back.\n")

    assert saved(session, A).problems == ()
    assert "Back." in page(session)


def test_a_file_that_cannot_be_read_is_a_problem(journal: Portfolio, session: Session) -> None:
    (journal.folder / A).unlink()
    (journal.folder / A).symlink_to(journal.folder / "nowhere.md")

    assert {p.code for p in saved(session, A).problems} == {"unreadable"}


def test_broken_settings_leave_the_last_good_ones(journal: Portfolio, session: Session) -> None:
    journal.write("portfolio.toml", 'format = 1\ntitle = "Mine\n')
    (problem,) = saved(session, "portfolio.toml").problems
    assert (problem.file, problem.line) == ("portfolio.toml", 2)
    assert "One." in page(session)
    journal.write("portfolio.toml", 'format = 1\ntitle = "Mine"\n')

    assert saved(session, "portfolio.toml").problems == ()
    assert "<title>Mine</title>" in page(session, "index.html")


def test_a_portfolio_that_is_broken_from_the_start_cannot_be_shown(journal: Portfolio) -> None:
    journal.write("portfolio.toml", "format = \n")

    with pytest.raises(AfterwordError):
        Session(journal.folder)


def test_a_broken_template_leaves_the_last_good_page(journal: Portfolio, session: Session) -> None:
    good = page(session)
    journal.write("templates/entry.html", "{% if %}")
    (problem,) = saved(session, "templates/entry.html").problems

    assert (problem.file, problem.line, problem.source) == ("templates/entry.html", 1, "{% if %}")
    assert page(session) == good
    unseen = session.answer("journal/2026-11-03-second.html")
    assert (unseen.status, b"templates/entry.html:1" in bytes(unseen.content)) == (500, True)
    (journal.folder / "templates/entry.html").unlink()
    assert saved(session, "templates/entry.html").problems == ()
    assert session.answer("journal/2026-11-03-second.html").status == 200


def test_a_template_that_fails_only_when_rendered_is_told(journal: Portfolio) -> None:
    told: list[Update] = []
    session = Session(journal.folder, today=TODAY, tell=told.append)
    journal.write("templates/entry.html", "{{ view.nothing_of_the_kind }}")
    assert saved(session, "templates/entry.html").problems == ()
    assert session.answer("journal/2026-11-02-first.html").status == 500

    assert [p.code for p in told[-1].problems] == ["broken-template"]


def test_a_changed_style_sheet_is_named(journal: Portfolio, session: Session) -> None:
    before = session.answer("static/afterword.css")
    journal.write("templates/static/afterword.css", "p {}")
    update = saved(session, "templates/static/afterword.css")

    assert update.styles == ("static/afterword.css",)
    after = session.answer("static/afterword.css")
    assert (after.content, after.content_type) == (b"p{}", "text/css; charset=utf-8")
    assert before.digest != after.digest


def test_only_files_that_an_entry_refers_to_are_served(session: Session) -> None:
    found = session.answer("files/cat.png")

    assert (found.status, found.content_type) == (200, "image/png")
    assert isinstance(found.content, Path)
    for path in ("files/other.png", f"files/{FIRST}", "files/../portfolio.toml", "files/"):
        assert session.answer(path).status == 404


def test_an_entry_that_is_gone_says_so_until_it_is_back(
    journal: Portfolio, session: Session
) -> None:
    text = (journal.folder / B).read_text()
    (journal.folder / B).unlink()
    update = saved(session, B)
    url = "journal/2026-11-03-second.html"

    assert update.gone == ((url, "journal/2026-11-02-first.html"),)
    assert session.answer(url).status == 410
    journal.write(B, text)
    assert saved(session, B).gone == ()
    assert session.answer(url).status == 200


def test_a_renamed_entry_is_followed(journal: Portfolio, session: Session) -> None:
    new = "content/2026-11-03-renamed.md"
    (journal.folder / B).rename(journal.folder / new)
    update = saved(session, B, new)

    assert update.follow == "journal/2026-11-03-renamed.html"
    assert dict(update.gone) == {"journal/2026-11-03-second.html": update.follow}


def test_many_files_at_once_bring_up_no_page(journal: Portfolio, session: Session) -> None:
    paths = [f"content/2026-10-{day:02}-x.md" for day in range(1, 31)]
    for path in paths:
        journal.write(path, "New.\n")

    assert saved(session, *paths).follow == ""


@pytest.mark.parametrize(
    ("before", "after", "anchor"),
    [
        ("A.\n\n## One\n\nB.\n", "A.\n\n## One\n\nB and C.\n", "#h-one"),
        ("A.\n\n## One\n\nB.\n", "A!\n\n## One\n\nB.\n", ""),
        ("A.\n", "A.\n\n## New one\n\nB.\n", "#h-new-one"),
        ("Two\n---\n\nB.\n", "Two\n---\n\nB. C.\n", "#h-two"),
        ("```\n# code\n```\nB.\n", "```\n# code\n```\nB and C.\n", ""),
        ("---\nfelt: calm\n---\n## One\n\nB.\n", "---\nfelt: tired!\n---\n## One\n\nB.\n", ""),
    ],
)
def test_it_is_followed_to_the_changed_heading(
    journal: Portfolio, before: str, after: str, anchor: str
) -> None:
    journal.write(A, before)
    session = Session(journal.folder, today=TODAY)
    journal.write(A, after)

    assert saved(session, A).follow == f"journal/2026-11-02-first.html{anchor}"


def test_drafts_are_shown_and_marked(journal: Portfolio) -> None:
    journal.write(A, DRAFT)
    session = Session(journal.folder, today=TODAY)

    assert "badge" in page(session)


def test_the_day_is_followed(journal: Portfolio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "today", lambda _: dt.date(2026, 11, 1))
    session = Session(journal.folder)
    before = page(session, "index.html")
    monkeypatch.setattr(files, "today", lambda _: dt.date(2026, 11, 20))

    assert page(session, "index.html") != before


@pytest.mark.parametrize(
    "name", ["", "content", "content/../secret", "../x", "/etc/passwd", "output/index.html"]
)
def test_only_the_portfolios_own_files_are_located(session: Session, name: str) -> None:
    assert session.locate(name) is None


def test_the_portfolios_own_files_are_located(journal: Portfolio, session: Session) -> None:
    assert session.locate(A) == journal.folder / A
    assert session.locate("portfolio.toml") == journal.folder / "portfolio.toml"
    (journal.folder / "content/out.md").symlink_to("/etc/passwd")
    assert session.locate("content/out.md") is None


# Whatever is saved, in whatever order: the pages of a clean build

NAMES = st.sampled_from((FIRST, SECOND, "sub/2026-11-04-c.md", "2026-12-24-later.md", "undated.md"))
TEXTS = st.lists(
    st.sampled_from(
        (
            *("company: Acme", "role: Cook", "source: peer", "strengths: calm, Pace", "draft: yes"),
            *("improvements: pace", "by: Ann", "about: first", "goal: second", "kind: goal"),
            *("title: Other", "themes: calm", "asked: 2026-13-40", "stage: final", "odd: key"),
        )
    ),
    max_size=4,
    unique_by=lambda line: line.partition(":")[0],
).map(lambda lines: "\n".join(["---", *lines, "---", ""]))
BODIES = st.sampled_from(
    (
        "",
        "Text.\n",
        "[[second]] [[calm]]\n",
        "## What went well\n- Kept **calm**\n",
        "![A](cat.png)\n",
    )
)
THEME = "templates/entry.html"


class Writing(RuleBasedStateMachine):
    """Somebody writes, and looks at pages in between."""

    def __init__(self) -> None:
        super().__init__()
        self.around = TemporaryDirectory()
        content: dict[str, str | bytes] = {FIRST: "One.\n", SECOND: "Two.\n", "cat.png": b"\x89PNG"}
        self.journal = Portfolio.make(Path(self.around.name), content)
        self.session = Session(self.journal.folder, today=TODAY)

    @initialize()
    def look(self) -> None:
        """Look at the first page, so that something is kept."""
        self.session.answer("")

    @rule(name=NAMES, front=TEXTS, body=BODIES)
    def save(self, name: str, front: str, body: str) -> None:
        """Save an entry."""
        self.journal.write(f"content/{name}", front + body)
        self._tell(f"content/{name}")

    @rule(name=NAMES)
    def remove(self, name: str) -> None:
        """Remove an entry."""
        (self.journal.folder / "content" / name).unlink(missing_ok=True)
        self._tell(f"content/{name}")

    @rule(title=st.sampled_from(("Mine", "Yours")), url=st.booleans())
    def settle(self, title: str, url: bool) -> None:  # noqa: FBT001
        """Change the settings."""
        site = '\n[site]\nurl = "https://example.org/"\n' if url else ""
        self.journal.write("portfolio.toml", f'format = 1\ntitle = "{title}"\n{site}')
        self._tell("portfolio.toml")

    @rule(mark=st.sampled_from(("one", "two")))
    def restyle(self, mark: str) -> None:
        """Change a template."""
        self.journal.write("templates/partials/mark.html", f"<b>{mark}</b>")
        self._tell("templates/partials/mark.html")

    def _tell(self, path: str) -> None:
        refreshed = self.session.refresh(frozenset([path]))
        if refreshed.again:
            self.session.refresh(refreshed.again)

    @invariant()
    def every_page_is_that_of_a_clean_build(self) -> None:
        """Compare all there is."""
        output = Path(self.around.name) / "clean"
        shutil.rmtree(output, ignore_errors=True)
        self.journal.build(output=output, drafts=True, clean=True)
        for path in output.rglob("*"):
            name = path.relative_to(output).as_posix()
            if path.is_file() and not name.startswith(".") and name != "404.html":
                found = self.session.answer(name)
                content = found.content
                served = content if isinstance(content, bytes) else content.read_bytes()
                assert (name, served) == (name, path.read_bytes())

    def teardown(self) -> None:
        """Tidy up."""
        self.around.cleanup()


TestWriting = Writing.TestCase
TestWriting.settings = settings(max_examples=12, stateful_step_count=12, deadline=None)


SHARED = "---\ncompany: Acme Corp\nstage: panel\nshare: sam\n---\nAcme Corp asked for a plan.\n"


@pytest.fixture
def read_by_sam(tmp_path: Path) -> tuple[Portfolio, Session]:
    journal = Portfolio.make(
        tmp_path,
        {FIRST: SHARED, SECOND: "# Second\n\nFor me alone.\n"},
        'format = 1\n[readers.sam]\nname = "Sam"\n',
    )
    return journal, Session(journal.folder, today=TODAY, reader="sam")


def only_entry(session: Session) -> str:
    """Return the address of the one entry that the first page leads to."""
    found: str
    (found,) = {*re.findall(r'href="(journal/[^"#]+)"', page(session, ""))}
    return found


def test_a_preview_for_a_reader_shows_what_they_would_see(
    read_by_sam: tuple[Portfolio, Session],
) -> None:
    _, session = read_by_sam

    shown = page(session, only_entry(session))
    assert "asked for a plan" in shown
    assert "Acme" not in shown
    assert session.answer("journal/2026-11-03-second.html").status == 404
    assert session.latest().reader == "Sam"
    assert session.latest().problems == ()


def test_a_preview_for_a_reader_follows_what_is_saved(
    read_by_sam: tuple[Portfolio, Session],
) -> None:
    journal, session = read_by_sam
    journal.write(A, SHARED.replace("a plan", "a longer plan"))
    update = saved(session, A)

    assert update.follow == only_entry(session)
    assert "a longer plan" in page(session, update.follow)


def test_a_preview_for_a_reader_says_what_would_stop_a_share(
    read_by_sam: tuple[Portfolio, Session],
) -> None:
    journal, session = read_by_sam
    journal.write(A, SHARED.replace("a plan", "a plan by kim@example.org"))
    told = saved(session, A).problems
    journal.write(A, SHARED.replace("share: sam\n", ""))
    nobody = saved(session, A).problems

    assert [(p.file, p.line, p.code) for p in told] == [(A, 6, "contact-in-share")]
    assert [p.code for p in nobody] == ["not-shareable"]
    assert "Sam would see nothing" in page(session, "") or session.answer("").status == 200


@pytest.fixture
def switching(tmp_path: Path) -> tuple[Portfolio, Session, list[Update]]:
    journal = Portfolio.make(
        tmp_path,
        {FIRST: SHARED, SECOND: "# Second\n\nFor me alone.\n"},
        'format = 1\n[readers.sam]\nname = "Sam"\n[readers.author]\n',
    )
    told: list[Update] = []
    return journal, Session(journal.folder, today=TODAY, tell=told.append), told


def test_the_preview_shows_another_edition_and_goes_back(
    switching: tuple[Portfolio, Session, list[Update]],
) -> None:
    _, session, told = switching
    mine = "journal/2026-11-02-first.html"
    readers = session.latest().readers
    theirs = session.show_as("sam", mine)

    assert readers == (("sam", "Sam"),)
    assert theirs
    assert theirs != mine
    assert "Acme" not in page(session, theirs)
    assert session.answer("journal/2026-11-03-second.html").status == 404
    assert (told[-1].chosen, told[-1].reader) == ("sam", "Sam")
    assert session.show_as("", theirs) == mine
    assert "Acme Corp" in page(session, mine)
    assert (told[-1].chosen, told[-1].reader) == ("", "")


def test_a_page_that_a_reader_does_not_have_leads_to_their_first(
    switching: tuple[Portfolio, Session, list[Update]],
) -> None:
    _, session, _ = switching

    assert session.show_as("sam", "journal/2026-11-03-second.html") == "index.html"
    assert session.show_as("sam", "timeline.html") == "timeline.html"


def test_nobody_but_a_known_reader_can_be_chosen_and_none_where_one_was_named(
    switching: tuple[Portfolio, Session, list[Update]],
) -> None:
    journal, session, told = switching
    alone = Session(journal.folder, today=TODAY, reader="sam")

    assert session.show_as("kim", "") is None
    assert session.show_as("author", "") is None
    assert told == []
    assert alone.latest().readers == ()
    assert alone.show_as("sam", "") is None
    assert alone.show_as("", "") is None
    assert alone.answer("journal/2026-11-03-second.html").status == 404


def test_the_edition_that_was_chosen_follows_what_is_saved(
    switching: tuple[Portfolio, Session, list[Update]],
) -> None:
    journal, session, _ = switching
    session.show_as("sam", "")
    journal.write(A, SHARED.replace("a plan", "a longer plan"))
    update = saved(session, A)

    assert "a longer plan" in page(session, update.follow)
    assert update.chosen == "sam"
