"""Counting aloud: which numbers are said on the beats of a metronome, and in repetitions."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from msgspec import Struct

from audioguide.clip import Utterance
from audioguide.cueing import CountDirection
from audioguide.diagnostics import note
from audioguide.dose import Reps
from audioguide.roles import Role
from audioguide.routine.routine import Settings
from audioguide.source import Span
from audioguide.timeline.cue import BeatMark, CueLine, Rank
from audioguide.timeline.doses.reps import QUIET_BEFORE_WORK
from audioguide.timeline.fit import BREATH_SAMPLES
from audioguide.timeline.tape import Tape
from audioguide.units import Samples, to_samples, to_seconds

STEPS = (1, 2, 5, 10)
"""What `auto` chooses from: every one, every second, every fifth, every tenth."""
_ORDINALS = {1: "1st", 2: "2nd", 3: "3rd"}
_LONGEST_LOOKED_AT = 10
"""High numbers are the long ones: where one of these does not fit, the others need not be asked
for, each of which would have to be spoken."""


_QUICKER = "a faster voice for `count` under `voices` counts more of them"
_AUTO = "`counts: auto` says as many as fit; a faster voice for `count` under `voices` says more"


class _Number(Struct, frozen=True):
    """A number that may be said, and the place for it."""

    value: int
    beat: int
    """Index of the beat that it falls on."""
    start: Samples
    room: Samples
    """What it may last."""
    is_cut: bool = False
    """True: the dose ends before its place would, which is no reason to say fewer of the others."""


class _Counter(Struct, frozen=True):
    """Says numbers at one place of a routine."""

    tape: Tape
    settings: Settings
    source: Span
    thing: str
    """What is counted: `beat` or `repetition`."""

    def length(self, number: _Number) -> Samples:
        """How long a number sounds."""
        return self.tape.measure(
            Utterance(self.text(number), self.tape.language, self.settings.voice_for(Role.COUNT))
        )

    def text(self, number: _Number) -> str:
        """The words of a number."""
        return self.tape.phrases.say("count", n=number.value)

    def first_too_long(self, numbers: Iterable[_Number]) -> _Number | None:
        """A number that does not fit its place, the highest first."""
        ordered = sorted(numbers, key=lambda number: -number.value)
        for some in (ordered[:_LONGEST_LOOKED_AT], ordered[_LONGEST_LOOKED_AT:]):
            # All of them are measured, so that all are spoken side by side.
            long = [number for number in some if self.length(number) > number.room]
            if long:
                return long[0]
        return None

    def tell(self, what: str, long: _Number, hint: str = _QUICKER) -> None:
        """Note that fewer numbers are said; an estimate is no reason to say so."""
        if not self.tape.estimated:
            lasts, room = (_shown(length) for length in (self.length(long), long.room))
            message = f'{what}: "{long.value}" takes {lasts}, and there are {room} for it'
            self.tape.diagnostics.append(note("count-thinned", message, self.source, hint))


def beat_counts(
    tape: Tape, beats: Sequence[BeatMark], length: Samples, settings: Settings, source: Span
) -> tuple[CueLine, ...]:
    """The numbers on the beats of a dose of `length`, each beginning with its beat.

    A number is silent again before the next beat that has one, so it never runs over, and it
    gives way to every other line.
    """
    if settings.cueing.counts.beats_step == 0 or not tape.speaks(Role.COUNT, settings):
        return ()
    counter = _Counter(tape, settings, source, "beat")
    said = _that_fit(counter, beats, length)
    return tuple(
        CueLine(
            role=Role.COUNT,
            texts=(counter.text(number),),
            start=number.start,
            end=Samples(number.start + number.room),
            rank=Rank.EXTRA,
            side=beats[number.beat].side,
        )
        for number in said
    )


def _that_fit(counter: _Counter, beats: Sequence[BeatMark], length: Samples) -> tuple[_Number, ...]:
    step = counter.settings.cueing.counts.beats_step
    direction = counter.settings.cueing.direction
    if step is None:
        candidates = {one: _on_beats(beats, length, one, direction) for one in STEPS}
        said = candidates.get(_widest(counter, candidates), ())
        return tuple(one for one in said if not one.is_cut or counter.length(one) <= one.room)
    numbers = _on_beats(beats, length, step, direction)
    long = [number for number in numbers if counter.length(number) > number.room]
    n_said = len(numbers) - len(long)
    if 2 * n_said < len(numbers):
        # A number now and then, wherever it happens to be short enough, is no count.
        counter.tell(f"none of {len(numbers)} numbers is said, {n_said} would fit", long[0], _AUTO)
        return ()
    if long:
        counter.tell(f"{n_said} of {len(numbers)} numbers can be said", long[0])
    left_out = frozenset(long)
    return tuple(number for number in numbers if number not in left_out)


def _on_beats(
    beats: Sequence[BeatMark], length: Samples, step: int, direction: CountDirection
) -> tuple[_Number, ...]:
    """Every `step`-th number, with the place up to the next of them or to the end of the dose."""
    n_beats = len(beats)
    numbers = []
    for k, beat in enumerate(beats):
        value = k + 1 if direction is CountDirection.UP else n_beats - k
        if value % step == 0:
            is_last = k + step >= n_beats
            end = length if is_last else beats[k + step].at - BREATH_SAMPLES
            room = Samples(end - beat.at)
            numbers.append(_Number(value, k, beat.at, room, is_cut=k + step > n_beats))
    return tuple(numbers)


def _widest(counter: _Counter, candidates: dict[int, tuple[_Number, ...]]) -> int:
    """The first step all of whose numbers fit, 0 where none does; a wider one is told.

    What is told is a number of the step before it, for that is the reason.
    """
    long: _Number | None = None
    for step, numbers in candidates.items():
        found = counter.first_too_long(number for number in numbers if not number.is_cut)
        if found is None and numbers:
            if long is not None:
                counter.tell(f"every {_ordinal(step)} {counter.thing} is counted", long)
            return step
        long = found or long
    if long is not None:
        counter.tell(f"no {counter.thing} is counted", long)
    return 0


def reps_step(tape: Tape, dose: Reps, settings: Settings, source: Span) -> int:
    """Of how many repetitions one is counted; 0: none is."""
    step = settings.cueing.counts.reps_step
    if step is not None:
        return step
    if not tape.speaks(Role.COUNT, settings):
        return 1
    room = Samples(to_samples(dose.release_seconds) - QUIET_BEFORE_WORK)
    numbers = [_Number(value, value - 1, Samples(0), room) for value in range(1, dose.n_reps + 1)]
    candidates = {
        one: tuple(number for number in numbers if number.value % one == 0) for one in STEPS
    }
    return _widest(_Counter(tape, settings, source, "repetition"), candidates)


def _ordinal(step: int) -> str:
    return _ORDINALS.get(step, f"{step}th")


def _shown(length: Samples) -> str:
    return f"{float(max(Fraction(0), to_seconds(length))):.2f} s"
