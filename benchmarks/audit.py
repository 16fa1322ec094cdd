"""What the leak audit costs: an output of a few megabytes, thousands of terms."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass

from afterword.insight.aliases import Hidden, NameKind
from afterword.sealing.audit import Decisions, audit
from afterword.sealing.audit_terms import PrivateText, SharedText, Terms, make_terms

_SEED = 20_261_119
_WORDS_A_PAGE = 900
_VOCABULARY = 12_000
_SYLLABLES = (
    *("ba", "ce", "di", "fo", "gu", "har", "kel", "lin", "mon", "nup", "ra", "sol", "tev", "vi"),
    *("wen", "xo", "yar", "zim", "ple", "stra", "cho", "bri", "quil"),
)


@dataclass(frozen=True, slots=True)
class Costs:
    """One run, in seconds of CPU time of one process."""

    megabytes: float
    files: int
    terms: int
    runs: int
    """Private runs of five words."""
    making: float
    """Making the terms."""
    auditing: float
    hits: int
    """Found, of those that were planted."""
    planted: int


def measure(megabytes: float, names: int) -> Costs:
    """Return what an output costs in which a few names are planted.

    Args:
        megabytes: Of pages.
        names: Hidden people and companies; each has several aliases.
    """
    dice = random.Random(_SEED)
    words = [_word(dice) for _ in range(_VOCABULARY)]
    hidden = tuple(_hidden(names, dice))
    private = [PrivateText(_text(words, dice, 300), f"Page {n} of mine") for n in range(200)]
    shared = SharedText((" ".join(words),), ("Timeline Themes Search Interviews",))
    start = time.process_time()
    terms = make_terms(hidden, private, shared)
    making = time.process_time() - start
    files = dict(_pages(words, dice, int(megabytes * 1_000_000)))
    planted = _plant(files, terms, dice)
    start = time.process_time()
    report = audit(files, terms, shared, Decisions("sam"))
    return Costs(
        megabytes=sum(map(len, files.values())) / 1_000_000,
        files=len(files),
        terms=len(terms.words),
        runs=len(terms.runs),
        making=making,
        auditing=time.process_time() - start,
        hits=len(planted & {hit.file for hit in report.hits}),
        planted=len(planted),
    )


def _word(dice: random.Random) -> str:
    return "".join(dice.choice(_SYLLABLES) for _ in range(dice.randint(1, 4)))


def _name(dice: random.Random) -> str:
    return "".join(dice.choice("bcdfghjklmnprstvwz") + dice.choice("aeiou") for _ in range(4))


def _hidden(count: int, dice: random.Random) -> Iterator[Hidden]:
    for n in range(count):
        if n % 2:
            name = f"{_name(dice).title()} {_name(dice).title()}"
            yield Hidden(f"person/{n}", name, NameKind.PERSON)
        else:
            name = f"{_name(dice).title()} {_name(dice).title()} Ltd"
            yield Hidden(f"company/{n}", name, NameKind.COMPANY)


def _text(words: list[str], dice: random.Random, length: int) -> str:
    sentences = []
    while length > 0:
        some = dice.choices(words, k=min(length, dice.randint(4, 16)))
        sentences.append(" ".join(some).capitalize() + ".")
        length -= len(some)
    return " ".join(sentences)


def _pages(words: list[str], dice: random.Random, size: int) -> Iterator[tuple[str, bytes]]:
    """Yield pages as dense in tags as ours are."""
    number = 0
    while size > 0:
        title = _text(words, dice, 4)
        parts = [
            f'<li class="row" id="h-{dice.choice(words)}"><a href="../themes/{dice.choice(words)}'
            f'.html" title="{dice.choice(words)}">{dice.choice(words)}</a> '
            f"<p>{_text(words, dice, 24)} &amp; <em>{dice.choice(words)}</em></p></li>\n"
            for _ in range(_WORDS_A_PAGE // 30)
        ]
        page = (
            f'<!doctype html><html lang="en"><head><title>{title}</title></head>'
            f"<body><main><h1>{title}</h1><ul>{''.join(parts)}</ul></main></body></html>"
        ).encode()
        yield f"journal/2026-{number:05}.html", page
        number += 1
        size -= len(page)


def _plant(files: dict[str, bytes], terms: Terms, dice: random.Random) -> set[str]:
    """Put a name into a few of the files; return which."""
    names = [term for term in terms.words if term.alias]
    planted = set(dice.sample(sorted(files), min(5, len(files))))
    for path in sorted(planted):
        name = dice.choice(names).text
        files[path] = files[path].replace(b"</main>", f"<p>{name}</p></main>".encode())
    return planted


def as_markdown(costs: Costs) -> str:
    """Return a sentence or two."""
    return (
        f"{costs.megabytes:.1f} MB in {costs.files:,} files, {costs.terms:,} terms and "
        f"{costs.runs:,} private runs of five words: terms made in {costs.making:.1f} s, "
        f"audited in {costs.auditing:.1f} s of CPU time. "
        f"{costs.hits} of {costs.planted} planted names found."
    )
