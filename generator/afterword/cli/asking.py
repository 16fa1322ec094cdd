"""Why a message makes sense, or does not, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from afterword.insight.messages import Reason
from afterword.insight.requests import MOST_REMINDERS, State
from afterword.insight.situation import Situation

_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "turned-down": "they decided on {day}, and nobody has been asked for feedback yet.",
        "at-work": "somebody who was there saw what you could not.",
        "instead": "if you would rather ask by telephone.",
        "waits": "the request of {day} waits, and a reminder is in place.",
        "again": "the request of {day} still waits; this is the second and last reminder.",
        "unthanked": "{who} told you something on {day}, and no thanks are noted.",
        "practised": "{who} gave you time on {day}, and no thanks are noted.",
        "vague": "you called what was said on {day} vague, and it has settled.",
        "offer": "there is an offer, of {day}.",
        "helped": "you said yes on {day}; who helped you on the way will want to know.",
        "declined": "you said no on {day}, and no thanks are noted.",
        "withdrew": "you stepped back on {day}, and no thanks are noted.",
        "elsewhere": "you said yes to {who} on {day}, and this one still goes on.",
        "talked": "you talked on {day}, and no thanks are noted.",
        "ahead": "a round is ahead, on {day}.",
        "goal": "a goal is easier with somebody to rehearse with.",
        "to-work-on": "there is something to work on that somebody may know well.",
    }
)
_DOUBTS: Mapping[str, str] = MappingProxyType(
    {
        "closed": "the entry says `asked: no`, so this was closed.",
        "asked-already": "they were asked on {day} already; --kind follow-up reminds them.",
        "not-worth-it": "you found that asking is not worth it here.",
        "told-already": "they have told you something already, on {day}; --kind clarify asks more.",
        "long-ago": "it was on {day}; they may not remember much.",
        "goes-on": "the application goes on; feedback is easier to give once they have decided.",
        "no-request": "no request is noted yet (`asked`); --kind request comes first.",
        "answered": "they have answered the request.",
        "over": "the time for a reminder is over, or the entry closed it.",
        "two-are-enough": "two reminders are enough, and the last went out on {day}. "
        "Close it kindly: `replied: no`.",
        "not-due": "it is early for a reminder; from {day} on it is in place.",
        "thanked-already": "thanks are noted already.",
        "no-reply": "no entry holds what somebody told you.",
        "clarified-already": "you have asked about this once.",
        "no-offer": "no entry has `outcome: offer`.",
        "said-yes": "you said yes on {day}; --kind thanks is for those who helped.",
        "ended": "this application ended on {day}.",
        "no-round": "no round has taken place yet.",
    }
)


def reason(found: Reason) -> str:
    """Return why a message makes sense."""
    return _REASONS[found.why].format(day=found.day or "a day not noted", who=found.who or "they")


def doubt(found: Reason) -> str:
    """Return why a message makes little sense."""
    return _DOUBTS[found.why].format(day=found.day or "a day not noted")


def why_nothing(situation: Situation) -> str:
    """Return why no message has to be written now."""
    request = situation.request
    if request and request.state is State.WAITING:
        if request.reminders >= MOST_REMINDERS:
            return "Two reminders are enough. Close it kindly: `replied: no` in the entry."
        return f"They were asked; a reminder is in place from {request.due()} on."
    return "Nothing has to be written now. --kind chooses a message all the same."
