"""Chapters as the tracks of a disc: a cue sheet."""

from audioguide.contents import ChapterMark, Contents
from audioguide.files import MP3_SUFFIX
from audioguide.one_line import one_line

MOST_CHAPTERS = 99
"""Of a sheet, which calls them tracks. Source: a disc has no more (IEC 60908), and CDRWIN's sheets
two digits for them."""

_FRAMES_A_SECOND = 75
"""Source: frames of a disc, in which a sheet counts."""

_LINE_ENDS = str.maketrans("\r\n", "  ")
_BYTE_ORDER_MARK = "\ufeff"


def cue(contents: Contents, *, track_name: str) -> str:
    """The chapters as a cue sheet, for programs that split a file or show its parts.

    The last of 99 tracks has what is left; a track without chapters is one. What comes before
    the first chapter is that one's index 0, so that whoever splits the file keeps it. A place is
    rounded down to frames of a disc, so that no word is cut. A chapter that has no such frame, as a
    section that only holds others, is left out: splitters refuse two tracks at one place. In
    names a `"` becomes `'`, since nothing can be escaped; in the name of the file it stays, for the
    file is called so.

    A sheet with other letters than ASCII begins with a byte order mark: programs for Windows,
    where most of its readers live, take it for text in the system's code page otherwise. A
    sheet in ASCII has none, for those that do not know such a mark.

    Args:
        contents: What is on the track.
        track_name: The name of its file, without a folder, since the sheet lies beside it.

    **Source**: CDRWIN User's Guide, appendix A; PCM files are `WAVE` there.
    """
    whole = ChapterMark(contents.title, 0, contents.length_ms)
    kind = "MP3" if track_name.lower().endswith(MP3_SUFFIX) else "WAVE"
    rows = [
        'REM COMMENT "audioguide"',
        f"REM GENRE {_quoted(contents.genre)}",
        f"PERFORMER {_quoted(contents.artist)}",
        f"TITLE {_quoted(contents.title)}",
        f'FILE "{_written(track_name)}" {kind}',
    ]
    lasting = [one for one in contents.chapters if _frames(one.start_ms) < _frames(one.end_ms)]
    for number, chapter in enumerate((lasting or [whole])[:MOST_CHAPTERS], start=1):
        frames = _frames(chapter.start_ms)
        rows += [f"  TRACK {number:02d} AUDIO", f"    TITLE {_quoted(chapter.title)}"]
        if number == 1 and frames:
            rows.append("    INDEX 00 00:00:00")
        rows.append(f"    INDEX 01 {_place(frames)}")
    sheet = "\n".join(rows) + "\n"
    return sheet if sheet.isascii() else _BYTE_ORDER_MARK + sheet


def _written(name: str) -> str:
    """A name of a file, which is left as it is as far as a line of UTF-8 can have it."""
    return name.encode(errors="replace").decode().translate(_LINE_ENDS)


def _quoted(text: str) -> str:
    words = one_line(text).replace('"', "'")
    return f'"{words}"'


def _frames(ms: int) -> int:
    return ms * _FRAMES_A_SECOND // 1000


def _place(frames: int) -> str:
    """`mm:ss:ff`, minutes with as many digits as they need."""
    seconds, frames = divmod(frames, _FRAMES_A_SECOND)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes:02d}:{seconds:02d}:{frames:02d}"
