"""What tags and pictures cost in a build with everything else kept, in whole commands.

    python benchmarks/tags.py [--runs 7]

The shipped routine of an hour is built, then built again after one spoken line became another,
and after its title did, which draws its cover anew; each time beside a build of the same edit that
writes no tags and draws nothing. Each build is a process of its own, and every round has all four.
Printed are medians with their range; the share is taken within a round.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from figures import figure
from results import spread

from audioguide.files import shipped

_ROUTINE = "full-hour.yaml"
_MOST_SHARE = 0.10
_BUILD = "from audioguide.cli import main; main()"
_UNTAGGED = f"""\
import audioguide.compiler.pictures, audioguide.mp3.link
audioguide.compiler.pictures.with_pictures = lambda contents, *given, **named: contents
audioguide.mp3.link.id3v2 = audioguide.mp3.link.id3v1 = lambda *given, **named: b""
{_BUILD}"""
_EDITS = ("line", "title")
_WAYS = {"tagged": _BUILD, "untagged": _UNTAGGED}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=7)
    n_runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        seconds = measured(Path(folder), n_runs)
    for edit in _EDITS:
        tagged, untagged = seconds[edit, "tagged"], seconds[edit, "untagged"]
        shares = [1 - bare / whole for whole, bare in zip(tagged, untagged, strict=True)]
        print(f"after another {edit}: {figure(spread(tagged), ' s')}")
        print(f"  without tags and pictures: {figure(spread(untagged), ' s')}")
        print(f"  their share, at most {_MOST_SHARE}: {figure(spread(shares))}")


def measured(folder: Path, n_runs: int) -> dict[tuple[str, str], list[float]]:
    """Seconds of each build by edit and way, a round after another."""
    cases = [(edit, way) for edit in _EDITS for way in _WAYS]
    seconds: dict[tuple[str, str], list[float]] = {case: [] for case in cases}
    for case in cases:
        shutil.copytree(shipped("scripts"), folder / "-".join(case))
        _built(folder, case, edition=0)
    for edition in range(1, n_runs + 1):
        for case in cases:
            seconds[case].append(_built(folder, case, edition=edition))
    return seconds


def _built(folder: Path, case: tuple[str, str], *, edition: int) -> float:
    """Seconds of a build, after an edit that no build of any case had before."""
    edit, way = case
    name = "-".join(case)
    script = folder / name / _ROUTINE
    text = (shipped("scripts") / _ROUTINE).read_text("utf-8")
    key = "title: " if edit == "title" else "- say: "
    script.write_text(text.replace(key, f"{key}{way} {edition}, ", 1), "utf-8")
    own = {f"AUDIOGUIDE_{what}_DIR": str(folder / what.lower()) for what in ("CACHE", "CONFIG")}
    command = [sys.executable, "-c", _WAYS[way], "build", str(script)]
    command += ["-o", str(folder / f"{name}.mp3"), "--quiet"]
    started = time.perf_counter()
    subprocess.run(command, env=os.environ | own, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
