"""Publishing over time: after any edits and cuts, what opens is what a first publish shows.

`AFTERWORD_EDITS` says how many edits are tried, 36 when it is not set.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings

from tests.support.edits import Edit, Walk, any_edits
from tests.test_publish import quick

__all__ = ("quick",)
pytestmark = pytest.mark.slow

_EDITS_OF_A_WALK = 6
_WALKS = int(os.environ.get("AFTERWORD_EDITS", "36")) // _EDITS_OF_A_WALK


@settings(
    max_examples=_WALKS,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(edits=any_edits(least=_EDITS_OF_A_WALK, most=_EDITS_OF_A_WALK))
def test_after_any_edits_and_cuts_what_opens_is_what_a_first_publish_shows(
    edits: list[Edit], tmp_path_factory: pytest.TempPathFactory
) -> None:
    walk = Walk.begin(tmp_path_factory.mktemp("walk"))
    for edit in edits:
        walk.take(edit)
    walk.finish()
