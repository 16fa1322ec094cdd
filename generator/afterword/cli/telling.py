"""What is told to a person alone, and asked: on a terminal, never where a program reads along."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import TextIO

from afterword.diagnostics import AfterwordError

_TERMINAL = "CONOUT$" if os.name == "nt" else "/dev/tty"


class NoTerminalError(AfterwordError):
    """There is no terminal on which a secret could be told."""

    def __init__(self, secret: str, hint: str) -> None:
        super().__init__(secret)
        self.secret = secret
        self.hint = hint

    def __str__(self) -> str:
        """Say what cannot be told, and that nothing was done."""
        return f"{self.secret} is told once, on a terminal, and there is none; nothing was written"


class NotToldError(AfterwordError):
    """The terminal went away before a secret was told."""

    hint = "make another: it is told then"

    def __str__(self) -> str:
        """Say what happened."""
        return "the terminal is gone, so that nobody was told"


def can_ask() -> bool:
    """Tell whether somebody sees a question, and can answer it."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def need_terminal(secret: str, hint: str) -> None:
    """Stop when nobody could be told, before anything is written.

    Args:
        secret: What would be told: `a new passphrase`.
        hint: The way out.

    Raises:
        NoTerminalError: There is no terminal.
    """
    with find_terminal() as terminal:
        if terminal is None:
            raise NoTerminalError(secret, hint)


def tell(text: str) -> None:
    """Say something on the terminal, this once.

    Raises:
        NotToldError: There is none any more.
    """
    try:
        with find_terminal() as terminal:
            if terminal is None:
                raise NotToldError
            terminal.write(f"{text}\n")
            terminal.flush()
    except OSError as error:
        raise NotToldError from error


@contextlib.contextmanager
def find_terminal() -> Iterator[TextIO | None]:
    """Give standard error where that is a terminal, else the one the command was begun from."""
    if sys.stderr.isatty():
        yield sys.stderr
        return
    try:
        terminal = open(_TERMINAL, "w", encoding="utf-8", errors="replace")  # noqa: PTH123, SIM115 — no file
    except OSError:
        yield None
        return
    with terminal:
        yield terminal
