"""Words in step for music players: LRC."""

import re
from itertools import zip_longest

from audioguide.beside.captions import spoken
from audioguide.beside.harmless import without_meaning
from audioguide.contents import Contents
from audioguide.one_line import one_line

_LEAST_GAP_MS = 500
"""A shorter silence leaves the line standing: an empty screen would flicker."""

_STAMP = re.compile(r"^(?=\[)|[\[<](?=\w*:)")
"""A bracket where a line begins, which players read off as a stamp's, and one that would begin a
stamp or a tag further on."""

_ROUND_BRACKETS = str.maketrans("[]", "()")


def lrc(contents: Contents) -> str:
    """The spoken lines as LRC: each at its stamp, and an empty one where a silence follows.

    Stamps are in hundredths, rounded half up. The format can escape nothing: square brackets in
    names become round ones, and a word joiner keeps a bracket in a line from beginning a stamp.

    **Source**: there is no standard; tags are those that players know.
    """
    minutes, seconds = divmod((contents.length_ms + 500) // 1000, 60)
    head = {
        "ti": contents.title,
        "ar": contents.artist,
        "al": contents.album,
        "length": f"{minutes:02d}:{seconds:02d}",
    }
    tags = [f"[{key}:{_named(value)}]" for key, value in head.items()]
    return "\n".join([*tags, *_stamped(contents)]) + "\n"


def _stamped(contents: Contents) -> list[str]:
    """A row for each line, and one for each silence."""
    rows = []
    lines = spoken(contents)
    for line, after in zip_longest(lines, lines[1:]):
        rows.append(_stamp(line.start_ms) + without_meaning(line.text, _STAMP))
        if after is None or after.start_ms - line.end_ms >= _LEAST_GAP_MS:
            rows.append(_stamp(line.end_ms))
    return rows


def _stamp(ms: int) -> str:
    """`[mm:ss.xx]`; minutes have as many digits as they need."""
    seconds, hundredths = divmod((ms + 5) // 10, 100)
    minutes, seconds = divmod(seconds, 60)
    return f"[{minutes:02d}:{seconds:02d}.{hundredths:02d}]"


def _named(text: str) -> str:
    return one_line(text).translate(_ROUND_BRACKETS)
