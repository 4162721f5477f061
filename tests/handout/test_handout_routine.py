"""From a routine to its hand-out: what stands on the sheet, and in whose words."""

import re
from html import unescape
from itertools import pairwise

import pytest

import audioguide
from audioguide.compiler.contents import contents_of
from audioguide.compiler.handout import handout_of
from audioguide.figure import mirrored
from audioguide.handout.handout import Entry, Row
from audioguide.handout.html import html
from audioguide.handout.qr import MOST_BYTES
from audioguide.library.load import load_phrases
from audioguide.roles import Role
from audioguide.routine.routine import Exercise
from audioguide.syntax.pose import Prop
from audioguide.timeline.timeline import Speech
from audioguide.units import format_whole_seconds, to_milliseconds

LANGUAGES = ("en", "de", "es", "fr", "hi")
CLOCK = re.compile(r"\d+(:\d\d)+")
ADDRESS = "https://example.org/back/#track=a"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("AUDIOGUIDE_CONFIG_DIR", str(tmp_path / "config"))
    return tmp_path


def planned(script, **options):
    done = audioguide.plan(script, options=options)
    assert done.timeline is not None, done.diagnostics
    return done.timeline, done.routine


def sheet(script, *, address=None, **options):
    timeline, routine = planned(script, **options)
    return handout_of(timeline, routine, contents_of(timeline, routine), address=address)


@pytest.fixture
def sheet_of(home):
    def make(steps, *, head="", address=None, **options):
        path = home / "a.yaml"
        path.write_text(f"title: Mine\nguidance: short\n{head}\nsteps:\n{steps}", "utf-8")
        return sheet(path, address=address, **options)

    return make


def items(handout):
    return [item for part in handout.parts for item in part.items]


def entries(handout):
    return [item for item in items(handout) if isinstance(item, Entry)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["full-hour", "acute-relief"])
def test_every_pose_with_its_spoken_dose_and_all_its_cautions(name, language):
    timeline, routine = planned(name, language=language)
    made = handout_of(timeline, routine, contents_of(timeline, routine), address=None)
    shown = {entry.name: entry for entry in entries(made)}
    said = [
        event.utterance.text
        for event in timeline.events
        if isinstance(event, Speech) and event.role is Role.ANNOUNCE
    ]
    for item in routine.items:
        if isinstance(item, Exercise):
            entry = shown[item.pose.name.in_language(routine.language)]
            assert any(entry.name in line and entry.doses[0] in line for line in said)
            assert len(entry.cautions) == len(item.pose.cautions)
            assert entry.how
    page = unescape(html(made))
    assert "{" not in "".join(line for entry in shown.values() for line in entry.how)
    assert all(entry.name in page for entry in shown.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_safety_words_stand_at_the_top(language):
    timeline, routine = planned("full-hour", language=language)
    made = handout_of(timeline, routine, contents_of(timeline, routine), address=None)
    of_file = [
        item.text.value
        for item in routine.items
        if "safety-words" in item.span.file.path and hasattr(item.text, "value")
    ]
    assert set(of_file[1:]) <= set(made.care)


def test_without_words_of_safety_ours_stand_there(sheet_of):
    made = sheet_of("  - say: Hello.\n  - pose: cat-cow\n    flow: 3 rounds\n  - say: Pain.\n")
    assert made.care[0] == "Move only to the point of tension, and never into pain."
    assert any("urgent help" in line for line in made.care)


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_often_is_what_the_author_says(language):
    made = sheet("floor-back-stretches", language=language)
    assert len(made.often) == 2
    assert all(line in unescape(html(made)) for line in made.often)
    for name in ("full-hour", "yoga-for-back-pain", "morning-ten-minutes"):
        assert sheet(name, language=language).often == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_things_to_have_at_hand_are_the_props_of_all_poses(language):
    timeline, routine = planned("full-hour", language=language)
    made = handout_of(timeline, routine, contents_of(timeline, routine), address=None)
    used = {
        prop for item in routine.items if isinstance(item, Exercise) for prop in item.pose.props
    }
    assert len(used) > 2
    assert set(made.needs) == {routine.phrases.say(f"prop_{prop}") for prop in used}
    assert all(thing in html(made) for thing in made.needs)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_thing_and_line_has_words(language):
    phrases = load_phrases(language)
    assert len({phrases.say(f"prop_{prop}") for prop in Prop}) == len(Prop)
    assert len(phrases.items("handout_care")) == 3


def test_without_things_no_line_asks_for_them(sheet_of):
    made = sheet_of("  - pose: neck-twist\n")
    assert made.needs == ()
    assert made.labels.needs not in html(made)
    assert made.labels.often not in html(made)


def test_what_else_the_author_says_is_left_out(sheet_of):
    made = sheet_of(
        "  - say: Hello you.\n  - rest: 1s\n  - say: Never into pain.\n  - say: Nor too fast.\n"
        "  - pose: cat-cow\n    flow: 3 rounds\n    say: Think of the sea.\n"
    )
    assert made.care == ("Never into pain.", "Nor too fast.")
    assert "Hello" not in html(made)
    assert "sea" not in html(made)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["acute-relief", "yoga-for-back-pain"])
def test_a_line_that_names_the_routine_is_no_word_of_safety(name, language):
    made = sheet(name, language=language)
    assert made.care[0] == sheet("full-hour", language=language).care[0]
    assert not any(made.title.casefold() in line.casefold() for line in made.care)


def test_a_pose_that_comes_again_is_a_line_with_its_number(sheet_of):
    made = sheet_of(
        "  - repeat: 2\n    rest: 20s\n    steps:\n"
        "      - {pose: cat-cow, flow: 3 rounds}\n      - {pose: sphinx, hold: 3 breaths}\n"
        "  - {pose: cat-cow, flow: 4 rounds}\n"
    )
    found = items(made)
    assert [entry.number for entry in entries(made)] == [1, 2]
    rows = [item for item in found if isinstance(item, Row)]
    assert [(row.name, row.entry_number, row.dose) for row in rows] == [
        ("Rest", None, "20 seconds"),
        ("Cat and cow", 1, "3 rounds, on the breath"),
        ("Sphinx", 2, "3 breaths"),
        ("Cat and cow", 1, "4 rounds, on the breath"),
    ]


def test_times_are_those_of_the_track():
    timeline, routine = planned("full-hour")
    made = handout_of(timeline, routine, contents_of(timeline, routine), address=None)
    # Rounded down, as the page and the feed show them.
    starts = {format_whole_seconds(to_milliseconds(move.start)) for move in timeline.moves}
    shown = [CLOCK.search(item.starts_at)[0] for item in items(made) if item.starts_at]
    assert set(shown) <= starts
    seconds = [sum(60**k * int(n) for k, n in enumerate(one.split(":")[::-1])) for one in shown]
    assert all(before < after for before, after in pairwise(seconds))


def test_sides_have_words_and_a_drawing_that_agrees(sheet_of):
    made = sheet_of(
        "  - {pose: supine-twist, hold: 3 breaths, sides: right}\n"
        "  - {pose: single-leg-hamstring-stretch, hold: {left: 45s, right: 30s}}\n"
        "  - {pose: cross-legged-twist, hold: 3 breaths}\n"
        "  - {pose: supine-twist, hold: 3 breaths, sides: left}\n"
    )
    right, two, both, left = entries(made)
    assert right.doses == ("Right: 3 breaths",)
    assert left.doses == ("Left: 3 breaths",)
    assert right.figure == mirrored(left.figure)
    assert right.how != left.how
    assert two.doses == ("Left: Hold for 45 seconds", "Right: Hold for 30 seconds")
    assert both.doses == ("3 breaths, on each side",)


def test_notes_tell_the_rest_of_a_dose(sheet_of):
    made = sheet_of(
        "  - {pose: pelvic-tilt, reps: 4, work: 3s, release: 2s, sets: 2, rest: 20s}\n"
        "  - {pose: knees-rocking, rhythm: 63 bpm, for: 60s}\n"
    )
    tilt, rocking = entries(made)
    assert tilt.notes == (
        "Each time 3 seconds of work, then 2 seconds of rest",
        *("2 sets", "Rest between sets: 20 seconds", "At most: 16 times"),
    )
    assert rocking.notes == ("63 bpm", "At most: 3 minutes")


def test_breathing_alone_is_a_sheet_too(sheet_of):
    made = sheet_of("  - breathe: 6 breaths\n  - {click: 60 bpm, beats: 8}\n  - rest: 2s\n")
    assert items(made) == [
        Row("Breathing", "from 0:01 on the track", "6 breaths"),
        Row("With the click", items(made)[1].starts_at, "On the click, 8 times"),
    ]
    assert html(made)
    assert made.care


def test_nothing_to_do_is_a_sheet_too(sheet_of):
    made = sheet_of("  - say: Hello.\n")
    assert made.parts == ()
    assert made.code.text == "Mine"
    assert html(made)


def test_the_code_has_the_address_of_the_track(sheet_of):
    made = sheet_of("  - {pose: cat-cow, flow: 3 rounds}\n", address=ADDRESS)
    assert (made.code.text, made.code.address) == (ADDRESS, ADDRESS)
    assert made.code.caption == "Scan to listen"


@pytest.mark.parametrize("address", [None, f"https://example.org/{'a' * MOST_BYTES}/"])
def test_else_the_code_has_the_doses(sheet_of, address):
    made = sheet_of("  - {pose: cat-cow, flow: 3 rounds}\n  - rest: 10s\n", address=address)
    assert made.code.text == "Mine\n1. Cat and cow: 3 rounds, on the breath\nRest: 10 seconds"
    assert made.code.address is None
    assert "phone" in made.code.caption


def test_who_made_it(sheet_of):
    assert sheet_of("  - rest: 10s\n").made_by is None
    made = sheet_of("  - rest: 10s\n", head="tags: {artist: Ruth}")
    assert made.made_by == "From Ruth"


def test_a_long_routine_of_many_poses(sheet_of):
    names = ("cat-cow", "sphinx", "supine-twist", "childs-pose", "pelvic-tilt")
    steps = "".join(f"  - pose: {names[k % 5]}\n  - rest: 60s\n" for k in range(80))
    made = sheet_of(steps)
    assert len(entries(made)) == len(names)
    assert len(items(made)) == 160
    assert len(made.code.text.encode()) <= MOST_BYTES
    assert made.code.text.endswith("…")
    assert len(html(made)) < 200_000


@pytest.mark.parametrize("title", ["<script>alert(1)</script>", "x" * 300, "مرحبا 🧘", "पीठ"])
def test_hostile_titles(home, title):
    path = home / "a.yaml"
    path.write_text(f"title: {title!r}\nsteps:\n  - section: {title!r}\n    steps: [rest: 10s]\n")
    made = sheet(path)
    assert made.title == made.parts[0].title == title
    assert "<script" not in html(made)
