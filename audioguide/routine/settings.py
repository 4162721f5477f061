"""Which value of a setting wins.

Each setting is looked up on its own, but for the two halves of a voice: a layer that names an
engine and no voice asks for that engine's voice of the language, never for a name that was meant
for another engine.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from audioguide.clip import Voice
from audioguide.diagnostics import Diagnostic, error, note, warning
from audioguide.errors import EngineError, UsageError
from audioguide.near import did_you_mean
from audioguide.routine.beds import BedFinder
from audioguide.routine.casting import Cast, casts
from audioguide.routine.cueing import settle_cueing
from audioguide.routine.layers import COMMAND_LINE, Layers
from audioguide.routine.routine import Bed, SettingOrigin, Settings
from audioguide.routine.voices import (
    FindVoice,
    FoundVoice,
    UnknownVoice,
    voice_id,
)
from audioguide.routine.winning import Won, named_voice, strongest, strongest_of_voice
from audioguide.routine.words import Report
from audioguide.source import Span, Spanned
from audioguide.syntax.script import BedSpec, VoiceSpec
from audioguide.units import round_half_up


class Settler:
    """Settles layers of settings, each set of layers once."""

    def __init__(
        self, *, language: str, find_voice: FindVoice, beds: BedFinder, report: Report
    ) -> None:
        self._language = language
        self._find_voice = find_voice
        self._beds = beds
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

        Reports `unknown-voice` (the settings then hold the name as written), `voice-replaced`,
        `voice-language` and `rate-clamped`.

        Raises:
            UsageError: the command line asks for a voice that there is not.
            EngineError: the voice's engine cannot be used here.
        """
        if layers not in self._settled:
            self._settled[layers] = self._look_up(layers)
        return self._settled[layers]

    def _look_up(self, layers: Layers) -> Settings:
        pace = strongest(layers, lambda overrides: overrides.pace)
        breath = strongest(layers, lambda overrides: overrides.breath)
        guidance = strongest(layers, lambda overrides: overrides.guidance)
        voice = self._voice(layers, layers, pace, self._record)
        voices = tuple((cast.role, self._cast_voice(cast, pace)) for cast in casts(layers))
        self._record("pace", pace, f"{float(pace.value):g}")
        self._record("breath", breath, str(breath.value))
        self._record("guidance", guidance, str(guidance.value))
        span = breath.span if breath.layer.is_written else None
        bed, bed_span = self._bed(layers)
        return Settings(
            voice=voice,
            pace=pace.value,
            breath=breath.value,
            guidance=guidance.value,
            breath_span=span,
            voices=voices,
            cueing=settle_cueing(layers, self._note_origin),
            bed=bed,
            bed_span=bed_span,
            pan=self._pan(layers),
        )

    def _bed(self, layers: Layers) -> tuple[Bed | None, Span | None]:
        won = strongest(layers, lambda overrides: overrides.bed)
        bed = self._beds.find(Spanned(won.value, won.span), is_users=won.layer.is_users)
        if won.value != BedSpec():
            self._record("bed", won, bed.name if bed else "none")
        return bed, won.span if won.layer.is_written else None

    def _pan(self, layers: Layers) -> Fraction:
        won = strongest(layers, lambda overrides: overrides.pan)
        if won.value:
            self._record("pan", won, f"{float(100 * won.value):g}%")
        return won.value

    def _cast_voice(self, cast: Cast, pace: Won[Fraction]) -> Voice:
        def record(setting: str, won: Won[Any], value: str) -> None:
            if cast.is_own(won.layer):
                self._record(f"{cast.role} {setting}", won, value)

        return self._voice(cast.layers, cast.naming, pace, record)

    def _voice(
        self,
        layers: Layers,
        naming: Layers,
        pace: Won[Fraction],
        record: Callable[[str, Won[Any], str], None],
    ) -> Voice:
        """A voice: rate, pitch and level from `layers`, engine and name from `naming`."""
        rate = strongest_of_voice(layers, lambda voice: voice.rate_wpm)
        pitch = strongest_of_voice(layers, lambda voice: voice.pitch)
        level = strongest_of_voice(layers, lambda voice: voice.level_db)
        named, engine, name = named_voice(naming)
        found = self._find(engine, name)
        if isinstance(found, UnknownVoice):
            self._refuse(found, named, engine=engine, name=name)
            return Voice(engine, name or "", rate.value, pitch.value, level_db=level.value)
        if found.replaces is not None:
            message = f"{found.replaces}; {found.engine}:{found.name} speaks instead"
            self._report(warning("voice-replaced", message, named.span))
        for speaker in (found, *found.stand_ins):
            if not speaker.may_speak(self._language):
                self._report(self._of_another_language(speaker, named.span))
        rate_wpm = self._within_range(rate, pace, found)
        voice = Voice(
            engine=found.engine,
            name=found.name,
            rate_wpm=rate_wpm,
            pitch=pitch.value,
            fastest_wpm=found.fastest_wpm,
            level_db=level.value,
        )
        record("voice", named, voice.id)
        record("rate", rate, f"{rate.value} wpm")
        record("pitch", pitch, str(pitch.value))
        record("level", level, f"{level.value:g} dB")
        return voice

    def _find(self, engine: str, name: str | None) -> FoundVoice | UnknownVoice:
        if (engine, name) not in self._voices:
            self._voices[engine, name] = self._find_voice(engine, name, self._language)
        return self._voices[engine, name]

    def _of_another_language(self, found: FoundVoice, span: Span) -> Diagnostic:
        message = (
            f"{found.engine}:{found.name} is a voice for {found.languages[0]}, "
            f"and the routine is in {self._language}"
        )
        base = self._language.partition("-")[0]
        hint = f"`audioguide voices --language {base}` lists those that speak it"
        return warning("voice-language", message, span, hint)

    def _within_range(self, rate: Won[int], pace: Won[Fraction], found: FoundVoice) -> int:
        wanted = round_half_up(rate.value * pace.value)
        spoken = min(max(wanted, found.slowest_wpm), found.fastest_wpm)
        if spoken != wanted:
            bounds = f"{found.slowest_wpm} to {found.fastest_wpm} wpm"
            if found.slowest_wpm == found.fastest_wpm:
                bounds = "at one rate"
            message = f"{found.engine} speaks {bounds}; {wanted} wpm becomes {spoken}"
            span = rate.span if rate.layer.is_written else pace.span
            self._report(note("rate-clamped", message, span))
        return spoken

    def _refuse(
        self, unknown: UnknownVoice, named: Won[VoiceSpec], *, engine: str, name: str | None
    ) -> None:
        engine = unknown.engine or engine
        message = f'the engine "{engine}" has no voice called "{name}"'
        if unknown.missing is not None:
            what = f'engine "{engine}"'
            if name is not None and not unknown.is_engine:
                what = f'voice "{voice_id(engine, name)}"'
            message = f"the {what} cannot be used: {unknown.missing}"
        elif unknown.is_engine:
            message = f'there is no speech engine called "{engine}"'
        elif name is None:
            message = f'the engine "{engine}" has no voice for the language "{self._language}"'
        hint = did_you_mean(unknown.near)
        if unknown.missing is not None:
            at_fault = [error("voice-missing", message, named.span, "or name a `fallback` voice")]
            raise EngineError(message, diagnostics=at_fault)
        if named.layer.origin == COMMAND_LINE:
            raise UsageError(f"--voice: {message}{f'; {hint}' if hint else ''}")
        engine_spec, name_spec = named.value.engine, named.value.name
        at = engine_spec if unknown.is_engine or name_spec is None else name_spec
        span = at.span if at else named.span
        hint = hint or "`audioguide voices` lists what there is"
        self._report(error("unknown-voice", message, span, hint))

    def _record(self, setting: str, won: Won[Any], value: str) -> None:
        self._note_origin(setting, value, won.layer.origin)

    def _note_origin(self, setting: str, value: str, origin: str) -> None:
        self._origins.setdefault(SettingOrigin(setting, value, origin))
