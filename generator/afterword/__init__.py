"""Afterword: text files about interviews and feedback → a website about how you grow.

>>> portfolio = afterword.read("path/to/portfolio")
>>> [entry.title for entry in portfolio.journal.entries]
>>> [claim.sentence for claim in portfolio.patterns().claims]
>>> portfolio.build("site")
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

# Importing the package stays cheap: whatever reads or builds is imported when it is called.
if TYPE_CHECKING:
    import datetime as dt
    import os

    from afterword.build import BuildReport
    from afterword.diagnostics import Diagnostic
    from afterword.journal.model import Journal
    from afterword.site.pattern_facts import PatternFacts
    from afterword.understanding import Understood

__all__ = ("Portfolio", "__version__", "read")


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A portfolio as it was on the disk when it was read."""

    understood: Understood
    """Settings, theme and journal, joined: what the commands work on."""

    @property
    def journal(self) -> Journal:
        """All entries, themes, applications and people."""
        return self.understood.journal

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong or doubtful, in order of file and line."""
        return self.understood.diagnostics

    def patterns(self) -> PatternFacts:
        """Return what the journal says: the facts of the page of patterns."""
        from afterword.insight.patterns import find_patterns  # noqa: PLC0415
        from afterword.site.pattern_facts import pattern_facts  # noqa: PLC0415

        opened = self.understood.opened
        found = find_patterns(self.journal, opened.today)
        return pattern_facts(found, opened.templates.catalogue)

    def build(self, output: str | os.PathLike[str], *, clean: bool = False) -> BuildReport:
        """Return what building the site into a folder did.

        Args:
            output: Where the pages go.
            clean: Ignore the cache.

        Raises:
            AfterwordError: The folder cannot be used, or the theme cannot render anything.
        """
        from pathlib import Path  # noqa: PLC0415

        from afterword.build import build  # noqa: PLC0415

        return build(self.understood.opened, Path(output), clean=clean)


def read(
    path: str | os.PathLike[str], *, today: dt.date | None = None, drafts: bool = False
) -> Portfolio:
    """Return the portfolio at a folder, or in the nearest folder above it.

    Args:
        path: Where to look for portfolio.toml.
        today: Decides what is planned; None for the day in the portfolio's time zone.
        drafts: Keep drafts.

    Raises:
        AfterwordError: There is no portfolio, or its settings cannot be read.
    """
    from pathlib import Path  # noqa: PLC0415

    from afterword.files import find_portfolio  # noqa: PLC0415
    from afterword.portfolio import open_portfolio  # noqa: PLC0415
    from afterword.understanding import understand  # noqa: PLC0415

    opened = open_portfolio(find_portfolio(Path(path)), today=today, drafts=drafts)
    return Portfolio(understand(opened))


def __getattr__(name: str) -> str:
    """Return the installed version when it is asked for: looking it up takes time."""
    if name == "__version__":
        from afterword.assets import version_of  # noqa: PLC0415

        return version_of("afterword") or "0+unknown"
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
