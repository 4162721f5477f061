"""The built-in voice: pyttsx3 with a driver that does what it is told, and says when it cannot."""

import io
import os
import wave
from pathlib import Path

import numpy as np
import pytest
import pyttsx3

from audioguide.errors import EngineError
from audioguide.speech.engines import espeak_driver, espeak_library
from audioguide.speech.engines.espeak import EspeakEngine
from audioguide.speech.engines.espeak_files import voice_folder
from audioguide.speech.engines.espeak_library import Manner, is_loaded, speak

LINE = "Lie on your back, knees bent, feet on the floor."


@pytest.fixture
def engine():
    return EspeakEngine({})


@pytest.fixture
def pyttsx3_engine():
    one = pyttsx3.init(espeak_driver.register())
    # pyttsx3 hands out one engine again and again, with the settings of whoever had it last.
    for name, value in (("voice", "gmw/en"), ("rate", 175), ("volume", 1.0), ("pitch", 50)):
        one.setProperty(name, value)
    one.runAndWait()
    troubles = []
    listener = one.connect("error", lambda name, exception: troubles.append(exception))
    yield one, troubles
    one.disconnect(listener)


def _seconds(engine, utterance):
    raw = engine.synthesize(utterance)
    return len(raw.pcm) / raw.rate_hz


def _bytes(engine, utterance):
    return engine.synthesize(utterance).pcm.tobytes()


def test_it_speaks_through_pyttsx3(engine, say, monkeypatch):
    asked = []
    run = pyttsx3.engine.Engine.runAndWait
    monkeypatch.setattr(
        pyttsx3.engine.Engine, "runAndWait", lambda one: (asked.append(one.driver_name), run(one))
    )
    assert 3 < _seconds(engine, say(LINE)) < 4
    assert asked == [espeak_driver.NAME]


def test_the_same_text_is_the_same_bytes_whatever_came_before(engine, say):
    first = _bytes(engine, say(LINE))
    for other in (say("Whisper.", name="gmw/en+whisper"), say("Schnell", rate_wpm=300, pitch=90)):
        _bytes(engine, other)
        assert _bytes(engine, say(LINE)) == first
    whispered = say(LINE, name="gmw/en+whisper")
    assert _bytes(engine, whispered) == _bytes(engine, whispered) != first


@pytest.mark.parametrize("variant", ["f3", "whisper", "Reed"])
def test_breath_is_the_same_noise_in_every_second(engine, say, monkeypatch, variant):
    breathy = say(LINE, name=f"gmw/en+{variant}")
    first = _bytes(engine, breathy)
    # What else would rule it is the time of day, which no test waits for.
    monkeypatch.setattr(espeak_library, "_NOISE_SEED", 2)
    assert _bytes(engine, breathy) != first
    monkeypatch.undo()
    assert _bytes(engine, breathy) == first


def test_nothing_stays_loaded(engine, say):
    _bytes(engine, say(LINE))
    assert not is_loaded(espeak_driver.library_path())
    assert not engine.is_worn()
    with pytest.raises(EngineError):
        _bytes(engine, say(LINE, name="no-such"))
    assert not engine.is_worn()


@pytest.mark.parametrize("name", ["no-such", "gmw/en+nobody", "../gmw/en", ""])
def test_an_unknown_voice_is_an_error_never_another_voice(engine, say, name):
    with pytest.raises(EngineError, match="has no voice"):
        engine.synthesize(say(LINE, name=name))


def test_the_library_refuses_a_voice_too():
    manner = Manner("no-such", 140, 50, 1.0)
    with pytest.raises(EngineError, match='no voice "no-such"'):
        speak(LINE, manner, library=espeak_driver.library_path(), voices=voice_folder())


def test_a_folder_without_voices_is_an_error(tmp_path):
    manner = Manner("gmw/en", 140, 50, 1.0)
    with pytest.raises(EngineError, match="could not read its data"):
        speak(LINE, manner, library=espeak_driver.library_path(), voices=tmp_path)
    assert not is_loaded(espeak_driver.library_path())


@pytest.mark.parametrize(
    ("rate_wpm", "pitch"), [(10, 50), (79, 50), (450, 50), (1000, 50), (-5, 50), (140, 100)]
)
def test_a_value_that_would_be_bent_is_an_error(engine, say, rate_wpm, pitch):
    with pytest.raises(EngineError, match=r"(rate|pitch) is \d+ to \d+"):
        engine.synthesize(say(LINE, rate_wpm=rate_wpm, pitch=pitch))


def test_every_clip_has_the_rate_it_was_asked_for(engine, say):
    bands = {100: (4.6, 5.2), 175: (2.5, 2.8), 300: (1.3, 1.5)}
    for _ in range(30):
        for rate_wpm, (shortest, longest) in bands.items():
            assert shortest < _seconds(engine, say(LINE, rate_wpm=rate_wpm)) < longest


def test_the_whole_range_of_rates_gets_shorter(engine, say):
    rates = (80, 120, 160, 220, 300, 400, engine.abilities("gmw/en").fastest_wpm)
    seconds = [_seconds(engine, say(LINE, rate_wpm=rate)) for rate in rates]
    assert seconds == sorted(seconds, reverse=True)


def test_pitch_is_heard(engine, say):
    def pitch_hz(pitch):
        raw = engine.synthesize(say("aaaaah", pitch=pitch))
        middle = raw.pcm[2000:6000, 0].astype(float)
        likeness = np.correlate(middle, middle, "full")[len(middle) - 1 :]
        shortest = raw.rate_hz // 300
        return raw.rate_hz / (shortest + np.argmax(likeness[shortest : raw.rate_hz // 50]))

    assert pitch_hz(0) < pitch_hz(50) < pitch_hz(99)


@pytest.mark.parametrize("text", ["-f/etc/hostname", "--help", "-wx.wav", "-v en+f3"])
def test_a_leading_hyphen_is_no_option(engine, say, text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    bare = _seconds(engine, say(text.lstrip("-")))
    assert _seconds(engine, say(text)) == pytest.approx(bare, abs=0.5)
    assert list(tmp_path.iterdir()) == []


def test_brackets_are_no_phonemes(engine, say):
    spelt = _seconds(engine, say("[[h@l'oU]]"))
    assert spelt > 1.5 * _seconds(engine, say("hello"))


def test_markup_is_read_out_and_stops_nothing(engine, say):
    marked = _seconds(engine, say('Breathe in. <break time="9s"/> Breathe out.'))
    plain = _seconds(engine, say("Breathe in. less than break time 9s greater than Breathe out."))
    assert marked == pytest.approx(plain, abs=1.5)


@pytest.mark.parametrize(
    ("name", "unit", "count"),
    [
        ("gmw/en", "slowly", 60),
        ("gmw/en", "7", 120),
        ("gmw/en", "77 ", 100),
        ("sit/cmn", "慢慢地吸气", 80),
        ("jpx/ja", "呼吸", 100),
        ("zle/ru", "медленно", 60),
    ],
)
def test_nothing_of_a_long_run_is_swallowed(engine, say, name, unit, count):
    some = _seconds(engine, say(unit * 10, name=name)) / 10
    assert _seconds(engine, say(unit * count, name=name)) / count > 0.85 * some


def test_the_queue_keeps_each_text_with_the_properties_before_it(pyttsx3_engine):
    engine, troubles = pyttsx3_engine
    files = [io.BytesIO() for _ in range(6)]
    for index, file in enumerate(files):
        engine.setProperty("voice", "en-gb")
        engine.setProperty("rate", 100 if index % 2 else 300)
        engine.save_to_file(LINE, file)
    engine.runAndWait()
    assert troubles == []
    lengths = [len(file.getvalue()) for file in files]
    assert len({*lengths[::2]}) == len({*lengths[1::2]}) == 1
    assert lengths[1] > 3 * lengths[0]


def test_words_are_announced_with_their_times(pyttsx3_engine):
    engine, _ = pyttsx3_engine
    words = []
    listener = engine.connect(
        "started-word",
        lambda name, location, length, start_seconds: words.append(
            (LINE[location : location + length], start_seconds)
        ),
    )
    engine.setProperty("rate", 140)
    engine.save_to_file(LINE, io.BytesIO())
    engine.runAndWait()
    engine.disconnect(listener)
    assert [word for word, _ in words][:4] == ["Lie", "on", "your", "back"]
    times = [time for _, time in words]
    assert times == sorted(times)
    assert times[0] == 0
    assert 2.5 < times[-1] < 3.4


def test_a_file_is_written_where_it_was_asked_for(pyttsx3_engine, tmp_path):
    engine, troubles = pyttsx3_engine
    engine.save_to_file("Rest.", str(tmp_path / "rest.wav"))
    engine.runAndWait()
    with wave.open(str(tmp_path / "rest.wav")) as file:
        assert file.getframerate() == 22_050
        assert file.getnframes() > 5_000
    engine.save_to_file("Rest.", str(tmp_path / "nowhere" / "rest.wav"))
    engine.runAndWait()
    assert [type(trouble) for trouble in troubles] == [FileNotFoundError]


def test_what_the_driver_cannot_do_is_said(pyttsx3_engine):
    engine, troubles = pyttsx3_engine
    engine.say("aloud")
    engine.setProperty("colour", "blue")
    engine.setProperty("voice", "no-such")
    engine.runAndWait()
    assert [type(trouble) for trouble in troubles] == [EngineError, KeyError, EngineError]
    with pytest.raises(KeyError):
        engine.getProperty("colour")


def test_properties_can_be_read(pyttsx3_engine):
    engine, _ = pyttsx3_engine
    engine.setProperty("rate", 120)
    engine.runAndWait()
    assert engine.getProperty("rate") == 120
    voices = {voice.id: voice for voice in engine.getProperty("voices")}
    assert voices["gmw/en"].languages[0] == "en-GB"


def test_library_and_voices_come_from_the_wheel():
    assert espeak_driver.library_path().is_file()
    assert espeak_driver.library_path().parent == voice_folder().parent
    assert Path(os.path.commonpath([voice_folder(), pyttsx3.__file__])).name == "site-packages"
