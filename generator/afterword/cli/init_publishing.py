"""What `afterword init` adds to a portfolio that is to be published, or is kept in git."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import click

from afterword import files
from afterword.cli.changing import Change, Move, carry_out
from afterword.cli.report import listed
from afterword.config import read_config
from afterword.journal.decoding import decode
from afterword.publish.guard import guard, hosted, repository
from afterword.publish.targets import PublishError, refuse_option

_TARGET = """\
# Where `afterword publish` puts the site, sealed: a branch that nothing else writes.
[publish]
target = "pages"

[publish.targets.pages]
kind    = "git"
remote  = {remote}
branch  = "pages"
readers = ["author"]              # whose pages; everybody needs a passphrase
"""
_NEXT = """\
Next: make that repository at your host, for the site alone, and let it show the branch pages.
`afterword publish --dry-run` says what would go there, `afterword publish` does it.
Keep the journal itself in a repository that nobody else can read, or in none."""


_WORKFLOWS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "forgejo": {"publish.sh": "publish.sh", ".forgejo/workflows/publish.yml": "forgejo.yml"},
        "github": {"publish.sh": "publish.sh", ".github/workflows/publish.yml": "github.yml"},
        "gitlab": {"publish.sh": "publish.sh", ".gitlab-ci.yml": "gitlab.yml"},
    }
)
"""Host → file in the portfolio → what it is a copy of."""


def add_target(folder: Path, remote: str | None) -> None:
    """Write a target of kind git into portfolio.toml, after showing the difference.

    Args:
        folder: Of the portfolio.
        remote: Address of the repository; asked for on a terminal when there is none.

    Raises:
        PublishError: There are targets already, or the address cannot be one.
        UsageError: There is no address, and nobody to ask.
        SettingsError: portfolio.toml is no TOML.
    """
    path = folder / files.SETTINGS
    before = path.read_bytes()
    text, _ = decode(before)
    publish = read_config(text)[0].publish
    if publish.targets or publish.target:
        message = "portfolio.toml says already where to publish"
        raise PublishError(message, "add another [publish.targets] by hand; see docs/publishing.md")
    if not remote and not sys.stdin.isatty():
        message = "say where: --remote git@codeberg.org:me/pages.git"
        raise click.UsageError(message)
    address = (remote or click.prompt("Address of the repository to publish to", err=True)).strip()
    refuse_option(address, "remote")
    table = _TARGET.format(remote=_quoted(address))
    after = before.rstrip(b"\r\n") + b"\n\n" + table.encode()
    if read_config(decode(after)[0])[0].publish.targets["pages"].remote != address:
        message = "this address cannot be written into portfolio.toml"
        raise PublishError(message, "write it there by hand; see docs/publishing.md")
    change = Change(files.SETTINGS, before, after)
    carry_out(Move(folder, (change,), "", ()), dry_run=False, yes=not sys.stdin.isatty())
    if path.read_bytes() == after:
        click.echo(_NEXT)


def add_guard(folder: Path) -> None:
    """Put the guard into the git repository of a portfolio.

    Raises:
        PublishError: There is none, or a hook of somebody else's is in its place.
    """
    made = guard(folder)
    if made.others:
        message = f"{listed(made.others)} in {made.hooks} is not ours, and was left as it is"
        lines = [made.line.replace("HOOK", hook) for hook in made.others]
        raise PublishError(message, "add this line to call the guard: " + "\n    ".join(lines))
    click.echo("git now refuses commits and pushes of output, keys and private blocks.")
    click.echo(
        "Private blocks may go to a remote that nobody else can read, once you say so:\n"
        '    git config --add afterword.private "$(git remote get-url --push origin)"'
    )


def add_workflow(folder: Path, host: str) -> None:
    """Write what a host runs after each push: a workflow, and the script that does the work.

    Args:
        folder: Of the portfolio.
        host: `forgejo`, `github` or `gitlab`.

    Raises:
        PublishError: Other files stand there, or the portfolio is not all of its repository.
    """
    top, prefix = repository(folder)
    if prefix:
        message = f"the portfolio is a folder of the repository {top}"
        raise PublishError(message, "give the journal a repository of its own")
    made = {name: files.read_text(hosted(source)) for name, source in _WORKFLOWS[host].items()}
    there = [name for name, text in made.items() if _differs(folder / name, text)]
    if there:
        message = f"{listed(there)}: already there, and different"
        raise PublishError(message, "nothing was written; move them away")
    for name, text in made.items():
        if not (folder / name).exists():
            files.create(folder / name, text.encode())
    click.echo(f"{listed([*made])} publish after each push.")
    click.echo("What the host has to be told first stands in them, and in docs/publishing.md.")


def _differs(path: Path, text: str) -> bool:
    return path.is_symlink() or (path.exists() and files.read_text(path) != text)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
