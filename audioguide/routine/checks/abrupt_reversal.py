"""`abrupt-reversal`: from the end of bending back to the end of bending forward, or the reverse.

Going from one end of the spine's range straight to the other is what strains it. Fifteen seconds
of something neutral between are enough: a rest, breathing, a pause, or any pose that goes to
neither end. The words and the moving between two poses are not counted, since they are not rest.
A pose that the first one's `follow_with` prescribes may follow at once.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from audioguide.diagnostics import Diagnostic, warning
from audioguide.routine.need import Need
from audioguide.routine.routine import Exercise, Item, Routine
from audioguide.syntax.pose import Load

NEUTRAL_SECONDS = Fraction(15)

_ENDS = frozenset({Load.END_EXTENSION, Load.END_FLEXION})
_WORDS = {Load.END_EXTENSION: "bending far back", Load.END_FLEXION: "bending far forward"}


def check(routine: Routine) -> Iterator[Diagnostic]:
    """Warn at the second pose of each such pair."""
    for first, second in _reversals(routine):
        neutral = _between(first, second).given_seconds(routine)
        if neutral < NEUTRAL_SECONDS:
            poses = (routine.items[first], routine.items[second])
            from_end, to_end = (_WORDS[next(iter(_ends(one)))] for one in poses)
            message = f"{to_end} only {float(neutral):g} s after {from_end}"
            hint = "put `rest: 15s` or a neutral pose between"
            yield warning("abrupt-reversal", message, routine.items[second].span, hint)


def needs(routine: Routine) -> Iterator[Need]:
    """What is neutral between each two poses that go to different ends."""
    for first, second in _reversals(routine):
        yield _between(first, second)


def _between(first: int, second: int) -> Need:
    return Need(tuple(range(first + 1, second)), NEUTRAL_SECONDS)


def _reversals(routine: Routine) -> Iterator[tuple[int, int]]:
    """Each two items, by number, that reverse with nothing but neutral ones between."""
    extremes = (place for place, item in enumerate(routine.items) if _ends(item))
    for first, second in pairwise(extremes):
        before, after = routine.items[first], routine.items[second]
        if (
            isinstance(before, Exercise)
            and isinstance(after, Exercise)
            and _reverses(before, after)
        ):
            yield first, second


def _ends(item: Item) -> frozenset[Load]:
    return item.pose.loads & _ENDS if isinstance(item, Exercise) else frozenset()


def _reverses(first: Exercise, second: Exercise) -> bool:
    """Whether they go to different ends, and the second is no prescribed follow-up.

    A pose that goes to both ends is built so, and reverses against nothing.
    """
    before, after = _ends(first), _ends(second)
    is_prescribed = second.pose.id in first.pose.follow_with
    return len(before) == len(after) == 1 and before != after and not is_prescribed
