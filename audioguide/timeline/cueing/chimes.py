"""Chimes at even distances in a long hold."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec.structs import replace

from audioguide.dose import BreathPhase
from audioguide.timeline.cue import BreathMark, ChimeMark, DoseScore, Rank
from audioguide.timeline.cueing.places import NEAR_SAMPLES
from audioguide.units import Samples, grid_position, to_samples

_BEFORE_END_SAMPLES = to_samples(5)
"""The end has its own tones."""


def with_chimes(score: DoseScore, every_seconds: Fraction) -> DoseScore:
    """A hold with a chime each `every_seconds` from its start.

    In a hold that is counted in breaths each moves to the nearest start of a breath. A chime that
    would fall together with the middle, the last seconds, a time that is told or any other words
    that have their moment is left out, and so is one next to the end.
    """
    taken = [mark.at for mark in score.marks if isinstance(mark, ChimeMark)]
    taken += [cue.start for cue in score.cues if cue.exact]
    chimes = tuple(
        ChimeMark("ping", at, heeded_from=Rank.REMINDER)
        for at in dict.fromkeys(_moments(score, every_seconds))
        if 0 < at < score.length - _BEFORE_END_SAMPLES
        and all(abs(at - other) >= NEAR_SAMPLES for other in taken)
    )
    return replace(score, marks=(*score.marks, *chimes))


def _moments(score: DoseScore, every_seconds: Fraction) -> Iterator[Samples]:
    """Where chimes are wanted, in order, from the start of the dose to its end."""
    breaths = [
        mark.start
        for mark in score.marks
        if isinstance(mark, BreathMark) and mark.phase is BreathPhase.INHALE
    ]
    edges = (*breaths, score.length) if breaths else ()
    k = 1
    while (at := grid_position(k, every_seconds)) < score.length:
        yield _nearest(edges, at) if edges else at
        k += 1


def _nearest(moments: Sequence[Samples], wanted: Samples) -> Samples:
    """The nearest of some moments, in order; the first of two that are as near."""
    later = bisect_left(moments, wanted)
    return min(moments[max(0, later - 1) : later + 1], key=lambda one: abs(one - wanted))
