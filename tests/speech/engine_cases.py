"""Every engine as the contract test meets it. A new engine gets a case at the end of `CASES`.

A case says how to set its engine up, and, where the engine can be made to misbehave from outside,
by which texts. An engine that cannot be here says so by itself, and its case is skipped.
"""

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import fake_system
import hostile_engines
import hostile_program
import piper_voices
from msgspec import Struct, field
from stub_server import serving

from audioguide.speech.engines.recorded_files import recording_name
from audioguide.speech.engines.table import ENGINES, Engines

Settings = dict[str, dict[str, Any]]

GOOD = "Breathe in slowly, and let your shoulders grow heavy."
CUES = ("Inhale.", "Switch sides", "Three")
HARMLESS = {
    "an option": "-f /etc/hostname",
    "a long option": "--help me to breathe",
    "an option that writes": "-o stray.wav stretch your back",
    "a command": "$(touch stray) breathe in",
    "backticks": "`touch stray` breathe in",
    "a second command": "breathe in; touch stray & touch stray2 | cat",
    "a redirection": "breathe > stray in",
    "quotes": "\"Breathe\" 'in', it's \"time",
    "backslashes": "breathe \\n in \\\\ and %PATH% out \\",
    "placeholders": "breathe {out} in {text} {rate} {nothing}",
    "markup": '<speak><break time="9s"/>breathe in</speak> & out [[rate 400]]',
    "a path": "/etc/hostname",
    "a file to read": "@/etc/hostname",
    "other alphabets": "Atme ruhig, élan, नमस्ते, 呼吸",
    "an emoji among words": "Breathe 🧘🏽‍♀️ in ❤️ and out",
}
SILENT = {"an emoji": "🧘🏽‍♀️", "dashes": "- - --", "an ellipsis": "…", "quotes": "\"''\""}
LONG = ("Breathe in slowly, and breathe out again. " * 250)[:10_000]


class EngineCase(Struct, frozen=True):
    """One way to speak."""

    name: str
    """For people."""
    engine: str
    voice: str
    """A name that the engine finds."""
    settings: Callable[[Path], AbstractContextManager[Settings]]
    """What the configuration has, while the block runs; it may write into the folder."""
    absent: Callable[[], str | None] = lambda: None
    """Why this cannot be tried here."""
    places: Mapping[str, str] = field(default_factory=lambda: ENGINES)
    ills: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)
    """By the kind of trouble: a text that provokes it, and a pattern of what is told then; None
    where it is to do no harm."""
    hasty_voice: str | None = None
    """A voice that is given a second, for the text that hangs; without one the worker watches."""
    otherwise: Callable[[Settings], Iterator[Settings]] = lambda settings: iter(())
    """Settings with which the same words would sound otherwise."""

    def __str__(self) -> str:
        return self.name

    def engines(self, settings: Settings) -> Engines:
        return Engines(settings, places=self.places)


@contextmanager
def nothing_set(folder: Path) -> Iterator[Settings]:
    yield {}


def _needs(program: str) -> Callable[[], str | None]:
    return lambda: None if shutil.which(program) else f"needs {program}, which is not installed"


def _programs(**programs: dict[str, Any]) -> Callable[[Path], AbstractContextManager[Settings]]:
    @contextmanager
    def settings(folder: Path) -> Iterator[Settings]:
        yield {"command": programs}

    return settings


def _other_programs(settings: Settings) -> Iterator[Settings]:
    name, program = next(iter(settings["command"].items()))
    for change in ({"version": "2"}, {"run": [*program["run"], "--verbose"]}):
        yield {"command": {name: program | change}}


@contextmanager
def _server(folder: Path) -> Iterator[Settings]:
    with serving() as server:
        common = {"address": server.address, "language": "en-GB", "key": "sesame-open-0815"}
        yield {"http": {"stub": common, "hasty": common | {"timeout": 1.0}}}


def _other_servers(settings: Settings) -> Iterator[Settings]:
    for change in ({"model": "m"}, {"voice": "v"}, {"version": "2"}, {"rate": 150}):
        yield {"http": {"stub": settings["http"]["stub"] | change}}
    yield {"http": {"stub": {"address": "http://127.0.0.1:9/v1"}}}


def _neural() -> str | None:
    missing = [name for name in ("onnxruntime", "onnx") if find_spec(name) is None]
    return f"needs {missing[0]}, which is not installed" if missing else None


@contextmanager
def _piper_voices(folder: Path) -> Iterator[Settings]:
    letters = piper_voices.hostile_config()
    piper_voices.write_voice(folder, "en_GB-tiny-low", piper_voices.model())
    choir = piper_voices.config(num_speakers=3, speaker_id_map={"ann": 0, "bob": 1, "cat": 2})
    piper_voices.write_voice(folder, "en_GB-choir-low", piper_voices.model(n_speakers=3), choir)
    hostile = piper_voices.model(sounds=piper_voices.LETTERS)
    piper_voices.write_voice(folder, "en_GB-hostile-low", hostile, letters)
    yield {"piper": {"folder": str(folder), "timeout": 3.0}}


def _other_models(settings: Settings) -> Iterator[Settings]:
    for name, model, told in (
        ("sound", piper_voices.model(loudness=0.2), piper_voices.config()),
        ("config", piper_voices.model(), piper_voices.config(dataset="other")),
    ):
        folder = Path(settings["piper"]["folder"]) / name
        piper_voices.write_voice(folder, "en_GB-tiny-low", model, told)
        yield {"piper": {"folder": str(folder)}}


_RECORDED_ILLS = {
    "fail": ("garbage instead of sound", "garbage.*: it is no WAV"),
    "empty": ("empty file", "empty-file-.* is empty"),
    "nothing": ("nothing was recorded", 'not recorded; record it as "nothing-was-recorded-'),
    "half": ("half of it", "half.*: it is cut off"),
    "silent": ("silent all along", "it gave silence"),
}


@contextmanager
def _recordings(folder: Path) -> Iterator[Settings]:
    said = (GOOD, "Something else altogether.", *CUES, *HARMLESS.values(), LONG[:1000])
    for text in said:
        pcm = hostile_engines.tone(hostile_engines.plausible_seconds(text))
        (folder / f"{recording_name(text)}.wav").write_bytes(hostile_engines.wav(pcm))
    whole = hostile_engines.wav(hostile_engines.tone(3.0))
    silent = hostile_engines.wav(hostile_engines.tone(3.0) * 0)
    for text, content in zip(
        ("garbage instead of sound", "empty file", "half of it", "silent all along"),
        (b"<html>503</html>", b"", whole[: len(whole) // 2], silent),
        strict=True,
    ):
        (folder / f"{recording_name(text)}.wav").write_bytes(content)
    yield {"recorded": {"anna": {"folder": str(folder), "language": "en-GB"}}}


def _other_recordings(settings: Settings) -> Iterator[Settings]:
    folder = Path(settings["recorded"]["anna"]["folder"]) / "another take"
    folder.mkdir(exist_ok=True)
    pcm = hostile_engines.tone(2.5)
    (folder / f"{recording_name(GOOD)}.wav").write_bytes(hostile_engines.wav(pcm))
    yield {"recorded": {"anna": {"folder": str(folder)}}}


_HOSTILE_RUN = [sys.executable, hostile_program.__file__, "{out}"]
_BY_ARGUMENT = [*_HOSTILE_RUN, "--text", "{text}", "--rate", "{rate}", "--pitch", "{pitch}"]
_FLITE = ["flite", "-voice", "kal16", "-o", "{out}"]

_ILLS_OF_A_PROGRAM = {
    "hang": ("hang on", r"hung: it was not done within 1 s"),
    "crash": ("crash now", r"failed \(signal 11\)"),
    "fail": ("fail now", r"failed \(exit code 3\): loading the voice file is broken"),
    "empty": ("empty file", "it wrote nothing"),
    "nothing": ("nothing at all", "wrote no file"),
    "half": ("half of it", r"it wrote \d+ of \d+ bytes"),
    "silly": ("silly header", "sound at 1 Hz"),
    "folder": ("folder there", "wrote no file"),
    "pipe": ("pipe there", "wrote no file"),
    "garbage": ("garbage there", "it wrote no WAV"),
    "chatter": ("chatter and fail", r"failed \(exit code 1\): .*again and again$"),
    "noise": ("noise on standard output", None),
}

CASES = (
    EngineCase("espeak", "espeak", "en-gb+f3", nothing_set),
    EngineCase(
        "an engine that misbehaves in its own process",
        "hostile",
        "any",
        nothing_set,
        places={**ENGINES, **hostile_engines.ENGINES},
        ills={
            "crash": ("crash now", r"it crashed \(signal 11\)"),
            "fail": ("raise now", "ZeroDivisionError"),
            "empty": ("nothing is written", "it wrote nothing"),
            "half": ("half of it", r"it wrote \d+ of \d+ bytes"),
            "silly": ("slow-rate", "sound at 1 Hz"),
            "noise": ("print a lot of words", None),
        },
    ),
    EngineCase(
        "command: flite",
        "command",
        "kal",
        _programs(kal={"run": _FLITE, "language": "en-US", "rate": 170}),
        absent=_needs("flite"),
        otherwise=_other_programs,
    ),
    EngineCase(
        "command: flite, the text as an argument",
        "command",
        "kal",
        _programs(kal={"run": [*_FLITE, "{text}"], "language": "en-US", "rate": 170}),
        absent=_needs("flite"),
        otherwise=_other_programs,
    ),
    EngineCase(
        "command: a hostile program",
        "command",
        "bad",
        _programs(bad={"run": _HOSTILE_RUN}, hasty={"run": _HOSTILE_RUN, "timeout": 1.0}),
        ills=_ILLS_OF_A_PROGRAM,
        hasty_voice="hasty",
        otherwise=_other_programs,
    ),
    EngineCase(
        "command: a hostile program, everything as arguments",
        "command",
        "bad",
        _programs(bad={"run": _BY_ARGUMENT}, hasty={"run": _BY_ARGUMENT, "timeout": 1.0}),
        ills=_ILLS_OF_A_PROGRAM,
        hasty_voice="hasty",
    ),
    EngineCase(
        "http",
        "http",
        "stub",
        _server,
        ills={
            "hang": ("hang on for good", "no whole answer within 1 s"),
            "drip": ("drip on for good", "no whole answer within 1 s"),
            "crash": ("crash here and now", "no connection: Remote end closed"),
            "fail": ("fail here and now", "it answered 400 Bad Request: the model is not loaded"),
            "empty": ("empty is the answer", "it wrote nothing"),
            "half": ("half of it", "its answer broke off after"),
            "silly": ("silly is the header", "sound at 1 Hz"),
            "noise": ("noise in headers", None),
        },
        hasty_voice="hasty",
        otherwise=_other_servers,
    ),
    EngineCase("http: another voice of the server", "http", "STUB/af_bella+af_sky", _server),
    EngineCase(
        "system",
        "system",
        "ann",
        nothing_set,
        places={**ENGINES, **fake_system.ENGINES},
        ills={
            "hang": ("hang on", "it hung: no answer within 1 s"),
            "crash": ("crash now", r"it crashed \(signal 11\)"),
            "fail": ("fail now", "RuntimeError: the synthesizer is busy"),
            "empty": ("empty file", "it wrote nothing"),
            "nothing": ("nothing at all", "wrote no file"),
            "half": ("half of it", r"it wrote \d+ of \d+ bytes"),
            "silly": ("silly header", "it gave over 1800 s of sound"),
            "noise": ("noise on standard output", None),
        },
    ),
    EngineCase(
        "piper", "piper", "en_GB-tiny-low", _piper_voices, absent=_neural, otherwise=_other_models
    ),
    EngineCase(
        "piper: one of several speakers",
        "piper",
        "en_GB-choir-low/bob",
        _piper_voices,
        absent=_neural,
    ),
    EngineCase(
        "piper: a hostile model",
        "piper",
        "en_GB-hostile-low",
        _piper_voices,
        absent=_neural,
        ills={
            "hang": (f"hang on {piper_voices.HANG}", "hostile-low.onnx hung: no sound in time"),
            "fail": (f"fail now {piper_voices.BEYOND}", "en_GB-hostile-low.onnx failed: "),
            "empty": (f"empty sound {piper_voices.EMPTY}", "it gave silence"),
            "silly": (f"silly samples {piper_voices.NAN}", "samples that are not numbers"),
        },
    ),
    EngineCase(
        "recorded",
        "recorded",
        "anna",
        _recordings,
        ills=_RECORDED_ILLS,
        otherwise=_other_recordings,
    ),
)
