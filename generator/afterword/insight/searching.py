"""How words are looked for, on the site and in the terminal alike.

The specification, which `templates/static/afterword.js` follows letter for letter:

1. A text is *folded*: NFKD, lower case, `ß` as `ss`, `ς` as `σ`, combining accents left out,
   curly quotation marks and apostrophes straight.
2. A query is folded and split into words: runs of letters, digits and `_`, with any `+` and `#`
   that follow; and runs of other signs.
3. A word matches where a word of the text begins with it. One that begins with a sign, or with a
   letter of a script that writes no spaces, matches anywhere.
"""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType

from afterword.journal.cuts import CUT, cut
from afterword.journal.model import Entry
from afterword.journal.reading import body_text

_WORD = re.compile(r"\w+[+#]*|[^\w\s\ufeff]+")
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_LETTERS = MappingProxyType(
    str.maketrans({"ß": "ss", "ς": "σ", **dict.fromkeys("‘’ʼ", "'"), **dict.fromkeys("“”„", '"')})
)
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def folded(text: str) -> str:
    """Return a text without case and accents."""
    if text.isascii():
        return text.lower()
    lower = unicodedata.normalize("NFKD", text).lower()
    return _ACCENTS.sub("", lower.translate(_LETTERS))


def words_of(query: str) -> list[str]:
    """Return the words of a query, folded."""
    return _WORD.findall(folded(query))


def begins_anywhere(word: str) -> bool:
    """Tell whether a folded word may match within a word."""
    return not word[0].isalnum() or bool(_UNSPACED.match(word))


def pattern_of(word: str) -> re.Pattern[str]:
    """Return what finds a folded word in a folded text."""
    plain = re.escape(word)
    return re.compile(plain if begins_anywhere(word) else rf"(?<![^\W_]){plain}")


def body_of(entry: Entry) -> str:
    """Return the text of an entry without front matter, title and notes to self."""
    reading = entry.reading
    lines = list(cut(body_text(entry), first_line=1).lines)
    if reading.heading and reading.heading.text == entry.title:
        lines[reading.heading.line - reading.body_line] = ""
    return "\n".join(lines).replace(CUT, "")
