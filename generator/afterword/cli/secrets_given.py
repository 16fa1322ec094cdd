"""Passphrases that a command is given: by a variable or a file that it names."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from afterword import files
from afterword.cli.telling import need_terminal, tell
from afterword.editions import EditionError
from afterword.sealing.passphrases import READER_BITS, strength_of

F = TypeVar("F", bound=Callable[..., Any])


def passphrase_options(function: F) -> F:
    """Add `--passphrase-env VAR` and `--passphrase-file PATH`."""
    from_file = click.option(
        "--passphrase-file",
        metavar="PATH",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Take the passphrase from this file.",
    )
    from_variable = click.option(
        "--passphrase-env", metavar="VAR", help="Take the passphrase from this variable."
    )
    return from_variable(from_file(function))


def given_passphrase(
    variable: str | None,
    path: Path | None,
    names: Sequence[str],
    *,
    least_bits: int = READER_BITS,
) -> str:
    """Return a new passphrase that a variable or a file holds; empty when none was named.

    Args:
        variable: Its name; programs that are started from here on do not get it.
        path: Of the file.
        names: Words that somebody who knows the author would try.
        least_bits: How hard it has to be to guess.

    Raises:
        EditionError: It is too easy to guess. The message does not repeat it.
        UsageError: There is none, or both were named.
    """
    found = known_passphrase(variable, path)
    if not found:
        return ""
    known = [name for name in names if name]
    weakness = strength_of(found, names=known, least_bits=least_bits).weakness
    if weakness:
        message = f"this passphrase is refused: {weakness.value}"
        raise EditionError(message, "leave it out, and six words are made for you")
    return found


def known_passphrase(variable: str | None, path: Path | None) -> str:
    """Return a passphrase that a variable or a file holds; empty when none was named.

    Args:
        variable: Its name; programs that are started from here on do not get it.
        path: Of the file.

    Raises:
        UsageError: There is none, or both were named.
    """
    if variable and path:
        message = "--passphrase-env and --passphrase-file do not go together"
        raise click.UsageError(message)
    if not variable and not path:
        return ""
    found = os.environ.pop(variable, "") if variable else files.read_text(path or Path())
    found = found.strip("\r\n")
    if not found.strip():
        where = f"the variable {variable}" if variable else str(path)
        message = f"there is no passphrase in {where}"
        raise click.UsageError(message)
    return found


def need_listener(name: str = "--passphrase-env VAR") -> None:
    """Stop when nobody could be told a new passphrase, before anything is written.

    Args:
        name: The option that names one.

    Raises:
        NoTerminalError: There is no terminal.
    """
    need_terminal("a new passphrase", f"run this on a terminal, or name a passphrase: {name}")


def tell_link(link: bytes) -> None:
    """Say what opens a share by its address, this once, and never where a program reads along."""
    end = "#k=" + base64.urlsafe_b64encode(link).decode().rstrip("=")
    tell(
        f"The end of the link, told this once: {end}\n"
        f"It goes right behind the address: https://example.org/folder/{end}\n"
        "Whoever has it can read without the passphrase, and it stays in a browser's history.\n"
    )


def tell_passphrase(passphrase: str) -> None:
    """Say a new passphrase, this once, and never where a program reads along."""
    tell(
        f"The passphrase, told this once: {passphrase}\n"
        "Give it to them by another way than the file: by telephone, on paper.\n"
    )
