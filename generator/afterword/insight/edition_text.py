"""An entry as a reader may see it, written anew from what was chosen, cut and renamed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Sequence
from types import MappingProxyType
from typing import NamedTuple, Protocol

from afterword.config import ReaderSettings
from afterword.diagnostics import Diagnostic
from afterword.fields import Vocabulary
from afterword.insight.choosing import Choice, Chosen
from afterword.insight.edition_links import Attached, Rewriter, without_quotes
from afterword.insight.labels import Labels, company_identity, person_identity
from afterword.insight.names import Names
from afterword.journal.model import Entry, Evidence, Giver, Journal, Point, Polarity, Theme
from afterword.journal.reading import sections_of
from afterword.journal.writing import (
    Asked,
    Part,
    Said,
    Todo,
    front_matter,
    question_text,
    remark_text,
    step_text,
)
from afterword.journal.writing import body_text as written_body

_HEADINGS = MappingProxyType(
    {
        "strengths": "What went well",
        "improvements": "To improve",
        "questions": "Questions",
        "forgotten": "Questions I meant to ask",
        "steps": "Next steps",
    }
)
_NEVER = frozenset(("research",))
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


class Shown(NamedTuple):
    """A file of the edition."""

    path: str
    text: str


class Words(Protocol):
    """What an edition says in words of the interface."""

    def title(self, kind: str, day: dt.date) -> str:
        """Return what an entry is called that may not keep its title: by kind and month."""

    def label(self, noun: str, letter: str) -> str:
        """Return what stands in a name's place: `company`, `B` → "company B"."""


class _Plan(NamedTuple):
    """What an entry is called in the edition."""

    path: str
    date: dt.date
    title: str


class Cutter:
    """Writes the entries of one edition; lives as long as it is made."""

    def __init__(  # noqa: PLR0913, PLR0917
        self,
        journal: Journal,
        reader: ReaderSettings,
        names: Names,
        labels: Labels,
        words: Words,
        choice: Choice,
        vocabulary: Vocabulary,
        attached: Attached,
        reply_to: str,
        withheld: Collection[tuple[str, int]],
    ) -> None:
        self._journal = journal
        self._show = reader.show
        self._names = names
        self._labels = labels
        self._words = words
        self._vocabulary = vocabulary
        self._applications: dict[str, str] = {}
        self._withheld = withheld
        pages: dict[str, tuple[str, str]] = {}
        self._rewriter = Rewriter(
            journal=journal,
            pages=pages,
            application=self._application,
            attached=attached,
            files=reader.files,
            pictures="pictures" in reader.show,
            links="links" in reader.show,
            names=names,
            reply_to=reply_to,
            allowed=[one.term for one in reader.allow if one.reason.strip()],
            another=words.label("entry", ""),
        )
        self._plans = self._planned(choice)
        for one in choice.chosen:
            if not one.only:
                plan = self._plans[one.entry.slug]
                pages[one.entry.slug] = (plan.path, plan.title)
        self.cut_away: list[str] = []
        self.near: list[str] = []

    @property
    def problems(self) -> Sequence[Diagnostic]:
        """Errors for which nothing may be shared."""
        return tuple(dict.fromkeys(self._rewriter.problems))

    @property
    def attached(self) -> dict[str, str]:
        """Path below `content/` → name in the edition."""
        return self._rewriter.attached

    def cut(self, one: Chosen) -> Shown:
        """Return what a reader may see of an entry, as a file."""
        plan = self._plans[one.entry.slug]
        if one.only:
            return self._points_alone(one, plan)
        quote = one.entry.text_of("quote").strip().lower() or "paraphrase"
        bare = quote == "no"
        values = self._facts(one.entry, plan, bare=bare)
        if bare:
            values["title"] = self._words.title(one.entry.kind.value, plan.date)
        body = (
            "" if bare else self._body(one.entry, quotes=quote == "ok" and "quotes" in self._show)
        )
        return Shown(plan.path, front_matter(values) + body)

    def _planned(self, choice: Choice) -> dict[str, _Plan]:
        """Return paths, days and titles. Without `days` the n-th day of a month stands for it."""
        months: dict[tuple[int, int], dict[dt.date, int]] = {}
        taken: dict[str, int] = {}
        plans: dict[str, _Plan] = {}
        for entry, only in choice.chosen:
            day = entry.date or dt.date.min
            if "days" not in self._show:
                days = months.setdefault((day.year, day.month), {})
                day = day.replace(day=days.setdefault(day, len(days) + 1))
            name = f"{day}-{entry.kind.value}"
            count = taken[name] = taken.get(name, 0) + 1
            path = f"{name}-{count}.md" if count > 1 else f"{name}.md"
            title = "" if only else self._title(entry)
            plans[entry.slug] = _Plan(path, day, title or self._words.title(entry.kind.value, day))
        return plans

    def _title(self, entry: Entry) -> str:
        """Return a title that says no more than it may; empty when none does."""
        given = "title" in entry.reading.fields or entry.reading.heading is not None
        if self._names.find(entry.title).names or not (given or "companies" in self._show):
            return ""
        return self._rewriter.line(entry.title, entry)

    def _application(self, slug: str) -> str:
        """Return what an application is called."""
        if slug not in self._applications:
            self._applications[slug] = self._new_application(slug)
        return self._applications[slug]

    def _new_application(self, slug: str) -> str:
        application = self._journal.applications[slug]
        identity = company_identity(application.company)
        if "companies" in self._show:
            if "roles" in self._show or not application.role:
                return self._renamed(application.name)
            name = self._renamed(application.company)
        elif self._labels.hides(identity):
            name = self._labels.instead_of(application.company, identity)
        else:
            name = ""
        if not name:
            return self._labels.of_other("application", slug)
        same = [given for given in self._applications.values() if given.startswith(name)]
        return f"{name} ({len(same) + 1})" if same else name

    def _renamed(self, text: str) -> str:
        found = self._names.find(text)
        self.near += [text[one.start : one.end] for one in found.near]
        return self._labels.replace(text, self._names)

    def _clean(self, text: str, entry: Entry, *, quotes: bool) -> str:
        """Return Markdown with references resolved and names replaced."""
        if not quotes:
            text, said = without_quotes(text)
            self.cut_away += [said] if said else []
        return self._renamed(self._rewriter.rewritten(text, entry)).strip("\n")

    def _facts(self, entry: Entry, plan: _Plan, *, bare: bool) -> dict[str, str | Sequence[str]]:
        show, text = self._show, entry.text_of
        judged = {point.theme.key for point in entry.points if point.theme}
        values: dict[str, str | Sequence[str]] = {
            "kind": entry.kind.value,
            "date": plan.date.isoformat(),
            "title": plan.title,
            "lang": text("lang") if _LANGUAGE.fullmatch(text("lang")) else "",
            "stage": self._value(entry.stage.text, entry) if entry.stage else "",
            "source": [self._value(source.text, entry) for source in entry.sources],
            "by": [self._person(person.name) for person in entry.givers],
            "strengths": self._listed(entry, Polarity.STRENGTH, bare=bare),
            "improvements": self._listed(entry, Polarity.IMPROVEMENT, bare=bare),
            "themes": [t.name for t in entry.themes if t.key not in judged and not t.private],
        }
        if entry.application:
            values["interview"] = self._application(entry.application)
            if "companies" in show:
                values["company"] = self._renamed(entry.company)
            if "roles" in show:
                values["role"] = self._value(entry.role, entry)
        if bare:
            return values
        values["measure"] = self._value(text("measure"), entry)
        values["status"] = self._value(text("status"), entry)
        values["occasion"] = self._occasion(text("occasion"))
        if "people" in show:
            values["with"] = [self._renamed(person.name) for person in entry.present]
        if "outcomes" in show:
            values["outcome"] = self._value(entry.outcome.text, entry) if entry.outcome else ""
            values["reason"] = self._value(text("reason"), entry)
        if "feelings" in show:
            values["feelings"] = [
                self._value(span.text, entry) for span in entry.reading.fields.get("feelings", ())
            ]
        if "days" in show:
            values["time"] = f"{entry.time:%H:%M}" if entry.time else ""
            values["due"] = text("due")
        values["about"] = self._stem(entry.about)
        values["goal"] = [stem for goal in entry.goals if (stem := self._stem(goal))]
        return values

    def _value(self, text: str, entry: Entry) -> str:
        """Return a line of the front matter as the reader may see it."""
        return self._renamed(self._rewriter.line(text, entry))

    def _stem(self, slug: str) -> str:
        plan = self._plans.get(slug)
        return plan.path.removesuffix(".md") if plan else ""

    def _occasion(self, text: str) -> str:
        if not text or "companies" in self._show:
            return self._renamed(text)
        return self._labels.of_other("occasion", text)

    def _person(self, name: str) -> str:
        identity = person_identity(name)
        return self._labels.instead_of(name, identity) if self._labels.hides(identity) else name

    def _listed(self, entry: Entry, polarity: Polarity, *, bare: bool) -> list[str]:
        """Return the themes that front matter names one way, and those only private words name."""
        themes: dict[str, Theme] = {}
        for point in entry.points:
            theme = point.theme
            if theme is None or theme.private or point.polarity is not polarity:
                continue
            if bare or not point.evidence:
                themes[theme.key] = theme
        return [theme.name for theme in themes.values()]

    def _body(self, entry: Entry, *, quotes: bool) -> str:
        self.cut_away += entry.reading.research
        parts: list[Part] = []
        done: set[str] = set()
        for section in sections_of(entry, self._vocabulary):
            if section.role in _NEVER:
                self.cut_away += [part.text for part in section.parts]
                continue
            text = "\n\n".join(part.text for part in section.parts)
            shown = self._clean(text, entry, quotes=quotes)
            if section.role in _HEADINGS and section.role not in done:
                done.add(section.role)
                items = self._items(entry, section.role, quotes=quotes)
                shown = "\n\n".join(filter(None, (shown, *items)))
            heading = self._clean(section.heading, entry, quotes=True)
            if shown or (heading and not section.role):
                parts.append(Part(_HEADINGS.get(section.role, heading), shown))
        return written_body(parts)

    def _items(self, entry: Entry, role: str, *, quotes: bool) -> Iterator[str]:
        if role in ("strengths", "improvements"):
            polarity = Polarity.STRENGTH if role == "strengths" else Polarity.IMPROVEMENT
            yield from self._remarks(entry, polarity, quotes=quotes)
        elif role == "steps":
            yield from self._steps(entry)
        else:
            for question in entry.questions:
                if question.forgotten is (role == "forgotten"):
                    texts = (question.text, question.answer, question.better)
                    cleaned = [self._clean(text, entry, quotes=quotes) for text in texts]
                    asked, answer, better = cleaned
                    yield question_text(Asked(asked, answer, better, question.went))

    def _remarks(self, entry: Entry, polarity: Polarity, *, quotes: bool) -> Iterator[str]:
        groups = _grouped(entry.points, polarity)
        for (evidence, giver), themes in groups.items():
            if self._is_withheld(entry, evidence):
                self.cut_away += (evidence.text, *evidence.quotes)
                continue
            text = self._clean(evidence.text, entry, quotes=quotes)
            words = [self._clean(q, entry, quotes=True) for q in evidence.quotes] if quotes else []
            if not quotes:
                self.cut_away += evidence.quotes
            named = tuple([theme.name for theme in themes if theme and not theme.private])
            if text or words or named:
                yield remark_text(Said(named, text, tuple(words), self._giver(giver, entry)))

    def _giver(self, giver: Giver, entry: Entry) -> str:
        """Return who signs a bullet; empty when the entry's giver does."""
        if giver.person is None:
            same = [source.name for source in entry.sources] == [giver.source.name]
            return "" if same else giver.source.text
        if entry.givers == (giver.person,):
            return ""
        return self._person(giver.person.name)

    def _steps(self, entry: Entry) -> Iterator[str]:
        days = "days" in self._show
        for action in entry.actions:
            text = self._clean(action.text, entry, quotes=False)
            by, finished = (action.by, action.finished) if days else (None, None)
            yield step_text(Todo(text, action.done, by, finished, ()))

    def _is_withheld(self, entry: Entry, evidence: Evidence) -> bool:
        """Tell whether a bullet is about private themes alone."""
        return (entry.path, evidence.line) in self._withheld

    def _points_alone(self, one: Chosen, plan: _Plan) -> Shown:
        """Return the points on the themes that an entry was chosen by: nothing else of it."""
        entry = one.entry
        quote = entry.text_of("quote").strip().lower() or "paraphrase"
        quotes = quote == "ok" and "quotes" in self._show
        points = [p for p in entry.points if p.theme and p.theme.key in one.only]
        points = [p for p in points if p.theme and not p.theme.private]
        values: dict[str, str | Sequence[str]] = {
            "kind": entry.kind.value,
            "date": plan.date.isoformat(),
            "title": plan.title,
            "source": [self._value(source.text, entry) for source in entry.sources],
        }
        parts: list[Part] = []
        for polarity, field in (
            (Polarity.STRENGTH, "strengths"),
            (Polarity.IMPROVEMENT, "improvements"),
        ):
            mine = [p for p in points if p.polarity is polarity]
            values[field] = list(dict.fromkeys(p.theme.name for p in mine if p.theme))
            bullets: list[str] = []
            for (evidence, _), themes in _grouped(mine, polarity).items():
                if quote == "no" or self._is_withheld(entry, evidence):
                    continue
                text = self._clean(evidence.text, entry, quotes=quotes)
                words = tuple([self._clean(q, entry, quotes=True) for q in evidence.quotes])
                named = tuple([theme.name for theme in themes if theme])
                bullets.append(remark_text(Said(named, text, words if quotes else (), "")))
            parts.append(Part(_HEADINGS[field] if bullets else "", "\n".join(bullets)))
        return Shown(plan.path, front_matter(values) + written_body(parts))


def _grouped(
    points: Sequence[Point], polarity: Polarity
) -> dict[tuple[Evidence, Giver], list[Theme | None]]:
    """Return each bullet of one polarity with the themes it names, in the order written."""
    groups: dict[tuple[Evidence, Giver], list[Theme | None]] = {}
    for point in points:
        if point.polarity is polarity:
            for evidence in point.evidence:
                groups.setdefault((evidence, point.giver), []).append(point.theme)
    return dict(sorted(groups.items(), key=lambda one: one[0][0].line))
