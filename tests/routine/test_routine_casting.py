"""Who speaks which lines, and what is cued: which layer wins, and where it says so."""

from fractions import Fraction

import pytest
from routine_texts import VOICES, find_voice, resolve_text, routine_of

from audioguide.cueing import COUNTINGS, CountDirection, Cueing, Encouragement
from audioguide.roles import CAST_NAMES, ROLE_GROUPS, Role
from audioguide.routine.options import Options
from audioguide.source import SourceFile, Span, Spanned
from audioguide.syntax.config import Config
from audioguide.syntax.script import CueingSpec, Overrides, VoiceSpec

SPAN = Span.whole_file(SourceFile("config.yaml", ""))


def settings_of(text, **more):
    """The settings of a routine's first item."""
    return routine_of(text, **more).items[0].settings


def written(**layers):
    """A script with `voice` and `voices` of its head and of its only step."""
    head = [f"{key.removeprefix('head_')}: {value}" for key, value in layers.items() if "_" in key]
    step = [f"    {key}: {value}" for key, value in layers.items() if "_" not in key]
    return "\n".join([*head, "steps:", "  - say: Hello", *step])


def test_a_role_that_is_cast_has_its_voice_and_the_others_the_main_one():
    here = settings_of(written(voices="{count: de, breath: {pitch: 40}}"))
    assert here.voice_for(Role.COUNT).id == "espeak:de"
    assert here.voice_for(Role.BREATH).pitch == 40
    assert all(
        here.voice_for(role) == here.voice for role in Role if role not in (Role.COUNT, Role.BREATH)
    )


def test_nothing_cast_is_nothing_kept():
    assert settings_of("steps:\n  - say: Hello").voices == ()


def test_what_a_role_leaves_out_is_that_of_the_voice_that_holds_there():
    here = settings_of(
        written(
            head_voice="{name: ru, rate: 150 wpm, pitch: 45, level: -3 dB}",
            head_voices="{count: {level: -6 dB}, during: de}",
            voice="{rate: 120 wpm}",
        )
    )
    count, during = here.voice_for(Role.COUNT), here.voice_for(Role.DURING)
    assert (count.name, count.rate_wpm, count.pitch, count.level_db) == ("ru", 120, 45, -6.0)
    assert (during.name, during.rate_wpm, during.pitch, during.level_db) == ("de", 120, 45, -3.0)


def test_pace_is_in_the_rate_of_a_role_too():
    here = settings_of(f"pace: gentle\n{written(voices='{count: {rate: 200 wpm}}')}")
    assert (here.voice_for(Role.COUNT).rate_wpm, here.voice.rate_wpm) == (170, 119)


ROWS = [
    # head's voices, step's voices, step's voice, --voice, who counts
    ("{count: de}", "", "", None, "espeak:de"),
    ("{count: de}", "{count: ru}", "", None, "espeak:ru"),
    ("{count: de}", "{cues: ru}", "", None, "espeak:ru"),
    ("{cues: de}", "{count: ru}", "", None, "espeak:ru"),
    ("{cues: de, count: ru}", "", "", None, "espeak:ru"),
    ("{count: de}", "", "ru", None, "espeak:de"),
    ("{count: de}", "", "", "chorus:alto", "espeak:de"),
    ("{count: {rate: 150 wpm}}", "", "", "chorus:alto", "chorus:alto"),
    ("{count: {engine: chorus}}", "", "ru", None, "chorus:alto"),
    ("{count: {engine: chorus}}", "{count: alto}", "", None, "chorus:alto"),
    ("{count: {engine: chorus}}", "{count: {engine: espeak, name: de}}", "", None, "espeak:de"),
    ("{count: de}", "", "{engine: chorus}", None, "espeak:de"),
    ("", "{count: alto}", "{engine: chorus}", None, "chorus:alto"),
]


@pytest.mark.parametrize(("head", "step", "voice", "option", "expected"), ROWS)
def test_the_innermost_cast_wins_and_keeps_its_engine(head, step, voice, option, expected):
    layers = {"head_voices": head, "voices": step, "voice": voice}
    text = written(**{key: value for key, value in layers.items() if value})
    here = settings_of(text, options=Options(voice=option))
    assert here.voice_for(Role.COUNT).id == expected


def test_rate_on_the_command_line_is_the_main_voice_s():
    here = settings_of(
        written(voices="{count: {rate: 180 wpm}, say: de}"), options=Options(rate_wpm=100)
    )
    assert here.voice.rate_wpm == here.voice_for(Role.SAY).rate_wpm == 100
    assert here.voice_for(Role.COUNT).rate_wpm == 180


def test_a_configuration_casts_too():
    config = Config(Overrides(voices=(("count", VoiceSpec(name=Spanned("de", SPAN))),)))
    assert settings_of("steps:\n  - say: Hello", config=config).voice_for(Role.COUNT).name == "de"


@pytest.mark.parametrize("name", CAST_NAMES)
def test_each_name_casts_its_roles(name):
    here = settings_of(written(voices=f"{{{name}: de}}"))
    expected = ROLE_GROUPS.get(name, {name})
    assert {role for role in Role if here.voice_for(role).name == "de"} == set(expected)


def test_an_unknown_voice_of_a_role_is_an_error_at_its_place():
    routine, found = resolve_text(written(voices="{count: de, breath: en-gp}"))
    assert routine is None
    (problem,) = found
    assert (problem.code, problem.span.line, problem.span.column) == ("unknown-voice", 3, 33)
    assert problem.hint == 'did you mean "en-gb"?'


def test_an_unknown_engine_of_a_role_is_an_error_at_its_place():
    _, (problem,) = resolve_text(written(voices="{count: {engine: espaek}}"))
    assert (problem.code, problem.span.column) == ("unknown-voice", 30)


def test_a_rate_past_the_range_of_a_role_is_told():
    routine, found = resolve_text(f"pace: 2\n{written(voices='{count: {rate: 400 wpm}}')}")
    assert [one.code for one in found] == ["rate-clamped"]
    assert routine.items[0].settings.voice_for(Role.COUNT).rate_wpm == 450


def test_origins_say_who_cast_and_who_cued():
    text = written(
        head_voices="{count: {name: de, level: -3 dB}}",
        head_cueing="{counts: 5, time_left: [30s, 10s]}",
        cueing="{counts: auto, next: on, ready: 0s}",
    )
    rows = {(row.setting, row.value, row.origin) for row in routine_of(text).origins}
    assert {row for row in rows if "c" in row[0].split()[0] and " " in row[0]} == {
        ("count voice", "espeak:de", "script head"),
        ("count level", "-3 dB", "script head"),
        ("cueing counts", "5", "script head"),
        ("cueing counts", "auto", "step at a.yaml:4"),
        ("cueing time_left", "30 s, 10 s", "script head"),
        ("cueing next", "on", "step at a.yaml:4"),
        ("cueing ready", "off", "step at a.yaml:4"),
    }


def test_each_voice_is_looked_up_once_however_many_roles_have_it():
    asked = []

    def find(engine, name, language):
        asked.append(name)
        return find_voice(engine, name, language)

    routine_of(written(voices="{cues: de, say: de}"), find_voice=find)
    assert sorted(asked, key=str) == [None, "de"]
    assert "de" in VOICES["espeak"]


def test_every_key_of_cueing_is_inherited_on_its_own():
    text = """
cueing: {counts: auto, direction: down, chime_every: 30s, encourage: many}
steps:
  - section: A
    cueing: {time_left: [10s, 1min], ready: 5s}
    steps:
      - say: Hello
        cueing: {counts: off, chime_every: off, next: on}
  - say: Goodbye
"""
    hello, goodbye = (item.settings.cueing for item in routine_of(text).items)
    assert hello == Cueing(
        counts=COUNTINGS["off"],
        direction=CountDirection.DOWN,
        time_left_seconds=(Fraction(60), Fraction(10)),
        names_next=True,
        ready_seconds=Fraction(5),
        encouragement=Encouragement.MANY,
    )
    assert goodbye == Cueing(
        counts=COUNTINGS["auto"],
        direction=CountDirection.DOWN,
        chime_every_seconds=Fraction(30),
        encouragement=Encouragement.MANY,
    )


def test_a_script_beats_the_configuration_key_by_key():
    config = Config(
        Overrides(
            cueing=CueingSpec(
                names_next=Spanned(True, SPAN), ready_seconds=Spanned(Fraction(9), SPAN)
            )
        )
    )
    here = settings_of(f"cueing: {{ready: 2s}}\n{written()}", config=config).cueing
    assert here == Cueing(names_next=True, ready_seconds=Fraction(2))
