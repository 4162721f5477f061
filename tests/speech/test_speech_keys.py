"""A clip's key changes with everything that makes the clip, and with nothing else."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from audioguide.clip import Utterance, Voice
from audioguide.errors import EngineError
from audioguide.speech import keys as keys_module
from audioguide.speech.engines import espeak
from audioguide.speech.engines.table import ENGINES, Engines
from audioguide.speech.keys import Keys

UTTERANCES = st.builds(
    Utterance,
    st.text(min_size=1),
    st.sampled_from(["en-GB", "de"]),
    st.builds(
        Voice,
        st.just("espeak"),
        st.sampled_from(["gmw/en", "gmw/en+f3"]),
        st.integers(80, 400),
        st.integers(0, 99),
    ),
)


@given(UTTERANCES, UTTERANCES)
def test_different_utterances_have_different_keys(one, other):
    keys = Keys(Engines())
    assert (keys.clip(one) == keys.clip(other)) == (one == other)


@given(UTTERANCES, st.floats(-60, 12))
def test_the_level_is_no_part_of_a_clip(utterance, level_db):
    louder = replace(utterance, voice=replace(utterance.voice, level_db=level_db))
    assert Keys(Engines()).clip(louder) == Keys(Engines()).clip(utterance)


def test_a_calibration_belongs_to_a_voice_not_to_a_text(say):
    keys = Keys(Engines())
    assert keys.calibration(say("One.")) == keys.calibration(say("Two."))
    assert keys.calibration(say("One.")) != keys.calibration(say("One.", rate_wpm=141))
    assert keys.calibration(say("One.")) != keys.clip(say("One."))


@pytest.mark.parametrize(
    ("place", "name", "value"),
    [
        (espeak, "DRIVER_FORMAT", 1_000),
        (espeak, "wheel_version", lambda package: "9.9"),
        (keys_module, "wheel_version", lambda package: "9.9"),
        (keys_module, "FORMAT", keys_module.FORMAT + 1),
    ],
)
def test_every_version_counts(monkeypatch, say, place, name, value):
    before = Keys(Engines()).clip(say("One."))
    monkeypatch.setattr(place, name, value)
    assert Keys(Engines()).clip(say("One.")) != before


def test_two_engines_never_share_a_clip(say):
    engines = {"espeak": ENGINES["espeak"], "hostile": "hostile_engines:HostileEngine"}
    keys = Keys(Engines(places=engines))
    assert keys.clip(say("One.")) != keys.clip(say("One.", engine="hostile"))


def test_the_default_engine_is_the_built_in_one(say):
    keys = Keys(Engines())
    assert keys.clip(say("One.")) == keys.clip(say("One.", engine="default"))


def test_surroundings_do_not_count(monkeypatch, say, tmp_path):
    before = Keys(Engines()).clip(say("One."))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(os.environ, "LC_ALL", "tr_TR.UTF-8")
    assert Keys(Engines()).clip(say("One.")) == before


def test_an_unknown_engine_is_named_with_those_there_are(say):
    with pytest.raises(EngineError, match=r'"ghost".*espeak'):
        Keys(Engines()).clip(say("One.", engine="ghost"))


def test_a_missing_engine_says_how_to_get_it(say):
    engines = Engines(places={"ghost": "hostile_engines:MissingEngine"})
    with pytest.raises(EngineError, match="apt install ghost"):
        Keys(engines).clip(say("One.", engine="ghost"))


def test_a_missing_wheel_says_how_to_get_it(monkeypatch, say):
    monkeypatch.setattr(espeak.espeak_files, "package_folder", lambda package: None)
    with pytest.raises(EngineError, match=r"pip install .*espeakng-loader"):
        Keys(Engines()).clip(say("One."))
