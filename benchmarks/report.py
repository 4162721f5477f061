"""The page about cost, from the results of a run."""

from pathlib import Path

import plots
from figures import figure, number
from results import Results
from targets import TARGETS

_MIB = 2**20

_NAMES = {
    "cold": "audioguide, from cold",
    "edited": "audioguide, after one edited line",
    "unchanged": "audioguide, nothing changed",
    "help": "`audioguide --help`",
    "check": "`audioguide check`",
    "imports": '`python -c "import click, yaml"`',
    "lame": "one pass of LAME, encoding alone",
    "segments": "segment recipe",
    "joined": "pydub, joined once",
    "grown": "pydub, grown by `+=`",
    "same-sound": "audioguide from cold, same sound",
    "write": "writing such a file, and no more",
    "bed": "audioguide from cold, with rain under it all",
    "bed-lame": "one pass of LAME over that, encoding alone",
}


def _rows(results: Results, minutes: float, names: tuple[str, ...]) -> list[str]:
    rows = ["| what | wall seconds | peak memory |", "|---|---|---|"]
    for name in names:
        wall = results.wall_seconds(name, minutes)
        if wall is not None:
            peak = results.peak_bytes(name, minutes).median / _MIB
            rows.append(f"| {_NAMES[name]} | {figure(wall)} | {peak:.0f} MiB |")
    return rows


def show_table(results: Results) -> str:
    """What a terminal is shown."""
    lines = []
    for minutes in dict.fromkeys((results.main_minutes, results.long_minutes)):
        lines += [f"{minutes:g} minutes", *_rows(results, minutes, tuple(_NAMES)), ""]
    lines += [*_target_rows(results), "", *_curve(results), "", *results.missing]
    return "\n".join(lines)


def _target_rows(results: Results) -> list[str]:
    head = ["| figure | target | measured | met |", "|---|---|---|---|"]
    return [*head, *(target.row(results) for target in TARGETS)]


def _curve(results: Results) -> list[str]:
    rows = [
        "| track | sound grows with it | a minute of track | peak memory | same sound "
        "| writing the file |",
        "|---|---|---|---|---|---|",
    ]
    for one in results.routines:
        cold = results.wall_seconds("cold", one.minutes)
        if cold is None:
            continue
        peak = results.peak_bytes("cold", one.minutes).median / _MIB
        same = figure(results.wall_seconds("same-sound", one.minutes), " s")
        written = figure(results.wall_seconds("write", one.minutes), " s")
        each = number(cold.median / one.length_seconds * 60)
        rows.append(
            f"| {one.minutes:g} min | {figure(cold, ' s')} | {each} s | {peak:.0f} MiB "
            f"| {same} | {written} |"
        )
    return rows


def _routine_rows(results: Results) -> list[str]:
    rows = ["| routine | track | poses | different lines | sound |", "|---|---|---|---|---|"]
    return rows + [
        f"| {one.minutes:g} min | {one.length_seconds / 60:.1f} min | {one.n_poses} "
        f"| {one.n_lines} | {one.sound_share:.0%} |"
        for one in results.routines
    ]


_METHOD = """\
# What a build costs

This page and its plots are written by `benchmarks/compare.py`, from one run of it on one machine:
{machine}. Seconds are that machine's; ratios are what carries over.

## Method

Each figure is the median of `n` runs, with the least and the greatest. Every run is a process of
its own, timed from its start to its end. A round measures each case once, one after the other,
and ratios are taken within a round. Peak memory is that of the largest process of a command.

The routines are generated ({script}), with a fifth or so of the track
sounding, the ring of bells included:

{routines}

Every way makes the same track from the same plan:

- **One pass of LAME** at 96 kb/s, mono, quality 5, over samples that are ready: what any way
  that encodes the whole track takes at least. Only encoding is timed.
- **The segment recipe**: each line, silence and metronome stretch spoken, brought to level and
  encoded by espeak-ng, sox and ffmpeg, on all cores, and the files put side by side. Its track
  is longer than planned, by the padding of every file.
- **pydub**: espeak-ng for each line, then one growing track, by `+=`, or, in the best form of it,
  samples that are joined once; exported through ffmpeg. It holds the whole track in memory.
- **With rain under it all**: as from cold, with `--bed rain`, so that nothing is silent.
- **From cold**: no cache and no track. **After one edited line**: the words of one `say` are new,
  another one in each run. **Imports**: `python -c "import click, yaml"`, the least that a command
  of this kind can take.

The clicks, bells and breaths of the recipes lie ready as files. The pydub form by `+=` is run
{grown} on the {main:g}-minute routine and not on longer ones; recipes are run once on those.
"""


def write_page(results: Results, path: Path) -> None:
    """Write the page, and its plots into a folder of its name beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = path.with_suffix("")
    folder.mkdir(exist_ok=True)
    shown = plots.draw(results, folder)
    main, long = results.main_minutes, results.long_minutes
    method = _METHOD.format(
        machine=results.machine,
        script="`benchmarks/routines.py`",
        routines="\n".join(_routine_rows(results)),
        grown=_count(len(results.of("grown", main))),
        main=main,
    )
    lines = [method, "## Targets", "", *_target_rows(results), ""]
    if results.missing:
        lines += ["Left out:", "", *(f"- {one}" for one in results.missing), ""]
    lines += [f"## A track of {main:g} minutes", "", *_rows(results, main, _MAIN_NAMES), ""]
    lines += _images(shown, "ways")
    if long != main:
        lines += [f"## A track of {long:g} minutes", "", *_rows(results, long, _MAIN_NAMES), ""]
    lines += ["## Cost against length", "", _CURVE_WORDS, "", *_curve(results), ""]
    lines += _images(shown, "length", "memory")
    path.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


_MAIN_NAMES = tuple(name for name in _NAMES if name not in ("same-sound", "write"))

_CURVE_WORDS = """\
From cold. Where sound grows with the track, each minute should take as long as any other. Where
the sound stays the same and only silences grow, the time should stay too, but for writing the
file; the last column is that alone, to the disk."""

_ALTS = {
    "ways": "Wall seconds of each way to the same track",
    "length": "Wall seconds of a cold build against the length of its track",
    "memory": "Peak memory against the length of the track",
}


def _images(shown: tuple[Path, ...], *names: str) -> list[str]:
    return [
        f"![{_ALTS[one.stem]}]({one.parent.name}/{one.name})\n"
        for one in shown
        if one.stem in names
    ]


def _count(times: int) -> str:
    return {0: "not at all", 1: "once", 2: "twice"}.get(times, f"{times} times")
