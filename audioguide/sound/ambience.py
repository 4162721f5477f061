"""The beds that ship: rain, waves, brown noise and a drone, synthesized as loops without a seam.

A loop is made in the frequency domain, of whole periods alone, so that its last sample leads into
its first one as any sample leads into the next. What moves in it, moves by whole periods of the
loop too. Noise has random phases from a fixed seed; so each loop is the same everywhere.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from audioguide.units import SAMPLE_RATE_HZ

LOOP_SAMPLES = 1 << 21
"""47.6 seconds: longer than anybody remembers noise, and a length that is fast to transform."""

_SEEDS = {"rain": 31, "waves": 41, "brown-noise": 53, "drone": 67}
_DROP_SAMPLES = 2048
_N_DROP_KINDS = 24
_LOOP_SECONDS = LOOP_SAMPLES / SAMPLE_RATE_HZ

Curve = NDArray[np.floating]


def synthesize_loop(name: str) -> NDArray[np.float32]:
    """A bed that ships, shape `(LOOP_SAMPLES,)`, at no level of its own.

    Args:
        name: One of rain, waves, brown-noise and drone.
    """
    # RandomState's stream is frozen by NumPy's compatibility policy; Generator's is not.
    random = np.random.RandomState(_SEEDS[name])
    wave = _MAKERS[name](random)
    return np.asarray(wave * (0.25 / np.sqrt((wave**2).mean())), np.float32)


def _rain(random: np.random.RandomState) -> Curve:
    """A hiss that falls by 3 dB an octave, its strength wandering, and drops on it."""
    hiss = _noise(random, lambda hz: _slope(hz, -3) * _above(hz, 250) * _below(hz, 7000))
    return hiss * _wander(random, 1.2) + 0.35 * _drops(random)


def _drops(random: np.random.RandomState) -> Curve:
    """Thirty drops a second, each some milliseconds of a narrow band."""
    n_drops = int(30 * _LOOP_SECONDS)
    places = random.randint(0, LOOP_SAMPLES, n_drops)
    sizes = np.exp(0.4 * random.standard_normal(n_drops))
    drops = [_drop(random) for _ in range(_N_DROP_KINDS)]
    wave = np.zeros(LOOP_SAMPLES + _DROP_SAMPLES)
    for number, (place, size) in enumerate(zip(places, sizes, strict=True)):
        wave[place : place + _DROP_SAMPLES] += size * drops[number % _N_DROP_KINDS]
    wave[:_DROP_SAMPLES] += wave[LOOP_SAMPLES:]
    wave = wave[:LOOP_SAMPLES]
    return np.asarray(wave / np.sqrt((wave**2).mean()))


def _drop(random: np.random.RandomState) -> Curve:
    """Noise between 1 and 5 kHz that dies away within ten milliseconds."""
    seconds = np.arange(_DROP_SAMPLES) / SAMPLE_RATE_HZ
    strength = (1 - np.exp(-seconds / 0.002)) * np.exp(-seconds / 0.008)
    hertz = np.fft.rfftfreq(_DROP_SAMPLES, 1 / SAMPLE_RATE_HZ)
    band = _above(hertz, 1200) * _below(hertz, 4500)
    noise = np.fft.irfft(np.fft.rfft(random.standard_normal(_DROP_SAMPLES)) * band, _DROP_SAMPLES)
    return np.asarray(noise * strength)


def _waves(random: np.random.RandomState) -> Curve:
    """A low wash and a high surf; the surf swells later and falls away sooner."""
    wash = _noise(random, lambda hz: _slope(hz, -4) * _above(hz, 120) * _below(hz, 900))
    surf = _noise(random, lambda hz: _slope(hz, -2) * _above(hz, 900) * _below(hz, 4500))
    swell = _swells()
    later = np.roll(swell, int(0.6 * SAMPLE_RATE_HZ))
    return wash * (0.6 + 0.4 * swell) + 0.8 * surf * (0.3 + 0.7 * later**1.3)


def _swells() -> Curve:
    """Five waves a loop, no two as far apart as two others; from 0 to 1."""
    arrivals = np.array([0.06, 0.24, 0.46, 0.63, 0.85])
    heights = np.array([1.0, 0.8, 0.95, 0.75, 0.9])
    place = np.arange(LOOP_SAMPLES) / LOOP_SAMPLES
    swell = np.zeros(LOOP_SAMPLES)
    for arrival, height in zip(arrivals, heights, strict=True):
        # From the crest, in seconds, the shorter way round the loop.
        since = ((place - arrival + 0.4) % 1.0 - 0.4) * _LOOP_SECONDS
        width = np.where(since < 0, 2.6, 3.8)
        swell = np.maximum(swell, height * np.exp(-((since / width) ** 2)))
    return _smoothed(swell, 0.4)


def _brown_noise(random: np.random.RandomState) -> Curve:
    """Noise that falls by 6 dB an octave, its strength hardly wandering."""
    noise = _noise(random, lambda hz: _slope(hz, -6) * _above(hz, 40))
    return noise * _wander(random, 0.6)


_DRONE_HZ = (73.42, 110.0, 146.83, 220.0, 293.66, 440.0)
"""D and A over three octaves: an open fifth, which goes with the cues' G A B D E."""
_DRONE_LEVELS_DB = (0.0, -3.0, -6.0, -11.0, -17.0, -25.0)


def _drone(random: np.random.RandomState) -> Curve:
    """Tones that each swell and ebb on their own, over seconds: a line with soft sides each.

    A line with sides so many periods of the loop away is a tone whose strength wanders.
    """
    spectrum = np.zeros(LOOP_SAMPLES // 2 + 1, np.complex128)
    for hertz, level_db in zip(_DRONE_HZ, _DRONE_LEVELS_DB, strict=True):
        centre = round(hertz * _LOOP_SECONDS)
        for away in range(-4, 5):
            size = 1.0 if away == 0 else 0.22 * np.exp(-abs(away) / 3)
            turn = np.exp(2j * np.pi * random.random_sample())
            spectrum[centre + away] += 10 ** (level_db / 20) * size * turn
    return np.fft.irfft(spectrum, LOOP_SAMPLES) * LOOP_SAMPLES


def _hertz() -> Curve:
    return np.fft.rfftfreq(LOOP_SAMPLES, 1 / SAMPLE_RATE_HZ)


def _noise(random: np.random.RandomState, shape: Callable[[Curve], Curve]) -> Curve:
    """Noise of a spectrum, at a root mean square of 1."""
    parts = random.standard_normal((2, LOOP_SAMPLES // 2 + 1))
    spectrum = (parts[0] + 1j * parts[1]) * shape(_hertz())
    spectrum[0] = spectrum[-1] = 0
    wave = np.fft.irfft(spectrum, LOOP_SAMPLES)
    return np.asarray(wave / np.sqrt((wave**2).mean()))


def _slope(hertz: Curve, db_per_octave: float) -> Curve:
    """A straight line of a spectrum, flat below 20 Hz."""
    octaves = np.log2(np.maximum(hertz, 20.0) / 1000)
    return np.asarray(10 ** (db_per_octave * octaves / 20))


def _above(hertz: Curve, corner_hz: float) -> Curve:
    """What is below the corner falls by 12 dB an octave."""
    ratio = (np.maximum(hertz, 1e-3) / corner_hz) ** 2
    return np.asarray(ratio / (1 + ratio))


def _below(hertz: Curve, corner_hz: float) -> Curve:
    """What is above the corner falls by 12 dB an octave."""
    return np.asarray(1 / (1 + (hertz / corner_hz) ** 2))


def _wander(random: np.random.RandomState, depth_db: float) -> Curve:
    """A gain that goes up and down over some seconds, by about `depth_db` both ways."""
    turns = np.arange(LOOP_SAMPLES) / LOOP_SAMPLES
    curve = np.zeros(LOOP_SAMPLES)
    for periods in (2, 3, 5, 7, 11):
        curve += np.sin(2 * np.pi * (periods * turns + random.random_sample()))
    return np.asarray(10 ** (depth_db * curve / np.sqrt(5 / 2) / np.sqrt(2) / 20))


def _smoothed(curve: Curve, seconds: float) -> Curve:
    """A curve without its corners, round the loop."""
    width = np.exp(-((np.pi * seconds * _hertz()) ** 2))
    return np.asarray(np.fft.irfft(np.fft.rfft(curve) * width, LOOP_SAMPLES))


_MAKERS: dict[str, Callable[[np.random.RandomState], Curve]] = {  # [twin: names of beds]
    "rain": _rain,
    "waves": _waves,
    "brown-noise": _brown_noise,
    "drone": _drone,
}
