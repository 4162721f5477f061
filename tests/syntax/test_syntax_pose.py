"""What a well-written pose file becomes."""

from fractions import Fraction

from audioguide.dose import BreathPhase, DoseKind, FlowSpec, HoldSpec
from audioguide.source import SourceFile
from audioguide.syntax.pose import Limit, Load, Position, Prop, Range
from audioguide.syntax.pose_file import parse_pose
from audioguide.text import Text

WAVE = """\
name: {en: Wave, de: Welle}
also: [the wave]
position: all-fours
props: [mat]
sides: each
side_means: The hand in front.
restful: false
moving: true
loads: [gentle, twist]
dose: {flow: 6 rounds}
breath: 5-5
limits:
  allow: [flow, hold]
  flow: {from: 2 rounds, to: 10 rounds}
  hold: {to: 2min}
  breaths: {to: 12 breaths}
  because: Wrists want a rest.
enter:
  - Come on to all fours.
  - {say: Spread your fingers., then: 5s}
  - {en: Breathe., de: Atme.}
  - {say: {en: Look down., de: Schau nach unten.}, then: 1.5s}
switch: [Turn round.]
centre: [Come back to flat.]
leave: [Sit down.]
short: Wave.
during: [Softly.]
phases:
  - {breath: inhale, say: Inhale and arch., short: Arch.}
  - {breath: exhale, say: Exhale and round.}
  - {breath: inhale, say: Inhale again.}
  - {breath: exhale, say: Exhale again.}
breaths_per_round: 2
exit: {breath: inhale, say: And up.}
work: [Press.]
release: [Let go.]
cautions: [Take care of your wrists.]
follow_with: [childs-pose]
settle: 6s
transition: 9s
variations:
  fists:
    name: Wave on fists
    position: kneeling
    props: []
    enter: [Make fists.]
source: Ours.
"""

LEAST = "name: Still\nposition: supine\ndose: {hold: 8 breaths}\nenter: [Lie down.]\n"


def parsed(text, pose_id="wave"):
    pose, diagnostics = parse_pose(SourceFile("poses/wave.yaml", text), pose_id=pose_id)
    assert not diagnostics
    return pose


def told(text, pose_id="wave"):
    pose, diagnostics = parse_pose(SourceFile("poses/wave.yaml", text), pose_id=pose_id)
    assert pose is None
    return [diagnostic.code for diagnostic in diagnostics]


def test_facts():
    pose = parsed(WAVE)
    assert (pose.id, pose.path) == ("wave", "poses/wave.yaml")
    assert pose.name.in_language("de") == "Welle"
    assert pose.also == ("the wave",)
    assert pose.position is Position.ALL_FOURS
    assert pose.props == (Prop.MAT,)
    assert pose.sided
    assert pose.side_means == Text.plain("The hand in front.")
    assert (pose.restful, pose.moving) == (False, True)
    assert pose.loads == {Load.GENTLE, Load.TWIST}
    assert pose.dose == FlowSpec(n_rounds=6)
    assert str(pose.breath) == "5-5"
    assert (pose.settle_seconds, pose.transition_seconds) == (6, 9)
    assert pose.follow_with == ("childs-pose",)
    assert pose.source_note == "Ours."


def test_limits():
    limits = parsed(WAVE).limits
    assert limits.allow == {DoseKind.FLOW, DoseKind.HOLD}
    assert dict(limits.ranges) == {
        Limit.ROUNDS: Range(Fraction(2), Fraction(10)),
        Limit.HOLD: Range(None, Fraction(120)),
        Limit.BREATHS: Range(None, Fraction(12)),
    }
    assert limits.because == Text.plain("Wrists want a rest.")


def test_lines():
    pose = parsed(WAVE)
    assert [line.then_seconds for line in pose.enter] == [None, 5, None, Fraction(3, 2)]
    assert [line.text.in_language("de") for line in pose.enter][2:] == [
        "Atme.",
        "Schau nach unten.",
    ]
    assert (pose.enter[1].span.line, pose.enter[1].span.column) == (20, 11)
    spoken = (pose.switch, pose.centre, pose.leave, pose.during, pose.work, pose.release)
    assert all(len(lines) == 1 for lines in (*spoken, pose.cautions))
    assert pose.short == Text.plain("Wave.")


def test_a_round():
    pose = parsed(WAVE)
    assert pose.breaths_per_round == 2
    assert [phase.breath for phase in pose.phases] == [BreathPhase.INHALE, BreathPhase.EXHALE] * 2
    assert [phase.short for phase in pose.phases[:2]] == [Text.plain("Arch."), None]
    assert pose.exit_inhale
    assert pose.exit_line == Text.plain("And up.")


def test_an_exit_may_be_one_word():
    pose = parsed(WAVE.replace("exit: {breath: inhale, say: And up.}", "exit: inhale"))
    assert pose.exit_inhale
    assert pose.exit_line is None


def test_a_variation_is_a_whole_pose():
    pose = parsed(WAVE)
    varied = pose.variation("fists")
    assert varied.name == Text.plain("Wave on fists")
    assert varied.position is Position.KNEELING
    assert varied.props == ()
    assert [line.text for line in varied.enter] == [Text.plain("Make fists.")]
    assert (varied.id, varied.phases, varied.limits) == (pose.id, pose.phases, pose.limits)
    assert varied.variations == ()
    assert pose.variation("feet") is None


def test_what_is_not_said_has_a_default():
    pose = parsed(LEAST)
    assert pose.dose == HoldSpec(n_breaths=8)
    assert not pose.sided
    assert not pose.restful
    assert not pose.exit_inhale
    assert pose.breaths_per_round == 1
    assert pose.limits.ranges == ()
    assert pose.limits.allow == {DoseKind.HOLD}


def test_without_allow_its_own_dose_and_those_bounded_are_allowed():
    pose = parsed(LEAST + "limits: {rhythm: {to: 80 bpm}}\n")
    assert pose.limits.allow == {DoseKind.HOLD, DoseKind.RHYTHM}


def test_a_name_that_no_file_should_have():
    assert told(LEAST, pose_id="My Pose") == ["bad-name"]


def test_a_variation_is_held_against_the_round_too():
    text = WAVE + "    phases: [{breath: inhale, say: In.}]\n"
    text = text.replace("source: Ours.\n", "").replace("    enter: [Make fists.]\n", "")
    assert told(text) == ["bad-phases"]
