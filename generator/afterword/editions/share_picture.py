"""The picture that stands for an open edition where somebody shares a link to it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from afterword.files.errors import saying_why

if TYPE_CHECKING:
    from PIL import Image, ImageFont

WIDTH, HEIGHT = 1200, 630
_FONT = Path(__file__).parent / "lettering" / "EBGaramond12-subset.otf"
_PAPER, _INK, _SOFT, _EDGE = "#fbf9f3", "#24211b", "#615b4e", "#8a8271"
_PLUS, _MINUS = "#1d5a41", "#925c00"
_LEFT, _TEXT_WIDTH = 96, 1008
_SIZES, _AUTHOR_SIZE = (104, 88, 72, 60), 40
_MOST_LINES = 3
_LINE_Y = 470
_FINER = 4
"""Drawn so many times as large, and made smaller: for smooth edges."""
_UNKNOWN = "\uffff"


def share_picture(title: str, author: str) -> bytes | None:
    """Return a PNG of 1200 × 630 with a title above the line that runs through every page.

    Equal words give equal bytes.

    Args:
        title: Of the site.
        author: Who is named below it; nobody when empty.

    Returns:
        The picture; None when the lettering lacks a character, or the title does not fit.
    """
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 — takes 50 ms

    with saying_why(_FONT):
        content = _FONT.read_bytes()

    def font(size: int) -> ImageFont.FreeTypeFont:
        # The plain layout: the other is not there on every machine.
        return ImageFont.truetype(io.BytesIO(content), size, layout_engine=ImageFont.Layout.BASIC)

    title, author = " ".join(title.split()), " ".join(author.split())
    if not title or not _has(font(_AUTHOR_SIZE), title):
        return None
    found = [(size, lines) for size in _SIZES if (lines := _broken(title, font(size)))]
    if not found:
        return None
    size, lines = found[0]
    picture = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    picture.paste(_mark(), (0, _LINE_Y - 100))
    draw = ImageDraw.Draw(picture)
    high = round(size * 1.14)
    top = (_LINE_Y - 60 - len(lines) * high) // 2 + 20
    for number, line in enumerate(lines):
        draw.text((_LEFT, top + number * high), line, _INK, font(size))
    small = font(_AUTHOR_SIZE)
    if author and _has(small, author) and small.getlength(author) <= _TEXT_WIDTH:
        draw.text((_LEFT, _LINE_Y + 66), author, _SOFT, small)
    made = io.BytesIO()
    picture.quantize(64, dither=Image.Dither.NONE).save(made, "PNG", optimize=True)
    return made.getvalue()


def _mark() -> Image.Image:
    """Return a strip with the line, a strength on it and an improvement under it."""
    from PIL import Image, ImageDraw  # noqa: PLC0415

    strip = Image.new("RGB", (WIDTH * _FINER, 200 * _FINER), _PAPER)
    draw = ImageDraw.Draw(strip)
    y = 100 * _FINER
    draw.line((0, y, WIDTH * _FINER, y), _EDGE, 3 * _FINER)
    for x, filled in ((820, False), (930, True), (1010, True), (1075, False)):
        radius, rise = (19, -22) if filled else (16, 22)
        centre = (x * _FINER, y + rise * _FINER)
        box = (
            *(centre[0] - radius * _FINER, centre[1] - radius * _FINER),
            *(centre[0] + radius * _FINER, centre[1] + radius * _FINER),
        )
        if filled:
            draw.ellipse(box, fill=_PLUS)
        else:
            draw.ellipse(box, outline=_MINUS, width=5 * _FINER)
    return strip.resize((WIDTH, 200), Image.Resampling.LANCZOS)


def _has(font: ImageFont.FreeTypeFont, text: str) -> bool:
    """Tell whether a font has every character of a text."""
    missing = bytes(font.getmask(_UNKNOWN))
    return all(c == " " or bytes(font.getmask(c)) != missing for c in set(text))


def _broken(text: str, font: ImageFont.FreeTypeFont) -> Sequence[str]:
    """Return a text in lines that fit; none when they do not."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= _TEXT_WIDTH:
            lines[-1] = longer
        else:
            lines.append(word)
    fits = len(lines) <= _MOST_LINES and all(font.getlength(x) <= _TEXT_WIDTH for x in lines)
    return lines if fits else ()
