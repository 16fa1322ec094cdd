"""The words that go with a share: what it is, why, until when, how to answer."""

from __future__ import annotations

from afterword.cli.letters import write_message
from afterword.editions import Edited
from afterword.portfolio import Opened


def letter_for(opened: Opened, edited: Edited, way: str) -> str:
    """Return the message to a reader, in the portfolio's language.

    Args:
        opened: The portfolio.
        edited: What the reader may see.
        way: `file`, `zip`, `folder`, or `link` for a folder that its address opens.

    Raises:
        TemplateError: The portfolio's own template is broken.
    """
    reader = edited.edition.reader
    values = {
        "name": reader.name or reader.key,
        "way": way,
        "entries": len(edited.understood.journal.entries),
        "question": reader.question,
        "until": reader.until,
    }
    templates = opened.templates.files
    return write_message(templates, "share", values, opened.config.language, opened.today).text
