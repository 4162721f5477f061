"""What a well-written pose file becomes."""

from fractions import Fraction

from audioguide.dose import BreathPhase, DoseKind, FlowSpec, HoldSpec
from audioguide.figure import LimbName, Point, View
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


SITTING = """\
name: Sitting
position: seated
dose: {hold: 30s}
enter: [Sit.]
figure:
  view: front
  head: [0, 60]
  neck: [0, 50]
  hips: [0, 16]
  left_arm: {elbow: [14, 31], hand: [20, 15]}
  right_arm: {shoulder: [-9, 44], elbow: [-14, 29], hand: [-18, 15]}
  left_leg: {knee: [26, 11], ankle: [3, 4], toe: [-8, 3]}
  right_leg: {knee: [-26, 11], ankle: [-4, 8], toe: [6, 7]}
  moves_to: {neck: [0, 49], left_arm: {hand: [22, 18]}}
variations:
  taller: {name: Sitting taller}
  lying: {position: supine}
  held: {figure: {view: side, head: [-1, 49], neck: [0, 39], hips: [5, 6],
    near_arm: {elbow: [6, 17], hand: [22, 8]},
    near_leg: {knee: [29, 5], ankle: [53, 4.2], toe: [56, 14.5]}}}
"""


def sitting():
    pose, diagnostics = parse_pose(SourceFile("poses/sitting.yaml", SITTING), pose_id="sitting")
    assert not diagnostics
    return pose


def test_a_limb_begins_where_it_usually_does_or_where_it_says():
    limbs = {one.name: one for one in sitting().figure.posture.limbs}
    assert limbs[LimbName.LEFT_ARM].root == Point(10, 45.5)
    assert limbs[LimbName.RIGHT_ARM].root == Point(-9, 44)
    assert limbs[LimbName.RIGHT_LEG].root == Point(-5, 16)


def test_the_other_end_of_a_movement_keeps_what_does_not_move():
    figure = sitting().figure
    here, there = figure.posture, figure.moves_to
    assert (there.head, there.hips) == (here.head, here.hips)
    assert there.neck == Point(0, 49)
    limbs = {one.name: one for one in there.limbs}
    left = limbs[LimbName.LEFT_ARM]
    assert (left.middle, left.end) == (Point(14, 31), Point(22, 18))
    assert limbs[LimbName.RIGHT_LEG] in here.limbs


def test_a_variation_has_the_drawing_of_its_pose_or_its_own():
    pose = sitting()
    assert pose.variation("taller").figure == pose.figure
    assert pose.variation("held").figure.view is View.SIDE


def test_a_variation_in_another_position_has_no_drawing_but_its_own():
    assert sitting().variation("lying").figure is None
