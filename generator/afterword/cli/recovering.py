"""`afterword readers --recover`: lost keys, read back from where a site was published."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import click

from afterword import files
from afterword.cli.report import counted, echo_json, listed
from afterword.cli.secrets_given import known_passphrase
from afterword.config import Config
from afterword.portfolio import open_portfolio
from afterword.publish.carried import Carried
from afterword.publish.kept import TargetKeys, keep_target, kept_name, read_target
from afterword.publish.local import Archive, Folder
from afterword.publish.recovery import Source, recover, with_answers
from afterword.publish.steps import target_of
from afterword.publish.targets import PublishError
from afterword.publish.web import Web

_WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class _Found:
    """What was recovered, beside what is here."""

    target: str
    keys: TargetKeys
    here: TargetKeys | None
    new: dict[str, bytes]
    """Other files that are not here."""
    other: dict[str, bytes]
    """Other files that are here with other content."""

    @property
    def replaces(self) -> tuple[str, ...]:
        """What would be written over, in words."""
        mine = self.here is not None and not self.same
        told = [self._of_target()] if mine else []
        return (*told, *sorted(self.other))

    @property
    def same(self) -> bool:
        """Whether the keys here are of this very publish."""
        here = self.here
        return bool(here and here.last and self.keys.last) and (
            here.last.digest == self.keys.last.digest  # type: ignore[union-attr]
        )

    def _of_target(self) -> str:
        here = self.here
        if here is None or here.container.salt != self.keys.container.salt:
            return f"{self.target} (here are keys of another site)"
        return f"{self.target} (here epoch {here.epoch}, there epoch {self.keys.epoch})"


def recover_keys(
    start: Path,
    where: str,
    given: tuple[str | None, Path | None],
    *,
    yes: bool,
    as_json: bool,
) -> None:
    """Read the keys back that a published site carries, and keep them.

    Args:
        start: Where the portfolio is looked for.
        where: The name of a target, a folder, an archive, or an address.
        given: The variable and the file with the author's passphrase; it is asked for otherwise.
        yes: Whether nobody is asked.
        as_json: Whether one document is printed.

    Raises:
        AfterwordError: The site cannot be read, does not open, or is not of this portfolio.
    """
    portfolio = files.find_portfolio(start)
    config = open_portfolio(portfolio).config
    passphrase = known_passphrase(*given)
    with (
        files.locked(portfolio, "publish"),
        tempfile.TemporaryDirectory(prefix="afterword-") as work,
    ):
        source = _source(portfolio, config, where, Path(work))
        carried = recover(source, passphrase or _ask())
        found = _beside(portfolio, config, where, carried)
        _refuse_foreign(config, carried, yes=yes)
        replace = bool(found.replaces) and _may_replace(found, yes=yes)
        written = _keep(portfolio, found, replace=replace)
    if as_json:
        kept = [] if replace else list(found.replaces)
        readers = list(found.keys.sealed_for)
        document = {"target": found.target, "epoch": found.keys.epoch, "readers": readers}
        echo_json({**document, "written": written, "left": kept})
        return
    _say(config, found, written)


def _source(portfolio: Path, config: Config, where: str, work: Path) -> Source:
    target = config.publish.targets.get(where)
    if target:
        return target_of(portfolio, target, work)
    if where.startswith(_WEB):
        return Web(where)
    path = Path(where).expanduser()
    if path.is_dir():
        return Folder(path)
    if path.is_file():
        return Archive(path)
    known = ", ".join(sorted(config.publish.targets)) or "none"
    message = f'there is no target, folder or archive "{where}"'
    raise PublishError(message, f"targets in portfolio.toml: {known}; an address begins with https")


def _ask() -> str:
    if not sys.stdin.isatty():
        message = "nobody is here to be asked for the passphrase"
        hint = "name a variable with --passphrase-env, or a file with --passphrase-file"
        raise PublishError(message, hint)
    found: str = click.prompt("The author's passphrase", hide_input=True, err=True)
    return found


def _refuse_foreign(config: Config, carried: Carried, *, yes: bool) -> None:
    if carried.title == config.title or yes:
        return
    ours, theirs = (
        f'"{title}"' if title else "untitled" for title in (config.title, carried.title)
    )
    told = f"That site is of a portfolio that is {theirs}; this one is {ours}."
    if sys.stdin.isatty():
        click.confirm(f"{told} Take its keys all the same?", abort=True, err=True)
        return
    raise PublishError(told, "add --yes if it is this one under another title")


def _beside(portfolio: Path, config: Config, where: str, carried: Carried) -> _Found:
    target = where if where in config.publish.targets else carried.target
    here = read_target(portfolio, target)
    known = files.all_keys(portfolio)
    return _Found(
        target,
        with_answers(carried.keys, here),
        here,
        {name: content for name, content in carried.others.items() if name not in known},
        {n: c for n, c in carried.others.items() if n in known and known[n] != c},
    )


def _may_replace(found: _Found, *, yes: bool) -> bool:
    told = f"Other keys are here already: {listed(found.replaces)}."
    if yes:
        return True
    if not sys.stdin.isatty():
        hint = "add --yes to put those of the site in their place; a copy of .keys/ first is wise"
        raise PublishError(told, hint)
    click.echo(told, err=True)
    click.echo("Replaced, they are gone: what only they open cannot be opened any more.", err=True)
    return click.confirm("Put those of the site in their place?", default=False, err=True)


def _keep(portfolio: Path, found: _Found, *, replace: bool) -> list[str]:
    """Write what is missing, and what may be replaced; return the names of files, sorted."""
    others = {**found.new, **(found.other if replace else {})}
    for name, content in others.items():
        files.write_key_file(portfolio, name, content)
    if found.here is None or (replace and not found.same):
        keep_target(portfolio, found.target, found.keys)
        others[f"{kept_name(found.target)}.json"] = b""
    return sorted(others)


def _say(config: Config, found: _Found, written: list[str]) -> None:
    if not written:
        click.echo(f"Nothing was missing: the keys of {found.target} are here.")
        return
    readers = listed(found.keys.sealed_for)
    click.echo(
        f"{counted(len(written), 'file')} written to .keys/: {listed(written)}.\n"
        f"{found.target} stands at epoch {found.keys.epoch}, for {readers}; "
        "their passphrases stay as they are."
    )
    if found.target in config.publish.targets:
        click.echo(f"Go on with: afterword publish {found.target}")
    else:
        click.echo(
            f"portfolio.toml has no target {found.target}: add [publish.targets.{found.target}], "
            "and go on with `afterword publish`."
        )
