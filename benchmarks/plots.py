"""The plots of the page about cost: small SVGs, the same bytes for the same results."""

from pathlib import Path

import matplotlib as mpl

mpl.use("svg")
mpl.rcParams.update(
    {"svg.hashsalt": "audioguide", "svg.fonttype": "none", "font.size": 9, "figure.figsize": (6, 3)}
)

from matplotlib import pyplot as plt  # noqa: E402 - after its backend is chosen
from results import Results  # noqa: E402 - as above

_WAYS = (
    ("grown", "pydub, +="),
    ("segments", "segments"),
    ("joined", "pydub, joined"),
    ("lame", "LAME alone"),
    ("cold", "audioguide, cold"),
    ("edited", "audioguide, one line edited"),
    ("unchanged", "audioguide, unchanged"),
)
_OURS, _OTHERS = "#1b7f79", "#b0b0b0"
_MIB = 2**20


def draw(results: Results, folder: Path) -> tuple[Path, ...]:
    """Draw what there are figures for; the files, named for what they show."""
    plots = (("ways", _ways), ("length", _length), ("memory", _memory))
    written = []
    for name, plot in plots:
        figure, axes = plt.subplots(layout="constrained")
        path = folder / f"{name}.svg"
        if plot(axes, results):
            figure.savefig(path, metadata={"Date": None, "Creator": None})
            written.append(path)
        plt.close(figure)
    return tuple(written)


def _ways(axes: plt.Axes, results: Results) -> bool:
    walls = [(label, results.wall_seconds(name, results.main_minutes)) for name, label in _WAYS]
    found = [(label, wall) for label, wall in walls if wall]
    for row, (label, wall) in enumerate(reversed(found)):
        colour = _OURS if label.startswith("audioguide") else _OTHERS
        axes.barh(row, wall.median, color=colour)
        axes.text(wall.median, row, f" {wall.median:.3g} s", va="center")
    axes.set_yticks(range(len(found)), [label for label, _ in reversed(found)])
    axes.set_xscale("log")
    axes.set_xlim(left=0.05)
    axes.margins(x=0.15)
    axes.set_xlabel(f"seconds for a track of {results.main_minutes:g} minutes")
    axes.spines[["top", "right"]].set_visible(False)
    return bool(found)


def _length(axes: plt.Axes, results: Results) -> bool:
    series = (
        ("cold", "sound grows with the track", _OURS, "o-"),
        ("same-sound", "same sound, longer silences", "#d1772e", "s-"),
        ("write", "writing such a file", _OTHERS, "^--"),
    )
    drawn = [
        _line(axes, _points(results, name), label, colour, style)
        for name, label, colour, style in series
    ]
    _against_length(axes, "seconds, from cold")
    return any(drawn)


def _memory(axes: plt.Axes, results: Results) -> bool:
    series = (("cold", "audioguide", _OURS, "o-"), ("joined", "pydub, joined", _OTHERS, "s--"))
    drawn = []
    for name, label, colour, style in series:
        lengths = {one.minutes for one in results.measurements if one.case == name}
        points = [(at, results.peak_bytes(name, at).median / _MIB) for at in sorted(lengths)]
        drawn.append(_line(axes, points, label, colour, style))
    _against_length(axes, "peak MiB of the largest process")
    return any(drawn)


def _points(results: Results, name: str) -> list[tuple[float, float]]:
    lengths = {one.minutes for one in results.measurements if one.case == name}
    return [(at, results.wall_seconds(name, at).median) for at in sorted(lengths)]


def _line(
    axes: plt.Axes, points: list[tuple[float, float]], label: str, colour: str, style: str
) -> bool:
    if points:
        axes.plot(*zip(*points, strict=True), style, color=colour, label=label, markersize=4)
    return bool(points)


def _against_length(axes: plt.Axes, what: str) -> None:
    axes.set_xlabel("minutes of track")
    axes.set_ylabel(what)
    axes.set_ylim(bottom=0)
    axes.spines[["top", "right"]].set_visible(False)
    if axes.get_legend_handles_labels()[0]:
        axes.legend(frameon=False)
