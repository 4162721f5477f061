"""Voices are found by whatever people call them."""

import subprocess
import sys

import pytest

from audioguide.errors import EngineError
from audioguide.speech.engines.espeak_voices import default_voice, list_variants
from audioguide.speech.engines.table import Engines
from audioguide.speech.voices import find_voice, list_voices, near_voices

ENGINES = Engines()


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("en-gb", "gmw/en"),
        ("EN_GB", "gmw/en"),
        ("en", "gmw/en"),
        ("gmw/en", "gmw/en"),
        ("espeak:gmw/en", "gmw/en"),
        ("default:en-GB", "gmw/en"),
        ("English (Great Britain)", "gmw/en"),
        ("english  (america)", "gmw/en-US"),
        ("en-us", "gmw/en-US"),
        ("gmw/EN-us", "gmw/en-US"),
        ("en-gb+f3", "gmw/en+f3"),
        ("gmw/en+F3", "gmw/en+f3"),
        ("en-gb+female3", "gmw/en+f3"),
        ("en-us+mr SERIOUS", "gmw/en-US+Mr serious"),
        ("de", "gmw/de"),
        ("fr", "roa/fr"),
        ("pt-br", "roa/pt-BR"),
        ("no", "gmq/nb"),
    ],
)
@pytest.mark.parametrize("engine", ["espeak", "default"])
def test_a_voice_has_many_names(engine, name, found):
    voice = find_voice(ENGINES, engine, name, "fi")
    assert voice is not None
    assert (voice.engine, voice.name, voice.id) == ("espeak", found, f"espeak:{found}")


@pytest.mark.parametrize(
    "name", ["no-such", "en-gb+nobody", "+f3", "../gmw/en", "gmw", "!v/f3", "gmw/en+f3+f3", "fo"]
)
def test_what_is_no_voice_is_not_found(name):
    assert find_voice(ENGINES, "espeak", name, "en-GB") is None


def test_another_engine_has_none_of_these_voices():
    with pytest.raises(EngineError, match="ghost"):
        find_voice(ENGINES, "ghost", "en-gb", "en-GB")


def test_without_a_name_the_language_decides():
    assert find_voice(ENGINES, "espeak", None, "en-GB").id == "espeak:gmw/en"
    assert find_voice(ENGINES, "espeak", None, None) is None


@pytest.mark.parametrize(
    ("language", "found"),
    [
        ("en-GB", "gmw/en"),
        ("en", "gmw/en"),
        ("en-AU", "gmw/en"),
        ("en-US", "gmw/en-US"),
        ("de-AT", "gmw/de"),
        ("zh-Hans-CN", "sit/cmn"),
        ("nb_NO", "gmq/nb"),
    ],
)
def test_a_language_has_a_default_voice(language, found):
    assert default_voice(language).name == found


def test_a_language_nobody_speaks_has_none():
    assert default_voice("tlh-XX") is None or default_voice("tlh-XX").language.startswith("t")
    assert default_voice("xx") is None


def test_close_names_are_offered():
    assert near_voices(ENGINES, "espeak", "en-gbb")[0] == "gmw/en"
    assert near_voices(ENGINES, "espeak", "en-gb+f33") == ("gmw/en+f3",)
    assert near_voices(ENGINES, "espeak", "qqqqqqqq") == ()


def test_the_list_is_sorted_and_whole():
    voices = [one for one in list_voices(ENGINES) if one.engine == "espeak"]
    assert len({voice.id for voice in voices}) == len(voices) > 100
    assert [voice.name for voice in voices] == sorted(voice.name for voice in voices)
    english = next(voice for voice in voices if voice.name == "gmw/en")
    assert (english.language, english.title) == ("en-GB", "English (Great Britain)")
    assert not any("//" in voice.title for voice in list_voices(ENGINES))  # Comments of its files.
    assert (english.abilities.slowest_wpm, english.abilities.fastest_wpm) == (80, 449)
    assert {"f3", "m1", "whisper"} <= set(list_variants())


def test_variants_say_their_gender():
    assert find_voice(ENGINES, "espeak", "en-gb+f3", None).gender == "female"
    assert find_voice(ENGINES, "espeak", "en-gb+m1", None).gender == "male"


def test_looking_up_a_voice_is_light():
    code = (
        "import sys; from audioguide.speech.voices import find_voice; "
        "from audioguide.speech.engines.table import Engines; "
        "assert find_voice(Engines(), 'default', 'en-gb', None); "
        "heavy = {'numpy', 'ctypes', 'pyttsx3', 'espeakng_loader', 'importlib.metadata'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
