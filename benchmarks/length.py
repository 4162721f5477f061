"""How the cost of a build grows with the length of its routine.

    python benchmarks/length.py [--minutes 5 15 60]

Each build is a process of its own with an empty cache. Printed: wall seconds, peak
memory of the largest process, wall seconds for each minute of track, and their ratio to those of
the first routine.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from routines import write_routine


@dataclass(frozen=True, slots=True)
class Run:
    """One build from cold."""

    wall_seconds: float
    peak_bytes: int
    track_seconds: float


def build_cold(minutes: int) -> Run:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "routine.yaml")
        write_routine(script, minutes=minutes)
        command = [sys.executable, __file__, "--one", str(script), folder]
        started = time.perf_counter()
        shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        wall = time.perf_counter() - started
        peak_kib, seconds = shown.split()[-2:]
        return Run(wall, int(peak_kib) * 1024, float(seconds))


def build_here(script: str, folder: str) -> None:
    """Build in this process and print its peak memory and the length of the track."""
    os.environ["AUDIOGUIDE_CACHE_DIR"] = str(Path(folder, "cache"))
    from audioguide import build

    built = build(script, Path(folder, "track.mp3"))
    if built.timeline is None:
        sys.exit("\n".join(one.message for one in built.diagnostics))
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(max(own, workers), built.timeline.length / 44_100)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=int, nargs="+", default=[5, 15, 60])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        build_here(*chosen.one)
        return
    base = None
    print(f"{'asked':>8} {'track':>9} {'wall':>8} {'peak':>9} {'wall a track minute':>21} ratio")
    for minutes in chosen.minutes:
        runs = [build_cold(minutes) for _ in range(chosen.runs)]
        wall = statistics.median(run.wall_seconds for run in runs)
        peak = max(run.peak_bytes for run in runs) / 2**20
        track = runs[0].track_seconds
        rate = wall / track * 60
        base = base or rate
        print(
            f"{minutes:>4} min {track / 60:>5.1f} min {wall:>6.2f} s {peak:>5.0f} MiB"
            f" {rate:>19.3f} s {rate / base:>5.2f}"
        )


if __name__ == "__main__":
    main()
