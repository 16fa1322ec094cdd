"""The disk side of the inbox."""

from __future__ import annotations

from pathlib import Path

from afterword import files
from afterword.inbox.entries import Imported
from afterword.inbox.mail import MOST_BYTES, LargeReplyError, texts_of


def read_reply_file(path: Path) -> tuple[str, ...]:
    """Return the texts in a saved mail or text file in which replies may stand.

    Raises:
        LargeReplyError: It has more than 512 KiB.
        DiskError: It cannot be read.
    """
    content = files.read_start(path, MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise LargeReplyError(str(path), files.size_of(path) or len(content))
    return texts_of(str(path), content)


def write_entry(folder: Path, imported: Imported) -> Path:
    """Write an entry into a portfolio's content and return where; nothing is ever overwritten.

    Args:
        folder: Of the portfolio.
        imported: The entry.

    Raises:
        DiskError: The disk refuses.
    """
    name, number = imported.name, 2
    while True:
        path = folder / files.CONTENT / f"{name}.md"
        try:
            files.create(path, imported.text.encode())
        except FileExistsError:
            name, number = f"{imported.name}-{number}", number + 1
        else:
            return path
