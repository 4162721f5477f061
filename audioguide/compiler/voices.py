"""What speech knows of voices, as a routine asks for it; and the user's settings of engines."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from audioguide.compiler.user_files import config_path
from audioguide.errors import EngineError, UsageError
from audioguide.near import near_names
from audioguide.routine.options import Options
from audioguide.routine.voices import FoundVoice, UnknownVoice, voice_id
from audioguide.speech import voices
from audioguide.speech.engines.contract import VoiceEntry
from audioguide.speech.engines.table import DEFAULT, Engines
from audioguide.speech.stand_ins import stand_ins_of
from audioguide.syntax.config import Config

PROGRAMS = "command"
"""The engine that runs programs."""
_FOLDER = "folder"
"""The setting of any engine, or of a voice of it, that is a folder beside the configuration."""


def open_engines(config: Config, options: Options) -> Engines:
    """Every engine, with the settings that the user has for it.

    Raises:
        UsageError: the command line's program is not told where to write, or told in words
            that there are not.
    """
    settings = {name: _settled(given) for name, given in config.engines.items()}
    if options.program:
        from audioguide.speech.engines.program import fault_of

        fault = fault_of(options.program)
        if fault is not None:
            raise UsageError(f"--speak-with: {fault}")
        given = {program_name(options.program): {"run": list(options.program)}}
        settings[PROGRAMS] = settings.get(PROGRAMS, {}) | given
    return Engines(settings)


def program_name(program: tuple[str, ...]) -> str:
    """The name of the voice that a program from the command line is.

    >>> program_name(("/usr/bin/flite", "-o", "{out}"))
    'flite'
    """
    return "-".join(Path(program[0]).stem.split()) or "program"


def chosen_voice(options: Options) -> Options:
    """The options with the command line's program as their voice, where they name no other."""
    if not options.program or options.voice is not None:
        return options
    return replace(options, voice=f"{PROGRAMS}:{program_name(options.program)}")


class VoiceFinder:
    """Finds voices by name, and others in the place of those that are not here."""

    def __init__(self, engines: Engines, fallback: Iterable[str]) -> None:
        """Take where to look.

        Args:
            engines: whose voices there are.
            fallback: voices that may stand in, the best first; one that speaks the language
                goes before those that do not.
        """
        self._engines = engines
        self._fallback = tuple(fallback)

    def __call__(self, engine: str, name: str | None, language: str) -> FoundVoice | UnknownVoice:
        """The voice that an engine has under that name, or for that language."""
        found = self._look_up(engine, name, language)
        if isinstance(found, FoundVoice):
            return found
        stand_in = self._stand_in(language)
        if stand_in is None:
            return found
        return replace(stand_in, replaces=_reason(found, engine, name, language))

    def _stand_in(self, language: str) -> FoundVoice | None:
        """The first fallback that speaks the language, else the first that is here."""
        looked_up = (self._look_up(DEFAULT, one, language) for one in self._fallback)
        here = [one for one in looked_up if isinstance(one, FoundVoice)]
        return next((one for one in here if one.may_speak(language)), here[0] if here else None)

    def _look_up(self, engine: str, name: str | None, language: str) -> FoundVoice | UnknownVoice:
        if name is not None:
            own, rest = voices.split_voice(name, self._engines)
            engine, name = own or engine, rest or None
        if not self._engines.knows(engine):
            return UnknownVoice(is_engine=True, near=near_names(engine, self._engines.names()))
        try:
            missing = self._engines.engine(engine).missing()
            if missing is not None:
                return UnknownVoice(is_engine=True, near=(), missing=str(missing), engine=engine)
            entry = voices.find_voice(self._engines, engine, name, language)
            if entry is None:
                near = voices.near_voices(self._engines, engine, name or "")
                return UnknownVoice(is_engine=False, near=near, engine=engine)
            others = stand_ins_of(entry, self._engines, language)
        except EngineError as trouble:
            told = str(trouble)
            return UnknownVoice(is_engine=name is None, near=(), missing=told, engine=engine)
        return replace(_as_found(entry), stand_ins=tuple(map(_as_found, others)))


def _as_found(entry: VoiceEntry) -> FoundVoice:
    slowest_wpm, fastest_wpm = entry.abilities.slowest_wpm, entry.abilities.fastest_wpm
    return FoundVoice(entry.engine, entry.name, slowest_wpm, fastest_wpm, entry.languages)


def _reason(unknown: UnknownVoice, engine: str, name: str | None, language: str) -> str:
    engine = unknown.engine or engine
    if unknown.missing is not None:
        what = voice_id(engine, name) if name and not unknown.is_engine else engine
        return f"{what} cannot be used here: {unknown.missing}"
    if unknown.is_engine:
        return f'there is no speech engine called "{engine}"'
    if name is None:
        return f'{engine} has no voice for "{language}"'
    return f'{engine} has no voice called "{name}"'


def _settled(given: Mapping[str, Any]) -> dict[str, Any]:
    """Settings with their folders as absolute paths."""
    settled = {}
    for key, value in given.items():
        if isinstance(value, Mapping):
            value = _settled(value)
        elif key == _FOLDER and isinstance(value, str):
            # `Path.expanduser` raises where there is no such user.
            value = str((config_path().parent / os.path.expanduser(value)).absolute())  # noqa: PTH111
        settled[key] = value
    return settled
