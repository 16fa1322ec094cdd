"""`afterword share` at the command line: who is meant, what is asked, what is told to whom."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from afterword.cli import COULD_NOT, main
from afterword.cli.new_reader import SHOW, name_of, words_to_show
from afterword.config import read_config
from afterword.sharing import read_kept
from tests.support.portfolio import Portfolio
from tests.support.told import Ran, Told, run_on_terminal

DAY = "2026-06-10"
PHRASE = "velvet-otter-lagoon-quartz-bramble-signal"
SAM = '\n[readers.sam]\nname = "Sam"\nsource = "mentor"\n'
SETTINGS = 'format = 1\ntitle = "Notes"\n'
SHARED = "---\ncompany: Acme Corp\nshare: sam\n---\nThey asked for a plan.\n"
OWN = "---\nsource: peer\n---\nA calm talk.\n"


class Desk:
    """A portfolio, and the command line in front of it."""

    def __init__(self, around: Path, settings: str, entries: Mapping[str, str]) -> None:
        self.around = around
        self.folder = Portfolio.make(around, entries, settings).folder

    def run(self, *arguments: str) -> Result:
        words = ["-C", str(self.folder), *arguments, "--today", DAY]
        return CliRunner().invoke(main, words, env={"SECRET": PHRASE})

    def on_terminal(
        self, *arguments: str, answers: tuple[str, ...] = (), error_into: Path | None = None
    ) -> Ran:
        words = ["-C", str(self.folder), *arguments, "--today", DAY]
        return run_on_terminal(words, cwd=self.around, answers=answers, error_into=error_into)

    @property
    def settings(self) -> str:
        return (self.folder / "portfolio.toml").read_text("utf-8")

    def entry(self, name: str) -> str:
        return (self.folder / "content" / name).read_text("utf-8")

    def all_files(self) -> dict[str, bytes]:
        """Return all that is kept, but for the cache."""
        found = [p for p in self.around.rglob("*") if p.is_file() and ".afterword" not in p.parts]
        return {p.relative_to(self.around).as_posix(): p.read_bytes() for p in found}


def desk_of(around: Path, settings: str = SETTINGS + SAM, **entries: str) -> Desk:
    named = {f"2026-03-04-{name}.md": text for name, text in entries.items()}
    return Desk(around, settings, named or {"2026-03-04-acme.md": SHARED})


# ---- what is told ----


@pytest.mark.parametrize(
    "words",
    [
        ("share", "sam"),
        ("share", "sam", "own"),
        ("share", "sam", "--folder", "site", "--link", "--passphrase-env", "SECRET"),
    ],
)
def test_without_a_terminal_nothing_secret_is_made_and_nothing_written(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    desk = desk_of(tmp_path, acme=SHARED, own=OWN)
    before = desk.all_files()
    result = desk.run(*words)

    assert result.exit_code == COULD_NOT
    assert "is told once, on a terminal, and there is none; nothing was written" in result.stderr
    assert "run this on a terminal" in result.stderr
    assert desk.all_files() == before


def test_a_passphrase_stays_as_it_is_when_nobody_could_be_told_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    desk = desk_of(tmp_path)
    desk.run("share", "sam", "--passphrase-env", "SECRET")
    before = desk.all_files()
    result = CliRunner().invoke(main, ["-C", str(desk.folder), "readers", "passphrase", "sam"])

    assert result.exit_code == COULD_NOT
    assert "--passphrase-env VAR" in result.stderr
    assert desk.all_files() == before


def test_a_passphrase_is_told_on_the_terminal_though_errors_go_into_a_file(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, acme=SHARED.replace("for a plan", "Zanzibar for a plan"))
    log = tmp_path / "err.log"
    ran = desk.on_terminal("share", "sam", "--folder", "site", "--link", error_into=log)
    (passphrase,) = re.findall(r"The passphrase, told this once: (\S+)", ran.screen)
    (link,) = re.findall(r"The end of the link, told this once: (#k=\S+)", ran.screen)

    assert ran.code == 0, ran.screen + log.read_text()
    assert passphrase.count("-") == 5
    assert passphrase not in log.read_text()
    assert link not in log.read_text()
    assert "Zanzibar" in log.read_text()
    assert "name to hide" not in ran.screen + log.read_text()
    assert passphrase not in ran.screen.partition("A message for them")[2]


def test_a_process_without_any_terminal_is_refused(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    before = desk.all_files()
    ran = subprocess.run(
        [sys.executable, "-m", "afterword", "-C", str(desk.folder), "share", "sam"],
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        start_new_session=True,
        encoding="utf-8",
        check=False,
    )

    assert ran.returncode == COULD_NOT
    assert "there is none; nothing was written" in ran.stderr
    assert desk.all_files() == before


# ---- who is meant ----


@pytest.mark.parametrize("typed", ["sam", "Sam", "SAM", "Sam Rowe", "sam rowe"])
def test_a_reader_may_be_called_by_key_or_name(
    typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    name = "Sam Rowe" if " " in typed else "Sam"
    desk = desk_of(tmp_path, SETTINGS + SAM.replace('"Sam"', f'"{name}"'), own=OWN)
    result = desk.run("share", typed, "own", "--passphrase-env", "SECRET")

    assert result.exit_code == 0, result.output
    assert [*read_config(desk.settings)[0].readers] == ["sam"]
    assert desk.entry("2026-03-04-own.md").count("share: sam\n") == 1
    assert read_kept(desk.folder, "sam").keys
    assert [path.name for path in tmp_path.glob("*.html")] == ["for-sam.html"]


def test_an_entry_that_names_a_reader_by_name_is_not_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    desk = desk_of(tmp_path, own=OWN.replace("---\nA", "share: Sam\n---\nA"))
    before = desk.entry("2026-03-04-own.md")
    result = desk.run("share", "sam", "own", "--passphrase-env", "SECRET")

    assert result.exit_code == 0, result.output
    assert desk.entry("2026-03-04-own.md") == before


# ---- what is asked ----


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("sam", "Sam"),
        ("sam rowe", "Sam Rowe"),
        ("Sam Rowe", "Sam Rowe"),
        ("Jo de Wit", "Jo de Wit"),
    ],
)
def test_a_name_is_offered_as_it_was_typed_or_with_capitals(typed: str, name: str) -> None:
    assert name_of(typed) == name


@pytest.mark.parametrize(
    ("answer", "shown", "unknown"),
    [
        ("", (), ()),
        ("none", (), ()),
        ("all", SHOW, ()),
        ("All.", SHOW, ()),
        ("quotes, roles", ("roles", "quotes"), ()),
        ("quotes roles", ("roles", "quotes"), ()),
        ("quote, company", (), ("quote", "company")),
        ("none, roles", ("roles",), ("none",)),
    ],
)
def test_each_word_of_an_answer_is_known_or_named(
    answer: str, shown: tuple[str, ...], unknown: tuple[str, ...]
) -> None:
    assert words_to_show(answer) == (shown, unknown)


def test_a_new_reader_is_asked_about_until_every_word_is_known(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, SETTINGS, own=OWN)
    answers = ("", "peer", "quote, roles", "quotes, roles", "Was it clear?", "y", "y")
    ran = desk.on_terminal("share", "sam rowe", "own", answers=answers)
    (reader,) = read_config(desk.settings)[0].readers.values()

    assert "Not one of these: quote (perhaps quotes)." in ran.screen
    assert (reader.key, reader.name, reader.source) == ("sam rowe", "Sam Rowe", "peer")
    assert reader.show == {"roles", "quotes"}
    assert reader.question == "Was it clear?"
    assert ran.code == 0, ran.screen


def test_a_no_shares_nothing(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, acme=SHARED, own=OWN)
    before = desk.all_files()
    ran = desk.on_terminal("share", "sam", "own", answers=("n",))

    assert ran.code == COULD_NOT
    assert "nothing was shared" in ran.screen
    assert desk.all_files() == before


# ---- what cannot be shared ----


LATER = '\n[readers.sam]\nname = "Sam"\nsince = 2026-03-05\n'
WITHOUT = '\n[readers.sam]\nname = "Sam"\nexclude = ["source:peer"]\n'


@pytest.mark.parametrize(
    ("reader", "name", "entry", "why"),
    [
        (SAM, "2026-03-04-x.md", OWN.replace("source", "draft: yes\nsource"), "it is a draft"),
        (SAM, "2026-09-04-x.md", OWN, "it is planned, for 2026-09-04"),
        (SAM, "x.md", OWN, "it has no date"),
        (LATER, "2026-03-04-x.md", OWN, "it is of 2026-03-04, before `since`"),
        (WITHOUT, "2026-03-04-x.md", OWN, "`exclude` in portfolio.toml leaves out source:peer"),
    ],
)
@pytest.mark.parametrize("named", [True, False])
def test_an_entry_that_cannot_be_shared_stops_a_share_that_names_it_and_is_told_else(  # noqa: PLR0913, PLR0917
    reader: str,
    name: str,
    entry: str,
    why: str,
    named: bool,  # noqa: FBT001
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    entry = entry if named else entry.replace("source", "share: sam\nsource")
    desk = Desk(tmp_path, SETTINGS + reader, {"2026-03-20-acme.md": SHARED, name: entry})
    before = desk.all_files()
    words = ("share", "sam", *(["x"] if named else []), "--passphrase-env", "SECRET")
    result = desk.run(*words)

    assert f"content/{name} is not shared: {why}" in result.stderr
    assert (result.exit_code, desk.all_files() == before) == (
        (COULD_NOT, True) if named else (0, False)
    )


def test_a_new_reader_is_not_asked_about_when_the_entry_cannot_be_shared(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, SETTINGS, own=OWN.replace("source", "draft: yes\nsource"))
    ran = desk.on_terminal("share", "sam", "own")

    assert ran.code == COULD_NOT
    assert "it is a draft" in ran.screen
    assert "Their name" not in ran.screen
    assert desk.settings == SETTINGS


def test_when_all_that_names_a_reader_is_a_draft_that_is_what_is_said(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, acme=SHARED.replace("share", "draft: yes\nshare"))
    result = desk.run("share", "sam", "--passphrase-env", "SECRET")

    assert result.exit_code == COULD_NOT
    assert "sam would see nothing" in result.stderr
    assert "content/2026-03-04-acme.md is not shared: it is a draft" in result.stderr
    assert "write `share: sam`" not in result.stderr


def test_what_still_settles_is_told_when_it_was_not_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settles = "---\nkind: practice\nsettle: 6 months\n---\nToo fresh.\n"
    meant = SAM + 'include = ["kind:practice"]\n'
    desk = desk_of(tmp_path, SETTINGS + meant, acme=SHARED, fresh=settles)
    result = desk.run("share", "sam", "--preview")

    assert "content/2026-03-04-fresh.md is not shared: it settles until 2026-" in result.stderr
    assert result.exit_code == 0, result.output


def test_a_preview_of_an_entry_shows_it_and_writes_nothing(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, acme=SHARED, own=OWN)
    before = {name for name in desk.all_files() if "/.keys/" not in name}
    entry = desk.entry("2026-03-04-own.md")
    result = desk.run("share", "sam", "own", "--preview")
    unknown = desk.run("share", "kim", "own", "--preview")

    assert "2 entries:" in result.stdout
    assert (unknown.exit_code, "no reader" in unknown.stderr) == (COULD_NOT, True)
    assert desk.entry("2026-03-04-own.md") == entry
    assert {name for name in desk.all_files() if "/.keys/" not in name} == before


# ---- the message ----


@pytest.mark.parametrize("way", [("--file", "x.html"), ("--zip", "x.zip"), ("--folder", "x")])
@pytest.mark.parametrize(
    ("language", "begins", "asks"),
    [
        ("en", "Hello Sam,", "What I would like to know: Clear?"),
        ("de", "Hallo Sam,", "Was ich gern wüsste: Clear?"),
    ],
)
def test_the_message_speaks_the_language_of_the_portfolio(  # noqa: PLR0913, PLR0917
    language: str,
    begins: str,
    asks: str,
    way: tuple[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    more = 'question = "Clear?"\nuntil = 2026-12-31\n'
    desk = desk_of(tmp_path, SETTINGS + f'language = "{language}"\n' + SAM + more)
    result = desk.run("share", "sam", *way, "--passphrase-env", "SECRET")
    message = result.stdout.partition("A message for them:\n\n")[2]

    assert message.startswith(begins)
    assert asks in message
    assert ("delete it after 31 December" if language == "en" else "nach dem 31. Dezember") in (
        message
    )
    assert ("journal" in message) is (language == "en")
    assert not re.search(r"[{}]|  |\n{3}", message)


def test_a_link_is_told_on_the_terminal_and_the_message_says_whoever_has_it_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: Told
) -> None:
    monkeypatch.chdir(tmp_path)
    desk = desk_of(tmp_path, SETTINGS + 'language = "de"\n' + SAM)
    words = ("share", "sam", "--folder", "x", "--link", "--passphrase-env", "SECRET")

    assert "Wer die ganze Adresse hat, kann es lesen" in desk.run(*words).stdout
    assert "#k=" in told.getvalue()
