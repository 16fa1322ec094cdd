"""The command `afterword`: arguments, exit codes and words for people.

A command's module is imported when the command is run, so that `--help` is there at once.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

import click
from click.shell_completion import CompletionItem

from afterword.cli.command import GroupWithExamples
from afterword.diagnostics import AfterwordError

COULD_NOT = 3
"""Exit code: there is no portfolio, its settings are broken, the output cannot be used."""
INTERRUPTED = 130

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "init": "Begin a new portfolio.",
        "new": "Write a new entry.",
        "build": "Build the site.",
        "serve": "Show the site while you write.",
        "check": "Say what is wrong or doubtful, and build nothing.",
        "find": "Find entries by the words in them.",
        "ask": "Draft a message out of your entries.",
        "patterns": "Say what comes up again, and how much is known about it.",
        "agenda": "Say what there is to do, why, and what closes it.",
        "share": "Show somebody a part of your journal: sealed, as one file that opens anywhere.",
        "inbox": "Turn what your readers wrote back into entries.",
        "publish": "Seal a site and hand it over to any host.",
        "readers": "List the readers; take one out or give a new passphrase; read lost keys back.",
        "keys": "Take the keys of a portfolio to another machine, sealed in one file.",
        "themes": "List the themes; rename or merge them.",
        "completion": "Print what completes commands in your shell.",
    }
)
"""Name of a command, and of its module in this folder → its first sentence of help."""


class CouldNotError(click.ClickException):
    """The words and the exit code for an `AfterwordError`."""

    exit_code = COULD_NOT

    def __init__(self, error: AfterwordError) -> None:
        hint = f"\n    {error.hint}" if error.hint else ""
        super().__init__(f"{error}{hint}")

    def show(self, file: object = None) -> None:
        """Say it on standard error."""
        del file
        click.echo(f"afterword: {self.message}", err=True)


class Commands(GroupWithExamples):
    """Finds a command in its module; turns what stops it into words and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which one needs them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"afterword.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete a command's name without importing any."""
        named = [
            CompletionItem(name, help=help_text)
            for name, help_text in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return named if named and incomplete[:1] != "-" else super().shell_complete(ctx, incomplete)

    def invoke(self, ctx: click.Context) -> object:
        """Run what was asked for."""
        try:
            return super().invoke(ctx)
        except AfterwordError as error:
            raise CouldNotError(error) from error
        except (KeyboardInterrupt, EOFError, click.Abort):
            click.echo("\nStopped.", err=True)
            raise click.exceptions.Exit(INTERRUPTED) from None


def _print_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001
    if value and not ctx.resilient_parsing:
        from afterword import __version__  # noqa: PLC0415 — looked up only when asked for

        click.echo(f"Afterword {__version__}")
        ctx.exit()


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    examples=("afterword init mine", "afterword new interview", "afterword build"),
)
@click.option(
    "-C",
    "start",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="Look for the portfolio from this folder upwards, not from the current one.",
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Print the version.",
)
@click.pass_context
def main(ctx: click.Context, start: Path) -> None:
    """Turn interview debriefs, feedback and reflections into a website about how you grow.

    Without a command: the state of the portfolio, and what one probably wants next.

    Exit codes: 0 done; 1 done, but there are errors (with --strict: or warnings); 2 wrong usage;
    3 could not do it; 130 stopped by you. Completion in your shell: `afterword completion --help`.
    """
    ctx.obj = start
    if os.environ.get("NO_COLOR"):
        ctx.color = False
    if ctx.invoked_subcommand is None:
        from afterword.cli.state import show_state  # noqa: PLC0415 — reads the whole portfolio

        show_state(start)
