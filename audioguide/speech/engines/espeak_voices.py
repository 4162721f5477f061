"""espeak-ng's voices, found by id, language tag or title, without loading the library."""

from __future__ import annotations

from functools import cache

from msgspec.structs import replace

from audioguide.speech.engines.contract import Abilities, VoiceEntry, folded
from audioguide.speech.engines.espeak_files import voice_folder
from audioguide.speech.engines.espeak_voice_files import (
    VoiceFile,
    read_language_files,
    read_variant_files,
)
from audioguide.speech.engines.table import BUILT_IN

ABILITIES = Abilities(slowest_wpm=80, fastest_wpm=449, word_times=True)
"""Source: espeak-ng takes 80 and more; measured, 450 switches to another way of speaking fast
that is slower than 449."""


@cache
def list_voices() -> tuple[VoiceEntry, ...]:
    """Every voice of a language, by id; the variants, which go with each, are not multiplied out.

    Raises:
        EngineError: the wheel that holds them is missing.
    """
    return tuple(_entry(file) for file in read_language_files(voice_folder()))


def list_variants() -> tuple[str, ...]:
    """Names that may stand behind a voice's and a `+`: `f3`, `m1`, `whisper`."""
    return tuple(file.name for file in read_variant_files(voice_folder()))


def find_voice(name: str) -> VoiceEntry | None:
    """The voice that `name` means, in any case of its letters.

    A name is an id (`gmw/en`), a language tag (`en-GB`, `en_us`) or a title (`English
    (America)`), with `+variant` behind it or not.

    >>> find_voice("EN-gb+F3").id
    'espeak:gmw/en+f3'
    """
    wanted, plus, variant_name = folded(name).partition("+")
    found = _by_name().get(wanted)
    if found is None or not plus:
        return found
    variant = _variants().get(variant_name)
    return _varied(found, variant) if variant else None


def default_voice(language: str) -> VoiceEntry | None:
    """The voice for a BCP 47 tag: of the tag itself, else of its nearest shorter form.

    >>> default_voice("en-GB").id, default_voice("de-AT").id
    ('espeak:gmw/en', 'espeak:gmw/de')
    """
    subtags = folded(language).split("-")
    by_tag = _by_tag()
    tags = ("-".join(subtags[:count]) for count in range(len(subtags), 0, -1))
    return next((by_tag[tag] for tag in tags if tag in by_tag), None)


def near_voices(name: str) -> list[str]:
    """At most three names like one that was not found, the most alike first."""
    from difflib import get_close_matches

    wanted, plus, variant = folded(name).partition("+")
    if plus and wanted in _by_name():
        variants = get_close_matches(variant, list(_variants()), cutoff=0.6)
        return [f"{_by_name()[wanted].name}+{_variants()[found].name}" for found in variants]
    matches = get_close_matches(wanted, list(_by_name()), n=10, cutoff=0.6)
    return list(dict.fromkeys(_by_name()[match].name for match in matches))[:3]


def _entry(file: VoiceFile) -> VoiceEntry:
    tags = tuple(_canonical(tag) for tag, _ in file.languages)
    return VoiceEntry(BUILT_IN, file.name, file.title, tags or (file.name,), file.gender, ABILITIES)


def _canonical(tag: str) -> str:
    """A tag with its letters as BCP 47 writes them: `en-GB`, `zh-Hant`, `en-GB-scotland`.

    Source: RFC 5646, section 2.1.1.
    """
    first, *rest = tag.split("-")
    shaped = {2: str.upper, 4: str.title}
    return "-".join([first.lower(), *(shaped.get(len(part), str.lower)(part) for part in rest)])


def _varied(voice: VoiceEntry, variant: VoiceFile) -> VoiceEntry:
    return replace(
        voice,
        name=f"{voice.name}+{variant.name}",
        title=f"{voice.title}, {variant.title}",
        gender=variant.gender or voice.gender,
    )


@cache
def _by_tag() -> dict[str, VoiceEntry]:
    """The voice that each tag stands for: the one that gives it the best priority.

    Where two are equal the one named like the tag wins, so `fr` is not the first by chance.
    """
    ranked: dict[str, tuple[tuple[int, bool, str], VoiceEntry]] = {}
    for file, entry in zip(read_language_files(voice_folder()), list_voices(), strict=True):
        for tag, priority in file.languages:
            key = folded(tag)
            stem = folded(file.name.rpartition("/")[2])
            rank = (priority, stem != key, file.name)
            if key not in ranked or rank < ranked[key][0]:
                ranked[key] = (rank, entry)
    return {tag: entry for tag, (_, entry) in ranked.items()}


@cache
def _by_name() -> dict[str, VoiceEntry]:
    """Every way to name a voice; an id beats a tag, a tag beats a file's stem or a title."""
    found: dict[str, VoiceEntry] = {}
    for entry in list_voices():
        found[folded(entry.title)] = entry
        found.setdefault(folded(entry.name.rpartition("/")[2]), entry)
    found.update(_by_tag())
    found.update((folded(entry.name), entry) for entry in list_voices())
    return found


@cache
def _variants() -> dict[str, VoiceFile]:
    """Every way to name a variant: its title, or better its file's name."""
    files = read_variant_files(voice_folder())
    titled = {folded(file.title): file for file in files}
    return titled | {folded(file.name): file for file in files}
