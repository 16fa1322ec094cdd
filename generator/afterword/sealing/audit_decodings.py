"""What a text may hold in another writing: references, escapes, tags, and what `audit_runs` reads.

Each function takes time in proportion to the text. Pieces are parted by EDGE, so that no phrase
reaches from one into the next.
"""

from __future__ import annotations

import binascii
import html
import itertools
import re
import string
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from afterword.sealing.audit_classes import WHITE, Classes
from afterword.sealing.audit_memory import with_room
from afterword.sealing.audit_runs import (
    BETWEEN,
    Decoded,
    RunReader,
    lines_joined,
    may_go_on,
    text_from,
)

TAGS_AS_SPACES = "tags as spaces"
"""The channel in which words follow each other that were not written so."""

_BLOCKS = (
    "address|article|aside|blockquote|body|br|caption|dd|desc|details|dialog|div|dl|dt|fieldset|"
    "figcaption|figure|footer|form|h[1-6]|head|header|hr|html|li|main|nav|ol|option|p|pre|script|"
    "section|style|summary|svg|table|tbody|td|text|tfoot|th|thead|title|tr|ul"
)
_QUOTES = Classes({"q": "\"'`", "n": "\n"}, beyond="", left_out=WHITE.replace("\n", "") + "+")
_TWO_STRINGS = re.compile(b"qn*q[^qn]*q")
_DIGITS = Classes({"d": string.digits, ",": ","}, beyond="d", left_out=WHITE)
_TAG = r"""<[a-zA-Z/!?][^<>"']*(?:"[^"<]*"[^<>"']*|'[^'<]*'[^<>"']*)*>"""
_TAGS = re.compile(_TAG)
_APART_FROM_TAGS = re.compile(f"({_TAG})")
_BLOCK = re.compile(rf"</?(?:{_BLOCKS})(?:[\s/>]|\Z)", re.IGNORECASE)
_PARTS = re.compile(r"</?[a-zA-Z][\w:-]*|=[\"']|[\"'](?=[\s/>])|>")
_VALUE = re.compile(r"=\s{0,3}(?:\"([^\"<>]*)\"|'([^'<>]*)')")
_TELLING = re.compile(
    r"\b(?:title|alt|aria-[a-z]{1,20}|content|href|src|id|class|value|datetime|label|name|"
    r"placeholder|data-[a-z-]{1,40})\s{0,3}\Z",
    re.IGNORECASE,
)
"""What stands before the value of an attribute that holds words."""
_LONGEST_NAME = 52
"""Signs of it, with one before and spaces after it."""
_PERCENT = re.compile("%[0-9A-Fa-f]{2}")
_CHUNKS = re.compile(r"[\s\"'<>]+")
_JS_ESCAPE = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})"
    r"|([0-7]{1,3})|(.|\n))"
)
_CSS_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|\s)?|(\n)|(.))")
_PLAIN_ESCAPES = {"n": "\n", "r": "\n", "t": "\t", "\n": "", "b": " ", "f": " ", "v": " "}.get
_QUOTED = re.compile(r"=(?:[0-9A-Fa-f]{2}|[ \t]*\r?\n)")
_BESIDE_QUOTED = 200
"""Letters around such lines that are read with them at least: a passage may begin before them."""
_STRINGS = re.compile(r"[\"'`]\s{0,8}\+?\s{0,8}[\"'`]")
_STRING_ROW = re.compile(
    r"[\"'`][^\"'`\n]{1,200}(?:[\"'`]\s{0,8}\+?\s{0,8}[\"'`][^\"'`\n]{1,200})+[\"'`]"
)
_SAID_IN_CODE = re.compile(
    r"""/\*(.*?)\*/|"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`""", re.DOTALL
)
_REMEMBERED = 1_000
"""Letters of the longest line that is remembered …"""
_MOST_LINES = 8_192
"""… and how many are …"""
_MOST_TAGS = 1 << 15
"""… and tags."""
_APART = re.compile(r"(?<!\w)[^\W_](?:[ .·_-]{1,2}[^\W_](?!\w)){2,}")
_ALONE = Classes({"w": string.ascii_letters + string.digits}, beyond="w", other=".")
_THREE_ALONE = (b".w.w.w.", b".w..w.w.", b".w.w..w.", b".w..w..w.")
_BYTE_LIST = re.compile(r"\b\d{2,3}(?:\s{0,2},\s{0,2}\d{2,3}\b){2,}")
_DIGITS_OF = re.compile(r"\d+")
_LARGEST_BYTE = 255
_PUNYCODE = re.compile(r"\bxn--[a-z0-9-]{1,60}", re.IGNORECASE)


class Decoder:
    """Reads texts in other writings; lives as long as one audit, which looks at each word once.

    Args:
        shortest: Bytes of the letters of the shortest name that is looked for.
        longest: Letters of the longest one.
    """

    def __init__(self, shortest: int = 0, longest: int = 0) -> None:
        self._runs = RunReader(shortest)
        self._beside = max(_BESIDE_QUOTED, longest)
        self._gaps = _Gaps()
        self._plain: set[str] = set()
        """Lines in which no letters stand apart, and after which no base64 goes on."""

    def decodings(self, text: str, *, parts: bool = True) -> Iterator[Decoded]:
        """Yield everything that a text may say besides what it says, nothing that is empty.

        Args:
            text: What is read.
            parts: Whether a part of it, as it stands there, may say what the whole does not.
        """
        # The same lines stand in many pages.
        lines = [line for line in text.split("\n") if line not in self._plain]
        for channel, content in self._texts(text, lines, parts=parts):
            if content and not content.isspace() and content != text:
                yield Decoded(channel, content, final=channel in _FINAL)
        joined = lines_joined(text) if any(map(may_go_on, lines)) else text
        yield from self._runs.read(text, joined)

    def _texts(self, text: str, lines: Sequence[str], *, parts: bool) -> Iterator[tuple[str, str]]:
        """Yield what a text is in each writing of which it may be one as a whole."""
        for channel, decode in _DECODERS:
            yield channel, decode(text)
        if "<" in text:
            pieces = _APART_FROM_TAGS.split(text)
            yield "tags left out", without_tags(text) if "<!--" in text else self._gaps.fill(pieces)
            yield TAGS_AS_SPACES, " ".join(pieces[::2])
            if parts:
                yield "attributes", _attributes(text)
        yield "quoted-printable", _quoted_printable(text, self._beside)
        yield "letters put together", self._letters_apart(lines)
        for channel, decode in _LAST_DECODERS:
            yield channel, decode(text)

    def _letters_apart(self, lines: Sequence[str]) -> str:
        """Return what letters that stand apart in a line are together."""
        ascii_alone = [line for line in lines if line.isascii()]
        none = not may_have_letters_apart("\n".join(ascii_alone))
        rows: list[str] = []
        for line in lines:
            found = () if none and line.isascii() else _APART.findall(line)
            rows += ["".join(filter(str.isalnum, row)) for row in found]
            if not found and len(line) <= _REMEMBERED and not may_go_on(line):
                with_room(self._plain, _MOST_LINES).add(line)
        return BETWEEN.join(rows)


class _Gaps(dict[str, str]):
    """What is left of each tag: a block parts what stands on both sides, others leave nothing."""

    def __missing__(self, tag: str) -> str:
        gap = BETWEEN if _BLOCK.match(tag) else ""
        if len(tag) <= _REMEMBERED:
            with_room(self, _MOST_TAGS)[tag] = gap
        return gap

    def fill(self, pieces: Sequence[str]) -> str:
        """Return texts with gaps between them: every second one is a tag."""
        gaps = [self[tag] for tag in pieces[1::2]]
        both = itertools.zip_longest(pieces[::2], gaps, fillvalue="")
        return "".join(itertools.chain.from_iterable(both))


def resolved(text: str) -> str:
    """Return the text with its character references resolved, once."""
    return html.unescape(text) if "&" in text else text


def is_markup(text: str) -> bool:
    """Tell whether there is a tag in it, so that numbers may be coordinates."""
    return "<" in text and _TAGS.search(text) is not None


def parted(text: str) -> str:
    """Return markup without names of elements, its tags and attributes parted from all else."""
    return _PARTS.sub(BETWEEN, text)


def without_tags(text: str) -> str:
    """Return the text with inline tags and comments gone; blocks are parted."""
    return _Gaps().fill(_APART_FROM_TAGS.split(_without_comments(text))) if "<" in text else ""


def _without_comments(text: str) -> str:
    first, *rest = text.split("<!--")
    return "".join((first, *(part.partition("-->")[2] for part in rest)))


def _comments(text: str) -> str:
    return BETWEEN.join(part.partition("-->")[0] for part in text.split("<!--")[1:])


def _attributes(text: str) -> str:
    """Return the attributes that hold words, without those that hold coordinates."""
    if "<" not in text:
        return ""
    values: list[str] = []
    found = _VALUE.search(text)
    while found:
        at, end = found.span()
        telling = _is_telling(text[max(0, at - _LONGEST_NAME) : at].rpartition('"')[2])
        if telling:
            values.append(found[1] or found[2] or "")
        # What is in a value that says nothing may still look like an attribute.
        found = _VALUE.search(text, end if telling else at + 1)
    return BETWEEN.join(values)


@lru_cache(maxsize=1 << 12)
def _is_telling(before: str) -> bool:
    return _TELLING.search(before) is not None


def _percent(text: str) -> str:
    if "%" not in text or not _PERCENT.search(text):
        return ""
    chunks = (chunk for chunk in _CHUNKS.split(text) if "%" in chunk)
    decoded = ((chunk, text_from(unquote_to_bytes(chunk))) for chunk in chunks)
    return BETWEEN.join(new for old, new in decoded if new != old)


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


def _quoted_printable(text: str, beside: int = _BESIDE_QUOTED) -> str:
    """Return the lines that are quoted-printable with those around them, soft line ends joined.

    Args:
        text: What is read.
        beside: Letters that are read with it on both sides, and to the ends of their lines.
    """
    if "=" not in text:
        return ""
    # `width=device-width` is in every page: all of it once more would be half of the work.
    parts = (text[first:last].encode("utf-8", "replace") for first, last in _quoted(text, beside))
    decoded = ((part, binascii.a2b_qp(part)) for part in parts)
    # Some of what looks like it is none, and stays as it is.
    return BETWEEN.join(text_from(new) for old, new in decoded if new != old)


def _quoted(text: str, beside: int) -> list[tuple[int, int]]:
    """Return where whole lines with quoted-printable in them, or near it, begin and end."""
    ranges: list[tuple[int, int]] = []
    first = last = -1
    for found in _QUOTED.finditer(text):
        start, end = max(found.start() - beside, 0), found.end() + beside
        if end <= last:
            continue
        if start > last:
            first = text.rfind("\n", 0, start) + 1
        else:
            ranges.pop()  # it goes on
        last = text.find("\n", end)
        last = len(text) if last < 0 else last
        ranges.append((first, last))
    return ranges


def _joined_strings(text: str) -> str:
    if not may_have_two_strings(text):
        return ""
    rows = (_STRINGS.sub("", found[0]) for found in _STRING_ROW.finditer(text))
    return BETWEEN.join(rows)


def may_have_two_strings(text: str) -> bool:
    """Tell whether a string can follow another in a text."""
    return _TWO_STRINGS.search(_QUOTES.of(text)) is not None


def strings_of(code: str) -> str:
    """Return the strings and comments of a script or a style sheet."""
    return BETWEEN.join("".join(filter(None, m.groups())) for m in _SAID_IN_CODE.finditer(code))


def _byte_lists(text: str) -> str:
    """Return lists of numbers as the letters they may be: `[65, 99, 109, 101]`."""
    if not may_have_byte_list(text):
        return ""
    lists = (tuple(map(int, _DIGITS_OF.findall(m[0]))) for m in _BYTE_LIST.finditer(text))
    return BETWEEN.join(text_from(bytes(one)) for one in lists if max(one) <= _LARGEST_BYTE)


def may_have_byte_list(text: str) -> bool:
    """Tell whether numbers of two digits and more can follow one another in a text."""
    return b"dd,dd" in _DIGITS.of(text)


def may_have_letters_apart(text: str) -> bool:
    """Tell whether three letters can stand apart in a text of ASCII."""
    signs = b".%b." % _ALONE.of(text)
    return any(three in signs for three in _THREE_ALONE)


def _punycode(text: str) -> str:
    if "n--" not in text and "N--" not in text:
        return ""
    return BETWEEN.join(_without_xn(found[0]) for found in _PUNYCODE.finditer(text))


def _without_xn(label: str) -> str:
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return ""


_DECODERS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("character references", resolved),
    ("comments", _comments),
    ("comments left out", _without_comments),
    ("percent-encoding", _percent),
    ("escapes", _escapes),
    ("CSS escapes", _css_escapes),
    ("strings put together", _joined_strings),
)
_LAST_DECODERS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("numbers as letters", _byte_lists),
    ("punycode", _punycode),
)

_FINAL = frozenset({TAGS_AS_SPACES, "attributes"})
