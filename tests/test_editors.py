"""The command that opens a file at a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from afterword.preview.editors import command_for, is_harmless

FILE = Path("/j/content/a b {line} $(x).md")


def command(
    setting: str = "", installed: str = "", line: int = 12, **environ: str
) -> tuple[str, ...]:
    """Return the command for a file with an awkward name."""
    found = installed.split()
    return command_for(
        FILE,
        line,
        3,
        setting=setting,
        environ=environ,
        which=lambda name: f"/bin/{name}" if name in found else None,
    )


def test_the_setting_wins_and_a_name_stays_one_argument() -> None:
    assert command("code -g {file}:{line}", "kate", VISUAL="kate") == ("code", "-g", f"{FILE}:12")
    assert command('"my editor" -l {line} -c {column} {file}') == (
        *("my editor", "-l", "12", "-c", "3", str(FILE)),
    )


def test_a_setting_without_places_gets_the_file_or_what_the_editor_is_known_to_take() -> None:
    assert command("joe") == ("joe", str(FILE))
    assert command("/opt/bin/subl") == ("/opt/bin/subl", f"{FILE}:12:3")


@pytest.mark.parametrize("line", [0, -1])
def test_a_file_as_a_whole_opens_at_its_first_line(line: int) -> None:
    assert command("ed {file} {line}", line=line) == ("ed", str(FILE), "1")


def test_the_environment_counts_where_it_names_an_editor_with_a_window() -> None:
    assert command(VISUAL="code --wait") == ("code", "-g", f"{FILE}:12:3")
    assert command(VISUAL="vim", EDITOR="gvim")[0] == "gvim"
    assert command(EDITOR="nano", installed="xdg-open") == ("xdg-open", str(FILE))
    assert command(VISUAL="'", installed="xdg-open") == ("xdg-open", str(FILE))


def test_else_the_first_that_is_there_and_nothing_when_none_is() -> None:
    assert command(installed="kate gedit xdg-open")[:3] == ("kate", "--line", "12")
    assert command() == ()


def test_a_setting_that_cannot_be_read_is_an_error() -> None:
    with pytest.raises(ValueError, match="quotation"):
        command('code "')


@pytest.mark.parametrize(
    ("setting", "harmless"),
    [
        *((known, True) for known in ("", " ", "code", "code -g {file}:{line}", "subl -w {file}")),
        *((known, True) for known in ("kate --line {line} {file}", "emacsclient +{line} {file}")),
        *((other, False) for other in ("sh -c 'x'", "/j/code {file}", "./code", "code --x {file}")),
        *((other, False) for other in ("emacsclient -e '(x)'", "gvim -c ':!x' {file}", 'code "')),
        *((other, False) for other in ("xdg-open {file}", "code {file} /etc/passwd")),
    ],
)
def test_only_known_editors_and_arguments_are_harmless(
    setting: str,
    harmless: bool,  # noqa: FBT001
) -> None:
    assert is_harmless(setting) is harmless
