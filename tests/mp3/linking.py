"""Samples to a linked MP3, as the compiler would do it."""

import hashlib
import tempfile
from pathlib import Path

import numpy as np

from audioguide.cache.store import Store
from audioguide.contents import Contents
from audioguide.mp3.frames import count_frames
from audioguide.mp3.kept_frames import KeptFrames
from audioguide.mp3.link import write_mp3
from audioguide.mp3.stretch import Stretch
from audioguide.sound.islands import cut_islands
from audioguide.sound.score import Placement
from audioguide.units import FRAME_SAMPLES

CONTENTS = Contents(
    title="Back 🙂",
    language="en-GB",
    length_ms=0,
    artist="audioguide",
    album="audioguide",
    genre="Speech",
)


def stretches_of(pcm, *, size=10_007):
    """The stretches in which samples are not zero, each handed out in blocks of `size`."""
    sounding = np.flatnonzero(pcm)
    gaps = np.flatnonzero(np.diff(sounding) > FRAME_SAMPLES)
    starts = sounding[np.concatenate([[0], gaps + 1])] if len(sounding) else []
    ends = sounding[np.concatenate([gaps, [-1]])] + 1 if len(sounding) else []
    placements = [Placement(int(a), int(b - a), None) for a, b in zip(starts, ends, strict=True)]
    return [stretch_of(pcm, one.start, one.end, size) for one in cut_islands(placements)]


def stretch_of(pcm, start, end, size=10_007):
    part = np.zeros((end - start, *pcm.shape[1:]), np.int16)
    heard = pcm[start:end]
    part[: len(heard)] = heard
    return Stretch(
        first_frame=start // FRAME_SAMPLES,
        n_frames=(end - start) // FRAME_SAMPLES,
        key=hashlib.sha256(part.tobytes()).hexdigest(),
        blocks=lambda first, last: (
            part[at : min(at + size, last)] for at in range(first, min(last, len(part)), size)
        ),
    )


def link(path, stretches, length, *, bitrate=96, n_channels=1, cache=None, **more):
    """Write a track; without a `cache` everything is encoded anew."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(cache or folder), what="encoded sound")
        kept = KeptFrames(
            store,
            bitrate_kbps=bitrate,
            n_channels=n_channels,
            n_threads=more.get("n_threads", 1),
        )
        write_mp3(path, stretches, length, contents=CONTENTS, kept=kept, **more)
        store.close()
    return kept


def write(path, pcm, *, size=10_007, **more):
    """Write samples as a track."""
    link(path, stretches_of(pcm, size=size), len(pcm), **more)
    return path


def cut_frames(stream):
    """The whole frames at the front of a stream, and the unfinished rest."""
    frames = []
    n_frames, end = count_frames(stream, 1)
    while n_frames:
        frames.append(stream[:end])
        stream = stream[end:]
        n_frames, end = count_frames(stream, 1)
    return frames, stream
