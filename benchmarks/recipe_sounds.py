"""The sounds that a recipe finds ready: clicks, bells and breaths as WAV files.

People who use such a recipe have them lying on their disk, so making them is not timed.
"""

import wave
from pathlib import Path

import numpy as np
from plans import SAMPLE_RATE_HZ, Plan

_SEED = 20


def write_sounds(folder: Path, plan: Plan) -> None:
    """Write a file for each sound of `plan`, as long as it is there."""
    folder.mkdir(parents=True, exist_ok=True)
    for cue in plan.cues:
        if cue.sound and not (path := folder / f"{cue.sound}.wav").exists():
            _write(path, _samples(cue.sound, cue.end - cue.start))


def _samples(name: str, n_samples: int) -> np.ndarray:
    """Floats in [-1, 1]: a swell of noise for a breath, a tone that dies away for the rest."""
    at = np.arange(n_samples) / SAMPLE_RATE_HZ
    if name.startswith(("inhale", "exhale")):
        noise = np.random.default_rng(_SEED).standard_normal(n_samples)
        return 0.02 * noise * np.sin(np.pi * np.arange(n_samples) / n_samples)
    pitch_hz = 1000 if name in ("click", "accent") else 528
    return 0.3 * np.sin(2 * np.pi * pitch_hz * at) * np.linspace(1, 0, n_samples) ** 3


def _write(path: Path, samples: np.ndarray) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes((samples.clip(-1, 1) * 32767).astype("<i2").tobytes())
