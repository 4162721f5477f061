"""The voices of Windows and macOS, by a driver that stands in for theirs."""

import sys

import fake_system
import numpy as np
import pytest
from hostile_program import RATE_HZ, tone, wav

from audioguide.errors import EngineError
from audioguide.speech.engines import system, system_voices
from audioguide.speech.engines.contract import NothingToSpeakError
from audioguide.speech.engines.sound_file import read_any
from audioguide.speech.engines.system import DRIVERS, SystemEngine
from audioguide.speech.engines.system_voices import listed_voices


@pytest.fixture
def engine():
    return fake_system.FakeSystemEngine({})


@pytest.fixture
def line(say):
    return lambda text: say(text, engine="system", name="com.example.voice.Ann")


@pytest.fixture
def heard(monkeypatch):
    """The texts that the driver was given."""
    texts = []
    # The one that pyttsx3 finds: whoever collects doctests may have imported the file once more.
    driver = sys.modules[f"pyttsx3.drivers.{fake_system.NAME}"].FakeDriver
    save = driver.save_to_file
    monkeypatch.setattr(
        driver,
        "save_to_file",
        lambda self, text, name: (texts.append(text), save(self, text, name)),
    )
    return texts


@pytest.mark.skipif(sys.platform in DRIVERS, reason="this system has voices")
def test_elsewhere_the_built_in_voice_is_pointed_to():
    engine = SystemEngine({})
    assert "Windows and macOS alone" in engine.missing().reason
    assert "espeak voice needs nothing" in engine.missing().remedy
    with pytest.raises(EngineError, match="Windows and macOS alone"):
        engine.voices()


@pytest.mark.parametrize("platform", DRIVERS)
def test_a_system_without_its_package_says_how_to_get_it(monkeypatch, platform):
    monkeypatch.setattr(SystemEngine, "driver", DRIVERS[platform])
    monkeypatch.setattr(system, "find_spec", lambda name: None)
    missing = SystemEngine({}).missing()
    assert DRIVERS[platform].needs in missing.reason
    assert "pip install" in missing.remedy
    monkeypatch.setattr(system, "find_spec", lambda name: object())
    assert SystemEngine({}).missing() is None


def test_there_is_nothing_to_set():
    with pytest.raises(EngineError, match=r"engines\.system\.rate"):
        SystemEngine({"rate": "3"})


def test_voices_are_listed_as_the_drivers_of_both_systems_describe_them(engine):
    by_name = {voice.name: voice for voice in engine.voices()}
    ann = by_name["com.example.voice.Ann"]
    ben = by_name[r"HKEY\Tokens\TTS_BEN_11.0"]
    assert (ann.title, ann.languages, ann.gender) == ("Ann", ("en-GB",), "female")
    assert (ben.title, ben.languages, ben.gender) == ("Ben Desktop - English", ("en",), "male")
    assert (by_name["odd"].languages, by_name["odd"].gender) == ((), None)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("ann", "com.example.voice.Ann"),
        ("COM.example.voice.ann", "com.example.voice.Ann"),
        ("Ben Desktop", r"HKEY\Tokens\TTS_BEN_11.0"),
        ("ben desktop - english", r"HKEY\Tokens\TTS_BEN_11.0"),
        ("TTS_BEN_11.0", r"HKEY\Tokens\TTS_BEN_11.0"),
    ],
)
def test_a_voice_has_the_names_that_people_know(engine, name, found):
    assert engine.find(name, None).name == found


def test_close_names_are_those_that_people_see(engine):
    assert engine.near("An") == ("Ann",)


def test_the_driver_stays_out_of_this_process(engine, monkeypatch):
    listed_voices.cache_clear()
    monkeypatch.setattr(fake_system.FakeDriver, "__init__", None)
    assert len(engine.voices()) == 3


def test_a_driver_that_lists_nothing_is_an_error():
    with pytest.raises(EngineError, match=r"voices cannot be listed: .*no_such_driver"):
        listed_voices("fake_system", "no_such_driver")


def test_a_driver_that_hangs_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(system_voices, "LISTING_SECONDS", 0.3)
    monkeypatch.setattr(system_voices, "_BOOT", "import time; time.sleep(60)")
    with pytest.raises(EngineError, match=r"did not list its voices within 0\.3 s"):
        listed_voices("fake_system", "hangs")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<speak>breathe</speak> in", "speak breathe /speak in"),
        ("breathe [[slnc 5000]] in", "breathe slnc 5000 in"),
        ("[breathe] in", "[breathe] in"),
    ],
)
def test_markup_is_no_command(engine, line, heard, text, said):
    engine.synthesize(line(text))
    assert heard == [said]


def test_markup_alone_is_nothing(engine, line):
    with pytest.raises(NothingToSpeakError):
        engine.synthesize(line("<>"))


def test_an_unknown_voice_is_never_another(engine, say):
    with pytest.raises(EngineError, match=r'has no voice "com\.example\.voice\.Bob"'):
        engine.synthesize(say("Hello.", engine="system", name="com.example.voice.Bob"))


def test_each_clip_has_a_process_of_its_own(engine):
    assert engine.is_worn()


def test_aiff_and_wav_are_the_same_sound():
    pcm = tone("Breathe in.")
    of_wav, of_aiff = read_any(wav(pcm)), read_any(fake_system.aiff(pcm))
    assert of_wav.rate_hz == of_aiff.rate_hz == RATE_HZ
    assert np.array_equal(of_wav.pcm[:, 0] / np.float32(1 << 15), of_aiff.pcm[:, 0])


@pytest.mark.parametrize("share", [0.0001, 0.01, 0.5, 0.999])
def test_half_an_aiff_is_an_error(share):
    whole = fake_system.aiff(tone("Breathe in."))
    with pytest.raises(EngineError):
        read_any(whole[: int(len(whole) * share)])
