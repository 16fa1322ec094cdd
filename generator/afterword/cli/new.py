"""`afterword new`."""

from __future__ import annotations

import datetime as dt
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import MappingProxyType

import click

from afterword import files
from afterword.cli.command import CommandWithExamples
from afterword.cli.drafting import bare_front, free_name, render_entry, with_note
from afterword.cli.note import Note, read_note, refuse_contradictions
from afterword.cli.options import Moment
from afterword.cli.report import echo_diagnostics, exit_code, shown_path
from afterword.diagnostics import Diagnostic, Severity
from afterword.fields import FIELDS, find_word, suggest
from afterword.insight.goals import Goal, goals_of
from afterword.insight.index import build
from afterword.journal.model import Action, Entry, Journal
from afterword.journal.slugs import slug
from afterword.portfolio import open_portfolio
from afterword.understanding import Understood, understand

_MOST_THEMES = 20
_NOT_SAID = frozenset({"title", "themes", "steps"})
"""What templates know and front matter does not take from here."""
_KINDS = tuple(FIELDS["kind"].words)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the new entry will be."""

    kind: str
    """Empty when the note's own front matter decides."""
    title: str
    """Empty when nobody gave one."""
    name: str
    """What the file is named after."""
    date: dt.date
    values: Mapping[str, str]
    """What templates know: canonical name → text, empty when not given."""


def _complete_kind(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    return [kind for kind in _KINDS if kind.startswith(incomplete)]


@click.command(
    "new",
    cls=CommandWithExamples,
    examples=(
        "afterword new",
        'afterword new interview --company Acme --stage final --date "4 March 2026"',
        'afterword new feedback "Kind words" --source mentor --no-edit',
        "afterword new reflection --about acme-final --from bus-note.txt",
    ),
)
@click.argument("words", metavar="[KIND] [TITLE]", nargs=-1, shell_complete=_complete_kind)
@click.option("--date", metavar="DATE", type=Moment(), help="When it was, or will be.")
@click.option("--interview", metavar="NAME", help="The application it belongs to.")
@click.option("--company", metavar="TEXT", help="Who the application is with.")
@click.option("--role", metavar="TEXT", help="The post applied for.")
@click.option("--stage", metavar="WORD", help="How far the application is.")
@click.option("--about", metavar="ENTRY", help="The entry of the round this is about.")
@click.option("--source", metavar="WORD", help="Who it comes from.")
@click.option("--goal", metavar="ENTRY", help="The goal this worked on.")
@click.option(
    "--from",
    "note_file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help="Take the text from a file, - for standard input; front matter in it is kept.",
)
@click.option("--no-edit", is_flag=True, help="Open no editor.")
@click.option("--print", "print_only", is_flag=True, help="Print the entry; write nothing.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    words: tuple[str, ...],
    *,
    note_file: Path | None,
    no_edit: bool,
    print_only: bool,
    **options: str | None,
) -> None:
    """Write a new entry.

    KIND is interview, feedback, reflection, practice, goal, check-in or note, or a word for one:
    debrief, mock, appraisal. What is missing is asked for. The entry goes into content/, named
    after its date and title, and opens in $VISUAL, $EDITOR or the system's text editor.
    """
    given = {name: " ".join(text.split()) for name, text in options.items() if text}
    folder = files.find_portfolio(ctx.obj)
    understood = understand(open_portfolio(folder, drafts=True), use_cache=not print_only)
    note = read_note(note_file, understood.vocabulary) if note_file else None
    plan = _plan(words, given, note, understood)
    text = _text(plan, note, understood)
    if print_only:
        click.echo(text, nl=False)
        return
    path = _create(folder, plan, text, understood.journal)
    click.echo(shown_path(path))
    if not no_edit and sys.stdin.isatty():
        _open_editor(path)
    ctx.exit(_say_problems(folder, path))


def _plan(
    words: tuple[str, ...], given: Mapping[str, str], note: Note | None, understood: Understood
) -> _Plan:
    kind, title = _kind_and_title(words)
    if note:
        refuse_contradictions(note, {**given, "kind": kind, "title": title})
    asking = sys.stdin.isatty()
    if not kind and not (note and note.has_front):
        kind = _ask_kind() if asking else "note"
    name = title or (note.title if note else "") or _derived_name(kind, given)
    if not title and not (note and note.title) and asking:
        title = name = click.prompt("Title", default=name, err=True)
    goal = _goal_called(given.get("goal", ""), understood)
    date = given.get("date") or str((note.date if note else None) or understood.opened.today)
    known = {
        **dict.fromkeys(("company", "role", "interview", "stage", "source", "about", "goal"), ""),
        "steps": _open_steps(goal) if goal else "",
        **given,
        "goal": _written(given.get("goal", ""), goal),
        "date": date,
        "title": title,
        "themes": ", ".join(_themes_so_far(understood.journal)),
    }
    day = dt.date.fromisoformat(date[:10])
    return _Plan(kind, title, name, day, MappingProxyType(known))


def _kind_and_title(words: tuple[str, ...]) -> tuple[str, str]:
    """Return the kind, empty when none is named, and the title."""
    if not words:
        return "", ""
    kind = find_word("kind", words[0])
    if kind:
        return kind, " ".join(" ".join(words[1:]).split())
    near = suggest(words[0], (w for k, also in FIELDS["kind"].words.items() for w in (k, *also)))
    if near:
        message = (
            f'there is no kind of entry called "{words[0]}"; did you mean {near}? '
            f"For a note with this title: afterword new note {words[0]}"
        )
        raise click.UsageError(message)
    return "", " ".join(" ".join(words).split())


def _ask_kind() -> str:
    return str(click.prompt("Kind", type=click.Choice(_KINDS), default="interview", err=True))


def _derived_name(kind: str, given: Mapping[str, str]) -> str:
    """Return words to name the file after when there is no title."""
    what = given.get("company") or given.get("interview") or ""
    words = f"{what} {given.get('stage', '')}".strip()
    return words or kind.capitalize() or "Note"


def _themes_so_far(journal: Journal) -> list[str]:
    """Return the themes in use, the most frequent first."""
    counts = Counter(theme.name for entry in journal.entries for theme in entry.themes)
    return [name for name, _ in counts.most_common(_MOST_THEMES)]


def _goal_called(name: str, understood: Understood) -> Goal | None:
    """Return the goal that a file's name, with or without its date, or a title means."""
    wanted = slug(name) if name else ""
    index, today = build(understood.journal), understood.opened.today
    goals = goals_of(index, today) if wanted else ()
    named = (goal for goal in goals if wanted in _names(goal.entry))
    titled = (goal for goal in goals if wanted == slug(goal.entry.title))
    return next(chain(named, titled), None)


def _written(name: str, goal: Goal | None) -> str:
    """Return how front matter names a goal: as it was given, but for a title."""
    return goal.entry.slug if goal and slug(name) not in _names(goal.entry) else name


def _names(entry: Entry) -> tuple[str, ...]:
    """Return what front matter may call an entry: its slug, with or without the date."""
    return entry.slug, entry.slug[len("2026-03-04-") :]


def _open_steps(goal: Goal) -> str:
    """Return the open steps of a goal, one on a line, to be brought along."""
    steps = [step.action for step in goal.open_steps()]
    lines = [f"- [ ] {a.text}{f' (by {a.by})' if a.by else ''}{_marks(a)}" for a in steps]
    return "\n".join(lines)


def _marks(action: Action) -> str:
    """Return the themes that a step names, as it would name them."""
    return "".join([f" #[{name}]" for name in action.themes if f"#{name}" not in action.text])


def _text(plan: _Plan, note: Note | None, understood: Understood) -> str:
    if note and not plan.kind:
        said = {name: text for name, text in plan.values.items() if name not in _NOT_SAID}
        return with_note(bare_front(said), note.text, plan.title)
    entry = render_entry(understood.opened.templates.files, plan.kind, plan.values)
    return with_note(entry, note.text, plan.title) if note else entry


def _create(folder: Path, plan: _Plan, text: str, journal: Journal) -> Path:
    taken = {entry.slug for entry in journal.entries}
    while True:
        name = free_name(plan.date, plan.name, taken)
        path = folder / files.CONTENT / f"{name}.md"
        try:
            files.create(path, text.encode())
        except FileExistsError:
            taken.add(name)
        else:
            return path


def _open_editor(path: Path) -> None:
    try:
        click.edit(filename=str(path))
    except click.ClickException as error:
        click.echo(f"The entry is there, but no editor was opened: {error.message}", err=True)


def _say_problems(folder: Path, path: Path) -> int:
    """Print what is wrong with the new entry; return the exit code."""
    name = path.relative_to(folder).as_posix()
    found: list[Diagnostic] = [
        d
        for d in understand(open_portfolio(folder)).diagnostics
        if d.location.file == name and d.severity > Severity.HINT
    ]
    echo_diagnostics(found)
    return exit_code(found, strict=False)
