"""Which pose comes next, said in a rest."""

from audioguide.roles import Role
from audioguide.routine.routine import Chime, Exercise, Item, Say
from audioguide.timeline.cue import CueLine, Rank
from audioguide.timeline.tape import Tape
from audioguide.units import Samples, to_samples

_TOLD_BEFORE_END = to_samples(12)
"""Time enough to remember how it goes, and near enough not to forget it."""
_QUIET_BEFORE_END = to_samples(1)


def poses_after(items: tuple[Item, ...]) -> tuple[Exercise | None, ...]:
    """For each item the pose that comes next, with nothing but words and bells between."""
    after: list[Exercise | None] = []
    coming: Exercise | None = None
    for item in reversed(items):
        after.append(coming)
        if isinstance(item, Exercise):
            coming = item
        elif not isinstance(item, Say | Chime):
            coming = None
    return tuple(reversed(after))


def next_pose_cue(tape: Tape, exercise: Exercise, length: Samples) -> CueLine:
    """The words for it, within a rest of `length`, towards its end."""
    name = exercise.pose.name.in_language(tape.language) or exercise.pose.id
    return CueLine(
        role=Role.REST,
        texts=(tape.phrases.say("next", name=name),),
        start=Samples(max(0, length - _TOLD_BEFORE_END)),
        end=Samples(length - _QUIET_BEFORE_END),
        rank=Rank.EXTRA,
        exact=False,
    )
