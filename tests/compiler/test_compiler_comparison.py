"""Voices that say the same in turn, on one track."""

import pytest
import soundfile

from audioguide.compiler import comparison
from audioguide.compiler.comparison import compare_voices
from audioguide.errors import EngineError, UsageError
from audioguide.timeline.timeline import Speech


@pytest.fixture
def timelines(monkeypatch):
    """Every timeline that was built."""
    made = []
    build = comparison.build

    def watched(*given, **settings):
        built = build(*given, **settings)
        made.append(built.timeline)
        return built

    monkeypatch.setattr(comparison, "build", watched)
    return made


@pytest.fixture
def configured(monkeypatch, tmp_path):
    """Write a configuration."""
    monkeypatch.setenv("AUDIOGUIDE_CONFIG_DIR", str(tmp_path))
    return (tmp_path / "config.yaml").write_text


def spoken(timeline):
    """Text and voice of each line, with its rate."""
    events = [event for event in timeline.events if isinstance(event, Speech)]
    return [
        (event.utterance.text, event.utterance.voice.id, event.utterance.voice.rate_wpm)
        for event in events
    ]


def test_each_voice_is_announced_by_the_built_in_one(timelines, tmp_path):
    found = compare_voices(["en-us+f3", "de"], tmp_path / "a.wav", text="Hello.", rate_wpm=120)
    assert spoken(timelines[0]) == [
        ("1, English (America), female3.", "espeak:gmw/en-US", 140),
        ("Hello.", "espeak:gmw/en-US+f3", 120),
        ("2, German.", "espeak:gmw/en-US", 140),
        ("Hello.", "espeak:gmw/de", 120),
    ]
    assert [one.voice.name for one in found.heard] == ["gmw/en-US+f3", "gmw/de"]
    assert found.heard[0].start_seconds == 1.0
    sound = soundfile.info(found.path)
    assert sound.duration > found.heard[1].start_seconds + 2


def test_the_configuration_changes_no_voice(timelines, tmp_path, configured):
    configured(
        "voice: {name: de, rate: 300 wpm}\nvoices: {say: {pitch: 9, rate: 90 wpm}}\npace: brisk\n"
        "bed: rain\nguidance: silent\nprofile: mum\nprofiles: {mum: {pace: 2, language: fr}}\n"
    )
    compare_voices(["en-gb", "en-us"], tmp_path / "a.wav", text="Hello.")
    timeline = timelines[0]
    assert {rate for _, _, rate in spoken(timeline)} == {140}
    assert [voice for _, voice, _ in spoken(timeline)] == [
        *("espeak:gmw/en", "espeak:gmw/en"),
        *("espeak:gmw/en", "espeak:gmw/en-US"),
    ]
    assert timeline.language == "en-GB"
    assert {type(event).__name__ for event in timeline.events} == {"Speech", "Chime"}


def test_without_a_text_they_say_cues_of_the_language(timelines, tmp_path):
    compare_voices(["de", "de+f3"], tmp_path / "a.wav")
    assert spoken(timelines[0])[1][0].startswith("Einatmen. Ausatmen. ")
    compare_voices(["de", "de+f3"], tmp_path / "a.wav", language="fr")
    assert spoken(timelines[1])[0][1] == "espeak:roa/fr"


def test_a_language_without_cues_is_announced_in_english(timelines, tmp_path):
    compare_voices(["ru", "pl"], tmp_path / "a.wav", text="Mama.")
    assert [voice for _, voice, _ in spoken(timelines[0])] == [
        *("espeak:gmw/en", "espeak:zle/ru", "espeak:gmw/en", "espeak:zlw/pl")
    ]


@pytest.mark.parametrize("text", ["- a ' \" : # $ [", "a: b\n- c", "$(ls) -- \U0001f600 yes"])
def test_any_text_is_said(tmp_path, text):
    found = compare_voices(["en-gb", "en-us"], tmp_path / "a.wav", text=text)
    assert len(found.heard) == 2


@pytest.mark.parametrize("text", ["${who}", "Your {side} leg.", "\t", "a\0b"])
def test_what_a_script_cannot_say_is_refused(tmp_path, text):
    with pytest.raises(UsageError, match=r"^--text: "):
        compare_voices(["en-gb", "en-us"], tmp_path / "a.wav", text=text)
    assert not (tmp_path / "a.wav").exists()


def test_what_has_no_sound_is_trouble_without_a_place(tmp_path):
    with pytest.raises(EngineError, match="nothing to speak") as raised:
        compare_voices(["en-gb", "en-us"], tmp_path / "a.wav", text="{")
    assert raised.value.diagnostics == ()
