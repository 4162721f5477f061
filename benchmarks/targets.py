"""The figures that builds are held to, and whether they are met."""

from collections.abc import Callable

from figures import figure
from msgspec import Struct
from results import Results, Spread, spread


class Target(Struct, frozen=True, kw_only=True):
    """A figure that builds are held to, by one bound."""

    of: str
    find: Callable[[Results], Spread | None]
    at_most: float | None = None
    at_least: float | None = None
    aim: str = ""
    """What would be better still."""
    unit: str = ""

    def row(self, results: Results) -> str:
        found = self.find(results)
        met = ""
        if found is not None:
            met = "yes" if self._is_met(found.median) else "no"
        measured = figure(found, self.unit) or "not measured"
        return f"| {self.of} | {self._wanted()} | {measured} | {met} |"

    def _is_met(self, value: float) -> bool:
        return value <= self.at_most if self.at_least is None else value >= self.at_least

    def _wanted(self) -> str:
        if self.at_least is None:
            return f"at most {self.at_most:g}{self.unit}{self.aim}"
        return f"at least {self.at_least:g}{self.unit}{self.aim}"


def _times(above: str, below: str) -> Callable[[Results], Spread | None]:
    """How many times as long one case takes as another on the main routine."""
    return lambda results: results.ratio(
        (above, results.main_minutes), (below, results.main_minutes)
    )


def _peak_growth(results: Results) -> Spread | None:
    """Peak memory of the longest build, over that of fifteen minutes or the nearest there is."""
    shorter = min(results.routines, key=lambda one: abs(one.minutes - 15)).minutes
    long, short = results.of("cold", results.long_minutes), results.of("cold", shorter)
    ratios = [long[n].peak_bytes / short[n].peak_bytes for n in long.keys() & short.keys()]
    return spread(ratios)


def _peak_megabytes(results: Results) -> Spread | None:
    found = results.of("cold", results.long_minutes).values()
    return spread([one.peak_bytes / 1e6 for one in found])


def _bed_megabytes(results: Results) -> Spread | None:
    found = results.of("bed", results.main_minutes).values()
    return spread([one.peak_bytes / 1e6 for one in found])


def _growth_beyond_writing(results: Results) -> Spread | None:
    """What the longest track takes more than the shortest of the same sound, writing aside."""
    lengths = sorted({one.minutes for one in results.measurements if one.case == "same-sound"})
    if len(lengths) < 2:
        return None
    short, long = lengths[0], lengths[-1]
    rounds = results.of("same-sound", short).keys() & results.of("same-sound", long).keys()
    rounds &= results.of("write", short).keys() & results.of("write", long).keys()

    def grown(case: str, number: int) -> float:
        longer, shorter = results.of(case, long)[number], results.of(case, short)[number]
        return longer.wall_seconds - shorter.wall_seconds

    return spread([grown("same-sound", n) - grown("write", n) for n in rounds])


TARGETS = (
    Target(
        of="cold build / one pass of LAME",
        find=_times("cold", "lame"),
        at_most=0.44,
        aim=" (aim 0.35)",
    ),
    Target(
        of="cold build with a bed / one pass of LAME over the same",
        find=_times("bed", "bed-lame"),
        at_most=1.3,
    ),
    Target(of="peak memory of a build with a bed", find=_bed_megabytes, at_most=250, unit=" MB"),
    Target(of="segment recipe / cold build", find=_times("segments", "cold"), at_least=5),
    Target(of="pydub, joined once / cold build", find=_times("joined", "cold"), at_least=4),
    Target(of="pydub, grown by `+=` / cold build", find=_times("grown", "cold"), at_least=40),
    Target(
        of="build after one edited line",
        find=lambda results: results.wall_seconds("edited", results.main_minutes),
        at_most=0.6,
        aim=" (aim 0.3)",
        unit=" s",
    ),
    Target(
        of="build of what is up to date / imports",
        find=_times("unchanged", "imports"),
        at_most=2.5,
    ),
    Target(of="`--help` / imports", find=_times("help", "imports"), at_most=1.5),
    Target(of="`check` / imports", find=_times("check", "imports"), at_most=4),
    Target(of="peak memory, longest build / 15-minute build", find=_peak_growth, at_most=1.3),
    Target(of="peak memory of the longest build", find=_peak_megabytes, at_most=200, unit=" MB"),
    Target(
        of="longest build less shortest of the same sound, less the same of writing the file",
        find=_growth_beyond_writing,
        at_most=0.25,
        unit=" s",
    ),
)
