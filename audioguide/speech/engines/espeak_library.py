"""espeak-ng itself, through ctypes: a fresh copy of the library for every text.

The library keeps state from one text to the next (random noise, the last sentence's pitch),
so the same text differs by up to 250 samples inside one process. Loading it anew costs about
5 ms and gives the same bytes each time.
"""

from __future__ import annotations

import _ctypes
import ctypes
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from audioguide.errors import EngineError

# From speak_lib.h of espeak-ng 1.52.
_OUTPUT_SYNCHRONOUS = 2
_OPTION_RETURN_ERRORS = 0x8000
_OPTION_PHONEMES = 0x0003
"""Phoneme events, in IPA."""
_RATE, _VOLUME, _PITCH = 1, 2, 3
_TEXT_IS_UTF8 = 1
"""Alone: neither SSML (0x10) nor phonemes in double brackets (0x100)."""
_PHONEMES = 0x100
"""Beside it, where mnemonics stand in double brackets."""
_NO_MORE_EVENTS, _WORD, _END, _PHONEME = 0, 1, 5, 7
_FASTEST_WPM = 449
_NOISE_SEED = 1
"""Of the noise in voices with breath, as most variants are. The library takes the time of day,
so the same line would be other bytes in another second."""


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_void_p),
    )


_TakeSound = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


_SYNTH_ARGUMENTS = (
    ctypes.c_char_p,  # text
    ctypes.c_size_t,  # its bytes
    ctypes.c_uint,  # where to begin
    ctypes.c_int,  # in characters, words or sentences
    ctypes.c_uint,  # where to end, 0 for never
    ctypes.c_uint,  # flags
    ctypes.c_void_p,
    ctypes.c_void_p,
)


class Mark(Struct, frozen=True):
    """Where a word begins, in the text and in the sound."""

    location: int
    """Index of its first character."""
    length: int
    """In characters."""
    start: int
    """In samples at the sound's own rate."""


class Spoken(Struct, frozen=True):
    """What espeak-ng made of a text."""

    pcm: bytes
    """16-bit samples in the machine's byte order, mono."""
    rate_hz: int
    words: tuple[Mark, ...]


class Manner(Struct, frozen=True):
    """How to speak."""

    voice: str
    """Path below `lang/`, such as `gmw/en`, with `+variant` behind it or not."""
    rate_wpm: int
    pitch: int
    volume: float
    """0 to 1."""
    phonemes: bool = False
    """Whether `[[` in the text begins mnemonics."""


class _Collector:
    """Gathers sound and events as the library hands them over."""

    def __init__(self) -> None:
        self.blocks: list[bytes] = []
        self.events: list[tuple[int, Mark]] = []
        self.trouble: Exception | None = None
        self.callback = _TakeSound(self._take)

    def _take(self, wave: ctypes._Pointer[ctypes.c_short], n: int, events: object) -> int:
        """Returns 1 to make the library stop, since an exception cannot cross it."""
        try:
            if wave and n > 0:
                self.blocks.append(ctypes.string_at(wave, n * ctypes.sizeof(ctypes.c_short)))
            self._take_events(events)
        except Exception as trouble:  # noqa: BLE001 - raised again as soon as C has returned
            self.trouble = trouble
            return 1
        return 0

    def _take_events(self, events: object) -> None:
        index = 0
        while (event := events[index]).type != _NO_MORE_EVENTS:  # type: ignore[index] # a C array
            mark = Mark(event.text_position - 1, event.length, event.sample)
            self.events.append((event.type, mark))
            index += 1

    def marks(self, kind: int) -> tuple[Mark, ...]:
        return tuple(mark for found, mark in self.events if found == kind)

    def sound(self, rate_hz: int) -> Spoken:
        """What was gathered, once it is known to be whole."""
        if self.trouble:
            raise self.trouble
        pcm = b"".join(self.blocks)
        ends = self.marks(_END)
        n_samples = len(pcm) // ctypes.sizeof(ctypes.c_short)
        # Some variants have an echo, which goes on behind the last end.
        if ends and n_samples < ends[-1].start:
            raise EngineError(f"espeak-ng stopped at sample {n_samples} of {ends[-1].start}")
        return Spoken(pcm, rate_hz, self.marks(_WORD))


def is_loaded(library: Path) -> bool:
    """True when the library is in this process's memory."""
    if sys.platform == "win32":
        return bool(ctypes.windll.kernel32.GetModuleHandleW(str(library)))
    try:
        ctypes.CDLL(str(library), mode=os.RTLD_NOLOAD)
    except OSError:
        return False
    return True


def _unload(library: ctypes.CDLL) -> None:
    if sys.platform == "win32":
        _ctypes.FreeLibrary(library._handle)
    else:
        _ctypes.dlclose(library._handle)


def _seed_noise(library: ctypes.CDLL) -> None:
    """Make its noise the same every time; some variants take theirs from the C library."""
    library.espeak_ng_SetRandSeed(ctypes.c_long(_NOISE_SEED))
    c_library = ctypes.CDLL("ucrtbase") if sys.platform == "win32" else library
    c_library.srand(ctypes.c_uint(_NOISE_SEED))


@contextmanager
def fresh_library(
    library: Path, voices: Path, *, options: int = 0
) -> Iterator[tuple[ctypes.CDLL, int]]:
    """The library, loaded and set up, with its sample rate; gone when the block ends."""
    loaded = ctypes.CDLL(str(library))
    try:
        loaded.espeak_Synth.argtypes = _SYNTH_ARGUMENTS
        rate_hz = loaded.espeak_Initialize(
            _OUTPUT_SYNCHRONOUS, 0, os.fsencode(voices), _OPTION_RETURN_ERRORS | options
        )
        if rate_hz <= 0:
            raise EngineError(f"espeak-ng could not read its data in {voices}")
        _seed_noise(loaded)
        yield loaded, rate_hz
    finally:
        loaded.espeak_Terminate()
        _unload(loaded)


def speak(text: str, manner: Manner, *, library: Path, voices: Path) -> Spoken:
    """Speak a text as plain words, or as its manner has it, with mnemonics in double brackets.

    Numbers out of range are the caller's to refuse.

    Raises:
        EngineError: the voice is unknown, the data is missing, or the sound is not whole.
    """
    collector = _Collector()
    with fresh_library(library, voices) as (loaded, rate_hz):
        loaded.espeak_SetSynthCallback(collector.callback)
        if loaded.espeak_SetVoiceByName(manner.voice.encode()):
            raise EngineError(f'espeak-ng has no voice "{manner.voice}"')
        loaded.espeak_SetParameter(_RATE, manner.rate_wpm, 0)
        loaded.espeak_SetParameter(_PITCH, manner.pitch, 0)
        loaded.espeak_SetParameter(_VOLUME, round(manner.volume * 100), 0)
        encoded = text.encode()
        flags = _TEXT_IS_UTF8 | (_PHONEMES if manner.phonemes else 0)
        if loaded.espeak_Synth(encoded, len(encoded) + 1, 0, 1, 0, flags, None, None):
            raise EngineError("espeak-ng refused the text")
        loaded.espeak_Synchronize()
    return collector.sound(rate_hz)


def heard(
    texts: Iterable[str], voice: str, *, library: Path, voices: Path
) -> tuple[tuple[str, ...], ...]:
    """Which sounds the voice would make of each text, in IPA; mnemonics stand in `[[` and `]]`.

    Raises:
        EngineError: the voice is unknown, or the data is missing.
    """
    sounds: list[str] = []

    def take(_wave: object, _n: int, events: object) -> int:
        index = 0
        while (event := events[index]).type != _NO_MORE_EVENTS:  # type: ignore[index] # a C array
            if event.type == _PHONEME:
                name = ctypes.string_at(ctypes.addressof(event) + _Event.id.offset, 8)
                sounds.append(name.split(b"\0")[0].decode("utf-8", "replace"))
            index += 1
        return 0

    callback = _TakeSound(take)
    found = []
    with fresh_library(library, voices, options=_OPTION_PHONEMES) as (loaded, _):
        loaded.espeak_SetSynthCallback(callback)
        if loaded.espeak_SetVoiceByName(voice.encode()):
            raise EngineError(f'espeak-ng has no voice "{voice}"')
        loaded.espeak_SetParameter(_RATE, _FASTEST_WPM, 0)
        for text in texts:
            sounds.clear()
            encoded = text.encode()
            flags = _TEXT_IS_UTF8 | _PHONEMES
            loaded.espeak_Synth(encoded, len(encoded) + 1, 0, 1, 0, flags, None, None)
            loaded.espeak_Synchronize()
            found.append(tuple(filter(None, sounds)))
    return tuple(found)
