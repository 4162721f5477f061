"""What the recipes are told: a timeline as stretches that sound and stretches that do not."""

import json
from pathlib import Path

from msgspec import Struct

SAMPLE_RATE_HZ = 44_100


class Cue(Struct, frozen=True):
    """One sound of a track."""

    start: int
    """In samples, from the start of the track; so is `end`, which is not included."""
    end: int
    text: str | None
    """What is spoken; None for any other sound."""
    sound: str | None
    """The name of a sound's file without `.wav`; None for speech."""


class Plan(Struct, frozen=True):
    """All the sounds of a track, by start."""

    length: int
    """Of the track, in samples."""
    cues: tuple[Cue, ...]


def read_plan(path: Path) -> Plan:
    """The plan in a timeline file, as `audioguide plan --format json` prints it."""
    timeline = json.loads(path.read_text(encoding="utf-8"))
    cues = (_cue(event) for event in timeline["events"])
    return Plan(timeline["length"], tuple(cue for cue in cues if cue))


def _cue(event: dict) -> Cue | None:
    start, end = event["start"], event["end"]
    match event["kind"]:
        case "speech":
            return Cue(start, end, event["text"], None)
        case "click":
            return Cue(start, end, None, "accent" if event["accent"] else "click")
        case "chime":
            return Cue(start, end, None, f"chime-{event['name']}")
        case "breath" if event["phase"] in ("inhale", "exhale"):
            return Cue(start, end, None, f"{event['phase']}-{end - start}")
    return None


def clusters(plan: Plan, *, within_samples: int = 0) -> list[list[Cue]]:
    """The cues in groups: those that overlap, or follow each other in less than `within_samples`.

    Groups do not overlap. So a track is groups and the silences between them.
    """
    groups: list[list[Cue]] = []
    end = -1
    for cue in plan.cues:
        if groups and cue.start < end + within_samples:
            groups[-1].append(cue)
        else:
            groups.append([cue])
        end = max(end, cue.end)
    return groups
