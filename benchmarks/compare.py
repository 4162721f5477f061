"""What a build costs, beside other ways to the same track.

    python benchmarks/compare.py [--minutes 5 15 60 240] [--runs 5] [--only CASE ...]

Everything is measured in rounds, each case once a round, so that what slows the machine for a
while slows all of them. Printed are medians with their range. A whole run writes
docs/performance.md and its plots; `--json FILE` keeps every measurement, and `--from FILE` writes
the page again from them.

Each build is a process of its own. Needs the extra `bench`, and for the recipes espeak-ng, sox
and ffmpeg; a recipe whose tools are missing is left out, and the page says so.
"""

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path

import msgspec
from cases import Bench, Case, MissingToolError
from report import show_table, write_page
from results import Results
from routines import count_poses

_PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
_LENGTHS = (5.0, 15.0, 60.0, 240.0)
_MAIN_MINUTES = 60.0
_GROWN_RUNS = 2
_LONG_RUNS = 1
"""Of a recipe that takes minutes."""

CASES = (
    *("cold", "edited", "unchanged", "help", "check", "imports"),
    *("lame", "segments", "joined", "grown", "same-sound", "write", "bed", "bed-lame"),
)


def main() -> None:
    chosen = _arguments()
    if chosen.source:
        results = msgspec.json.decode(chosen.source.read_bytes(), type=Results)
    else:
        results = measure_all(chosen.minutes, chosen.runs, chosen.only)
    if chosen.json:
        chosen.json.write_bytes(msgspec.json.format(msgspec.json.encode(results)))
    print(show_table(results))
    whole = chosen.source or (
        set(chosen.only) == set(CASES) and set(chosen.minutes) >= set(_LENGTHS)
    )
    page = chosen.page or (_PAGE if whole else None)
    if page:
        write_page(results, page)
        print(f"wrote {page}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, nargs="+", default=_LENGTHS, metavar="M")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=CASES, default=CASES, metavar="CASE")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every measurement")
    parser.add_argument("--from", type=Path, metavar="FILE", dest="source")
    parser.add_argument(
        "--page", type=Path, metavar="FILE", help="also of a narrowed run, write the page there"
    )
    return parser.parse_args()


def measure_all(lengths: tuple[float, ...], runs: int, only: tuple[str, ...]) -> Results:
    """Measure cases on routines of the given lengths, in minutes."""
    lengths = sorted(set(lengths))
    main_minutes = _MAIN_MINUTES if _MAIN_MINUTES in lengths else lengths[-1]
    with tempfile.TemporaryDirectory() as folder:
        benches = {one: Bench(Path(folder, f"{one:g}"), one) for one in lengths}
        stretched = _stretched(Path(folder), lengths) if {"same-sound", "write"} & set(only) else []
        _say("preparing")
        for bench in (*benches.values(), *stretched):
            bench.warm()
        routines = tuple(bench.plan() for bench in benches.values())
        cases = [case for case in _cases(benches, stretched, main_minutes) if case.name in only]
        cases, missing = _possible(cases)
        measurements = []
        for number in range(runs):
            for case in cases:
                if case.most_runs is None or number < case.most_runs:
                    measurements.append(case.run(number))
                    seconds = measurements[-1].wall_seconds
                    _say(f"round {number + 1}: {case.name}, {case.minutes:g} min: {seconds:.2f} s")
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    return Results(machine, runs, main_minutes, lengths[-1], routines, tuple(measurements), missing)


def _stretched(folder: Path, lengths: list[float]) -> list[Bench]:
    """Routines with the same sounds and longer silences: those of the second of the lengths."""
    longer = lengths[min(1, len(lengths) - 1) :]
    n_poses = count_poses(longer[0])
    return [Bench(folder / f"same-{one:g}", one, n_poses=n_poses) for one in longer]


def _cases(benches: dict[float, Bench], stretched: list[Bench], main: float) -> list[Case]:
    """All there is to measure, in the order of a round: what is compared stands side by side."""
    espeak, ffmpeg, pydub = ("espeak-ng", "ffmpeg", "python:pydub")
    cases = []
    for minutes, bench in benches.items():
        long = minutes > main
        cases.append(Case("cold", minutes, bench.cold))
        if minutes < main:
            continue
        most = _LONG_RUNS if long else None
        cases += [
            Case("lame", minutes, bench.lame, ("python:lameenc",)),
            Case("joined", minutes, bench.joined, (espeak, ffmpeg, pydub), most),
            Case("segments", minutes, bench.segments, (espeak, "sox", ffmpeg), most),
            Case("bed", minutes, bench.bed, most_runs=most),
            Case("bed-lame", minutes, bench.bed_lame, ("python:lameenc",), most),
            Case("edited", minutes, bench.edited),
            Case("unchanged", minutes, bench.unchanged),
        ]
        if not long:
            cases += [
                Case("imports", minutes, bench.imports),
                Case("help", minutes, bench.help),
                Case("check", minutes, bench.check),
                Case("grown", minutes, bench.grown, (espeak, ffmpeg, pydub), _GROWN_RUNS),
            ]
    for bench in stretched:
        cases.append(Case("same-sound", bench.minutes, bench.cold))
        cases.append(Case("write", bench.minutes, bench.write))
    return cases


def _possible(cases: list[Case]) -> tuple[list[Case], tuple[str, ...]]:
    """The cases whose tools are here, and what is said of the others."""
    possible, missing = [], []
    for case in cases:
        try:
            case.check_needs()
            possible.append(case)
        except MissingToolError as reason:
            missing.append(str(reason))
    return possible, tuple(dict.fromkeys(missing))


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
