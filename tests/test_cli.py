"""The command: what it prints, what it writes, and its exit codes."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import click
import pytest
from click.testing import CliRunner, Result

import afterword
from afterword.cli import COMMANDS, main
from afterword.cli.command import CommandWithExamples, GroupWithExamples
from afterword.config import read_config
from afterword.files import DiskError, NoPortfolioError

SETTINGS = 'format = 1\ntitle = "Mine"\ntimezone = "Europe/London"\n'

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in an empty folder, as a person would."""
    monkeypatch.chdir(tmp_path)
    for name in ("EDITOR", "VISUAL", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def invoke(*arguments: str, **options: str) -> Result:
        return CliRunner().invoke(main, arguments, catch_exceptions=False, **options)  # type: ignore[arg-type]

    return invoke


def write(folder: Path, settings: str = SETTINGS, **entries: str) -> Path:
    """Make a portfolio; an entry's name gets a date in front."""
    (folder / "content").mkdir(exist_ok=True)
    (folder / "portfolio.toml").write_text(settings, "utf-8")
    for name, text in entries.items():
        path = folder / "content" / f"2026-03-04-{name.replace('_', '-')}.md"
        path.write_text(dedent(text), "utf-8")
    return folder


def process(*arguments: str, cwd: Path, **options: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "afterword", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONUTF8": "1", **options},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


# ---- help ----


def commands() -> list[tuple[str, click.Command]]:
    """Return every command and subcommand with its name."""
    ctx = click.Context(main)
    found = [(name, main.get_command(ctx, name)) for name in main.list_commands(ctx)]
    named = [(name, command) for name, command in found if command]
    below = [
        (f"{name} {sub}", command.commands[sub])
        for name, command in named
        if isinstance(command, click.Group)
        for sub in command.commands
    ]
    return [*named, *below]


@pytest.mark.parametrize(("name", "command"), commands())
def test_every_command_has_examples_and_a_first_sentence(name: str, command: click.Command) -> None:
    assert isinstance(command, CommandWithExamples | GroupWithExamples)
    assert command.examples
    assert all(name in example or name == "completion" for example in command.examples)
    assert name not in COMMANDS or command.get_short_help_str(100) == COMMANDS[name]


def test_help_lists_every_command_and_ends_with_examples(run: Run) -> None:
    result = run("--help")

    assert result.exit_code == 0
    assert all(f"  {name} " in result.stdout for name in COMMANDS)
    assert result.stdout.index("Commands:") < result.stdout.index("Examples:")


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "afterword", "--help"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}

    assert {"click", "afterword.cli", "afterword.diagnostics"} <= imported
    assert {n for n in imported if n.startswith("afterword.")} == {
        "afterword.cli",
        "afterword.cli.command",
        "afterword.diagnostics",
    }
    assert not {"jinja2", "markdown", "yaml", "json", "importlib.metadata"} & imported


def test_importing_the_package_imports_nothing_heavy(tmp_path: Path) -> None:
    code = "import afterword, sys; print([n for n in sys.modules if n.startswith('afterword.')])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


def test_the_version_is_printed(run: Run) -> None:
    assert run("--version").stdout == f"Afterword {afterword.__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["build", "--nonsense"], ["-C", "nowhere", "build"], ["find"], ["themes", "x"]],
)
def test_wrong_usage_is_2(run: Run, arguments: list[str]) -> None:
    result = run(*arguments)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Error: " in result.stderr


def test_a_day_that_cannot_be_read_is_explained(run: Run) -> None:
    result = run("build", "--today", "04/03/2026")

    assert result.exit_code == 2
    assert "2026-03-04" in result.stderr


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_completion_prints_a_script(run: Run, shell: str) -> None:
    result = run("completion", shell)

    assert result.exit_code == 0
    assert f"_AFTERWORD_COMPLETE={shell}_complete" in result.stdout


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ch", ["check"]),
        ("new pr", ["practice"]),
        ("themes re", ["rename"]),
        ("build --st", ["--strict"]),
    ],
)
def test_a_shell_completes_commands_kinds_and_options(typed: str, expected: list[str]) -> None:
    words = f"afterword {typed}"
    result = CliRunner().invoke(
        main,
        prog_name="afterword",
        env={
            "_AFTERWORD_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split()) - 1),
        },
    )

    assert [line.partition(",")[2] for line in result.stdout.split()] == expected


# ---- no portfolio, broken settings, interruption ----


@pytest.mark.parametrize("arguments", [["build"], ["check"], ["new", "--print"], ["find", "x"]])
def test_without_a_portfolio_nothing_can_be_done(run: Run, arguments: list[str]) -> None:
    result = run(*arguments)

    assert result.exit_code == 3
    assert result.stdout == ""
    assert "portfolio.toml" in result.stderr
    assert "`afterword init`" in result.stderr


def test_settings_that_cannot_be_read_are_named_with_their_place(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "format = 1\ntitle = \n")
    result = run("build", "--json")

    assert result.exit_code == 3
    assert result.stdout == ""
    assert "portfolio.toml:2:" in result.stderr


@pytest.mark.parametrize("stop", [KeyboardInterrupt, EOFError, click.Abort])
def test_an_interruption_is_130_and_one_word(
    run: Run, monkeypatch: pytest.MonkeyPatch, stop: type[BaseException]
) -> None:
    def interrupted(_: Path) -> None:
        raise stop

    monkeypatch.setattr("afterword.files.find_portfolio", interrupted)
    result = run("build")

    assert result.exit_code == 130
    assert result.stderr == "\nStopped.\n"


def test_a_reader_that_closes_the_pipe_sees_no_traceback(tmp_path: Path) -> None:
    write(tmp_path, **{f"e{n}": f"word {'x' * 2000}" for n in range(200)})
    command = f"{sys.executable} -m afterword find word | head -1"
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.stdout.count("\n") == 1
    assert "Traceback" not in done.stderr


# ---- afterword ----


def test_alone_it_says_how_to_begin(run: Run) -> None:
    result = run()

    assert result.exit_code == 0
    assert "There is no portfolio" in result.stdout
    assert "afterword init" in result.stdout


def test_alone_it_says_how_things_stand(run: Run, tmp_path: Path) -> None:
    write(
        tmp_path,
        one="One.",
        two="---\ndraft: yes\n---\nTwo.",
        three="---\ndate: 2999-01-01\n---\n# The talk\n",
        four="---\nnonsense: x\n---\nFour.",
    )
    result = run()

    assert result.exit_code == 0
    assert result.stdout.startswith("Mine: 2 entries and 1 draft, the newest of 2026-03-04.\n")
    assert "1 January 2999: The talk" in result.stdout
    assert "1 warning and 1 hint" in result.stdout
    assert "afterword new" in result.stdout
    assert "afterword serve" in result.stdout


def test_alone_it_leads_to_check_when_something_is_wrong(run: Run, tmp_path: Path) -> None:
    write(tmp_path, one="---\ndate: nonsense\n---\n")

    assert "afterword check" in run().stdout


# ---- init ----


def test_init_makes_a_portfolio_that_builds_and_checks_strictly(run: Run) -> None:
    assert run("init", "mine").exit_code == 0
    assert run("-C", "mine", "build", "--strict", "--drafts").exit_code == 0
    checked = run("-C", "mine", "check", "--strict")

    assert checked.exit_code == 0
    assert checked.stdout == "All is well in 1 entry.\n"


def test_init_begins_in_the_current_folder_or_in_that_of_c(run: Run, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    run("-C", "there", "init")
    run("init")

    assert (tmp_path / "there" / "portfolio.toml").is_file()
    assert (tmp_path / "portfolio.toml").is_file()


def test_init_names_what_exists_and_changes_nothing(run: Run, tmp_path: Path) -> None:
    write(tmp_path)
    result = run("init")

    assert result.exit_code == 3
    assert "portfolio.toml: already there" in result.stderr
    assert (tmp_path / "portfolio.toml").read_text("utf-8") == SETTINGS


def test_init_says_which_lines_a_gitignore_lacks(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n", "utf-8")

    assert "/output/ .afterword/ .keys/" in run("init").stdout


def test_init_writes_where_to_publish_into_a_portfolio_new_or_old(run: Run, tmp_path: Path) -> None:
    address = 'git@example.org:me/"pages".git'
    (tmp_path / "old").mkdir()
    write(tmp_path / "old")
    for place in ("old", "new"):
        result = run("init", place, "--publish", "git", "--remote", address)
        settings = (tmp_path / place / "portfolio.toml").read_text("utf-8")
        found, problems = read_config(settings)

        assert result.exit_code == 0, result.output
        assert (found.publish.target, problems) == ("pages", ())
        assert found.publish.targets["pages"].remote == address
        assert found.publish.targets["pages"].readers == ("author",)
        assert "afterword publish" in result.stdout
    assert settings != SETTINGS
    assert (tmp_path / "old" / "portfolio.toml").read_text("utf-8").startswith(SETTINGS)


def test_init_says_no_to_a_second_place_and_to_an_address_that_is_an_option(
    run: Run, tmp_path: Path
) -> None:
    write(tmp_path)
    refused = run("init", "--publish", "git", "--remote", "--upload-pack=sh")
    assert (refused.exit_code, (tmp_path / "portfolio.toml").read_text("utf-8")) == (3, SETTINGS)
    assert run("init", "--publish", "git").exit_code == 2
    assert run("init", "--remote", "x").exit_code == 2
    run("init", "--publish", "git", "--remote", "git@example.org:me/pages.git")
    again = run("init", "--publish", "git", "--remote", "git@example.org:me/other.git")

    assert again.exit_code == 3
    assert "already" in again.stderr


def test_init_adds_a_gitignore_to_a_portfolio_that_has_none(run: Run, tmp_path: Path) -> None:
    write(tmp_path)
    run("init", "--publish", "git", "--remote", "git@example.org:me/pages.git")

    assert "/output/" in (tmp_path / ".gitignore").read_text("utf-8")


# ---- build and check ----

WRONG = """\
---
date: 2026-13-40
nonsense: x
stage: trial shft
---
Text.
"""


def test_build_prints_errors_and_warnings_and_counts_hints(run: Run, tmp_path: Path) -> None:
    write(tmp_path, wrong=WRONG)
    result = run("build")

    assert result.exit_code == 1
    assert "content/2026-03-04-wrong.md:2:7: error: " in result.stdout
    assert "[bad-date]" in result.stdout
    assert "[unknown-key]" in result.stdout
    assert "unknown-word" not in result.stdout
    assert "1 error and 1 warning." in result.stdout
    assert "And 1 hint: see `afterword check`." in result.stdout
    assert f"Open {Path('output') / 'index.html'} in a browser." in result.stdout
    assert (tmp_path / "output" / "index.html").is_file()


def test_a_warning_is_an_error_only_when_strict(run: Run, tmp_path: Path) -> None:
    write(tmp_path, one="---\nnonsense: x\n---\n")

    assert run("build").exit_code == 0
    assert run("build", "--strict").exit_code == 1
    assert run("check").exit_code == 0
    assert run("check", "--strict").exit_code == 1


def test_build_json_is_one_document_and_nothing_else(run: Run, tmp_path: Path) -> None:
    write(tmp_path, wrong=WRONG)
    first = run("build", "--json")
    second = json.loads(run("build", "--json").stdout)
    document = json.loads(first.stdout)

    assert first.exit_code == 1
    assert first.stderr == ""
    assert list(document) == ["pages", "written", "kept", "removed", "diagnostics"]
    assert "index.html" in document["written"]
    assert document["written"] == sorted(document["written"])
    assert document["diagnostics"][0] == {
        "file": "content/2026-03-04-wrong.md",
        "line": 2,
        "column": 7,
        "severity": "error",
        "code": "bad-date",
        "message": document["diagnostics"][0]["message"],
        "hint": document["diagnostics"][0]["hint"],
    }
    assert second == {**document, "written": [], "kept": document["pages"]}


def test_output_is_relative_to_where_one_stands(run: Run, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    write(tmp_path / "deep", one="One.")

    assert run("-C", "deep", "build", "--output", "site").exit_code == 0
    assert (tmp_path / "site" / "index.html").is_file()
    assert not (tmp_path / "deep" / "output").exists()


def test_build_takes_drafts_and_the_day_from_its_options(run: Run, tmp_path: Path) -> None:
    write(tmp_path, later="Text.", draft="---\ndraft: yes\n---\nText.")
    run("build", "--drafts", "--today", "1 March 2026")
    pages = {path.name for path in (tmp_path / "output" / "journal").iterdir()}

    assert {"2026-03-04-draft.html", "2026-03-04-later.html"} <= pages
    assert "later" in (tmp_path / "output" / "index.html").read_text("utf-8").lower()


def test_clean_renders_every_page_again(run: Run, tmp_path: Path) -> None:
    write(tmp_path, one="One.")
    run("build")

    assert json.loads(run("build", "--clean", "--json").stdout)["written"] == []
    assert "unchanged" in run("build").stdout


def test_build_names_files_that_are_not_ours_and_leaves_them(run: Run, tmp_path: Path) -> None:
    write(tmp_path, one="One.")
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "CNAME").write_text("example.org", "utf-8")
    result = run("build", "--strict")

    assert result.exit_code == 0
    assert "Not ours, and left alone in output: CNAME." in result.stdout
    assert (tmp_path / "output" / "CNAME").read_text("utf-8") == "example.org"


def test_an_output_that_cannot_be_used_is_3(run: Run, tmp_path: Path) -> None:
    write(tmp_path, one="One.")

    assert run("build", "--output", "content/site").exit_code == 3
    assert run("build", "--output", "portfolio.toml").exit_code == 3


def test_check_shows_hints_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    write(tmp_path, wrong=WRONG)
    result = run("check")

    assert result.exit_code == 1
    assert "hint: " in result.stdout
    assert "1 error, 1 warning and 1 hint in 1 entry." in result.stdout
    assert {path.name for path in tmp_path.iterdir()} == {"content", "portfolio.toml"}


def test_check_json_has_diagnostics_alone(run: Run, tmp_path: Path) -> None:
    write(tmp_path, wrong=WRONG)
    document = json.loads(run("check", "--json").stdout)

    assert list(document) == ["diagnostics"]
    assert [d["severity"] for d in document["diagnostics"]] == ["error", "warning", "hint"]


@pytest.mark.parametrize("name", ["entry.html", "entries/note.md"])
def test_check_compiles_the_templates(run: Run, tmp_path: Path, name: str) -> None:
    write(tmp_path, one="One.")
    path = tmp_path / "templates" / name
    path.parent.mkdir(parents=True)
    path.write_text("fine\n{% if %}\n", "utf-8")
    result = run("check")

    assert result.exit_code == 1
    assert f"templates/{name}:2:1: error: " in result.stdout
    assert "[broken-template]" in result.stdout


# ---- new ----


def test_new_makes_a_dated_entry_and_prints_its_path(run: Run, tmp_path: Path) -> None:
    write(tmp_path)
    path = Path("content") / "2026-03-04-kind-words.md"
    result = run("new", "appraisal", "Kind words", "--date", "4 March 2026", "--source", "peer")
    text = (tmp_path / path).read_text("utf-8")

    assert result.exit_code == 0
    assert result.stdout == f"{path}\n"
    assert "kind: feedback\ndate: 2026-03-04\n" in text
    assert "source: peer\n" in text
    assert "# Kind words\n" in text


def test_new_is_dated_today_and_a_second_one_gets_a_number(run: Run, tmp_path: Path) -> None:
    write(tmp_path)
    run("new", "note", "Same")
    run("new", "note", "Same")
    found = sorted(path.name for path in (tmp_path / "content").iterdir())
    day = dt.date.fromisoformat(found[0][:10])

    assert abs(day - dt.datetime.now(tz=dt.UTC).date()) <= dt.timedelta(days=1)
    assert found == [f"{day}-same-2.md", f"{day}-same.md"]


def test_new_avoids_the_name_of_an_entry_in_another_folder(run: Run, tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "content" / "2026").mkdir()
    (tmp_path / "content" / "2026" / "2026-03-04-same.md").write_text("Text.", "utf-8")

    assert run("new", "note", "Same", "--date", "2026-03-04").stdout.endswith("-same-2.md\n")


def test_new_without_a_title_is_named_after_what_is_known(run: Run, tmp_path: Path) -> None:
    write(tmp_path)
    options = ["--company", "Acme", "--stage", "final", "--date", "2026-03-04 14:00"]
    run("new", "interview", *options)
    text = (tmp_path / "content" / "2026-03-04-acme-final.md").read_text("utf-8")

    assert "date: 2026-03-04 14:00\n" in text
    assert "\n# " not in text.partition("\n---\n")[2].partition("## ")[0]


def test_new_print_writes_nothing(run: Run, tmp_path: Path) -> None:
    write(tmp_path, one="---\nthemes: pace, calm\n---\n", two="---\nthemes: calm\n---\n")
    result = run("new", "goal", "Slower", "--print")

    assert "title: Slower\n" in result.stdout
    assert "# themes so far: calm, pace\n" in result.stdout
    assert len([*(tmp_path / "content").iterdir()]) == 2
    assert not (tmp_path / ".afterword").exists()


def test_new_takes_a_note_from_standard_input(run: Run, tmp_path: Path) -> None:
    write(tmp_path)
    note = "---\nsource: coach\ndate: 2026-02-03\n---\n# On the bus\nNice.\n"
    result = run("new", "--from", "-", "--company", "Acme", input=note)
    text = (tmp_path / "content" / "2026-02-03-on-the-bus.md").read_text("utf-8")

    assert result.exit_code == 0
    assert text == f"---\ncompany: Acme\n{note[4:]}"


def test_new_takes_a_note_from_a_file_into_a_template(run: Run, tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "bus.txt").write_bytes("\ufeffNice.\r\n".encode())
    run("new", "feedback", "Bus", "--from", "bus.txt", "--date", "2026-03-04")
    text = (tmp_path / "content" / "2026-03-04-bus.md").read_text("utf-8")

    assert text.startswith("---\nkind: feedback\n")
    assert text.endswith("\n---\n# Bus\n\nNice.\n")


def test_new_refuses_what_contradicts_the_note(run: Run, tmp_path: Path) -> None:
    write(tmp_path)
    result = run("new", "--from", "-", "--source", "peer", input="---\nfrom: coach\n---\n")

    assert result.exit_code == 2
    assert "source: coach" in result.stderr
    assert not [*(tmp_path / "content").iterdir()]


def test_new_refuses_a_note_that_is_no_text(run: Run, tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "picture").write_bytes(b"\x89PNG\x00\xff")

    assert run("new", "note", "--from", "picture").exit_code == 3


def test_new_asks_what_was_meant_by_a_kind_with_a_slip(run: Run, tmp_path: Path) -> None:
    write(tmp_path)
    result = run("new", "feedbak", "Kind words")

    assert result.exit_code == 2
    assert "did you mean feedback?" in result.stderr


def test_new_takes_words_that_are_no_kind_for_the_title(run: Run, tmp_path: Path) -> None:
    write(tmp_path)

    assert run("new", "Notes from the panel", "--date", "2026-03-04").stdout.endswith(
        "2026-03-04-notes-from-the-panel.md\n"
    )


@pytest.mark.parametrize(
    ("called", "written"),
    [
        ("stories", "stories"),
        ("2026-03-04-stories", "2026-03-04-stories"),
        ("Three Stories, told", "2026-03-04-stories"),
    ],
)
def test_a_new_check_in_names_its_goal_and_brings_the_open_steps_along(
    run: Run, tmp_path: Path, called: str, written: str
) -> None:
    goal = "---\nkind: goal\ntitle: Three stories, told\n---\n## Next steps\n\n"
    steps = "- [x] Write one\n- [ ] Tell it #[to a friend] (by 2026-04-01)\n"
    write(tmp_path, stories=goal + steps)
    result = run("new", "check-in", "--goal", called, "--date", "2026-03-20", "--print")

    assert f"\ngoal: {written}\n" in result.stdout
    assert "\n- [ ] Tell it (by 2026-04-01) #[to a friend]\n" in result.stdout
    assert "Write one" not in result.stdout


def test_new_says_what_is_wrong_with_the_entry(run: Run, tmp_path: Path) -> None:
    write(tmp_path)
    result = run("new", "reflection", "Why", "--about", "nowhere")

    assert result.exit_code == 1
    assert "[unknown-entry]" in result.stdout


# ---- find ----


def test_find_prints_date_title_path_and_a_line(run: Run, tmp_path: Path) -> None:
    write(tmp_path, one="# The talk\n\nA clear trade-off.\n")
    result = run("find", "TRADE")
    first, second = result.stdout.splitlines()

    assert first == f"2026-03-04  The talk  {Path('content') / '2026-03-04-one.md'}"
    assert second.strip() == "A clear trade-off."


def test_find_shows_the_match_on_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, one="A clear trade-off.\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    shown = CliRunner().invoke(main, ["find", "trade"], color=True)
    plain = CliRunner().invoke(main, ["find", "trade"], color=True, env={"NO_COLOR": "1"})

    assert "\x1b[1m\x1b[4mtrade\x1b[0m-off" in shown.output
    assert "\x1b" not in plain.output


def test_find_nothing_is_no_failure(run: Run, tmp_path: Path) -> None:
    write(tmp_path, one="One.")
    result = run("find", "two", "three")

    assert result.exit_code == 0
    assert result.stdout == 'No entry holds all of "two" and "three".\n'


def test_find_json(run: Run, tmp_path: Path) -> None:
    write(tmp_path, one="---\ndraft: yes\n---\nOne fine day.\n")

    assert json.loads(run("find", "fine", "--json").stdout) == {
        "words": ["fine"],
        "entries": [
            {
                "date": "2026-03-04",
                "title": "One",
                "path": "content/2026-03-04-one.md",
                "slug": "2026-03-04-one",
                "draft": True,
                "excerpt": "One fine day.",
            }
        ],
    }


# ---- themes ----

ONE = "---\nsource: peer\nstrengths: calm, pace\n---\n## To improve\n- Slower #tempo\n"
TWO = "---\nimprovements: pace\n---\nSee [[pace]].\n"


def test_themes_are_listed_with_their_counts(run: Run, tmp_path: Path) -> None:
    write(tmp_path, one=ONE, two=TWO)
    rows = [line.split() for line in run("themes").stdout.splitlines()]

    assert rows[0] == ["theme", "strengths", "improvements", "entries", "last"]
    assert rows[1] == ["pace", "1", "1", "2", "2026-03-04"]
    assert rows[2] == ["calm", "1", "0", "1", "2026-03-04"]


def test_themes_name_what_looks_like_a_slip(run: Run, tmp_path: Path) -> None:
    entries = {f"e{n}": "---\nthemes: system design\n---\n" for n in range(4)}
    write(tmp_path, **entries, slip="---\nthemes: sytem design\n---\n")
    result = run("themes")
    rows = json.loads(run("themes", "--json").stdout)["themes"]

    assert 'themes merge "sytem design" --into "system design"' in result.stdout
    assert [(row["theme"], row["similar"]) for row in rows] == [
        ("system design", None),
        ("sytem design", "system design"),
    ]


def test_rename_shows_the_difference_and_asks(run: Run, tmp_path: Path) -> None:
    write(tmp_path, one=ONE, two=TWO)
    refused = run("themes", "rename", "pace", "speed", input="n\n")
    unchanged = (tmp_path / "content" / "2026-03-04-two.md").read_text("utf-8")
    done = run("themes", "rename", "pace", "speed", input="y\n")

    assert refused.exit_code == 0
    assert "-strengths: calm, pace\n+strengths: calm, speed\n" in refused.stdout
    assert "Nothing was written." in refused.stdout
    assert unchanged == TWO
    assert "2 files changed." in done.stdout
    assert (tmp_path / "content" / "2026-03-04-two.md").read_text("utf-8") == TWO.replace(
        "pace", "speed"
    )


def test_a_dry_run_and_nobody_to_ask_write_nothing(run: Run, tmp_path: Path) -> None:
    write(tmp_path, one=ONE)

    assert run("themes", "rename", "pace", "speed", "--dry-run").exit_code == 0
    assert run("themes", "rename", "pace", "speed").exit_code == 2
    assert (tmp_path / "content" / "2026-03-04-one.md").read_text("utf-8") == ONE


def test_merge_makes_one_theme_of_several(run: Run, tmp_path: Path) -> None:
    settings = f'{SETTINGS}\n[themes.pace]\naliases = ["speed"]\n'
    write(tmp_path, settings, one=ONE, two=TWO, three="---\nthemes: speed\n---\n")
    result = run("themes", "merge", "pace", "tempo", "--into", "rhythm", "--yes")
    rows = json.loads(run("themes", "--json").stdout)["themes"]

    assert result.exit_code == 0
    assert "[themes.rhythm]" in (tmp_path / "portfolio.toml").read_text("utf-8")
    assert [(r["theme"], r["strengths"], r["improvements"], r["entries"]) for r in rows] == [
        ("rhythm", 1, 2, 3),
        ("calm", 1, 0, 1),
    ]


def test_merge_into_a_declared_theme_takes_the_aliases_along(run: Run, tmp_path: Path) -> None:
    settings = f'{SETTINGS}\n[themes.pace]\naliases = ["speed"]\n[themes.calm]\ngroup = "x"\n'
    write(tmp_path, settings, three="---\nthemes: speed, pace\n---\n")
    result = run("themes", "merge", "pace", "--into", "calm", "--yes")

    assert '[themes."pace"] stays in portfolio.toml' in result.stdout
    assert (tmp_path / "portfolio.toml").read_text("utf-8") == settings
    assert "themes: calm\n" in (tmp_path / "content" / "2026-03-04-three.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rename", "pase", "speed"], 'Did you mean "pace"?'),
        (["rename", "pace", "calm"], 'afterword themes merge "pace" --into "calm"'),
        (["rename", "pace", "a, b"], "characters"),
        (["merge", "pace", "--into", "one two three four five"], "over 4 words"),
    ],
)
def test_a_renaming_that_makes_no_sense_is_wrong_usage(
    run: Run, tmp_path: Path, arguments: list[str], said: str
) -> None:
    write(tmp_path, one=ONE)
    result = run("themes", *arguments, "--yes")

    assert result.exit_code == 2
    assert said in result.stderr
    assert (tmp_path / "content" / "2026-03-04-one.md").read_text("utf-8") == ONE


def test_points_of_a_private_theme_stay_private(run: Run, tmp_path: Path) -> None:
    private = f'{SETTINGS}\n[themes.pace]\nprivate = true\n\n[themes.calm]\ngroup = "x"\n'
    write(tmp_path, private, one=ONE)
    merged = run("themes", "merge", "pace", "--into", "calm", "--yes")
    renamed = run("themes", "rename", "pace", "speed", "--yes")

    assert merged.exit_code == 2
    assert 'The theme "pace" is private, and "calm" is not.' in merged.stderr
    assert renamed.exit_code == 0
    assert "[themes.speed]\nprivate = true" in (tmp_path / "portfolio.toml").read_text("utf-8")


def test_a_spelling_can_be_changed(run: Run, tmp_path: Path) -> None:
    write(tmp_path, one="---\nthemes: System-Design\n---\n- x #[system design]\n")
    run("themes", "rename", "system design", "system design", "--yes")

    assert "themes: system design\n" in (tmp_path / "content/2026-03-04-one.md").read_text("utf-8")


def test_a_renaming_that_would_change_what_is_said_writes_nothing(run: Run, tmp_path: Path) -> None:
    text = "---\nstrengths: pace\n---\n## What went well\n- Good answers in all of it\n"
    write(tmp_path, one=text)
    result = run("themes", "rename", "pace", "good answers", "--yes")

    assert result.exit_code == 3
    assert "2026-03-04-one.md" in result.stderr
    assert (tmp_path / "content" / "2026-03-04-one.md").read_text("utf-8") == text


def test_files_are_put_back_when_one_cannot_be_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, one=ONE, two=TWO)
    from afterword import files  # noqa: PLC0415 — the function that is replaced below

    replace = files.replace_file

    def full(path: Path, content: bytes) -> None:
        if path.name.endswith("two.md"):
            raise DiskError(path, "No space left on device")
        replace(path, content)

    monkeypatch.setattr("afterword.files.replace_file", full)
    result = run("themes", "rename", "pace", "speed", "--yes")

    assert result.exit_code == 3
    assert (tmp_path / "content" / "2026-03-04-one.md").read_text("utf-8") == ONE


# ---- patterns ----


def test_patterns_are_said_under_their_headings(run: Run, tmp_path: Path) -> None:
    write(tmp_path, **{f"e{n}": f"---\noccasion: Day {n}\n{ONE[4:]}" for n in range(3)})
    lines = run("patterns", "--today", "2026-11-19").stdout.splitlines()

    assert lines[0] == "From 3 events with words from others."
    assert "  Pace: a strength at 3 of 3 events, from 3 people." in lines
    assert lines.index("More than once") < lines.index("No step yet")
    assert lines[-1].endswith("2 more events with words from others, and it is read, at 5.")


def test_patterns_of_an_empty_portfolio_say_what_is_missing(run: Run, tmp_path: Path) -> None:
    write(tmp_path)

    assert run("patterns").stdout.startswith("Nothing has been said yet")


def test_patterns_as_json_have_what_programs_need(run: Run, tmp_path: Path) -> None:
    write(tmp_path, **{f"e{n}": f"---\noccasion: Day {n}\n{ONE[4:]}" for n in range(2)})
    found = json.loads(run("patterns", "--json", "--today", "2026-11-19").stdout)

    assert (found["today"], found["events"], found["last_look"], found["next_look"]) == (
        *("2026-11-19", 2, 0, 5),
    )
    assert found["claims"][0] == {
        "claim": "came-up-again",
        "theme": "calm",
        "polarity": "strength",
        "lane": "others",
        "named": 2,
        "events": 2,
        "people": 2,
        "interval": [pytest.approx(0.342, abs=0.001), 1.0],
        "sentence": "Calm: a strength at 2 of 2 events.",
        "read": None,
        "entries": ["2026-03-04-e0", "2026-03-04-e1"],
    }


# ---- from Python ----


def test_a_portfolio_can_be_read_and_built_from_python(tmp_path: Path) -> None:
    write(tmp_path, one=ONE, later="Later.")
    portfolio = afterword.read(tmp_path / "content", today=dt.date(2026, 3, 3))
    report = portfolio.build(tmp_path / "site")

    assert [entry.planned for entry in portfolio.journal.entries] == [True, True]
    assert [problem.code for problem in portfolio.diagnostics] == ["points-ahead"]
    assert report.pages > 2
    assert (tmp_path / "site" / "index.html").is_file()


def test_patterns_can_be_read_from_python(tmp_path: Path) -> None:
    write(tmp_path, **{f"e{n}": f"---\noccasion: Day {n}\n{ONE[4:]}" for n in range(3)})
    facts = afterword.read(tmp_path, today=dt.date(2026, 11, 19)).patterns()

    assert (facts.events, facts.last_look, facts.next_look) == (3, 0, 5)
    assert [(c.claim, c.theme, c.polarity, c.named) for c in facts.claims] == [
        ("recurring", "calm", "strength", 3),
        ("recurring", "pace", "strength", 3),
        ("recurring", "tempo", "improvement", 3),
        ("advice-with-no-step", "tempo", "improvement", 3),
    ]


def test_reading_where_no_portfolio_is_raises(tmp_path: Path) -> None:
    with pytest.raises(NoPortfolioError):
        afterword.read(tmp_path)


def test_the_module_has_no_other_names() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        _ = afterword.nonsense


def test_the_module_runs_as_the_command(tmp_path: Path) -> None:
    done = process(cwd=tmp_path)

    assert done.returncode == 0
    assert "There is no portfolio" in done.stdout
    assert process("build", cwd=tmp_path).returncode == 3
