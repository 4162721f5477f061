"""Doses whose specification has no holes left, as they are done; and back to what is written."""

from fractions import Fraction

from audioguide.dose import (
    Breathing,
    BreathsHold,
    Dose,
    DoseSpec,
    Flow,
    FlowSpec,
    HoldSpec,
    Reps,
    RepsSpec,
    Rhythm,
    RhythmSpec,
    SecondsHold,
)

OneSideSpec = HoldSpec | FlowSpec | RhythmSpec | RepsSpec
"""A dose as written, of one side where the sides differ."""


def settled(spec: OneSideSpec, *, breath: Breathing, breaths_per_round: int) -> Dose | None:
    """A dose as it is done; None for a flow whose time is too short for a single round.

    Args:
        spec: With `for` or `beats` beside a rhythm, and `work` and `release` beside reps.
        breath: That holds where the dose is done.
        breaths_per_round: Of the pose, for a flow.
    """
    match spec:
        case HoldSpec():
            if spec.seconds is not None:
                return SecondsHold(spec.seconds)
            return BreathsHold(spec.n_breaths or 1, breath)
        case FlowSpec(n_rounds=n_rounds):
            if n_rounds is None:
                seconds = spec.seconds or Fraction(0)
                n_rounds = breath.most_rounds(seconds, breaths_per_round=breaths_per_round)
            return Flow(n_rounds, breaths_per_round, breath) if n_rounds else None
        case RhythmSpec():
            return Rhythm(
                rate_bpm=spec.rate_bpm,
                seconds=spec.seconds,
                n_beats=spec.n_beats,
                accent_every=spec.accent_every,
                ramp_to_bpm=spec.ramp_to_bpm,
            )
        case RepsSpec():
            work, release = spec.work_seconds or Fraction(0), spec.release_seconds or Fraction(0)
            return Reps(spec.n_reps, work, release)


def as_written(dose: Dose) -> DoseSpec:
    """A settled dose as a script would have it."""
    match dose:
        case SecondsHold(seconds=seconds):
            return HoldSpec(seconds=seconds)
        case BreathsHold(n_breaths=n_breaths):
            return HoldSpec(n_breaths=n_breaths)
        case Flow(n_rounds=n_rounds):
            return FlowSpec(n_rounds=n_rounds)
        case Rhythm():
            return RhythmSpec(
                rate_bpm=dose.rate_bpm,
                seconds=dose.seconds,
                n_beats=dose.n_beats,
                ramp_to_bpm=dose.ramp_to_bpm,
            )
        case Reps():
            return RepsSpec(dose.n_reps, dose.work_seconds, dose.release_seconds)
