"""Publishing from a machine that forgets everything: keys in one sealed file, publish.sh."""

from __future__ import annotations

import base64
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from afterword.cli import COULD_NOT, main
from afterword.sealing.bundle import BundleError, pack_keys, unpack_keys
from tests.test_publish import DAY, WORDS, Desk, folder, git, text

KEY = base64.b64encode(b"k" * 32).decode()


def keys(folder: Path, *words: str, key: str = KEY) -> Result:
    named = ("keys", *words, "--key-env", "THE_KEY")
    return CliRunner().invoke(main, ["-C", str(folder), *named], env={"THE_KEY": key})


@given(st.dictionaries(st.text(min_size=1), st.binary()), st.binary(min_size=32, max_size=32))
def test_what_is_packed_is_unpacked(kept: dict[str, bytes], key: bytes) -> None:
    packed = pack_keys(kept, key)

    assert unpack_keys(packed, key) == kept
    assert pack_keys(kept, key) == packed


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_a_file_of_keys_that_was_changed_is_refused(at: int, by: int) -> None:
    packed = bytearray(pack_keys({"a.json": b"{}"}, b"k" * 32))
    packed[at % len(packed)] ^= by

    with pytest.raises(BundleError):
        unpack_keys(bytes(packed), b"k" * 32)


def test_keys_go_to_another_machine_and_publish_from_there(tmp_path: Path) -> None:
    desk = Desk.make(tmp_path)
    desk.published()
    packed = tmp_path / "keys.sealed"
    before = kept(desk.portfolio.folder)
    assert keys(desk.portfolio.folder, "pack", str(packed)).exit_code == 0
    for path in (desk.portfolio.folder / ".keys").iterdir():
        path.unlink()
    assert keys(desk.portfolio.folder, "unpack", str(packed)).exit_code == 0

    assert kept(desk.portfolio.folder) == before
    assert (desk.portfolio.folder / ".keys").stat().st_mode & 0o77 == 0
    assert {p.stat().st_mode & 0o77 for p in (desk.portfolio.folder / ".keys").iterdir()} == {0}
    assert "nothing changed" in desk.published().output


def kept(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / ".keys").glob("*[!k]")}


def test_other_keys_are_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "portfolio.toml").write_text("format = 1\n")
    (tmp_path / ".keys").mkdir()
    (tmp_path / ".keys" / "publish-site.json").write_text("newer")
    packed = tmp_path / "keys.sealed"
    packed.write_bytes(pack_keys({"publish-site.json": b"older", "a": b"a"}, b"k" * 32))
    result = keys(tmp_path, "unpack", str(packed))

    assert result.exit_code == COULD_NOT
    assert kept(tmp_path) == {"publish-site.json": b"newer"}


@pytest.mark.parametrize("name", ["../a", "a/b", ".hidden", "/etc/a"])
def test_a_name_that_leads_elsewhere_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "portfolio.toml").write_text("format = 1\n")
    packed = tmp_path / "keys.sealed"
    packed.write_bytes(pack_keys({name: b"x"}, b"k" * 32))

    assert keys(tmp_path, "unpack", str(packed)).exit_code == COULD_NOT
    assert not (tmp_path / ".keys").exists()


@pytest.mark.parametrize("key", ["", "hunter2", base64.b64encode(b"short").decode()])
def test_what_is_no_key_is_refused_and_not_repeated(key: str, tmp_path: Path) -> None:
    (tmp_path / "portfolio.toml").write_text("format = 1\n")
    (tmp_path / ".keys").mkdir()
    (tmp_path / ".keys" / "a").write_text("x")
    result = keys(tmp_path, "pack", str(tmp_path / "keys.sealed"), key=key)

    assert result.exit_code != 0
    assert not key or key not in result.output
    assert not (tmp_path / "keys.sealed").exists()


# ---- publish.sh ----


@pytest.fixture
def journal(tmp_path: Path) -> Desk:
    """A journal in a repository, published once from its author's machine to another one."""
    for name in ("pages", "journal"):
        git("init", "--quiet", "--bare", "--initial-branch=main", f"{name}.git", cwd=tmp_path)
    remote = (tmp_path / "pages.git").as_uri()
    desk = Desk.make(tmp_path, f'kind = "git"\nremote = "{remote}"\nreaders = ["author", "sam"]')
    folder = desk.portfolio.folder
    git("init", "--quiet", "--initial-branch=main", cwd=folder)
    git("remote", "add", "origin", str(tmp_path / "journal.git"), cwd=folder)
    for host in ("github", "forgejo", "gitlab"):
        result = CliRunner().invoke(main, ["-C", str(folder), "init", "--workflow", host])
        assert result.exit_code == 0, result.output
    desk.published()
    git("add", ".", cwd=folder)
    git("commit", "--quiet", "-m", "one", cwd=folder)
    git("push", "--quiet", "origin", "main", cwd=folder)
    assert run_script(folder) == (0, "")
    return desk


def run_script(folder: Path, **more: str) -> tuple[int, str]:
    """Run publish.sh with nothing but what a host gives it; return what it complained about."""
    afterword = Path(sys.executable).parent
    variables = {"PATH": f"{afterword}:/usr/bin:/bin", "HOME": str(folder.parent)}
    done = subprocess.run(
        ["sh", "publish.sh", "--today", DAY],
        cwd=folder,
        env={**variables, "AFTERWORD_KEY": KEY, **more},
        check=False,
        capture_output=True,
        text=True,
    )
    assert KEY not in done.stdout + done.stderr
    assert not [words for words in WORDS.values() if words in done.stdout + done.stderr]
    return done.returncode, done.stderr


def clone(desk: Desk, name: str) -> Path:
    around = desk.site.parent
    git("clone", "--quiet", "--depth=1", (around / "journal.git").as_uri(), name, cwd=around)
    return around / name


def number_of(desk: Desk, name: str) -> int:
    """Return the number of the newest copy, as the keys of a fresh clone know it."""
    fresh = clone(desk, name)
    assert run_script(fresh)[0] == 0
    return Desk(type(desk.portfolio)(fresh), desk.site).keys.epoch


def test_a_machine_that_forgets_publishes_one_edit_after_the_other(journal: Desk) -> None:
    folder = journal.portfolio.folder
    for count, word in enumerate(("orchard", "thicket"), start=2):
        journal.edit("content/2026-05-01-own.md", "alone", f"alone, {word}")
        git("commit", "--quiet", "-a", "-m", word, cwd=folder)
        git("push", "--quiet", "origin", "main", cwd=folder)
        assert number_of(journal, word) == count
    remote = journal.site.parent / "journal.git"

    assert number_of(journal, "again") == 3
    assert git("rev-list", "--count", "afterword-keys", cwd=remote).strip() == "1"
    assert git("ls-tree", "--name-only", "-r", "afterword-keys", cwd=remote) == "keys\n"


def test_a_run_that_fails_says_so_and_loses_no_keys(journal: Desk) -> None:
    folder = journal.portfolio.folder
    journal.edit("content/2026-05-01-own.md", "For me", "::: private:::\nFor me")
    git("commit", "--quiet", "-a", "-m", "open", cwd=folder)
    git("push", "--quiet", "origin", "main", cwd=folder)

    assert run_script(clone(journal, "failing"))[0] == COULD_NOT
    journal.edit("content/2026-05-01-own.md", "::: private:::\n", "")
    git("commit", "--quiet", "-a", "-m", "mended", cwd=folder)
    git("push", "--quiet", "origin", "main", cwd=folder)
    assert number_of(journal, "mended") == 1


def test_no_program_is_given_the_key(journal: Desk) -> None:
    fresh = clone(journal, "spied")
    spy = journal.site.parent / "programs"
    spy.mkdir()
    (spy / "git").write_text(
        f'#!/bin/sh\n{{ env; echo "$@"; }} >> "{spy}/seen"\nexec {shutil.which("git")} "$@"\n'
    )
    (spy / "git").chmod(0o755)
    paths = f"{spy}:{Path(sys.executable).parent}:/usr/bin:/bin"
    assert run_script(fresh, PATH=paths, AFTERWORD_SSH_KEY="zqsecret")[0] == 0
    seen = (spy / "seen").read_text("utf-8")

    assert "ls-remote" in seen
    assert [words for words in (KEY, "zqsecret") if words in seen] == []


def test_a_run_reaches_an_rsync_host_with_the_key_it_was_given(journal: Desk) -> None:
    if not shutil.which("rsync"):
        pytest.skip("rsync is not installed")
    around = journal.site.parent
    programs = around / "programs"
    programs.mkdir()
    (programs / "ssh").write_text(
        f'#!/bin/sh\necho "$@" >> "{programs}/seen"\n'
        'while [ "$1" != host ]; do shift; done; shift; exec sh -c "$*"\n'
    )
    (programs / "ssh").chmod(0o755)
    paths = f"{programs}:{Path(sys.executable).parent}:/usr/bin:/bin"
    settings = 'kind = "rsync"\nremote = "host:{}"'.format(around / "site")
    journal.edit("portfolio.toml", 'kind = "git"', settings)
    journal.edit("portfolio.toml", f'remote = "{(around / "pages.git").as_uri()}"', "")
    result = run_script(journal.portfolio.folder, PATH=paths, AFTERWORD_SSH_KEY="zqsecret")
    seen = (programs / "seen").read_text("utf-8")

    assert result == (0, "")
    assert "zqharbour" in text(folder(around / "site"), WORDS["sam"])
    assert "IdentitiesOnly=yes" in seen
    assert "/known_hosts" in seen
    assert "zqsecret" not in seen


def test_a_script_without_a_key_says_what_is_missing(journal: Desk) -> None:
    code, said = run_script(clone(journal, "without"), AFTERWORD_KEY="")

    assert code == 2
    assert "AFTERWORD_KEY" in said


def test_a_file_of_somebody_else_is_not_replaced_by_a_workflow(tmp_path: Path) -> None:
    git("init", "--quiet", cwd=tmp_path)
    (tmp_path / "portfolio.toml").write_text("format = 1\n")
    (tmp_path / "publish.sh").write_text("mine\n")
    result = CliRunner().invoke(main, ["-C", str(tmp_path), "init", "--workflow", "github"])

    assert result.exit_code == COULD_NOT
    assert (tmp_path / "publish.sh").read_text() == "mine\n"
    assert not (tmp_path / ".github").exists()


@pytest.mark.parametrize("host", ["github", "forgejo", "gitlab"])
def test_workflows_run_the_script_and_give_secrets_to_nothing_else(
    host: str, tmp_path: Path
) -> None:
    import yaml  # noqa: PLC0415

    git("init", "--quiet", cwd=tmp_path)
    (tmp_path / "portfolio.toml").write_text("format = 1\n")
    CliRunner().invoke(main, ["-C", str(tmp_path), "init", "--workflow", host])
    (path,) = tmp_path.rglob(".gitlab-ci.yml" if host == "gitlab" else "publish.yml")
    found = yaml.safe_load(path.read_text("utf-8"))
    steps = found["publish"]["script"] if host == "gitlab" else found["jobs"]["publish"]["steps"]

    if host == "gitlab":
        assert steps[-1] == "sh publish.sh"
        assert steps[0].startswith("env -u AFTERWORD_KEY -u AFTERWORD_SSH_KEY pip")
    else:
        given = [step.get("run") for step in steps if "AFTERWORD_KEY" in step.get("env", {})]
        assert given == ["sh publish.sh"]
        assert found["permissions"] if host == "github" else True
