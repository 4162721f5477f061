"""Spoken lines as both kinds of captions have them."""

from collections.abc import Callable, Iterator

from audioguide.contents import Contents, TimedLine
from audioguide.one_line import one_line


def spoken(contents: Contents) -> tuple[TimedLine, ...]:
    """The lines with a word in them, each text on one line."""
    lines = (TimedLine(one.start_ms, one.end_ms, one_line(one.text)) for one in contents.lines)
    return tuple(line for line in lines if line.text)


def captions(contents: Contents, *, point: str, escape: Callable[[str], str]) -> Iterator[str]:
    """Each spoken line as a numbered block: number, times, text, an empty line.

    One that would end when it begins lasts a millisecond, since a caption has to last.

    Args:
        contents: What is on the track.
        point: What stands before the milliseconds.
        escape: Takes from a text, which is one line, what the format would not take for text.
    """
    for number, line in enumerate(spoken(contents), start=1):
        start = _clock(line.start_ms, point=point)
        end = _clock(max(line.end_ms, line.start_ms + 1), point=point)
        yield f"{number}\n{start} --> {end}\n{escape(line.text)}\n\n"


def _clock(ms: int, *, point: str) -> str:
    """`HH:MM:SS`, the point, and milliseconds; hours have two digits or more.

    >>> _clock(3_723_004, point=".")
    '01:02:03.004'
    """
    seconds, thousandths = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}{point}{thousandths:03d}"
