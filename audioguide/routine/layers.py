"""The layers that settings come from.

Strongest first: the command line, a profile that it asks for, the innermost step, the steps around
it, the script's head, a profile that the user's configuration chooses, that configuration, the
pose (its breath), the built-in default.
"""

from fractions import Fraction
from typing import TypeVar

from msgspec import Struct

from audioguide.dose import Breathing, BreathPattern, Guidance
from audioguide.routine.options import Options
from audioguide.routine.routine import SettingOrigin
from audioguide.routine.sources import sources_of
from audioguide.routine.voices import BUILT_IN_ENGINE
from audioguide.source import Span, Spanned
from audioguide.syntax.config import Config
from audioguide.syntax.pose import Pose
from audioguide.syntax.script import BedSpec, Overrides, Script, VoiceSpec

BUILT_IN_LANGUAGE = "en-GB"
BUILT_IN_RATE_WPM = 140
"""Slow enough to follow with eyes closed; everyday speech has about 160."""
BUILT_IN_BREATH = Breathing.steady(  # [twin: built-in breath]
    BreathPattern(Fraction(4), Fraction(0), Fraction(6), Fraction(0))
)

T = TypeVar("T")

COMMAND_LINE = "command line"
"""The origin of what the command line sets; a mistake there is wrong usage."""

_BUILT_IN = "built-in default"


class Layer(Struct, frozen=True, cache_hash=True):
    """The settings of one place."""

    origin: str
    """As `SettingOrigin.origin` says it."""
    overrides: Overrides
    is_written: bool = True
    """True: its spans are places in a file."""
    is_asked: bool = False
    """True: asked for in this call, so it wins over the steps too."""
    is_users: bool = False
    """True: from the user's own configuration, which may name any file."""


Layers = tuple[Layer, ...]
"""Strongest first. The command line is always first, then what it asks for; the built-in default
is always last."""


def _command_line(options: Options, span: Span) -> Overrides:
    def spanned(value: T | None) -> Spanned[T] | None:
        return None if value is None else Spanned(value, span)

    engine, name = split_voice(options.voice)
    voice = VoiceSpec(spanned(engine), spanned(name), spanned(options.rate_wpm))
    return Overrides(
        voice=voice,
        pace=spanned(options.pace),
        breath=spanned(options.breath),
        guidance=spanned(options.guidance),
        bed=spanned(options.bed),
    )


def split_voice(voice: str | None) -> tuple[str | None, str | None]:
    """Engine and name of what `--voice` says.

    >>> split_voice("espeak:en-gb"), split_voice("en-gb")
    (('espeak', 'en-gb'), (None, 'en-gb'))
    """
    if voice is None:
        return None, None
    engine, colon, name = voice.partition(":")
    return (engine, name or None) if colon else (None, voice)


def _built_in(span: Span) -> Overrides:
    return Overrides(
        voice=VoiceSpec(
            engine=Spanned(BUILT_IN_ENGINE, span),
            rate_wpm=Spanned(BUILT_IN_RATE_WPM, span),
            pitch=Spanned(50, span),
            level_db=Spanned(0.0, span),
        ),
        pace=Spanned(Fraction(1), span),
        breath=Spanned(BUILT_IN_BREATH, span),
        guidance=Spanned(Guidance.FULL, span),
        bed=Spanned(BedSpec(), span),
        pan=Spanned(Fraction(0), span),
    )


def head_layers(script: Script, options: Options, config: Config) -> Layers:
    """The layers that hold for a whole script.

    Raises:
        UsageError: the command line asks for a profile that there is not.
    """
    top = Span.whole_file(script.file)
    written = (
        Layer(
            source.origin,
            source.says.overrides,
            is_asked=source.is_asked,
            is_users=not isinstance(source.says, Script),
        )
        for source in sources_of(script, options, config)
    )
    return (
        Layer(COMMAND_LINE, _command_line(options, top), is_written=False, is_asked=True),
        *written,
        Layer(_BUILT_IN, _built_in(top), is_written=False),
    )


def inside_step(layers: Layers, overrides: Overrides, span: Span) -> Layers:
    """`layers` as they hold inside a step with settings of its own."""
    if overrides == Overrides():
        return layers
    origin = f"step at {span.file.path}:{span.line}"
    n_asked = sum(layer.is_asked for layer in layers)
    return (*layers[:n_asked], Layer(origin, overrides), *layers[n_asked:])


def on_pose(layers: Layers, pose: Pose) -> Layers:
    """`layers` with what the pose itself would have."""
    if pose.breath is None:
        return layers
    overrides = Overrides(breath=Spanned(pose.breath, pose.span))
    return (*layers[:-1], Layer(f"pose {pose.id}", overrides, is_written=False), layers[-1])


def routine_language(
    script: Script, options: Options, config: Config
) -> tuple[SettingOrigin, Span | None]:
    """The language that a routine is spoken in, who says so, and where, if in a file.

    Raises:
        UsageError: the command line asks for a profile that there is not.
    """
    sources = sources_of(script, options, config)
    if options.language:
        return SettingOrigin("language", options.language, COMMAND_LINE), None
    for source in sources:
        written = source.says.language
        if written:
            return SettingOrigin("language", written.value, source.origin), written.span
    return SettingOrigin("language", BUILT_IN_LANGUAGE, _BUILT_IN), None
