"""What a speech engine promises. The rest of audioguide knows engines by this alone.

An engine is a class, found by name (`engines/table.py`): its own, or that of another package, which
offers it under the entry point group `audioguide.engines`. It is made twice: in the main process,
where it is asked for its voices and never speaks, and in a worker process, where it speaks.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from audioguide.errors import EngineError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from audioguide.clip import Utterance


class Abilities(Struct, frozen=True):
    """What can be asked of a voice; a script's wish is brought to it before it gets there."""

    slowest_wpm: int
    fastest_wpm: int
    """In words a minute; equal to `slowest_wpm` for a voice that has one rate."""
    pitch: bool = True
    """Whether `Voice.pitch` is heard."""
    word_times: bool = False
    """Whether `RawSound.words` comes with the sound."""
    takes_ipa: bool = False
    """Whether pronunciations in IPA are followed."""
    needs_carrier: bool = False
    """Whether a word or two alone come out badly, so that they are cut out of a sentence."""
    reads_as_written: bool = False
    """Whether it gets a text whole and as its author wrote it, as a person does who reads it."""


class VoiceEntry(Struct, frozen=True):
    """A voice that can be asked for."""

    engine: str
    name: str
    """The engine's own id, `gmw/en` or `gmw/en+f3`: what `Voice.name` takes."""
    title: str
    """For people: `English (Great Britain)`."""
    languages: tuple[str, ...]
    """BCP 47 tags; the first is what the voice is made for. Empty: not known."""
    gender: str | None
    abilities: Abilities

    @property
    def id(self) -> str:
        """`espeak:gmw/en`, as timelines and lists show it."""
        return f"{self.engine}:{self.name}"

    @property
    def language(self) -> str:
        """The tag the voice is made for; empty where that is not known."""
        return self.languages[0] if self.languages else ""


class Missing(Struct, frozen=True):
    """Why an engine cannot be used here."""

    reason: str
    """Half a sentence: `it needs onnxruntime, which is not installed`."""
    remedy: str
    """What to do: `python -m pip install "audioguide[neural]"`."""

    def __str__(self) -> str:
        return f"{self.reason}; {self.remedy}"


class Word(Struct, frozen=True):
    """When a word of the text sounds."""

    location: int
    """Of its first character in the text."""
    length: int
    """In characters."""
    start_seconds: float
    """From the first sample of the sound."""


class RawSound(Struct, frozen=True, eq=False):
    """Sound as an engine gave it: untrimmed, at the engine's own rate and level."""

    pcm: NDArray[Any]
    """Shape `(n_frames,)` or `(n_frames, n_channels)`. Unsigned 8-bit, signed 16-bit and
    32-bit integers use their whole range, floats have full scale at ±1."""
    rate_hz: int
    words: tuple[Word, ...] = ()
    """In the order of the text, where the voice's abilities promise them."""


class NothingToSpeakError(EngineError):
    """The text has no sound; to try again would change nothing."""

    def __init__(self) -> None:
        super().__init__("nothing to speak")


class FinalError(EngineError):
    """To try again would change nothing, or costs money: what the message says is final."""


class Engine(ABC):
    """Turns utterances into sound, one at a time, in a worker process.

    A module of an engine is cheap to import: everything heavy is imported by `synthesize`. An
    engine may print, crash or hang: its process is watched, and replaced when it does.
    """

    def __init__(self, settings: Mapping[str, Any]) -> None:
        """Take what the user's configuration says under `engines: {<name>: ...}`.

        Args:
            settings: texts, numbers, lists and mappings; paths are absolute. Empty where the
                configuration says nothing.

        Raises:
            EngineError: they make no sense to this engine.
        """
        self.settings = settings

    def missing(self) -> Missing | None:
        """Why the engine cannot be used; None where it can. It loads nothing heavy."""
        return None

    def troubles(self) -> tuple[Missing, ...]:
        """Voices that are set up and cannot be used here, each with what to do."""
        return ()

    @abstractmethod
    def voices(self) -> tuple[VoiceEntry, ...]:
        """Every voice it has, by name. It loads nothing heavy.

        Raises:
            EngineError: the engine is not installed, or not whole.
        """

    def find(self, name: str | None, language: str | None) -> VoiceEntry | None:
        """The voice that `name` means, or without a name the one for a language.

        Names are the same in any case of their letters, and with `_` for `-`.

        Args:
            name: without the engine's own name before it.
            language: a BCP 47 tag.
        """
        if name:
            return next((one for one in self.voices() if folded(one.name) == folded(name)), None)
        return speaker_of(self.voices(), language) if language else None

    def near(self, name: str) -> tuple[str, ...]:
        """At most three names like one that was not found, the most alike first."""
        from audioguide.near import near_names

        return near_names(name, [one.name for one in self.voices()])

    def variants(self) -> tuple[str, ...]:
        """Names that may stand behind a voice's and a `+`."""
        return ()

    @abstractmethod
    def abilities(self, voice: str) -> Abilities:
        """What a voice can, by the name that `find` gave. It loads nothing heavy."""

    def pronunciations(self, voice: str, ipa: tuple[str, ...]) -> dict[str, str]:
        """IPA as this engine writes sounds, for `Utterance.pronounced`, by what was asked for.

        What the voice cannot say is left out. It is asked for in the main process.
        """
        return {one: one for one in ipa} if self.abilities(voice).takes_ipa else {}

    @abstractmethod
    def fingerprint(self, utterance: Utterance) -> str:
        """Everything besides the utterance that decides the sound, for cache keys.

        The versions of the program, of its voices and of the code that drives it. It is asked
        for in the main process, so it must not load the engine.

        Raises:
            EngineError: the engine is not installed; the message says how to install it.
        """

    def sources(self, utterance: Utterance) -> tuple[Path, ...]:
        """The user's files and folders that decide the sound: when one changes, so may a track."""
        return ()

    def timeout_seconds(self, utterance: Utterance) -> float | None:
        """For how long it watches the time itself; it is waited for so long, and a little longer.

        None where it does not: then it has the time that any engine has.
        """
        return None

    def stand_in(self, utterance: Utterance) -> str | None:
        """Another voice, `engine:name`, that has to speak this text; None where this one can."""
        return None

    def usual_stand_in(self, voice: str) -> str | None:
        """The voice that `stand_in` gives for a voice's texts, where it gives one for any."""
        return None

    @abstractmethod
    def synthesize(self, utterance: Utterance) -> RawSound:
        """Speak the text as plain words: no markup, no phonemes, no options.

        Equal utterances should give equal samples, whatever was spoken before. A text that
        has no sound may give silence.

        Raises:
            NothingToSpeakError: the text has no sound, and the engine can tell.
            FinalError: the engine refused, and would again.
            EngineError: it failed, or what it gave is not whole; it is tried once more.
        """

    def is_worn(self) -> bool:
        """True: this process has to be replaced before the next utterance."""
        return False


def folded(name: str) -> str:
    """A name as it is compared: lower case, single spaces, `-` for `_`."""
    return " ".join(name.replace("_", "-").split()).casefold()


def speaker_of(voices: tuple[VoiceEntry, ...], language: str) -> VoiceEntry | None:
    """The first voice for a BCP 47 tag: of the tag itself, else of its nearest shorter form.

    At last any voice of the same base language, since to hear another accent is better than
    to hear nothing.
    """
    subtags = folded(language).split("-")
    for count in range(len(subtags), 0, -1):
        tag = "-".join(subtags[:count])
        for voice in voices:
            if tag in map(folded, voice.languages):
                return voice
    for voice in voices:
        if any(folded(tag).split("-")[0] == subtags[0] for tag in voice.languages):
            return voice
    return None
