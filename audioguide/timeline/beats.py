"""Where the beats and breaths of a dose lie, in whole samples from its start.

Positions come from exact fractions; nothing is accumulated, so nothing drifts.
"""

from collections.abc import Iterator
from fractions import Fraction
from math import isqrt

from msgspec import Struct

from audioguide.dose import Breathing, BreathPhase
from audioguide.units import SAMPLE_RATE_HZ, Samples, grid_position, to_samples


class Tempo(Struct, frozen=True):
    """A metronome over a stretch of time, even or with a rate linear in time."""

    rate_bpm: Fraction
    end_bpm: Fraction
    seconds: Fraction
    """Length of the stretch; beats have their onset in `[0, seconds)`."""

    @classmethod
    def settled(
        cls,
        rate_bpm: Fraction,
        ramp_to_bpm: Fraction | None,
        seconds: Fraction | None,
        n_beats: int | None,
    ) -> "Tempo":
        """A tempo from either a length or a number of beats, of which exactly one is given.

        A number of beats lasts until one period after the last: with a ramp, `n` beats take
        `n / mean rate`, the time at which beat `n` would fall.
        """
        end_bpm = rate_bpm if ramp_to_bpm is None else ramp_to_bpm
        if seconds is None:
            seconds = Fraction(n_beats or 0) * 120 / (rate_bpm + end_bpm)
        return cls(rate_bpm, end_bpm, seconds)

    @property
    def length(self) -> Samples:
        """Length in samples."""
        return to_samples(self.seconds)

    def positions(self) -> Iterator[Samples]:
        """Onset of each beat whose exact time lies in the stretch."""
        if self.rate_bpm == self.end_bpm:
            period = Fraction(60) / self.rate_bpm
            k = 0
            while k * period < self.seconds:
                yield grid_position(k, period)
                k += 1
            return
        k = 0
        n_beats = (self.rate_bpm + self.end_bpm) / 120 * self.seconds
        while k < n_beats:
            yield self._ramped_position(k)
            k += 1

    def _ramped_position(self, k: int) -> Samples:
        """Onset of beat `k` where the rate is linear in time, rounded half up, exactly.

        The beats passed by time t are f0·t + (f1 - f0)/(2T)·t². Solved for sample n - 1/2 the
        root is compared in whole numbers, since a float would be off by a sample somewhere.
        """
        start_hz, end_hz = self.rate_bpm / 60, self.end_bpm / 60
        slope = (end_hz - start_hz) / (2 * self.seconds)

        def beats_by(sample_halves: int) -> Fraction:
            seconds = Fraction(sample_halves, 2 * SAMPLE_RATE_HZ)
            return start_hz * seconds + slope * seconds * seconds

        root = start_hz * start_hz + 4 * slope * k
        scale = 1 << 128
        root_value = Fraction(isqrt(root.numerator * scale * scale // root.denominator), scale)
        seconds = 2 * k / (start_hz + root_value) if k else Fraction(0)
        guess = int(seconds * SAMPLE_RATE_HZ)
        while k and beats_by(2 * guess + 1) <= k:
            guess += 1
        while guess > 0 and beats_by(2 * guess - 1) > k:
            guess -= 1
        return Samples(guess)


class PhaseSpan(Struct, frozen=True):
    """One phase of one breath, half-open, from the dose's start."""

    n_breath: int
    """Counted from 0."""
    phase: BreathPhase
    start: Samples
    end: Samples


def breath_phases(breath: Breathing, n_breaths: int) -> Iterator[PhaseSpan]:
    """Every phase of `n_breaths` breaths; a phase of less than half a sample has none."""
    for k in range(n_breaths):
        begins = breath.start_seconds(k, n_breaths)
        for phase, start, length in breath.pattern(k, n_breaths).phases():
            first, end = to_samples(begins + start), to_samples(begins + start + length)
            if first < end:
                yield PhaseSpan(n_breath=k, phase=phase, start=first, end=end)
