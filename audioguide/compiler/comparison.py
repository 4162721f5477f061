"""A track on which several voices say the same, one after the other, each announced."""

import json
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from audioguide.compiler.api import build
from audioguide.compiler.front import configured_engines
from audioguide.compiler.results import OnProgress
from audioguide.compiler.voice_list import named_voice, phrases_for, trial_text
from audioguide.diagnostics import Severity
from audioguide.errors import EngineError, UsageError
from audioguide.library.load import load_phrases
from audioguide.library.phrases import Phrases
from audioguide.routine.layers import BUILT_IN_LANGUAGE, BUILT_IN_RATE_WPM
from audioguide.speech.engines.contract import VoiceEntry
from audioguide.speech.engines.table import DEFAULT
from audioguide.timeline.timeline import Speech
from audioguide.units import to_seconds

_MARKUP = re.compile(r"[${}]")
"""What a script would take for a parameter or a placeholder."""

_ANNOUNCING = {
    "engine": DEFAULT,
    "rate": f"{BUILT_IN_RATE_WPM} wpm",
    "pitch": "50",
    "level": "0 dB",
}
"""Who announces: the built-in voice of the language, whatever the configuration has."""

_PLAIN = {"pace": "steady", "guidance": "full", "bed": "none"}
"""Settings under which nothing but the voices differs."""


class Heard(Struct, frozen=True):
    """One voice on the track."""

    voice: VoiceEntry
    start_seconds: float
    """When it is announced."""


class Comparison(Struct, frozen=True):
    """The track, and who is heard on it when."""

    path: Path
    heard: tuple[Heard, ...]


def compare_voices(
    names: Sequence[str],
    output: Path,
    *,
    text: str | None = None,
    language: str | None = None,
    rate_wpm: int = BUILT_IN_RATE_WPM,
    on_progress: OnProgress | None = None,
) -> Comparison:
    """Build a track of voices that say the same in turn.

    Args:
        names: Of the voices.
        output: The track.
        text: What they say; cue phrases of the language if absent.
        language: What is spoken; that of the first voice if absent.
        rate_wpm: How quickly, 80 to 400, as near as each voice can come to it.
        on_progress: Told how far it is.

    Raises:
        UsageError: there is no such voice, or the text is empty or has a placeholder.
        EngineError: a voice cannot be used here, or cannot say it.
        FileError: the track cannot be written.
    """
    engines = configured_engines()
    voices = [named_voice(engines, name, language) for name in names]
    language = _spoken(language or voices[0].language)
    text = trial_text(text, phrases_for(language))
    script = _script(voices, text, language, rate_wpm=rate_wpm)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "voices.yaml"
        # JSON is YAML too, and quotes whatever a text may hold.
        path.write_text(json.dumps(script, ensure_ascii=False), encoding="utf-8")
        try:
            built = build(path, output, on_progress=on_progress)
        except EngineError as trouble:
            # Without its places, which lie in a file that nobody wrote.
            raise EngineError(str(trouble)) from trouble
    if built.path is None or built.timeline is None:
        errors = (one.message for one in built.diagnostics if one.severity is Severity.ERROR)
        raise UsageError(f"--text: {'; '.join(dict.fromkeys(errors))}")
    spoken = [event for event in built.timeline.events if isinstance(event, Speech)]
    starts = (float(to_seconds(event.start)) for event in spoken[::2])
    return Comparison(built.path, tuple(map(Heard, voices, starts)))


def _spoken(language: str) -> str:
    """A language that there are cue phrases in, as every routine needs them."""
    return language if isinstance(load_phrases(language), Phrases) else BUILT_IN_LANGUAGE


def _script(
    voices: Sequence[VoiceEntry], text: str, language: str, *, rate_wpm: int
) -> dict[str, Any]:
    steps: list[dict[str, Any]] = []
    for number, voice in enumerate(voices, start=1):
        speaking = {
            "engine": voice.engine,
            "name": voice.name,
            "rate": f"{rate_wpm} wpm",
            "pitch": "50",
            "level": "0 dB",
        }
        title = _MARKUP.sub(" ", voice.title)
        steps.append({"say": f"{number}, {title}.", "voices": {"say": _ANNOUNCING}, "pause": "1s"})
        steps.append({"say": text, "voices": {"say": speaking}, "pause": "2s"})
    return {"title": "Voices", "language": language, **_PLAIN, "steps": steps}
