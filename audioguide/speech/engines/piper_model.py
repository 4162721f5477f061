"""A piper model, loaded and run by onnxruntime so that the same numbers give the same samples."""

from __future__ import annotations

import math
from pathlib import Path
from threading import TIMEOUT_MAX, Timer
from time import monotonic
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from audioguide.errors import EngineError
from audioguide.speech.engines.contract import FinalError

_INPUTS = ("input", "input_lengths", "scales")
_SPEAKER = "sid"
_NO_NOISE = 0.0
"""Of the sound and of its timing: with any, each build would be another. Source: `noise_scale` and
`noise_w` of the voices themselves, 0.667 and 0.8, are what makes two takes differ."""
_MOST_SCALE, _LEAST_SCALE = 4.0, 0.25
"""Beyond these a model gives no speech any more."""
_PROBES = (0.8, 1.6)
"""Scales at which a model's pace is measured."""


class Pace(Struct, frozen=True):
    """How long a passage takes: `fixed_seconds + scaled_seconds * length_scale`.

    It is not all scaled, since a model rounds each sound's length up.
    """

    fixed_seconds: float
    scaled_seconds: float
    n_words: float
    """How many words of the usual length the passage has."""

    def scale_at(self, rate_wpm: int) -> float:
        """The `length_scale` of a rate."""
        wanted_seconds = 60 * self.n_words / rate_wpm
        scale = (wanted_seconds - self.fixed_seconds) / self.scaled_seconds
        return min(max(scale, _LEAST_SCALE), _MOST_SCALE)


class PiperModel:
    """The network of one voice."""

    def __init__(self, path: Path) -> None:
        """Load it, in some tenths of a second.

        Raises:
            EngineError: it is no piper model, or not whole.
        """
        import onnxruntime

        self._name = path.name
        options = onnxruntime.SessionOptions()
        # One thread adds in one order; lines are spoken side by side by processes.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.use_deterministic_compute = True
        options.log_severity_level = 4
        try:
            self._session: Any = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except Exception as trouble:  # onnxruntime's own have no common class
            raise FinalError(f"{self._name} cannot be loaded: {_shown(trouble)}") from trouble
        self.deadline = math.inf
        """By `time.monotonic`, when a run is to be given up."""
        self._inputs = {one.name for one in self._session.get_inputs()}
        if not set(_INPUTS) <= self._inputs <= {*_INPUTS, _SPEAKER}:
            inputs = ", ".join(sorted(self._inputs)) or "none"
            raise FinalError(f"{self._name} is no piper model: its inputs are {inputs}")

    def run(self, numbers: list[int], *, scale: float, speaker: int) -> NDArray[np.float32]:
        """The sound of a run, shape `(n_samples,)`, full scale at ±1.

        Args:
            numbers: of its sounds.
            scale: of the length of each.
            speaker: which, where the model has several.

        Raises:
            EngineError: the model fails on it, or gives something else than sound.
        """
        given: dict[str, NDArray[Any]] = {
            "input": np.array([numbers], np.int64),
            "input_lengths": np.array([len(numbers)], np.int64),
            "scales": np.array([_NO_NOISE, scale, _NO_NOISE], np.float32),
        }
        if _SPEAKER in self._inputs:
            given[_SPEAKER] = np.array([speaker], np.int64)
        sound = np.asarray(self._outputs(given)[0])
        if sound.dtype.kind != "f" or sound.size != sound.shape[-1]:
            raise FinalError(
                f"{self._name} is no piper model: it gave {sound.dtype} of the shape {sound.shape}"
            )
        # Noise times nothing is 0 or -0, by chance; to add 0 makes one of both.
        return sound.reshape(-1).astype(np.float32) + np.float32(0)

    def _outputs(self, given: dict[str, NDArray[Any]]) -> list[Any]:
        """What the network gives, if it is done before the deadline."""
        import onnxruntime

        options = onnxruntime.RunOptions()
        left_seconds = min(max(0.0, self.deadline - monotonic()), TIMEOUT_MAX)
        watch = Timer(left_seconds, setattr, (options, "terminate", True))
        watch.daemon = True
        watch.start()
        try:
            outputs: list[Any] = self._session.run(None, given, options)
        except Exception as trouble:
            if options.terminate:
                raise FinalError(f"{self._name} hung: no sound in time") from trouble
            raise EngineError(f"{self._name} failed: {_shown(trouble)}") from trouble
        finally:
            watch.cancel()
        return outputs

    def pace(
        self, runs: tuple[list[int], ...], n_words: float, *, rate_hz: int, speaker: int
    ) -> Pace:
        """How quickly a speaker speaks a passage, measured.

        Raises:
            EngineError: the model's sound does not get longer with its scale.
        """
        seconds = [
            sum(len(self.run(run, scale=scale, speaker=speaker)) for run in runs) / rate_hz
            for scale in _PROBES
        ]
        scaled_seconds = (seconds[1] - seconds[0]) / (_PROBES[1] - _PROBES[0])
        if not scaled_seconds > 0:
            raise FinalError(f"{self._name} is no piper model: its pace cannot be changed")
        return Pace(seconds[0] - _PROBES[0] * scaled_seconds, scaled_seconds, n_words)


def _shown(trouble: Exception) -> str:
    """The first line of what onnxruntime says."""
    text = " ".join(str(trouble).split())
    return text if len(text) <= 200 else f"{text[:200]}…"
