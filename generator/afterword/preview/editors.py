"""A file and a line → the command that shows it in an editor."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

_AT_LINE = "{file}:{line}:{column}"
# Those with a window of their own: a browser has no terminal to give to the others.
_EDITORS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "code": ("-g", _AT_LINE),
        "codium": ("-g", _AT_LINE),
        "code-insiders": ("-g", _AT_LINE),
        "cursor": ("-g", _AT_LINE),
        "zed": (_AT_LINE,),
        "subl": (_AT_LINE,),
        "sublime_text": (_AT_LINE,),
        "mate": ("--line", "{line}:{column}", "{file}"),
        "kate": ("--line", "{line}", "--column", "{column}", "{file}"),
        "kwrite": ("--line", "{line}", "{file}"),
        "gedit": ("{file}", "+{line}:{column}"),
        "gnome-text-editor": ("{file}", "+{line}"),
        "pluma": ("+{line}", "{file}"),
        "xed": ("+{line}", "{file}"),
        "featherpad": ("{file}", "+{line}"),
        "mousepad": ("--line", "{line}", "{file}"),
        "geany": ("{file}:{line}:{column}",),
        "gvim": ("--remote-silent", "+{line}", "{file}"),
        "mvim": ("--remote-silent", "+{line}", "{file}"),
        "emacsclient": ("--no-wait", "+{line}:{column}", "{file}"),
        "idea": ("--line", "{line}", "{file}"),
        "pycharm": ("--line", "{line}", "{file}"),
        "notepad++": ("-n{line}", "{file}"),
    }
)
_OPENERS = ("xdg-open", "open")
"""The system's own way to open a file; it knows no lines."""
_PLACES = ("{file}", "{line}", "{column}")
_HARMLESS = frozenset(
    (
        *("{file}", "{line}", "{column}", "{file}:{line}", _AT_LINE, "+{line}", "--line", "-l"),
        *("-g", "--goto", "-n", "--new-window", "-r", "--reuse-window", "-w", "--wait"),
    )
)
"""Arguments that make no editor do more than show a file."""


def command_for(  # noqa: PLR0913
    file: Path,
    line: int,
    column: int,
    *,
    setting: str,
    environ: Mapping[str, str],
    which: Callable[[str], str | None],
) -> tuple[str, ...]:
    """Return the command that opens a file; empty when no editor with a window is known.

    Args:
        file: What to open.
        line: From 1; less counts as 1.
        column: From 1; less counts as 1.
        setting: `editor` of portfolio.toml; may be empty.
        environ: Of this process: `VISUAL` and `EDITOR`.
        which: Returns where a program is, None when there is none.

    Raises:
        ValueError: The setting has a quotation mark without its other half.
    """
    form = _set(setting) or _from_environment(environ) or _installed(which)
    values = {"{file}": str(file), "{line}": str(max(line, 1)), "{column}": str(max(column, 1))}
    return tuple([_filled(part, values) for part in form])


def is_harmless(setting: str) -> bool:
    """Tell whether a setting can only open a file in an editor that we know.

    portfolio.toml may be a stranger's, and any other command could do anything.
    """
    try:
        program, *arguments = shlex.split(setting)
    except ValueError:
        return not setting.strip()  # nothing at all, or a quotation mark without its other half
    known = _EDITORS.get(program)
    return known is not None and all(part in _HARMLESS or part in known for part in arguments)


def _set(setting: str) -> tuple[str, ...]:
    # Split first, filled in later: a file's name can never become two arguments.
    parts = tuple(shlex.split(setting))
    if not parts:
        return ()
    if any(place in part for part in parts for place in _PLACES):
        return parts
    known = _EDITORS.get(_name(parts[0]))
    return (*parts, *known) if known else (*parts, "{file}")


def _from_environment(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Return the form for `$VISUAL` or `$EDITOR`, where that is an editor with a window."""
    for variable in ("VISUAL", "EDITOR"):
        try:
            parts = tuple(shlex.split(environ.get(variable, "")))
        except ValueError:
            continue
        if parts and _name(parts[0]) in _EDITORS:
            # Options such as --wait are for whoever waits; nobody does here.
            return (parts[0], *_EDITORS[_name(parts[0])])
    return ()


def _installed(which: Callable[[str], str | None]) -> tuple[str, ...]:
    for name, form in _EDITORS.items():
        if which(name):
            return (name, *form)
    return next(((opener, "{file}") for opener in _OPENERS if which(opener)), ())


def _name(program: str) -> str:
    return Path(program).name.lower().removesuffix(".exe").removesuffix(".cmd")


def _filled(part: str, values: Mapping[str, str]) -> str:
    # In one pass: a file may be called `{line}.md`.
    pieces = part.split("{")
    result = pieces[0]
    for piece in pieces[1:]:
        name, brace, rest = piece.partition("}")
        value = values.get("{" + name + "}") if brace else None
        result += "{" + piece if value is None else value + rest
    return result
