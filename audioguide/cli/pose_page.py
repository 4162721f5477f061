"""A pose as people read it."""

from collections.abc import Iterator
from fractions import Fraction

from audioguide.diagnostics import printable
from audioguide.dose import (
    DoseSpec,
    FlowSpec,
    HoldSpec,
    RepsSpec,
    RhythmSpec,
    SidedHoldSpec,
)
from audioguide.syntax.durations import format_duration
from audioguide.syntax.limits import written
from audioguide.syntax.pose import Limit, Line, Pose, Range
from audioguide.text import Text


def pose_page(pose: Pose, language: str) -> Iterator[str]:
    """The lines of a pose's page: facts first, then its words in `language`."""
    yield printable(f"{_words(pose.name, language)} ({pose.id})")
    for label, value in _facts(pose, language):
        if value:
            yield printable(f"  {label + ':':<12} {value}")
    for heading, lines in _spoken(pose):
        if lines:
            yield heading
            yield from (printable(f"  {_words(line, language)}") for line in lines)


def dose_words(dose: DoseSpec) -> str:
    """A dose as a script would say it.

    >>> dose_words(RhythmSpec(Fraction(66), seconds=Fraction(120)))
    'rhythm 66 bpm for 2min'
    """
    match dose:
        case HoldSpec():
            return f"hold {_amount(dose.seconds, dose.n_breaths, 'breath')}"
        case SidedHoldSpec(left=left, right=right):
            return f"left {dose_words(left)}, right {dose_words(right)}"
        case FlowSpec():
            return f"flow {_amount(dose.seconds, dose.n_rounds, 'round')}"
        case RhythmSpec(rate_bpm=rate_bpm, ramp_to_bpm=ramp_to_bpm):
            rate = written(rate_bpm, Limit.RHYTHM)
            if ramp_to_bpm is not None:
                rate = f"{rate} to {written(ramp_to_bpm, Limit.RHYTHM)}"
            return f"rhythm {rate} for {_amount(dose.seconds, dose.n_beats, 'beat')}"
        case RepsSpec(n_reps=n_reps, work_seconds=work, release_seconds=release):
            times = [
                f"{name} {format_duration(seconds)}"
                for name, seconds in (("work", work), ("release", release))
                if seconds is not None
            ]
            return ", ".join([f"reps {n_reps}", *times])


def _facts(pose: Pose, language: str) -> Iterator[tuple[str, str]]:
    """What a pose is, apart from its words."""
    yield "also", ", ".join(pose.also)
    yield "position", str(pose.position)
    yield "props", ", ".join(pose.props)
    yield "sides", "each" if pose.sided else "none"
    if pose.side_means:
        yield "side means", _words(pose.side_means, language)
    yield "dose", dose_words(pose.dose)
    yield "progress", "; ".join(map(str, pose.progress))
    yield "may be", ", ".join(sorted(pose.limits.allow))
    yield "limits", "; ".join(_limit_words(limit, bound) for limit, bound in pose.limits.ranges)
    if pose.limits.because:
        yield "because", _words(pose.limits.because, language)
    yield "breath", str(pose.breath or "")
    yield "then do", ", ".join(pose.follow_with)
    yield "variations", ", ".join(name for name, _ in pose.variations)
    yield "source", " ".join((pose.source_note or "").split())
    yield "file", pose.path


def _spoken(pose: Pose) -> Iterator[tuple[str, list[Text]]]:
    """What a pose says, under a heading each."""
    yield "Take care", _texts(pose.cautions)
    yield "Enter", _texts(pose.enter)
    yield "During", _texts(pose.during)
    yield "On the breath", [line.text for line in pose.phases]
    yield "Work", _texts(pose.work)
    yield "Release", _texts(pose.release)
    yield "Other side", _texts((*pose.centre, *pose.switch))
    yield "Leave", _texts(pose.leave)


def _texts(lines: tuple[Line, ...]) -> list[Text]:
    return [line.text for line in lines]


def _words(text: Text, language: str) -> str:
    """The text in `language`, or else in the first language that it has."""
    words = text.in_language(language)
    return words if words is not None else text.by_language[0][1]


def _limit_words(limit: Limit, bound: Range) -> str:
    """A bound in words, such as `rhythm 50 bpm to 80 bpm`."""
    ends = (("from", bound.low), ("to", bound.high))
    parts = [f"{word} {written(end, limit)}" for word, end in ends if end is not None]
    return " ".join([str(limit), *parts])


def _amount(seconds: Fraction | None, number: int | None, unit: str) -> str:
    """A length of time, or else a number of things."""
    if seconds is not None:
        return format_duration(seconds)
    return f"{number} {unit}{'s' * (number != 1)}"
