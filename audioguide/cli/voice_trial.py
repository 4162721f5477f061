"""One line spoken by one voice, to a file and from there to the ear."""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from audioguide.cli.talk import Talk
from audioguide.clip import Utterance, Voice
from audioguide.compiler.front import configured_engines
from audioguide.compiler.voice_list import (
    named_voice,
    phrases_for,
    rate_within,
    trial_lexicon,
    trial_text,
)
from audioguide.errors import UsageError
from audioguide.files import replace_whole
from audioguide.routine.layers import BUILT_IN_LANGUAGE
from audioguide.speech.speak import Speaker
from audioguide.units import SAMPLE_RATE_HZ

PLAYERS = (
    ("afplay",),
    ("pw-play",),
    ("paplay",),
    ("aplay", "-q"),
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "error"),
    ("play", "-q"),
)
"""Programs that play a WAV file, those of the system first."""

_GRACE_SECONDS = 10.0
"""How much longer than its sound a player may take before it counts as stuck."""

_PLAYED_SHARE = 0.8
"""The part of a sound's length after which a player may be done; buffers end early."""


def trial_path(name: str) -> Path:
    """A file for the sound of a voice, in the folder for temporary files."""
    return Path(tempfile.gettempdir()) / f"audioguide-{re.sub(r'[^A-Za-z0-9+-]+', '-', name)}.wav"


def speak_to_file(
    path: Path,
    *,
    name: str,
    text: str | None,
    rate_wpm: int,
    pitch: int = 50,
    language: str | None = None,
) -> float:
    """Write what a voice says, as WAV.

    Args:
        path: The file.
        name: Of the voice.
        text: What it says; cue phrases of the language if absent.
        rate_wpm: How quickly, as near as the voice can come to it.
        pitch: How high, 0 to 99, where the voice can.
        language: What is spoken; the voice's own language if absent.

    Returns:
        The length of the sound in seconds.

    Raises:
        UsageError: there is no such voice, or nothing to say, or `path` is not called `.wav`.
        EngineError: it could not speak.
        FileError: `path` cannot be written, or a folder of poses cannot be read.
    """
    if path.suffix.lower() != ".wav":
        raise UsageError(f"-o {path}: what a voice says is written to a .wav file")
    engines = configured_engines()
    entry = named_voice(engines, name, language)
    language = language or entry.language or BUILT_IN_LANGUAGE
    phrases = phrases_for(language)
    rate_wpm = rate_within(entry, rate_wpm)
    voice = Voice(entry.engine, entry.name, rate_wpm, pitch=pitch)
    line = Utterance(trial_text(text, phrases), language, voice)
    own = phrases if phrases.language == language.split("-")[0].lower() else None
    with Speaker(engines=engines) as speaker:
        speaker.pronounce(trial_lexicon(language, own), own.reading if own else None)
        speaker.speak([line])
        clip = speaker.load(line)
    import soundfile

    with replace_whole(path) as stream:
        soundfile.write(stream, clip.pcm, SAMPLE_RATE_HZ, subtype="PCM_16", format="WAV")
    return clip.n_samples / SAMPLE_RATE_HZ


def play(path: Path, talk: Talk, *, length_seconds: float) -> bool:
    """Play a WAV file, and say whether that worked.

    A player that is back before the sound could have ended did not play it, whatever it
    says: ffplay without a sound card returns 0 at once.
    """
    if sys.platform == "win32":
        import winsound

        winsound.PlaySound(str(path), winsound.SND_FILENAME)
        return True
    for program, *options in PLAYERS:
        place = shutil.which(program)
        if place is None:
            continue
        talk.detail(f"playing with {place}")
        began = time.monotonic()
        returned = _run(
            [place, *options, str(path)], longest_seconds=length_seconds + _GRACE_SECONDS
        )
        if returned == 0 and time.monotonic() - began >= _PLAYED_SHARE * length_seconds:
            return True
    talk.say("no player works here; the file can be listened to")
    return False


def _run(command: list[str], *, longest_seconds: float) -> int | None:
    """The exit code of a player; None where it could not run or got stuck."""
    try:
        return subprocess.run(
            command, capture_output=True, timeout=longest_seconds, check=False
        ).returncode
    except (OSError, subprocess.TimeoutExpired):
        return None
