"""Hooks of git that keep a built site, keys and private blocks out of what others can read."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

from afterword import files
from afterword.files.errors import saying_why
from afterword.process import run
from afterword.publish.git import environment
from afterword.publish.targets import PublishError, checked, need

_SCRIPT = Path(__file__).parent / "guard.sh"
_GUARD = "afterword-guard"
_HOOKS = ("pre-commit", "pre-push")
_MARK = "# Afterword's guard"
_HOOK = """\
#!/bin/sh
{mark}: `afterword init --guard` wrote this.
guard="$(git rev-parse --git-path hooks)/{guard}"
[ -x "$guard" ] || {{
    echo "afterword: the guard is gone, so nothing was done: afterword init --guard" >&2
    exit 1
}}
exec "$guard" {hook} "$@"
"""


@dataclass(frozen=True, slots=True)
class Guarded:
    """A repository whose hooks look at commits and pushes."""

    hooks: Path
    """The folder."""
    others: tuple[str, ...]
    """Hooks of somebody else's, left as they are: they do not call the guard."""
    line: str
    """What calls it in a hook; `HOOK` stands for the hook's name."""


def guard(portfolio: Path) -> Guarded:
    """Put the guard into the repository of a portfolio, or bring it up to date.

    Raises:
        PublishError: There is no repository, or its hooks are those of others, too.
        DiskError: The disk refuses.
    """
    need("git", "a guard")
    top, prefix = repository(portfolio)
    hooks = (portfolio / _asked(portfolio, "rev-parse", "--git-path", "hooks")).resolve()
    common = _asked(portfolio, "rev-parse", "--git-common-dir")
    inside = (top.resolve(), (portfolio / common).resolve())
    if not any(hooks.is_relative_to(place) for place in inside):
        message = f"core.hooksPath leads out of this repository: {hooks}"
        hint = "hooks there are for other repositories, too; set it for this one alone"
        raise PublishError(message, hint)
    with saying_why(_SCRIPT):
        script = _SCRIPT.read_text("utf-8").replace("@PREFIX@", shlex.quote(prefix))
    if not _write(hooks / _GUARD, script):
        message = f"{hooks / _GUARD} is there already, and is not ours"
        raise PublishError(message, "move it away")
    others = [
        hook
        for hook in _HOOKS
        if not _write(hooks / hook, _HOOK.format(mark=_MARK, guard=_GUARD, hook=hook))
    ]
    line = f'"$(git rev-parse --git-path hooks)/{_GUARD}" HOOK "$@" || exit 1'
    return Guarded(hooks, tuple(others), line)


def repository(portfolio: Path) -> tuple[Path, str]:
    """Return the top of the work tree, and what leads from there to the portfolio."""
    ran = run(
        ["git", "rev-parse", "--show-toplevel", "--show-prefix"],
        folder=portfolio,
        environment=environment(),
    )
    top, _, prefix = ran.output.decode("utf-8", "surrogateescape").partition("\n")
    if ran.code or not top:
        message = f"{portfolio} is in no git repository"
        raise PublishError(message, "run `git init` there, then `afterword init --guard`")
    return Path(top), prefix.rstrip("\n")


def hosted(name: str) -> Path:
    """Return a file that a host runs to publish: a workflow, or the script of all of them."""
    return _SCRIPT.parent / "hosted" / name


def _asked(portfolio: Path, *arguments: str) -> str:
    said = checked(["git", *arguments], folder=portfolio, environment=environment())
    return said.decode("utf-8", "surrogateescape").strip("\n")


def _write(path: Path, script: str) -> bool:
    """Write a script that git can run, but not over one of somebody else's; tell whether."""
    with saying_why(path):
        if path.is_symlink() or (path.exists() and _MARK not in path.read_text("utf-8", "replace")):
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
    files.replace_file(path, script.encode())
    with saying_why(path):
        path.chmod(0o755)
    return True
