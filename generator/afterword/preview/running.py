"""The preview as a whole: files are watched, the journal follows, pages are told."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import traceback
from collections.abc import Callable
from pathlib import Path

from afterword import process
from afterword.preview.answers import Update
from afterword.preview.editors import command_for, is_harmless
from afterword.preview.events import Events
from afterword.preview.pace import Pace, Paths
from afterword.preview.server import Server
from afterword.preview.session import Session
from afterword.watch import Watcher


class Preview:
    """A portfolio being previewed, until it is stopped."""

    def __init__(  # noqa: PLR0913
        self,
        folder: Path,
        *,
        port: int,
        today: dt.date | None = None,
        poll: bool = False,
        token: bool = True,
        trusted: str = "",
        reader: str = "",
        told: Callable[[Update], None] = lambda _: None,
    ) -> None:
        """Read the portfolio and take a port.

        Args:
            folder: That of portfolio.toml.
            port: 0 for any; the next free one when it is taken.
            today: None for the day it is.
            poll: Look through the files instead of asking the system.
            token: Ask for the token that the first address carries.
            reader: Whose edition to show; empty for the author's.
            trusted: The one `editor` of portfolio.toml that is run although we do not know it.
            told: Called with every update, as the pages are.

        Raises:
            AfterwordError: The settings or the theme cannot be read, or no port is free.
        """
        self._told = told
        self._trusted = trusted
        self._events = Events()
        self._pace = Pace(self._look, _report)
        self._watcher = Watcher(folder, self._pace.changed, poll=poll)
        self._session = Session(folder, today=today, tell=self._tell, reader=reader)
        self._server = Server(
            self._session, self._events, port=port, token=token, open_file=self._open
        )

    @property
    def port(self) -> int:
        """Where it is served."""
        return self._server.port

    @property
    def address(self) -> str:
        """The address to open first."""
        return self._server.address

    @property
    def note(self) -> str:
        """Why the files are looked through although it was not asked for; may be empty."""
        return self._watcher.note

    @property
    def listening(self) -> int:
        """How many connections wait for updates: one for each browser, however many tabs."""
        return self._events.listening

    def latest(self) -> Update:
        """Return the newest update."""
        return self._session.latest()

    def start(self) -> None:
        """Begin to watch and to serve."""
        self._server.start()
        self._watcher.start()
        # Some may have been saved after they were read and before they were watched.
        self._pace.changed(None)
        self._pace.start()

    def stop(self) -> None:
        """End at once; every thread has ended when this returns."""
        self._watcher.stop()
        self._pace.stop()
        self._server.stop()

    def _look(self, paths: Paths | None) -> Paths:
        refreshed = self._session.refresh(paths)
        if refreshed.update:
            self._tell(refreshed.update)
        return refreshed.again

    def _tell(self, update: Update) -> None:
        self._events.publish(update)
        self._told(update)

    def _open(self, path: Path, line: int, column: int) -> str:
        setting = self._session.editor
        if not is_harmless(setting) and setting != self._trusted:
            return (
                f"`{setting}` in portfolio.toml is no editor we know; "
                "start `afterword serve` anew in a terminal, and it asks whether you trust it"
            )
        try:
            command = command_for(
                path,
                line,
                column,
                setting=setting,
                environ=os.environ,
                which=shutil.which,
            )
        except ValueError as error:
            return f"editor in portfolio.toml: {error}"
        if not command:
            return 'no editor was found; set `editor = "code -g {file}:{line}"` in portfolio.toml'
        return process.start(command)


def _report(error: Exception) -> None:
    """Show a bug; the preview goes on."""
    traceback.print_exception(error)
