"""How long a routine is and how many events it has, without expanding anything.

Only what is prescribed is counted: doses, rests and pauses. Speech has no length here, so a
length is a lower bound.
"""

from collections.abc import Iterable
from fractions import Fraction
from math import ceil

from msgspec import Struct

from audioguide.cueing import Cueing, Encouragement
from audioguide.dose import BreathsHold, Dose, Flow, Reps, Rhythm, SecondsHold
from audioguide.routine.routine import Breathe, Chime, Click, Exercise, Item, Rest, Say
from audioguide.routine.tree import Node, Repeat, Section


class Size(Struct, frozen=True):
    """A lower bound of a length, and about how many events."""

    seconds: Fraction
    n_events: int

    def __add__(self, other: "Size") -> "Size":
        return Size(self.seconds + other.seconds, self.n_events + other.n_events)

    def times(self, n: int) -> "Size":
        """The size of `n` of them."""
        return Size(self.seconds * n, self.n_events * n)


NOTHING = Size(Fraction(0), 0)

_EVENTS_PER_REP = 3
"""The start of the work, the release, the count."""
_EVENTS_PER_HOLD = 8
"""Start, end, halfway, last seconds, at most four reminders."""
_EVENTS_OF_ENCOURAGEMENT = 3


def total(sizes: Iterable[Size]) -> Size:
    """The sum of `sizes`."""
    return sum(sizes, NOTHING)


def beats_of(dose: Rhythm | Click) -> int:
    """Beats whose onset lies inside; a ramp has those of its mean rate."""
    if dose.n_beats is not None:
        return dose.n_beats
    return ceil(_mean_bpm(dose) * (dose.seconds or 0) / 60)


def _beating_seconds(dose: Rhythm | Click) -> Fraction:
    if dose.seconds is not None:
        return dose.seconds
    return Fraction(dose.n_beats or 0) * 60 / _mean_bpm(dose)


def _mean_bpm(dose: Rhythm | Click) -> Fraction:
    end_bpm = dose.rate_bpm if dose.ramp_to_bpm is None else dose.ramp_to_bpm
    return (dose.rate_bpm + end_bpm) / 2


def dose_seconds(dose: Dose) -> Fraction:
    """Length of one dose, on one side, in one set."""
    match dose:
        case SecondsHold():
            return dose.seconds
        case BreathsHold():
            return dose.breath.seconds(dose.n_breaths)
        case Flow():
            return dose.breath.seconds(dose.n_breaths)
        case Rhythm():
            return _beating_seconds(dose)
        case Reps():
            return dose.n_reps * (dose.work_seconds + dose.release_seconds)


def _dose_events(dose: Dose) -> int:
    match dose:
        case SecondsHold():
            return _EVENTS_PER_HOLD
        case BreathsHold():
            return dose.n_breaths * dose.breath.n_phases + _EVENTS_PER_HOLD
        case Flow():
            return 2 * dose.n_breaths * dose.breath.n_phases
        case Rhythm():
            return beats_of(dose)
        case Reps():
            return _EVENTS_PER_REP * dose.n_reps


def _cueing_events(dose: Dose | Click, cueing: Cueing) -> int:
    """What cueing adds inside a dose, and before it."""
    n_events = len(cueing.time_left_seconds) + bool(cueing.ready_seconds)
    if cueing.encouragement is not Encouragement.NONE:
        n_events += _EVENTS_OF_ENCOURAGEMENT
    if isinstance(dose, Rhythm | Click) and cueing.counts.beats_step != 0:
        n_events += beats_of(dose)
    if isinstance(dose, SecondsHold | BreathsHold) and cueing.chime_every_seconds:
        n_events += int(dose_seconds(dose) // cueing.chime_every_seconds)
    return n_events


def exercise_seconds(exercise: Exercise) -> Fraction:
    """All doses on all sides in all sets, without what stands between them."""
    return exercise.n_sets * sum((dose_seconds(dose) for _, dose in exercise.doses), Fraction(0))


def _exercise_size(exercise: Exercise) -> Size:
    pose = exercise.pose
    rests = (exercise.set_rest_seconds or Fraction(0)) * (exercise.n_sets - 1)
    n_lines = len(pose.enter) + len(pose.switch) + len(pose.centre) + len(pose.leave)
    cueing = exercise.settings.cueing
    n_dose_events = sum(
        _dose_events(dose) + _cueing_events(dose, cueing) + n_lines + 1
        for _, dose in exercise.doses
    )
    ready = cueing.ready_seconds * len(exercise.doses) * exercise.n_sets
    return Size(exercise_seconds(exercise) + rests + ready, n_dose_events * exercise.n_sets)


def item_size(item: Item) -> Size:
    """The size of one item."""
    match item:
        case Exercise():
            return _exercise_size(item)
        case Say():
            return Size(item.pause_seconds or Fraction(0), 1)
        case Rest():
            return Size(item.seconds, 2)
        case Breathe():
            breath = item.settings.breath
            n_events = item.n_breaths * breath.n_phases
            ready = item.settings.cueing.ready_seconds
            return Size(breath.seconds(item.n_breaths) + ready, n_events + 1 + bool(ready))
        case Click():
            cueing = item.settings.cueing
            n_events = beats_of(item) + _cueing_events(item, cueing)
            return Size(_beating_seconds(item) + cueing.ready_seconds, n_events + 1)
        case Chime():
            return Size(Fraction(0), 1)


def node_size(node: Node) -> Size:
    """The size of one node of the tree, by multiplication; every round counts as an event."""
    match node:
        case Section():
            return Size(Fraction(0), 1) + total(map(node_size, node.nodes))
        case Repeat():
            rest = item_size(node.rest).times(node.n_rounds - 1) if node.rest else NOTHING
            a_round = Size(Fraction(0), 1) + total(map(node_size, node.nodes))
            return a_round.times(node.n_rounds) + rest
        case _:
            return item_size(node)
