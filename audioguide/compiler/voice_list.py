"""The voices that somebody may choose from, and what to hear them say."""

from collections.abc import Iterable, Iterator

from audioguide.compiler.front import load_config, open_poses
from audioguide.disk import Disk
from audioguide.errors import EngineError, UsageError
from audioguide.lexicon import Lexicon, spelled_in
from audioguide.library.load import load_phrases
from audioguide.library.phrases import Phrases
from audioguide.near import did_you_mean, near_names
from audioguide.speech.engines.contract import VoiceEntry
from audioguide.speech.engines.table import BUILT_IN, Engines
from audioguide.speech.voices import find_voice, list_voices, near_voices, split_voice

_SAMPLE = ("inhale", "exhale", "own_breath")
"""Cue phrases that a voice is heard with: two short ones, and a sentence."""

_GENDERS = ("female", "male")
"""What the built-in voice's variants have."""


def voices_like(
    engines: Engines,
    *,
    language: str | None = None,
    engine: str | None = None,
    gender: str | None = None,
    with_variants: bool = False,
) -> tuple[VoiceEntry, ...]:
    """The voices that are as somebody wants them, engine by engine.

    Args:
        engines: Whose voices there are.
        language: A BCP 47 tag; its regions are within it.
        engine: The name of one of the engines.
        gender: As a voice's own, in any case of its letters.
        with_variants: Whether each voice is followed by its variants, of which there are many.

    Raises:
        UsageError: there is no such engine, or no voice has such a gender.
        EngineError: it cannot be used here.
    """
    if gender is not None:
        _refuse_odd(gender, engines)
    found: Iterable[VoiceEntry] = _of_engine(engine, engines) if engine else list_voices(engines)
    if language is not None:
        found = (one for one in found if any(_is_within(tag, language) for tag in one.languages))
    if with_variants:
        found = (variant for one in found for variant in _with_variants(one, engines))
    if gender is not None:
        wanted = gender.casefold()
        found = (one for one in found if one.gender and one.gender.casefold() == wanted)
    return tuple(found)


def named_voice(engines: Engines, name: str, language: str | None = None) -> VoiceEntry:
    """The voice that a name means, with its engine before it or not.

    Args:
        engines: Whose voices there are.
        name: Such as `en-gb+f3` or `espeak:gmw/de`.
        language: What it shall speak, where the name leaves that open.

    Raises:
        UsageError: there is no such voice.
        EngineError: its engine cannot be used here.
    """
    own, rest = split_voice(name, engines)
    engine = own or BUILT_IN
    _refuse_missing(engine, engines)
    found = find_voice(engines, engine, rest, language)
    if found is None:
        near = did_you_mean(near_voices(engines, engine, rest))
        raise UsageError(f"no voice is called {name!r}; {near or '`audioguide voices` lists them'}")
    return found


def phrases_for(language: str) -> Phrases:
    """The cue phrases of a language; those of English where it has none."""
    phrases = load_phrases(language)
    english = load_phrases("en") if not isinstance(phrases, Phrases) else phrases
    assert isinstance(english, Phrases), "English ships"
    return english


def trial_text(given: str | None, phrases: Phrases) -> str:
    """What a voice is heard with: what somebody wants it to say, else a few cue phrases.

    Raises:
        UsageError: there is nothing in it to say.
    """
    if given is None:
        return " ".join(phrases.say(key) for key in _SAMPLE)
    if not given.strip():
        raise UsageError("--text: there is nothing to say")
    return given


def trial_lexicon(language: str, phrases: Phrases | None) -> Lexicon:
    """How words are said in a routine with none of its own: as the user has it, then the poses.

    Args:
        language: A BCP 47 tag.
        phrases: Those of the language, whose words come last; None where it has none.

    Raises:
        FileError: a folder of poses cannot be read.
    """
    config, _ = load_config(Disk())
    of_poses, _ = open_poses(language=language).lexicon()
    profiles = dict(config.profiles)
    chosen = profiles[config.profile.value].lexicon if config.profile else ()
    entries = (*chosen, *config.lexicon, *of_poses)
    return Lexicon.of((*spelled_in(language, entries), *(phrases.lexicon if phrases else ())))


def rate_within(voice: VoiceEntry, rate_wpm: int) -> int:
    """A speaking rate, as near as a voice can come to it."""
    return min(max(rate_wpm, voice.abilities.slowest_wpm), voice.abilities.fastest_wpm)


def _refuse_odd(gender: str, engines: Engines) -> None:
    """Raise for a word that stands at no voice that there might be."""
    own = (one.gender.casefold() for one in list_voices(engines) if one.gender)
    known = tuple(dict.fromkeys((*_GENDERS, *own)))
    if gender.casefold() not in known:
        raise UsageError(f"--gender: no voice is {gender!r}; there are: {', '.join(known)}")


def _of_engine(name: str, engines: Engines) -> tuple[VoiceEntry, ...]:
    if not engines.knows(name):
        known = engines.names()
        hint = did_you_mean(near_names(name, known)) or f"there are: {', '.join(known)}"
        raise UsageError(f'--engine: there is no speech engine called "{name}"; {hint}')
    _refuse_missing(name, engines)
    return engines.engine(name).voices()


def _refuse_missing(engine: str, engines: Engines) -> None:
    missing = engines.engine(engine).missing()
    if missing is not None:
        raise EngineError(f"{engine} cannot be used here: {missing}")


def _with_variants(voice: VoiceEntry, engines: Engines) -> Iterator[VoiceEntry]:
    speaking = engines.engine(voice.engine)
    yield voice
    for name in speaking.variants():
        variant = speaking.find(f"{voice.name}+{name}", None)
        if variant is not None:
            yield variant


def _is_within(tag: str, language: str) -> bool:
    """Whether a tag is `language` or a region of it."""
    return f"{tag}-".casefold().startswith(f"{language}-".casefold())
