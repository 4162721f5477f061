"""How loud a bed is: as loud as breath sounds where nothing is said, and never louder for long."""

import numpy as np
from numpy.typing import NDArray

from audioguide.loudness import LoudnessMeter
from audioguide.sound.breaths import BREATH_LUFS

BED_LUFS = BREATH_LUFS
"""Gated loudness of a bed at gain 0: a track of nothing but a bed still lies above -28 LUFS."""

BED_LOUDEST_LUFS = -24.5  # [twin: loudest of a bed]
"""Its loudest three seconds at gain 0. A bed that swells more is softer all in all, so that what
is known of it under speech holds wherever the speech falls."""


_PEAK_DBFS = -8.0
"""Of a bed at gain 0: what the ear hardly counts, as the rumble below a recording, would else make
the limiter push the speech down."""


def bed_gain(meters: tuple[LoudnessMeter, ...], *, peak: float) -> float:
    """The factor that brings a sound to the level of a bed; 0 for silence.

    Args:
        meters: One a channel, each fed the whole sound. A bed in stereo is as loud as the same
            sound in one channel that both speakers play.
        peak: The highest absolute value of a sample.
    """
    integrated = _mean_lufs([meter.integrated_lufs for meter in meters])
    loudest = _mean_lufs([meter.loudest_lufs() for meter in meters])
    if not np.isfinite(integrated):
        return 0.0
    peak_dbfs = 20 * np.log10(peak)
    gain_db = min(BED_LUFS - integrated, BED_LOUDEST_LUFS - loudest, _PEAK_DBFS - peak_dbfs)
    return float(10 ** (gain_db / 20))


def at_bed_level(loop: NDArray[np.float32]) -> NDArray[np.float32]:
    """A loop in one channel, shape `(n,)`, at the level of a bed."""
    meter = LoudnessMeter()
    meter.feed_loudness(loop)
    # Its loudest seconds may lie across its end.
    meter.feed_loudness(loop[: 3 * 44_100])
    return (loop * bed_gain((meter,), peak=float(np.abs(loop).max()))).astype(np.float32)


def _mean_lufs(channels: list[float]) -> float:
    """The loudness of one channel that is as loud as these are on average."""
    return float(10 * np.log10(np.mean([10 ** (one / 10) for one in channels]) or np.nan))
