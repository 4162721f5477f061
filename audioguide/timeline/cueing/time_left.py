"""The time left in a hold, said at its moment."""

from fractions import Fraction

from msgspec.structs import replace

from audioguide.roles import Role
from audioguide.timeline.cue import ChimeMark, CueLine, DoseScore, Rank
from audioguide.timeline.cueing.places import NEAR_SAMPLES
from audioguide.timeline.doses.reminders import EDGE_SECONDS
from audioguide.timeline.doses.wording import Wording
from audioguide.timeline.spoken import time_left
from audioguide.units import Samples, to_samples

_LAST_SECONDS = to_samples(3)
"""They are counted down, by tones or words."""


def with_time_left(score: DoseScore, wording: Wording, seconds: tuple[Fraction, ...]) -> DoseScore:
    """A hold with the time left told at each of `seconds` before its end.

    Moments that do not lie in the hold, or too close to its start to be news, are passed over.
    The word or tone for the middle gives way to a time that is told at the same moment, since
    that says more; an author's own words do not.
    """
    first = to_samples(EDGE_SECONDS)
    told = []
    for left in seconds:
        at = Samples(score.length - to_samples(left))
        if at >= first:
            told.append(_line(wording, left, at, Samples(score.length - _LAST_SECONDS)))
    moments = tuple(cue.start for cue in told)
    return replace(
        score,
        marks=tuple(
            mark
            for mark in score.marks
            if not (isinstance(mark, ChimeMark) and mark.name == "halfway")
            or not _is_near(mark.at, moments)
        ),
        cues=(
            *(cue for cue in score.cues if not _is_middle(cue) or not _is_near(cue.start, moments)),
            *told,
        ),
    )


def _line(wording: Wording, left: Fraction, at: Samples, end: Samples) -> CueLine:
    return CueLine(
        role=Role.LAST,
        texts=time_left(left, wording.phrases),
        start=at,
        end=end,
        rank=Rank.WORD,
        chime="ping",
    )


def _is_middle(cue: CueLine) -> bool:
    return cue.role is Role.HALFWAY and cue.rank is not Rank.AUTHOR


def _is_near(at: Samples, moments: tuple[Samples, ...]) -> bool:
    return any(abs(at - moment) < NEAR_SAMPLES for moment in moments)
