"""Small portfolios: written, built and looked at by the suites of the building side."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import jinja2
import pytest

from afterword import files
from afterword.build import BuildReport, build
from afterword.portfolio import open_portfolio

TODAY = dt.date(2026, 11, 19)
SETTINGS = "format = 1\n"


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A portfolio in a folder of its own, with room for other outputs beside it."""

    folder: Path

    @classmethod
    def make(
        cls, around: Path, content: Mapping[str, str | bytes], settings: str = SETTINGS
    ) -> Portfolio:
        """Write a portfolio below a folder.

        Args:
            around: A folder for the portfolio and for clean builds.
            content: Path below `content/` → what stands there.
            settings: Of portfolio.toml.
        """
        portfolio = cls(around / "portfolio")
        (portfolio.folder / "content").mkdir(parents=True)
        portfolio.write("portfolio.toml", settings)
        for name, text in content.items():
            portfolio.write(f"content/{name}", text)
        return portfolio

    @property
    def output(self) -> Path:
        """Where the site goes when nobody says otherwise."""
        return self.folder / "output"

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file, its folders with it; return its path."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def build(
        self,
        *,
        output: Path | None = None,
        today: dt.date = TODAY,
        drafts: bool = False,
        clean: bool = False,
    ) -> BuildReport:
        """Build the site, into `output/` if nothing else is said."""
        opened = open_portfolio(self.folder, today=today, drafts=drafts)
        return build(opened, output or self.output, clean=clean)

    def build_clean(self, *, today: dt.date = TODAY, drafts: bool = False) -> Path:
        """Build into a new folder beside the portfolio, without any cache; return the folder."""
        around = self.folder.parent
        fresh = next(p for n in count(1) if not (p := around / f"clean-{n}").exists())
        self.build(output=fresh, today=today, drafts=drafts, clean=True)
        return fresh

    def page(self, url: str) -> str:
        """Return a page's HTML."""
        return (self.output / url).read_text("utf-8")


def tree(site: Path) -> dict[str, object]:
    """Return everything in a site's folder: path → bytes, None for a folder.

    The list of our files is there as path → digest: its order says nothing.
    """
    found: dict[str, object] = {}
    for root, folders, names in os.walk(site):
        here = Path(root)
        found |= {f"{(here / name).relative_to(site).as_posix()}/": None for name in folders}
        found |= {(here / n).relative_to(site).as_posix(): (here / n).read_bytes() for n in names}
    if files.LIST in found:
        found[files.LIST] = json.loads((site / files.LIST).read_bytes())
    return found


def codes(report: BuildReport) -> list[str]:
    """Return the codes of what was found, in the order reported."""
    return [diagnostic.code for diagnostic in report.diagnostics]


@contextmanager
def templates_compiled_once() -> Iterator[None]:
    """Let builds share compiled templates: the same source and words give the same code.

    Compiling is most of the time that a build of a few pages takes.
    """
    known: dict[tuple[object, ...], Any] = {}
    compile_anew: Any = jinja2.Environment.compile

    def compile_once(environment: jinja2.Environment, *source: Any) -> Any:  # noqa: ANN401 — Jinja's own
        # Jinja fills in words that do not depend on the view when it compiles.
        words = str(vars(environment.filters["s"])) if "s" in environment.filters else ""
        key = (type(environment), words, *source)
        if key not in known:
            known[key] = compile_anew(environment, *source)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2.Environment, "compile", compile_once)
        yield
