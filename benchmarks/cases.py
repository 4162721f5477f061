"""What is measured: commands, and the state that each of them finds."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct
from plans import SAMPLE_RATE_HZ, clusters, read_plan
from recipe_sounds import write_sounds
from results import Measurement, Routine
from routines import count_poses, poses_beside, write_routine

_HERE = Path(__file__).parent
_BED = ("--bed", "rain")
_STRIDE = 37
"""From one edited pose to the next; no divisor of usual numbers of poses, so that none comes
twice."""


class MissingToolError(Exception):
    """A tool that a case needs is not here."""


class Case(Struct, frozen=True):
    """Something to measure, on one routine."""

    name: str
    minutes: float
    measure: Callable[[int], tuple[float, int]]
    """Takes the number of the round; gives wall seconds and peak bytes."""
    needs: tuple[str, ...] = ()
    """Programs, or modules as `python:NAME`."""
    most_runs: int | None = None

    def check_needs(self) -> None:
        """Raises: MissingToolError."""
        for need in self.needs:
            module = need.removeprefix("python:")
            found = shutil.which(need) if module == need else importlib.util.find_spec(module)
            if not found:
                raise MissingToolError(f"{self.name}: {module} is not installed")

    def run(self, number: int) -> Measurement:
        return Measurement(self.name, self.minutes, number, *self.measure(number))


class Bench:
    """A routine in a folder of its own, with its plan, its caches and its tracks."""

    def __init__(self, folder: Path, minutes: float, *, n_poses: int | None = None) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self.minutes = minutes
        self.n_poses = n_poses or count_poses(minutes)
        self.script = folder / "routine.yaml"
        self.track = folder / "track.mp3"
        self._edited: list[int] = []
        self._write()

    def _write(self) -> None:
        write_routine(self.script, minutes=self.minutes, n_poses=self.n_poses, edited=self._edited)

    def _ours(self, *words: str, cache: str = "warm") -> tuple[float, int]:
        """audioguide, with the cache of that name."""
        command = (sys.executable, "-m", "audioguide", *words)
        return measure(*command, cwd=self.folder, AUDIOGUIDE_CACHE_DIR=str(self.folder / cache))

    def _build(self, track: Path, *options: str, cache: str = "warm") -> tuple[float, int]:
        poses = str(poses_beside(self.script))
        words = ("build", "--poses", poses, *options, str(self.script), "-o", str(track))
        return self._ours(*words, cache=cache)

    def warm(self) -> None:
        """Fill the cache, and build the track that an edit finds."""
        self._build(self.track)

    def plan(self) -> Routine:
        """Write what the recipes start from: the plan, and its sounds."""
        plan_path = self.folder / "plan.json"
        words = (sys.executable, "-m", "audioguide", "plan", "--poses", poses_beside(self.script))
        shown = subprocess.run(
            [*words, "--format", "json", self.script],
            env={**os.environ, "AUDIOGUIDE_CACHE_DIR": str(self.folder / "warm")},
            check=True,
            capture_output=True,
            text=True,
            encoding="utf-8",
        ).stdout
        plan_path.write_text(shown, encoding="utf-8")
        plan = read_plan(plan_path)
        write_sounds(self.folder / "sounds", plan)
        sounding = sum(max(one.end for one in group) - group[0].start for group in clusters(plan))
        n_moves = sum(move["pose"] is not None for move in json.loads(shown)["moves"])
        n_lines = len({cue.text for cue in plan.cues if cue.text})
        seconds = plan.length / SAMPLE_RATE_HZ
        return Routine(self.minutes, seconds, n_moves, n_lines, sounding / plan.length)

    def cold(self, number: int) -> tuple[float, int]:
        """A build with an empty cache and no track, on the script as it is.

        What it leaves is not removed before the end of all: to make files soon after many were
        removed costs some file systems a second.
        """
        return self._build(self.folder / f"cold-{number}.mp3", cache=f"cold-{number}")

    def edited(self, number: int) -> tuple[float, int]:
        """A build after one line was changed, another each time, since the track was built."""
        self._edited.append((number + 1) * _STRIDE % self.n_poses)
        self._write()
        return self._build(self.track)

    def unchanged(self, number: int) -> tuple[float, int]:
        return self._build(self.track)

    def help(self, number: int) -> tuple[float, int]:
        return self._ours("--help")

    def check(self, number: int) -> tuple[float, int]:
        return self._ours("check", "--poses", str(poses_beside(self.script)), str(self.script))

    def imports(self, number: int) -> tuple[float, int]:
        """The least that a command line in Python which reads YAML can take."""
        return measure(sys.executable, "-c", "import click, yaml", cwd=self.folder)

    def lame(self, number: int) -> tuple[float, int]:
        """One pass of LAME over our own samples."""
        samples = self.folder / "track.wav"
        if not samples.exists():
            self._build(samples)
        return self._python("floor_lame.py", samples)

    def bed(self, number: int) -> tuple[float, int]:
        """A build as `cold`, with rain under all of it."""
        track = self.folder / f"bed-{number}.mp3"
        return self._build(track, *_BED, cache=f"bed-{number}")

    def bed_lame(self, number: int) -> tuple[float, int]:
        """One pass of LAME over the samples of that."""
        samples = self.folder / "bed.wav"
        if not samples.exists():
            self._build(samples, *_BED)
        return self._python("floor_lame.py", samples)

    def write(self, number: int) -> tuple[float, int]:
        """Writing a file as large as our track."""
        target = self.folder / "written"
        return self._python("floor_write.py", self.track.stat().st_size, target)

    def segments(self, number: int) -> tuple[float, int]:
        return self._recipe("recipe_segments.py")

    def joined(self, number: int) -> tuple[float, int]:
        return self._recipe("recipe_pydub.py", "--joined")

    def grown(self, number: int) -> tuple[float, int]:
        return self._recipe("recipe_pydub.py")

    def _recipe(self, program: str, *options: str) -> tuple[float, int]:
        plan, sounds = self.folder / "plan.json", self.folder / "sounds"
        track = self.folder / "recipe.mp3"
        track.unlink(missing_ok=True)
        return self._python(program, *options, plan, sounds, track)

    def _python(self, program: str, *words: str | int | Path) -> tuple[float, int]:
        return measure(sys.executable, _HERE / program, *words, cwd=self.folder)


def measure(*command: str | int | Path, cwd: Path, **environment: str) -> tuple[float, int]:
    """Wall seconds, and bytes of the largest process, of a command.

    Raises: SystemExit if the command fails, with what it said.
    """
    shown = subprocess.run(
        [sys.executable, _HERE / "measured.py", *(str(word) for word in command)],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if shown.returncode:
        sys.exit(f"failed: {' '.join(str(word) for word in command)}\n{shown.stderr}")
    found = json.loads(shown.stdout)
    return found["wall_seconds"], found["peak_bytes"]
