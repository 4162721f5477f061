"""A routine with longer or shorter rests, pauses and gaps."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from msgspec.structs import replace

from audioguide.routine.routine import Exercise, Item, Rest, Routine, Say, Settings

LEAST_PAUSES = Fraction(4, 5)
MOST_PAUSES = Fraction(3, 2)
"""Of their own length, at most."""


def with_pauses(
    routine: Routine,
    factor: Fraction,
    *,
    least_parts: Mapping[int, Fraction],
    holds: Callable[[Rest, Rest], bool],
) -> Routine:
    """Rests, pauses and default gaps `factor` times as long, doses and voices as they were.

    Default gaps go by the pace, which never takes the time that somebody needs to move below
    80 % of its value (`timeline.moving`); nothing else is left that a pace could change, for
    voices have it already.

    Args:
        routine: As it is.
        factor: From `LEAST_PAUSES` to `MOST_PAUSES`.
        least_parts: How much of an item has to stay, by its place.
        holds: Whether a rest, the first, holds the words of the second; else that one stays.
    """
    if factor == 1:
        return routine
    paced: dict[Settings, Settings] = {}

    def slower(settings: Settings) -> Settings:
        if settings not in paced:
            paced[settings] = replace(settings, pace=settings.pace / factor)
        return paced[settings]

    def changed(place: int, item: Item) -> Item:
        part = max(factor, least_parts.get(place, factor))
        item = replace(item, settings=slower(item.settings))
        match item:
            case Say(pause_seconds=seconds) if seconds is not None:
                return replace(item, pause_seconds=seconds * part)
            case Rest():
                other = replace(item, seconds=item.seconds * part)
                return other if part >= 1 or holds(other, item) else item
            case Exercise(set_rest_seconds=seconds) if seconds is not None:
                return replace(item, set_rest_seconds=seconds * part)
        return item

    items = tuple(changed(place, item) for place, item in enumerate(routine.items))
    return replace(routine, items=items, settings=slower(routine.settings))
