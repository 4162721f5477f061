"""What sounds under everything, with its defaults and its file."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from audioguide.routine.routine import Bed
from audioguide.routine.sounds import find_sound
from audioguide.routine.words import Report
from audioguide.source import Spanned
from audioguide.syntax.script import BedSpec

T = TypeVar("T")

_DUCK_DB = 8.0
"""Under speech. With a bed as loud as `sound.bed_level` makes it, words stand 15 dB above."""
_ATTACK_SECONDS = Fraction(1, 2)
_RELEASE_SECONDS = Fraction(3, 2)
"""Slow enough that nobody hears a hand at the fader."""
_FADE_SECONDS = Fraction(3)


class BedFinder(Struct, frozen=True):
    """Settles beds."""

    top: str
    """Path of the script that is built."""
    is_file: Callable[[Path], bool]
    report: Report

    def find(self, written: Spanned[BedSpec], *, is_users: bool) -> Bed | None:
        """The bed that is meant; None for `none`, and after `sound-missing` or `sound-outside`.

        Args:
            written: As written.
            is_users: Whether the user's configuration says so, which may name any file.
        """
        spec = written.value
        path = None
        if spec.file is not None:
            path = find_sound(
                spec.file,
                top=None if is_users else self.top,
                span=spec.file.span,
                is_file=self.is_file,
                report=self.report,
            )
        if spec.sound is None and path is None:
            return None
        return Bed(
            name=str(spec.sound) if path is None else path.name,
            path=None if path is None else str(path),
            gain_db=spec.gain_db or 0.0,
            duck_db=_either(spec.duck_db, _DUCK_DB),
            attack_seconds=_either(spec.attack_seconds, _ATTACK_SECONDS),
            release_seconds=_either(spec.release_seconds, _RELEASE_SECONDS),
            fade_seconds=_either(spec.fade_seconds, _FADE_SECONDS),
        )


def _either(written: T | None, default: T) -> T:
    return default if written is None else written
