"""A routine: every name and default settled, every repeat and include unrolled, in one flat row.

Times are still seconds; nothing here knows a sample or how long a word takes.
"""

from fractions import Fraction

from msgspec import Struct, field

from audioguide.clip import Voice
from audioguide.cueing import Cueing
from audioguide.dose import Breathing, Dose, Guidance, Side
from audioguide.lexicon import Lexicon
from audioguide.library.phrases import Phrases
from audioguide.roles import Role
from audioguide.source import Span, Spanned
from audioguide.syntax.pose import Pose
from audioguide.syntax.script import BesideKind, ChaptersBy, ChimeName, TagNames


class Bed(Struct, frozen=True):
    """What sounds under everything, and how."""

    name: str
    """Of a sound that ships, or of the file."""
    path: str | None
    """A file that exists and lies where it may; absent: a sound that ships."""
    gain_db: float
    """Louder or softer than usual."""
    duck_db: float
    """By how much it falls under speech."""
    attack_seconds: Fraction
    release_seconds: Fraction
    fade_seconds: Fraction
    """How long it comes in and goes out."""


class Settings(Struct, frozen=True):
    """What holds at one item."""

    voice: Voice
    pace: Fraction
    """Gaps and default rests are divided by it; the voice's rate has it already."""
    breath: Breathing
    guidance: Guidance
    breath_span: Span | None = None
    """Where the breath was written; None: in the pose, or nowhere."""
    bed: Bed | None = None
    bed_span: Span | None = None
    """Where the bed was written; None: on the command line, or nowhere."""
    pan: Fraction = Fraction(0)
    """How far lines with a side move to that side, from 0 to 1."""
    voices: tuple[tuple[Role, Voice], ...] = ()
    """Of the roles that have one of their own."""
    cueing: Cueing = field(default_factory=Cueing)

    def voice_for(self, role: Role) -> Voice:
        """Who speaks lines of a role."""
        return next((voice for cast, voice in self.voices if cast is role), self.voice)


class Cue(Struct, frozen=True):
    """An author's line inside a dose."""

    at_seconds: Fraction | None
    """From the dose's start; negative: from its end; absent: halfway."""
    text: str
    span: Span


class Say(Struct, frozen=True):
    """A line on its own. `pause_seconds` absent: the default gap."""

    text: Spanned[str]
    pause_seconds: Fraction | None
    settings: Settings
    chapter: int | None
    span: Span


class Rest(Struct, frozen=True):
    """A rest of an exact length; its words are spoken within it."""

    seconds: Fraction
    text: Spanned[str] | None
    between_rounds: bool
    """True: stands between the rounds of a `repeat`."""
    settings: Settings
    chapter: int | None
    span: Span


class Breathe(Struct, frozen=True):
    """Breaths on their own."""

    n_breaths: int
    text: Spanned[str] | None
    settings: Settings
    chapter: int | None
    span: Span


class Click(Struct, frozen=True):
    """A metronome on its own; exactly one of `seconds` and `n_beats` is set."""

    rate_bpm: Fraction
    seconds: Fraction | None
    n_beats: int | None
    accent_every: int | None
    ramp_to_bpm: Fraction | None
    text: Spanned[str] | None
    settings: Settings
    chapter: int | None
    span: Span


class Chime(Struct, frozen=True):
    """A bell on its own."""

    name: ChimeName
    settings: Settings
    chapter: int | None
    span: Span


class Exercise(Struct, frozen=True):
    """A pose with its dose settled: `n_sets` times each of `doses`, in that order."""

    pose: Pose
    """With its variation applied."""
    doses: tuple[tuple[Side | None, Dose], ...]
    """One pair for a pose without sides, else one a side in the order they are done."""
    alternating: bool
    """True: one dose, whose reps (or beats) change sides, left first; `doses` has one pair."""
    n_sets: int
    set_rest_seconds: Fraction | None
    text: Spanned[str] | None
    """The step's own `say`, after the entry."""
    cues: tuple[Cue, ...]
    settle_seconds: Fraction | None
    transition_seconds: Fraction | None
    settings: Settings
    chapter: int | None
    span: Span
    """The place of the pose's name in the script."""


Item = Say | Rest | Breathe | Click | Chime | Exercise


class SoundChoice(Struct, frozen=True):
    """A cue that the user replaced: by a file, by another level, or both."""

    name: str
    path: str | None
    """A file that exists and lies where it may."""
    level_db: float
    span: Span


class Cover(Struct, frozen=True):
    """The picture of a track; neither drawn nor a file: there is none."""

    is_drawn: bool = True
    """From the title, the length and the poses."""
    path: str | None = None
    """A file that exists and lies where it may."""
    span: Span | None = None
    """Where the file is named; None: on the command line, or nowhere."""


class SettingOrigin(Struct, frozen=True):
    """Where the value of one setting came from, for `plan --verbose`."""

    setting: str
    value: str
    origin: str
    """`command line`, `device <name> (command line)`, `profile <name> (command line)`,
    `step at <path>:<line>`, `script head`, `profile <name> (user configuration)`,
    `user configuration`, `pose <id>` or `built-in default`."""


class Routine(Struct, frozen=True):
    """What will be done, in order."""

    title: str
    language: str
    phrases: Phrases
    settings: Settings
    """Those of the script's head: what the ending uses."""
    items: tuple[Item, ...]
    chapter_titles: tuple[str, ...]
    sounds: tuple[SoundChoice, ...]
    lexicon: Lexicon
    origins: tuple[SettingOrigin, ...]
    span: Span
    keep_awake: bool = False
    """Whether long silences have a sound too soft to hear."""
    target_seconds: Spanned[Fraction] | None = None
    """How long the track is to be; absent: as long as it comes to."""
    chapters_by: ChaptersBy = ChaptersBy.SECTIONS
    tags: TagNames = field(default_factory=TagNames)
    """What somebody says that players show; the rest is the build's own."""
    beside: tuple[BesideKind, ...] = ()
    """What is written beside the track, unless whoever builds says otherwise."""
    cover: Cover = field(default_factory=Cover)
    lead_in_seconds: Fraction | None = None
    """Silence before the first sound; None: as long as usual."""
