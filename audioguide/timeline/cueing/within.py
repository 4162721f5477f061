"""A dose with all that `cueing:` adds inside it."""

from msgspec.structs import replace

from audioguide.cueing import CountDirection, Cueing
from audioguide.dose import BreathsHold, Dose, Reps, Rhythm, SecondsHold
from audioguide.routine.routine import Settings
from audioguide.source import Span
from audioguide.timeline.cue import BeatMark, DoseScore
from audioguide.timeline.cueing.chimes import with_chimes
from audioguide.timeline.cueing.counting import beat_counts, reps_step
from audioguide.timeline.cueing.encouragement import encouragement_cues
from audioguide.timeline.cueing.time_left import with_time_left
from audioguide.timeline.doses.wording import Wording
from audioguide.timeline.tape import Tape


def counting_wording(
    tape: Tape, dose: Dose, wording: Wording, settings: Settings, source: Span
) -> Wording:
    """The words of a dose with the numbers that its repetitions are counted by."""
    if not isinstance(dose, Reps):
        return wording
    return replace(
        wording,
        count_step=reps_step(tape, dose, settings, source),
        counts_down=settings.cueing.direction is CountDirection.DOWN,
    )


def with_cueing(
    tape: Tape, dose: Dose, score: DoseScore, wording: Wording, settings: Settings, source: Span
) -> DoseScore:
    """A dose with its time left, chimes, counts and encouragement.

    A restful pose has its chimes alone: nothing in it counts, and nobody is cheered on in it.
    """
    cueing = settings.cueing
    if cueing == Cueing():
        return score
    is_restful = wording.pose is not None and wording.pose.restful
    if isinstance(dose, SecondsHold) and not is_restful:
        score = with_time_left(score, wording, cueing.time_left_seconds)
    if isinstance(dose, SecondsHold | BreathsHold) and cueing.chime_every_seconds:
        score = with_chimes(score, cueing.chime_every_seconds)
    if isinstance(dose, Rhythm) and not is_restful:
        score = with_counts(tape, score, settings, source)
    if score.quiet is not None and wording.pose is not None and not is_restful:
        words = encouragement_cues(tape, score.quiet, cueing.encouragement)
        score = replace(score, cues=(*score.cues, *words))
    return score


def with_counts(tape: Tape, score: DoseScore, settings: Settings, source: Span) -> DoseScore:
    """A dose on a click with the numbers of its beats."""
    beats = [mark for mark in score.marks if isinstance(mark, BeatMark)]
    counts = beat_counts(tape, beats, score.length, settings, source)
    return replace(score, cues=(*score.cues, *counts))
