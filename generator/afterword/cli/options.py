"""Options that several commands share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

import click

from afterword.journal.values import BadDate, read_date

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType[dt.date]):
    """A day, written in any way that front matter reads."""

    name = "date"

    def convert(
        self,
        value: str | dt.date,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> dt.date:
        """Return the day; what cannot be read is wrong usage."""
        if isinstance(value, dt.date):
            return value
        read = read_date(value)
        if isinstance(read, BadDate):
            self.fail(f'"{value}" {read.reason}. {read.hint}', param, ctx)
        return read[0]


class Moment(click.ParamType[str]):
    """A day with or without a time, as front matter has it: `2026-03-04 14:00`."""

    name = "date"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the moment in the one way that everybody reads alike."""
        read = read_date(value)
        if isinstance(read, BadDate):
            self.fail(f'"{value}" {read.reason}. {read.hint}', param, ctx)
        day, time = read
        return f"{day} {time:%H:%M}" if time else f"{day}"


def today_option(function: F) -> F:
    """Add `--today DATE`."""
    return click.option(
        "--today",
        metavar="DATE",
        type=Day(),
        help="Take this day for today: 2026-03-04.",
    )(function)


def strict_option(function: F) -> F:
    """Add `--strict`."""
    return click.option("--strict", is_flag=True, help="Let warnings count as errors do.")(function)


def json_option(function: F) -> F:
    """Add `--json`, as `as_json`."""
    return click.option(
        "--json", "as_json", is_flag=True, help="Print one JSON document and nothing else."
    )(function)
