"""What people install: the built wheel, alone in a new environment, away from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.previewing import address, ask, served
from tests.support.sample import CHECKOUT, TODAY

pytestmark = [
    pytest.mark.slow,
    pytest.mark.wheel,
    pytest.mark.xdist_group("wheel"),  # built and installed by one worker only
]


@dataclass(frozen=True, slots=True)
class Installed:
    """An environment that holds the wheel and its pinned dependencies, nothing else."""

    programs: Path

    def run(self, *arguments: str, cwd: Path) -> str:
        """Run `afterword` as a person would; return what it says.

        Raises:
            AssertionError: The exit code is not 0.
        """
        return run(self.programs / "afterword", *arguments, cwd=cwd)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("--wheel", CHECKOUT, into=tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("environment")
    # Without pip of its own: Debian's Python may lack the part that installs it.
    venv.create(folder)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    pip = (sys.executable, "-m", "pip", "--python", str(programs / "python"), "install")
    lock = CHECKOUT / "requirements.lock"
    run(*pip, "--require-hashes", "--requirement", lock, cwd=folder)
    run(*pip, "--no-index", "--no-deps", wheel, cwd=folder)
    return Installed(programs)


@pytest.fixture
def portfolio(installed: Installed, tmp_path: Path) -> Path:
    """A new portfolio, made by the installed command."""
    installed.run("init", "mine", cwd=tmp_path)
    return tmp_path / "mine"


def test_the_wheel_holds_the_package_the_theme_and_the_sample(wheel: Path) -> None:
    names = set(contents(wheel))
    templates = {f"afterword/{name}" for name in files(CHECKOUT, "templates")}
    sample = {f"afterword/sample/{name}" for name in files(CHECKOUT, "content")}
    viewer = {f"afterword/sealing/viewer/{name}" for name in ("index.html", "app.js", "app.css")}

    assert templates
    assert sample
    assert {
        "afterword/py.typed",
        "afterword/__init__.py",
        "afterword/sample/portfolio.toml",
        *templates,
        *sample,
        *viewer,
    } <= names


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in contents(wheel)}

    assert tops == {"afterword", f"{name_of(wheel)}.dist-info"}
    assert not [name for name in contents(wheel) if "tests" in name or "__pycache__" in name]


def test_the_wheel_introduces_itself_with_the_readme_and_carries_the_license(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        metadata = archive.read(f"{name_of(wheel)}.dist-info/METADATA").decode()

    assert (CHECKOUT / "README.md").read_text("utf-8").strip() in metadata
    assert "License-Expression: MIT" in metadata
    assert f"{name_of(wheel)}.dist-info/licenses/LICENSE" in contents(wheel)


def test_a_wheel_made_from_the_source_distribution_is_the_same(wheel: Path, tmp_path: Path) -> None:
    source = build("--sdist", CHECKOUT, into=tmp_path / "sdist")
    run(sys.executable, "-m", "tarfile", "-e", source, tmp_path, cwd=tmp_path)
    second = build("--wheel", tmp_path / name_of(wheel), into=tmp_path / "wheel")

    assert contents(second) == contents(wheel)


def test_a_new_portfolio_builds_and_has_no_problems(installed: Installed, portfolio: Path) -> None:
    installed.run("build", "--strict", cwd=portfolio)
    installed.run("check", "--strict", cwd=portfolio)

    assert (portfolio / "portfolio.toml").is_file()
    assert (portfolio / "output" / "index.html").is_file()
    assert "output" in (portfolio / ".gitignore").read_text("utf-8")


def test_a_new_entry_is_on_the_site(installed: Installed, portfolio: Path) -> None:
    installed.run("new", "feedback", "Kind words", "--no-edit", cwd=portfolio)
    installed.run("build", "--drafts", cwd=portfolio)
    written = [path.name for path in (portfolio / "content").rglob("*kind-words*.md")]
    pages = list((portfolio / "output" / "journal").glob("*kind-words*.html"))

    assert len(written) == 1
    assert len(pages) == 1
    assert "Kind words" in pages[0].read_text("utf-8")


def test_the_sample_builds_from_the_wheel(installed: Installed, tmp_path: Path) -> None:
    installed.run("init", "--sample", "sample", cwd=tmp_path)
    installed.run("-C", "sample", "build", "--strict", "--today", TODAY, cwd=tmp_path)
    copied = files(tmp_path / "sample", "content")
    entries = [name for name in copied if name.endswith(".md")]

    assert copied == files(CHECKOUT, "content")
    assert len(list((tmp_path / "sample/output/journal").glob("*.html"))) > len(entries) / 2


def test_the_preview_works_from_the_wheel(installed: Installed, portfolio: Path) -> None:
    command = (str(installed.programs / "python"), "-u", "-m", "afterword")
    with served(portfolio, "--port", "0", "--no-token", command=command) as (_, said):
        port, _ = address(said)

        assert ask(port, "/")[0] == 200
        assert "EventSource" in ask(port, "/-/preview.js")[2]


def test_the_command_and_the_module_are_one(installed: Installed, tmp_path: Path) -> None:
    command = installed.run("--help", cwd=tmp_path)
    module = run(installed.programs / "python", "-m", "afterword", "--help", cwd=tmp_path)

    # The first line says how it was called.
    assert module.splitlines()[1:] == command.splitlines()[1:]
    assert "build" in command


def build(kind: str, source: Path, *, into: Path) -> Path:
    """Build one distribution of a source tree and return its file."""
    build_here = (sys.executable, "-m", "build", "--no-isolation")
    run(*build_here, kind, "--outdir", into, source, cwd=source)
    (built,) = into.iterdir()
    return built


def name_of(wheel: Path) -> str:
    """Return name and version as the distribution's folders carry them: `afterword-0.1.0`."""
    return "-".join(wheel.name.split("-")[:2])


def contents(wheel: Path) -> dict[str, int]:
    """Return the checksum of every file in a wheel, by name."""
    with zipfile.ZipFile(wheel) as archive:
        return {entry.filename: entry.CRC for entry in archive.infolist()}


def files(root: Path, folder: str) -> list[str]:
    """Return the files below a folder, relative to the root, sorted; hidden ones left out."""
    found = (path.relative_to(root) for path in (root / folder).rglob("*") if path.is_file())
    visible = [path for path in found if not any(part.startswith(".") for part in path.parts)]
    return sorted(path.as_posix() for path in visible)


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command with nothing of the checkout in its environment; return what it says."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**clean, "PYTHONUTF8": "1", "PYTHONNOUSERSITE": "1", "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{[*map(str, command)]}\n{done.stdout}{done.stderr}"
    return done.stdout
