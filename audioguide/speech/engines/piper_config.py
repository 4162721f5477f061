"""What a piper voice's `.onnx.json` says: its rate, its sounds, its speakers."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct, field

from audioguide.errors import EngineError

BEGIN, END, PAD = "^", "$", "_"
"""Signs that stand in every voice's table of sounds. Source: piper's own training code."""
LARGEST_BYTES = 1 << 22
"""Of the file; those of nine hundred speakers have 20 kB."""
_SLOWEST_HZ, _FASTEST_HZ = 4_000, 192_000
_MOST_SPEAKERS = 10_000
_HIGHEST_ID = 1 << 16
ESPEAK, LETTERS = "espeak", "text"
"""Kinds of sounds that a voice may be made of; others need a library for one language."""


class _Audio(Struct, frozen=True):
    sample_rate: int
    quality: str = ""


class _Espeak(Struct, frozen=True):
    voice: str = ""


class _Inference(Struct, frozen=True):
    length_scale: float = 1.0


class _Language(Struct, frozen=True):
    code: str = ""
    name_english: str = ""
    country_english: str = ""


class PiperConfig(Struct, frozen=True):
    """The file, as far as it matters here; names are its own."""

    audio: _Audio
    phoneme_id_map: dict[str, list[int]]
    """The model's numbers for each sound, a character or a few."""
    espeak: _Espeak = _Espeak()
    phoneme_type: str = ESPEAK
    inference: _Inference = _Inference()
    language: _Language = _Language()
    dataset: str = ""
    num_speakers: int = 1
    speaker_id_map: dict[str, int] = field(default_factory=dict)
    default_speaker_id: int = 0
    vowel_clusters: list[list[str]] | None = None
    """Characters that are one sound together."""

    @property
    def speakers(self) -> dict[str, int]:
        """The model's number of each speaker by name; empty where there is but one."""
        if self.num_speakers < 2:
            return {}
        return self.speaker_id_map or {str(number): number for number in range(self.num_speakers)}

    @property
    def alphabet(self) -> str:
        """The letters of a voice that is made of letters; empty for one that is made of IPA."""
        if self.phoneme_type != LETTERS:
            return ""
        return "".join(one for one in self.phoneme_id_map if one.isalpha())

    @property
    def language_tag(self) -> str:
        """BCP 47; empty where nothing tells."""
        first, *rest = (self.language.code or self.espeak.voice).replace("_", "-").split("-")
        shaped = [part.upper() if len(part) == 2 else part for part in rest]
        return "-".join([first.lower(), *shaped]) if first else ""

    @property
    def title(self) -> str:
        """For people: `alba medium, English (Great Britain)`."""
        country = self.language.country_english
        spoken = self.language.name_english + (f" ({country})" if country else "")
        name = " ".join(filter(None, (self.dataset, self.audio.quality)))
        return ", ".join(filter(None, (name, spoken)))


def read_config(content: bytes, name: str) -> PiperConfig:
    """What the file says.

    Args:
        content: of the file.
        name: for messages.

    Raises:
        EngineError: it is no such file, or its numbers are absurd.
    """
    try:
        raw: Any = msgspec.json.decode(content)
        config = msgspec.convert(raw, PiperConfig, strict=False)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as trouble:
        raise EngineError(f"{name} is no piper voice's configuration: {trouble}") from trouble
    for trouble_found in _troubles(config):
        raise EngineError(f"{name} cannot be used: {trouble_found}")
    return config


def _troubles(config: PiperConfig) -> list[str]:
    ids = [one for each in config.phoneme_id_map.values() for one in each]
    rate_hz = config.audio.sample_rate
    checks = {
        f"its sound has {rate_hz} samples a second": _SLOWEST_HZ <= rate_hz <= _FASTEST_HZ,
        "its table of sounds lacks ^, $ or _": {BEGIN, END, PAD} <= config.phoneme_id_map.keys(),
        "its table of sounds has numbers out of range": all(0 <= one < _HIGHEST_ID for one in ids),
        f"it has {config.num_speakers} speakers": 1 <= config.num_speakers <= _MOST_SPEAKERS,
        "it names speakers that it has not": all(
            0 <= one < config.num_speakers
            for one in (config.default_speaker_id, *config.speaker_id_map.values())
        ),
        f"its length_scale is {config.inference.length_scale}": (
            0.1 <= config.inference.length_scale <= 10
        ),
        f"its sounds are of the kind {config.phoneme_type!r}, which needs a library of its own": (
            config.phoneme_type in (ESPEAK, LETTERS)
        ),
        "it does not name its espeak voice": (
            config.phoneme_type != ESPEAK or bool(config.espeak.voice)
        ),
    }
    return [trouble for trouble, is_fine in checks.items() if not is_fine]
