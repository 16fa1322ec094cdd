"""What a text may hold in another writing: references, escapes, base64, hex, tags.

Each function takes time in proportion to the text. Pieces are parted by EDGE, so that no phrase
reaches from one into the next.
"""

from __future__ import annotations

import binascii
import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from afterword.insight.folding import EDGE
from afterword.sealing.audit_containers import may_begin, sniff
from afterword.sealing.audit_pieces import LETTER, is_wide, wide_text

TAGS_AS_SPACES = "tags as spaces"
"""The channel in which words follow each other that were not written so."""

_BETWEEN = f" {EDGE} "
_BLOCKS = (
    "address|article|aside|blockquote|body|br|caption|dd|desc|details|dialog|div|dl|dt|fieldset|"
    "figcaption|figure|footer|form|h[1-6]|head|header|hr|html|li|main|nav|ol|option|p|pre|script|"
    "section|style|summary|svg|table|tbody|td|text|tfoot|th|thead|title|tr|ul"
)
_TAG = r"""<[a-zA-Z/!?][^<>"']*(?:"[^"<]*"[^<>"']*|'[^'<]*'[^<>"']*)*>"""
_TAGS = re.compile(_TAG)
_BLOCK_TAGS = re.compile(rf"</?(?:{_BLOCKS})(?=[\s/>]){_TAG[len('<[a-zA-Z/!?]') :]}", re.IGNORECASE)
_PARTS = re.compile(r"</?[a-zA-Z][\w:-]*|=[\"']|[\"'](?=[\s/>])|>")
_ATTRIBUTES = re.compile(
    r"\b(?:title|alt|aria-[a-z]{1,20}|content|href|src|id|class|value|datetime|label|name|"
    r"placeholder|data-[a-z-]{1,40})\s{0,3}=\s{0,3}(?:\"([^\"<>]*)\"|'([^'<>]*)')",
    re.IGNORECASE,
)
_PERCENT = re.compile("%[0-9A-Fa-f]{2}")
_CHUNKS = re.compile(r"[\s\"'<>]+")
_JS_ESCAPE = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})"
    r"|([0-7]{1,3})|(.|\n))"
)
_CSS_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|\s)?|(\n)|(.))")
_PLAIN_ESCAPES = {"n": "\n", "r": "\n", "t": "\t", "\n": "", "b": " ", "f": " ", "v": " "}.get
_QUOTED = re.compile(r"=(?:[0-9A-Fa-f]{2}|[ \t]*\r?\n)")
_STRINGS = re.compile(r"[\"'`]\s{0,8}\+?\s{0,8}[\"'`]")
_STRING_ROW = re.compile(
    r"[\"'`][^\"'`\n]{1,200}(?:[\"'`]\s{0,8}\+?\s{0,8}[\"'`][^\"'`\n]{1,200})+[\"'`]"
)
_SAID_IN_CODE = re.compile(
    r"""/\*(.*?)\*/|"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`""", re.DOTALL
)
_APART = re.compile(r"(?<!\w)[^\W_](?:[ .·_-]{1,2}[^\W_](?!\w)){2,}")
_BYTE_LIST = re.compile(r"\b\d{2,3}(?:\s{0,2},\s{0,2}\d{2,3}\b){2,}")
_LARGEST_BYTE = 255
_PUNYCODE = re.compile(r"\bxn--[a-z0-9-]{1,60}", re.IGNORECASE)
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{4,}")
_BASE64_LINES = re.compile(r"(?<=[A-Za-z0-9+/_-]{8})[ \t]*\r?\n[ \t]*(?=[A-Za-z0-9+/_-]{2})")
_URL_SAFE = str.maketrans("-_", "+/")
_HEX = re.compile(r"[0-9a-fA-F]{6,}")
_HEX_APART = re.compile(r"\b(?:0x)?[0-9a-fA-F]{2}(?:[ \t:,;\n-]{1,2}(?:0x)?[0-9a-fA-F]{2}\b){2,}")
_HEX_BETWEEN = re.compile(r"0x|[^0-9a-fA-F]+")
_WHOLE = re.compile(rb"(?<=\0)[\t\n\r\x20-\x7e\x80-\xff]{12,}(?=\0)")
_READABLE = re.compile(
    rb"(?<=\0)(?:[ '.A-Za-z-]|[\xc2-\xdf][\x80-\xbf]){3,7}(?=\0)|" + LETTER + rb"{8,}"
)
_LONG_RUN = 2048
_RARE = re.compile(LETTER + rb"{16,}")
"""In much noise, a name of three letters stands in shorter stretches by chance."""
_LONG_CHANCE = 24
"""Readable characters among others from which they may be in yet another writing."""
_REMEMBERED = 64
_LONG = 12
"""Characters from which a single word may hold a file, or text of two bytes a letter."""
_HEAD = 64


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a text, or a part of it, is in another writing."""

    channel: str
    content: str | bytes
    noisy: bool = False
    """Perhaps nothing but chance: numbers in it say nothing."""
    final: bool = False
    """A part of the text as it is: whatever it may say besides, the text says too."""


def decodings(text: str) -> Iterator[Decoded]:
    """Yield everything that a text may say besides what it says, nothing that is empty."""
    for channel, decode in _DECODERS:
        content = decode(text)
        if content and not content.isspace() and content != text:
            yield Decoded(channel, content, final=channel in _FINAL)
    yield from _from_base64(text)
    yield from _from_hex(text)


def resolved(text: str) -> str:
    """Return the text with its character references resolved, once."""
    return html.unescape(text) if "&" in text else text


def is_markup(text: str) -> bool:
    """Tell whether there is a tag in it, so that numbers may be coordinates."""
    return "<" in text and _TAGS.search(text) is not None


def parted(text: str) -> str:
    """Return markup without names of elements, its tags and attributes parted from all else."""
    return _PARTS.sub(_BETWEEN, text)


def without_tags(text: str) -> str:
    """Return the text with inline tags and comments gone; blocks are parted."""
    if "<" not in text:
        return ""
    return _TAGS.sub("", _BLOCK_TAGS.sub(_BETWEEN, _without_comments(text)))


def _tags_as_spaces(text: str) -> str:
    return _TAGS.sub(" ", text) if "<" in text else ""


def _without_comments(text: str) -> str:
    first, *rest = text.split("<!--")
    return "".join((first, *(part.partition("-->")[2] for part in rest)))


def _comments(text: str) -> str:
    return _BETWEEN.join(part.partition("-->")[0] for part in text.split("<!--")[1:])


def _attributes(text: str) -> str:
    """Return the attributes that hold words, without those that hold coordinates."""
    if "<" not in text:
        return ""
    return _BETWEEN.join(f"{found[1] or found[2] or ''}" for found in _ATTRIBUTES.finditer(text))


def _percent(text: str) -> str:
    if "%" not in text or not _PERCENT.search(text):
        return ""
    chunks = (chunk for chunk in _CHUNKS.split(text) if "%" in chunk)
    decoded = ((chunk, _text(unquote_to_bytes(chunk))) for chunk in chunks)
    return _BETWEEN.join(new for old, new in decoded if new != old)


def _escapes(text: str) -> str:
    return _escaped_lines(text, lambda line: _JS_ESCAPE.sub(_js_character, line))


def _css_escapes(text: str) -> str:
    return _escaped_lines(text, lambda line: _CSS_ESCAPE.sub(_css_character, line))


def _escaped_lines(text: str, decode: Callable[[str], str]) -> str:
    if "\\" not in text:
        return ""
    text = text.replace("\\\r\n", "").replace("\\\n", "")
    lines = (decode(line) for line in text.split("\n") if "\\" in line)
    joined = "\n".join(lines)
    # Two escapes may be the halves of one character.
    return joined.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _js_character(found: re.Match[str]) -> str:
    digits = found[1] or found[2] or found[3] or found[4]
    if digits:
        return _character(int(digits, 16))
    if found[5]:
        return _character(int(found[5], 8))
    return _PLAIN_ESCAPES(found[6], found[6])


def _css_character(found: re.Match[str]) -> str:
    return _character(int(found[1], 16)) if found[1] else found[3] or ""


def _character(code: int) -> str:
    return chr(code) if 0 < code <= 0x10FFFF else " "  # noqa: PLR2004


def _quoted_printable(text: str) -> str:
    """Return the lines that are quoted-printable, soft line ends joined."""
    if "=" not in text or not _QUOTED.search(text):
        return ""
    decoded = binascii.a2b_qp(text.encode("utf-8", "replace"))
    return _text(decoded)


def _joined_strings(text: str) -> str:
    rows = (_STRINGS.sub("", found[0]) for found in _STRING_ROW.finditer(text))
    return _BETWEEN.join(rows)


def strings_of(code: str) -> str:
    """Return the strings and comments of a script or a style sheet."""
    return _BETWEEN.join("".join(filter(None, m.groups())) for m in _SAID_IN_CODE.finditer(code))


def _letters_apart(text: str) -> str:
    rows = (found[0] for found in _APART.finditer(text))
    return _BETWEEN.join("".join(filter(str.isalnum, row)) for row in rows)


def _byte_lists(text: str) -> str:
    """Return lists of numbers as the letters they may be: `[65, 99, 109, 101]`."""
    lists = (tuple(map(int, found[0].split(","))) for found in _BYTE_LIST.finditer(text))
    return _BETWEEN.join(_text(bytes(one)) for one in lists if max(one) <= _LARGEST_BYTE)


def _punycode(text: str) -> str:
    if "xn--" not in text.lower():
        return ""
    return _BETWEEN.join(_without_xn(found[0]) for found in _PUNYCODE.finditer(text))


def _without_xn(label: str) -> str:
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return ""


_DECODERS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("character references", resolved),
    ("comments", _comments),
    ("comments left out", _without_comments),
    ("tags left out", without_tags),
    (TAGS_AS_SPACES, _tags_as_spaces),
    ("attributes", _attributes),
    ("percent-encoding", _percent),
    ("escapes", _escapes),
    ("CSS escapes", _css_escapes),
    ("quoted-printable", _quoted_printable),
    ("strings put together", _joined_strings),
    ("letters put together", _letters_apart),
    ("numbers as letters", _byte_lists),
    ("punycode", _punycode),
)

_FINAL = frozenset({TAGS_AS_SPACES, "attributes"})


def _from_base64(text: str) -> Iterator[Decoded]:
    """Yield what words are as base64, read from each of the four places a group can begin."""
    runs = set(_BASE64.findall(text))
    joined = _BASE64_LINES.sub("", text)
    if joined != text:
        runs.update(_BASE64.findall(joined))
    ordered = sorted(run.translate(_URL_SAFE) for run in runs)
    yield from _batch("base64", ordered, _in_base64)
    for run in ordered:
        if len(run) >= _LONG:
            yield from (_known_binary if len(run) <= _REMEMBERED else _read_binary)(run)


def _from_hex(text: str) -> Iterator[Decoded]:
    """Yield what digits are as hex, read from the first and from the second."""
    runs = set(_HEX.findall(text))
    runs.update(_HEX_BETWEEN.sub("", found[0]) for found in _HEX_APART.finditer(text))
    ordered = sorted(runs)
    yield from _batch("hex", ordered, _in_hex)
    for run in ordered:
        if len(run) >= _LONG:
            for offset in range(2):
                yield from _binary("hex", _hex_bytes, run[offset:])


def _batch(
    channel: str, runs: Iterable[str], read: Callable[[str], tuple[str, str]]
) -> Iterator[Decoded]:
    """Yield what all runs say together: what is text throughout, and what may be chance."""
    whole, chance = [], []
    for run in runs:
        text, noise = read(run)
        if text:
            whole.append(text)
        if noise:
            chance.append(noise)
    if whole:
        yield Decoded(channel, _BETWEEN.join(whole))
    if chance:
        final = max(map(len, chance)) < _LONG_CHANCE
        yield Decoded(channel, _BETWEEN.join(chance), noisy=True, final=final)


def _in_base64(run: str) -> tuple[str, str]:
    return _known_base64(run) if len(run) <= _REMEMBERED else _read_base64(run)


def _read_base64(run: str) -> tuple[str, str]:
    """Return what a run says at any offset: as a whole, and in readable parts."""
    whole = (_filled(run[offset:], 4, "A") for offset in range(4))
    return _readable_parts(binascii.a2b_base64("AAAA".join(("", *whole, ""))))


def _read_binary(run: str) -> tuple[Decoded, ...]:
    """Return what a run is at any offset, if it is no plain text."""
    offsets = (run[offset:] for offset in range(4))
    return tuple(found for rest in offsets for found in _binary("base64", _base64_bytes, rest))


# The same words stand in many pages.
_known_base64 = lru_cache(maxsize=1 << 16)(_read_base64)
_known_binary = lru_cache(maxsize=1 << 14)(_read_binary)


def _in_hex(run: str) -> tuple[str, str]:
    whole = (_filled(run[offset:], 2, "0") for offset in range(2))
    return _readable_parts(bytes.fromhex("000000".join(("", *whole, ""))))


def _readable_parts(decoded: bytes) -> tuple[str, str]:
    whole = _WHOLE.findall(decoded)
    chance = (_RARE if len(decoded) > _LONG_RUN else _READABLE).findall(decoded)
    return _BETWEEN.join(map(_text_and_latin, whole)), _BETWEEN.join(map(_text, chance))


def _filled(run: str, group: int, filler: str) -> str:
    """Return a run of full groups; one letter over is none."""
    over = len(run) % group
    if over == 1:
        return run[:-1]
    return run + filler * (-over % group)


def _binary(channel: str, decode: Callable[[str], bytes], run: str) -> Iterator[Decoded]:
    """Yield a run as bytes if it is a file, or as text of two bytes a letter."""
    head = decode(run[:_HEAD])
    if may_begin(head) and sniff(whole := decode(run)):
        yield Decoded(channel, whole)
    elif is_wide(head):
        yield Decoded(f"{channel} of UTF-16", wide_text(decode(run)), noisy=True)


def _base64_bytes(run: str) -> bytes:
    return binascii.a2b_base64(_filled(run, 4, "A"))


def _hex_bytes(run: str) -> bytes:
    return bytes.fromhex(_filled(run, 2, "0"))


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _text_and_latin(content: bytes) -> str:
    """Return text in UTF-8, and in Latin-1 besides when it is not all UTF-8."""
    text = _text(content)
    return f"{text}{_BETWEEN}{content.decode('latin-1')}" if "\ufffd" in text else text
