"""A voice that was named and speaks another language than the routine."""

import pytest
from routine_texts import resolve_text

from audioguide.routine.options import Options
from audioguide.routine.voices import FoundVoice, UnknownVoice
from audioguide.source import SourceFile, Span, Spanned
from audioguide.syntax.config import Config, Profile
from audioguide.syntax.script import Overrides, VoiceSpec

CONFIG_SPAN = Span.whole_file(SourceFile("config.yaml", ""))
LANGUAGES = {
    "en-gb": ("en-GB", "en"),
    "en-us": ("en-US",),
    "de": ("de",),
    "swiss": ("gsw", "de_CH"),
    "mixed": ("fr", "EN-au"),
    "unknown": (),
}


def find(engine: str, name: str | None, language: str) -> FoundVoice | UnknownVoice:
    name = name or ("de" if language.startswith("de") else "en-gb")
    if name == "anna":
        stand_in = FoundVoice(engine, "en-gb", 80, 450, LANGUAGES["en-gb"])
        return FoundVoice(engine, name, 80, 450, ("de",), (stand_in,))
    return FoundVoice(engine, name, 80, 450, LANGUAGES[name])


def told(text: str, **more):
    routine, found = resolve_text(text, find_voice=find, **more)
    assert routine is not None
    return [one for one in found if one.code == "voice-language"]


def said(name: str) -> Config:
    return Config(Overrides(voice=VoiceSpec(name=Spanned(name, CONFIG_SPAN))))


HELLO = "steps:\n  - say: Hello"


@pytest.mark.parametrize(
    ("voice", "language", "is_told"),
    [
        ("en-gb", "de", True),
        ("en-us", "de-AT", True),
        ("de", "en-GB", True),
        ("mixed", "de", True),
        ("en-gb", "en-US", False),
        ("en-us", "en", False),
        ("de", "DE-at", False),
        ("swiss", "de", False),
        ("mixed", "en", False),
        ("unknown", "de", False),
    ],
)
def test_it_is_told_where_no_language_of_the_voice_is_the_routine_s(voice, language, is_told):
    found = told(f"voice: {voice}\nlanguage: {language}\n{HELLO}")
    assert [(str(one.severity), one.span.line, one.span.column) for one in found] == (
        [("warning", 1, 8)] if is_told else []
    )
    for one in found:
        assert LANGUAGES[voice][0] in one.message
        assert language in one.message
        assert f"--language {language.split('-')[0]}`" in one.hint


def test_a_voice_that_the_language_chose_is_well():
    assert told(f"language: de\n{HELLO}") == []
    assert told(f"language: de\nvoice: {{engine: default, rate: 120 wpm}}\n{HELLO}") == []


def test_it_is_told_where_the_configuration_names_the_voice():
    (one,) = told(f"language: de\n{HELLO}", config=said("en-gb"))
    assert one.span.file.path == "config.yaml"
    mum = Profile(Overrides(voice=VoiceSpec(name=Spanned("en-us", CONFIG_SPAN))))
    config = Config(profiles=(("mum", mum),))
    options = Options(profile="mum", language="de")
    (one,) = told(HELLO, config=config, options=options)
    assert (one.span.file.path, one.message.split()[0]) == ("config.yaml", "espeak:en-us")


def test_a_script_s_own_voice_leaves_nothing_to_tell_of_the_configuration():
    assert told(f"language: de\nvoice: de\n{HELLO}", config=said("en-gb")) == []


def test_the_command_line_is_told_too():
    (one,) = told(HELLO, options=Options(voice="de"))
    assert (one.span.line, one.span.column) == (1, 1)


def test_a_role_is_told_where_it_is_cast_and_once():
    text = "language: de\nvoices: {count: en-gb, breath: {pitch: 40}}\n" + HELLO
    (one,) = told(f"{text}\n  - say: Hallo\n    pace: gentle\n  - say: Servus")
    assert (one.span.line, one.span.column) == (2, 17)


def test_whoever_may_stand_in_is_looked_at_too():
    (one,) = told(f"language: de\nvoice: anna\n{HELLO}")
    assert one.message.startswith("espeak:en-gb is a voice for en-GB")
