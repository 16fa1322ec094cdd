"""`afterword serve`."""

from __future__ import annotations

import datetime as dt
import signal
import sys
import threading
import time
import webbrowser
from pathlib import Path

import click

from afterword import files
from afterword.cli.command import CommandWithExamples
from afterword.cli.options import today_option
from afterword.cli.report import counted
from afterword.config import read_config
from afterword.preview.answers import Problem, Update
from afterword.preview.editors import is_harmless
from afterword.preview.running import Preview

DEFAULT_PORT = 8000
_MOST_SHOWN = 5


@click.command(
    "serve",
    cls=CommandWithExamples,
    examples=(
        "afterword serve",
        "afterword serve --open",
        "afterword serve --reader sam",
        "afterword serve --port 0 --poll",
    ),
)
@click.option(
    "--port",
    metavar="N",
    type=click.IntRange(0, 65_535),
    default=DEFAULT_PORT,
    show_default=True,
    help="Where to serve; 0 for any free port. A port in use leads to the next.",
)
@click.option("--reader", metavar="NAME", help="Show the site as this reader would see it.")
@today_option
@click.option("--open", "open_browser", is_flag=True, help="Open the first page in the browser.")
@click.option(
    "--poll",
    is_flag=True,
    help="Look through the files twice a second instead of asking the system: for network folders.",
)
@click.option(
    "--no-token",
    is_flag=True,
    help="Let every program of this machine read the pages: for scripts and tests.",
)
@click.pass_context
def command(  # noqa: PLR0913 — one for each option
    ctx: click.Context,
    *,
    port: int,
    reader: str | None,
    today: dt.date | None,
    open_browser: bool,
    poll: bool,
    no_token: bool,
) -> None:
    """Show the site while you write.

    Every page is as a build makes it, drafts and all; after each save the open page changes by
    itself. Only this machine can see it, and nothing is written into output/.
    """
    folder = files.find_portfolio(ctx.obj)
    if reader:
        _refuse_stranger(folder, reader)
    teller = _Teller()
    preview = Preview(
        folder,
        port=port,
        today=today,
        poll=poll,
        token=not no_token,
        reader=reader or "",
        trusted=_trusted_editor(folder),
        told=teller,
    )
    teller.known = frozenset(preview.latest().problems)
    # A shell that starts a program in the background lets it ignore Ctrl-C.
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, signal.default_int_handler)
    try:
        preview.start()
        _say_where(preview, port)
        _say_problems(preview.latest().problems)
        if open_browser:
            webbrowser.open(preview.address)
        threading.Event().wait()
    except KeyboardInterrupt:
        click.echo()
    finally:
        preview.stop()


def _refuse_stranger(folder: Path, reader: str) -> None:
    readers = read_config(files.read_text(folder / files.SETTINGS))[0].readers
    if reader not in {*readers, *(one.name for one in readers.values())}:
        message = f'there is no reader "{reader}" in portfolio.toml'
        raise click.UsageError(message)


def _trusted_editor(folder: Path) -> str:
    """Return the portfolio's own command for opening files, if the person here trusts it.

    Asked once for each command: what they trust stands in their own settings, not in the
    portfolio's, which may have come from somebody else.
    """
    setting = read_config(files.read_text(folder / files.SETTINGS))[0].editor
    if is_harmless(setting):
        return ""
    trusted = Path(click.get_app_dir("afterword")) / "trusted-editors"
    known = files.read_text(trusted).splitlines() if trusted.is_file() else []
    if setting in known:
        return setting
    if not sys.stdin.isatty():
        click.echo("Note: `editor` in portfolio.toml is no editor we know, so it is not run.")
        return ""
    click.echo(f"portfolio.toml opens files with a command we do not know:\n\n    {setting}\n")
    if not click.confirm("Is it yours, and may it be run when you click on a problem?"):
        return ""
    content = "".join(f"{line}\n" for line in (*known, setting)).encode()
    (files.replace_file if known else files.create)(trusted, content)
    return setting


def _say_where(preview: Preview, wanted: int) -> None:
    if wanted and preview.port != wanted:
        click.echo(f"Port {wanted} is in use, so it is {preview.port}.")
    if preview.note:
        click.echo(f"Note: {preview.note}.")
    click.echo(f"Your journal is at {preview.address}")
    click.echo("It follows what you save. Press Ctrl-C to stop.")


def _say_problems(problems: tuple[Problem, ...]) -> None:
    for problem in problems[:_MOST_SHOWN]:
        place = f"{problem.file}:{problem.line}:{problem.column}" if problem.line else problem.file
        click.echo(f"{place}: {problem.severity}: {problem.message} [{problem.code}]")
    if len(problems) > _MOST_SHOWN:
        click.echo(f"And {len(problems) - _MOST_SHOWN} more: see the page, or `afterword check`.")


class _Teller:
    """Says in the terminal what is newly wrong, and when all is well again."""

    def __init__(self) -> None:
        self.known: frozenset[Problem] = frozenset()
        """What has been said already."""

    def __call__(self, update: Update) -> None:
        now = frozenset(update.problems)
        before, self.known = self.known, now
        if now == before:
            return
        new = tuple(problem for problem in update.problems if problem not in before)
        if new:
            click.echo(f"{time.strftime('%H:%M:%S')}")
            _say_problems(new)
        elif now:
            click.echo(f"{time.strftime('%H:%M:%S')} {counted(len(now), 'problem')} left.")
        else:
            click.echo(f"{time.strftime('%H:%M:%S')} All is well again.")
