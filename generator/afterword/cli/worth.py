"""Is asking for feedback worth it? Asked once for each application, and kept in its entry."""

from __future__ import annotations

from typing import NamedTuple

import click

from afterword.cli.changing import ChangedError
from afterword.cli.handing import EntryFile, note
from afterword.cli.report import shown_path
from afterword.insight.requests import WORTH_ASKING
from afterword.journal.setting import UnsafeEditError


class Verdict(NamedTuple):
    """What the answers come to."""

    worth: bool
    words: str


def verdict(*, wanted: bool, known: bool, shaken: bool) -> Verdict:
    """Return whether to ask for feedback.

    Args:
        wanted: The job was one to want.
        known: The author knows already why it went to somebody else.
        shaken: It has shaken the author's confidence: then an outside view is always worth it.
    """
    if shaken:
        words = "Then ask: what one knows is easier to carry than what one imagines."
        return Verdict(worth=True, words=words)
    if not wanted:
        words = "Then let this one go, and keep the evening for one you want."
        return Verdict(worth=False, words=words)
    if known:
        words = "Then you have what they could give you. Write down what you will do, and go on."
        return Verdict(worth=False, words=words)
    return Verdict(worth=True, words="Then it is worth three lines. Here they are.")


def ask_whether(file: EntryFile) -> tuple[Verdict, EntryFile]:
    """Ask the three questions, say what they come to, and offer to keep it.

    Args:
        file: Of the entry that keeps the answer.

    Returns:
        What the answers come to, and the file as it is now.
    """
    click.echo("Before you ask, three questions. They come once.", err=True)
    answers = _asked()
    click.echo(f"\n{answers.words}\n", err=True)
    name = shown_path(file.path)
    keeping = f"Keep this in {name}, so that it is not asked again?"
    if not answers.worth:
        keeping = f"Keep this in {name}, so that nothing asks or reminds you again?"
    if click.confirm(keeping, default=True, err=True):
        try:
            file = note(file, WORTH_ASKING, ("yes" if answers.worth else "no",))
        except (ChangedError, UnsafeEditError) as error:
            click.echo(f"{error}\n    {error.hint}\n", err=True)
    return answers, file


def _asked() -> Verdict:
    # No answer is the likely one: Enter alone asks again.
    wanted = click.confirm("Did I want this job?", default=None, err=True)
    known = click.confirm("Do I know already why they chose somebody else?", default=None, err=True)
    shaken = click.confirm("Has it shaken my confidence?", default=None, err=True)
    return verdict(wanted=wanted, known=known, shaken=shaken)
