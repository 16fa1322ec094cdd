"""A page that is planned: where it stands, and how its view is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Route:
    """One page."""

    url: str
    """Relative to the site's root."""
    template: str
    view: Callable[[], Any]
    """Makes the page's complete input; called only when somebody asks."""
    lay_out: Callable[[Any], Any] | None = None
    """Makes of that input what the template shows, where the two differ."""

    def shown(self, view: Any) -> Any:  # noqa: ANN401 — any of views.py
        """Return what the template shows."""
        return self.lay_out(view) if self.lay_out else view
