"""Players that are none: one in memory that a test moves, and programs on the PATH."""

import sys

from audioguide.playback.running_order import Part, RunningOrder


class Hands:
    """A clock that moves when somebody waits."""

    def __init__(self):
        self.seconds = 100.0

    def __call__(self):
        return self.seconds

    def wait(self):
        self.seconds += 0.5


class Scripted:
    """A `Sounding` whose every moment is written down: positions in milliseconds, then its end."""

    def __init__(self, *positions, code=None, said="", stuck_after=None, begins=True):
        self.positions = list(positions)
        self.code = code
        self.said = said
        self.stuck_after = stuck_after
        self.begins = begins
        self.n_looks = 0
        self.n_stops = 0

    def position_ms(self):
        return self.positions[min(self.n_looks, len(self.positions)) - 1]

    def has_begun(self):
        return self.begins

    def has_ended(self):
        self.n_looks += 1
        return self.n_looks > len(self.positions) and self.stuck_after is None

    def is_stuck(self):
        return self.stuck_after is not None and self.n_looks >= self.stuck_after

    def failure(self):
        return self.code

    def complaint(self):
        return self.said

    def stop(self):
        self.n_stops += 1


def write_player(folder, name, body):
    """A program called `name` in a folder; its arguments are in `args`."""
    path = folder / name
    path.write_text(
        f"#!{sys.executable}\nimport os, sys, time, signal\nargs = sys.argv[1:]\n{body}"
    )
    path.chmod(0o755)
    return path


ORDER = RunningOrder(
    title="Quiet",
    length_ms=60_000,
    chapters=(Part(2_000, 30_000, "One"), Part(30_000, 60_000, "Two")),
    moves=(Part(2_000, 20_000, "Cat, left"),),
    doses=(Part(5_000, 18_000, "flow"),),
    phases=(Part(5_000, 9_000, "inhale"), Part(9_000, 15_000, "exhale")),
    lines=(Part(2_500, 4_000, "Lie down."), Part(31_000, 33_000, "Rest.")),
)
