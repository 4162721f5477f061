"""Whole routines: what comes out of small scripts, and what includes bring in."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from routine_texts import Outcome, resolve_text, routine_of

from audioguide.dose import Flow, Reps, Rhythm, SecondsHold, Side
from audioguide.routine.checks import advise
from audioguide.routine.length import dose_seconds
from audioguide.routine.routine import Exercise, Routine
from audioguide.source import SourceFile, Span, Spanned
from audioguide.syntax.config import Config
from audioguide.syntax.script import SoundSpec


def dump(routine: Routine) -> str:
    """A routine as a person reads it, one item a line."""
    lines = [f"{routine.title} ({routine.language})"]
    for item in routine.items:
        chapter = "-" if item.chapter is None else routine.chapter_titles[item.chapter]
        lines.append(f"{item.span.line:2} [{chapter}] {_words(item)}")
    return "\n".join(lines)


def _words(item) -> str:
    if not isinstance(item, Exercise):
        parts = [type(item).__name__.lower()]
        for field in ("seconds", "n_breaths", "rate_bpm", "n_beats", "name", "text"):
            value = getattr(item, field, None)
            plain = value.value if isinstance(value, Spanned) else value
            parts += [] if value is None else [f"{field}={plain}"]
        return " ".join(parts)
    doses = ", ".join(f"{side or 'both'}: {_dose(dose)}" for side, dose in item.doses)
    marks = " alternating" if item.alternating else ""
    return f"{item.pose.id} {item.n_sets}x ({doses}){marks}"


def _dose(dose) -> str:
    return f"{type(dose).__name__} {float(dose_seconds(dose)):g}s"


def test_a_small_routine():
    text = """\
title: Small
steps:
  - say: Hello.
  - section: Warm up
    steps:
      - pose: rock
      - section: Deeper
        steps:
          - pose: wave
            flow: 25s
  - repeat: 2
    rest: 15s
    steps:
      - pose: twist
        sides: [right, left]
        sets: 2
        rest: 5s
  - pose: turn
    sides: alternate
  - rest: 20s
    say: Rest.
  - breathe: 3 breaths
  - click: 60 bpm
    beats: 10
  - chime: end
"""
    assert (
        dump(routine_of(text))
        == """\
Small (en-GB)
 3 [-] say text=Hello.
 6 [Warm up] rock 1x (both: Rhythm 60s)
 9 [Deeper] wave 1x (both: Flow 20s)
14 [Deeper] twist 2x (right: BreathsHold 50s, left: BreathsHold 50s)
11 [Deeper] rest seconds=15
14 [Deeper] twist 2x (right: BreathsHold 50s, left: BreathsHold 50s)
18 [Deeper] turn 1x (both: Reps 24s) alternating
20 [Deeper] rest seconds=20 text=Rest.
22 [Deeper] breathe n_breaths=3
23 [Deeper] click rate_bpm=60 n_beats=10
25 [Deeper] chime name=end"""
    )


def _exercise(step: str) -> Exercise:
    (item,) = routine_of(f"steps:\n  - {step}").items
    assert isinstance(item, Exercise)
    return item


def test_what_a_step_leaves_out_is_the_pose_s_own():
    assert _exercise("{pose: rock, rhythm: 70 bpm}").doses[0][1] == Rhythm(
        Fraction(70), Fraction(60), None, 4, None
    )
    assert _exercise("{pose: turn, reps: 2, work: 5s}").doses[0][1] == Reps(
        2, Fraction(5), Fraction(3)
    )


def test_a_flow_by_time_has_whole_rounds_only():
    dose = _exercise("{pose: wave, flow: 2min, breath: 5-6}").doses[0][1]
    assert isinstance(dose, Flow)
    assert dose.n_rounds == 10
    assert dose_seconds(dose) == 110


def test_the_title_is_the_file_s_name_where_there_is_none():
    assert routine_of("steps:\n  - say: Hello", path="some/morning.yaml").title == "morning"


def test_settling_and_transition_are_the_step_s():
    exercise = _exercise("{pose: twist, settle: 3s, transition: 4s}")
    assert (exercise.settle_seconds, exercise.transition_seconds) == (3, 4)
    exercise = _exercise("{pose: twist}")
    assert (exercise.settle_seconds, exercise.transition_seconds) == (None, None)


def test_a_variation_keeps_the_rest_of_the_pose():
    pose = _exercise("{pose: twist, variation: straight}").pose
    assert pose.id == "twist"
    assert "Straighten" in str(pose.enter[0].text)


def test_the_place_of_an_exercise_is_its_name():
    span = _exercise("{pose: twist}").span
    assert (span.line, span.column) == (2, 12)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("title: '{a}'\nsteps:\n  - rest: 2s", (1, 8)),
        ("steps:\n  - say: '{a}'", (2, 10)),
        ("steps:\n  - rest: 2s\n    say: '{a}'", (3, 10)),
        ("steps:\n  - section: '{a}'\n    steps:\n      - rest: 2s", (2, 14)),
    ],
)
def test_a_wrong_text_is_told_at_the_text(text: str, place: tuple[int, int]):
    routine, (found,) = resolve_text(text)
    assert routine is None
    assert (found.code, found.span.line, found.span.column) == ("unknown-placeholder", *place)


@given(st.integers(1, 10), st.sampled_from(["both", "[left, right]", "[right, left]"]))
def test_both_sides_get_the_same(n_breaths: int, sides: str):
    exercise = _exercise(f"{{pose: twist, hold: {n_breaths} breaths, sides: {sides}}}")
    (first, dose), (second, other) = exercise.doses
    assert dose == other
    assert {first, second} == set(Side)


@given(
    st.integers(1, 8),
    st.integers(100, 1000),
    st.integers(3000, 60_000),
)
def test_gentler_than_the_pose_s_own_dose_always_passes(n_reps: int, work: int, release: int):
    _exercise(f"{{pose: press-up, reps: {n_reps}, work: {work}ms, release: {release}ms}}")


@given(st.integers(1, 10), st.integers(2001, 60_000))
def test_a_longer_press_never_passes(n_reps: int, work: int):
    text = f"steps:\n  - {{pose: press-up, reps: {n_reps}, work: {work}ms}}"
    routine, (found,) = resolve_text(text)
    assert routine is None
    assert found.code == "outside-limits"
    assert found.hint == "Never held, never hurried."


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(2, 10_000), min_size=5, max_size=12))
def test_nested_repeats_are_refused_or_short(rounds: list[int]):
    lines = ["steps:"]
    for depth, n_rounds in enumerate(rounds):
        margin = "  " * (2 * depth + 1)
        lines += [f"{margin}- repeat: {n_rounds}", f"{margin}  steps:"]
    lines.append("  " * (2 * len(rounds) + 1) + "- rest: 1h")
    routine, diagnostics = resolve_text("\n".join(lines))
    assert routine is None
    assert [diagnostic.code for diagnostic in diagnostics] == ["too-long"]


class Folder:
    """Scripts in a folder of their own."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, **texts: str) -> None:
        for name, text in texts.items():
            (self._path / f"{name}.yaml").write_text(text, encoding="utf-8")

    def resolve(self, name: str, **settings) -> Outcome:
        path = self._path / f"{name}.yaml"
        return resolve_text(path.read_text(encoding="utf-8"), path=str(path), **settings)

    def found(self, name: str) -> list[tuple[str, int, str]]:
        _, diagnostics = self.resolve(name)
        return [(Path(d.span.file.path).stem, d.span.line, d.code) for d in diagnostics]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_an_include_brings_its_steps_and_nothing_else(folder: Folder):
    folder.write(
        top="breath: 4-8\nsteps:\n  - include: part.yaml\n    pace: gentle\n  - say: End",
        part="title: Part\nbreath: 2-2\npace: brisk\nsteps:\n  - breathe: 2 breaths\n  - say: Part",
    )
    routine, diagnostics = folder.resolve("top")
    assert diagnostics == ()
    assert routine is not None
    assert routine.title == "top"
    assert [type(item).__name__ for item in routine.items] == ["Breathe", "Say", "Say"]
    assert str(routine.items[0].settings.breath) == "4-8"
    assert [float(item.settings.pace) for item in routine.items] == [0.85, 0.85, 1.0]


def test_an_include_takes_parameters(folder: Folder):
    folder.write(
        top="steps:\n  - {include: part.yaml, set: {hold: 40s}}\n  - include: part.yaml",
        part="params: {hold: 20s}\nsteps:\n  - pose: lie-still\n    hold: ${hold}",
    )
    routine, _ = folder.resolve("top")
    assert routine is not None
    holds = [item.doses[0][1] for item in routine.items if isinstance(item, Exercise)]
    assert holds == [SecondsHold(Fraction(40)), SecondsHold(Fraction(20))]


def test_an_unknown_parameter_is_pointed_at(folder: Folder):
    folder.write(
        top="steps:\n  - include: part.yaml\n    set:\n      hodl: 40s",
        part="params: {hold: 20s}\nsteps:\n  - pose: lie-still\n    hold: ${hold}",
    )
    assert folder.found("top") == [("top", 4, "unknown-parameter")]


def test_a_mistake_in_an_included_file_is_said_once_and_there(folder: Folder):
    folder.write(
        top="steps:\n  - include: part.yaml\n  - include: part.yaml",
        part="steps:\n  - pose: rokc",
    )
    assert folder.found("top") == [("part", 2, "unknown-pose")]


def test_a_diamond_is_fine(folder: Folder):
    folder.write(
        top="steps:\n  - include: left.yaml\n  - include: right.yaml",
        left="steps:\n  - include: bottom.yaml",
        right="steps:\n  - include: bottom.yaml",
        bottom="steps:\n  - say: Hello",
    )
    routine, diagnostics = folder.resolve("top")
    assert diagnostics == ()
    assert routine is not None
    assert len(routine.items) == 2


def test_cycles_end(folder: Folder):
    folder.write(
        a="steps:\n  - include: b.yaml",
        b="steps:\n  - say: Hello\n  - include: c.yaml",
        c="steps:\n  - include: b.yaml",
        me="steps:\n  - include: me.yaml",
    )
    assert folder.found("a") == [("c", 2, "include-cycle")]
    assert folder.found("me") == [("me", 2, "include-cycle")]


def test_files_that_double_are_refused(folder: Folder):
    folder.write(f12="steps:\n  - say: Hello")
    for n in range(12):
        folder.write(**{f"f{n}": f"steps:\n  - include: f{n + 1}.yaml\n  - include: f{n + 1}.yaml"})
    assert [code for _, _, code in folder.found("f0")] == ["too-long"]


def test_a_missing_file_and_one_outside(folder: Folder):
    folder.write(top="steps:\n  - include: none.yaml\n  - include: ../a.yaml\n  - say: Hello")
    assert folder.found("top") == [("top", 2, "include-missing"), ("top", 3, "include-outside")]


def test_sounds_are_taken_from_the_script_s_folder(folder: Folder, tmp_path: Path):
    (tmp_path / "bell.wav").write_bytes(b"")
    folder.write(
        good="sounds: {start: bell.wav, end: {level: -6 dB}}\nsteps:\n  - say: Hello",
        bad="sounds:\n  start: ../bell.wav\n  end: none.wav\nsteps:\n  - say: Hello",
    )
    routine, diagnostics = folder.resolve("good")
    assert diagnostics == ()
    assert routine is not None
    assert [(one.name, one.path, one.level_db) for one in routine.sounds] == [
        ("start", str(tmp_path / "bell.wav"), 0.0),
        ("end", None, -6.0),
    ]
    assert folder.found("bad") == [("bad", 2, "sound-outside"), ("bad", 3, "sound-missing")]


def test_names_that_the_system_cannot_look_up_are_missing(folder: Folder):
    name = "a" * 300
    folder.write(top=f"sounds: {{start: {name}.wav}}\nsteps:\n  - include: {name}.yaml")
    assert folder.found("top") == [("top", 3, "include-missing"), ("top", 1, "sound-missing")]


def test_the_user_s_own_sounds_may_lie_anywhere(folder: Folder, tmp_path: Path):
    (tmp_path / "bell.wav").write_bytes(b"")
    (tmp_path / "conf").mkdir()
    span = Span.whole_file(SourceFile(str(tmp_path / "conf" / "config.yaml"), ""))
    sound = SoundSpec(Spanned("../bell.wav", span), None, span)
    config = Config(sounds=(("start", sound), ("end", sound)))
    folder.write(top="sounds: {end: {level: -3 dB}}\nsteps:\n  - say: Hello")
    routine, diagnostics = folder.resolve("top", config=config)
    assert diagnostics == ()
    assert routine is not None
    start, end = routine.sounds
    assert start.path is not None
    assert Path(start.path).samefile(tmp_path / "bell.wav")
    assert (end.path, end.level_db) == (None, -3.0)


def test_advice_is_given_once_for_a_place():
    text = "steps:\n  - repeat: 50\n    steps:\n      - pose: curl\n      - pose: wave"
    codes = [diagnostic.code for diagnostic in advise(routine_of(text))]
    assert sorted(codes) == ["follow-with", "no-final-rest", "no-safety-words"]
