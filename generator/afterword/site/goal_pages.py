"""Views of goals."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from afterword.insight.goals import Goal, since
from afterword.journal.model import Action, Entry
from afterword.site import addresses
from afterword.site.loop_views import GoalsView, GoalView
from afterword.site.parts import Parts
from afterword.site.routes import Route
from afterword.site.views import StepView
from afterword.site.wording import Sentence, sentence


def goal_routes(parts: Parts) -> Iterator[Route]:
    """Yield the page of goals."""
    yield Route(addresses.GOALS, "goals.html", partial(_goals_view, parts))


def _goals_view(parts: Parts) -> GoalsView:
    goals = [(goal.at_work, _goal_view(goal, parts)) for goal in parts.agenda.goals]
    return GoalsView(
        page=parts.page(addresses.GOALS, "", "goals"),
        at_work=tuple(view for at_work, view in goals if at_work),
        rest=tuple(view for at_work, view in goals if not at_work),
    )


def _goal_view(goal: Goal, parts: Parts) -> GoalView:
    entry = goal.entry
    due = goal.next_check()
    said = since(goal, parts.index, parts.today)
    return GoalView(
        ref=parts.ref(entry),
        anchor=addresses.goal_anchor(entry.slug),
        status=goal.status,
        set_on=entry.date,
        measure=entry.text_of("measure"),
        every=entry.text_of("every"),
        due=goal.deadline,
        next=due,
        late=due is not None and due < parts.today,
        themes=tuple([parts.theme_ref(theme) for theme in entry.themes]),
        steps=tuple([step_view(step.action, step.entry, parts) for step in goal.steps]),
        check_ins=tuple([parts.line(e) for e in reversed(goal.check_ins)]),
        worked=tuple([parts.line(e) for e in reversed(goal.worked)]),
        since=_since(goal, parts),
        said=tuple([one for m in said.newest for one in parts.point(m)[:1]]) if said else (),
    )


def _since(goal: Goal, parts: Parts) -> Sentence | None:
    """Return what the journal says since a goal was set."""
    said = since(goal, parts.index, parts.today)
    if said is None:
        return None
    named = ", ".join(theme.name for theme in goal.entry.themes)
    if not said.events:
        return sentence("goals.since_none", None, themes=named)
    return sentence(
        "goals.since",
        None,
        themes=named,
        n=said.events,
        strengths=said.strengths,
        improvements=said.improvements,
    )


def step_view(action: Action, entry: Entry, parts: Parts) -> StepView:
    """Return a next step."""
    return StepView(parts.prose(action.text, entry), action.done, action.by, action.finished)
