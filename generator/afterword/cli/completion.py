"""`afterword completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from afterword.cli.command import CommandWithExamples


@click.command(
    "completion",
    cls=CommandWithExamples,
    examples=(
        "bash   echo 'eval \"$(afterword completion bash)\"' >> ~/.bashrc",
        "zsh    echo 'eval \"$(afterword completion zsh)\"' >> ~/.zshrc",
        "fish   afterword completion fish > ~/.config/fish/completions/afterword.fish",
    ),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print what completes commands in your shell.

    Your shell reads it when it starts: run the line for yours below once, and open a new
    terminal. Then Tab completes commands, options and kinds of entries.
    """
    found = get_completion_class(shell)
    if found is None:
        message = f"There is no completion for {shell}."
        raise click.UsageError(message)
    root = ctx.find_root().command
    click.echo(found(root, {}, "afterword", "_AFTERWORD_COMPLETE").source())
