"""Which message makes sense now, why, and what it is made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from afterword.insight.requests import (
    MOST_REMINDERS,
    Request,
    State,
    days_of,
    heard_on,
    is_told,
    says_no,
    wants_no_request,
)
from afterword.insight.situation import Situation
from afterword.journal.model import Entry, Kind, Person, Polarity
from afterword.journal.values import read_yes_no

KINDS = (
    *("request", "follow-up", "clarify", "thanks", "thanks-interview", "call"),
    *("mentor", "practice", "accept", "decline", "withdraw"),
)
SHEETS = ("call", "practice")
"""Kinds that nobody reads as a mail: they may be longer."""
FRESH_DAYS, LATE_DAYS = 14, 60
"""After a round or an ending, as long as thanks are in place; as long as people remember."""
_MARKS: Mapping[str, str] = MappingProxyType(
    {"request": "asked", "follow-up": "asked", "clarify": "clarified"}
)
_UNMARKED = ("call", "mentor", "practice", "accept")
_HELPING = ("mentor", "friend")


class Reason(NamedTuple):
    """Why a message makes sense, or why it does not."""

    kind: str
    """Of the message."""
    why: str
    """A word for the sentence that says it: `turned-down`, `waits`."""
    day: dt.date | None = None
    who: str = ""


def sensible(situation: Situation) -> tuple[Reason, ...]:
    """Return the messages that make sense now, the first one first."""
    return tuple(_sensible(situation))


def choose(situation: Situation) -> Reason | None:
    """Return the message to write now; None when nothing has to be written."""
    return next((r for r in sensible(situation) if r.kind not in ("call", "mentor")), None)


def doubt_about(kind: str, situation: Situation) -> Reason | None:
    """Return why a kind of message makes little sense now; None when it does."""
    if any(reason.kind == kind for reason in sensible(situation)):
        return None
    why = _DOUBTS.get(kind, _no_doubt)(situation)
    return Reason(kind, *why) if why else None


def unsettled_until(situation: Situation) -> dt.date | None:
    """Return the day from which what was said can be asked about; None when that is today."""
    reply = unclear(situation)
    return reply.settles if reply and situation.is_settling(reply) else None


def unclear(situation: Situation) -> Entry | None:
    """Return what to ask about: the newest that is vague, settled before not, else the newest."""
    vague = [e for e in situation.replies if is_vague(e) and not says_clarified(e)]
    vague.sort(key=situation.is_settling)
    return next(iter((*vague, *situation.replies)), None)


def is_vague(entry: Entry) -> bool:
    """Tell whether the author calls feedback vague."""
    return " ".join(entry.text_of("clarity").split()).lower() == "vague"


def says_clarified(entry: Entry) -> bool:
    """Tell whether somebody was asked what they meant."""
    return "clarified" in entry.reading.fields


def field_of(kind: str) -> str:
    """Return the field that keeps that a message was sent; empty when none does."""
    return "" if kind in _UNMARKED else _MARKS.get(kind, "thanked")


def marked_entry(kind: str, situation: Situation) -> Entry:
    """Return the entry that keeps that a message was sent."""
    request = situation.request
    match kind:
        case "follow-up" if request:
            return request.asked[0].entry
        case "clarify":
            return unclear(situation) or situation.entry
        case "thanks" if not is_for_helpers(situation):
            return unthanked(situation) or next(iter(situation.replies), situation.entry)
        case "thanks-interview" if situation.rounds:
            return situation.rounds[0]
        case _ if situation.application and situation.outcome:
            return situation.outcome
    return situation.entry


def unthanked(situation: Situation) -> Entry | None:
    """Return the newest words of somebody's, or practice with somebody, that lack thanks."""
    named = situation.named
    if named and named.kind is Kind.PRACTICE:
        return named if named.people and not situation.is_done("thanked", named.date) else None
    reply = next(iter(situation.replies), None)
    return reply if reply and not situation.is_done("thanked", _heard(reply, situation)) else None


def is_for_helpers(situation: Situation) -> bool:
    """Tell whether thanks are for those who helped on the way to a yes."""
    named = situation.named
    if situation.result != "accepted" or (
        named and (is_told(named) or named.kind is Kind.PRACTICE)
    ):
        return False
    return _may_thank_helpers(situation) or not unthanked(situation)


def helpers(situation: Situation) -> tuple[Person, ...]:
    """Return who rehearsed, advised or listened on the way to the outcome, the last one first.

    Practice, and words of mentors and friends, that belong to no other application and are from
    its time, or from the weeks before its outcome.
    """
    last = situation.outcome
    if not last or not last.date:
        return ()
    begun = min(e.date for e in situation.together if e.date)
    begun = min(begun, last.date - min(dt.timedelta(LATE_DAYS), last.date - dt.date.min))
    found: dict[str, Person] = {}
    for entry in reversed(situation.index.journal.entries):
        here = entry.counted and entry.application in ("", last.application)
        if here and entry.date and begun <= entry.date <= last.date and _is_help(entry):
            found.update({person.key: person for person in entry.givers or entry.people})
    return tuple(found.values())


def _is_help(entry: Entry) -> bool:
    by_helper = any(source.known in _HELPING for source in entry.sources)
    return entry.kind is Kind.PRACTICE or by_helper


def _may_thank_helpers(situation: Situation) -> bool:
    """Tell whether a yes is fresh, and nobody was thanked since."""
    day = situation.outcome.date if situation.outcome else None
    return _within(day, situation, FRESH_DAYS) and not situation.is_done("thanked", day)


def _sensible(situation: Situation) -> Iterator[Reason]:
    yield from _of_endings(situation)
    reply = unthanked(situation)
    if is_for_helpers(situation):
        if situation.outcome and _may_thank_helpers(situation):
            yield Reason("thanks", "helped", situation.outcome.date)
    elif reply and _within(_heard(reply, situation), situation, LATE_DAYS):
        who = next((p.name for p in (*reply.givers, *reply.people)), "")
        why = "practised" if reply.kind is Kind.PRACTICE else "unthanked"
        yield Reason("thanks", why, _heard(reply, situation), who)
    vague = unclear(situation)
    if vague and _is_to_be_asked(vague, situation):
        yield Reason("clarify", "vague", _heard(vague, situation))
    yield from _of_requests(situation)
    yield from _of_rounds(situation)
    settled = [e for e in situation.entries if not situation.is_settling(e)]
    if any(p.polarity is Polarity.IMPROVEMENT for e in settled for p in e.points):
        yield Reason("mentor", "to-work-on")


def _is_to_be_asked(reply: Entry, situation: Situation) -> bool:
    day = _heard(reply, situation)
    fresh = _within(day, situation, LATE_DAYS) and not unsettled_until(situation)
    return fresh and is_vague(reply) and not says_clarified(reply)


def _heard(reply: Entry, situation: Situation) -> dt.date | None:
    return heard_on(reply, situation.today)


def _within(day: dt.date | None, situation: Situation, days: int) -> bool:
    """Tell whether a day is at most so many days ago."""
    return day is None or (situation.today - day).days <= days


def _of_endings(situation: Situation) -> Iterator[Reason]:
    day = situation.outcome.date if situation.outcome else None
    told = situation.is_done("thanked", day) or not _within(day, situation, FRESH_DAYS)
    match situation.result:
        case "offer":
            yield Reason("accept", "offer", day)
            yield Reason("decline", "offer", day)
        case "turned it down" if not told:
            yield Reason("decline", "declined", day)
        case "withdrew" if not told:
            yield Reason("withdraw", "withdrew", day)
    elsewhere = situation.accepted_elsewhere()
    if elsewhere:
        yield Reason("withdraw", "elsewhere", elsewhere.date, elsewhere.company)


def _of_requests(situation: Situation) -> Iterator[Reason]:
    request = situation.request
    if request and request.state is State.WAITING:
        if request.reminders < MOST_REMINDERS and request.due() <= situation.today:
            yield Reason("follow-up", "again" if request.reminders else "waits", request.first)
    elif _may_ask(situation, request):
        day = situation.outcome.date if situation.outcome else situation.entry.date
        yield Reason("request", "turned-down" if situation.application else "at-work", day)
        yield Reason("call", "instead")


def _may_ask(situation: Situation, request: Request | None) -> bool:
    if wants_no_request(situation.entries):
        return False
    if not situation.application:
        mine = situation.entry.kind not in (Kind.GOAL, Kind.CHECK_IN, Kind.PRACTICE)
        fresh = _within(situation.entry.date, situation, LATE_DAYS)
        return mine and fresh and not request and not situation.told
    last = situation.outcome
    if situation.result != "rejected" or last is None or last.date is None:
        return False
    asked = request is not None and request.asked[-1].day >= last.date
    told = any(e.date and e.date >= last.date and e.points for e in situation.told)
    return _within(last.date, situation, LATE_DAYS) and not asked and not told


def _of_rounds(situation: Situation) -> Iterator[Reason]:
    newest = next(iter(situation.rounds), None)
    if newest and newest.date and situation.result in ("", "pending", "advanced"):
        fresh = _within(newest.date, situation, FRESH_DAYS)
        if fresh and situation.application and not situation.is_done("thanked", newest.date):
            yield Reason("thanks-interview", "talked", newest.date)
    if situation.ahead:
        yield Reason("practice", "ahead", situation.ahead[0].date)
    elif situation.entry.kind is Kind.GOAL and not situation.application:
        yield Reason("practice", "goal")


_Why = tuple[str, dt.date | None] | None
_THANKED = "thanked-already", None


def _no_doubt(_: Situation) -> _Why:
    return None


def _about_request(situation: Situation) -> _Why:
    if any(says_no(entry, "asked") for entry in situation.entries):
        return "closed", None
    if situation.request:
        return "asked-already", situation.request.asked[-1].day
    if situation.worth_asking is False:
        return "not-worth-it", None
    if situation.replies:
        return "told-already", _heard(situation.replies[0], situation)
    if situation.application and situation.result != "rejected":
        return "goes-on", None
    return "long-ago", situation.entry.date


def _about_follow_up(situation: Situation) -> _Why:
    request = situation.request
    if request is None:
        return "no-request", None
    if request.state is not State.WAITING:
        return ("answered" if request.reply else "over"), request.asked[-1].day
    if request.reminders >= MOST_REMINDERS:
        return "two-are-enough", request.asked[-1].day
    return "not-due", request.due()


def _about_thanks(situation: Situation) -> _Why:
    last = situation.outcome
    if last and is_for_helpers(situation):
        return _THANKED if situation.is_done("thanked", last.date) else ("long-ago", last.date)
    if not situation.replies:
        return "no-reply", None
    day = _heard(situation.replies[0], situation)
    return ("long-ago", day) if unthanked(situation) else _THANKED


def _about_clarify(situation: Situation) -> _Why:
    reply = unclear(situation)
    if reply is None:
        return "no-reply", None
    if says_clarified(reply):
        return "clarified-already", None
    day = _heard(reply, situation)
    return None if _within(day, situation, LATE_DAYS) else ("long-ago", day)


def _about_offer(situation: Situation) -> _Why:
    last = situation.outcome
    if situation.result == "accepted" and last:
        return "said-yes", last.date
    return "no-offer", None


def _about_withdraw(situation: Situation) -> _Why:
    last = situation.outcome
    ended = situation.result in ("rejected", "accepted", "withdrew", "turned it down", "cancelled")
    return ("ended", last.date) if ended and last else None


def _about_interview(situation: Situation) -> _Why:
    return None if situation.rounds else ("no-round", None)


_DOUBTS: Mapping[str, Callable[[Situation], _Why]] = MappingProxyType(
    {
        "request": _about_request,
        "follow-up": _about_follow_up,
        "thanks": _about_thanks,
        "clarify": _about_clarify,
        "accept": _about_offer,
        "decline": _about_offer,
        "withdraw": _about_withdraw,
        "thanks-interview": _about_interview,
    }
)


def values_to_mark(entry: Entry, field: str, today: dt.date) -> Sequence[str]:
    """Return what a field says once a message was sent today: the days so far, and today."""
    so_far = [span.text for span in entry.reading.fields.get(field, ())]
    days = [text for text in so_far if read_yes_no(text) is None]
    there = any(day == today for day, _ in days_of(entry, field))
    return days if there else [*days, str(today)]
