"""A person's own voice: a folder of recordings, one a line, named after the line's words."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from audioguide.errors import EngineError
from audioguide.recordings import SUFFIXES
from audioguide.speech.engines.contract import (
    Abilities,
    Engine,
    Missing,
    RawSound,
    VoiceEntry,
)

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

_N_SLUG = 40
_N_DIGEST = 8
_WORD = re.compile(r"[^\W_]+")
_ENDS_IN_DIGEST = re.compile(rf"(?:^|[^0-9a-z])([0-9a-f]{{{_N_DIGEST}}})$")


class Recordings(Struct, frozen=True):
    """What the configuration says of one voice."""

    folder: str
    """An absolute path."""
    otherwise: str | None = None
    """The voice for lines that are not recorded."""
    language: str | None = None
    gender: str | None = None


class RecordedEngine(Engine):
    """Speaks the lines that somebody has spoken."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        """Take the folders, by the name of the voice."""
        super().__init__(settings)
        try:
            self._voices = msgspec.convert(settings, dict[str, Recordings])
        except msgspec.ValidationError as trouble:
            raise EngineError(f"engines: {NAME}: {trouble}") from trouble
        self._recordings: dict[str, dict[str, Path]] = {}
        """Of each folder that was looked into, as it was then."""

    def missing(self) -> Missing | None:
        """Nobody's recordings are configured."""
        if self._voices:
            return None
        remedy = f"add `engines: {{{NAME}: {{anna: {{folder: ...}}}}}}` to the configuration"
        return Missing("no recordings are known", remedy)

    def voices(self) -> tuple[VoiceEntry, ...]:
        """Everybody who is configured, by name."""
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
        )

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
        except OSError as trouble:
            raise EngineError(f"{path} cannot be read: {trouble.strerror or trouble}") from trouble
        return f"recorded {FORMAT}, {digest}"

    def sources(self, utterance: Utterance) -> tuple[Path, ...]:
        """The folder, in which a recording may appear, and the recording."""
        path = self._path(utterance)
        folder = Path(self._voice(utterance).folder)
        return (folder,) if path is None else (folder, path)

    def stand_in(self, utterance: Utterance) -> str | None:
        """The voice for what is not recorded, where the configuration names one."""
        return None if self.has(utterance) else self._voice(utterance).otherwise

    def has(self, utterance: Utterance) -> bool:
        """Whether a line is recorded."""
        return self._path(utterance) is not None

    def synthesize(self, utterance: Utterance) -> RawSound:
        """The recording of a line, without the room before and after it."""
        from audioguide.recordings import read_sound
        from audioguide.speech.engines.recorded_trim import without_room

        path = self._path(utterance)
        if path is None:
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
        """The file of a line; None where it is not recorded."""
        folder = self._voice(utterance).folder
        if folder not in self._recordings:
            self._recordings[folder] = _recordings_in(folder)
        return self._recordings[folder].get(_digest(_words(utterance.text)))


def recording_name(text: str) -> str:
    """What the recording of a line is called, without the suffix that says its format.

    The line's first words, so that people find it, and a hash over all of them, so that a line
    whose words change is recorded anew. Case, punctuation and spaces are no part of it.

    >>> recording_name("Breathe in.") == recording_name("breathe  in!")
    True
    """
    words = _words(text)
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word
        if len(longer) > _N_SLUG:
            break
        slug = longer
    return "-".join(filter(None, (slug, _digest(words))))


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _digest(words: list[str]) -> str:
    joined = " ".join(words).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:_N_DIGEST]


def _recordings_in(folder: str) -> dict[str, Path]:
    """Recordings by the hash that ends their names; of several the last by name.

    What stands before the hash is for people alone: `take 2 8aa0fb41.m4a` is found too.
    """
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 - a folder may hold thousands
    except OSError as trouble:
        reason = trouble.strerror or trouble
        raise EngineError(f"the recordings in {folder} cannot be read: {reason}") from trouble
    found = {}
    for name in names:
        stem, suffix = os.path.splitext(name.casefold())  # noqa: PTH122
        digest = _ENDS_IN_DIGEST.search(stem)
        if digest and suffix in SUFFIXES and not name.startswith("."):
            found[digest[1]] = Path(folder, name)
    return found
