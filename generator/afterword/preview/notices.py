"""Small pages of the preview itself: nothing here, gone, not for you."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{heading} · Afterword</title>
<link rel="stylesheet" href="/static/afterword.css">
</head>
<body>
<main id="main">
<h1>{heading}</h1>
{text}{links}</main>
</body>
</html>
"""


def notice(heading: str, text: str, links: Sequence[tuple[str, str]]) -> bytes:
    """Return a page that says one thing and leads on, in UTF-8.

    Args:
        heading: Plain text.
        text: Plain text; may be empty.
        links: Label and address of each.
    """
    items = "".join(f'<li><a href="{escape(to)}">{escape(label)}</a></li>' for label, to in links)
    return _PAGE.format(
        heading=escape(heading),
        text=f"<p>{escape(text)}</p>\n" if text else "",
        links=f"<ul>{items}</ul>\n" if items else "",
    ).encode()
