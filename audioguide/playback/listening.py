"""A track followed from its beginning, or wherever it was begun, to its end."""

from collections.abc import Callable
from enum import StrEnum

from audioguide.errors import PlayerError
from audioguide.playback.sounding import Sounding
from audioguide.units import format_whole_seconds

_GRACE_MS = 10_000
"""How long a player may take to end after the track has: some empty their buffers, and a player
that tells nothing has begun later than it seemed."""

_LEAST_LEFT_MS = 5_000
_LEAST_LEFT_SHARE = 20
"""A player that ends with five seconds left, or a twentieth where that is longer, has not played
the track: a foreign file's length may be no more than an estimate."""


class Ending(StrEnum):
    """How it went."""

    PLAYED = "played"
    HUNG = "hung"
    """It played all, and then did not end by itself."""


def listen(
    sounding: Sounding,
    *,
    name: str,
    length_ms: int,
    show: Callable[[int], None],
    wait: Callable[[], None],
) -> Ending:
    """Show how far a track is until it has ended. Whatever happens, nothing plays any more then.

    Args:
        sounding: What plays it.
        name: Of that player, for messages.
        length_ms: Of the track.
        show: Told how far it is, in milliseconds, never past the end.
        wait: Lets a little time pass.

    Raises:
        PlayerError: the player failed, hung, or ended early.
        KeyboardInterrupt: as it comes, from `show` or `wait`.
    """
    try:
        while not sounding.has_ended():
            at_ms = sounding.position_ms()
            show(min(at_ms, length_ms))
            if at_ms > length_ms + _GRACE_MS:
                return Ending.HUNG
            if sounding.is_stuck():
                return _hung(sounding, name, at_ms, length_ms)
            wait()
        show(min(sounding.position_ms(), length_ms))
        _refuse_early_end(sounding, name, length_ms)
        show(length_ms)
        return Ending.PLAYED
    finally:
        sounding.stop()


def _hung(sounding: Sounding, name: str, at_ms: int, length_ms: int) -> Ending:
    """What it means that a player stands still: at the end of the track nothing bad."""
    if sounding.has_begun() and length_ms - at_ms <= _least_left_ms(length_ms):
        return Ending.HUNG
    sounding.stop()
    what = "stands still" if sounding.has_begun() else "does not begin to play"
    raise _trouble(sounding, name, what, at_ms)


def _refuse_early_end(sounding: Sounding, name: str, length_ms: int) -> None:
    at_ms = min(sounding.position_ms(), length_ms)
    failure = sounding.failure()
    if failure is not None:
        raise _trouble(sounding, name, failure, at_ms)
    if length_ms - at_ms > _least_left_ms(length_ms):
        raise _trouble(sounding, name, "ended too early", at_ms)


def _least_left_ms(length_ms: int) -> int:
    return max(_LEAST_LEFT_MS, length_ms // _LEAST_LEFT_SHARE)


def _trouble(sounding: Sounding, name: str, what: str, at_ms: int) -> PlayerError:
    """The player's trouble with its last words."""
    said = sounding.complaint()
    message = f"{name} {what}, at {format_whole_seconds(at_ms)}; `--player` takes another one"
    return PlayerError(f"{message}\n{said}" if said else message)
