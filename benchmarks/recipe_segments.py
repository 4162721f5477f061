"""The segment recipe: each spoken line, silence and metronome stretch an MP3, put side by side.

    python benchmarks/recipe_segments.py TIMELINE.json SOUNDS TRACK.mp3

espeak-ng speaks, sox brings to one rate and level, pads and mixes, ffmpeg encodes, on all cores
at once; then ffmpeg copies the files into one without encoding again. Lines that are said twice
are spoken once, and silences of one length are encoded once. It is not exact: each file carries
its encoder's delay and padding.
"""

import argparse
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from msgspec import Struct
from plans import SAMPLE_RATE_HZ, Cue, Plan, clusters, read_plan

_RATE_WPM = 161  # what generated routines are spoken at: 140 at a brisk pace
_STRETCH_SAMPLES = 2 * SAMPLE_RATE_HZ
"""Sounds nearer than this to each other share a file: the clicks of a metronome do."""
_ENCODING = ("-c:a", "libmp3lame", "-b:a", "96k", "-ar", str(SAMPLE_RATE_HZ), "-ac", "1")


class Shop(Struct, frozen=True):
    """Where the pieces lie."""

    sounds: Path
    spoken: dict[str, Path]
    """Where each line is spoken to."""

    def file(self, cue: Cue) -> Path:
        """The WAV of a cue."""
        return self.spoken[cue.text] if cue.text else self.sounds / f"{cue.sound}.wav"


def run(*command: str | Path) -> None:
    subprocess.run([str(word) for word in command], check=True, capture_output=True)


def speak(text: str, path: Path) -> None:
    """A line at the rate of the track and at one level."""
    raw = path.with_suffix(".raw.wav")
    run("espeak-ng", "-v", "en-gb", "-s", str(_RATE_WPM), "-w", raw, "--", text)
    run("sox", raw, "-r", str(SAMPLE_RATE_HZ), "-c", "1", "-b", "16", path, "norm", "-3")


def encode(*source: str | Path, to: Path) -> Path:
    run("ffmpeg", "-v", "error", "-y", "-threads", "1", *source, *_ENCODING, to)
    return to


def encode_silence(n_samples: int, path: Path) -> Path:
    source = f"anullsrc=r={SAMPLE_RATE_HZ}:cl=mono,atrim=end_sample={n_samples}"
    return encode("-f", "lavfi", "-i", source, to=path)


def encode_stretch(cues: list[Cue], path: Path, shop: Shop) -> Path:
    """Cues that lie near each other, mixed at their places in one file."""
    start, end = cues[0].start, max(cue.end for cue in cues)
    layers = [(shop.file(cue), cue.start - start) for cue in cues if not _is_click(cue)]
    clicks = [cue for cue in cues if _is_click(cue)]
    if clicks:
        beats = path.with_suffix(".clicks.wav")
        _write_clicks(clicks, beats, shop)
        layers.append((beats, clicks[0].start - start))
    mix = path.with_suffix(".wav")
    exactly = ("pad", "0", f"{end - start}s", "trim", "0", f"{end - start}s")
    if len(layers) == 1:
        run("sox", layers[0][0], mix, *exactly)
    else:
        padded = (f"|sox {file} -p pad {offset}s" for file, offset in layers)
        run("sox", "-m", *(word for layer in padded for word in ("-v", "1", layer)), mix, *exactly)
    return encode("-i", mix, to=path)


def _is_click(cue: Cue) -> bool:
    return cue.sound in ("click", "accent")


def _write_clicks(clicks: list[Cue], path: Path, shop: Shop) -> None:
    """A metronome: one click, padded to its period, over and over."""
    click = shop.file(clicks[0])
    if len(clicks) == 1:
        run("sox", click, path)
        return
    period = (clicks[-1].start - clicks[0].start) // (len(clicks) - 1)
    rest = period - (clicks[0].end - clicks[0].start)
    run("sox", click, path, "pad", "0", f"{rest}s", "repeat", str(len(clicks) - 1))


def make(plan: Plan, sounds: Path, folder: Path, track: Path) -> None:
    texts = sorted({cue.text for cue in plan.cues if cue.text})
    spoken = {text: folder / f"line-{number}.wav" for number, text in enumerate(texts)}
    shop = Shop(sounds, spoken)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(speak, spoken.keys(), spoken.values()))
        files = list(pool.map(lambda job: job(), jobs(plan, shop, folder)))
    names = folder / "list.txt"
    names.write_text("".join(f"file '{file}'\n" for file in files), encoding="utf-8")
    copied = ("-f", "concat", "-safe", "0", "-i", names, "-c", "copy", track)
    run("ffmpeg", "-v", "error", "-y", *copied)


def jobs(plan: Plan, shop: Shop, folder: Path) -> Iterator[Callable[[], Path]]:
    """What makes each file of the track, in order."""
    silences: dict[int, Path] = {}
    at = 0
    for number, cues in enumerate(clusters(plan, within_samples=_STRETCH_SAMPLES)):
        yield from _silence_jobs(cues[0].start - at, silences, folder)
        yield partial(encode_stretch, cues, folder / f"stretch-{number}.mp3", shop)
        at = max(cue.end for cue in cues)
    yield from _silence_jobs(plan.length - at, silences, folder)


def _silence_jobs(
    n_samples: int, silences: dict[int, Path], folder: Path
) -> Iterator[Callable[[], Path]]:
    """What makes a silence, unless there is one of its length: then only where that lies."""
    if n_samples <= 0:
        return
    if n_samples in silences:
        path = silences[n_samples]
        yield lambda: path
        return
    silences[n_samples] = folder / f"silence-{n_samples}.mp3"
    yield partial(encode_silence, n_samples, silences[n_samples])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("timeline", type=Path)
    parser.add_argument("sounds", type=Path)
    parser.add_argument("track", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        make(read_plan(chosen.timeline), chosen.sounds, Path(folder), chosen.track)


if __name__ == "__main__":
    main()
