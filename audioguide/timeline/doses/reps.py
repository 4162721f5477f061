"""Repetitions: work, release, and the count in the release."""

from fractions import Fraction

from audioguide.dose import Guidance, Reps, Side
from audioguide.roles import Role
from audioguide.syntax.pose import Line
from audioguide.timeline.cue import ChimeMark, CueLine, DoseScore, Mark, Rank
from audioguide.timeline.doses.wording import Wording
from audioguide.units import Samples, grid_position, to_samples

_KEEP_BREATHING_OVER_SECONDS = Fraction(6)
_KEEP_BREATHING_AT = to_samples(3)
_RELEASE_LINES = 2
"""Repetitions whose release is put into words where the count goes on to tell of it."""
QUIET_BEFORE_WORK = to_samples(Fraction(3, 10))
"""The release is silent again this long before the next work starts."""


def score_reps(dose: Reps, wording: Wording, *, alternating: bool) -> DoseScore:
    """Repetitions: the work word exactly at work start, the count in the release."""
    period = dose.work_seconds + dose.release_seconds
    cues: list[CueLine] = []
    marks: list[Mark] = []
    for k in range(dose.n_reps):
        start = grid_position(k, period)
        work_end = to_samples(k * period + dose.work_seconds)
        end = Samples(grid_position(k + 1, period) - QUIET_BEFORE_WORK)
        side = (Side.LEFT, Side.RIGHT)[k % 2] if alternating else None
        cues += _work_cues(k, start, work_end, dose, wording, side)
        cues += _release_cues(k, work_end, end, dose, wording, side, alternating)
        if wording.guidance is Guidance.BELLS:
            marks.append(ChimeMark("rest", work_end, side))
    return DoseScore(to_samples(dose.n_reps * period), tuple(marks), tuple(cues))


def _from_line(
    lines: tuple[Line, ...], k: int, wording: Wording, side: Side | None
) -> tuple[str, ...]:
    """The line of repetition `k` and the shorter ones after it."""
    return wording.lines(lines[min(k, len(lines) - 1) :], side)


def _work_cues(
    k: int, start: Samples, work_end: Samples, dose: Reps, wording: Wording, side: Side | None
) -> list[CueLine]:
    cues = []
    if wording.pose and wording.pose.work:
        texts = _from_line(wording.pose.work, k, wording, side)
        cues.append(
            CueLine(
                Role.WORK, texts, start, work_end, Rank.MUST, needed=True, chime="hold", side=side
            )
        )
    if dose.work_seconds > _KEEP_BREATHING_OVER_SECONDS:
        text = wording.phrase("keep_breathing")
        at = Samples(start + _KEEP_BREATHING_AT)
        cues.append(CueLine(Role.DURING, (text,), at, work_end, Rank.WORD, exact=False, side=side))
    return cues


def _release_cues(
    k: int,
    start: Samples,
    end: Samples,
    dose: Reps,
    wording: Wording,
    side: Side | None,
    alternating: bool,
) -> list[CueLine]:
    """What is said in one release, in the order in which it is spoken."""
    said: list[tuple[Role, tuple[str, ...], Rank]] = []
    number = wording.count_after(k, dose.n_reps)
    counted = wording.guidance is Guidance.FULL and number is not None
    if wording.pose and wording.pose.release and (k < _RELEASE_LINES or not counted):
        said.append((Role.WORK, _from_line(wording.pose.release, k, wording, side), Rank.WORD))
    if number is not None:
        said.append((Role.COUNT, (wording.phrase("count", n=number),), Rank.WORD))
    if k == dose.n_reps - 2:
        said.append((Role.LAST, (wording.phrase("last_one"),), Rank.WORD))
    if alternating and side and k < dose.n_reps - 1:
        text = wording.phrases.with_side(wording.phrase("this_side", side="{side}"), side.other)
        said.append((Role.SWITCH, (text,), Rank.WORD))
    return [
        CueLine(role, texts, Samples(start + i), end, rank, exact=False, side=side)
        for i, (role, texts, rank) in enumerate(said)
    ]
