"""Bytes → text."""

from __future__ import annotations

import codecs

from afterword.diagnostics import Diagnostic, Location, Severity


def decode(content: bytes) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return a file's text with plain line ends, and what is wrong with its bytes.

    UTF-8, or UTF-16 with a byte order mark. Bytes that are not UTF-8 become U+FFFD beside an
    error; a binary file gives no text.
    """
    problems: tuple[Diagnostic, ...] = ()
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        encoding = "utf-8"
        content = content.removeprefix(codecs.BOM_UTF8)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        text = content.decode(encoding, "replace")
        problems = (_not_text(content[: error.start].decode(encoding, "replace"), content),)
    if "\0" in text:
        return "", (_binary(),)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, problems


def _not_text(before: str, content: bytes) -> Diagnostic:
    before = before.replace("\r\n", "\n").replace("\r", "\n")
    line = before.count("\n") + 1
    column = len(before) - before.rfind("\n")
    byte = content[len(before.encode()) :][:1]
    return Diagnostic(
        Location("", line, column),
        Severity.ERROR,
        "not-text",
        f"the file is not UTF-8 text{f': byte {byte.hex()}' if byte else ''}",
        "Save it again with the encoding UTF-8.",
    )


def _binary() -> Diagnostic:
    return Diagnostic(
        Location(""),
        Severity.ERROR,
        "binary-file",
        "the file is binary, not text",
        "Save it as UTF-8 text, or give it its own extension.",
    )
