"""Generated routines, alike in kind at every length: a fifth of the track is sound.

A pose comes every forty seconds and has three lines of its own: one before it, one after it, and
one in the rest that follows. One pose in ten has bells and is announced; the others are done
between the author's own words. One in three is on a metronome, one in nine on the breath.
"""

from collections.abc import Collection, Iterator
from pathlib import Path

_HEAD = """\
title: A generated routine
breath: 4-5
pace: brisk
steps:
  - say: Move only to the point of tension, and never into pain. Breathe slowly through your nose.
  - say: Lie down on your back, with your knees bent.
    pause: 12s"""

_LAST = """\
  - rest: 60s
    say: Stay lying, and let your breath find its own way."""

_AROUND_SECONDS = 160
"""What stands before and after the poses, the compiler's own words for coming back with it."""

_POSE_SECONDS = 34.1
"""What a pose takes by itself, on the mean. Source: plans of routines of 60 and 240 minutes."""

_USUAL_REST_SECONDS = 4.1
"""The rest after each pose; with it ninety poses make an hour."""

_HOLD, _REPS, _RHYTHM, _FLOW = (
    "dose: {hold: 12s}\nlimits: {allow: [hold]}\nrestful: true\n",
    "dose: {reps: 2, work: 3s, release: 3s}\nlimits: {allow: [reps]}\n"
    "work: [And press.]\nrelease: [Let go.]\n",
    "dose: {rhythm: 63 bpm, for: 12s}\nlimits: {allow: [rhythm]}\n",
    "dose: {flow: 1 round}\nlimits: {allow: [flow]}\n"
    "phases: [{breath: inhale, say: Open.}, {breath: exhale, say: Close.}]\n",
)
_POSES = (
    ("heel-slide", _REPS, "reps: 2"),
    ("knee-drop", _RHYTHM, "rhythm: {bpm} bpm, for: 12s"),
    ("long-stretch", _HOLD, "hold: {seconds}s"),
    ("bridge-press", _REPS, "reps: 2"),
    ("hip-rock", _RHYTHM, "rhythm: {bpm} bpm, for: 12s"),
    ("open-arms", _HOLD, "hold: {seconds}s"),
    ("wide-breath", _FLOW, "flow: 1 round"),
    ("ankle-pump", _RHYTHM, "rhythm: {bpm} bpm, for: 12s"),
    ("quiet-knees", _HOLD, "hold: {seconds}s"),
)
"""Poses of the routine's own, with little way in, in the order in which they come round."""

_OPENINGS = (
    *("Now", "Here", "Slowly", "Once more", "Again", "Softly", "From here", "In time", "At ease"),
    *(
        "Easily",
        "Bit by bit",
        "Quietly",
        "As before",
        "For now",
        "With care",
        "Next",
        "Still",
        "So",
    ),
)
_PARTS = (
    *("shoulders", "jaw", "hands", "forehead", "belly", "hips"),
    *("feet", "lower back", "neck", "eyes", "knees", "tongue"),
)
_LETS = (
    "let your {} soften",
    "feel your {} sink",
    "rest your {}",
    "loosen your {}",
    "ease your {}",
    "let go of your {}",
)


def count_poses(minutes: float) -> int:
    """How many poses a routine of so many minutes has."""
    return max(2, round((minutes * 60 - _AROUND_SECONDS) / (_POSE_SECONDS + _USUAL_REST_SECONDS)))


def write_routine(
    path: Path, *, minutes: float, n_poses: int | None = None, edited: Collection[int] = ()
) -> None:
    """Write a routine of about `minutes` minutes, and its poses beside it: `poses_beside(path)`.

    Args:
        path: The script to write.
        minutes: Length of the track. What the poses leave of it is silence, evenly among them.
        n_poses: How many poses; ninety to the hour where it is left out. So routines of
            one number of poses and several lengths have the same sound, and other silences.
        edited: Poses, counted from 0, whose first line is another than it was.
    """
    write_poses(poses_beside(path))
    n_poses = count_poses(minutes) if n_poses is None else n_poses
    rest_seconds = max(1.0, (minutes * 60 - _AROUND_SECONDS) / n_poses - _POSE_SECONDS)
    lines = [_HEAD]
    for number in range(n_poses):
        lines += _pose_steps(number, rest_seconds, edited=number in edited)
    lines += [_LAST]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def poses_beside(path: Path) -> Path:
    """The folder of the poses that a generated script at `path` uses."""
    return path.parent / "poses"


def write_poses(folder: Path) -> None:
    """Write the poses of generated routines, a file each."""
    folder.mkdir(parents=True, exist_ok=True)
    for pose, words, _ in _POSES:
        name = pose.replace("-", " ").capitalize()
        head = f"name: {name}\nposition: supine\nloads: [gentle]\n"
        (folder / f"{pose}.yaml").write_text(f"{head}{words}enter: [Stay on your back.]\n", "utf-8")


def _pose_steps(number: int, rest_seconds: float, *, edited: bool) -> Iterator[str]:
    """The lines of a script for its pose `number`, counted from 0."""
    pose, _, dose = _POSES[number % len(_POSES)]
    before, after, resting = (_line(number * 3 + place) for place in range(3))
    if edited:
        before = f"Something else, and {before[0].lower()}{before[1:]}"
    keys = dose.format(bpm=58 + number % 20, seconds=10 + number % 5)
    yield f"  - say: {before}"
    yield f"  - pose: {pose}"
    yield from (f"    {key.strip()}" for key in keys.split(","))
    yield f"    guidance: {'silent' if number % 10 else 'bells'}"
    yield f"  - say: {after}"
    yield f"  - rest: {rest_seconds:.1f}s"
    yield f"  - say: {resting}"


def _line(number: int) -> str:
    """Line `number` of a routine, of 1296 different ones."""
    number, opening = divmod(number, len(_OPENINGS))
    number, part = divmod(number, len(_PARTS))
    let = _LETS[number % len(_LETS)]
    return f"{_OPENINGS[opening]}, {let.format(_PARTS[part])}."
