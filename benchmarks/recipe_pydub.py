"""The common recipe: each line spoken to a file, put together with pydub, exported by ffmpeg.

    python benchmarks/recipe_pydub.py [--joined] TIMELINE.json SOUNDS TRACK.mp3

As people write it, the track grows by `+=`: each line, silence and click copies all that was
before it. With `--joined` the samples are collected and joined once, which is the best that this
recipe comes to. In both, a line that is said twice is spoken once, and sounds that overlap are
overlaid on a piece of their own length before that is appended, not on the whole track.
"""

import argparse
import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from plans import SAMPLE_RATE_HZ, Cue, Plan, clusters, read_plan
from pydub import AudioSegment

_RATE_WPM = 161  # what generated routines are spoken at: 140 at a brisk pace


@cache
def speak(text: str) -> AudioSegment:
    # Not pyttsx3's save_to_file: it ends in this engine too, and its stock driver races.
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        command = ["espeak-ng", "-v", "en-gb", "-s", str(_RATE_WPM), "-w", file.name, "--", text]
        subprocess.run(command, check=True)
        return AudioSegment.from_wav(file.name).set_frame_rate(SAMPLE_RATE_HZ)


@cache
def sound(path: Path) -> AudioSegment:
    return AudioSegment.from_wav(str(path))


def milliseconds(samples: int) -> int:
    return round(samples * 1000 / SAMPLE_RATE_HZ)


def silence(for_milliseconds: int) -> AudioSegment:
    return AudioSegment.silent(duration=for_milliseconds, frame_rate=SAMPLE_RATE_HZ)


def mixed(cues: list[Cue], sounds: Path) -> AudioSegment:
    """Cues that overlap, as one piece."""
    pieces = [speak(cue.text) if cue.text else sound(sounds / f"{cue.sound}.wav") for cue in cues]
    if len(pieces) == 1:
        return pieces[0]
    offsets = [milliseconds(cue.start - cues[0].start) for cue in cues]
    lengths = [offset + len(piece) for offset, piece in zip(offsets, pieces, strict=True)]
    whole = silence(max(lengths))
    for offset, piece in zip(offsets, pieces, strict=True):
        whole = whole.overlay(piece, position=offset)
    return whole


def pieces(plan: Plan, sounds: Path) -> Iterator[AudioSegment]:
    """The track in order: sounds, and the silences between them, as much as is left of each."""
    at = 0
    for cues in clusters(plan):
        start = milliseconds(cues[0].start)
        if start > at:
            yield silence(start - at)
        piece = mixed(cues, sounds)
        yield piece
        at = max(at, start) + len(piece)
    if milliseconds(plan.length) > at:
        yield silence(milliseconds(plan.length) - at)


def grown(plan: Plan, sounds: Path) -> AudioSegment:
    track = silence(0)
    for piece in pieces(plan, sounds):
        track += piece
    return track


def joined(plan: Plan, sounds: Path) -> AudioSegment:
    data = b"".join(piece.raw_data for piece in pieces(plan, sounds))
    return AudioSegment(data=data, sample_width=2, frame_rate=SAMPLE_RATE_HZ, channels=1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--joined", action="store_true")
    parser.add_argument("timeline", type=Path)
    parser.add_argument("sounds", type=Path)
    parser.add_argument("track", type=Path)
    chosen = parser.parse_args()
    make = joined if chosen.joined else grown
    track = make(read_plan(chosen.timeline), chosen.sounds)
    track.export(str(chosen.track), format="mp3", bitrate="96k")


if __name__ == "__main__":
    main()
