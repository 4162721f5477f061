"""The steps of a routine: one record for each verb, its keys as the language's table has them."""

from collections.abc import Callable
from typing import Any

from audioguide.dose import Side
from audioguide.source import Spanned
from audioguide.syntax import dose_fields as doses
from audioguide.syntax import scalar_kinds as kinds
from audioguide.syntax.cue_fields import CUES, SIDES
from audioguide.syntax.fields import Field, Found, Record
from audioguide.syntax.kinds import ListOf, Made, Named, choice
from audioguide.syntax.progress_fields import PROGRESS_OF_STEP
from audioguide.syntax.reading import Reading
from audioguide.syntax.rules import AtLeastOne, OnlyWith, Rule
from audioguide.syntax.scalar_text import PARAMETER_NAME
from audioguide.syntax.script import (
    BreatheStep,
    ChimeName,
    ChimeStep,
    ClickStep,
    IncludeStep,
    PoseStep,
    RepeatStep,
    RestStep,
    SayStep,
    SectionStep,
    SidesChoice,
    Step,
)
from audioguide.syntax.setting_fields import OVERRIDE_FIELDS, read_overrides
from audioguide.syntax.steps import STEP
from audioguide.syntax.text_kinds import PLACED_TEXT, WORDS
from audioguide.syntax.words import parse_parameter_name

SAY = Field("say", PLACED_TEXT, "What is said, as text or as {en: ..., de: ...}.")
PAUSE = Field("pause", kinds.DURATION_OR_NONE, "Silence after it: 2s.")
POSE = Field("pose", WORDS, "The pose, by the name of its file or another name it has.")
SIDES_FIELD: Field[SidesChoice | tuple[Side, ...]] = Field(
    "sides", SIDES, "left, right, both, [right, left], alternate or none."
)
UNEQUAL = Field("unequal", WORDS, "Why the sides differ on purpose.")
SETS = Field("sets", kinds.WHOLE_NUMBER, "How many times the whole dose is done, both sides each.")
REST_BETWEEN_SETS = Field("rest", kinds.DURATION_OR_NONE, "Rest between the sets: 20s.")
VARIATION = Field("variation", WORDS, "A variation that the pose file describes.")
CUES_FIELD = Field("cues", CUES, "Lines at a time: a list of {at: halfway, say: ...}.")
SETTLE = Field("settle", kinds.DURATION, "Time to settle before the dose: 5s.")
TRANSITION = Field("transition", kinds.DURATION, "Time after the pose, before the next: 8s.")
SECTION = Field("section", PLACED_TEXT, "The title of a part, which becomes a chapter.")
STEPS: Field[tuple[Step, ...]] = Field(
    "steps",
    ListOf(
        STEP, "a list of steps", "begin each step with a dash", n_least=1, empty_code="no-steps"
    ),
    "The steps, in order.",
    required=True,
)
REPEAT = Field("repeat", kinds.WHOLE_NUMBER, "How many times the steps inside are done.")
REST_BETWEEN_ROUNDS = Field("rest", kinds.DURATION_OR_NONE, "Rest between the rounds: 15s.")
REST = Field("rest", kinds.DURATION_OR_NONE, "Rest for so long: 20s.")
BREATHE = Field("breathe", kinds.BREATHS, "Breathe, guided: 6 breaths.")
CLICK = Field("click", kinds.RATE, "A metronome on its own: 60 bpm, with for or beats.")
CHIME = Field("chime", choice("chime", ChimeName), "A sound on its own: start, end or halfway.")
INCLUDE = Field("include", Made(WORDS, Spanned), "A routine file, relative to this one.")
SET = Field(
    "set",
    Named(Made(kinds.ANY_TEXT, Spanned), PARAMETER_NAME, parse_parameter_name, "names with values"),
    "Parameters for the included routine.",
)


def _say(found: Found, _: Reading) -> SayStep:
    return SayStep(
        text=found.need(SAY),
        pause_seconds=found.get(PAUSE),
        overrides=read_overrides(found),
        span=found.entry_span("say"),
    )


def _pose(found: Found, _: Reading) -> PoseStep:
    return PoseStep(
        pose=Spanned(found.need(POSE), found.span("pose")),
        dose=doses.read_dose(found),
        dose_spans=doses.dose_spans(found),
        sides=found.spanned(SIDES_FIELD),
        unequal=found.get(UNEQUAL),
        n_sets=found.spanned(SETS),
        rest_seconds=found.spanned(REST_BETWEEN_SETS),
        variation=found.spanned(VARIATION),
        say=found.get(SAY),
        cues=found.get(CUES_FIELD) or (),
        settle_seconds=found.get(SETTLE),
        transition_seconds=found.get(TRANSITION),
        overrides=read_overrides(found),
        span=found.entry_span("pose"),
        progress=found.get(PROGRESS_OF_STEP),
    )


def _section(found: Found, _: Reading) -> SectionStep:
    return SectionStep(
        title=found.need(SECTION),
        steps=found.need(STEPS),
        overrides=read_overrides(found),
        span=found.entry_span("section"),
    )


def _repeat(found: Found, _: Reading) -> RepeatStep:
    return RepeatStep(
        n_rounds=found.need(REPEAT),
        rest_seconds=found.get(REST_BETWEEN_ROUNDS),
        steps=found.need(STEPS),
        overrides=read_overrides(found),
        span=found.entry_span("repeat"),
    )


def _rest(found: Found, _: Reading) -> RestStep:
    return RestStep(
        seconds=found.need(REST),
        say=found.get(SAY),
        overrides=read_overrides(found),
        span=found.entry_span("rest"),
    )


def _breathe(found: Found, _: Reading) -> BreatheStep:
    return BreatheStep(
        n_breaths=found.need(BREATHE),
        say=found.get(SAY),
        overrides=read_overrides(found),
        span=found.entry_span("breathe"),
    )


def _click(found: Found, _: Reading) -> ClickStep:
    return ClickStep(
        rate_bpm=found.need(CLICK),
        seconds=found.get(doses.FOR),
        n_beats=found.get(doses.BEATS),
        accent_every=found.get(doses.ACCENT),
        ramp_to_bpm=found.get(doses.RAMP_TO),
        say=found.get(SAY),
        overrides=read_overrides(found),
        span=found.entry_span("click"),
    )


def _chime(found: Found, _: Reading) -> ChimeStep:
    return ChimeStep(found.need(CHIME), read_overrides(found), found.entry_span("chime"))


def _include(found: Found, _: Reading) -> IncludeStep:
    return IncludeStep(
        path=found.need(INCLUDE),
        parameters=found.get(SET) or (),
        overrides=read_overrides(found),
        span=found.entry_span("include"),
    )


def _verb(
    verb: Field[Any],
    make: Callable[[Found, Reading], Step],
    *keys: Field[Any],
    rules: tuple[Rule, ...] = (),
) -> Record[Step]:
    """The record of one verb: the verb itself, its keys, and those that any step may carry."""
    required = Field(verb.name, verb.kind, verb.says, required=True)
    fields = (required, *keys, *OVERRIDE_FIELDS)
    return Record(f"{verb.name}_step", f"a {verb.name} step", fields, make, rules)


_POSE_KEYS = (
    *doses.DOSE_FIELDS,
    SIDES_FIELD,
    UNEQUAL,
    SETS,
    REST_BETWEEN_SETS,
    VARIATION,
    SAY,
    CUES_FIELD,
    SETTLE,
    TRANSITION,
    PROGRESS_OF_STEP,
)
_SETS_RULE = OnlyWith(("rest",), "sets", "write sets: 2 beside it, or make the rest its own step")
_CLICK_KEYS = (doses.FOR, doses.BEATS, doses.ACCENT, doses.RAMP_TO, SAY)
_CLICK_RULES = (
    doses.CLICK_LENGTHS,
    AtLeastOne(("for", "beats"), "click", "say how long: for: 1min, or beats: 60"),
)

VERBS: dict[str, Record[Step]] = {
    "pose": _verb(POSE, _pose, *_POSE_KEYS, rules=(*doses.DOSE_RULES, _SETS_RULE)),
    "section": _verb(SECTION, _section, STEPS),
    "repeat": _verb(REPEAT, _repeat, STEPS, REST_BETWEEN_ROUNDS),
    "breathe": _verb(BREATHE, _breathe, SAY),
    "click": _verb(CLICK, _click, *_CLICK_KEYS, rules=_CLICK_RULES),
    "chime": _verb(CHIME, _chime),
    "include": _verb(INCLUDE, _include, SET),
    "rest": _verb(REST, _rest, SAY),
    "say": _verb(SAY, _say, PAUSE),
}
"""In the order of precedence: `rest` is a verb where no other but `say` stands, `say` where
none does."""

STEP.learn(VERBS)
