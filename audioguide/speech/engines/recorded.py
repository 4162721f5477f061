"""A person's own voice: a folder of recordings, one a line, named after the line's words."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audioguide.errors import EngineError
from audioguide.speech.engines.contract import (
    Abilities,
    Engine,
    Missing,
    RawSound,
    VoiceEntry,
    folded,
)
from audioguide.speech.engines.recorded_files import (
    folder_fault,
    has_content,
    line_digest,
    recording_name,
    recordings_in,
)
from audioguide.speech.engines.typed import ConfiguredVoice, typed_voices

if TYPE_CHECKING:
    from audioguide.clip import Utterance

NAME = "recorded"

RATE_WPM = 140
"""What people who read to others slowly come to; a recording has the one rate that it has."""
_ABILITIES = Abilities(RATE_WPM, RATE_WPM, pitch=False, reads_as_written=True)

FORMAT = 1
"""Raised whenever the same recording becomes another sound."""

LONGEST_SECONDS = 300
"""Of one recording."""


class Recordings(ConfiguredVoice, frozen=True, kw_only=True):
    """What the configuration says of one voice."""

    folder: str
    """An absolute path."""
    otherwise: str | None = None
    """The voice for lines that are not recorded."""


class RecordedEngine(Engine):
    """Speaks the lines that somebody has spoken."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        """Take the folders, by the name of the voice."""
        super().__init__(settings)
        self._voices = typed_voices(settings, Recordings, engine=NAME)
        self._recordings: dict[str, dict[str, list[Path]]] = {}
        """Of each folder that was looked into, as it was then."""

    def missing(self) -> Missing | None:
        """Nobody's recordings are configured, or nobody's folder is here."""
        if not self._voices:
            remedy = f"add `engines: {{{NAME}: {{anna: {{folder: ...}}}}}}` to the configuration"
            return Missing("no recordings are known", remedy)
        troubles = self.troubles()
        return troubles[0] if len(troubles) == len(self._voices) else None

    def troubles(self) -> tuple[Missing, ...]:
        """Folders that cannot be looked into."""
        looked_into = (_trouble(name, voice) for name, voice in sorted(self._voices.items()))
        return tuple(trouble for trouble in looked_into if trouble)

    def voices(self) -> tuple[VoiceEntry, ...]:
        """Everybody whose folder is here, by name."""
        return tuple(
            VoiceEntry(
                engine=NAME,
                name=name,
                title=f"{name}'s own voice",
                languages=(voice.language,) if voice.language else (),
                gender=voice.gender,
                abilities=_ABILITIES,
            )
            for name, voice in sorted(self._voices.items())
            if _trouble(name, voice) is None
        )

    def find(self, name: str | None, language: str | None) -> VoiceEntry | None:
        """As any engine does.

        Raises:
            EngineError: it is configured, and its folder cannot be looked into.
        """
        found = super().find(name, language)
        meant = [one for one in self._voices if name and folded(one) == folded(name)]
        if found is None and meant:
            raise EngineError(str(_trouble(meant[0], self._voices[meant[0]])))
        return found

    def abilities(self, voice: str) -> Abilities:
        """One rate, and every line as it stands in the script."""
        return _ABILITIES

    def fingerprint(self, utterance: Utterance) -> str:
        """What the recording holds, and how it is read."""
        path = self._path(utterance)
        if path is None:
            return f"recorded {FORMAT}, nothing"
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError:
            # Whoever is to speak it says so, of its line alone.
            return f"recorded {FORMAT}, unreadable"
        return f"recorded {FORMAT}, {digest}"

    def sources(self, utterance: Utterance) -> tuple[Path, ...]:
        """The folder, in which a recording may appear, the recording, and what is empty yet."""
        paths = self._paths(utterance)
        path = self._path(utterance)
        later = paths if path is None else paths[paths.index(path) :]
        return (Path(self._voice(utterance).folder), *later)

    def stand_in(self, utterance: Utterance) -> str | None:
        """The voice for what is not recorded, where the configuration names one."""
        return None if self.has(utterance) else self._voice(utterance).otherwise

    def usual_stand_in(self, voice: str) -> str | None:
        """The same voice."""
        return self._voices[voice].otherwise

    def has(self, utterance: Utterance) -> bool:
        """Whether a line is recorded."""
        return self._path(utterance) is not None

    def synthesize(self, utterance: Utterance) -> RawSound:
        """The recording of a line, without the room before and after it."""
        from audioguide.recordings import read_sound
        from audioguide.speech.engines.recorded_trim import without_room

        path = self._path(utterance)
        if path is None:
            empty = self._paths(utterance)
            if empty:
                raise EngineError(f"{empty[-1].name} is empty")
            folder, name = self._voice(utterance).folder, recording_name(utterance.text)
            raise EngineError(f'it is not recorded; record it as "{name}" in {folder}')
        try:
            pcm, rate_hz = read_sound(path, longest_seconds=LONGEST_SECONDS)
            return RawSound(without_room(pcm, rate_hz), rate_hz)
        except (OSError, ValueError) as trouble:
            reason = getattr(trouble, "strerror", None) or str(trouble)
            raise EngineError(f"{path.name}: {reason}") from trouble

    def _voice(self, utterance: Utterance) -> Recordings:
        name = utterance.voice.name
        if name not in self._voices:
            raise EngineError(f'no recordings are called "{name}"')
        return self._voices[name]

    def _path(self, utterance: Utterance) -> Path | None:
        """The file of a line, of several the last by name; None where it is not recorded."""
        return next(filter(has_content, reversed(self._paths(utterance))), None)

    def _paths(self, utterance: Utterance) -> list[Path]:
        """Every file that is named after a line, by name."""
        folder = self._voice(utterance).folder
        if folder not in self._recordings:
            self._recordings[folder] = recordings_in(folder)
        return self._recordings[folder].get(line_digest(utterance.text), [])


def _trouble(name: str, voice: Recordings) -> Missing | None:
    """Why a voice has nothing to speak with."""
    fault = folder_fault(voice.folder)
    remedy = f"mend `engines: {{{NAME}: {{{name}: {{folder: ...}}}}}}` of your configuration"
    return Missing(f"{NAME}:{name}: {fault}", remedy) if fault else None
