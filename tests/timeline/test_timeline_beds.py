"""Beds on the timeline: where they begin and end, how they cross, and what they leave alone."""

import json
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from msgspec.structs import replace
from routines import SOUNDS, VOICE, exercise, measure, of, planned, routine, settings, span, words

from audioguide.dose import SecondsHold, Side
from audioguide.routine.routine import Bed, Rest, Say
from audioguide.timeline.awake import KEEP_AWAKE
from audioguide.timeline.beds import CLEAR_DB
from audioguide.timeline.json_form import dumps
from audioguide.timeline.schedule import schedule
from audioguide.timeline.text_form import render
from audioguide.timeline.timeline import Bed as BedEvent
from audioguide.timeline.timeline import Speech
from audioguide.units import to_samples


def bed(name="rain", *, fade=3, **changes):
    values = {
        "name": name,
        "path": None,
        "gain_db": 0.0,
        "duck_db": 8.0,
        "attack_seconds": Fraction(1, 2),
        "release_seconds": Fraction(3, 2),
        "fade_seconds": Fraction(fade),
    }
    return Bed(**values | changes)


def rest(seconds, under=None):
    return Rest(Fraction(seconds), None, False, settings(bed=under), None, span())


def say(text="Never into pain.", under=None, **changes):
    return Say(words(text), None, settings(bed=under, **changes), None, span())


def beds(timeline):
    return of(timeline, BedEvent)


RAIN, WAVES = bed(), bed("waves")


def test_a_bed_in_the_head_covers_the_whole_track():
    timeline = planned(say(under=RAIN), rest(10, RAIN), settings=settings(bed=RAIN))
    (only,) = beds(timeline)
    assert (only.start, only.end) == (0, timeline.length)
    assert only.fade_in == only.fade_out == to_samples(3)


def test_a_bed_changes_nothing_else():
    plain = planned(say(), rest(10), exercise(SecondsHold(Fraction(30))))
    under = settings(bed=RAIN)
    items = [say(under=RAIN), rest(10, RAIN), exercise(SecondsHold(Fraction(30)), settings=under)]
    timeline = planned(*items, settings=under)
    assert timeline.length == plain.length
    assert tuple(one for one in timeline.events if not isinstance(one, BedEvent)) == plain.events


def test_a_bed_of_items_lasts_from_the_first_to_the_next_without():
    timeline = planned(rest(20), rest(10, RAIN), rest(5, RAIN), rest(20), settings=settings())
    (only,) = beds(timeline)
    assert only.start == to_samples(1) + to_samples(20)
    assert only.end - only.start == to_samples(15)


def test_the_first_item_s_bed_begins_with_the_track():
    (first, *_) = beds(planned(rest(20, RAIN), settings=settings()))
    assert first.start == 0


def test_beds_that_meet_cross_without_a_hole():
    timeline = planned(rest(20, RAIN), rest(20, WAVES), settings=settings(bed=RAIN))
    one, other, last = beds(timeline)
    meets = to_samples(21)
    assert (one.name, other.name, last.name) == ("rain", "waves", "rain")
    assert (one.end + other.start) // 2 == meets
    assert one.end - other.start == one.fade_out == other.fade_in == to_samples(3)
    assert last.end == timeline.length


def test_none_inside_switches_it_off():
    timeline = planned(rest(20, RAIN), rest(20), rest(20, RAIN), settings=settings(bed=RAIN))
    one, other = beds(timeline)
    assert one.end == to_samples(21)
    assert other.start == to_samples(41)


bed_rows = st.lists(
    st.tuples(
        st.integers(1, 30),
        st.sampled_from([None, RAIN, WAVES, bed(fade=0), bed("drone", fade=20)]),
    ),
    min_size=1,
    max_size=7,
)


@hypothesis_settings(max_examples=60, deadline=None)
@given(bed_rows, st.sampled_from([None, RAIN]))
def test_fades_fit_and_only_neighbours_cross(rows, head):
    items = [rest(seconds, under) for seconds, under in rows]
    timeline = planned(*items, settings=settings(bed=head))
    found = beds(timeline)
    for one in found:
        assert 0 <= one.start < one.end <= timeline.length
        assert one.fade_in > 0
        assert one.fade_in + one.fade_out <= one.end - one.start
    for one, other in pairwise(found):
        if one.end > other.start:
            assert one.end - other.start == one.fade_out == other.fade_in
        assert one.end <= other.start + other.fade_in
    for one, after_next in zip(found, found[2:], strict=False):
        assert one.end <= after_next.start


@pytest.mark.parametrize(
    ("gain_db", "level_db", "duck_db"), [(6, 0, 13.5), (0, -6, 13.5), (-9, 0, 8)]
)
def test_words_stay_clear_of_a_bed_that_is_loud_or_a_voice_that_is_soft(gain_db, level_db, duck_db):
    loud = bed(gain_db=float(gain_db))
    voice = replace(VOICE, level_db=float(level_db))
    timeline = planned(say(under=loud, voice=voice), rest(9, loud), settings=settings(bed=loud))
    (only,) = beds(timeline)
    assert only.duck_db == duck_db == max(8.0, gain_db - level_db + CLEAR_DB)
    codes = [one.code for one in timeline.notes]
    assert codes == (["bed-ducked"] if duck_db > 8 else [])


def test_where_nothing_is_said_nothing_is_asked_of_a_bed():
    loud = bed(gain_db=12.0)
    (only,) = beds(planned(rest(30, loud), settings=settings(bed=loud)))
    assert only.duck_db == 8.0


def test_in_the_file_and_on_the_screen():
    timeline = planned(say(under=RAIN), settings=settings(bed=RAIN))
    rows = json.loads(dumps(timeline))["events"]
    (row,) = [one for one in rows if one["kind"] == "bed"]
    assert row | {"source": None, "end": 0} == {
        "kind": "bed",
        "name": "rain",
        "start": 0,
        "end": 0,
        "file": None,
        "gain": 0.0,
        "duck": 8.0,
        "attack": 22_050,
        "release": 66_150,
        "fade_in": 132_300,
        "fade_out": 132_300,
        "move": None,
        "side": None,
        "source": None,
    }
    assert "rain until" in render(timeline)


def test_a_bed_stands_last_of_what_begins_together():
    timeline = planned(rest(5), say(under=RAIN), settings=settings())
    starts = [type(one).__name__ for one in timeline.events if one.start == to_samples(6)]
    assert starts == ["Speech", "Bed"]


def test_long_silences_are_kept_awake_and_short_ones_are_not():
    timeline = planned(say(), rest(60), say(), rest(8), say(), keep_awake=True)
    (only,) = beds(timeline)
    assert only.name == KEEP_AWAKE
    first, second, *_ = of(timeline, Speech)
    assert first.end < only.start < only.end < second.start
    assert only.end - only.start > to_samples(58)
    assert len(of(planned(say(), rest(60), say()), BedEvent)) == 0


def test_a_bed_leaves_nothing_to_be_kept_awake():
    timeline = planned(rest(60, RAIN), settings=settings(bed=RAIN), keep_awake=True)
    assert [one.name for one in beds(timeline)] == ["rain"]


def test_lines_with_a_side_move_to_it_as_far_as_is_asked():
    def pans(pan):
        own = settings(pan=pan)
        sided = exercise(
            (Side.LEFT, SecondsHold(Fraction(30))),
            (Side.RIGHT, SecondsHold(Fraction(30))),
            settings=own,
        )
        timeline = planned(say(pan=pan), sided, settings=own)
        return {(one.side, one.pan) for one in of(timeline, Speech)}, dumps(timeline)

    found, text = pans(Fraction(2, 5))
    assert found == {(None, 0), (Side.LEFT, Fraction(-2, 5)), (Side.RIGHT, Fraction(2, 5))}
    assert '"pan": -0.4' in text
    found, text = pans(Fraction(0))
    assert {pan for _, pan in found} == {0}
    assert '"pan"' not in text


def test_an_estimate_has_its_beds_too():
    made = routine(say(under=RAIN), settings=settings(bed=RAIN))
    timeline, _ = schedule(made, measure=measure, sound_lengths=SOUNDS, estimated=True)
    assert beds(timeline)
