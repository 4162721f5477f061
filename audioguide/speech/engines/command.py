"""Any program that writes a WAV file, as the user configures it: `flite`, `say`, `RHVoice-test`."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta

from audioguide.errors import EngineError
from audioguide.speech.engines.contract import Abilities, Engine, Missing, RawSound, VoiceEntry
from audioguide.speech.engines.program import (
    asks_for,
    fault_of,
    filled,
    found_program,
    run_program,
    shell_of,
)
from audioguide.speech.engines.typed import (
    FASTEST_WPM,
    SLOWEST_WPM,
    ComputedVoice,
    typed_voices,
)

if TYPE_CHECKING:
    from audioguide.clip import Utterance

NAME = "command"

FORMAT = 1
"""Raised whenever the same file of a program becomes another sound."""

MOST_BYTES = 256 << 20
"""Of one file: half an hour of stereo at 48 kHz, while a line is 40 s."""


class Program(ComputedVoice, frozen=True, kw_only=True):
    """What the configuration says of one voice."""

    run: Annotated[tuple[str, ...], Meta(min_length=1)]
    """The program and its arguments; without `{rate}` among them it speaks at `rate`."""

    def abilities(self) -> Abilities:
        """What its arguments let one ask for."""
        has_rate = asks_for(self.run, "rate")
        return Abilities(
            slowest_wpm=SLOWEST_WPM if has_rate else self.rate,
            fastest_wpm=FASTEST_WPM if has_rate else self.rate,
            pitch=asks_for(self.run, "pitch"),
        )


class CommandEngine(Engine):
    """A new process for each line: the text in, a file out, and nobody's word taken for it."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        """Take the programs, by the name of the voice."""
        super().__init__(settings)
        self._programs = typed_voices(settings, Program, engine=NAME)
        for name, program in self._programs.items():
            fault = fault_of(program.run)
            if fault is not None:
                raise EngineError(f"engines.{NAME}.{name}.run: {fault}")
        self._made_of: dict[str, str] = {}

    def missing(self) -> Missing | None:
        """None is configured, or none of them is here."""
        if not self._programs:
            remedy = f"add one under `engines: {{{NAME}: ...}}` of your configuration"
            return Missing("no program is configured", remedy)
        names = dict.fromkeys(program.run[0] for program in self._programs.values())
        if any(map(found_program, names)):
            return None
        return Missing(f"{' and '.join(names)} cannot be found", "install it, or give its path")

    def troubles(self) -> tuple[Missing, ...]:
        """Programs that are not here."""
        return tuple(
            _absent(name, program)
            for name, program in sorted(self._programs.items())
            if not found_program(program.run[0])
        )

    def voices(self) -> tuple[VoiceEntry, ...]:
        """Every program that is here."""
        return tuple(
            self._entry(name, program)
            for name, program in sorted(self._programs.items())
            if found_program(program.run[0])
        )

    def find(self, name: str | None, language: str | None) -> VoiceEntry | None:
        """As any engine does.

        Raises:
            EngineError: it is configured, and its program is not here.
        """
        found = super().find(name, language)
        if found is None and name in self._programs:
            self._place(name)
        return found

    def abilities(self, voice: str) -> Abilities:
        """What the program can be told."""
        return self._program(voice).abilities()

    def fingerprint(self, utterance: Utterance) -> str:
        """The arguments, and what the files among them hold: the program's first of all."""
        voice = utterance.voice.name
        if voice not in self._made_of:
            program = self._program(voice)
            run = json.dumps(program.run)
            files = ", ".join(_digest(path) for path in self._files(voice))
            self._made_of[voice] = f"{NAME} {FORMAT}, {run}, {files}, version {program.version}"
        return self._made_of[voice]

    def sources(self, utterance: Utterance) -> tuple[Path, ...]:
        """The same files."""
        return self._files(utterance.voice.name)

    def timeout_seconds(self, utterance: Utterance) -> float:
        """What the configuration allows."""
        return self._program(utterance.voice.name).timeout

    def synthesize(self, utterance: Utterance) -> RawSound:
        """Run the program on the text, as one line, and read the file that it wrote."""
        from audioguide.speech.engines.wav import read_wav

        voice = utterance.voice
        program = self._program(voice.name)
        place = self._place(voice.name)
        text = " ".join(utterance.text.split())
        with tempfile.TemporaryDirectory(prefix="audioguide-", ignore_cleanup_errors=True) as own:
            out = Path(own, "out.wav")
            values = {
                "out": str(out),
                "text": text,
                "rate": str(voice.rate_wpm),
                "pitch": str(voice.pitch),
                "language": utterance.language,
                "voice": voice.name,
            }
            command = [str(place), *(filled(argument, values) for argument in program.run[1:])]
            # A program that reads line by line waits for the end of its line.
            said = None if asks_for(program.run, "text") else f"{text}\n"
            run_program(command, said=said, timeout_seconds=program.timeout)
            return read_wav(_content(out, place.name))

    def _entry(self, name: str, program: Program) -> VoiceEntry:
        return VoiceEntry(
            engine=NAME,
            name=name,
            title=f"{name}, spoken by {Path(program.run[0]).name}",
            languages=(program.language,) if program.language else (),
            gender=program.gender,
            abilities=program.abilities(),
        )

    def _program(self, voice: str) -> Program:
        if voice not in self._programs:
            raise EngineError(f'no program is configured for a voice called "{voice}"')
        return self._programs[voice]

    def _place(self, voice: str) -> Path:
        """The file of a voice's program.

        Raises:
            EngineError: there is none, or a shell would read what is spoken.
        """
        program = self._program(voice)
        place = found_program(program.run[0])
        if place is None:
            raise EngineError(str(_absent(voice, program)))
        shell = shell_of(place)
        if shell and asks_for(program.run, "text"):
            raise EngineError(
                f"{place.name} is run by {shell}, which would read the text as a command; "
                "leave {text} out, so that it comes by standard input"
            )
        return place

    def _files(self, voice: str) -> tuple[Path, ...]:
        """The program's file, and those that its arguments name by their whole path."""
        named = self._program(voice).run[1:]
        models = (Path(one) for one in named if os.path.isabs(one) and os.path.isfile(one))  # noqa: PTH113, PTH117 - `Path` raises for names that cannot be
        return (self._place(voice), *models)


def _absent(voice: str, program: Program) -> Missing:
    name = program.run[0]
    reason = f'the program of {NAME}:{voice}, "{name}", is not here, or may not be run'
    return Missing(reason, "install it, or give its whole path")


def _content(path: Path, program: str) -> bytes:
    """What a program wrote; never a pipe or a folder, which may stand there just as well."""
    if not path.is_file():
        raise EngineError(f"{program} wrote no file")
    if path.stat().st_size > MOST_BYTES:
        raise EngineError(f"{program} wrote over {MOST_BYTES >> 20} MiB")
    return path.read_bytes()


def _digest(path: Path) -> str:
    try:
        state = path.stat()
        return f"{state.st_size} {_content_digest(path, state.st_size, state.st_mtime_ns)}"
    except OSError as trouble:
        raise EngineError(f"{path} cannot be read: {trouble.strerror or trouble}") from trouble


@lru_cache(maxsize=64)
def _content_digest(path: Path, n_bytes: int, changed_ns: int) -> str:
    """A hash over a file, which is read again when its size or time is another."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
