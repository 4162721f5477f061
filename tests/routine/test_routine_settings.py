"""Which value of a setting wins, and where it says that it came from."""

from fractions import Fraction
from itertools import chain, combinations

import pytest
from routine_texts import VOICES, resolve_text, routine_of

from audioguide.dose import Breathing, BreathPattern, BreathsHold, Guidance
from audioguide.errors import UsageError
from audioguide.routine.options import Options
from audioguide.routine.routine import Exercise, Routine, Say
from audioguide.source import SourceFile, Span, Spanned
from audioguide.syntax.config import Config
from audioguide.syntax.script import Overrides, VoiceSpec

CONFIG_SPAN = Span.whole_file(SourceFile("config.yaml", ""))

LAYERS = ("command line", "step", "outer", "head", "config")
WORDS = {
    "pace": ("1.1", "1.2", "1.3", "1.4", "1.5"),
    "breath": ("4-7", "4-8", "4-9", "5-6", "5-7"),
    "guidance": ("silent", "bells", "short", "full", "bells"),
    "rate": ("100", "110", "120", "130", "150"),
}
DEFAULTS = {"pace": "1", "breath": "4-6", "guidance": "full", "rate": "140"}


def _subsets() -> list[frozenset[str]]:
    sizes = (combinations(LAYERS, size) for size in range(len(LAYERS) + 1))
    return [frozenset(subset) for subset in chain.from_iterable(sizes)]


def _breath(text: str) -> Breathing:
    inhale, exhale = text.split("-")
    pattern = BreathPattern(Fraction(inhale), Fraction(0), Fraction(exhale), Fraction(0))
    return Breathing.steady(pattern)


def _key(setting: str, word: str) -> str:
    return f"voice: {{rate: {word} wpm}}" if setting == "rate" else f"{setting}: {word}"


def _options(setting: str, word: str) -> Options:
    match setting:
        case "pace":
            return Options(pace=Fraction(word))
        case "breath":
            return Options(breath=_breath(word))
        case "guidance":
            return Options(guidance=Guidance(word))
    return Options(rate_wpm=int(word))


def _config(setting: str, word: str) -> Config:
    match setting:
        case "pace":
            return Config(Overrides(pace=Spanned(Fraction(word), CONFIG_SPAN)))
        case "breath":
            return Config(Overrides(breath=Spanned(_breath(word), CONFIG_SPAN)))
        case "guidance":
            return Config(Overrides(guidance=Spanned(Guidance(word), CONFIG_SPAN)))
    return Config(Overrides(voice=VoiceSpec(rate_wpm=Spanned(int(word), CONFIG_SPAN))))


def _compile(setting: str, written: frozenset[str]) -> Routine:
    words = dict(zip(LAYERS, WORDS[setting], strict=True))
    keys = {layer: _key(setting, word) for layer, word in words.items() if layer in written}
    lines = [
        keys.get("head", "title: A"),
        "steps:",
        "  - section: A",
        *(f"    {keys[layer]}" for layer in ("outer",) if layer in keys),
        "    steps:",
        "      - say: Hello",
        *(f"        {keys[layer]}" for layer in ("step",) if layer in keys),
    ]
    return routine_of(
        "\n".join(lines),
        options=_options(setting, words["command line"])
        if "command line" in written
        else Options(),
        config=_config(setting, words["config"]) if "config" in written else Config(),
    )


def _value(routine: Routine, setting: str) -> str:
    settings = routine.items[0].settings
    match setting:
        case "pace":
            return f"{float(settings.pace):g}"
        case "breath":
            return str(settings.breath)
        case "guidance":
            return str(settings.guidance)
    return str(settings.voice.rate_wpm)


@pytest.mark.parametrize("setting", WORDS)
@pytest.mark.parametrize("written", _subsets(), ids=lambda subset: "+".join(sorted(subset)) or "-")
def test_the_strongest_layer_wins(setting: str, written: frozenset[str]):
    words = dict(zip(LAYERS, WORDS[setting], strict=True))
    strongest = next((layer for layer in LAYERS if layer in written), None)
    expected = words[strongest] if strongest else DEFAULTS[setting]
    assert _value(_compile(setting, written), setting) == expected


def _twist_breath(text: str, **settings) -> str:
    exercise = routine_of(text, **settings).items[-1]
    assert isinstance(exercise, Exercise)
    dose = exercise.doses[0][1]
    assert isinstance(dose, BreathsHold)
    assert dose.breath == exercise.settings.breath
    return str(dose.breath)


def test_a_pose_s_breath_is_weaker_than_all_but_the_default():
    step = "steps:\n  - pose: twist"
    assert _twist_breath(step) == "5-5"
    assert _twist_breath(step, config=_config("breath", "4-9")) == "4-9"
    assert _twist_breath(f"breath: 4-8\n{step}") == "4-8"
    assert _twist_breath(f"{step}\n    breath: 4-7") == "4-7"
    assert _twist_breath(step, options=_options("breath", "6-6")) == "6-6"


def test_the_breath_of_a_pose_stays_with_the_pose():
    routine = routine_of("steps:\n  - pose: twist\n  - breathe: 3 breaths")
    assert [str(item.settings.breath) for item in routine.items] == ["5-5", "4-6"]


def test_a_setting_ends_with_its_step():
    routine = routine_of(
        """
steps:
  - section: A
    pace: gentle
    steps:
      - say: One
      - say: Two
        pace: brisk
  - say: Three
"""
    )
    paces = [float(item.settings.pace) for item in routine.items]
    assert paces == [0.85, 1.15, 1.0]


def test_pace_is_in_the_rate():
    routine = routine_of("pace: gentle\nvoice: {rate: 150 wpm}\nsteps:\n  - say: Hello")
    assert routine.settings.voice.rate_wpm == 128  # 127.5, half up


VOICE_ROWS = [
    ("", "", None, "espeak:en-gb"),
    ("{name: ru}", "", None, "espeak:ru"),
    ("{name: ru}", "{name: de}", None, "espeak:de"),
    ("{engine: chorus, name: alto}", "", None, "chorus:alto"),
    ("{engine: chorus}", "", None, "chorus:alto"),
    ("{engine: espeak, name: ru}", "{engine: chorus}", None, "chorus:alto"),
    ("{engine: chorus}", "{name: alto}", None, "chorus:alto"),
    ("{engine: chorus, name: alto}", "{engine: default}", None, "espeak:en-gb"),
    ("{name: ru}", "{name: en-gb}", "de", "espeak:de"),
    ("{name: ru}", "{name: en-gb}", "chorus:alto", "chorus:alto"),
    ("{name: ru}", "{name: en-gb}", "chorus:", "chorus:alto"),
]


@pytest.mark.parametrize(("head", "step", "option", "expected"), VOICE_ROWS)
def test_an_engine_is_never_asked_for_another_one_s_voice(head, step, option, expected):
    lines = [f"voice: {head}"] if head else []
    lines += ["steps:", "  - say: Hello"] + ([f"    voice: {step}"] if step else [])
    routine = routine_of("\n".join(lines), options=Options(voice=option))
    assert routine.items[0].settings.voice.id == expected


def test_a_voice_follows_the_language():
    routine = routine_of("language: de\nsteps:\n  - say: Hallo", options=Options(language="en-GB"))
    assert routine.language == "en-GB"
    assert routine.settings.voice.name == "en-gb"


@pytest.mark.parametrize("voice", ["nobody", "nothing:alto", "espeak:alto"])
def test_a_wrong_voice_on_the_command_line_is_wrong_usage(voice: str):
    with pytest.raises(UsageError, match="--voice"):
        resolve_text("steps:\n  - say: Hello", options=Options(voice=voice))


def test_a_wrong_language_on_the_command_line_is_wrong_usage():
    with pytest.raises(UsageError, match=r"--language: .*; there are some for: de, en"):
        resolve_text("steps:\n  - say: Hello", options=Options(language="xx"))


def test_a_language_without_cue_phrases_is_told_the_others():
    routine, (found,) = resolve_text("language: xx\nsteps:\n  - say: Hello")
    assert routine is None
    assert found.code == "unknown-language"
    assert found.hint == "there are some for: de, en, es, fr, hi"


def test_an_unknown_parameter_on_the_command_line_is_wrong_usage():
    text = "params: {hold: 30s}\nsteps:\n  - pose: lie-still\n    hold: ${hold}"
    routine = routine_of(text, options=Options(parameters=(("hold", "40s"),)))
    assert isinstance(routine.items[0], Exercise)
    with pytest.raises(UsageError, match=r"hodl.*did you mean .hold"):
        resolve_text(text, options=Options(parameters=(("hodl", "40s"),)))


def test_each_voice_is_looked_up_once():
    asked = []

    def find(engine: str, name: str | None, language: str):
        from routine_texts import find_voice

        asked.append((engine, name, language))
        return find_voice(engine, name, language)

    text = "steps:\n  - say: A\n  - say: B\n    pace: gentle\n  - say: C\n    voice: {name: ru}"
    routine_of(text, find_voice=find)
    assert asked == [("espeak", None, "en-GB"), ("espeak", "ru", "en-GB")]
    assert "ru" in VOICES["espeak"]


def test_origins_say_which_layer_won():
    text = """
voice: {rate: 150 wpm}
breath: 4-8
steps:
  - say: Hello
    breath: 5-5
  - pose: wave
"""
    routine = routine_of(
        text, options=Options(pace=Fraction(1)), config=_config("guidance", "full")
    )
    rows = {(row.setting, row.value, row.origin) for row in routine.origins}
    assert rows == {
        ("language", "en-GB", "built-in default"),
        ("voice", "espeak:en-gb", "built-in default"),
        ("rate", "150 wpm", "script head"),
        ("pitch", "50", "built-in default"),
        ("level", "0 dB", "built-in default"),
        ("pace", "1", "command line"),
        ("breath", "4-8", "script head"),
        ("breath", "5-5", "step at a.yaml:5"),
        ("guidance", "full", "user configuration"),
    }


def test_the_origin_of_a_breath_may_be_the_pose():
    routine = routine_of("steps:\n  - pose: twist")
    assert ("5-5", "pose twist") in {(row.value, row.origin) for row in routine.origins}


def test_an_unknown_voice_says_what_is_near():
    _, (found,) = resolve_text("voice: {name: en-gp}\nsteps:\n  - say: Hello")
    assert found.hint == 'did you mean "en-gb"?'
    assert (found.span.line, found.span.column) == (1, 15)


def test_a_say_has_what_it_says():
    routine = routine_of("steps:\n  - say: Hello\n    pause: 2s")
    (item,) = routine.items
    assert isinstance(item, Say)
    assert (item.text.value, item.pause_seconds, item.chapter) == ("Hello", 2, None)
