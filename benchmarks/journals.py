"""Invented journals of any length, the same for the same length and seed."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

THEMES = (
    "short answers", "listening", "planning", "plain words", "asking for help", "numbers",
    "calm under pressure", "eye contact", "preparation", "owning mistakes", "follow-through",
    "examples", "time keeping", "teaching others", "record keeping", "safety", "teamwork",
    "saying no", "writing", "curiosity", "budgets", "feedback to others", "first impressions",
    "hand skills", "prioritising", "patience", "knowing the place", "closing questions",
    "delegation", "humour", "night shifts", "suppliers", "children & parents", "C++ and SQL",
    "reading drawings", "difficult news", "pacing", "salary", "languages", "naïve questions",
)  # fmt: skip

_KINDS = {"interview": 34, "feedback": 30, "reflection": 22, "practice": 14}
_SOURCES = {
    "interview": {"self": 60, "interviewer": 25, "peer": 15},
    "feedback": {"interviewer": 35, "recruiter": 30, "hiring-manager": 25, "mentor": 10},
    "reflection": {"self": 90, "mentor": 10},
    "practice": {"peer": 50, "mentor": 30, "self": 20},
}
_STAGES = {"screen": 30, "skills": 30, "panel": 24, "case": 8, "final": 8}
_OUTCOMES = {"pending": 18, "advanced": 32, "offer": 8, "rejected": 34, "withdrawn": 8}
_ROLES = (
    "Ward nurse", "Bookbinder", "Site manager", "Archivist", "Baker", "Data engineer",
    "Music teacher", "Surveyor", "Stage manager", "Librarian", "Tram driver", "Cooper",
)  # fmt: skip
_PLACES = (
    "Alder", "Brook", "Cinder", "Dover", "Elm", "Fallow", "Gannet", "Heron", "Ivory", "Jasper",
    "Kestrel", "Linden", "Mallow", "Nettle", "Otter", "Plover", "Quarry", "Rowan", "Sorrel",
    "Thistle", "Umber", "Vetch", "Willow", "Yarrow",
)  # fmt: skip
_HOUSES = (
    "Street Clinic", "Works", "Press", "House", "& Daughters", "Yard", "School", "Trust",
    "Bakery", "Lines", "Theatre", "Library", "Foundry", "Mill", "Office", "Rooms",
)  # fmt: skip

_WHO = ("I", "The chair", "The woman on the left", "My old colleague", "The ward sister", "He")
_SAID = ("thought", "said later", "wrote in the margin", "could see", "wondered whether", "knew")
_FACTS = (
    "the second answer wandered before it reached the point",
    "the plan on one sheet of paper did more than the folder",
    "nobody had read the letter that came with the application",
    "counting to three before an answer makes the room slower and kinder",
    "the figures were right and the story around them was not",
    "a question about the rota is a question about trust",
    "the tour of the building told more than the hour at the table",
    "my hands were steady for the practical part and my voice was not",
    "the example from the flood year still carries the whole argument",
    "two of the four questions had been in the advertisement all along",
    "it helps to say what I would leave undone on a bad day",
    "the pause after the last question belonged to them",
    "they wanted to hear about one person and I spoke about a system",
    "the drawing was upside down and we all pretended otherwise",
    "saying that I did not know was the best minute of the morning",
    "the budget line nobody asks about is the one that moves",
    "I had the name of the place wrong once and right ever after",
    "the notes from the last time were in my bag and I never looked",
)
_OPENINGS = (
    "On the bus", "A week later", "Over tea", "By the third question", "Before the door closed",
    "As always", "This time", "With hindsight",
)  # fmt: skip
_TASKS = (
    "ask Ines to hear the two-minute version",
    "put the three examples on one card",
    "ring the office about the start date",
    "time the answer about the flood year",
    "read the annual report as far as the accounts",
    "send a line of thanks before Friday",
    "practise the awkward question aloud",
    "find out who keeps the rota",
    "write the numbers down with their units",
    "visit on an ordinary day",
)
_QUOTES = (
    "You answer well once you have decided to answer.",
    "I would have you in the room for the difficult conversation.",
    "Tell us the ending first and then how you got there.",
    "It was thorough. It was also eleven minutes.",
    "You noticed the porter, and that counts here.",
    "I was not sure what you did and what the team did.",
    "More of the person who asked about the kettle, please.",
)
_SIGNED = ("the chair", "the recruiter", "my mentor", "someone on the panel")
_HEADINGS = (
    "How it went", "The questions", "What they said", "Beforehand", "Things to keep",
    "Things to change", "For next time", "The room", "Odds and ends",
)  # fmt: skip
_STRESSED = ("changed the mood", "cost me", "came easily", "is getting better", "stays with me")
_PAGES = (
    "https://example.org/short-answers", "https://example.com/rota?week=3&shift=late",
    "https://example.net/notes/pauses",
)  # fmt: skip
_CODE = (
    "```sql\nSELECT shift, count(*)\nFROM rota\nWHERE day > '2024-01-01'\nGROUP BY shift;\n```",
    "```python\ndef mean(values):\n    return sum(values) / len(values)\n```",
    "```text\ndesk -> shelf -> repair <- van\n```",
)
_TITLES = {
    "interview": ("{company}: {stage}", "{stage} at {company}", "{role}, {company}: {theme}"),
    "feedback": ("What {company} said on {theme}", "{company} wrote back", "On {theme}"),
    "reflection": ("After {company}", "{theme}, a month on", "Thinking about {theme}"),
    "practice": ("Trying out {theme}", "Mock {stage}: {theme}", "An hour on {theme}"),
}

_LAST_DAY = dt.date(2025, 12, 31)
_MANY = 10_000
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry before it is a file."""

    path: str
    """Below `content/`."""
    title: str
    date: dt.date
    kind: str
    application: str
    company: str
    role: str
    stage: str
    source: str
    outcome: str
    strengths: tuple[str, ...]
    improvements: tuple[str, ...]
    inline: bool
    """Whether themes stand on one line."""
    body: str

    @property
    def slug(self) -> str:
        """Return the file's name without its folder and ending."""
        return self.path.rsplit("/", 1)[-1].removesuffix(".md")

    @property
    def text(self) -> str:
        """Return the file's whole text."""
        head = (
            f"title: {_quoted(self.title)}",
            f"date: {self.date.isoformat()}",
            f"type: {self.kind}",
            f"interview: {self.application}",
            f"company: {_quoted(self.company)}",
            f"role: {self.role}",
            f"stage: {self.stage}",
            f"source: {self.source}",
            f"outcome: {self.outcome}",
            self._themes("strengths", self.strengths),
            self._themes("improvements", self.improvements),
        )
        return "\n".join(("---", *head, "---", "", self.body))

    def _themes(self, key: str, names: Sequence[str]) -> str:
        if self.inline:
            return f"{key}: [{', '.join(map(_quoted, names))}]"
        return "\n".join((f"{key}:", *(f"  - {_quoted(name)}" for name in names)))


@dataclass(frozen=True, slots=True)
class _Round:
    """What entries of one application have in common, on one day."""

    date: dt.date
    company: str
    role: str
    application: str
    outcome: str


def journal(count: int, *, seed: int = 1, words: int = 250) -> tuple[Draft, ...]:
    """Return entries of about `words` words each, in order of time.

    Applications have one to six entries, a company about twelve. Few themes are common and
    most are rare: the n-th is named about 1/n as often as the first.
    """
    rng = random.Random(f"{count} {seed} {words}")
    weights = _falling(len(THEMES), 0.9)
    drafts: list[Draft] = []
    taken: set[str] = set()
    for one in _rounds(rng, count):
        earlier = rng.choice(drafts[-40:]).path if drafts and _happens(rng, 0.5) else ""
        drafts.append(_draft(rng, one, weights, earlier=earlier, words=words, taken=taken))
    return tuple(drafts)


def _quoted(text: str) -> str:
    return text if text.replace(" ", "").isalnum() else f'"{text}"'


def _falling(count: int, steepness: float) -> list[float]:
    return list(itertools.accumulate(1 / rank**steepness for rank in range(1, count + 1)))


def _slug(text: str) -> str:
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in text.lower()).split()
    return "-".join(words)


def _weighted(rng: random.Random, table: dict[str, int]) -> str:
    return rng.choices(tuple(table), tuple(table.values()))[0]


def _happens(rng: random.Random, chance: float) -> bool:
    return rng.random() < chance


def _rounds(rng: random.Random, count: int) -> list[_Round]:
    first = dt.date(2016 if count >= _MANY else 2021, 1, 1)
    span = (_LAST_DAY - first).days
    names = [f"{place} {house}" for house in _HOUSES for place in _PLACES]
    names += [f"{name} {number}" for number in range(2, 2 + count // 4000) for name in names[:384]]
    companies = rng.sample(names, min(max(3, count // 12), len(names)))
    weights = _falling(len(companies), 0.6)
    rounds: list[_Round] = []
    while len(rounds) < count:
        company = rng.choices(companies, cum_weights=weights)[0]
        role = rng.choice(_ROLES)
        day = first + dt.timedelta(days=rng.randint(0, span))
        application = f"{_slug(company)}-{day:%Y-%m}-{_slug(role)}"
        outcome = _weighted(rng, _OUTCOMES)
        length = rng.choices(range(1, 7), (20, 25, 25, 15, 10, 5))[0]
        for _ in range(min(length, count - len(rounds))):
            rounds.append(_Round(min(day, _LAST_DAY), company, role, application, outcome))
            day += dt.timedelta(days=rng.randint(1, 12))
    return sorted(rounds, key=lambda one: one.date)


def _draft(  # noqa: PLR0913 — everything an entry depends on
    rng: random.Random,
    one: _Round,
    weights: Sequence[float],
    *,
    earlier: str,
    words: int,
    taken: set[str],
) -> Draft:
    kind = _weighted(rng, _KINDS)
    stage = _weighted(rng, _STAGES)
    named = _some_themes(rng, weights)
    half = rng.randint(1, len(named) - 1)
    title = rng.choice(_TITLES[kind]).format(
        company=one.company, stage=stage, role=one.role, theme=named[0]
    )
    name = f"{one.date.isoformat()}-{_slug(title)[:_LONGEST_NAME].strip('-')}"
    name = next(n for n in _numbered(name) if n not in taken)
    taken.add(name)
    length = words * min(2.4, max(0.3, rng.lognormvariate(-0.24, 0.45)))
    return Draft(
        path=f"{one.date.year}/{name}.md",
        title=title[0].upper() + title[1:],
        date=one.date,
        kind=kind,
        application=one.application,
        company=one.company,
        role=one.role,
        stage=stage,
        source=_weighted(rng, _SOURCES[kind]),
        outcome=one.outcome,
        strengths=named[:half],
        improvements=named[half:],
        inline=_happens(rng, 0.3),
        body=_body(rng, length, f"../{earlier}" if earlier else ""),
    )


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}-{number}" for number in itertools.count(2))


def _some_themes(rng: random.Random, weights: Sequence[float]) -> tuple[str, ...]:
    """Return two to six themes, each once."""
    count = sum(rng.choices((1, 2, 3), (30, 45, 25), k=2))
    named: dict[str, None] = {}
    while len(named) < count:
        named[rng.choices(THEMES, cum_weights=weights)[0]] = None
    return tuple(named)


def _sentence(rng: random.Random) -> str:
    start = f"{rng.choice(_WHO)} {rng.choice(_SAID)} that"
    if _happens(rng, 0.5):
        start = f"{rng.choice(_OPENINGS)},"
    return f"{start} {rng.choice(_FACTS)}{_ending(rng)}."


def _ending(rng: random.Random) -> str:
    stressed = rng.choice(_STRESSED)
    endings = {
        "": 80,
        f", and that **{stressed}**": 8,
        f"; it *{stressed}*": 8,
        f" ([a page on it]({rng.choice(_PAGES)}))": 4,
    }
    return _weighted(rng, endings)


def _paragraph(rng: random.Random) -> str:
    return " ".join(_sentence(rng) for _ in range(rng.randint(2, 5)))


def _tasks(rng: random.Random) -> str:
    return "\n".join(f"- {task}" for task in rng.sample(_TASKS, rng.randint(3, 5)))


def _steps(rng: random.Random) -> str:
    return "\n".join(f"{n}. {_sentence(rng)}" for n in range(1, rng.randint(3, 5)))


def _quote(rng: random.Random) -> str:
    lines = rng.sample(_QUOTES, rng.randint(1, 2))
    return "\n".join((*(f"> {line}" for line in lines), ">", f"> — {rng.choice(_SIGNED)}"))


def _code(rng: random.Random) -> str:
    return rng.choice(_CODE)


def _table(rng: random.Random) -> str:
    rows = (f"| {name} | {rng.randint(1, 5)} |" for name in rng.sample(THEMES, rng.randint(3, 5)))
    return "\n".join(("| What | Of five |", "| --- | ---: |", *rows))


_BLOCKS: dict[Callable[[random.Random], str], int] = {
    _paragraph: 58,
    _tasks: 16,
    _steps: 10,
    _quote: 16,
}


def _body(rng: random.Random, words: float, earlier: str) -> str:
    """Return Markdown of at least so many words; `earlier` is the entry it refers to."""
    headings = rng.sample(_HEADINGS, len(_HEADINGS))
    blocks = [_paragraph(rng)]
    if earlier:
        blocks.append(f"It goes back to [an earlier one]({earlier}). {_sentence(rng)}")
    if _happens(rng, 0.10):
        blocks.append(_code(rng))
    if _happens(rng, 0.05):
        blocks.append(_table(rng))
    length = sum(len(block.split()) for block in blocks)
    while length < words:
        if headings and _happens(rng, 0.8):
            blocks.append(f"## {headings.pop()}")
        block = rng.choices(tuple(_BLOCKS), tuple(_BLOCKS.values()))[0](rng)
        length += len(block.split())
        blocks.append(block)
    return "\n\n".join(blocks) + "\n"
