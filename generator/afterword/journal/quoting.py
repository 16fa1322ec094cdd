"""Values as front matter has them: in quotes when YAML would read them as something else."""

from __future__ import annotations

from afterword.fields import Shape
from afterword.journal.pairs import read_pairs
from afterword.journal.splitting import values_of

_SEPARATORS = frozenset(",[]{}#")
"""What ends an item of a list, or may."""


def quote(value: str) -> str:
    """Return a value for front matter, in quotes when YAML would read it as something else."""
    pairs, problems, _ = read_pairs(f"k: {value}\n")
    if not value:
        return ""
    if len(pairs) == 1 and not problems and not pairs[0].problems and not pairs[0].is_list:
        read = values_of(pairs[0], "", Shape.TEXT, f"k: {value}\n")
        if [(v.text, v.quoted) for v in read] == [(value, False)]:
            return value
    return _in_quotes(value)


def quote_item(value: str) -> str:
    """Return a value for a list of front matter."""
    alone = quote(value)
    return _in_quotes(value) if alone == value and _SEPARATORS & {*value} else alone


def _in_quotes(value: str) -> str:
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'
