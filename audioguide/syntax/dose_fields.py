"""The dose keys, which a `pose` step and the `dose` of a pose file share."""

from audioguide.dose import (
    DoseSpec,
    HoldSpec,
    RepsSpec,
    RhythmSpec,
    SidedHoldSpec,
)
from audioguide.source import Span, Spanned
from audioguide.syntax import scalar_kinds as kinds
from audioguide.syntax.fields import Field, Found, Record
from audioguide.syntax.kinds import Either, Kind
from audioguide.syntax.reading import Reading
from audioguide.syntax.rules import AtMostOne, OnlyWith

_LEFT = Field("left", kinds.HOLD, "The hold on the left.", required=True)
_RIGHT = Field("right", kinds.HOLD, "The hold on the right.", required=True)


def _sided_hold(found: Found, _: Reading) -> HoldSpec | SidedHoldSpec:
    return SidedHoldSpec(left=found.need(_LEFT), right=found.need(_RIGHT))


_EVEN_HOLD: Kind[HoldSpec | SidedHoldSpec] = kinds.HOLD
_SIDED_HOLD: Record[HoldSpec | SidedHoldSpec] = Record(
    "sided_hold", "left and right, each with its hold", (_LEFT, _RIGHT), _sided_hold
)

HOLD: Field[HoldSpec | SidedHoldSpec] = Field(
    "hold",
    Either(_EVEN_HOLD, _SIDED_HOLD),
    "Stay: 30s, 10 breaths, or {left: 30s, right: 45s}.",
)
FLOW = Field("flow", kinds.FLOW, "Move on the breath: 8 rounds, or 2min of whole rounds.")
RHYTHM = Field("rhythm", kinds.RATE, "Move on a click: 66 bpm, with for or beats.")
FOR = Field("for", kinds.DURATION, "How long the click goes on: 2min.")
BEATS = Field("beats", kinds.BEATS, "How many clicks there are: 120.")
ACCENT = Field("accent", kinds.WHOLE_NUMBER, "Every how many clicks one is accented: 4.")
RAMP_TO = Field("ramp_to", kinds.RATE, "The rate at the end, reached evenly: 72 bpm.")
REPS = Field("reps", kinds.REPS, "Work, release, again: 4 times.")
WORK = Field("work", kinds.DURATION, "How long the work of one repetition lasts: 5s.")
RELEASE = Field("release", kinds.DURATION, "How long the release of one repetition lasts: 4s.")

DOSE_FIELDS = (HOLD, FLOW, RHYTHM, FOR, BEATS, ACCENT, RAMP_TO, REPS, WORK, RELEASE)

CLICK_LENGTHS = AtMostOne(("for", "beats"), "two-doses", "two lengths")
DOSE_RULES = (
    AtMostOne(("hold", "flow", "rhythm", "reps"), "two-doses", "two doses"),
    CLICK_LENGTHS,
    OnlyWith(("for", "beats", "accent", "ramp_to"), "rhythm", "write rhythm: 66 bpm beside it"),
    OnlyWith(("work", "release"), "reps", "write reps: 4 beside it"),
)


def read_dose(found: Found) -> Spanned[DoseSpec] | None:
    """The dose among the fields of a mapping, with the place of its value."""
    written = (_hold(found), _flow(found), _rhythm(found), _reps(found))
    return next((dose for dose in written if dose is not None), None)


def _hold(found: Found) -> Spanned[DoseSpec] | None:
    hold = found.get(HOLD)
    return None if hold is None else Spanned(hold, found.span("hold"))


def _flow(found: Found) -> Spanned[DoseSpec] | None:
    flow = found.get(FLOW)
    return None if flow is None else Spanned(flow, found.span("flow"))


def _rhythm(found: Found) -> Spanned[DoseSpec] | None:
    rate_bpm = found.get(RHYTHM)
    if rate_bpm is None:
        return None
    spec = RhythmSpec(
        rate_bpm=rate_bpm,
        seconds=found.get(FOR),
        n_beats=found.get(BEATS),
        accent_every=found.get(ACCENT),
        ramp_to_bpm=found.get(RAMP_TO),
    )
    return Spanned(spec, found.span("rhythm"))


def _reps(found: Found) -> Spanned[DoseSpec] | None:
    n_reps = found.get(REPS)
    if n_reps is None:
        return None
    spec = RepsSpec(n_reps, work_seconds=found.get(WORK), release_seconds=found.get(RELEASE))
    return Spanned(spec, found.span("reps"))


def dose_spans(found: Found) -> tuple[tuple[str, Span], ...]:
    """The span of the value of every dose key that was written."""
    names = (field.name for field in DOSE_FIELDS)
    return tuple((name, found.span(name)) for name in names if found.has(name))
