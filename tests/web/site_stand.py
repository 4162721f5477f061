"""Programmes to be looked at, of tracks as the compiler links them."""

import io
from functools import cache

import numpy as np
from linking import stretches_of
from PIL import Image, ImageDraw

from audioguide.cache.store import Store
from audioguide.contents import ChapterMark, Contents, Picture, TimedLine
from audioguide.delivery.shelf import read_shelf
from audioguide.mp3.kept_frames import KeptFrames
from audioguide.mp3.link import write_mp3

SAMPLE_RATE = 44_100
LENGTH_MS = 90_000

CHAPTERS = (
    ("Welcome", 0, 12_340),
    ("Cat-cow", 12_340, 40_007),
    ("Child's pose", 40_007, 71_500),
    ("Rest", 71_500, LENGTH_MS),
)

TONES_HZ = (500, 1000, 2000, 4000)
"""Which is heard for eight seconds where each chapter begins."""
TONE_SECONDS = 8

LINES = (
    (500, 3_000, "Welcome."),
    (5_000, 9_000, "Move only to the point of tension, and never into pain."),
    (12_340, 15_000, "Cat-cow. Six rounds, with the breath."),
    (18_000, 20_000, "Breathe in & let the belly sink."),
    (22_000, 24_000, "<i>Breathe out</i>, and round the back."),
    (40_007, 44_000, "Child's pose. Hold for half a minute."),
    (71_500, 75_000, "Rest. Let everything become heavy."),
)

HOSTILE = (
    "<img src=x onerror=\"document.title='taken'\">",
    "</script><script>document.title='taken'</script> & \"quoted\" 'title'",
    "תרגול לגב התחתון עם נשימה",
    "Deep 🧘🏽‍♀️👩‍👩‍👧‍👦 breath \u202egnol",
    "Un" + "believably" * 29,
    "Z̴̧̛̞̗̮̹̭͓̜̈́̈́̎̏̉̇̓̑͗́ä̵̢̨̧̰͚̮́̌̊̔l̶̰̋g̷̡̛̛̠̬̫̟̓o {{ 7 * 7 }}",
)


@cache
def picture(words, color):
    """A drawing that can be told from others."""
    image = Image.new("RGB", (320, 320), "white")
    draw = ImageDraw.Draw(image)
    draw.line((20, 280, 300, 280), fill="black", width=4)
    draw.ellipse((100, 120, 220, 240), outline=color, width=10)
    draw.text((20, 20), words, fill="black")
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return Picture("image/png", stream.getvalue(), alt=f"Drawing: {words}")


def contents(title, *, number=1, language="en-GB", chapters=CHAPTERS, **more):
    """What is on a track of 90 seconds."""
    colors = ("teal", "firebrick", "navy", "olive")
    marks = tuple(
        ChapterMark(name, start, end, picture(f"{number} {name[:20]}", colors[i % 4]))
        for i, (name, start, end) in enumerate(chapters)
    )
    settled = {
        "artist": "audioguide",
        "album": "Backs",
        "genre": "Speech",
        "lines": tuple(TimedLine(*line) for line in LINES),
        "cover": picture(f"cover {number}", "black"),
        **more,
    }
    return Contents(
        title=title,
        language=language,
        length_ms=LENGTH_MS,
        track_number=number,
        chapters=marks,
        **settled,
    )


def shelf(folder, titles, *, title="Backs & <b>more</b>", **more):
    """A folder with a track for each title, as it is read back."""
    folder.mkdir(exist_ok=True)
    store = Store(folder / "cache", what="encoded sound")
    kept = KeptFrames(store, bitrate_kbps=64, n_channels=1, n_threads=1)
    pcm = _sound()
    for number, name in enumerate(titles, start=1):
        held = contents(name, number=number, album=title, n_tracks=len(titles), **more)
        path = folder / f"{number:02}-Übung {number}.mp3"
        write_mp3(path, stretches_of(pcm), len(pcm), contents=held, kept=kept)
    store.close()
    return read_shelf(folder)


def _sound():
    """A tone where each chapter begins, another one for each, and silence."""
    pcm = np.zeros(LENGTH_MS * SAMPLE_RATE // 1000, np.int16)
    seconds = np.arange(TONE_SECONDS * SAMPLE_RATE) / SAMPLE_RATE
    for tone_hz, (_, start_ms, _) in zip(TONES_HZ, CHAPTERS, strict=True):
        start = start_ms * SAMPLE_RATE // 1000
        tone = 8000 * np.sin(2 * np.pi * tone_hz * seconds)
        pcm[start : start + len(tone)] = tone.astype(np.int16)
    return pcm
