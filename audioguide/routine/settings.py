"""Which value of a setting wins.

Each setting is looked up on its own, but for the two halves of a voice: a layer that names an
engine and no voice asks for that engine's voice of the language, never for a name that was meant
for another engine.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, Generic, TypeVar

from msgspec import Struct

from audioguide.clip import Voice
from audioguide.diagnostics import error, note
from audioguide.errors import UsageError
from audioguide.near import did_you_mean
from audioguide.routine.layers import COMMAND_LINE, Layer, Layers
from audioguide.routine.routine import SettingOrigin, Settings
from audioguide.routine.voices import (
    BUILT_IN_ENGINE,
    DEFAULT_ENGINE_NAME,
    FindVoice,
    FoundVoice,
    UnknownVoice,
)
from audioguide.routine.words import Report
from audioguide.source import Span, Spanned
from audioguide.syntax.script import Overrides, VoiceSpec
from audioguide.units import round_half_up

T = TypeVar("T")


class _Won(Struct, Generic[T], frozen=True):
    """The value of one setting, with the layer that it came from."""

    value: T
    span: Span
    layer: Layer


def _first(layers: Layers, read: Callable[[Overrides], Spanned[T] | None]) -> _Won[T]:
    """The strongest value; the built-in layer has one of everything that is asked for so."""
    for layer in layers:
        found = read(layer.overrides)
        if found is not None:
            return _Won(found.value, found.span, layer)
    raise LookupError("the built-in layer lacks a setting")


def _first_of_voice(layers: Layers, read: Callable[[VoiceSpec], Spanned[T] | None]) -> _Won[T]:
    return _first(layers, lambda overrides: read(overrides.voice) if overrides.voice else None)


class Settler:
    """Settles layers of settings, each set of layers once."""

    def __init__(self, *, language: str, find_voice: FindVoice, report: Report) -> None:
        self._language = language
        self._find_voice = find_voice
        self._report = report
        self._settled: dict[Layers, Settings] = {}
        self._voices: dict[tuple[str, str | None], FoundVoice | UnknownVoice] = {}
        self._origins: dict[SettingOrigin, None] = {}

    @property
    def origins(self) -> tuple[SettingOrigin, ...]:
        """Every value that won anywhere so far, in the order of the script, without repetition."""
        return tuple(self._origins)

    def settle(self, layers: Layers) -> Settings:
        """The settings that win.

        Reports `unknown-voice` (the settings then hold the name as written) and `rate-clamped`.

        Raises:
            UsageError: the command line asks for a voice that there is not.
        """
        if layers not in self._settled:
            self._settled[layers] = self._look_up(layers)
        return self._settled[layers]

    def _look_up(self, layers: Layers) -> Settings:
        pace = _first(layers, lambda overrides: overrides.pace)
        breath = _first(layers, lambda overrides: overrides.breath)
        guidance = _first(layers, lambda overrides: overrides.guidance)
        voice = self._voice(layers, pace)
        self._record("pace", pace, f"{float(pace.value):g}")
        self._record("breath", breath, str(breath.value))
        self._record("guidance", guidance, str(guidance.value))
        span = breath.span if breath.layer.is_written else None
        return Settings(voice, pace.value, breath.value, guidance.value, span)

    def _voice(self, layers: Layers, pace: _Won[Fraction]) -> Voice:
        rate = _first_of_voice(layers, lambda voice: voice.rate_wpm)
        pitch = _first_of_voice(layers, lambda voice: voice.pitch)
        level = _first_of_voice(layers, lambda voice: voice.level_db)
        named, engine, name = _named_voice(layers)
        found = self._find(engine, name)
        if isinstance(found, UnknownVoice):
            self._refuse(found, named, engine=engine, name=name)
            return Voice(engine, name or "", rate.value, pitch.value, level_db=level.value)
        rate_wpm = self._within_range(rate, pace, found)
        voice = Voice(
            engine=found.engine,
            name=found.name,
            rate_wpm=rate_wpm,
            pitch=pitch.value,
            fastest_wpm=found.fastest_wpm,
            level_db=level.value,
        )
        self._record("voice", named, voice.id)
        self._record("rate", rate, f"{rate.value} wpm")
        self._record("pitch", pitch, str(pitch.value))
        self._record("level", level, f"{level.value:g} dB")
        return voice

    def _find(self, engine: str, name: str | None) -> FoundVoice | UnknownVoice:
        if (engine, name) not in self._voices:
            self._voices[engine, name] = self._find_voice(engine, name, self._language)
        return self._voices[engine, name]

    def _within_range(self, rate: _Won[int], pace: _Won[Fraction], found: FoundVoice) -> int:
        wanted = round_half_up(rate.value * pace.value)
        spoken = min(max(wanted, found.slowest_wpm), found.fastest_wpm)
        if spoken != wanted:
            bounds = f"{found.slowest_wpm} to {found.fastest_wpm} wpm"
            message = f"{found.engine} speaks {bounds}; {wanted} wpm becomes {spoken}"
            span = rate.span if rate.layer.is_written else pace.span
            self._report(note("rate-clamped", message, span))
        return spoken

    def _refuse(
        self, unknown: UnknownVoice, named: _Won[VoiceSpec], *, engine: str, name: str | None
    ) -> None:
        message = f'the engine "{engine}" has no voice called "{name}"'
        if unknown.is_engine:
            message = f'there is no speech engine called "{engine}"'
        elif name is None:
            message = f'the engine "{engine}" has no voice for the language "{self._language}"'
        hint = did_you_mean(unknown.near)
        if named.layer.origin == COMMAND_LINE:
            raise UsageError(f"--voice: {message}{f'; {hint}' if hint else ''}")
        engine_spec, name_spec = named.value.engine, named.value.name
        at = engine_spec if unknown.is_engine or name_spec is None else name_spec
        span = at.span if at else named.span
        hint = hint or "`audioguide voices` lists what there is"
        self._report(error("unknown-voice", message, span, hint))

    def _record(self, setting: str, won: _Won[Any], value: str) -> None:
        self._origins.setdefault(SettingOrigin(setting, value, won.layer.origin))


def _named_voice(layers: Layers) -> tuple[_Won[VoiceSpec], str, str | None]:
    """The layer that chose the voice, with the engine and the name that it makes."""
    naming = tuple(_naming_layers(layers))
    chosen = naming[0].value
    engine = next(won.value.engine.value for won in naming if won.value.engine)
    name = chosen.name.value if chosen.name else None
    return naming[0], BUILT_IN_ENGINE if engine == DEFAULT_ENGINE_NAME else engine, name


def _naming_layers(layers: Layers) -> Iterator[_Won[VoiceSpec]]:
    """The layers that name an engine or a voice; the built-in default names an engine."""
    for layer in layers:
        voice = layer.overrides.voice
        named = voice and (voice.name or voice.engine)
        if voice and named:
            yield _Won(voice, named.span, layer)
