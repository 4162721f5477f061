"""Rhythm: movement on a click, and the metronome on its own."""

from fractions import Fraction

from audioguide.dose import Rhythm, Side
from audioguide.roles import Role
from audioguide.timeline.beats import Tempo
from audioguide.timeline.cue import BeatMark, CueLine, DoseScore, Quiet, Rank
from audioguide.timeline.doses.reminders import EDGE_SECONDS, reminder_cues
from audioguide.timeline.doses.wording import Wording
from audioguide.units import Samples, to_samples

_SPACING_SECONDS = Fraction(20)
_SMALLER_SECONDS = Fraction(10)
"""How long before the end the movement is asked to become smaller."""


def beat_marks(
    tempo: Tempo, accent_every: int | None, *, alternating: bool
) -> tuple[BeatMark, ...]:
    """Every click of a stretch; the first of each group of `accent_every` has the accent."""
    sides = (Side.LEFT, Side.RIGHT)
    return tuple(
        BeatMark(
            at=at,
            accent=bool(accent_every) and k % (accent_every or 1) == 0,
            side=sides[k % 2] if alternating else None,
        )
        for k, at in enumerate(tempo.positions())
    )


def score_rhythm(dose: Rhythm, wording: Wording, *, alternating: bool) -> DoseScore:
    """A rhythm: quiet at first, a reminder now and then, smaller towards the end."""
    tempo = Tempo.settled(dose.rate_bpm, dose.ramp_to_bpm, dose.seconds, dose.n_beats)
    length = tempo.length
    edge = to_samples(EDGE_SECONDS)
    smaller = Samples(length - to_samples(_SMALLER_SECONDS))
    cues: list[CueLine] = []
    if smaller >= edge:
        text = wording.phrase("smaller")
        cues.append(CueLine(Role.LAST, (text,), smaller, length, Rank.MUST, chime="last"))
    quiet = Quiet(edge, Samples(smaller - to_samples(2)), to_samples(_SPACING_SECONDS))
    cues += reminder_cues(wording, quiet)
    marks = beat_marks(tempo, dose.accent_every, alternating=alternating)
    return DoseScore(length, marks, tuple(cues), quiet)
