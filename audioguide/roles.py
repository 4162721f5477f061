"""Roles: why a line is spoken. Guidance is decided by them, and voices are cast by them."""

from enum import StrEnum


class Role(StrEnum):
    """Why a line is spoken."""

    SAY = "say"
    ANNOUNCE = "announce"
    CAUTION = "caution"
    ENTER = "enter"
    SHORT = "short"
    DURING = "during"
    PHASE = "phase"
    BREATH = "breath"
    WORK = "work"
    COUNT = "count"
    HALFWAY = "halfway"
    LAST = "last"
    CENTRE = "centre"
    SWITCH = "switch"
    LEAVE = "leave"
    REST = "rest"


_WITHIN_A_DOSE = frozenset(
    {
        *(Role.DURING, Role.PHASE, Role.BREATH, Role.WORK),
        *(Role.COUNT, Role.HALFWAY, Role.LAST),
    }
)

ROLE_GROUPS: dict[str, frozenset[Role]] = {"cues": _WITHIN_A_DOSE}
"""Roles that may be cast together, by the name of the group: what is said within a dose."""

CAST_NAMES = (*(str(role) for role in Role), *ROLE_GROUPS)
"""What `voices:` may cast."""
