"""A timeline: every moment settled, in whole samples. The noun that the sound is made from."""

from enum import StrEnum

from msgspec import Struct

from audioguide.clip import Utterance
from audioguide.diagnostics import Diagnostic
from audioguide.dose import BreathPhase, DoseKind, Side
from audioguide.source import Span
from audioguide.units import Samples


class Role(StrEnum):
    """Why a line is spoken; guidance is decided by it."""

    SAY = "say"
    ANNOUNCE = "announce"
    CAUTION = "caution"
    ENTER = "enter"
    SHORT = "short"
    DURING = "during"
    PHASE = "phase"
    BREATH = "breath"
    WORK = "work"
    COUNT = "count"
    HALFWAY = "halfway"
    LAST = "last"
    CENTRE = "centre"
    SWITCH = "switch"
    LEAVE = "leave"
    REST = "rest"


class Speech(Struct, frozen=True):
    """A spoken line, over the half-open range of its sound."""

    role: Role
    start: Samples
    end: Samples
    utterance: Utterance
    move: int | None
    side: Side | None
    source: Span


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


Event = Speech | ClickBeat | Breath | Chime


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
