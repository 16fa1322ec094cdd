"""`afterword keys`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from afterword import files
from afterword.cli.command import CommandWithExamples, GroupWithExamples
from afterword.cli.report import counted, shown_path
from afterword.files.errors import saying_why
from afterword.sealing.bundle import pack_keys, read_bundle_key, unpack_keys


@click.group(
    "keys",
    cls=GroupWithExamples,
    examples=(
        "afterword keys pack keys.sealed --key-env AFTERWORD_KEY",
        "afterword keys unpack keys.sealed --key-env AFTERWORD_KEY",
    ),
)
def command() -> None:
    """Take the keys of a portfolio to another machine, sealed in one file.

    What opens the file is 32 random bytes in base64, in a variable that you name:
    head -c 32 /dev/urandom | base64
    """


_file = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
_key = click.option(
    "--key-env", "variable", metavar="VAR", required=True, help="Take the key from this variable."
)


@command.command(
    "pack",
    cls=CommandWithExamples,
    examples=("afterword keys pack keys.sealed --key-env AFTERWORD_KEY",),
)
@_file
@_key
@click.pass_context
def pack(ctx: click.Context, *, file: Path, variable: str) -> None:
    """Seal everything below .keys/ in FILE. Equal keys give equal files."""
    folder = files.find_portfolio(ctx.obj)
    key = _given(variable)
    keys = files.all_keys(folder)
    if not keys:
        message = "there are no keys yet: nothing was shared or published from here"
        raise click.UsageError(message)
    files.replace_file(file, pack_keys(keys, key))
    with saying_why(file):
        file.chmod(0o600)
    click.echo(f"{counted(len(keys), 'file')} of keys sealed in {shown_path(file)}.")


@command.command(
    "unpack",
    cls=CommandWithExamples,
    examples=("afterword keys unpack keys.sealed --key-env AFTERWORD_KEY",),
)
@_file
@_key
@click.pass_context
def unpack(ctx: click.Context, *, file: Path, variable: str) -> None:
    """Put the keys in FILE back below .keys/. Other keys that stand there are never replaced."""
    folder = files.find_portfolio(ctx.obj)
    key = _given(variable)
    with saying_why(file):
        found = unpack_keys(file.read_bytes(), key)
    count = files.restore_keys(folder, found)
    click.echo(f"{counted(count, 'file')} of keys put back.")


def _given(variable: str) -> bytes:
    written = os.environ.pop(variable, "")
    if not written.strip():
        message = f"there is no key in the variable {variable}"
        raise click.UsageError(message)
    return read_bundle_key(written)
