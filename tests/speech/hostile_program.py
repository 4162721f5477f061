"""A program that speaks: it writes a tone as long as its text, or does what the first word says.

    python hostile_program.py OUT [--rate N] [--pitch N] [--text TEXT]

Without `--text` it reads standard input. It stands alone, so that it starts quickly.
"""

import math
import os
import signal
import struct
import subprocess
import sys
import time
from array import array
from pathlib import Path

RATE_HZ = 16_000
LIFELINE = "AUDIOGUIDE_TEST_LIFELINE"
"""Names a pipe that a program which hangs holds open, and its child too."""


def tone(text, rate_wpm=160, pitch=50):
    """16-bit samples: a tone whose length goes with the text, and whose height with the pitch."""
    n_samples = round(RATE_HZ * (0.3 + 0.06 * len(text) * 160 / rate_wpm))
    period = round(RATE_HZ / (200 + 4 * pitch))
    wave = array("h", (round(9000 * math.sin(2 * math.pi * k / period)) for k in range(period)))
    return (wave * (n_samples // period + 1))[:n_samples].tobytes()


def wav(pcm, rate_hz=RATE_HZ, *, n_bytes=None):
    """A WAV file whose header says `n_bytes` of sound, or as many as there are."""
    size = len(pcm) if n_bytes is None else n_bytes
    header = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, rate_hz, 2 * rate_hz, 2, 16)
    whole = struct.pack("<4sI4s", b"RIFF", min(36 + size, 0xFFFFFFFF), b"WAVE") + header
    return whole + struct.pack("<4sI", b"data", size) + pcm


def hang():
    """For good, with a child that would hang on."""
    held = []
    if os.environ.get(LIFELINE):
        held = [os.open(os.environ[LIFELINE], os.O_WRONLY)]
        os.write(held[0], b"hanging\n")
    sleep = [sys.executable, "-c", "import time; time.sleep(600)"]
    with subprocess.Popen(sleep, pass_fds=held):
        time.sleep(600)


def misbehave(manner, out):
    """Do what a text's first word says; False where it says nothing."""
    good = wav(tone("Breathe in, and out."))
    match manner:
        case "hang":
            hang()
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "fail":
            print("loading\nthe voice file is broken", file=sys.stderr)
            sys.exit(3)
        case "empty":
            out.write_bytes(b"")
        case "nothing":
            return True
        case "half":
            out.write_bytes(good[: len(good) // 2])
        case "silly":
            out.write_bytes(wav(tone("Breathe in."), 1))
        case "folder":
            out.mkdir()
        case "pipe":
            os.mkfifo(out)
        case "garbage":
            out.write_bytes(b"<html>no</html>")
        case "chatter":
            for _ in range(50_000):
                print("warning: again and again", file=sys.stderr)
            sys.exit(1)
        case _:
            return False
    return True


def main(out, *options):
    given = dict(zip(options[::2], options[1::2], strict=True))
    text = given.get("--text") or sys.stdin.buffer.read().decode("utf-8")
    words = text.split()
    if words and misbehave(words[0], out):
        return
    if words and words[0] == "noise":
        print("loading model, please wait\n" * 100_000)
    rate_wpm, pitch = int(given.get("--rate", 160)), int(given.get("--pitch", 50))
    out.write_bytes(wav(tone(text.strip(), rate_wpm, pitch)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
