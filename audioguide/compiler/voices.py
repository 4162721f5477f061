"""What speech knows of voices, as a routine asks for it."""

from audioguide.routine.voices import FoundVoice, UnknownVoice
from audioguide.speech import voices
from audioguide.speech.engines.table import ENGINES


def find_voice(engine: str, name: str | None, language: str) -> FoundVoice | UnknownVoice:
    """The voice that an engine has under that name, or for that language."""
    if engine not in ENGINES:
        return UnknownVoice(is_engine=True, near=_near_engines(engine))
    entry = voices.find_voice(engine, name, language)
    if entry is None:
        return UnknownVoice(is_engine=False, near=tuple(voices.near_voices(name or "")))
    return FoundVoice(entry.engine, entry.name, entry.slowest_wpm, entry.fastest_wpm)


def _near_engines(name: str) -> tuple[str, ...]:
    from difflib import get_close_matches

    return tuple(get_close_matches(name, list(ENGINES)))
