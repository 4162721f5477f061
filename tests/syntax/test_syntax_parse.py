"""What a well-written routine becomes."""

from fractions import Fraction

from audioguide.dose import (
    Breathing,
    BreathPattern,
    FlowSpec,
    Guidance,
    HoldSpec,
    RepsSpec,
    RhythmSpec,
    Side,
    SidedHoldSpec,
)
from audioguide.source import SourceFile
from audioguide.syntax.config import Config
from audioguide.syntax.config_file import parse_config
from audioguide.syntax.parse import parse_script
from audioguide.syntax.script import (
    BreatheStep,
    ChimeName,
    ClickStep,
    IncludeStep,
    PoseStep,
    RestStep,
    SayStep,
    SidesChoice,
)
from audioguide.text import Text

LONG = """\
audioguide: 1
title: {en: Morning, de: Morgen}
language: en-GB
voice: {engine: default, name: en-gb, rate: 140 wpm, pitch: 50, level: -3 dB}
pace: gentle
breath: 4-6
guidance: full
sounds: {start: bell.wav, end: {level: -6 dB}, halfway: {file: a.wav, level: 1 dB}}
params: {hold: 30s, who: friend}
steps:
  - say: "Good morning, ${who}."
    pause: 2s
  - section: Warm up
    pace: brisk
    steps:
      - pose: cat-cow
        flow: 8 rounds
      - repeat: 2
        rest: 15s
        steps:
          - pose: knees-rocking
            rhythm: 66 bpm
            for: 2min
            accent: 4
            ramp_to: 1.2 Hz
  - pose: single-leg-hamstring
    hold: ${hold}
    sides: [right, left]
    sets: 2
    rest: 0s
    settle: 8s
    transition: 10s
    variation: strap
    unequal: The left is stiffer.
    say: Gently.
    cues:
      - {at: halfway, say: Half.}
      - {at: -10s, say: Soon.}
  - rest: 20s
    say: Rest.
  - breathe: 6 breaths
  - click: 60 bpm
    beats: 60
  - chime: end
  - include: parts/end.yaml
    set: {hold: "${hold}"}
    voice: en-us
"""


def parsed(text, **parameters):
    script, diagnostics = parse_script(SourceFile("a.yaml", text), parameters=parameters)
    assert not diagnostics
    return script


def only_step(text, **parameters):
    (step,) = parsed(f"steps:\n{text}", **parameters).steps
    return step


def place(span):
    return span.line, span.column, span.end_line, span.end_column


def test_the_head():
    script = parsed(LONG)
    assert script.title.value == Text((("en", "Morning"), ("de", "Morgen")))
    assert script.language.value == "en-GB"
    voice = script.overrides.voice
    assert (voice.engine.value, voice.name.value) == ("default", "en-gb")
    assert (voice.rate_wpm.value, voice.pitch.value, voice.level_db.value) == (140, 50, -3.0)
    assert place(voice.rate_wpm.span) == (4, 45, 4, 52)
    assert script.overrides.pace.value == Fraction(85, 100)
    assert script.overrides.breath.value == Breathing.steady(
        BreathPattern(Fraction(4), Fraction(0), Fraction(6), Fraction(0))
    )
    assert script.overrides.guidance.value is Guidance.FULL
    assert script.parameter_names == ("hold", "who")
    sounds = dict(script.sounds)
    assert sounds["start"].file.value == "bell.wav"
    assert (sounds["end"].file, sounds["end"].level_db) == (None, -6.0)
    assert sounds["halfway"].level_db == 1.0


def test_the_steps():
    say, section, pose, rest, breathe, click, chime, include = parsed(LONG).steps
    assert isinstance(say, SayStep)
    assert (say.text.value, say.pause_seconds) == (Text.plain("Good morning, friend."), 2)
    assert section.title.value == Text.plain("Warm up")
    assert say.text.span.column == say.span.column + len("say: ")
    assert section.overrides.pace.value == Fraction(115, 100)
    flow, repeat = section.steps
    assert flow.dose.value == FlowSpec(n_rounds=8)
    assert (repeat.n_rounds, repeat.rest_seconds) == (2, 15)
    assert repeat.steps[0].dose.value == RhythmSpec(
        Fraction(66), seconds=Fraction(120), accent_every=4, ramp_to_bpm=Fraction(72)
    )
    assert isinstance(pose, PoseStep)
    assert pose.dose.value == HoldSpec(seconds=Fraction(30))
    assert pose.sides.value == (Side.RIGHT, Side.LEFT)
    assert (pose.n_sets.value, pose.rest_seconds.value) == (2, 0)
    assert (pose.settle_seconds, pose.transition_seconds) == (8, 10)
    assert (pose.variation.value, pose.unequal) == ("strap", "The left is stiffer.")
    assert pose.say.value == Text.plain("Gently.")
    assert [cue.at_seconds for cue in pose.cues] == [None, -10]
    assert isinstance(rest, RestStep)
    assert (rest.seconds, rest.say.value) == (20, Text.plain("Rest."))
    assert isinstance(breathe, BreatheStep)
    assert breathe.n_breaths == 6
    assert isinstance(click, ClickStep)
    assert (click.rate_bpm, click.n_beats, click.seconds) == (60, 60, None)
    assert chime.name is ChimeName.END
    assert isinstance(include, IncludeStep)
    assert include.path.value == "parts/end.yaml"
    assert [(name, value.value) for name, value in include.parameters] == [("hold", "30s")]
    assert include.overrides.voice.name.value == "en-us"


def test_a_step_remembers_where_it_was_written():
    script = parsed(LONG)
    assert place(script.steps[0].span) == (11, 5, 11, 33)
    assert place(script.steps[1].span) == (13, 5, 13, 21)
    pose = script.steps[2]
    assert place(pose.pose.span) == (26, 11, 26, 31)
    assert place(pose.dose.span) == (27, 11, 27, 18)


def test_every_dose_key_remembers_its_place():
    step = only_step("- pose: x\n  reps: 4\n  work: 5s\n  release: 3s\n")
    assert step.dose.value == RepsSpec(4, Fraction(5), Fraction(3))
    assert {name: place(span) for name, span in step.dose_spans} == {
        "reps": (3, 9, 3, 10),
        "work": (4, 9, 4, 11),
        "release": (5, 12, 5, 14),
    }


def test_no_dose_is_the_pose_s_own():
    step = only_step("- pose: x\n")
    assert step.dose is None
    assert step.dose_spans == ()


def test_sides_may_hold_for_different_lengths():
    step = only_step("- pose: x\n  hold: {right: 30s, left: 5 breaths}\n  sides: alternate\n")
    assert step.dose.value == SidedHoldSpec(
        left=HoldSpec(n_breaths=5), right=HoldSpec(seconds=Fraction(30))
    )
    assert step.sides.value is SidesChoice.ALTERNATE


def test_words_that_yaml_would_take_for_something_else_are_words():
    assert only_step("- say: no\n").text.value == Text.plain("no")
    assert only_step("- say: 1:30\n").text.value == Text.plain("1:30")
    assert only_step("- say: 2024-01-01\n").text.value == Text.plain("2024-01-01")
    assert only_step("- say: ~\n").text.value == Text.plain("~")
    assert only_step("- say: {no: Hei.}\n").text.value == Text((("no", "Hei."),))


def test_a_block_text_is_one_line():
    assert only_step("- say: >\n    Breathe in,\n    and out.\n").text.value == Text.plain(
        "Breathe in, and out."
    )


def test_given_parameters_win_over_defaults():
    text = "params: {hold: 30s, who: you}\nsteps:\n- say: ${who}\n- rest: ${hold}\n"
    script = parsed(text, hold="1min", more="unused")
    assert script.steps[0].text.value == Text.plain("you")
    assert script.steps[1].seconds == 60
    assert script.parameter_names == ("hold", "who")


def test_a_given_parameter_that_no_default_names_is_filled_in():
    assert only_step("- rest: ${hold}\n", hold="45s").seconds == 45


def test_what_is_filled_in_is_not_filled_in_again():
    assert only_step("- say: ${a}\n", a="${b}", b="x").text.value == Text.plain("${b}")


def test_a_parameter_may_be_part_of_a_scalar():
    assert only_step("- rest: ${n}0s\n", n="3").seconds == 30


def test_a_wrong_script_has_no_value():
    script, diagnostics = parse_script(
        SourceFile("a.yaml", "steps:\n- say: Hello.\n- rest: 30\n"), parameters={}
    )
    assert script is None
    assert len(diagnostics) == 1


def test_diagnostics_come_from_top_to_bottom():
    text = "titel: a\nsteps:\n- rest: 30\n- pose: x\n  hold: 1s\n  hold: 2s\n- rest: 20\n"
    _, diagnostics = parse_script(SourceFile("a.yaml", text), parameters={})
    assert [diagnostic.span.line for diagnostic in diagnostics] == [1, 3, 6, 7]


def test_a_configuration():
    text = "voice: en-us\nlanguage: de\nsounds: {start: a.wav}\nposes: [mine, ../ours]\n"
    config, diagnostics = parse_config(SourceFile("config.yaml", text))
    assert not diagnostics
    assert config.overrides.voice.name.value == "en-us"
    assert config.language.value == "de"
    assert [folder.value for folder in config.pose_folders] == ["mine", "../ours"]
    assert dict(config.sounds)["start"].file.value == "a.wav"


def test_an_empty_configuration_says_nothing():
    assert parse_config(SourceFile("config.yaml", "# nothing\n")) == (Config(), ())
