"""What YAML takes for a comment and its author probably did not."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from afterword.diagnostics import Diagnostic, Location, Severity
from afterword.journal.flatyaml import FIRST_LINE, Pair, Pairs

_HASH = re.compile(r"(?<!\S)#|(?<=[\]}\"',])#")
_AFTER_HASH = frozenset({"", " ", "\t", "#", "-", "=", "!"})


def lost_comments(loaded: Pairs) -> Iterator[tuple[Pair, Diagnostic]]:
    """Yield each doubtful comment with the pair it stands in."""
    text = loaded.text
    scalars = [scalar for pair in loaded.pairs for scalar in (pair.key, *pair.items)]
    starts = [scalar.start for scalar in scalars]
    line, counted, line_end = FIRST_LINE, 0, -1
    for found in _HASH.finditer(text):
        index = found.start()
        before = bisect_right(starts, index) - 1
        if index < line_end or before < 0 or index < scalars[before].end:
            continue
        line_end = text.find("\n", index)
        line_end = len(text) if line_end < 0 else line_end
        pair = _owner(loaded.pairs, index)
        line, counted = line + text.count("\n", counted, index), index
        problem = _doubt(text, index, text[index:line_end].rstrip(), line, pair.key.text)
        if problem:
            yield pair, problem


def _owner(pairs: Sequence[Pair], index: int) -> Pair:
    return pairs[bisect_right(pairs, index, key=lambda pair: pair.key.start) - 1]


def _doubt(text: str, index: int, comment: str, line: int, key: str) -> Diagnostic | None:
    """Return what is doubtful about a comment; None when it looks like one."""
    line_start = text.rfind("\n", 0, index) + 1
    ahead = text[line_start:index]
    is_text = comment[1:2] not in _AFTER_HASH
    # People who mean a comment give it a line of its own, or set it off by two spaces.
    if not is_text and (not ahead.strip() or ahead.endswith(("  ", "\t", ": "))):
        return None
    if not ahead or comment == "#":
        return None
    return Diagnostic(
        Location("", line, index - line_start + 1),
        Severity.WARNING if is_text else Severity.HINT,
        "lost-comment",
        f'"{comment}" is a comment to YAML and was not read as part of {key}',
        f'Quote it if it is text: "{comment}". A comment has two spaces before and one after #.',
    )
