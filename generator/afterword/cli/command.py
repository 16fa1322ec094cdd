"""Commands whose help ends with examples."""

from __future__ import annotations

from typing import Any

import click


class CommandWithExamples(click.Command):
    """A command that shows how it is used."""

    def __init__(self, *args: Any, examples: tuple[str, ...] = (), **options: Any) -> None:  # noqa: ANN401 — click's own
        super().__init__(*args, **options)
        self.examples = examples

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, one a line."""
        write_examples(self.examples, formatter)
        super().format_epilog(ctx, formatter)


class GroupWithExamples(click.Group):
    """A group of commands that shows how it is used."""

    command_class = CommandWithExamples

    def __init__(self, *args: Any, examples: tuple[str, ...] = (), **options: Any) -> None:  # noqa: ANN401 — click's own
        super().__init__(*args, **options)
        self.examples = examples

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, one a line."""
        write_examples(self.examples, formatter)
        super().format_epilog(ctx, formatter)


def write_examples(examples: tuple[str, ...], formatter: click.HelpFormatter) -> None:
    """Write a section of examples, lines as they are."""
    if examples:
        with formatter.section("Examples"):
            for line in examples:
                formatter.write(f"{'':>{formatter.current_indent}}{line}\n")
