"""Scripts as text through the real parser, with a small library and made-up voices.

A line of a case says what it should be told: `#! error[unknown-pose]`, several with commas.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

from audioguide.diagnostics import Diagnostic
from audioguide.errors import FileError
from audioguide.library.load import PoseLibrary, load_phrases, open_library
from audioguide.library.phrases import Phrases, UnknownLanguage
from audioguide.routine.checks import advise
from audioguide.routine.include import IncludeLoader
from audioguide.routine.options import Options
from audioguide.routine.resolve import resolve
from audioguide.routine.routine import Routine
from audioguide.routine.voices import FoundVoice, UnknownVoice
from audioguide.source import SourceFile
from audioguide.syntax.config import Config
from audioguide.syntax.decode import decode
from audioguide.syntax.parse import parse_script

HERE = Path(__file__).parent
VOICES = {"espeak": ("en-gb", "de", "ru"), "chorus": ("alto",)}

Outcome = tuple[Routine | None, tuple[Diagnostic, ...]]


@cache
def library() -> PoseLibrary:
    return open_library((HERE / "poses",))


def find_voice(engine: str, name: str | None, language: str) -> FoundVoice | UnknownVoice:
    if engine not in VOICES:
        return UnknownVoice(is_engine=True, near=("espeak",) if engine == "espaek" else ())
    if name is None:
        name = "de" if engine == "espeak" and language == "de" else VOICES[engine][0]
    if name not in VOICES[engine]:
        near = tuple(one for one in VOICES[engine] if one[:2] == name[:2])
        return UnknownVoice(is_engine=False, near=near)
    return FoundVoice(engine, name, slowest_wpm=80, fastest_wpm=450)


def _phrases(language: str) -> Phrases | UnknownLanguage:
    """English cue phrases, also for German, so that a missing translation can be seen."""
    return load_phrases("en" if language == "de" else language)


def _parse(
    file: SourceFile, parameters: Mapping[str, str]
) -> tuple[object, tuple[Diagnostic, ...]]:
    return parse_script(file, parameters=parameters)


def _read(path: str) -> tuple[SourceFile, tuple[Diagnostic, ...]]:
    try:
        return decode(Path(path).read_bytes(), path=path)
    except OSError as trouble:
        raise FileError.from_os("read", path, trouble) from trouble


def resolve_text(
    text: str,
    *,
    path: str = "a.yaml",
    options: Options = Options(),  # noqa: B008 - frozen
    config: Config = Config(),  # noqa: B008 - frozen
    find_voice: Callable[..., FoundVoice | UnknownVoice] = find_voice,
) -> Outcome:
    file = SourceFile(path, text)
    script, diagnostics = parse_script(file, parameters=dict(options.parameters))
    assert script is not None, diagnostics
    assert diagnostics == ()
    return resolve(
        script,
        library=library(),
        load_script=IncludeLoader(read=_read, parse=_parse),
        load_phrases=_phrases,
        find_voice=find_voice,
        is_file=Path.is_file,
        options=options,
        config=config,
    )


def routine_of(text: str, **settings) -> Routine:
    """The routine of a text that has no error."""
    routine, diagnostics = resolve_text(text, **settings)
    assert routine is not None, diagnostics
    return routine


def found_in(text: str, *, with_advice: bool) -> list[tuple[int, str]]:
    """Line and `severity[code]` of everything that is found, by line."""
    routine, diagnostics = resolve_text(text)
    if with_advice:
        assert routine is not None, diagnostics
        diagnostics += advise(routine)
    return sorted((one.span.line, f"{one.severity}[{one.code}]") for one in diagnostics)


def expected_in(text: str) -> list[tuple[int, str]]:
    """What the text says it should be told."""
    return sorted(
        (number, expected.strip())
        for number, line in enumerate(text.splitlines(), start=1)
        for expected in (line.partition("#!")[2].split(",") if "#!" in line else ())
    )


def cases(name: str) -> Iterator[tuple[str, str]]:
    """Title and text of each case of a file."""
    text = (HERE / "cases" / f"{name}.txt").read_text(encoding="utf-8")
    parts = re.split(r"^=== (.*)\n", text, flags=re.MULTILINE)
    yield from zip(parts[1::2], parts[2::2], strict=True)
