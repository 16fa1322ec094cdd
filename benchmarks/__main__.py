"""`python -m benchmarks`: prints what Afterword costs; nothing is written into the repository."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType

from benchmarks import audit, false_alarms, patterns, preview, publishing, sealing
from benchmarks.build import measure
from benchmarks.measure import CommandError
from benchmarks.programs import find_hugo
from benchmarks.report import as_json, as_markdown, machine


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 when every page that was checked is right; times are printed, never judged."""
    options = _options().parse_args(arguments or ["build"])
    with tempfile.TemporaryDirectory(prefix="afterword-bench-") as folder:
        try:
            return _BENCHMARKS[options.benchmark](options, Path(folder))
        except CommandError as error:
            print(error, file=sys.stderr)
            return 1


def _build(options: argparse.Namespace, folder: Path) -> int:
    found = find_hugo()
    results = [
        measure(folder / str(entries), entries, runs=options.runs, hugo_binary=found.binary)
        for entries in options.entries
    ]
    where = machine(_day(), found.about)
    print(as_markdown(where, results))
    if options.json:
        text = json.dumps(as_json(where, results), indent=1, ensure_ascii=False)
        options.json.write_text(text + "\n", encoding="utf-8")
    return 1 if any(result.problems for result in results) else 0


def _preview(options: argparse.Namespace, folder: Path) -> int:
    found = find_hugo()
    results = [
        preview.measure(
            folder / str(entries), entries, saves=options.saves, hugo_binary=found.binary
        )
        for entries in options.entries
    ]
    print(", ".join(str(value) for value in machine(_day(), found.about).values()) + "\n")
    print(preview.as_markdown(results))
    if options.grow:
        first, last = preview.grown(folder / "grow", options.entries[0], saves=options.grow)
        print(
            f"Memory after 100 saves {first / 1e6:.1f} MB, after {options.grow:,} {last / 1e6:.1f}."
        )
    return 1 if any(stale.startswith("Afterword") for r in results for stale in r.stale) else 0


def _patterns(options: argparse.Namespace, folder: Path) -> int:
    found = [
        patterns.measure(folder / str(entries), entries, options.runs)
        for entries in options.entries
    ]
    print(patterns.as_markdown(found))
    return 0


def _sealing(options: argparse.Namespace, folder: Path) -> int:
    found = [
        sealing.measure(folder / str(entries), entries, options.runs) for entries in options.entries
    ]
    print(sealing.as_markdown(found))
    return 0


def _publishing(options: argparse.Namespace, folder: Path) -> int:
    found = [
        publishing.measure(folder / str(entries), entries, options.runs)
        for entries in options.entries
    ]
    print(publishing.as_markdown(found))
    return 0


def _false_alarms(options: argparse.Namespace, _folder: Path) -> int:
    cells = false_alarms.measure(options.journals)
    text = false_alarms.as_markdown(cells, false_alarms.power(options.journals))
    print(text)
    if options.write:
        written = false_alarms.written_into(options.write.read_text("utf-8"), text)
        options.write.write_text(written, "utf-8")
    missed = false_alarms.misses(cells)
    print("\n".join(["", *missed]) if missed else "")
    return 1 if missed else 0


def _audit(options: argparse.Namespace, _folder: Path) -> int:
    costs = audit.measure(options.megabytes, options.names)
    print(audit.as_markdown(costs))
    return 0 if costs.hits == costs.planted else 1


def _day() -> str:
    return dt.datetime.now(tz=dt.UTC).date().isoformat()


_BENCHMARKS = MappingProxyType(
    {
        "build": _build,
        "preview": _preview,
        "patterns": _patterns,
        "false-alarms": _false_alarms,
        "audit": _audit,
        "sealing": _sealing,
        "publishing": _publishing,
    }
)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    benchmarks = parser.add_subparsers(dest="benchmark", required=True)
    build = benchmarks.add_parser("build", help="build a journal, beside Hugo (the default)")
    serve = benchmarks.add_parser("preview", help="save entries while it is previewed, beside Hugo")
    found = benchmarks.add_parser("patterns", help="find patterns, beside making the index")
    sealed = benchmarks.add_parser("sealing", help="seal a site, and open it in Chromium")
    handed = benchmarks.add_parser("publishing", help="publish a journal, and open it in Chromium")
    alarms = benchmarks.add_parser("false-alarms", help="count wrong claims in made-up journals")
    alarms.add_argument("--journals", type=int, default=1000, metavar="N", help="of each kind")
    alarms.add_argument("--write", type=Path, metavar="FILE", help="put the tables into this page")
    sealed.add_argument("--runs", type=_at_least_one, default=5, metavar="N", help="of each")
    handed.add_argument("--runs", type=_at_least_one, default=5, metavar="N", help="of a visit")
    found.add_argument("--runs", type=_at_least_one, default=5, metavar="N", help="of each")
    leaks = benchmarks.add_parser("audit", help="look for hidden names in an output")
    leaks.add_argument("--megabytes", type=float, default=8, metavar="N", help="8 unless given")
    leaks.add_argument("--names", type=_at_least_one, default=400, metavar="N", help="hidden names")
    usual = (
        (build, (1000, 10_000)),
        (serve, (100, 1000, 10_000)),
        (found, (1000, 10_000)),
        (sealed, (100, 1000)),
        (handed, (100, 1000, 10_000)),
    )
    for parser_of_one, lengths in usual:
        parser_of_one.add_argument(
            "--entries",
            type=_lengths,
            default=lengths,
            metavar="N,N",
            help=f"lengths of the journals; {','.join(map(str, lengths))} unless given",
        )
    serve.add_argument(
        "--saves", type=_at_least_one, default=20, metavar="N", help="20 unless given"
    )
    serve.add_argument(
        "--grow", type=int, default=0, metavar="N", help="also save so often, for the memory"
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
