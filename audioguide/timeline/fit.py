"""Making the words fit: which line is spoken where inside a dose, and how it is repaired.

No two lines overlap and no line leaves its slot. A line that does not fit is repaired in this
order: a reminder is dropped, a shorter text is taken, the line is spoken up to 15 % faster. Extras
are no part of that: they are said where there is room for them as they are.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from audioguide.clip import Utterance, Voice
from audioguide.roles import Role
from audioguide.timeline.cue import CueLine, Rank
from audioguide.units import Samples, round_half_up, to_samples

Measure = Callable[[Utterance], Samples]
"""How long an utterance sounds, in samples."""

HURRY_FACTORS = (Fraction(21, 20), Fraction(11, 10), Fraction(23, 20))
"""The least of these that makes a line fit is taken; 15 % is the most a listener forgives."""

AIR_SAMPLES = to_samples(Fraction(3, 2))
"""Quiet on both sides of a line that may stand anywhere."""

BREATH_SAMPLES = to_samples(Fraction(1, 5))
"""Quiet between a line that has its exact place and the one before it."""


class Placed(Struct, frozen=True):
    """A line with its place."""

    cue: CueLine
    start: Samples
    end: Samples
    utterance: Utterance


class Repair(Struct, frozen=True):
    """What was done to a line that did not fit as written."""

    cue: CueLine
    code: str
    """`speech-shortened`, `speech-hurried`, `speech-dropped` or `speech-too-long`."""
    needed_samples: Samples
    available_samples: Samples


class Tone(Struct, frozen=True):
    """A chime over its half-open range."""

    start: Samples
    end: Samples
    heeded_from: Rank
    """Lines of this rank and weaker ones keep clear of it."""


class _Slots:
    """Stretches that are spoken in, kept in order."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def take(self, start: int, end: int) -> None:
        """Take a stretch, together with those that it overlaps."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        if first < last:
            start = min(start, self._starts[first])
            end = max(end, self._ends[last - 1])
        self._starts[first:last] = [start]
        self._ends[first:last] = [end]

    def is_free(self, start: int, end: int, air: int) -> bool:
        place = bisect_left(self._starts, end + air)
        return place == 0 or self._ends[place - 1] + air <= start

    @property
    def ends(self) -> tuple[int, ...]:
        """Where each of them ends, in order."""
        return tuple(self._ends)

    def room(self, start: int, end: int) -> Samples:
        """How long a line that begins at `start` may be, up to `end`."""
        if not self.is_free(start, start + 1, 0):
            return Samples(0)
        place = bisect_left(self._starts, start)
        limit = min([end, *self._starts[place : place + 1]])
        return Samples(max(0, limit - start))

    def widest(self, start: int, end: int, air: int) -> Samples:
        """How long a line in `[start, end)` may be, with `air` around it, wherever it stands."""
        candidates = [start, *(taken + air for taken in self._ends if taken + air > start)]
        rooms = [0]
        for candidate in candidates:
            if candidate < end and self.is_free(candidate, candidate + 1, air):
                later = bisect_left(self._starts, candidate)
                limit = min([end, *(taken - air for taken in self._starts[later : later + 1])])
                rooms.append(limit - candidate)
        return Samples(max(rooms))

    def first_free(self, start: int, end: int, length: int, air: int) -> int | None:
        """The first start in `[start, end - length]` with `air` around it, if there is one."""
        candidates = [start, *(taken + air for taken in self._ends if taken + air > start)]
        for candidate in candidates:
            if candidate + length > end:
                return None
            if self.is_free(candidate, candidate + length, air):
                return candidate
        return None


def hurried(voice: Voice, factor: Fraction) -> Voice:
    """The voice at a faster rate, as far as its engine goes."""
    wanted = round_half_up(voice.rate_wpm * factor)
    return replace(voice, rate_wpm=min(wanted, voice.fastest_wpm or wanted))


def _versions(cue: CueLine, plain: Utterance) -> Iterator[tuple[str | None, Utterance]]:
    """Every way to speak the line, in the order of repair, with the code of the repair."""
    if cue.rank >= Rank.EXTRA:
        yield None, plain
        return
    for number, text in enumerate(cue.texts):
        yield ("speech-shortened" if number else None), replace(plain, text=text)
    shortest = replace(plain, text=cue.texts[-1])
    for factor in HURRY_FACTORS:
        yield "speech-hurried", replace(shortest, voice=hurried(plain.voice, factor))


def place_lines(
    cues: Iterable[CueLine],
    *,
    measure: Measure,
    voice_for: Callable[[Role], Voice],
    language: str,
    tones: Iterable[Tone] = (),
) -> tuple[tuple[Placed, ...], tuple[Repair, ...]]:
    """Give every line its place, repair what does not fit, drop what may be dropped.

    Lines keep as clear of the `tones` that they heed as of other lines.

    A line whose place is taken by a stronger one, such as an author's own cue, gives way to
    it; that is no repair and not reported. Nor is a reminder that would have fitted but for
    the lines around it.
    """
    slots = _Slots()
    of_role: defaultdict[Role, _Slots] = defaultdict(_Slots)
    placed: list[Placed] = []
    repairs: list[Repair] = []
    unheeded = sorted(tones, key=lambda one: one.heeded_from, reverse=True)
    for cue in sorted(cues, key=lambda one: (one.rank, one.start)):
        while unheeded and unheeded[-1].heeded_from <= cue.rank:
            tone = unheeded.pop()
            slots.take(tone.start, tone.end)
        plain = Utterance(cue.texts[0], language, voice_for(cue.role))
        done, repair = _place_one(cue, plain, slots, of_role[cue.role], measure)
        if done is not None:
            slots.take(done.start, done.end)
            of_role[cue.role].take(done.start, done.end)
            placed.append(done)
        if repair is not None:
            repairs.append(repair)
    return tuple(sorted(placed, key=lambda one: one.start)), tuple(repairs)


def _place_one(
    cue: CueLine, plain: Utterance, slots: _Slots, of_role: _Slots, measure: Measure
) -> tuple[Placed | None, Repair | None]:
    if cue.exact and cue.rank is not Rank.AUTHOR and not slots.is_free(cue.start, cue.start + 1, 0):
        return None, None
    available = _room_for(cue, slots)
    needed = measure(plain)
    for code, utterance in _versions(cue, plain):
        length = measure(utterance)
        start = _start_for(cue, length, slots, of_role)
        if start is None:
            continue
        here = Placed(cue, Samples(start), Samples(start + length), utterance)
        return here, Repair(cue, code, needed, available) if code else None
    if cue.needed:
        return None, Repair(cue, "speech-too-long", needed, available)
    alone = available if cue.exact else cue.end - cue.start
    if needed <= alone or cue.rank >= Rank.EXTRA:
        return None, None
    return None, Repair(cue, "speech-dropped", needed, available)


def _room_for(cue: CueLine, slots: _Slots) -> Samples:
    """How long a line may be where the ones before it are."""
    if cue.exact:
        return slots.room(cue.start, cue.end)
    return slots.widest(cue.start, cue.end, _air_around(cue))


def _start_for(cue: CueLine, length: int, slots: _Slots, of_role: _Slots) -> int | None:
    if cue.exact:
        air = BREATH_SAMPLES if cue.rank >= Rank.EXTRA else 0
        end = cue.start + length
        return cue.start if end <= cue.end and slots.is_free(cue.start, end, air) else None
    if not cue.apart:
        return slots.first_free(cue.start, cue.end, length, _air_around(cue))
    return _first_apart(cue, length, slots, of_role)


def _air_around(cue: CueLine) -> Samples:
    """Quiet on both sides of a line that is not exact."""
    return AIR_SAMPLES if cue.rank >= Rank.REMINDER else BREATH_SAMPLES


def _first_apart(cue: CueLine, length: int, slots: _Slots, of_role: _Slots) -> int | None:
    """The first start with air on both sides, and far enough from every line of its role."""
    after = {end + AIR_SAMPLES for end in slots.ends} | {end + cue.apart for end in of_role.ends}
    latest = cue.end - length
    for start in sorted({cue.start, *after}):
        if cue.start <= start <= latest:
            end = start + length
            is_free = slots.is_free(start, end, AIR_SAMPLES)
            if is_free and of_role.is_free(start, end, cue.apart):
                return start
    return None
