"""The guard of `afterword init --guard`: real commits and pushes, refused and let through."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from afterword.cli import COULD_NOT, main

ENTRY = "content/2026-03-04-acme.md"
LOCKED = "They rang.\n\n::: private\nA number.\n:::\n"
OPEN = "They rang.\n"
VARIABLES = {
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_SYSTEM": "/dev/null",
    "HOME": "/nonexistent",
    "PATH": "/usr/bin:/bin",
}
"""Of a machine without Afterword."""


class Repository:
    """A portfolio in a git repository, perhaps in a folder of it."""

    def __init__(self, top: Path, below: str = "") -> None:
        self.top = top
        self.portfolio = top / below
        self.portfolio.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("config", "user.name", "T")
        self.git("config", "user.email", "t@example.org")
        (self.portfolio / "portfolio.toml").write_text("format = 1\n")
        result = self.init("--guard")
        assert result.exit_code == 0, result.output

    def init(self, *more: str) -> Result:
        return CliRunner().invoke(main, ["-C", str(self.portfolio), "init", *more])

    def run(self, *arguments: str, folder: Path | None = None) -> tuple[int, str]:
        done = subprocess.run(
            ["git", *arguments],
            cwd=folder or self.top,
            env=VARIABLES,
            check=False,
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stdout + done.stderr

    def git(self, *arguments: str) -> str:
        code, said = self.run(*arguments)
        assert code == 0, said
        return said

    def commit(self, name: str, content: str | bytes, *more: str) -> tuple[int, str]:
        path = self.portfolio / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        self.git("add", "--force", "--", str(path))
        return self.run("commit", "--quiet", "-m", "one", *more)

    def add_remote(self, name: str = "origin") -> Path:
        place = self.top.parent / f"{name}.git"
        self.run("init", "--quiet", "--bare", "--initial-branch=main", str(place))
        self.git("remote", "add", name, str(place))
        return place

    def call_private(self, name: str) -> None:
        url = self.git("remote", "get-url", "--push", name).strip()
        self.git("config", "--add", "afterword.private", url)


@pytest.fixture(params=["", "my 'notes' [1]/journal"], ids=["top", "below"])
def repository(request: pytest.FixtureRequest, tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository", request.param)


@pytest.mark.parametrize(
    "name",
    ["output/index.html", ".keys/publish-pages.json", ".afterword/parsed.json", "x/.keys/pictures"],
)
def test_output_keys_and_cache_are_not_committed(name: str, repository: Repository) -> None:
    code, said = repository.commit(name, "x")

    assert code == 1
    assert name in said
    assert repository.run("rev-parse", "HEAD")[0] != 0


def test_a_site_built_elsewhere_is_not_committed_with_its_list(repository: Repository) -> None:
    assert repository.commit("site/.afterword-files", "{}")[0] == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (ENTRY, OPEN),
        ("output/.gitkeep", ""),
        ("portfolio.toml", "format = 1\ntitle = 'Notes'\n"),
        ("content/with ü and ' in it.md", "A private matter: ours.\n"),
        ("outputs/mine.txt", "mine"),
    ],
)
def test_ordinary_commits_pass(name: str, content: str, repository: Repository) -> None:
    repository.add_remote()

    assert repository.commit(name, content) == (0, "")
    assert repository.run("push", "--quiet", "origin", "main") == (0, "")


def test_deleting_what_was_committed_before_passes(repository: Repository) -> None:
    assert repository.commit("output/index.html", "x", "--no-verify")[0] == 0
    repository.git("rm", "-r", "--quiet", "--cached", "--", str(repository.portfolio / "output"))

    assert repository.run("commit", "--quiet", "-m", "two") == (0, "")


@pytest.mark.parametrize(
    "text",
    [LOCKED, LOCKED.replace("::: private", "> ::::PRIVATE"), LOCKED.replace("\n", "\r\n")],
    ids=["plain", "quoted", "windows"],
)
def test_private_text_stays_where_a_remote_may_be_read(text: str, repository: Repository) -> None:
    repository.add_remote()
    code, said = repository.commit(ENTRY, text)

    assert code == 1
    assert ENTRY in said
    assert "git config --add afterword.private" in said


def test_private_text_in_another_encoding_is_seen(repository: Repository) -> None:
    repository.add_remote()

    assert repository.commit(ENTRY, LOCKED.encode("utf-16"))[0] == 1


def test_private_text_is_committed_where_there_is_no_remote(repository: Repository) -> None:
    assert repository.commit(ENTRY, LOCKED) == (0, "")


def test_private_text_goes_to_a_remote_that_was_called_private_and_to_no_other(
    repository: Repository,
) -> None:
    repository.add_remote()
    repository.call_private("origin")
    assert repository.commit(ENTRY, LOCKED) == (0, "")
    assert repository.run("push", "--quiet", "origin", "main") == (0, "")
    repository.add_remote("hub")
    code, said = repository.run("push", "--quiet", "hub", "main")

    assert code == 1
    assert ENTRY in said
    assert repository.run("ls-remote", "hub") == (0, "")


def test_keys_are_pushed_nowhere_not_even_to_a_private_remote(repository: Repository) -> None:
    repository.add_remote()
    repository.call_private("origin")
    repository.commit(".keys/pictures", "x", "--no-verify")
    repository.commit(ENTRY, OPEN)
    code, said = repository.run("push", "--quiet", "origin", "main")

    assert code == 1
    assert ".keys/pictures" in said
    assert repository.run("ls-remote", "origin") == (0, "")


def test_what_was_taken_out_again_later_is_still_in_the_commits_of_a_push(
    repository: Repository,
) -> None:
    repository.commit(ENTRY, LOCKED)
    repository.commit(ENTRY, OPEN)
    repository.add_remote()

    assert repository.run("push", "--quiet", "origin", "main")[0] == 1


def test_what_the_remote_has_already_does_not_stop_what_is_new(repository: Repository) -> None:
    repository.add_remote()
    repository.commit(ENTRY, LOCKED, "--no-verify")
    repository.git("push", "--quiet", "--no-verify", "origin", "main")
    assert repository.commit("content/2026-03-05-more.md", OPEN) == (0, "")

    assert repository.run("push", "--quiet", "origin", "main") == (0, "")
    repository.git("checkout", "--quiet", "-b", "other")
    assert repository.run("push", "--quiet", "origin", "other") == (0, "")
    assert repository.run("push", "--quiet", "origin", ":other") == (0, "")


def test_no_verify_works_as_git_does(repository: Repository) -> None:
    repository.add_remote()

    assert repository.commit(ENTRY, LOCKED, "--no-verify") == (0, "")
    assert repository.run("push", "--quiet", "--no-verify", "origin", "main") == (0, "")


def test_a_guard_that_is_gone_or_cannot_look_refuses_with_words(repository: Repository) -> None:
    guard = repository.top / ".git" / "hooks" / "afterword-guard"
    guard.chmod(0o644)
    code, said = repository.commit(ENTRY, OPEN)
    assert (code, "the guard is gone" in said) == (1, True)
    guard.chmod(0o755)
    guard.write_text(guard.read_text().replace("git diff --cached", "git diff --cachet"))
    code, said = repository.run("commit", "--quiet", "-m", "one")

    assert (code, "could not look" in said) == (1, True)


def test_a_hook_of_somebody_else_is_left_as_it_is_and_told_how_to_call_the_guard(
    tmp_path: Path,
) -> None:
    repository = Repository(tmp_path / "repository")
    hook = repository.top / ".git" / "hooks" / "pre-commit"
    hook.write_text("#!/bin/sh\necho mine\n")
    result = repository.init("--guard")
    line = next(part for part in result.output.split("    ") if "afterword-guard" in part)
    assert result.exit_code == COULD_NOT
    assert hook.read_text() == "#!/bin/sh\necho mine\n"
    hook.write_text(f"#!/bin/sh\n{line.rpartition('guard: ')[2]}\n")
    hook.chmod(0o755)

    assert repository.commit("output/index.html", "x")[0] == 1


def test_a_guard_is_brought_up_to_date(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    guard = repository.top / ".git" / "hooks" / "afterword-guard"
    first = guard.read_text()
    guard.write_text(first + "# older\n")

    assert repository.init("--guard").exit_code == 0
    assert guard.read_text() == first


def test_hooks_that_are_for_other_repositories_too_are_left_alone(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    repository.git("config", "core.hooksPath", str(tmp_path / "hooks"))
    result = repository.init("--guard")

    assert result.exit_code == COULD_NOT
    assert "for other repositories, too" in result.output
    assert not (tmp_path / "hooks").exists()


def test_a_guard_outside_of_a_repository_is_refused_with_words(tmp_path: Path) -> None:
    words = ["-C", str(tmp_path), "init", "--guard"]
    result = CliRunner().invoke(main, words, env={"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)})

    assert result.exit_code == COULD_NOT
    assert "git init" in result.output
    assert (tmp_path / "portfolio.toml").is_file()
