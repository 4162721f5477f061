"""Engines that do what engines in the wild do wrong. What they do is in the text they are given."""

import os
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from audioguide.errors import EngineError
from audioguide.speech.engines.contract import Abilities, Engine, RawSound, VoiceEntry
from audioguide.speech.engines.wav import read_wav

ENGINES = {"hostile": "hostile_engines:HostileEngine", "noisy": "hostile_engines:NoisyEngine"}
NOTES = "AUDIOGUIDE_TEST_NOTES"
"""Names a folder in which the engine may leave notes."""
RATE_HZ = 16_000


def tone(seconds: float, rate_hz: int = RATE_HZ, hz: float = 440.0) -> np.ndarray:
    time_seconds = np.arange(round(seconds * rate_hz)) / rate_hz
    return (0.3 * np.sin(2 * np.pi * hz * time_seconds)).astype(np.float32)


def wav(pcm: np.ndarray, rate_hz: int = RATE_HZ) -> bytes:
    body = (pcm * 32767).astype("<i2").tobytes()
    header = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, rate_hz, 2 * rate_hz, 2, 16)
    data = struct.pack("<4sI", b"data", len(body))
    return struct.pack("<4sI4s", b"RIFF", 36 + len(body), b"WAVE") + header + data + body


def plausible_seconds(text: str) -> float:
    return 0.3 + 0.06 * len(text)


def _note(name: str, text: str) -> int:
    """Add a line to a file; how many it has now."""
    path = Path(os.environ[NOTES], name)
    with path.open("a") as file:
        file.write(text + "\n")
    return len(path.read_text().splitlines())


def _hang(text: str) -> RawSound:
    """Hang, with a child that would hang on; both hold the pipe `lifeline` open."""
    lifeline = os.open(Path(os.environ[NOTES], "lifeline"), os.O_WRONLY)
    sleep = [sys.executable, "-c", "import time; time.sleep(600)"]
    with subprocess.Popen(sleep, pass_fds=[lifeline]):
        os.write(lifeline, b"hanging\n")
        time.sleep(600)
    raise AssertionError(text)


def _crash(text: str) -> RawSound:
    _note("crashed", text)
    os.kill(os.getpid(), signal.SIGSEGV)
    raise AssertionError(text)


def _abort(text: str) -> RawSound:
    os.write(2, b"assertion failed: phoneme\n")
    os.abort()


def _first_time(text: str) -> RawSound:
    if _note("first", text) == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return read_wav(wav(tone(plausible_seconds(text))))


def _print(text: str) -> RawSound:
    print("loading model, please wait", flush=True)
    os.write(1, b"100 %\n" * 1000)
    return read_wav(wav(tone(plausible_seconds(text))))


def _stereo(text: str) -> RawSound:
    one = tone(plausible_seconds(text), 48_000)
    return RawSound(np.stack([one, one], axis=1), 48_000)


def _raise(text: str) -> RawSound:
    raise ZeroDivisionError("somewhere in the model")


MANNERS = {
    "hang": _hang,
    "crash": _crash,
    "abort": _abort,
    "first": _first_time,
    "print": _print,
    "stereo": _stereo,
    "raise": _raise,
    "nothing": lambda text: read_wav(b""),
    "html": lambda text: read_wav(b"<html>503</html>"),
    "half": lambda text: read_wav(wav(tone(3.0))[:48_000]),
    "tiny": lambda text: read_wav(wav(tone(0.01))),
    "endless": lambda text: RawSound(tone(300.0), RATE_HZ),
    "silent": lambda text: read_wav(wav(np.zeros(3 * RATE_HZ, np.float32))),
    "hiss": lambda text: RawSound(tone(2.0) * 1e-4, RATE_HZ),
    "nan": lambda text: RawSound(np.full(RATE_HZ, np.nan, np.float32), RATE_HZ),
    "slow-rate": lambda text: RawSound(tone(2.0), 1),
}


class HostileEngine(Engine):
    """Does what the text's first word says; any other text becomes a tone of fitting length."""

    def voices(self) -> tuple[VoiceEntry, ...]:
        return (VoiceEntry("hostile", "any", "Any", (), None, self.abilities("any")),)

    def abilities(self, voice) -> Abilities:
        return Abilities(slowest_wpm=80, fastest_wpm=400)

    def fingerprint(self, utterance) -> str:
        return "hostile 1"

    def synthesize(self, utterance) -> RawSound:
        manner = MANNERS.get(utterance.text.split()[0])
        if manner:
            return manner(utterance.text)
        return read_wav(wav(tone(plausible_seconds(utterance.text))))


class NoisyEngine(HostileEngine):
    """Never the same sound twice, and worn after each; writes down who spoke what."""

    def synthesize(self, utterance) -> RawSound:
        _note("spoken", f"{os.getpid()} {utterance.text}")
        seconds = plausible_seconds(utterance.text)
        jitter = int.from_bytes(os.urandom(2), "big")
        return RawSound(tone(seconds + jitter / 1e6, hz=300.0 + jitter / 1e3), RATE_HZ)

    def is_worn(self) -> bool:
        return True


class MissingEngine(HostileEngine):
    """Is not installed."""

    def fingerprint(self, utterance) -> str:
        raise EngineError("no such program: install it with: apt install ghost")
