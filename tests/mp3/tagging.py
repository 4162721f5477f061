"""Contents for tests of tags, and small files under them."""

import io
from itertools import pairwise

from hypothesis import strategies as st
from linking import write
from msgspec.structs import replace

from audioguide.contents import ChapterMark, Contents, Picture, TimedLine
from audioguide.mp3.retag import retagged
from audioguide.mp3.tags import EVERYTHING, tag_line


def picture(form, size, alt=""):
    """A picture of noise, as PNG or JPEG."""
    import numpy as np
    from PIL import Image

    noise = np.random.RandomState(1).randint(0, 256, (size, size, 3), np.uint8)
    stream = io.BytesIO()
    Image.fromarray(noise).save(stream, form)
    return Picture(f"image/{form}", stream.getvalue(), alt)


PNG = picture("png", 8, "A figure on hands and knees")
JPEG = picture("jpeg", 8)

FULL = Contents(
    title="Ruhe 🧘🏽‍♀️ & <Kraft>",
    language="de-AT",
    length_ms=60_000,
    artist="Dr. Weiß",
    album="הרפיה עדינה לגב",
    genre="Speech",
    track_number=3,
    n_tracks=11,
    routine_hash="0123456789abcdef",
    chapters=(
        ChapterMark("Wärmen", 1_000, 20_000, PNG),
        ChapterMark("", 20_000, 20_000),
        ChapterMark("נשימה", 20_000, 59_999, JPEG),
    ),
    lines=(
        TimedLine(1_000, 2_500, "Leg dich hin."),
        TimedLine(2_500, 4_000, "Atme 🙂 ein."),
        TimedLine(30_000, 31_234, "„Halte“ 30 Sekunden."),
    ),
    cover=JPEG,
)
"""All that tags can hold, none of it trimmed."""


def tagged(path, contents, style=EVERYTHING, *, pcm=None):
    """A track of as much sound as the contents say, or of `pcm`, under their tags."""
    import numpy as np

    silence = np.zeros(round(contents.length_ms * 44.1), np.int16)
    bare = write(path.with_name(f"{path.name}.bare"), silence if pcm is None else pcm)
    with path.open("wb") as target:
        retagged(bare, target, contents, style)
    return path


_LINE = st.text(max_size=60).map(tag_line).filter(bool)
_NAME = st.one_of(st.just(""), _LINE)
_PICTURE = st.one_of(
    st.none(),
    st.builds(
        lambda data, alt: Picture(PNG.media_type, PNG.data[:8] + data, alt),
        st.binary(max_size=64),
        st.text(max_size=40).map(tag_line),
    ),
    st.just(JPEG),
)


@st.composite
def contents(draw, length_ms=60_000):
    """Any contents that are what tags can hold."""
    bounds = sorted(draw(st.lists(st.integers(0, length_ms), max_size=20)))
    chapters = tuple(
        ChapterMark(draw(_NAME), start, end, draw(_PICTURE)) for start, end in pairwise(bounds)
    )
    times = sorted(draw(st.lists(st.integers(0, length_ms), max_size=20, unique=True)))
    lines = [TimedLine(start, end, draw(_LINE)) for start, end in pairwise(times)]
    is_there = draw(st.lists(st.booleans(), min_size=len(lines), max_size=len(lines)))
    number = draw(st.none() | st.integers(1, 9999))
    genre = draw(_NAME.filter(lambda text: not text.strip("()").isdecimal()))
    return replace(
        FULL,
        length_ms=length_ms,
        title=draw(_LINE),
        language=draw(st.sampled_from(["en-GB", "de", "cmn-Latn-pinyin", "hi", "yue", "und"])),
        artist=draw(_NAME),
        album=draw(_NAME),
        genre=genre,
        track_number=number,
        n_tracks=None if number is None else draw(st.none() | st.integers(number, 9999)),
        routine_hash=draw(st.text("0123456789abcdef", max_size=16)),
        chapters=chapters,
        lines=tuple(line for line, kept in zip(lines, is_there, strict=True) if kept),
        cover=draw(_PICTURE),
    )
