"""Profiles: what they set, what they win over, and where they say that a setting came from."""

from fractions import Fraction
from itertools import chain, combinations

import pytest
from routine_texts import resolve_text, routine_of

from audioguide.errors import UsageError
from audioguide.routine.options import Options
from audioguide.source import SourceFile
from audioguide.syntax.config_file import parse_config

PROFILES = """
  mum: {pace: 0.8, breath: 5-7, guidance: short, voice: {name: en-gb, rate: 110 wpm}}
  dad: {language: de, voice: {engine: espeak}}
"""
SCRIPT = """
pace: 1.1
breath: 4-8
guidance: bells
voice: {rate: 150 wpm}
steps:
  - say: {en: Hello., de: Hallo.}
    pace: 1.2
    breath: 4-9
    guidance: silent
    voice: {rate: 160 wpm}
"""


def config_of(text):
    config, problems = parse_config(SourceFile("config.yaml", text))
    assert config is not None, problems
    return config


def said_by(text, *, config, **options):
    """The settings of the first step, with the origin of each."""
    routine = routine_of(text, options=Options(**options), config=config_of(config))
    settings = routine.items[0].settings
    values = {
        "pace": f"{float(settings.pace):g}",
        "breath": str(settings.breath),
        "guidance": str(settings.guidance),
        "rate": f"{routine.items[0].settings.voice.rate_wpm}",
    }
    return values, {(one.setting, one.origin) for one in routine.origins}


def test_a_profile_that_is_asked_for_wins_over_head_and_steps():
    values, origins = said_by(SCRIPT, config=f"profiles: {PROFILES}", profile="mum")
    assert values == {"pace": "0.8", "breath": "5-7", "guidance": "short", "rate": "88"}
    for setting in ("pace", "breath", "guidance", "rate", "voice"):
        assert (setting, "profile mum (command line)") in origins
        assert (setting, "step at a.yaml:7") not in origins


WRITERS = {
    "command line": "1.1",
    "asked": "1.2",
    "step": "1.3",
    "outer": "1.4",
    "head": "1.5",
    "chosen": "1.6",
    "config": "1.7",
}
"""Who may write a pace, the strongest first, and which."""


def _subsets():
    sizes = (combinations(WRITERS, size) for size in range(len(WRITERS) + 1))
    return list(chain.from_iterable(sizes))


@pytest.mark.parametrize("written", _subsets(), ids="+".join)
def test_the_strongest_of_all_wins(written):
    def pace_of(writer, otherwise="title: A"):
        return f"pace: {WRITERS[writer]}" if writer in written else otherwise

    script = f"""
{pace_of("head")}
steps:
  - section: A
    {pace_of("outer", "breath: 4-6")}
    steps:
      - say: Hello.
        {pace_of("step", "breath: 4-6")}
"""
    config = f"""
{pace_of("config", "breath: 4-6")}
{"profile: chosen" if "chosen" in written else ""}
profiles:
  asked: {{{pace_of("asked", "")}}}
  chosen: {{{pace_of("chosen", "")}}}
"""
    asked = {"profile": "asked"} if "asked" in written else {}
    typed = {"pace": Fraction(WRITERS["command line"])} if "command line" in written else {}
    values, _ = said_by(script, config=config, **asked, **typed)
    strongest = next((writer for writer in WRITERS if writer in written), None)
    assert values["pace"] == (WRITERS[strongest] if strongest else "1")


def test_the_command_line_wins_over_the_profile_that_it_asks_for():
    values, origins = said_by(
        SCRIPT, config=f"profiles: {PROFILES}", profile="mum", pace=1, rate_wpm=120
    )
    assert values == {"pace": "1", "breath": "5-7", "guidance": "short", "rate": "120"}
    assert ("pace", "command line") in origins


def test_what_a_profile_does_not_say_is_the_script_s():
    config = "profiles: {mum: {pace: 0.8}}"
    values, origins = said_by(SCRIPT, config=config, profile="mum")
    assert values == {"pace": "0.8", "breath": "4-9", "guidance": "silent", "rate": "128"}
    assert ("breath", "step at a.yaml:7") in origins


def test_a_profile_of_the_configuration_is_weaker_than_the_script():
    config = f"profile: mum\nprofiles: {PROFILES}"
    values, _ = said_by(SCRIPT, config=config)
    assert values == {"pace": "1.2", "breath": "4-9", "guidance": "silent", "rate": "192"}


def test_a_profile_of_the_configuration_is_stronger_than_the_rest_of_it():
    config = f"pace: 0.9\nvoice: {{pitch: 40}}\nprofile: mum\nprofiles: {PROFILES}"
    values, origins = said_by("steps:\n  - say: Hello.", config=config)
    assert values == {"pace": "0.8", "breath": "5-7", "guidance": "short", "rate": "88"}
    assert ("pace", "profile mum (user configuration)") in origins
    assert ("pitch", "user configuration") in origins


def test_one_can_ask_for_another_profile_or_for_none():
    config = f"pace: 0.9\nprofile: mum\nprofiles: {PROFILES}"
    plain = "steps:\n  - say: {en: Hello., de: Hallo.}"
    assert said_by(plain, config=config, profile="dad")[0]["pace"] == "0.9"
    assert said_by(plain, config=config, profile="none")[0]["breath"] == "4-6"


def test_a_profile_sets_the_language_of_a_script_that_has_its_own():
    config = config_of(f"profiles: {PROFILES}")
    script = f"language: en\n{SCRIPT}"
    routine = routine_of(script, config=config, options=Options(profile="dad"))
    assert (routine.language, routine.items[0].text.value) == ("de", "Hallo.")
    assert routine.settings.voice.name == "de"
    assert routine.origins[0].origin == "profile dad (command line)"
    kept = Options(profile="dad", language="en")
    assert routine_of(script, config=config, options=kept).language == "en"


def test_an_unknown_language_of_a_profile_is_told_at_its_place():
    config = config_of("profiles:\n  mum:\n    language: tlh")
    _, (found,) = resolve_text(SCRIPT, config=config, options=Options(profile="mum"))
    place = (found.span.file.path, found.span.line, found.span.column)
    assert (found.code, place) == ("unknown-language", ("config.yaml", 3, 15))


def test_an_unknown_voice_of_a_profile_is_told_at_its_place():
    config = config_of("profile: mum\nprofiles:\n  mum: {voice: en-gp}")
    _, (found,) = resolve_text("steps:\n  - say: Hello.", config=config)
    place = (found.span.file.path, found.span.line, found.span.column)
    assert (found.code, place) == ("unknown-voice", ("config.yaml", 3, 16))


LEXICONS = """
lexicon: {one: by-config, two: by-config, three: by-config, four: by-config}
profiles: {mum: {lexicon: {one: by-mum, two: by-mum}}}
"""
SPOKEN = "lexicon: {one: by-script, three: by-script}\nsteps:\n  - say: One, two, three, four."


@pytest.mark.parametrize(
    ("config", "options", "said"),
    [
        (LEXICONS, Options(profile="mum"), "by-mum, by-mum, by-script, by-config."),
        (f"profile: mum{LEXICONS}", Options(), "by-script, by-mum, by-script, by-config."),
        (LEXICONS, Options(), "by-script, by-config, by-script, by-config."),
    ],
)
def test_the_strongest_lexicon_says_a_word(config, options, said):
    routine = routine_of(SPOKEN, config=config_of(config), options=options)
    assert routine.lexicon.respelled("one, two, three, four.") == said


SOUNDS = """
sounds: {start: {level: -1 dB}, end: {level: -1 dB}, rest: {level: -1 dB}}
profiles: {mum: {sounds: {start: {level: -2 dB}, end: {level: -2 dB}}}}
"""
SOUNDED = """
sounds: {start: {level: -3 dB}, halfway: {level: -3 dB}}
steps:
  - say: Hello.
"""


@pytest.mark.parametrize(
    ("config", "options", "levels"),
    [
        (SOUNDS, Options(profile="mum"), {"start": -2, "end": -2, "rest": -1, "halfway": -3}),
        (f"profile: mum{SOUNDS}", Options(), {"start": -3, "end": -2, "rest": -1, "halfway": -3}),
        (SOUNDS, Options(), {"start": -3, "end": -1, "rest": -1, "halfway": -3}),
    ],
)
def test_the_strongest_sound_of_a_name_is_heard(config, options, levels):
    routine = routine_of(SOUNDED, config=config_of(config), options=options)
    assert {one.name: one.level_db for one in routine.sounds} == levels


def test_sounds_and_words_say_where_they_came_from():
    config = config_of("profiles: {mum: {sounds: {end: {level: -2 dB}}, lexicon: {One: wan}}}")
    script = "lexicon: {one: won}\nsteps:\n  - say: Hello."
    routine = routine_of(script, config=config, options=Options(profile="mum"))
    rows = {(one.setting, one.value, one.origin) for one in routine.origins}
    assert ("sound end", "-2 dB", "profile mum (command line)") in rows
    assert ("word One", "wan", "profile mum (command line)") in rows


@pytest.mark.parametrize(
    ("name", "config", "says"),
    [
        ("mun", f"profiles: {PROFILES}", 'did you mean "mum"?'),
        ("grandma", f"profiles: {PROFILES}", "its profiles: mum, dad"),
        ("mum", "pace: gentle", "it has no profiles"),
        ("", f"profiles: {PROFILES}", "its profiles: mum, dad"),
    ],
)
def test_an_unknown_profile_is_wrong_usage(name, config, says):
    with pytest.raises(UsageError) as raised:
        resolve_text(SCRIPT, config=config_of(config), options=Options(profile=name))
    message = f'--profile: the configuration has no profile called "{name}"; {says}'
    assert str(raised.value) == message


def test_a_bed_of_a_profile_may_be_any_file(tmp_path):
    (tmp_path / "rain.wav").write_bytes(b"")
    place = SourceFile(str(tmp_path / "config.yaml"), "profiles: {mum: {bed: {file: rain.wav}}}")
    config, _ = parse_config(place)
    script = "bed: waves\nsteps:\n  - say: Hello."
    routine = routine_of(script, config=config, options=Options(profile="mum"))
    assert routine.items[0].settings.bed.path == str(tmp_path / "rain.wav")
