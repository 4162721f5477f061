"""What a profile may say: what suits one person, of all that a configuration may say."""

from audioguide.source import SourceFile
from audioguide.syntax.config_file import parse_config
from audioguide.syntax.json_schema import json_schema

FOR_EVERYBODY = {"poses", "profile", "profiles", "engines", "fallback", "devices", "address"}


def test_a_profile_has_every_key_that_suits_one_person():
    schema = json_schema("config")
    assert schema["$defs"]["profile"]["properties"].keys() == (
        schema["properties"].keys() - FOR_EVERYBODY
    )


def test_a_profile_reads_as_the_configuration_does():
    keys = "{voice: de, pace: 0.8, breath: box, language: de, lexicon: {a: b}, sounds: {end: a}}"
    inside, _ = parse_config(SourceFile("config.yaml", f"profiles: {{mum: {keys}}}"))
    outside, _ = parse_config(SourceFile("config.yaml", keys))
    mum = dict(inside.profiles)["mum"]
    assert mum.overrides.pace.value == outside.overrides.pace.value
    assert mum.overrides.voice.name.value == outside.overrides.voice.name.value
    assert mum.language.value == outside.language.value
    assert mum.lexicon == outside.lexicon
    assert [name for name, _ in mum.sounds] == [name for name, _ in outside.sounds]


def test_a_profile_may_have_a_name_of_any_script():
    config, _ = parse_config(SourceFile("config.yaml", "profiles: {माँ: {pace: gentle}, Zoë: {}}"))
    assert [name for name, _ in config.profiles] == ["माँ", "Zoë"]
