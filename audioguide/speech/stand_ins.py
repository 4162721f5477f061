"""Voices that speak in the place of others: each may have another one behind it in turn."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from audioguide.clip import Utterance
from audioguide.errors import EngineError
from audioguide.speech.engines.contract import VoiceEntry
from audioguide.speech.engines.table import BUILT_IN, Engines
from audioguide.speech.voices import find_voice, split_voice


def by_turns(utterance: Utterance, engines: Engines) -> Iterator[Utterance]:
    """The utterance, then as each voice has it that stands in for the one before.

    The last one is who speaks.

    Raises:
        EngineError: a voice is not here, or they stand in for each other in a circle.
    """
    asked = [utterance.voice.id]
    yield utterance
    while name := engines.engine(utterance.voice.engine).stand_in(utterance):
        voice = utterance.voice
        entry = _found(name, asked, engines, utterance.language)
        slowest_wpm, fastest_wpm = entry.abilities.slowest_wpm, entry.abilities.fastest_wpm
        rate_wpm = min(max(voice.rate_wpm, slowest_wpm), fastest_wpm)
        stand_in = replace(voice, engine=entry.engine, name=entry.name, rate_wpm=rate_wpm)
        utterance = replace(utterance, voice=stand_in)
        yield utterance


def stand_ins_of(voice: VoiceEntry, engines: Engines, language: str) -> tuple[VoiceEntry, ...]:
    """Whoever may have to speak in a voice's place, the first one first.

    Raises:
        EngineError: somebody is not here, or they stand in for each other in a circle.
    """
    asked = [voice.id]
    found: list[VoiceEntry] = []
    while name := engines.engine(voice.engine).usual_stand_in(voice.name):
        voice = _found(name, asked, engines, language)
        found.append(voice)
    return tuple(found)


def _found(name: str, asked: list[str], engines: Engines, language: str) -> VoiceEntry:
    """The voice that stands in for the last of those that were asked, which it then is."""
    engine, rest = split_voice(name, engines)
    missing = engines.engine(engine or BUILT_IN).missing()
    if missing is not None:
        raise EngineError(f"{name}, which stands in for {asked[-1]}, is not here: {missing}")
    entry = find_voice(engines, engine or BUILT_IN, rest, language)
    if entry is None:
        raise EngineError(f'no voice is called "{name}", which stands in for {asked[-1]}')
    if entry.id in asked:
        circle = " -> ".join((*asked, entry.id))
        raise EngineError(f"voices stand in for each other in a circle: {circle}")
    asked.append(entry.id)
    return entry
