"""About how long things take, moving and talking included; never a position on a track."""

from fractions import Fraction

from audioguide.routine.length import item_size
from audioguide.routine.routine import Chime, Exercise, Item, Routine
from audioguide.source import Spanned
from audioguide.syntax.pose import Line

_LINE_SECONDS = Fraction(3)
"""Time to do what an ordinary line says."""
_SETTLE_SECONDS = Fraction(8)
"""Between the last word and the start of a dose."""
_WORDS_ANNOUNCED = 8
"""The name of a pose and its dose."""


def takes_at_least(seconds: Fraction, routine: Routine) -> bool:
    """Whether the whole routine takes about so long, or longer."""
    taken = Fraction(0)
    for item in routine.items:
        taken += item_seconds(item, language=routine.language)
        if taken >= seconds:
            return True
    return False


def item_seconds(item: Item, *, language: str) -> Fraction:
    """About how long one item takes: its doses and rests, the words, and the time to move."""
    known = item_size(item).seconds
    if isinstance(item, Chime):
        return known
    rate_wpm = item.settings.voice.rate_wpm
    if not isinstance(item, Exercise):
        return known + Fraction(60 * _n_words_said(item.text), rate_wpm)
    pose = item.pose
    moving = _lines(pose.enter + pose.leave, rate_wpm, language)
    changes = len(item.doses) * item.n_sets - 1
    changing = (_lines(pose.centre + pose.switch, rate_wpm, language) + _SETTLE_SECONDS) * changes
    n_words = _WORDS_ANNOUNCED + _n_words_said(item.text)
    return known + moving + changing + _SETTLE_SECONDS + Fraction(60 * n_words, rate_wpm)


def _n_words_said(text: Spanned[str] | None) -> int:
    return _n_words(text.value) if text else 0


def _n_words(text: str | None) -> int:
    return len((text or "").split())


def _lines(lines: tuple[Line, ...], rate_wpm: int, language: str) -> Fraction:
    n_words = sum(_n_words(line.text.in_language(language)) for line in lines)
    pauses = (_LINE_SECONDS if line.then_seconds is None else line.then_seconds for line in lines)
    return Fraction(60 * n_words, rate_wpm) + sum(pauses)
