"""Chimes at even distances in a long hold."""

from fractions import Fraction

from msgspec.structs import replace

from audioguide.timeline.cue import ChimeMark, DoseScore
from audioguide.timeline.cueing.places import NEAR_SAMPLES
from audioguide.units import Samples, grid_position, to_samples

_BEFORE_END_SAMPLES = to_samples(5)
"""The end has its own tones."""


def with_chimes(score: DoseScore, every_seconds: Fraction) -> DoseScore:
    """A hold with a chime each `every_seconds` from its start.

    One that would fall together with the middle, the last seconds, a time that is told or any
    other words that have their moment is left out, and so is one next to the end.
    """
    taken = [mark.at for mark in score.marks if isinstance(mark, ChimeMark)]
    taken += [cue.start for cue in score.cues if cue.exact]
    chimes = []
    k = 1
    while (at := grid_position(k, every_seconds)) < score.length - _BEFORE_END_SAMPLES:
        if all(abs(at - other) >= NEAR_SAMPLES for other in taken):
            chimes.append(ChimeMark("ping", Samples(at), keeps_clear=True))
        k += 1
    return replace(score, marks=(*score.marks, *chimes))
