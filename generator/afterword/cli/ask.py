"""`afterword ask`."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import NamedTuple

import click

from afterword import files
from afterword.cli import handing, worth
from afterword.cli.asking import doubt, reason, why_nothing
from afterword.cli.command import CommandWithExamples
from afterword.cli.letters import Draft, write_letter
from afterword.cli.options import today_option
from afterword.cli.report import shown_path
from afterword.diagnostics import AfterwordError
from afterword.insight import messages
from afterword.insight.agenda import find_agenda
from afterword.insight.drafts import known_names, make_letter
from afterword.insight.index import Index, build
from afterword.insight.message_check import MOST_WORDS, Doubt, check_message, hidden_names
from afterword.insight.situation import Situation, find_subject, read_situation
from afterword.portfolio import Opened, open_portfolio
from afterword.understanding import understand

_WAITING = ("ask", "nudge", "thank", "clarify", "ending")
"""Lines of the agenda that a message answers."""
_OUTCOMES = ("accept", "decline", "withdraw")


class Doing(NamedTuple):
    """What is done with a draft."""

    copy: bool
    mail: bool
    mark: bool


class NotSettledError(AfterwordError):
    """What was said may not be asked about yet."""

    hint = "thanks, and a first request, can be written today: --kind thanks"

    def __init__(self, day: dt.date) -> None:
        super().__init__(day)
        self.day = day

    def __str__(self) -> str:
        """Say from which day on."""
        return f"this settles until {self.day}; a question about it is drafted from that day on"


@click.command(
    "ask",
    cls=CommandWithExamples,
    examples=(
        "afterword ask acme-backend",
        "afterword ask acme-backend --kind call",
        "afterword ask 2026-03-06-dana-wrote --kind thanks --copy --mark",
        "afterword ask acme-backend --list",
        "afterword ask --check letter.txt",
    ),
)
@click.argument("name", metavar="[APPLICATION|ENTRY]", default="")
@click.option("--kind", metavar="WORD", type=click.Choice(messages.KINDS), help="Which message.")
@click.option("--list", "as_list", is_flag=True, help="Say which messages make sense now.")
@click.option(
    "--check",
    "check_file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help="Look through a text you edited, - for standard input; draft nothing.",
)
@click.option("--copy", is_flag=True, help="Put the draft on the clipboard.")
@click.option("--mail", is_flag=True, help="Open the draft in the mail program.")
@click.option("--mark", is_flag=True, help="Note in the entry that it was sent today.")
@today_option
@click.pass_obj
def command(
    start: Path,
    /,
    name: str,
    *,
    kind: str | None,
    check_file: Path | None,
    today: dt.date | None,
    **flags: bool,
) -> None:
    """Draft a message out of your entries. Nothing is ever sent.

    For an application or an entry: a request for feedback, a follow-up, thanks, a question about
    one remark, a sheet for a call, a yes or a no. Without --kind it is the one that makes sense
    now, and it says why. WORD is one of request, follow-up, clarify, thanks, thanks-interview,
    call, mentor, practice, accept, decline and withdraw.
    """
    as_list, doing = flags.pop("as_list"), Doing(**flags)
    _refuse_contradictions(name, kind, doing, drafts=not (as_list or check_file))
    opened = open_portfolio(files.find_portfolio(start), today=today)
    index = build(understand(opened).journal)
    situation = _situation(index, name, opened.today) if name else None
    if check_file:
        _say(_doubts(_text_of(check_file), kind or "", opened, situation))
    elif situation is None:
        _list_waiting(index, opened.today)
    elif as_list:
        _list_sensible(situation)
    else:
        _draft(situation, kind, opened, doing)


def _refuse_contradictions(name: str, kind: str | None, doing: Doing, *, drafts: bool) -> None:
    if any(doing) and not drafts:
        message = "--copy, --mail and --mark go with a draft, not with --list or --check"
        raise click.UsageError(message)
    if not name and (any(doing) or (kind and drafts)):
        message = "say for which application or entry; `afterword ask` alone lists what waits"
        raise click.UsageError(message)


def _situation(index: Index, name: str, today: dt.date) -> Situation:
    found = find_subject(index, name)
    if isinstance(found, tuple):
        near = f"; did you mean {' or '.join(found[:4])}?" if found else ""
        message = f'there is no application and no entry "{name}"{near}'
        if len(found) > 1:
            message = f'"{name}" can be {" or ".join(found[:4])}'
        raise click.UsageError(message)
    return read_situation(index, found, today)


def _draft(situation: Situation, kind: str | None, opened: Opened, doing: Doing) -> None:
    chosen = messages.choose(situation)
    if kind is None and chosen is None:
        click.echo(why_nothing(situation), err=True)
        return
    wanted = kind or (chosen.kind if chosen else "")
    _refuse_unsettled(wanted, situation)
    if doing.mark and not messages.field_of(wanted):
        message = f"--mark: no key keeps that a message of the kind {wanted} was sent"
        if wanted == "accept":
            message += "; an entry with `outcome: accepted` does"
        raise click.UsageError(message)
    file = handing.file_of(opened.folder, messages.marked_entry(wanted, situation))
    if wanted == "request" and _is_to_be_weighed(situation):
        answers, file = worth.ask_whether(file)
        if not answers.worth and kind is None:
            return
    _say_why(wanted, kind, situation)
    draft = _write(wanted, situation, opened)
    _say(_doubts(draft.text, wanted, opened, situation))
    _hand_over(draft, doing)
    if doing.mark:
        _mark(wanted, file, situation)


def _refuse_unsettled(kind: str, situation: Situation) -> None:
    until = messages.unsettled_until(situation)
    if kind == "clarify" and until:
        raise NotSettledError(until)


def _is_to_be_weighed(situation: Situation) -> bool:
    """Tell whether to ask first if asking is worth it: once, and somebody must be there."""
    fresh = situation.application and not situation.requests and situation.worth_asking is None
    return bool(fresh) and handing.is_conversation()


def _say_why(wanted: str, kind: str | None, situation: Situation) -> None:
    found = next((one for one in messages.sensible(situation) if one.kind == wanted), None)
    if kind is None and found:
        click.echo(f"{wanted}: {reason(found)}", err=True)
    doubtful = messages.doubt_about(wanted, situation)
    if doubtful:
        click.echo(f"Note: {doubt(doubtful)}", err=True)


def _write(kind: str, situation: Situation, opened: Opened) -> Draft:
    letter = make_letter(kind, situation, opened.config.author)
    said = (situation.entry, *reversed(situation.entries))
    language = next((t for e in said if (t := e.text_of("lang"))), opened.config.language)
    return write_letter(opened.templates.files, kind, letter, language, opened.today)


def _doubts(text: str, kind: str, opened: Opened, situation: Situation | None) -> tuple[Doubt, ...]:
    names = ((one.name, *one.also) for one in opened.config.names)
    known = known_names(kind, situation) if situation else ()
    request = situation.request if situation and kind == "follow-up" else None
    return check_message(
        text,
        hidden=hidden_names(names, known),
        reminders=request.reminders if request else 0,
        most_words=0 if kind in messages.SHEETS else MOST_WORDS,
    )


def _say(doubts: tuple[Doubt, ...]) -> None:
    for found in doubts:
        word = click.style("warning", fg="yellow", bold=True)
        place = f"{found.line}:{found.column}"
        click.echo(f"{place}: {word}: {found.message} [{found.code}]", err=True)
        click.echo(f"    {found.hint}", err=True)


def _text_of(path: Path) -> str:
    if str(path) != "-":
        return files.read_text(path)
    return sys.stdin.buffer.read().decode("utf-8-sig", "replace")


def _hand_over(draft: Draft, doing: Doing) -> None:
    if doing.mail and not handing.is_shown():
        click.echo(draft.mailto)
    else:
        click.echo(draft.text, nl=False)
    if doing.copy:
        handing.copy(draft.text)
        click.echo("Copied.", err=True)
    if doing.mail and handing.is_shown():
        handing.open_mail(draft.mailto)
        click.echo("Opened in your mail program. It is you who sends it.", err=True)


def _mark(kind: str, file: handing.EntryFile, situation: Situation) -> None:
    field = messages.field_of(kind)
    entry = messages.marked_entry(kind, situation)
    handing.note(file, field, messages.values_to_mark(entry, field, situation.today))
    click.echo(f"{shown_path(file.path)} now says {field}: {situation.today}", err=True)
    if kind in _OUTCOMES:
        click.echo("Write down how it ended with an entry that has an `outcome`.", err=True)


def _list_sensible(situation: Situation) -> None:
    found = messages.sensible(situation)
    for one in found:
        click.echo(f"{one.kind:<17} {reason(one)}")
    until = messages.unsettled_until(situation)
    if until:
        click.echo(f"{'clarify':<17} From {until} on: until then it settles.")
    if not messages.choose(situation):
        click.echo(why_nothing(situation))


def _list_waiting(index: Index, today: dt.date) -> None:
    """List what the agenda has a message for."""
    lines = [line for line in find_agenda(index, today).lines if line.kind in _WAITING]
    said: set[str] = set()
    for line in lines:
        situation = read_situation(index, line.entry, today)
        chosen = messages.choose(situation)
        if chosen and line.date <= today and reason(chosen) not in said:
            said.add(reason(chosen))
            click.echo(f"afterword ask {messages.marked_entry(chosen.kind, situation).slug}")
            click.echo(f"    {chosen.kind}: {reason(chosen)}")
    if not said:
        click.echo("No message waits to be written. For any: afterword ask APPLICATION --list")
