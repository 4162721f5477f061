"""A pose: how one exercise is taught. The noun of the library."""

from enum import StrEnum
from fractions import Fraction

from msgspec import Struct

from audioguide.dose import Breathing, BreathPhase, DoseKind, DoseSpec
from audioguide.figure import Figure
from audioguide.source import Span
from audioguide.syntax.progress import ProgressRule
from audioguide.text import Text


class Position(StrEnum):
    """What the body rests on. The time to move is derived from a change of position."""

    SUPINE = "supine"
    PRONE = "prone"
    SIDE_LYING = "side-lying"
    SEATED = "seated"
    KNEELING = "kneeling"
    ALL_FOURS = "all-fours"
    SQUATTING = "squatting"
    STANDING = "standing"
    WALL = "wall"


class Prop(StrEnum):
    """A thing to have at hand."""

    MAT = "mat"
    BLOCK = "block"
    PILLOW = "pillow"
    STRAP = "strap"
    CHAIR = "chair"
    WALL = "wall"
    DOORWAY = "doorway"


class Load(StrEnum):
    """What a pose asks of the spine; the advice for the body is derived from it."""

    GENTLE = "gentle"
    """Small, easy movement that warms up."""
    TWIST = "twist"
    DEEP_BEND = "deep-bend"
    SQUAT = "squat"
    END_EXTENSION = "end-extension"
    """Bends back to the end of the range."""
    END_FLEXION = "end-flexion"
    """Bends forward to the end of the range."""


class Line(Struct, frozen=True):
    """One spoken line, and how long the listener needs after it."""

    text: Text
    then_seconds: Fraction | None
    """Time to do what the line says; absent: derived from the position."""
    span: Span


class PhaseLine(Struct, frozen=True):
    """What is said on one phase of a flow's round."""

    breath: BreathPhase
    """Inhale or exhale."""
    text: Text
    short: Text | None
    """Two words for rounds three and four, such as "Inhale, arch"; absent: the breath word."""
    span: Span


class Range(Struct, frozen=True):
    """A safety bound, both ends included; an absent end is open."""

    low: Fraction | None
    high: Fraction | None

    def holds(self, value: Fraction | int) -> bool:
        """Whether `value` lies inside."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


class Limit(StrEnum):
    """What a limit bounds, with its unit."""

    HOLD = "hold"
    """Seconds of a hold, also of a hold in breaths (by its length)."""
    BREATHS = "breaths"
    """Breaths of a hold."""
    ROUNDS = "flow"
    """Rounds of a flow."""
    RHYTHM = "rhythm"
    """Beats a minute."""
    FOR = "for"
    """Seconds of a rhythm."""
    REPS = "reps"
    """Repetitions in one set, on one side."""
    WORK = "work"
    """Seconds of work in one repetition."""
    RELEASE = "release"
    """Seconds of release in one repetition."""


class Limits(Struct, frozen=True):
    """Safety bounds of a pose; gentler always passes."""

    allow: frozenset[DoseKind]
    ranges: tuple[tuple[Limit, Range], ...]
    because: Text | None

    def range_of(self, limit: Limit) -> Range | None:
        """The bound of one quantity, if there is one."""
        return dict(self.ranges).get(limit)


class Pose(Struct, frozen=True):
    """One exercise, as its file teaches it; every key of the file is here."""

    id: str
    path: str
    """The file it came from, for `poses show`."""
    name: Text
    also: tuple[str, ...]
    position: Position
    props: tuple[Prop, ...]
    sided: bool
    side_means: Text | None
    restful: bool
    moving: bool
    loads: frozenset[Load]
    dose: DoseSpec
    breath: Breathing | None
    limits: Limits
    enter: tuple[Line, ...]
    switch: tuple[Line, ...]
    centre: tuple[Line, ...]
    leave: tuple[Line, ...]
    short: Text | None
    during: tuple[Line, ...]
    phases: tuple[PhaseLine, ...]
    breaths_per_round: int
    exit_inhale: bool
    exit_line: Text | None
    """What is said on the extra inhale of `exit: inhale`; absent: the cue phrase."""
    work: tuple[Line, ...]
    """What starts a repetition, longest first: rep 1 says the first, later reps later ones."""
    release: tuple[Line, ...]
    cautions: tuple[Line, ...]
    follow_with: tuple[str, ...]
    settle_seconds: Fraction | None
    transition_seconds: Fraction | None
    variations: tuple[tuple[str, "Pose"], ...]
    """Each variation as a whole pose: its own keys over the rest of this one."""
    source_note: str | None
    """Where the dose and limits come from, for the reader of the file."""
    span: Span
    progress: tuple[ProgressRule, ...] = ()
    """How its dose may grow from week to week, where a step has no rules of its own."""
    figure: Figure | None = None
    """Its drawing; None where nobody drew it."""

    def variation(self, name: str) -> "Pose | None":
        """The variation called `name`, as a whole pose."""
        return dict(self.variations).get(name)
