"""Themes renamed or merged in a portfolio: tried in memory, and every point looked after."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import click

from afterword import files
from afterword.cli.changing import Change, Move
from afterword.config import Config, read_config
from afterword.diagnostics import AfterwordError, Severity
from afterword.fields import suggest
from afterword.journal.decoding import decode
from afterword.journal.edits import rename_in_entry, rename_in_settings, why_no_name
from afterword.journal.headers import CONTENT
from afterword.journal.model import Entry, Leads
from afterword.journal.themes import theme_key
from afterword.portfolio import Opened, open_portfolio
from afterword.sources import SourceFile
from afterword.understanding import Understood, understand


class NotMovedError(AfterwordError):
    """Read again after the change, the journal would say something else."""

    hint = "nothing was changed; rename the theme in this entry by hand, and try again"

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        """Name the entry."""
        return f"{self.path}: its points would not stay the same"


def plan(folder: Path, old: tuple[str, ...], new: str, *, may_join: bool) -> Move:
    """Return what renaming themes would change.

    Args:
        folder: The portfolio.
        old: Names of themes, in any spelling.
        new: What they become.
        may_join: The new name may be that of another theme.

    Raises:
        UsageError: A theme is unknown, or the new name cannot be one.
        NotMovedError: An entry would say something else.
    """
    new = " ".join(new.split())
    if why := why_no_name(new):
        message = f'"{new}" cannot be the name of a theme: it {why}.'
        raise click.UsageError(message)
    opened = open_portfolio(folder, drafts=True)
    understood = understand(opened, use_cache=False)
    names = _names(understood, old, new, may_join=may_join)
    settings = (folder / files.SETTINGS).read_bytes()
    changed = Change(files.SETTINGS, settings, rename_in_settings(settings, names))
    config, _ = read_config(decode(changed.after)[0])
    names |= _orphans(opened.config, config, names)
    entries = tuple(_changed_entries(understood, names))
    _verify(understood, _reopened(opened, changed, config, entries), names, new)
    _keep_private(opened.config, config, names, new)
    changes = tuple(c for c in (changed, *entries) if c.before != c.after)
    left = tuple(t.name for t in config.themes if theme_key(t.name) in names)
    return Move(folder, changes, new, () if theme_key(new) in names else left)


def _names(
    understood: Understood, old: tuple[str, ...], new: str, *, may_join: bool
) -> dict[str, str]:
    """Return key → new name of the themes to rename."""
    themes = understood.journal.themes
    resolve = _resolver(understood.opened.config)
    for name in old:
        if resolve(name) not in themes:
            near = suggest(name, [theme.name for theme in themes.values()])
            message = f'No entry names a theme "{name}".'
            raise click.UsageError(f'{message} Did you mean "{near}"?' if near else message)
    joined = themes.get(resolve(new))
    if joined and not may_join and joined.key not in map(resolve, old):
        message = (
            f'There is a theme "{joined.name}" already. To make them one: '
            f'afterword themes merge "{old[0]}" --into "{joined.name}"'
        )
        raise click.UsageError(message)
    # An alias is renamed as an alias; merged is always the theme it stands for.
    keys = dict.fromkeys(map(resolve if may_join else theme_key, old))
    if may_join:
        keys.pop(resolve(new), None)
    return dict.fromkeys(keys, new)


def _resolver(config: Config) -> Callable[[str], str]:
    """Return what gives the key of a theme for any of its spellings and aliases."""
    aliases = {theme_key(a): theme_key(t.name) for t in config.themes for a in t.aliases}

    def resolve(name: str) -> str:
        key = theme_key(name)
        return aliases.get(key, key)

    return resolve


def _keep_private(before: Config, after: Config, names: Mapping[str, str], new: str) -> None:
    """Refuse to move points out of a private theme into one that readers may see."""
    target = _resolver(after)(new)
    if any(theme.private for theme in after.themes if theme_key(theme.name) == target):
        return
    for theme in before.themes:
        if theme.private and theme_key(theme.name) in names:
            message = (
                f'The theme "{theme.name}" is private, and "{new}" is not. '
                f'Write private = true below [themes."{new}"] in portfolio.toml first.'
            )
            raise click.UsageError(message)


def _orphans(before: Config, after: Config, names: Mapping[str, str]) -> dict[str, str]:
    """Return the aliases of themes that move and leave their table behind, with the new name."""
    left = {theme_key(theme.name) for theme in after.themes} & names.keys()
    return {
        theme_key(alias): names[theme_key(theme.name)]
        for theme in before.themes
        if theme_key(theme.name) in left
        for alias in theme.aliases
    }


def _changed_entries(understood: Understood, names: Mapping[str, str]) -> Iterator[Change]:
    contents = {source.path: source.content for source in understood.opened.tree.entries}
    resolve = _resolver(understood.opened.config)
    moved = {resolve(key) for key in names}
    for entry in understood.journal.entries:
        links = frozenset(_links_to(entry, names))
        if links or any(theme.key in moved for theme in entry.themes):
            before = contents[entry.path]
            after = rename_in_entry(before, names, understood.vocabulary, links)
            yield Change(CONTENT + entry.path, before, after)


def _links_to(entry: Entry, names: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """Yield the places of the links in an entry that lead to one of the themes."""
    for reference, where in zip(entry.reading.references, entry.destinations, strict=True):
        name = reference.target.partition("#")[0]
        if where.leads is Leads.THEME and theme_key(name) in names:
            yield reference.line, reference.column


def _reopened(
    opened: Opened, settings: Change, config: Config, entries: tuple[Change, ...]
) -> Understood:
    """Return the portfolio as it would be read after the change."""
    after = {change.name.removeprefix(CONTENT): change.after for change in entries}
    sources = tuple(
        SourceFile(source.path, after.get(source.path, source.content))
        for source in opened.tree.entries
    )
    tree = replace(opened.tree, entries=sources)
    text = decode(settings.after)[0]
    changed = replace(opened, settings=text, config=config, tree=tree)
    return understand(changed, use_cache=False)


def _verify(before: Understood, after: Understood, names: Mapping[str, str], new: str) -> None:
    """Make sure that every point is still there, under its new name or its old one.

    Raises:
        NotMovedError: One is not.
    """
    target = _resolver(after.opened.config)(new)
    moved = {key: target if key in names else key for key in before.journal.themes}
    same = {key: key for key in after.journal.themes}
    found = {entry.path: entry for entry in after.journal.entries}
    for entry in before.journal.entries:
        renamed = found[entry.path]
        if (
            _facts(entry, moved) != _facts(renamed, same)
            or _lost_links(entry) != _lost_links(renamed)
            or _errors(before, entry) != _errors(after, renamed)
        ):
            raise NotMovedError(CONTENT + entry.path)


def _facts(entry: Entry, keys: Mapping[str, str]) -> object:
    """Return what an entry says: its points, with how many bullets stand behind each."""
    evidence: dict[object, set[int]] = {}
    loose = 0
    for point in entry.points:
        if point.theme is None:
            loose += 1
            continue
        key = (keys[point.theme.key], point.polarity, point.giver)
        evidence.setdefault(key, set()).update(e.line for e in point.evidence)
    themes = frozenset(keys[theme.key] for theme in entry.themes)
    return {key: len(lines) for key, lines in evidence.items()}, loose, themes


def _lost_links(entry: Entry) -> int:
    return sum(destination.leads is Leads.NOWHERE for destination in entry.destinations)


def _errors(understood: Understood, entry: Entry) -> int:
    name = CONTENT + entry.path
    problems = (d for d in understood.diagnostics if d.location.file == name)
    return sum(d.severity is Severity.ERROR for d in problems)
