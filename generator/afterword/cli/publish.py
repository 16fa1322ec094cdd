"""`afterword publish`."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import click

from afterword import files
from afterword.build import AUTHOR
from afterword.cli.command import CommandWithExamples
from afterword.cli.options import json_option, today_option
from afterword.cli.publish_openly import Wishes, publish_openly
from afterword.cli.publish_words import Plan
from afterword.cli.report import counted, echo_diagnostics, echo_json, listed
from afterword.cli.secrets_given import need_listener
from afterword.cli.telling import can_ask, tell
from afterword.config import TargetSettings
from afterword.editions import EditionError, keep_seen, needless_allowances
from afterword.portfolio import open_portfolio
from afterword.process import without_collection
from afterword.publish.editions import Due, Editions, editions_of, find_target
from afterword.publish.kept import TargetKeys, keep_target, read_target
from afterword.publish.openly import is_open
from afterword.publish.sealing import new_target, opens_with, seal, with_passphrases
from afterword.publish.steps import changes, hand_over, settle, target_of
from afterword.publish.targets import PublishError, Target
from afterword.sealing.passphrases import AUTHOR_BITS, READER_BITS, strength_of
from afterword.sharing import new_passphrase
from afterword.understanding import Understood, understand


@click.command(
    "publish",
    cls=CommandWithExamples,
    examples=(
        "afterword publish --dry-run",
        "afterword publish pages",
        "afterword publish pages --yes --passphrase-env sam=SAMS_WORDS",
    ),
)
@click.argument("target", required=False, default="")
@click.option("--dry-run", is_flag=True, help="Say what would change; upload nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--take-over", is_flag=True, help="Replace a site that was not published from here.")
@click.option(
    "--passphrase-env",
    "named",
    metavar="READER=VAR",
    multiple=True,
    help="Take a reader's passphrase from a variable; can be given for each.",
)
@today_option
@json_option
@click.pass_obj
def command(  # noqa: PLR0913 — one for each option
    start: Path,
    *,
    target: str,
    dry_run: bool,
    yes: bool,
    take_over: bool,
    named: tuple[str, ...],
    today: dt.date | None,
    as_json: bool,
) -> None:
    """Seal a site and hand it over to any host.

    One address, and each passphrase opens its own pages. TARGET is one of [publish.targets] in
    portfolio.toml. Nothing is uploaded unless the leak audit finds nothing, and what stands there
    is what was published from here last. The edition of a reader with `sealed = false` is for
    everyone: plain pages, whose titles are shown to you first.
    """
    given = _given(named)
    portfolio = files.find_portfolio(start)
    author = understand(open_portfolio(portfolio, today=today, drafts=True))
    settings = find_target(author, target)
    in_plain = is_open(author, settings)
    if given and in_plain:
        message = f'everyone reads what stands at "{settings.name}": there is no passphrase'
        raise click.UsageError(message)
    _refuse_weak(given, settings, author)
    with (
        files.locked(portfolio, "publish"),
        tempfile.TemporaryDirectory(prefix="afterword-") as work,
    ):
        if in_plain:
            wishes = Wishes(dry_run, yes, take_over, as_json)
            publish_openly(author, settings, Path(work), wishes)
            return
        place = target_of(portfolio, settings, Path(work))
        desk = _Desk(author, settings, place, take_over=take_over)
        plan = desk.plan(given, dry_run=dry_run)
        _doubt_clock(plan, author.opened.today)
        if dry_run:
            _say(plan, published=False, as_json=as_json)
            return
        if plan.changes.any and not yes:
            _ask(plan)
        desk.carry_out(plan)
        _say(plan, published=True, as_json=as_json)


class _Desk:
    """One publish from a look at the target to its end; lives as long as the command."""

    def __init__(
        self, author: Understood, settings: TargetSettings, target: Target, *, take_over: bool
    ) -> None:
        self._author = author
        self._folder = author.opened.folder
        self._settings = settings
        self._target = target
        self._take_over = take_over
        self._untold: dict[str, str] = {}

    def plan(self, given: Mapping[str, str], *, dry_run: bool) -> Plan:
        """Build, audit and seal; nothing is written anywhere."""
        with without_collection():
            return self._plan(given, dry_run=dry_run)

    def _plan(self, given: Mapping[str, str], *, dry_run: bool) -> Plan:
        keys = read_target(self._folder, self._settings.name) or new_target()
        known = {r: kept.keys.known_words for r, kept in keys.readers.items() if kept.keys}
        editions = editions_of(self._author, self._settings, known)
        for one in editions.due:
            problems = needless_allowances(self._author.opened, one.report)
            echo_diagnostics((*one.edited.warnings, *problems), err=True)
        _refuse_leaks(editions.due)
        found = self._target.look()
        settled = settle(keys, found, take_over=self._take_over)
        keys = with_passphrases(settled, {**self._made(settled, editions, given, dry_run), **given})
        if not dry_run:
            keys = _asked(keys, editions.due)
        named = (*[one.reader.key for one in editions.due], *editions.expired)
        sealed = seal(keys, self._settings.name, editions.due, named, self._author)
        plan = changes(sealed, settled, found)
        return Plan(self._settings.name, editions, settled, sealed, plan, found)

    def carry_out(self, plan: Plan) -> None:
        """Upload, and keep the keys; new passphrases are told as soon as they are kept."""
        hand_over(self._target, plan.sealed, plan.settled, plan.found, keep=self._keep)
        for one in plan.editions.due:
            if not one.is_author:
                keep_seen(self._folder, one.reader.key, one.edited.seen)

    def _keep(self, keys: TargetKeys) -> None:
        keep_target(self._folder, self._settings.name, keys)
        for reader, passphrase in self._untold.items():
            tell(f"The passphrase for {reader}, told this once: {passphrase}")
        self._untold = {}

    def _made(
        self,
        keys: TargetKeys,
        editions: Editions,
        given: Mapping[str, str],
        dry_run: bool,  # noqa: FBT001
    ) -> dict[str, str]:
        """Return new passphrases for readers who have none."""
        due = [one.reader.key for one in editions.due]
        without = [r for r in due if r not in given and not opens_with(keys, r)]
        if without and not dry_run:
            need_listener(f"--passphrase-env {without[0]}=VAR")
        made = {reader: new_passphrase() for reader in without}
        self._untold = {} if dry_run else made
        return made


def _given(named: Sequence[str]) -> Mapping[str, str]:
    """Return reader → passphrase, and take the variables away from programs that we start."""
    found = {}
    for one in named:
        reader, equals, variable = one.partition("=")
        if not (reader and equals and variable):
            message = f'--passphrase-env takes READER=VAR, not "{one}"'
            raise click.UsageError(message)
        passphrase = os.environ.get(variable, "")
        if not passphrase.strip():
            message = f"there is no passphrase in the variable {variable}"
            raise click.UsageError(message)
        found[reader] = passphrase
    for one in named:
        os.environ.pop(one.partition("=")[2], None)
    return MappingProxyType(found)


def _refuse_weak(given: Mapping[str, str], settings: TargetSettings, author: Understood) -> None:
    config = author.opened.config
    for reader, passphrase in given.items():
        if reader not in settings.readers:
            message = f'"{reader}" is no reader of the target "{settings.name}"'
            raise PublishError(message, f"it has: {', '.join(settings.readers)}")
        known = config.readers.get(reader)
        names = [config.author, reader, known.name if known else ""]
        least = AUTHOR_BITS if reader == AUTHOR else READER_BITS
        weakness = strength_of(
            passphrase, names=[name for name in names if name], least_bits=least
        ).weakness
        if weakness:
            message = f"the passphrase for {reader} is refused: {weakness.value}"
            raise PublishError(message, "leave it out, and six words are made on a terminal")


def _refuse_leaks(due: Sequence[Due]) -> None:
    for one in due:
        if not one.report.clean:
            message = "\n".join([f"{one.reader.key}:", *one.report.lines()])
            raise EditionError(message)


def _asked(keys: TargetKeys, due: Sequence[Due]) -> TargetKeys:
    """Ask once about capitalised words that are in no list."""
    unsure: dict[tuple[str, ...], list[str]] = {}
    for one in due:
        if one.report.new_words and can_ask():
            unsure.setdefault(one.report.new_words, []).append(one.reader.key)
    readers = dict(keys.readers)
    for new, names in unsure.items():
        click.echo(f"For {listed(names)}, in no list: {', '.join(new)}.", err=True)
        if not click.confirm("Is none of them a name to hide?", err=True):
            message = "nothing was published"
            hint = 'hide a name with [names."…"] in portfolio.toml, and publish again'
            raise EditionError(message, hint)
        for name in names:
            kept = readers[name]
            if kept.keys:
                known = (*kept.keys.known_words, *new)
                readers[name] = replace(kept, keys=replace(kept.keys, known_words=known))
    return replace(keys, readers=MappingProxyType(readers))


def _doubt_clock(plan: Plan, today: dt.date) -> None:
    last = plan.settled.last
    if last and today < last.day:
        told = (
            f"Today, {today}, is before the day of the last epoch, {last.day}: is the clock right?"
        )
        click.echo(f"{told} It decides whose time is over.", err=True)


def _ask(plan: Plan) -> None:
    if not can_ask():
        message = "nobody is here to say yes"
        raise PublishError(message, "add --yes, or look first with --dry-run")
    plan.confirm()


def _say(plan: Plan, *, published: bool, as_json: bool) -> None:
    if as_json:
        echo_json(plan.as_json(published=published))
        return
    if not published:
        for line in plan.lines():
            click.echo(line)
    elif plan.changes.any:
        count = counted(len(plan.changes.added), "file")
        click.echo(f"{plan.target}: epoch {plan.sealed.keys.epoch} is there; {count} uploaded.")
    else:
        click.echo(f"{plan.target}: nothing changed since epoch {plan.sealed.keys.epoch}.")
