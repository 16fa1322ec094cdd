"""`afterword serve`."""

from __future__ import annotations

import datetime as dt
import signal
import threading
import time
import webbrowser

import click

from afterword import files
from afterword.cli.command import CommandWithExamples
from afterword.cli.options import today_option
from afterword.cli.report import counted
from afterword.preview.answers import Problem, Update
from afterword.preview.running import Preview

DEFAULT_PORT = 8000
_MOST_SHOWN = 5


@click.command(
    "serve",
    cls=CommandWithExamples,
    examples=(
        "afterword serve",
        "afterword serve --open",
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
    preview = Preview(folder, port=port, today=today, poll=poll, token=not no_token, told=_Teller())
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
