"""`follow-with`: a pose that needs a follow-up is not followed by it next.

Some exercises leave the back in a state that the next one is meant to mend: after bending
forward it is pressed back, after lying over a block it is rocked. The pose says so under
`follow_with`, where any one of several names is enough. Only words, rests and chimes may stand
between, and the same pose again, as in a repeat.
"""

from collections.abc import Iterator

from audioguide.diagnostics import Diagnostic, warning
from audioguide.routine.routine import Chime, Exercise, Item, Rest, Routine, Say


def check(routine: Routine) -> Iterator[Diagnostic]:
    """Warn at each pose that lacks its follow-up."""
    following: Item | None = None
    for item in reversed(routine.items):
        if isinstance(item, Exercise) and not _is_followed(item, following):
            wanted = " or ".join(item.pose.follow_with)
            message = f'"{item.pose.id}" should be followed by {wanted}'
            yield warning(
                "follow-with",
                message,
                item.span,
                f"add `pose: {item.pose.follow_with[0]}` after it",
            )
        if not isinstance(item, Say | Rest | Chime) and not _is_same_pose(item, following):
            following = item


def _is_followed(exercise: Exercise, following: Item | None) -> bool:
    if not exercise.pose.follow_with or _is_same_pose(exercise, following):
        return True
    return isinstance(following, Exercise) and following.pose.id in exercise.pose.follow_with


def _is_same_pose(item: Item, following: Item | None) -> bool:
    """Whether both are one pose; of such a row only the last one needs the follow-up."""
    return (
        isinstance(item, Exercise)
        and isinstance(following, Exercise)
        and item.pose.id == following.pose.id
    )
