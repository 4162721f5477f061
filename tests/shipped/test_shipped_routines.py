"""The routines in `scripts/`, as a physiotherapist would look through them."""

import re
from fractions import Fraction
from functools import cache
from itertools import takewhile
from pathlib import Path

import pytest

from audioguide import compiler
from audioguide.compiler.front import resolve_script
from audioguide.diagnostics import render
from audioguide.disk import Disk
from audioguide.dose import Guidance, Reps
from audioguide.routine.options import Options
from audioguide.routine.routine import Breathe, Chime, Exercise, Rest, Say
from audioguide.sound.lengths import BUILT_IN_LENGTHS
from audioguide.syntax.breaths import parse_breathing
from audioguide.timeline.estimate import estimate
from audioguide.timeline.schedule import schedule
from audioguide.timeline.timeline import Speech
from audioguide.units import to_seconds

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
NAMES = sorted(path.stem for path in SCRIPTS.glob("*.yaml"))
PARTS = sorted(path.stem for path in (SCRIPTS / "parts").glob("*.yaml"))

EXERCISES = {
    "acute-relief": "knees-rocking lower-back-press childs-pose",
    "block-and-rock": "backblock knees-rocking backblock knees-rocking",
    "floor-back-stretches": (
        "lower-back-press seated-rock butterfly-fold butterfly-twist"
        " squat-stretch supine-knees-apart"
    ),
    "yoga-for-back-pain": (
        "pelvic-tilt knees-to-chest-rock lying-single-leg-twist cross-leg-seated-twist"
        " single-leg-hamstring straight-leg-seated-twist legs-up-the-wall"
    ),
    "back-mobility": (
        "upper-back-loosener doorway-stretch supported-upper-thoracic-extension pelvic-tilt"
        " flexion-in-lying repeated-extension-in-lying kneeling-lumbar-flexion back-over-pillow"
    ),
    "healing-flow": "cat-cow childs-pose sphinx supine-twist legs-up-the-wall",
    "morning-ten-minutes": "pelvic-tilt cat-cow back-twist",
    "desk-break-five-minutes": "upper-back-loosener back-arch",
    "evening-wind-down": "knees-to-chest-rock supine-twist supine-knees-apart",
    "breathing-practice": "",
    "full-hour": (
        "pelvic-tilt knees-rocking cat-cow childs-pose sphinx cross-leg-seated-twist"
        " single-leg-hamstring straight-leg-seated-twist legs-up-the-wall knees-to-chest-rock"
        " supine-twist supine-knees-apart"
    ),
}
"""The exercises of each routine, in order."""

MINUTES = {
    "acute-relief": (11, 15),
    "block-and-rock": (13, 17),
    "floor-back-stretches": (24, 30),
    "yoga-for-back-pain": (33, 38),
    "back-mobility": (26, 32),
    "healing-flow": (24, 30),
    "morning-ten-minutes": (9, 11),
    "desk-break-five-minutes": (4.5, 5.5),
    "evening-wind-down": (18, 22),
    "breathing-practice": (9, 11),
    "full-hour": (55, 65),
}
"""What each says of its own length, with the play that a voice needs."""

USUAL = Options()

SETTINGS = {
    **{f"guidance {one}": Options(guidance=one) for one in Guidance},
    **{f"pace {one}": Options(pace=Fraction(one)) for one in ("0.5", "0.85", "1.15", "2")},
    **{
        f"breath {one}": Options(breath=parse_breathing(one))
        for one in ("3-4", "5-7", "4-2-6-2", "from 4-4 to 5-7")
    },
    "rate 100 wpm": Options(rate_wpm=100),
}

SAFETY_WORDS = (
    "point of tension, and never into pain",
    "do not bounce",
    "do not force",
    "slowly and evenly, through your nose",
    "back or hip problem, or after an injury, see a health professional",
    "stop if the pain grows, or travels down a leg",
    "numbness, or loss of bladder or bowel control, needs urgent help",
)
CHECK_IN = "easier, the same, or worse"
LONGEST_WITHOUT_CHECK_IN_SECONDS = 15 * 60
NO_PROMISES = re.compile(
    r"\b(cure|cures|heals|guarantee|promise|pain-free|will fix)\b", re.IGNORECASE
)


@pytest.fixture(autouse=True)
def _no_user_configuration(monkeypatch, tmp_path):
    monkeypatch.setenv("AUDIOGUIDE_CONFIG_DIR", str(tmp_path))


@cache
def resolved(name, options=USUAL):
    return resolve_script(
        str(SCRIPTS / f"{name}.yaml"), options=options, pose_folders=(), disk=Disk()
    )


def timeline_of(name, options=USUAL):
    routine = resolved(name, options).routine
    assert routine is not None
    timeline, found = schedule(routine, measure=estimate, sound_lengths=BUILT_IN_LENGTHS)
    assert timeline is not None, "\n".join(render(one) for one in found)
    return timeline


def exercises(name):
    return [item for item in resolved(name).routine.items if isinstance(item, Exercise)]


def test_every_routine_is_described_here():
    assert sorted(EXERCISES) == sorted(MINUTES) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_routine_has_no_problem(name):
    found = compiler.check(str(SCRIPTS / f"{name}.yaml")).diagnostics
    assert not found, "\n".join(render(one) for one in found)


@pytest.mark.parametrize("name", PARTS)
def test_a_part_is_a_routine_too(name):
    found = compiler.check(str(SCRIPTS / "parts" / f"{name}.yaml")).diagnostics
    assert {one.code for one in found} <= {"no-safety-words"}


@pytest.mark.parametrize("name", NAMES)
def test_the_exercises_are_the_ones_of_its_source_in_order(name):
    assert [one.pose.id for one in exercises(name)] == EXERCISES[name].split()


@pytest.mark.parametrize("name", NAMES)
def test_all_safety_words_come_before_the_first_pose(name):
    items = takewhile(lambda item: not isinstance(item, Exercise), resolved(name).routine.items)
    said = " ".join(item.text.value for item in items if isinstance(item, Say)).lower()
    assert [words for words in SAFETY_WORDS if words not in said] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_length_is_what_it_says(name):
    shortest, longest = MINUTES[name]
    assert shortest <= to_seconds(timeline_of(name).length) / 60 <= longest


@pytest.mark.parametrize("name", NAMES)
def test_somebody_asks_how_it_goes_every_ten_minutes_or_so(name):
    timeline = timeline_of(name)
    asked = [
        event.start
        for event in timeline.events
        if isinstance(event, Speech) and CHECK_IN in event.utterance.text
    ]
    stretches = zip([0, *asked], [*asked, timeline.length], strict=True)
    longest = max(to_seconds(end - start) for start, end in stretches)
    assert longest <= LONGEST_WITHOUT_CHECK_IN_SECONDS


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_promised(name):
    timeline = timeline_of(name)
    spoken = [event.utterance.text for event in timeline.events if isinstance(event, Speech)]
    assert [text for text in spoken if NO_PROMISES.search(text)] == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("options", SETTINGS.values(), ids=SETTINGS)
def test_a_routine_fits_under_every_setting(name, options):
    timeline_of(name, options)


@pytest.mark.parametrize("name", [*NAMES, *(f"parts/{part}" for part in PARTS)])
def test_every_parameter_is_used(name):
    text = (SCRIPTS / f"{name}.yaml").read_text(encoding="utf-8")
    declared = re.search(r"^params:\n((?:  .*\n)+)", text, re.MULTILINE)
    names = re.findall(r"^  (\w+):", declared[1], re.MULTILINE) if declared else []
    assert [name for name in names if f"${{{name}}}" not in text] == []


@pytest.mark.parametrize("name", [*NAMES, *(f"parts/{part}" for part in PARTS)])
def test_an_editor_finds_the_schema(name):
    path = SCRIPTS / f"{name}.yaml"
    first = path.read_text(encoding="utf-8").splitlines()[0]
    schema = re.fullmatch(r"# yaml-language-server: \$schema=(.*)", first)[1]
    wanted = SCRIPTS.parent / "docs" / "schema" / "routine.schema.json"
    assert (path.parent / schema).resolve() == wanted


def test_the_breathing_practice_grows_slower_from_one_stage_to_the_next():
    items = resolved("breathing-practice").routine.items
    cycles = [
        item.settings.breath.first.cycle_seconds for item in items if isinstance(item, Breathe)
    ]
    assert cycles == sorted(set(cycles))
    assert all(4 <= 60 / cycle <= 15 for cycle in cycles)
    assert not any(item.settings.breath.first.hold_seconds for item in items)


def test_the_morning_does_not_bend_deeply_and_twists_last():
    loads = [{str(load) for load in one.pose.loads} for one in exercises("morning-ten-minutes")]
    assert not any({"deep-bend", "squat", "end-flexion"} & one for one in loads)
    assert ["twist" in one for one in loads] == [False, False, True]


def test_the_desk_break_stays_off_the_floor():
    positions = {str(one.pose.position) for one in exercises("desk-break-five-minutes")}
    assert positions <= {"seated", "standing"}


def test_the_evening_stays_on_the_back():
    assert {str(one.pose.position) for one in exercises("evening-wind-down")} == {"supine"}


def test_a_repeated_extension_is_never_held():
    found = [one for one in exercises("back-mobility") if one.pose.id.startswith("repeated")]
    assert len(found) == 1
    assert all(isinstance(dose, Reps) for one in found for _, dose in one.doses)


@pytest.mark.parametrize("name", NAMES)
def test_a_routine_begins_with_a_bell_and_a_greeting(name):
    first, second, *_ = resolved(name).routine.items
    assert isinstance(first, Chime)
    assert isinstance(second, Say)


@pytest.mark.parametrize("name", NAMES)
def test_a_routine_ends_in_rest(name):
    items = [item for item in resolved(name).routine.items if not isinstance(item, Say | Chime)]
    ending = takewhile(
        lambda item: (
            isinstance(item, Rest | Breathe) or (isinstance(item, Exercise) and item.pose.restful)
        ),
        reversed(items),
    )
    assert list(ending)
