"""What Python callers hand in, brought to what the compiler works with."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from audioguide.errors import UsageError
from audioguide.files import (
    MP3_SUFFIX,
    OUTPUT_FOLDER,
    TRACK_SUFFIXES,
    TRACK_SUFFIXES_SHOWN,
    script_stem,
)
from audioguide.routine.options import Options

Settings = Options | Mapping[str, object] | None
"""Options, or what the command line would be given: `{"pace": "gentle", "rate": "130 wpm"}`."""

_FIELDS = {
    # as written: field of Options
    "pace": "pace",
    "breath": "breath",
    "guidance": "guidance",
    "voice": "voice",
    "rate": "rate_wpm",
    "language": "language",
    "target": "target_seconds",
    "profile": "profile",
    "device": "device",
    "bed": "bed",
    "keep_awake": "keep_awake",
    "chapters": "chapters_by",
    "cover": "cover",
    "week": "week",
    "speak_with": "program",
}
_PARAMETERS = "set"
_FALLBACK = "fallback"

MOST_JOBS = 64  # [twin: MOST_JOBS in cli/request.py]
"""Processes or threads that a build may be shared among."""

MOST_WEEKS = 52  # [twin: MOST_WEEKS in cli/option_types.py]
"""Weeks at a time: a year of them, each of which is a plan of its own."""


def settled_options(settings: Settings) -> Options:
    """The options of a call.

    A mapping has the names of the command line: pace, breath, guidance, voice, rate, language,
    week, target, bed and speak_with, each a text as a script or the command line would have it,
    `keep_awake`, on or off, `chapters`, sections or poses, `cover`, auto, none or a file,
    `profile` and `device`, names of the user's configuration or its like, `fallback`, a voice or a
    list of them, and `set`, a mapping of parameters. None is as good as no option.

    Raises:
        UsageError: a name that no option has, or a value that it cannot take.
    """
    if settings is None:
        return Options()
    if isinstance(settings, Options):
        return settings
    fields: dict[str, object] = {}
    for name, value in settings.items():
        if value is None and name in (*_FIELDS, _FALLBACK, _PARAMETERS):
            continue
        if name == _PARAMETERS and isinstance(value, Mapping):
            fields["parameters"] = tuple((str(key), str(text)) for key, text in value.items())
        elif name == _FALLBACK:
            names = value if isinstance(value, list | tuple) else (value,)
            fields["fallback"] = tuple(map(str, names))
        elif name in _FIELDS:
            fields[_FIELDS[name]] = _read(name, str(value))
        else:
            known = ", ".join([*_FIELDS, _FALLBACK, _PARAMETERS])
            raise UsageError(f"there is no option {name!r} of that kind; the options: {known}")
    return Options(**fields)  # type: ignore[arg-type]  # each reader gives its field's type


def _read(name: str, text: str) -> object:
    """The value of an option, read as a script's is; imported late, since most calls set none."""
    from audioguide.dose import Guidance
    from audioguide.syntax import scalars
    from audioguide.syntax.bed_fields import parse_bed, parse_on_off
    from audioguide.syntax.breaths import parse_breathing
    from audioguide.syntax.durations import parse_target
    from audioguide.syntax.engine_fields import parse_program
    from audioguide.syntax.scalar_text import BadScalar
    from audioguide.syntax.script import ChaptersBy

    try:
        match name:
            case "pace":
                return scalars.parse_pace(text)
            case "breath":
                return parse_breathing(text)
            case "guidance":
                return scalars.parse_choice(text, Guidance)
            case "rate":
                return scalars.parse_speaking_rate(text)
            case "week":
                return scalars.parse_week(text)
            case "language":
                return scalars.parse_language(text)
            case "bed":
                return parse_bed(text)
            case "chapters":
                return scalars.parse_choice(text, ChaptersBy)
            case "keep_awake":
                return parse_on_off(text.lower())
            case "target":
                return parse_target(text)
            case "speak_with":
                return parse_program(text)
            case _:
                return text
    except BadScalar as refused:
        hint = f"; {refused.hint}" if refused.hint else ""
        raise UsageError(f"{name}: {refused.message}{hint}") from refused


def options_by_week(options: Options, weeks: Sequence[int]) -> dict[int, Options]:
    """The options of each week, each week once, in order.

    Raises:
        UsageError: there is no week, one that there cannot be, or `options` have one already.
    """
    if options.week is not None:
        raise UsageError("one week or several, not both")
    for week in weeks:
        _read("week", str(week))
    if not weeks:
        raise UsageError("there is no week to plan")
    if len(set(weeks)) > MOST_WEEKS:
        raise UsageError(f"{MOST_WEEKS} weeks at a time at most, such as 1-{MOST_WEEKS}")
    return {week: replace(options, week=week) for week in sorted(set(weeks))}


def settled_folders(folders: Iterable[str | Path]) -> tuple[Path, ...]:
    """Pose folders as paths."""
    return tuple(Path(folder) for folder in folders)


def settled_output(script: str, output: str | Path | None) -> Path:
    """Where a track goes: as asked for, else `output/<script stem>.mp3`."""
    return OUTPUT_FOLDER / f"{script_stem(script)}{MP3_SUFFIX}" if output is None else Path(output)


def refuse_n_jobs(n_jobs: int | None) -> None:
    """See to it that work is shared among a number of processes that there can be.

    Raises:
        UsageError: it is below 1 or above `MOST_JOBS`.
    """
    if n_jobs is not None and not 1 <= n_jobs <= MOST_JOBS:
        raise UsageError(f"there may be 1 to {MOST_JOBS} jobs, not {n_jobs}")


def refuse_unknown_format(output: Path, *, bitrate_kbps: int | None) -> None:
    """See to it that nothing is spoken for a file that cannot be written in the end.

    Raises:
        UsageError: the suffix names no kind of track, or the bit rate is none of MP3.
    """
    from audioguide.mp3.frames import TRACK_BITRATES_KBPS

    suffix = output.suffix.lower()
    if suffix not in TRACK_SUFFIXES:
        raise UsageError(
            f"a track is a file that ends in {TRACK_SUFFIXES_SHOWN}, not {output.name}"
        )
    if bitrate_kbps not in (None, *TRACK_BITRATES_KBPS):
        rates = ", ".join(map(str, TRACK_BITRATES_KBPS))
        raise UsageError(f"{bitrate_kbps} kb/s is no bit rate of a track; there are {rates}")


def settled_beside(kinds: str | Iterable[str] | None) -> tuple[str, ...] | None:
    """The kinds of file beside a track: as `"lrc,vtt"`, a list of such texts, `"all"` or `"none"`.

    None, as the script and the configuration say, stays None.

    Raises:
        UsageError: there is no such kind.
    """
    if kinds is None:
        return None
    from audioguide.syntax.beside_fields import in_order, parse_row
    from audioguide.syntax.scalar_text import BadScalar

    try:
        rows = [parse_row(row) for row in ([kinds] if isinstance(kinds, str) else kinds)]
    except BadScalar as refused:
        raise UsageError(f"beside: {refused.message}; {refused.hint}") from refused
    return tuple(map(str, in_order(kind for row in rows for kind in row)))


def settled_timeline_path(path: str | Path | None, *, script: str, output: Path) -> Path | None:
    """Where the timeline file goes.

    Raises:
        UsageError: it would take the place of the script, of another script, or of the track.
    """
    if path is None:
        return None
    chosen = Path(path)
    taken = {Path(script).resolve(), output.resolve()}
    if chosen.resolve() in taken or chosen.suffix.lower() in (".yaml", ".yml"):
        raise UsageError(f"the timeline cannot be written over {chosen}; name a .json file")
    return chosen
