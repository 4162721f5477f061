"""The voices of every engine: listed, and found by whatever people call them."""

from audioguide.errors import EngineError
from audioguide.speech.engines.contract import VoiceEntry
from audioguide.speech.engines.table import BUILT_IN, Engines, canonical


def list_voices(engines: Engines) -> tuple[VoiceEntry, ...]:
    """Every voice that can be used here, engine by engine.

    Raises:
        EngineError: the built-in engine is not installed, or not whole; others that are not
            have no voices.
    """
    voices: list[VoiceEntry] = []
    for name in engines.names():
        try:
            engine = engines.engine(name)
            if engine.missing() is None:
                voices += engine.voices()
        except EngineError:
            if name == BUILT_IN:
                raise
    return tuple(voices)


def find_voice(
    engines: Engines, engine: str, name: str | None, language: str | None
) -> VoiceEntry | None:
    """The voice of an engine that `name` means, with the engine's name before it or not.

    Without a name, the engine's voice for the language.

    >>> find_voice(Engines(), "default", "EN-gb+F3", None).id
    'espeak:gmw/en+f3'

    Raises:
        EngineError: there is no such engine, or it is not whole.
    """
    speaking = engines.engine(engine)
    return speaking.find(name and _without_engine(name, engine), language)


def near_voices(engines: Engines, engine: str, name: str) -> tuple[str, ...]:
    """At most three names like one that was not found, the most alike first.

    Raises:
        EngineError: there is no such engine, or it is not whole.
    """
    return engines.engine(engine).near(_without_engine(name, engine))


def split_voice(name: str, engines: Engines) -> tuple[str | None, str]:
    """The engine of `engine:name`, None where a name says none, and the rest.

    >>> split_voice("nobody:en-gb", Engines())
    (None, 'nobody:en-gb')
    >>> split_voice("espeak:en-gb", Engines())
    ('espeak', 'en-gb')
    """
    engine, colon, rest = name.partition(":")
    return (engine, rest) if colon and engines.knows(engine) else (None, name)


def _without_engine(name: str, engine: str) -> str:
    first, colon, rest = name.strip().partition(":")
    return rest if colon and canonical(first) == canonical(engine) else name
