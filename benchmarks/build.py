"""Building a journal with Afterword and with Hugo: time, memory, and whether it is right."""

from __future__ import annotations

import dataclasses
import datetime as dt
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.journals import Draft, journal
from benchmarks.listings import differences, state, wrong_entry, wrong_listings
from benchmarks.measure import Cost, Memory, memory_of, time_of
from benchmarks.programs import Program, afterword, hugo

COLD = "cold build"
UNCHANGED = "unchanged build"
BODY = "one body edited"
THEMES = "one entry's themes edited"
NEW = "one new entry"
HELP = "`--help`"
STEPS = (COLD, UNCHANGED, BODY, THEMES, NEW, HELP)

_WARM_UP = 20
_ADDED = "Coming back to it, the kettle was the friendliest part. "
_NEW_THEME = "once & well"


@dataclass(slots=True)
class Result:
    """What a journal of one length costs each program."""

    entries: int
    words: float
    """In a body, on average."""
    costs: dict[str, dict[str, list[Cost]]] = field(default_factory=dict)
    """Program → step → one for each run."""
    memory: dict[str, Memory | None] = field(default_factory=dict)
    """Program → that of a cold build."""
    pages: dict[str, int] = field(default_factory=dict)
    """Program → files of the site."""
    problems: list[str] = field(default_factory=list)
    """What is wrong in Afterword's pages."""

    def median(self, program: str, step: str) -> Cost:
        """Return the medians of wall and CPU time over the runs."""
        costs = self.costs[program][step]
        return Cost(
            statistics.median(cost.wall for cost in costs),
            statistics.median(cost.cpu for cost in costs),
        )


def measure(folder: Path, entries: int, *, runs: int, hugo_binary: Path | None) -> Result:
    """Return the costs of a journal, each step by every program in turn.

    Args:
        folder: Empty; everything is written there.
        entries: How long the journal is.
        runs: How often each step is measured.
        hugo_binary: None to measure Afterword alone.

    Raises:
        CommandError: A program failed.
    """
    drafts = journal(entries)
    words = sum(len(draft.body.split()) for draft in drafts) / entries
    result = Result(entries, words)
    programs = _programs(folder, hugo_binary)
    for program in programs:
        result.costs[program.name] = {step: [] for step in STEPS}
        _warm_up(program)
        program.write(drafts)
    for number in range(runs):
        _say(f"{entries:,} entries, run {number + 1} of {runs}")
        turn = programs if number % 2 == 0 else programs[::-1]
        _Run(turn, drafts, number, result).go()
    _say(f"{entries:,} entries, memory")
    for program in programs:
        program.forget()
        result.memory[program.name] = memory_of(program.build, program.folder, program.environment)
        result.pages[program.name] = len(state(program.output))
    return result


def _programs(folder: Path, hugo_binary: Path | None) -> list[Program]:
    ours = afterword(folder / "afterword")
    return [ours, hugo(folder / "hugo", hugo_binary)] if hugo_binary else [ours]


def _warm_up(program: Program) -> None:
    """Let the system read the program, and Python compile it, before anything is measured."""
    drafts = journal(_WARM_UP)
    program.write(drafts)
    for command in (program.help, program.build):
        time_of(command, program.folder, program.environment)
    for draft in drafts:
        program.remove(draft)


def _say(text: str) -> None:
    print(f"→ {text}", file=sys.stderr)


@dataclass(slots=True)
class _Run:
    """Every step once; the journal is afterwards as it was."""

    programs: Sequence[Program]
    drafts: Sequence[Draft]
    number: int
    result: Result

    def go(self) -> None:
        for program in self.programs:
            program.forget()
        self._time(COLD)
        self._check_lists(COLD, self.drafts)
        before = {program.name: state(program.output) for program in self.programs}
        self._time(UNCHANGED)
        self._check_untouched(before)
        edited = self._edit_body()
        edited = self._edit_themes(edited)
        self._add_entry(edited)
        for program in self.programs:
            cost = time_of(program.help, program.folder, program.environment)
            self.result.costs[program.name][HELP].append(cost)

    def _time(self, step: str) -> None:
        for program in self.programs:
            cost = time_of(program.build, program.folder, program.environment)
            self.result.costs[program.name][step].append(cost)

    def _edit_body(self) -> Sequence[Draft]:
        """Put a sentence before the first of an entry in the middle of the journal."""
        place = len(self.drafts) // 2 + self.number
        draft = self.drafts[place]
        changed = dataclasses.replace(draft, body=_ADDED + draft.body)
        return self._changed(BODY, self.drafts, place, changed)

    def _edit_themes(self, drafts: Sequence[Draft]) -> Sequence[Draft]:
        """Give the newest entry one theme that others have, and one that none has."""
        place = len(drafts) - 1
        draft = drafts[place]
        named = {*draft.strengths, *draft.improvements}
        other = next(n for d in drafts[::-1] for n in d.strengths if n not in named)
        changed = dataclasses.replace(draft, strengths=(other,), improvements=(_NEW_THEME,))
        return self._changed(THEMES, drafts, place, changed)

    def _changed(
        self, step: str, drafts: Sequence[Draft], place: int, changed: Draft
    ) -> Sequence[Draft]:
        edited = (*drafts[:place], changed, *drafts[place + 1 :])
        for program in self.programs:
            program.write((changed,))
        self._time(step)
        self._check_entry(step, changed)
        self._check_lists(step, edited)
        return edited

    def _add_entry(self, drafts: Sequence[Draft]) -> None:
        """Add one that is the newest, and take all edits back."""
        day = dt.date(2026, 1, 10)
        draft = drafts[len(drafts) // 3]
        path = f"{day.year}/{day.isoformat()}-the-kettle.md"
        new = dataclasses.replace(draft, path=path, date=day, title="The kettle", body=_ADDED)
        for program in self.programs:
            program.write((new,))
        self._time(NEW)
        self._check_entry(NEW, new)
        self._check_lists(NEW, (*drafts, new))
        if self.number == 0:
            self._check_against_clean(NEW)
        for program in self.programs:
            program.remove(new)
            program.write(
                old for old, now in zip(self.drafts, drafts, strict=True) if old is not now
            )

    @property
    def _ours(self) -> Program:
        return next(program for program in self.programs if program.name == "Afterword")

    def _check_untouched(self, before: dict[str, dict[str, tuple[int, int]]]) -> None:
        """Hold that a build of an unchanged journal writes no page."""
        then, now = before[self._ours.name], state(self._ours.output)
        touched = [name for name in then.keys() | now.keys() if then.get(name) != now.get(name)]
        self._note(UNCHANGED, [f"{name}: written again" for name in sorted(touched)])

    def _check_entry(self, step: str, draft: Draft) -> None:
        self._note(step, wrong_entry(self._ours.output, draft))

    def _check_lists(self, step: str, drafts: Sequence[Draft]) -> None:
        self._note(step, wrong_listings(self._ours.output, drafts))

    def _check_against_clean(self, step: str) -> None:
        """Hold that builds after edits end where a cold build does."""
        ours = self._ours
        edited = ours.folder / "edited"
        ours.output.rename(edited)
        ours.forget()
        time_of(ours.build, ours.folder, ours.environment)
        other = differences(edited, ours.output)
        self._note(step, [f"{name}: not as a cold build makes it" for name in other])
        for path in sorted(edited.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        edited.rmdir()

    def _note(self, step: str, problems: Sequence[str]) -> None:
        self.result.problems += [
            f"{self.result.entries:,} entries, {step}: {problem}" for problem in problems
        ]
