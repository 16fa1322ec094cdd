"""Views of the question bank."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial

from afterword.insight.bank import Banked, bank_of
from afterword.site import addresses
from afterword.site.loop_views import BankRow, QuestionsView
from afterword.site.parts import Parts
from afterword.site.routes import Route
from afterword.site.views import Prose
from afterword.site.years import LONGEST_LIST, of_year, years_of

_ANSWERS = 10
_Bank = tuple[tuple[Banked, ...], tuple[Banked, ...]]


def question_routes(parts: Parts) -> Iterator[Route]:
    """Yield the question bank, and its years when it is long."""

    @cache
    def bank() -> _Bank:
        entries = [e for e in parts.index.journal.entries if e.questions]
        return (
            bank_of(entries, parts.questions),
            bank_of(entries, parts.questions, forgotten=True),
        )

    yield Route(addresses.QUESTIONS, "questions.html", partial(_questions_view, bank, parts, 0))
    # Made only when a page is asked for, unless there may be so many that they need years.
    if sum(len(e.questions) for e in parts.index.journal.entries) <= LONGEST_LIST:
        return
    for ref in years_of(_together(bank()), addresses.QUESTIONS):
        make = partial(_questions_view, bank, parts, int(ref.title))
        yield Route(ref.url, "questions.html", make)


def _together(bank: _Bank) -> Sequence[Banked]:
    """Return all questions in order of time, undated ones last."""
    return sorted(
        (one for questions in bank for one in questions),
        key=lambda one: (one.date is None, one.date or dt.date.max),
    )


def _questions_view(bank_of_all: Callable[[], _Bank], parts: Parts, year: int) -> QuestionsView:
    home = addresses.QUESTIONS
    bank = bank_of_all()
    together = _together(bank)
    asked, forgotten = (
        [one for one in of_year(together, year) if id(one) in wanted]
        for wanted in (frozenset(map(id, questions)) for questions in bank)
    )
    return QuestionsView(
        page=parts.page(addresses.year(home, year) if year else home, "", "questions"),
        year=year,
        asked=tuple([bank_row(one, parts) for one in worst_first(asked)]),
        forgotten=tuple([bank_row(one, parts) for one in reversed(forgotten)]),
        years=years_of(together, home),
    )


def worst_first(questions: Sequence[Banked]) -> Sequence[Banked]:
    """Return questions as one goes over them: badly, then often, then new ones first."""
    newest_first = list(reversed(questions))
    return sorted(newest_first, key=lambda one: (one.rank, -len(one.asked)))


def bank_row(one: Banked, parts: Parts) -> BankRow:
    """Return a question with its answers."""
    newest = one.asked[-1]
    views = [
        parts.asked(asked.entry)[asked.entry.questions.index(asked.question)]
        for asked in reversed(one.asked[-_ANSWERS:])
    ]
    stages = (asked.entry.stage.text for asked in reversed(one.asked) if asked.entry.stage)
    return BankRow(
        key=one.key,
        question=Prose(one.name) if one.name else parts.prose(newest.question.text, newest.entry),
        date=one.date,
        went=one.went,
        times=len(one.asked),
        answers=tuple(views),
        stages=tuple(dict.fromkeys(stages)),
    )
