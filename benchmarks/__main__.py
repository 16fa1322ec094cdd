"""`python -m benchmarks`: prints what Afterword costs; nothing is written into the repository."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.build import measure
from benchmarks.measure import CommandError
from benchmarks.programs import find_hugo
from benchmarks.report import as_json, as_markdown, machine


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 when every page that was checked is right; times are printed, never judged."""
    options = _options().parse_args(arguments or ["build"])
    found = find_hugo()
    results = []
    with tempfile.TemporaryDirectory(prefix="afterword-bench-") as folder:
        for entries in options.entries:
            place = Path(folder) / str(entries)
            try:
                result = measure(place, entries, runs=options.runs, hugo_binary=found.binary)
            except CommandError as error:
                print(error, file=sys.stderr)
                return 1
            results.append(result)
    where = machine(dt.datetime.now(tz=dt.UTC).date().isoformat(), found.about)
    print(as_markdown(where, results))
    if options.json:
        text = json.dumps(as_json(where, results), indent=1, ensure_ascii=False)
        options.json.write_text(text + "\n", encoding="utf-8")
    return 1 if any(result.problems for result in results) else 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    benchmarks = parser.add_subparsers(dest="benchmark", required=True)
    build = benchmarks.add_parser("build", help="build a journal, beside Hugo (the default)")
    build.add_argument(
        "--entries",
        type=_lengths,
        default=(1000, 10_000),
        metavar="N,N",
        help="lengths of the journals; 1000,10000 unless given",
    )
    build.add_argument(
        "--runs",
        type=_at_least_one,
        default=3,
        metavar="N",
        help="how often each step is measured; 3 unless given",
    )
    build.add_argument("--json", type=Path, metavar="FILE", help="write every figure there")
    return parser


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        message = f"{text} is not 1 or more"
        raise argparse.ArgumentTypeError(message)
    return number


def _lengths(text: str) -> tuple[int, ...]:
    return tuple(_at_least_one(part) for part in text.split(","))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
