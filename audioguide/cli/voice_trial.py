"""One line spoken by one voice, to a file and from there to the ear."""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from audioguide.cli.talk import Talk
from audioguide.clip import Utterance, Voice
from audioguide.errors import FileError, UsageError
from audioguide.files import replace_whole
from audioguide.speech.speak import Speaker
from audioguide.speech.voices import VoiceEntry, find_voice, near_voices
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

_LONGEST_PLAY_SECONDS = 120


def trial_path(name: str) -> Path:
    """A file for the sound of a voice, in the folder for temporary files."""
    return Path(tempfile.gettempdir()) / f"audioguide-{re.sub(r'[^A-Za-z0-9+-]+', '-', name)}.wav"


def speak_to_file(path: Path, *, name: str, text: str, rate_wpm: int) -> None:
    """Write `text`, spoken by the voice called `name`, as WAV.

    Raises:
        UsageError: there is no such voice.
        EngineError: it could not speak.
        FileError: `path` cannot be written, or is not called `.wav`.
    """
    if path.suffix.lower() != ".wav":
        raise UsageError(f"-o {path}: what a voice says is written to a .wav file")
    entry = _find(name)
    line = Utterance(text, entry.language, Voice(entry.engine, entry.name, rate_wpm, pitch=50))
    with Speaker() as speaker:
        speaker.speak([line])
        clip = speaker.load(line)
    import soundfile

    with replace_whole(path) as stream:
        soundfile.write(stream, clip.pcm, SAMPLE_RATE_HZ, subtype="PCM_16", format="WAV")


def play(path: Path, talk: Talk) -> bool:
    """Play a WAV file, and say whether that worked."""
    if sys.platform == "win32":
        import winsound

        winsound.PlaySound(str(path), winsound.SND_FILENAME)
        return True
    for program, *options in PLAYERS:
        place = shutil.which(program)
        if place is None:
            continue
        talk.detail(f"playing with {place}")
        try:
            played = subprocess.run(
                [place, *options, str(path)],
                capture_output=True,
                timeout=_LONGEST_PLAY_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as trouble:
            raise FileError(f"could not play {path} with {place}: {trouble}") from trouble
        if played.returncode == 0:
            return True
    talk.say("no player works here; the file can be listened to")
    return False


def _find(name: str) -> VoiceEntry:
    """The voice that `name` means."""
    entry = find_voice("default", name, None)
    if entry is None:
        near = near_voices(name)
        hint = f"did you mean {' or '.join(near)}?" if near else "`audioguide voices` lists them"
        raise UsageError(f"no voice is called {name!r}; {hint}")
    return entry
