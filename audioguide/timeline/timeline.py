"""A timeline: every moment settled, in whole samples. The noun that the sound is made from."""

from fractions import Fraction

from msgspec import Struct

from audioguide.clip import Utterance
from audioguide.diagnostics import Diagnostic
from audioguide.dose import BreathPhase, DoseKind, Side
from audioguide.roles import Role
from audioguide.source import Span
from audioguide.units import Samples


class Speech(Struct, frozen=True):
    """A spoken line, over the half-open range of its sound."""

    role: Role
    start: Samples
    end: Samples
    utterance: Utterance
    move: int | None
    side: Side | None
    source: Span
    pan: Fraction = Fraction(0)
    """Where it is heard: from -1, the left, to 1, the right."""


class ClickBeat(Struct, frozen=True):
    """One beat of a metronome."""

    accent: bool
    start: Samples
    end: Samples
    move: int | None
    side: Side | None
    source: Span


class Breath(Struct, frozen=True):
    """One phase of a breath, over the whole phase."""

    phase: BreathPhase
    start: Samples
    end: Samples
    move: int | None
    side: Side | None
    source: Span


class Chime(Struct, frozen=True):
    """A bell or tone: start, end, halfway, last, hold or rest."""

    name: str
    start: Samples
    end: Samples
    move: int | None
    side: Side | None
    source: Span


class Bed(Struct, frozen=True, kw_only=True):
    """What sounds under everything else, over its whole range, its fades included."""

    name: str
    """Of a sound that ships, or of the file."""
    path: str | None = None
    gain_db: float = 0.0
    duck_db: float = 0.0
    """By how much it falls under speech and breath sounds."""
    attack: Samples = Samples(0)
    """How long it takes to fall; it is down when a word begins."""
    release: Samples = Samples(0)
    fade_in: Samples = Samples(0)
    fade_out: Samples = Samples(0)
    start: Samples
    end: Samples
    move: None = None
    side: None = None
    source: Span


Event = Speech | ClickBeat | Breath | Chime | Bed


class Move(Struct, frozen=True):
    """One dose, on one side, in one set."""

    index: int
    pose: str | None
    """The pose's id; absent for `breathe` and `click`."""
    name: str
    side: Side | None
    set_number: int
    """Counted from 1."""
    dose: DoseKind
    start: Samples
    end: Samples
    dose_start: Samples
    dose_end: Samples
    chapter: int | None


class Chapter(Struct, frozen=True):
    """A section of the routine, from its start to the next one's."""

    index: int
    title: str
    start: Samples
    end: Samples


class Timeline(Struct, frozen=True):
    """Every moment of a track; all ranges are half-open, in samples."""

    title: str
    language: str
    length: Samples
    events: tuple[Event, ...]
    """By start; ties in the order speech, click, breath, chime, bed."""
    moves: tuple[Move, ...]
    chapters: tuple[Chapter, ...]
    notes: tuple[Diagnostic, ...]
