"""A driver of pyttsx3 as systems have them, which does what a text's first word says."""

# ruff: noqa: N802 - pyttsx3 names the methods of a driver

import os
import signal
import struct
import sys
import time
from array import array
from pathlib import Path

from hostile_program import RATE_HZ, tone
from pyttsx3.voice import Voice

from audioguide.speech.engines.system import NativeDriver, SystemEngine

NAME = "audioguide_fake"
ENGINES = {"system": "fake_system:FakeSystemEngine"}
LINE = "Breathe in, and out."


def aiff(pcm, rate_hz=RATE_HZ):
    """An AIFF file of little-endian 16-bit samples."""
    samples = array("h", pcm)
    samples.byteswap()
    swapped = samples.tobytes()
    # An 80-bit float, whose mantissa has its leading one written out.
    shift = rate_hz.bit_length() - 1
    rate = struct.pack(">HQ", 16383 + shift, rate_hz << (63 - shift))
    common = struct.pack(">4sIhIh", b"COMM", 18, 1, len(swapped) // 2, 16) + rate
    sound = struct.pack(">4sIII", b"SSND", 8 + len(swapped), 0, 0) + swapped
    return struct.pack(">4sI4s", b"FORM", 4 + len(common) + len(sound), b"AIFF") + common + sound


class FakeDriver:
    """Speaks when its loop runs, as nsss does; pyttsx3 queues the rest."""

    def __init__(self, proxy):
        self._proxy = proxy
        self._rate = 200
        self._voice = "com.example.voice.Ann"
        print("driver loaded")

    def startLoop(self):
        self._proxy.setBusy(False)

    def endLoop(self):
        pass

    def stop(self):
        pass

    def destroy(self):
        pass

    def getProperty(self, name):
        assert name == "voices"
        return [
            Voice("com.example.voice.Ann", "Ann", ["en_GB"], "VoiceGenderFemale", 35),
            Voice(r"HKEY\Tokens\TTS_BEN_11.0", "Ben Desktop - English", [b"\x05en"], "Male"),
            Voice("odd", None, None, 7),
        ]

    def setProperty(self, name, value):
        if name == "rate":
            self._rate = value
        elif name == "voice":
            self._rate = 200  # A voice brings its own.

    def save_to_file(self, text, filename):
        path = Path(filename)
        whole = aiff(tone(text, self._rate))
        match text.split()[0]:
            case "hang":
                time.sleep(600)
            case "crash":
                os.kill(os.getpid(), signal.SIGSEGV)
            case "fail":
                raise RuntimeError("the synthesizer is busy")
            case "nothing":
                pass
            case "empty":
                path.write_bytes(b"")
            case "half":
                path.write_bytes(whole[: len(whole) // 2])
            case "silly":
                path.write_bytes(aiff(tone(LINE), 1))
            case "noise":
                os.write(1, b"100 %\n" * 10_000)
                path.write_bytes(whole)
            case _:
                path.write_bytes(whole)


def buildDriver(proxy):
    return FakeDriver(proxy)


sys.modules[f"pyttsx3.drivers.{NAME}"] = sys.modules[__name__]


class FakeSystemEngine(SystemEngine):
    driver = NativeDriver(NAME, None, ".aiff")
