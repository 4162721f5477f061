"""Generated routines of a given length, with many different lines and a fifth of it sound."""

from pathlib import Path

_MOVES = (
    ("knees-rocking", "rhythm: 63 bpm, for: 40s"),
    ("childs-pose", "hold: 4 breaths"),
    ("cat-cow", "flow: 4 rounds"),
    ("lower-back-press", "reps: 3, work: 5s, release: 4s"),
    ("supine-knees-apart", "hold: 40s"),
    ("pelvic-tilt", "reps: 5"),
)

_SAFETY = "Move to the point of tension and never into pain. Breathe slowly through the nose."


def write_routine(path: Path, *, minutes: int) -> None:
    """Write a routine of about `minutes` minutes, a move every two minutes or so.

    Each move has lines of its own, so that the number of different utterances grows with the
    length, as it does in routines that people write.
    """
    lines = ["title: A generated routine", "guidance: short", "steps:", f"  - say: {_SAFETY}"]
    for number in range(round(minutes / 2)):
        pose, dose = _MOVES[number % len(_MOVES)]
        keys = "".join(f"\n    {key.strip()}" for key in dose.split(","))
        lines += [
            f"  - say: This is part {number + 1}. Let your breath go on as it will.",
            "    pause: 4s",
            f"  - pose: {pose}{keys}",
            f"    say: Take your time with part {number + 1}, and stop whenever you like.",
        ]
    lines += ["  - rest: 60s"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
