"""`afterword publish` for everyone: plain pages, and nothing of anybody else touched."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from afterword.cli import COULD_NOT, main
from afterword.editions.share_picture import share_picture
from afterword.publish.local import Folder
from afterword.publish.open_kept import OpenSite, read_open
from tests.support.portfolio import Portfolio
from tests.support.told import Told
from tests.test_publish import folder, git

DAY = "2026-06-10"
SETTINGS = """\
format = 1
title = "Notes from the bus"
author = "Dana Quill"
{site}
[names.Wexcombe]

[readers.world]
name = "Everyone"
include = ["kind:interview", "kind:practice"]
sealed = false

[readers.sam]
name = "Sam"

[publish.targets.web]
{target}
"""
ADDRESS = '[site]\nurl = "https://quill.example.org/notes"\ndescription = "What I was told."\n'
FOLDER = 'kind = "folder"\npath = "../web"'
ENTRIES = {
    "2026-03-04-acme-panel.md": """---
company: Acme Corp
stage: panel
strengths: structure
---
# The panel with three tables

Acme Corp asked about zqharbour.

::: private
zqprivate words of mine that nobody reads
:::

## What went well

- Drew the boxes first #structure
""",
    "2026-04-09-rehearsal.md": """---
kind: practice
strengths: pace
---
# Rehearsing aloud

The zqlantern talk, slowly.
""",
    "2026-05-10-mirror.md": "---\nkind: practice\nimprovements: pace\n---\n# A mirror\n\nOnce.\n",
    "2026-05-01-own.md": "---\nkind: reflection\n---\n# For me alone\n\nThe zqmeadow.\n",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """A portfolio with one target for everyone, and the command line in front of it."""

    portfolio: Portfolio
    site: Path

    @classmethod
    def make(cls, around: Path, target: str = FOLDER, site: str = ADDRESS) -> Desk:
        target += '\nreaders = ["world"]'
        settings = SETTINGS.format(site=site, target=target)
        return cls(Portfolio.make(around, ENTRIES, settings), around / "web")

    def run(self, *more: str, said: str = "") -> Result:
        words = ["-C", str(self.portfolio.folder), "publish", "--today", DAY, *more]
        return CliRunner().invoke(main, words, input=said)

    def published(self, *more: str) -> Result:
        result = self.run("--yes", *more)
        assert result.exit_code == 0, result.output
        return result

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.portfolio.folder / name
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")

    def add(self, name: str, title: str) -> None:
        text = f"---\nkind: practice\nimprovements: pace\n---\n# {title}\n\nMore of it.\n"
        self.portfolio.write(f"content/{name}.md", text)

    @property
    def kept(self) -> OpenSite:
        return read_open(self.portfolio.folder, "web")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.make(tmp_path)


def refusal(result: Result) -> str:
    assert result.exit_code == COULD_NOT, result.output
    return result.output


def loose_links(made: Mapping[str, bytes]) -> list[str]:
    """Return what pages lead to within the site and is not there."""
    loose = []
    for path, content in made.items():
        if not path.endswith(".html") or path == "404.html":
            continue
        for link in re.findall(r'(?:href|src)="([^"#]+)', content.decode()):
            parts = urlsplit(urljoin(f"http://here/{path}", link))
            if parts.netloc == "here" and unquote(parts.path).lstrip("/") not in made:
                loose.append(f"{path} → {link}")
    return loose


def test_a_link_that_leads_nowhere_is_found() -> None:
    page = b'<a href="../themes/pace.html#n">a</a> <a href="b.html">b</a> <a href="http://c/">c</a>'

    assert loose_links({"journal/a.html": page, "themes/pace.html": b""}) == [
        "journal/a.html → b.html"
    ]


# ---- what everyone sees ----


def test_everyone_reads_plain_pages_of_what_was_chosen_and_no_more(desk: Desk) -> None:
    desk.published()
    made = folder(desk.site)
    everything = b"".join(made.values())

    assert b"zqharbour" in everything
    assert b"The panel with" in made["journal/2026-03-01-interview.html"]
    assert [w for w in (b"zqmeadow", b"zqprivate", b"Acme", b"Dana") if w in everything] == []
    assert loose_links(made) == []
    assert not {"agenda.html", "k.js", "prepare"} & made.keys()


def test_pages_say_where_they_stand_and_what_stands_for_them(desk: Desk) -> None:
    desk.published()
    made = folder(desk.site)
    page = made["journal/2026-04-01-practice.html"].decode()
    address = "https://quill.example.org/notes/"

    assert f'<link rel="canonical" href="{address}journal/2026-04-01-practice.html">' in page
    assert f'content="{address}static/share.png"' in page
    assert 'property="og:title" content="Rehearsing aloud"' in page
    assert 'content="Rehearsing aloud · What I was told."' in page
    assert "noindex" not in page
    assert f"{address}journal/2026-04-01-practice.html".encode() in made["sitemap.xml"]
    assert b"2026-04-01" in made["feed.xml"]
    assert b"2026-04-09" not in b"".join(made.values())
    assert f"sitemap: {address}sitemap.xml".encode() in made["robots.txt"]
    assert Image.open(io.BytesIO(made["static/share.png"])).size == (1200, 630)


def test_without_an_address_pages_ask_to_stay_unlisted_and_that_is_said(tmp_path: Path) -> None:
    desk = Desk.make(tmp_path, site="")
    result = desk.published()
    made = folder(desk.site)

    assert "Without [site] url" in result.output
    assert b'name="robots" content="noindex"' in made["index.html"]
    assert not {"feed.xml", "sitemap.xml", "robots.txt", "static/share.png"} & made.keys()


def test_a_build_for_the_reader_is_what_is_published(desk: Desk, tmp_path: Path) -> None:
    desk.published()
    words = ["build", "--reader", "world", "--output", str(tmp_path / "look"), "--today", DAY]
    result = CliRunner().invoke(main, ["-C", str(desk.portfolio.folder), *words])
    shown, made = folder(tmp_path / "look"), folder(desk.site)

    assert result.exit_code == 0, result.output
    assert {n: c for n, c in shown.items() if n != ".afterword-files"} == {
        n: c for n, c in made.items() if n != "edition.txt"
    }


def test_a_share_with_everyone_is_sealed_and_says_so(
    desk: Desk, tmp_path: Path, told: Told
) -> None:
    file = tmp_path / "for-world.html"
    words = ["share", "world", "--file", str(file), "--today", DAY]
    result = CliRunner().invoke(main, ["-C", str(desk.portfolio.folder), *words])

    assert result.exit_code == 0, result.output
    assert "for everyone" in result.output
    assert "told this once" in told.getvalue()
    assert b"zqharbour" not in file.read_bytes()
    assert b'id="b-k"' in file.read_bytes()


def test_the_picture_of_a_site_is_the_same_for_the_same_words() -> None:
    first, again = share_picture("Größere Schritte", ""), share_picture("Größere Schritte", "")
    other = share_picture("Größere Schritte", "Dana Quill")

    assert first == again
    assert first != other


@pytest.mark.parametrize("title", ["", "あしあと", "M" * 200])
def test_there_is_no_picture_of_a_title_that_cannot_be_drawn(title: str) -> None:
    assert share_picture(title, "") is None


# ---- asking ----


def test_nothing_is_published_for_everyone_without_a_yes(desk: Desk) -> None:
    assert "nobody is here to say yes" in refusal(desk.run())
    assert not desk.site.exists()


def test_titles_are_listed_before_the_first_time_and_new_ones_after_it(desk: Desk) -> None:
    first = desk.run("--dry-run").output
    desk.published()
    desk.add("2026-05-20-again", "Once more aloud")
    second = desk.run("--dry-run").output

    assert "The panel with three tables" in first
    assert "Rehearsing aloud" in first
    assert "Once more aloud" in second
    assert "The panel with three tables" not in second


def test_a_dry_run_shows_files_and_bytes_and_changes_nothing(desk: Desk) -> None:
    told = json.loads(desk.run("--dry-run", "--json").stdout)
    desk.published()
    made = {n: c for n, c in folder(desk.site).items() if n != "edition.txt"}

    assert told["written"] == sorted(made)
    assert told["bytes"] == sum(map(len, made.values()))
    assert (told["open"], told["published"], told["deleted"]) == (True, False, [])


def test_a_dry_run_leaves_nothing_behind(desk: Desk) -> None:
    desk.run("--dry-run")

    assert not desk.site.exists()
    assert desk.kept == OpenSite()


# ---- refusals ----


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('readers = ["world"]', 'readers = ["world", "sam"]', "has other readers"),
        ('readers = ["world"]', 'readers = ["author", "world"]', "has other readers"),
        ("sealed = false", "sealed = false\nuntil = 2026-06-09", "that day is over"),
        ('"kind:practice"', '"kind:practise"', "names what is not there"),
        ('path = "../web"', 'path = "output"', "lies in output/"),
        (
            '[readers.sam]\nname = "Sam"',
            "[readers.author]\nsealed = false\n",
            "",
        ),
    ],
)
def test_settings_that_would_show_too_much_are_refused(
    old: str, new: str, said: str, desk: Desk
) -> None:
    desk.edit("portfolio.toml", old, new)
    if not said:
        desk.edit("portfolio.toml", 'readers = ["world"]', 'readers = ["author"]')
        said = "your own edition is for nobody else"

    assert said in refusal(desk.run("--yes"))
    assert not desk.site.exists()


def test_a_leak_stops_it(desk: Desk) -> None:
    template = "{% extends 'base.html' %}{% block main %}<h1>Wexcombe</h1>{% endblock %}"
    desk.portfolio.write("templates/entry.html", template)

    assert "Wexcombe" in refusal(desk.run("--yes"))
    assert not desk.site.exists()


def test_a_passphrase_for_everyone_makes_no_sense(desk: Desk) -> None:
    result = CliRunner().invoke(
        main,
        [
            *("-C", str(desk.portfolio.folder), "publish", "--yes"),
            *("--passphrase-env", "world=WORLD"),
        ],
        env={"WORLD": "gravel-hazel-onward-scorch-tinsel-vivid"},
    )

    assert result.exit_code == 2
    assert "there is no passphrase" in result.output


def test_files_of_somebody_else_are_refused_and_after_a_take_over_left_alone(desk: Desk) -> None:
    desk.site.mkdir()
    (desk.site / "index.html").write_text("a page of mine")
    (desk.site / "mine.txt").write_text("mine")
    before = folder(desk.site)
    assert "not ours" in refusal(desk.run("--yes"))
    assert folder(desk.site) == before
    desk.published("--take-over")
    made = folder(desk.site)

    assert made["mine.txt"] == b"mine"
    assert b"Notes from the bus" in made["index.html"]


def test_a_take_over_deletes_nothing_that_only_has_the_name_of_a_file_of_ours(
    desk: Desk, tmp_path: Path
) -> None:
    desk.published()
    name = "journal/2026-04-01-practice.html"
    assert name in desk.kept.files
    (desk.portfolio.folder / "content/2026-04-09-rehearsal.md").unlink()
    desk.edit("portfolio.toml", 'path = "../web"', 'path = "../other"')
    theirs = tmp_path / "other" / name
    theirs.parent.mkdir(parents=True)
    theirs.write_text("theirs")
    refusal(desk.run("--yes"))
    desk.published("--take-over")

    assert theirs.read_text() == "theirs"
    assert (tmp_path / "other" / "index.html").is_file()


def test_a_copy_published_from_elsewhere_is_refused_until_taken_over(desk: Desk) -> None:
    desk.published()
    elsewhere = Desk(Portfolio(desk.portfolio.folder.parent / "elsewhere"), desk.site)
    shutil.copytree(desk.portfolio.folder, elsewhere.portfolio.folder)
    elsewhere.add("2026-05-20-again", "Once more aloud")
    elsewhere.published()
    desk.add("2026-05-21-other", "Another time")

    assert "another copy" in refusal(desk.run("--yes"))
    desk.published("--take-over")
    assert loose_links(folder(desk.site)) == []
    assert desk.kept.number == 3


def test_a_site_whose_record_is_lost_is_refused_with_words(desk: Desk) -> None:
    desk.published()
    shutil.rmtree(desk.portfolio.folder / ".keys")

    assert "not published from here" in refusal(desk.run("--yes"))
    desk.published("--take-over")
    assert desk.kept.number == 2


def test_sealed_pages_and_plain_ones_do_not_replace_each_other(desk: Desk) -> None:
    desk.published()
    before = folder(desk.site)
    desk.edit("portfolio.toml", 'readers = ["world"]', 'readers = ["sam"]')
    desk.edit("content/2026-04-09-rehearsal.md", "kind: practice", "kind: practice\nshare: sam")
    result = CliRunner().invoke(
        main,
        [
            *("-C", str(desk.portfolio.folder), "publish", "--yes", "--today", DAY),
            *("--passphrase-env", "sam=SAM"),
        ],
        env={"SAM": "velvet-otter-lagoon-quartz-bramble-signal"},
    )

    assert "not ours" in refusal(result)
    assert folder(desk.site) == before


# ---- one after the other ----


def test_publishing_again_without_a_change_uploads_nothing(desk: Desk) -> None:
    desk.published()
    before, times = folder(desk.site), moments(desk.site)

    assert "nothing changed" in desk.published().output
    assert folder(desk.site) == before
    assert moments(desk.site) == times
    assert desk.kept.number == 1


def moments(site: Path) -> dict[str, int]:
    return {name: (site / name).stat().st_mtime_ns for name in folder(site)}


def test_an_edit_uploads_the_pages_it_changes_and_what_is_gone_goes(desk: Desk) -> None:
    desk.published()
    times = moments(desk.site)
    (desk.site / "mine.txt").write_text("mine")
    (desk.portfolio.folder / "content/2026-04-09-rehearsal.md").unlink()
    told = json.loads(desk.published("--json").stdout)
    now = moments(desk.site)

    assert "journal/2026-04-01-practice.html" in told["deleted"]
    assert told["strangers"] == ["mine.txt"]
    assert "mine.txt" in now
    assert "journal/2026-04-01-practice.html" not in now
    assert now["static/afterword.css"] == times["static/afterword.css"]
    assert now["timeline.html"] != times["timeline.html"]
    assert loose_links(folder(desk.site)) == []


class Cut(Exception):  # noqa: N818
    """The power went."""


class Failing(Folder):
    """A folder at which the power goes before the n-th operation."""

    left: int

    def __init__(self, path: Path, left: int) -> None:
        super().__init__(path, "edition.txt")
        object.__setattr__(self, "left", left)

    def _write(self, name: str, content: bytes, epoch: int) -> None:
        self._count()
        Folder._write(self, name, content, epoch)  # noqa: SLF001

    def take_away(self, names: Collection[str]) -> None:
        for name in names:
            self._count()
            Folder.take_away(self, [name])

    def _count(self) -> None:
        if not self.left:
            raise Cut
        object.__setattr__(self, "left", self.left - 1)


def run_cut(desk: Desk, count: int) -> bool:
    """Publish until the power goes; tell whether it went."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "afterword.cli.publish_openly.target_of",
            lambda *_: Failing(desk.site, count),
        )
        return isinstance(desk.run("--yes").exception, Cut)


@pytest.mark.parametrize("count", range(0, 40, 3))
def test_cut_off_anywhere_every_link_leads_somewhere_and_the_next_publish_tidies_up(
    count: int, desk: Desk
) -> None:
    desk.published()
    (desk.site / "mine.txt").write_text("mine")
    (desk.portfolio.folder / "content/2026-04-09-rehearsal.md").unlink()
    desk.add("2026-05-20-again", "Once more aloud")
    run_cut(desk, count)
    assert loose_links(folder(desk.site)) == []
    desk.add("2026-05-21-other", "Another time")
    desk.published()
    made = folder(desk.site)
    shutil.rmtree(desk.site)
    shutil.rmtree(desk.portfolio.folder / ".keys")
    desk.published()

    made.pop("edition.txt")
    assert made.pop("mine.txt") == b"mine"
    assert made == {n: c for n, c in folder(desk.site).items() if n != "edition.txt"}


def test_the_first_publish_cut_off_is_taken_up_again(desk: Desk) -> None:
    assert run_cut(desk, 7)
    assert len(folder(desk.site)) == 7
    desk.published()

    assert loose_links(folder(desk.site)) == []
    assert "nothing changed" in desk.published().output


def test_an_upload_that_did_not_arrive_is_noticed(desk: Desk) -> None:
    class Lossy(Folder):
        __slots__ = ()

        def switch(self, upload: object) -> None:
            Folder.switch(self, upload)  # type: ignore[arg-type]
            self.take_away(["timeline.html"])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "afterword.cli.publish_openly.target_of", lambda *_: Lossy(desk.site, "edition.txt")
        )
        assert "does not hold" in refusal(desk.run("--yes"))
    desk.published()

    assert loose_links(folder(desk.site)) == []


# ---- kinds of targets ----


def test_an_archive_holds_the_whole_site(tmp_path: Path) -> None:
    desk = Desk.make(tmp_path, 'kind = "zip"\npath = "../web.zip"')
    desk.published()
    desk.edit("content/2026-04-09-rehearsal.md", "zqlantern", "zqpier")
    desk.published()
    with zipfile.ZipFile(tmp_path / "web.zip") as archive:
        made = {name: archive.read(name) for name in archive.namelist()}

    assert b"zqpier" in made["journal/2026-04-01-practice.html"]
    assert loose_links(made) == []


def test_a_branch_holds_the_site_its_cname_and_nothing_that_is_gone(tmp_path: Path) -> None:
    git("init", "--quiet", "--bare", "remote.git", cwd=tmp_path)
    remote = tmp_path / "remote.git"
    desk = Desk.make(tmp_path, f'kind = "git"\nremote = "{remote.as_uri()}"')
    desk.published()
    clone = tmp_path / "clone"
    git("clone", "--quiet", "--branch", "pages", str(remote), str(clone), cwd=tmp_path)
    (clone / "CNAME").write_text("notes.example.org\n")
    git("add", "CNAME", cwd=clone)
    git("commit", "--quiet", "-m", "name", cwd=clone)
    git("push", "--quiet", cwd=clone)
    (desk.portfolio.folder / "content/2026-04-09-rehearsal.md").unlink()
    desk.published()
    names = set(git("ls-tree", "-r", "--name-only", "pages", cwd=remote).split())

    assert {"CNAME", ".nojekyll", "index.html", "edition.txt"} <= names
    assert "journal/2026-04-01-practice.html" not in names
    assert git("rev-list", "--count", "pages", cwd=remote).strip() == "1"


def test_a_branch_of_somebody_else_is_refused_with_words(tmp_path: Path) -> None:
    git("init", "--quiet", "--initial-branch=pages", "theirs", cwd=tmp_path)
    theirs = tmp_path / "theirs"
    (theirs / "README.md").write_text("theirs\n")
    git("add", "README.md", cwd=theirs)
    git("commit", "--quiet", "-m", "theirs", cwd=theirs)
    desk = Desk.make(tmp_path, f'kind = "git"\nremote = "{theirs.as_uri()}"')

    assert "README.md" in refusal(desk.run("--yes"))


@pytest.mark.parametrize("kind", ["rsync", "rclone"])
def test_a_remote_is_brought_up_to_date_and_nothing_beside_it_is_deleted(
    kind: str, tmp_path: Path
) -> None:
    if not shutil.which(kind):
        pytest.skip(f"{kind} is not installed")
    desk = Desk.make(tmp_path, f'kind = "{kind}"\nremote = "{tmp_path / "web"}"')
    desk.published()
    (desk.site / "mine.txt").write_text("mine")
    (desk.site / "journal" / "mine.html").write_text("mine")
    desk.edit("content/2026-04-09-rehearsal.md", "Rehearsing aloud", "Übungen, laut")
    desk.add("2026-05-20-again", "Once more aloud")
    desk.published()
    (desk.portfolio.folder / "content/2026-04-09-rehearsal.md").unlink()
    desk.published()
    made = folder(desk.site)

    assert (made["mine.txt"], made["journal/mine.html"]) == (b"mine", b"mine")
    assert "journal/2026-04-01-practice.html" not in made
    assert loose_links(made) == []
    assert {*made} - {"mine.txt", "journal/mine.html", "edition.txt"} == {*desk.kept.files}
    assert "nothing changed" in desk.published().output
