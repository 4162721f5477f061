"""The keys of a pose file."""

from enum import StrEnum
from typing import Any

from msgspec.structs import replace

from audioguide.dose import DoseSpec
from audioguide.source import Span, Spanned
from audioguide.syntax import scalar_kinds as kinds
from audioguide.syntax.dose_fields import DOSE_FIELDS, DOSE_RULES, read_dose
from audioguide.syntax.fields import Field, Found, Record
from audioguide.syntax.figure_fields import FIGURE
from audioguide.syntax.kinds import Either, Kind, ListOf, Made, Named, choice
from audioguide.syntax.line_fields import EXIT, INHALE, LINES, PHASES
from audioguide.syntax.pose import Load, Position, Prop
from audioguide.syntax.reading import Reading
from audioguide.syntax.text_kinds import NOTE, TEXT, WORDS
from audioguide.syntax.words import POSE_ID_PATTERN, parse_pose_id
from audioguide.text import Text


class SidesOfPose(StrEnum):
    """Whether a pose is done on each side."""

    NONE = "none"
    EACH = "each"


def _words_list(what: str) -> ListOf[str]:
    return ListOf(WORDS, f"a list of {what}", "write [one, two]")


def _as_set(loads: tuple[Load, ...], _: Span) -> frozenset[Load]:
    return frozenset(loads)


def _make_dose(found: Found, reading: Reading) -> tuple[Spanned[DoseSpec], Found] | None:
    """The dose, with the places of its keys."""
    dose = read_dose(found)
    if dose is None:
        hint = "write hold, flow, rhythm or reps"
        reading.error("missing-key", "there is no dose here", found.node.span, hint)
        return None
    return dose, found


_single_exit: Kind[Text | bool] = INHALE

NAME = Field("name", TEXT, "What it is called; it is announced.", required=True)
ALSO = Field("also", _words_list("names"), "Other names it goes by, Sanskrit too.")
POSITION = Field("position", choice("position", Position), "What the body rests on.", required=True)
PROPS = Field(
    "props",
    ListOf(choice("prop", Prop), "a list of props", "write [mat, block]"),
    "Things to have at hand: mat, block, pillow, strap, chair, wall, doorway.",
)
SIDES = Field("sides", choice("sides_of_pose", SidesOfPose), "none, or each: done on both sides.")
SIDE_MEANS = Field("side_means", NOTE, 'What "left" refers to, where sides is each.')
RESTFUL = Field("restful", kinds.FLAG, "true: no countdown, nothing brisk.")
MOVING = Field("moving", kinds.FLAG, "true: its hold is a gentle movement.")
LOADS = Field(
    "loads",
    Made(ListOf(choice("load", Load), "a list of loads", "write [twist]"), _as_set),
    "What it asks of the spine: gentle, twist, deep-bend, squat, end-extension, end-flexion.",
)
DOSE = Field(
    "dose",
    Record("dose", "a dose such as {hold: 30s}", DOSE_FIELDS, _make_dose, DOSE_RULES),
    "How much of it, where a routine does not say.",
    required=True,
)
BREATH = Field("breath", kinds.BREATH, "The breath that suits it: 4-6, or from 4-4 to 5-7.")
ENTER = Field("enter", LINES, "How to get into it.", required=True)
SWITCH = Field("switch", LINES, "The short way into the other side.")
CENTRE = Field("centre", LINES, "The way out of a side, back to the middle.")
LEAVE = Field("leave", LINES, "How to come out of it.")
SHORT = Field("short", TEXT, "The whole entry in one line, for those who know it.")
DURING = Field("during", LINES, "Reminders for the time in it.")
PHASES_FIELD = Field("phases", PHASES, "One round of a flow, breath by breath.")
BREATHS_PER_ROUND = Field(
    "breaths_per_round", kinds.WHOLE_NUMBER, "How many breaths a round of its flow takes: 2."
)
EXIT_FIELD = Field(
    "exit", Either(_single_exit, EXIT), "inhale: one more inhale after the last round, to come up."
)
WORK = Field("work", LINES, "What begins a repetition: the first one first, later ones after.")
RELEASE = Field("release", LINES, "What ends the work of a repetition.")
CAUTIONS = Field("cautions", LINES, "Who takes care, and how; never dropped.")
FOLLOW_WITH = Field("follow_with", _words_list("poses"), "Poses of which one has to come next.")
SETTLE = Field("settle", kinds.DURATION, "Time to settle before the dose: 8s.")
TRANSITION = Field("transition", kinds.DURATION, "Time after it, before the next pose: 10s.")
SOURCE = Field("source", WORDS, "Where its dose and limits come from.")

FIELDS_OF_POSE_AND_VARIATION: dict[str, Field[Any]] = {
    "name": NAME,
    "position": POSITION,
    "props": PROPS,
    "side_means": SIDE_MEANS,
    "loads": LOADS,
    "enter": ENTER,
    "switch": SWITCH,
    "centre": CENTRE,
    "leave": LEAVE,
    "short": SHORT,
    "during": DURING,
    "work": WORK,
    "release": RELEASE,
    "phases": PHASES_FIELD,
    "cautions": CAUTIONS,
    "follow_with": FOLLOW_WITH,
    "figure": FIGURE,
}
"""The attribute of `Pose` that each field sets, both in a pose and in a variation of it."""


def _make_variation(found: Found, _: Reading) -> Found:
    return found


VARIATIONS = Field(
    "variations",
    Named(
        Record(
            "variation",
            "the keys in which it differs",
            tuple(
                replace(field, required=False) for field in FIELDS_OF_POSE_AND_VARIATION.values()
            ),
            _make_variation,
        ),
        POSE_ID_PATTERN,
        parse_pose_id,
        "names, each with the keys in which it differs",
    ),
    "Other ways to do it: a name each, with the keys in which it differs.",
)
