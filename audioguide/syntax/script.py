"""A script: what the author wrote, typed but not yet resolved. The noun of `syntax`.

Names are not looked up here, files are not opened, and nothing is expanded.
"""

from enum import StrEnum
from fractions import Fraction

from msgspec import Struct

from audioguide.cueing import CountDirection, Counting, Encouragement
from audioguide.dose import Breathing, DoseSpec, Guidance, Side
from audioguide.source import SourceFile, Span, Spanned
from audioguide.syntax.progress import ProgressRule
from audioguide.text import Text


class VoiceSpec(Struct, frozen=True):
    """`voice:` of a script or step; what is absent comes from further out."""

    engine: Spanned[str] | None = None
    name: Spanned[str] | None = None
    rate_wpm: Spanned[int] | None = None
    pitch: Spanned[int] | None = None
    level_db: Spanned[float] | None = None


class BedName(StrEnum):
    """The sounds for a bed that ship."""  # [twin: names of beds]

    RAIN = "rain"
    WAVES = "waves"
    BROWN_NOISE = "brown-noise"
    DRONE = "drone"


class BedSpec(Struct, frozen=True):
    """`bed:`, a sound under everything; with neither `sound` nor `file` there is none."""

    sound: BedName | None = None
    file: Spanned[str] | None = None
    gain_db: float | None = None
    duck_db: float | None = None
    """By how much it falls under speech."""
    attack_seconds: Fraction | None = None
    release_seconds: Fraction | None = None
    fade_seconds: Fraction | None = None


class BesideKind(StrEnum):
    """Files that a build can write beside its track."""  # [twin: kinds of files beside]

    LRC = "lrc"
    VTT = "vtt"
    SRT = "srt"
    CUE = "cue"
    CHAPTERS = "chapters"
    LABELS = "labels"
    TIMELINE = "timeline"
    HANDOUT = "handout"
    PDF = "pdf"


class CueingSpec(Struct, frozen=True):
    """`cueing:` of a script or step; each key that is absent comes from further out."""

    counts: Spanned[Counting] | None = None
    direction: Spanned[CountDirection] | None = None
    chime_every_seconds: Spanned[Fraction] | None = None
    """Zero: off; so too below."""
    time_left_seconds: Spanned[tuple[Fraction, ...]] | None = None
    """The longest first; empty: off."""
    names_next: Spanned[bool] | None = None
    ready_seconds: Spanned[Fraction] | None = None
    encouragement: Spanned[Encouragement] | None = None


class Overrides(Struct, frozen=True):
    """Settings that hold for a step and the steps inside it, or for a whole script."""

    voice: VoiceSpec | None = None
    pace: Spanned[Fraction] | None = None
    breath: Spanned[Breathing] | None = None
    guidance: Spanned[Guidance] | None = None
    voices: tuple[tuple[str, VoiceSpec], ...] | None = None
    """By role, or by a group of roles."""
    cueing: CueingSpec | None = None
    bed: Spanned[BedSpec] | None = None
    pan: Spanned[Fraction] | None = None
    """How far lines with a side move to it, from 0 to 1."""


CUE_NAMES = (  # [twin: names of cues]
    *("click", "accent", "hold", "rest", "start", "end", "halfway", "last", "ping"),
    *("inhale", "exhale"),
)
"""What `sounds:` can replace."""


class SoundSpec(Struct, frozen=True):
    """A replaced cue: a file, a level, or both."""

    file: Spanned[str] | None
    level_db: float | None
    span: Span


class CoverWord(StrEnum):
    """`cover:` where it names no file."""

    AUTO = "auto"
    """Drawn: title, length and poses."""
    NONE = "none"


class ChaptersBy(StrEnum):
    """What one chapter of a track is."""

    SECTIONS = "sections"
    POSES = "poses"
    """Moves of one pose in a row, or a step of breaths or clicks."""


class TagNames(Struct, frozen=True):
    """`tags:`, what players show beside the title; what is absent comes from further out."""

    artist: str | None = None
    album: str | None = None
    genre: str | None = None


class SidesChoice(StrEnum):
    """`sides:` where it is one word."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    ALTERNATE = "alternate"
    NONE = "none"


class AuthorCue(Struct, frozen=True):
    """`{at: halfway | 10s | -10s, say: ...}`."""

    at_seconds: Fraction | None
    """From the dose's start; negative: from its end; absent: halfway."""
    text: Text
    span: Span


class SayStep(Struct, frozen=True):
    """`say: text`."""

    text: Spanned[Text]
    pause_seconds: Fraction | None
    overrides: Overrides
    span: Span


class PoseStep(Struct, frozen=True):
    """`pose: id` with its dose keys; the dose absent: the pose's own."""

    pose: Spanned[str]
    dose: Spanned[DoseSpec] | None
    """Its span is that of the dose key's value."""
    dose_spans: tuple[tuple[str, Span], ...]
    """Span of the value of every dose key that was written: hold, flow, rhythm, for, beats,
    accent, ramp_to, reps, work, release."""
    sides: Spanned[SidesChoice | tuple[Side, ...]] | None
    unequal: str | None
    """Why the sides differ on purpose."""
    n_sets: Spanned[int] | None
    rest_seconds: Spanned[Fraction] | None
    """Between sets."""
    variation: Spanned[str] | None
    say: Spanned[Text] | None
    cues: tuple[AuthorCue, ...]
    settle_seconds: Fraction | None
    transition_seconds: Fraction | None
    overrides: Overrides
    span: Span
    progress: tuple[ProgressRule, ...] | None = None
    """From week to week; absent: the pose's own rules, empty: none at all."""


class SectionStep(Struct, frozen=True):
    """`section: title`: a chapter."""

    title: Spanned[Text]
    steps: tuple["Step", ...]
    overrides: Overrides
    span: Span


class RepeatStep(Struct, frozen=True):
    """`repeat: n`."""

    n_rounds: int
    rest_seconds: Fraction | None
    steps: tuple["Step", ...]
    overrides: Overrides
    span: Span


class RestStep(Struct, frozen=True):
    """`rest: 20s`; what it says is spoken within the rest."""

    seconds: Fraction
    say: Spanned[Text] | None
    overrides: Overrides
    span: Span


class BreatheStep(Struct, frozen=True):
    """`breathe: 6 breaths`."""

    n_breaths: int
    say: Spanned[Text] | None
    overrides: Overrides
    span: Span


class ClickStep(Struct, frozen=True):
    """`click: 60 bpm` with `for` or `beats`, exactly one."""

    rate_bpm: Fraction
    seconds: Fraction | None
    n_beats: int | None
    accent_every: int | None
    ramp_to_bpm: Fraction | None
    say: Spanned[Text] | None
    overrides: Overrides
    span: Span


class ChimeName(StrEnum):
    """The chimes an author can ask for."""

    START = "start"
    END = "end"
    HALFWAY = "halfway"


class ChimeStep(Struct, frozen=True):
    """`chime: start`."""

    name: ChimeName
    overrides: Overrides
    span: Span


class IncludeStep(Struct, frozen=True):
    """`include: path` with parameters for it."""

    path: Spanned[str]
    parameters: tuple[tuple[str, Spanned[str]], ...]
    overrides: Overrides
    span: Span


Step = (
    SayStep
    | PoseStep
    | SectionStep
    | RepeatStep
    | RestStep
    | BreatheStep
    | ClickStep
    | ChimeStep
    | IncludeStep
)


class Script(Struct, frozen=True):
    """One routine file, as written, with its parameters filled in."""

    file: SourceFile
    title: Spanned[Text] | None
    language: Spanned[str] | None
    overrides: Overrides
    """voice, pace, breath and guidance of the head."""
    sounds: tuple[tuple[str, SoundSpec], ...]
    lexicon: tuple[tuple[str, Text], ...]
    """Words, each with a spelling that the voice says right."""
    parameter_names: tuple[str, ...]
    """Every name that `params` declares, for the check of `--set`."""
    steps: tuple[Step, ...]
    span: Span
    keep_awake: bool | None = None
    """Whether long silences have a sound too soft to hear."""
    target_seconds: Spanned[Fraction] | None = None
    """How long the track is to be."""
    week: Spanned[int] | None = None
    """By which doses grow; absent: doses are as they are written."""
    chapters_by: ChaptersBy | None = None
    tags: TagNames | None = None
    beside: tuple[BesideKind, ...] | None = None
    """What is written beside the track; empty: nothing."""
    cover: Spanned[str] | None = None
    """A word of `CoverWord`, or a file."""
    lead_in_seconds: Fraction | None = None
    """Silence before the first sound."""
