"""The agenda in words: its page, and its lines wherever they stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from types import MappingProxyType

from afterword.insight.agenda import Line
from afterword.insight.endings import is_open
from afterword.insight.messages import values_to_mark
from afterword.insight.requests import Request, State
from afterword.journal.model import Entry
from afterword.site import addresses
from afterword.site.loop_views import AgendaView, Heard, RequestView, Todo
from afterword.site.parts import Parts
from afterword.site.routes import Route
from afterword.site.views import Ref
from afterword.site.wording import Term, Value, sentence

_STEP_WORDS = 90
"""Characters of a step that a line shows."""
_BY_DAY = frozenset(("asked", "thanked", "clarified"))
"""Keys that are closed by the day on which it was done."""
_CLOSES = MappingProxyType(
    {
        "replied": "replied: no",
        "follow up": "follow up: no",
        "status": "status: done",
        "outcome": "outcome:",
        "strengths": "strengths:",
        "kind": "kind: reflection",
        "[x]": "[x]",
    }
)


def agenda_routes(parts: Parts) -> Iterator[Route]:
    """Yield the agenda."""
    yield Route(addresses.AGENDA, "agenda.html", partial(_agenda_view, parts))


def _agenda_view(parts: Parts) -> AgendaView:
    lines = [todo(line, parts) for line in parts.agenda.lines]
    return AgendaView(
        page=parts.page(addresses.AGENDA, "", "agenda"),
        today=parts.today,
        now=tuple(line for line in lines if line.when != "later"),
        later=tuple(sorted((x for x in lines if x.when == "later"), key=lambda x: x.date)),
    )


def todo(line: Line, parts: Parts) -> Todo:
    """Return a line of the agenda in words."""
    entry = line.entry
    values: dict[str, Value] = {"title": entry.title}
    if line.reason in ("interview", "appointment"):
        where = [entry.stage.text] if entry.stage else []
        at = f"{entry.time:%H:%M}" if entry.time else ""
        values |= {"stage": Term(where[0], "stage") if where else "", "time": at}
    if line.reason == "alert":
        values["alert"] = Term(line.word, "alert")
    if line.action:
        values["step"] = _shortened(line.action.text)
    if line.word and line.reason != "alert":
        values["who"] = line.word
    if entry.date:
        values["day"] = entry.date
    called = _called(line, parts)
    values["company"] = called
    return Todo(
        kind=line.kind,
        date=line.date,
        when=_when(line.date, parts.today),
        year=line.date.year != parts.today.year,
        text=sentence(f"agenda.text.{_text_key(line, called)}", None, **values),
        ref=_leads_to(line, parts),
        why=sentence(f"agenda.why.{_why_key(line, parts)}", None, **values),
        closes=_closes(line, parts.today),
    )


def _when(day: dt.date, today: dt.date) -> str:
    if day == today:
        return "today"
    return "later" if day > today else "since"


def _text_key(line: Line, called: str) -> str:
    if not called and line.reason in ("nudge", "again", "close", "clarify"):
        return f"{line.reason}_nobody"
    if line.reason == "interview":
        stage = line.entry.stage
        told = stage is None or stage.text.casefold() in line.entry.title.casefold()
        return "interview" if told else "interview_stage"
    if line.reason in ("thank", "partner"):
        return line.reason if line.word else f"{line.reason}_nobody"
    return line.reason


def _why_key(line: Line, parts: Parts) -> str:
    if line.reason == "interview":
        prepared = bool(line.entry.application) and _is_open(line.entry, parts)
        return "interview_prepared" if prepared else "interview"
    if line.reason == "step" and line.date < parts.today:
        return "step_late"
    return line.reason


def _is_open(entry: Entry, parts: Parts) -> bool:
    return is_open(parts.index.applications[entry.application], parts.today)


def _called(line: Line, parts: Parts) -> str:
    """Return whom a line is about: the company, else who gave it or was there; may be empty.

    A remark is asked about where it came from.
    """
    entry = line.entry
    application = parts.index.journal.applications.get(entry.application)
    if application and not (line.kind == "clarify" and entry.givers):
        return application.company or application.name
    return ", ".join(person.name for person in (entry.givers or entry.present)[:2])


def _leads_to(line: Line, parts: Parts) -> Ref:
    entry = line.entry
    if line.reason == "interview" and entry.application and _is_open(entry, parts):
        return Ref(addresses.prepare(entry.application), entry.title)
    if line.kind == "check-in":
        return Ref(f"{addresses.GOALS}#{addresses.goal_anchor(entry.slug)}", entry.title)
    return parts.ref(entry)


def _closes(line: Line, today: dt.date) -> str:
    if line.key in _BY_DAY:
        days = values_to_mark(line.entry, line.key, today)
        said = ", ".join(days)
        return f"{line.key}: {said if len(days) == 1 else f'[{said}]'}"
    if line.key == "goal":
        return f"afterword new check-in --goal {line.entry.slug}"
    return _CLOSES.get(line.key, "")


def _shortened(text: str) -> str:
    """Return the first line of a step, cut between words."""
    first = text.strip().split("\n", 1)[0]
    if len(first) <= _STEP_WORDS:
        return first
    return first[:_STEP_WORDS].rpartition(" ")[0] + " …"


def request_views(application: str, parts: Parts) -> tuple[RequestView, ...]:
    """Return the requests for feedback in an application, in order of time."""
    found = parts.requests.get(application, ())
    return tuple([_request_view(request, parts) for request in found])


def _request_view(request: Request, parts: Parts) -> RequestView:
    return RequestView(
        asked=request.first,
        reminders=tuple([day for day, _ in request.asked[1:]]),
        reply=request.reply.day if request.reply else None,
        answer=parts.ref(request.reply.entry) if request.reply else None,
        thanked=request.thanked,
        state=request.state,
    )


def heard(parts: Parts) -> Heard:
    """Return how many requests were made, answered, and are waiting."""
    states = [r.state for requests in parts.requests.values() for r in requests]
    return Heard(len(states), states.count(State.ANSWERED), states.count(State.WAITING))
