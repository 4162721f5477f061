"""What speech knows of voices, as a routine asks for it."""

from audioguide.near import near_names
from audioguide.routine.voices import FoundVoice, UnknownVoice
from audioguide.speech import voices
from audioguide.speech.engines.table import ENGINES


def find_voice(engine: str, name: str | None, language: str) -> FoundVoice | UnknownVoice:
    """The voice that an engine has under that name, or for that language."""
    if engine not in ENGINES:
        return UnknownVoice(is_engine=True, near=near_names(engine, ENGINES))
    entry = voices.find_voice(engine, name, language)
    if entry is None:
        return UnknownVoice(is_engine=False, near=tuple(voices.near_voices(name or "")))
    return FoundVoice(entry.engine, entry.name, entry.slowest_wpm, entry.fastest_wpm)
