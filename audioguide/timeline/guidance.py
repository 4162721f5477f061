"""What each guidance speaks, what it sounds in place of words, and what it leaves out."""

from enum import Enum

from msgspec.structs import replace

from audioguide.dose import Guidance
from audioguide.roles import Role
from audioguide.routine.routine import Exercise


class Delivery(Enum):
    """How a line of some role reaches the listener."""

    SPOKEN = "spoken"
    SOUNDED = "sounded"
    """A chime stands in its place."""
    DROPPED = "dropped"


_SPOKEN, _SOUNDED, _DROPPED = Delivery.SPOKEN, Delivery.SOUNDED, Delivery.DROPPED

_TABLE: dict[Role, tuple[Delivery, Delivery, Delivery, Delivery]] = {
    # role            full      short      bells      silent
    Role.SAY: (_SPOKEN, _SPOKEN, _SPOKEN, _DROPPED),
    Role.REST: (_SPOKEN, _SPOKEN, _DROPPED, _DROPPED),
    Role.ANNOUNCE: (_SPOKEN, _SPOKEN, _SPOKEN, _DROPPED),
    Role.CAUTION: (_SPOKEN, _SPOKEN, _SPOKEN, _DROPPED),
    Role.ENTER: (_SPOKEN, _DROPPED, _DROPPED, _DROPPED),
    Role.SHORT: (_DROPPED, _SPOKEN, _DROPPED, _DROPPED),
    Role.LEAVE: (_SPOKEN, _SPOKEN, _DROPPED, _DROPPED),
    Role.SWITCH: (_SPOKEN, _SPOKEN, _SOUNDED, _DROPPED),
    Role.CENTRE: (_SPOKEN, _SPOKEN, _SOUNDED, _DROPPED),
    Role.HALFWAY: (_SPOKEN, _SPOKEN, _SOUNDED, _DROPPED),
    Role.LAST: (_SPOKEN, _SPOKEN, _SOUNDED, _DROPPED),
    Role.DURING: (_SPOKEN, _DROPPED, _DROPPED, _DROPPED),
    Role.PHASE: (_SPOKEN, _DROPPED, _DROPPED, _DROPPED),
    Role.BREATH: (_SPOKEN, _SPOKEN, _DROPPED, _DROPPED),
    Role.COUNT: (_SPOKEN, _DROPPED, _DROPPED, _DROPPED),
    Role.WORK: (_SPOKEN, _SPOKEN, _SOUNDED, _DROPPED),
}

_COLUMNS = {
    Guidance.FULL: 0,
    Guidance.SHORT: 1,
    Guidance.BELLS: 2,
    Guidance.SILENT: 3,
    Guidance.LEARNING: 0,
}
"""Under `learning` whoever lays a pose says whether it is known; all else is spoken in full."""


def delivery(role: Role, guidance: Guidance) -> Delivery:
    """How a line of `role` is delivered under `guidance`.

    Breath events sound under every guidance, so breath and phase words that are not spoken
    need no chime of their own.

    >>> delivery(Role.HALFWAY, Guidance.BELLS)
    <Delivery.SOUNDED: 'sounded'>
    """
    return _TABLE[role][_COLUMNS[guidance]]


def as_known(exercise: Exercise, *, is_known: bool) -> Exercise:
    """The exercise with as much guidance as its listener needs, where that depends on them."""
    if exercise.settings.guidance is not Guidance.LEARNING:
        return exercise
    guidance = Guidance.SHORT if is_known else Guidance.FULL
    return replace(exercise, settings=replace(exercise.settings, guidance=guidance))


def chimes_sound(guidance: Guidance) -> bool:
    """Whether the compiler's own start, end, halfway and last tones sound."""
    return guidance is not Guidance.SILENT
