"""Which numbers are said, when, and what is told where the voice is too slow for all of them."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from routines import (
    SOUNDS,
    VOICE,
    exercise,
    lines,
    measure,
    of,
    planned,
    pose,
    routine,
    said,
    settings,
    span,
)

from audioguide.cueing import COUNTINGS, CountDirection, Counting, Cueing
from audioguide.dose import Guidance, Reps, Rhythm, Side
from audioguide.roles import Role
from audioguide.routine.routine import Click, Cue
from audioguide.timeline.schedule import schedule
from audioguide.timeline.timeline import ClickBeat, Speech
from audioguide.units import to_samples

ALL = COUNTINGS["every"]
AUTO = COUNTINGS["auto"]
OFF = COUNTINGS["off"]
DOWN = CountDirection.DOWN
REPS = Reps(6, Fraction(4), Fraction(4))


def counting(counts, **more):
    """Settings with counts."""
    own = {key: more.pop(key) for key in ("direction",) if key in more}
    return settings(cueing=Cueing(counts=counts, **own), **more)


def rhythm(bpm, n_beats, **more):
    values = {"accent_every": None, "ramp_to_bpm": None, "seconds": None, **more}
    return Rhythm(Fraction(bpm), n_beats=n_beats, **values)


def clicks(bpm, n_beats, here, **more):
    """A metronome on its own, in which nothing else is said."""
    values = {"accent_every": None, "ramp_to_bpm": None, **more}
    return Click(
        Fraction(bpm),
        seconds=None,
        n_beats=n_beats,
        text=None,
        settings=here,
        chapter=None,
        span=span(3),
        **values,
    )


def slow(utterance):
    """Numbers last as espeak-ng says them at 120 wpm, about: a tenth for each digit and more."""
    text = utterance.text.rstrip(".")
    if not text.isdigit():
        return measure(utterance)
    seconds = Fraction(4, 10) + Fraction(4, 10) * (len(text) - 1)
    return to_samples(seconds if int(text) % 10 else seconds - Fraction(3, 10))


def laid(*items, measure=measure, **more):
    """The timeline and what is told."""
    timeline, found = schedule(routine(*items), measure=measure, sound_lengths=SOUNDS, **more)
    assert timeline is not None, found
    return timeline, found


def counted(timeline):
    """The numbers and how many beats lie at or before each."""
    beats = [beat.start for beat in of(timeline, ClickBeat)]
    return [
        (int(event.utterance.text.rstrip(".")), sum(beat <= event.start for beat in beats))
        for event in of(timeline, Speech, role=Role.COUNT)
    ]


def test_by_default_repetitions_are_counted_and_beats_are_not():
    plain = planned(exercise(REPS), exercise(rhythm(60, 8)))
    assert said(plain, "count") == [f"{n}." for n in range(1, 7)]
    named = settings(cueing=Cueing(counts=COUNTINGS["reps"]))
    asked = planned(exercise(REPS, settings=named), exercise(rhythm(60, 8), settings=named))
    assert [(e.start, e.end) for e in asked.events] == [(e.start, e.end) for e in plain.events]


def test_every_beat_is_counted_exactly_on_it():
    timeline = planned(clicks(60, 30, counting(ALL)))
    starts = {beat.start for beat in of(timeline, ClickBeat)}
    assert counted(timeline) == [(n, n) for n in range(1, 31)]
    assert all(event.start in starts for event in of(timeline, Speech, role=Role.COUNT))


def test_a_metronome_on_its_own_is_counted_too():
    timeline = planned(clicks(60, 8, counting(ALL), accent_every=4))
    assert counted(timeline) == [(n, n) for n in range(1, 9)]
    assert [beat.accent for beat in of(timeline, ClickBeat)] == [True, False, False, False] * 2


def test_every_fifth():
    timeline = planned(clicks(60, 23, counting(Counting(5, 5))))
    assert counted(timeline) == [(5, 5), (10, 10), (15, 15), (20, 20)]


def test_down_counts_what_is_still_to_do():
    timeline = planned(exercise(rhythm(60, 12), settings=counting(ALL, direction=DOWN)))
    assert counted(timeline) == [(12 - k, k + 1) for k in range(12)]
    fives = counting(Counting(5, 5), direction=DOWN)
    assert counted(planned(exercise(rhythm(60, 12), settings=fives))) == [(10, 3), (5, 8)]


def test_numbers_stay_right_under_a_ramp():
    ramped = rhythm(40, 40, ramp_to_bpm=Fraction(90))
    timeline, _ = laid(exercise(ramped, settings=counting(AUTO)), measure=slow)
    numbers = counted(timeline)
    assert numbers
    assert all(number == beats for number, beats in numbers)
    starts = {beat.start for beat in of(timeline, ClickBeat)}
    assert all(event.start in starts for event in of(timeline, Speech, role=Role.COUNT))


def test_a_ramp_is_judged_by_its_quickest_beats():
    quick = rhythm(40, 40, ramp_to_bpm=Fraction(90))
    even = rhythm(40, 40)
    told = [
        laid(exercise(dose, settings=counting(AUTO)), measure=slow)[1] for dose in (even, quick)
    ]
    assert [[one.code for one in found] for found in told] == [[], ["count-thinned"]]


def test_numbers_of_a_dose_that_changes_sides_have_the_side_of_their_beat():
    both = exercise(rhythm(60, 6), pose=pose(sided=True), alternating=True, settings=counting(ALL))
    sides = [event.side for event in of(planned(both), Speech, role=Role.COUNT)]
    assert sides == [Side.LEFT, Side.RIGHT] * 3


@pytest.mark.parametrize(
    ("bpm", "step"),
    # A number of two digits lasts 0.8 s, with two tenths of air; a whole ten 0.5 s.
    [(55, 1), (60, 1), (61, 2), (100, 2), (120, 2), (121, 5), (240, 5), (301, 10)],
)
def test_as_many_are_counted_as_the_voice_can_say(bpm, step):
    timeline, found = laid(exercise(rhythm(bpm, 40), settings=counting(AUTO)), measure=slow)
    numbers = [number for number, _ in counted(timeline)]
    by_step = list(range(step, 41, step))
    # Reminders and the words near the end take places of their own.
    assert set(numbers) <= set(by_step)
    assert numbers[0] == by_step[0]
    assert [one.code for one in found] == (["count-thinned"] if step > 1 else [])


def test_what_is_told_has_the_reason():
    _, (told,) = laid(exercise(rhythm(66, 132), settings=counting(AUTO)), measure=slow)
    assert told.severity == "note"
    assert told.span == span(3)
    assert told.message == (
        'every 2nd beat is counted: "132" takes 1.20 s, and there are 0.91 s for it'
    )


def test_where_no_number_fits_none_is_said_and_it_is_told():
    def endless(utterance):
        return to_samples(11) if utterance.text.rstrip(".").isdigit() else measure(utterance)

    timeline, (told,) = laid(exercise(rhythm(60, 40), settings=counting(AUTO)), measure=endless)
    assert counted(timeline) == []
    assert told.message.startswith("no beat is counted: ")


def test_numbers_that_were_asked_for_and_do_not_fit_are_left_out_and_told():
    timeline, (told,) = laid(clicks(75, 14, counting(ALL)), measure=slow)
    assert [number for number, _ in counted(timeline)] == [*range(1, 11), 14]
    assert told.message.startswith(
        '11 of 14 numbers can be said: "11" takes 0.80 s, and there are 0.60'
    )


@pytest.mark.parametrize(("counts", "n_beats"), [(ALL, 60), (Counting(2, 2), 40)])
def test_a_few_short_numbers_are_no_count_and_none_is_said(counts, n_beats):
    step = counts.beats_step

    def few(utterance):
        if not utterance.text.rstrip(".").isdigit():
            return measure(utterance)
        return to_samples(Fraction(1, 10) if int(utterance.text.rstrip(".")) == 2 * step else 3)

    timeline, (told,) = laid(clicks(120, n_beats, counting(counts)), measure=few)
    assert counted(timeline) == []
    n_asked = n_beats // step
    assert told.code == "count-thinned"
    assert told.message.startswith(f"none of {n_asked} numbers is said, 1 would fit: ")


def test_half_of_the_numbers_is_a_count():
    def half(utterance):
        number = utterance.text.rstrip(".")
        if not number.isdigit():
            return measure(utterance)
        return to_samples(Fraction(3) if int(number) > 10 else Fraction(1, 10))

    timeline, (told,) = laid(clicks(60, 20, counting(ALL)), measure=half)
    assert [number for number, _ in counted(timeline)] == list(range(1, 11))
    assert told.message.startswith("10 of 20 numbers can be said: ")
    timeline, _ = laid(clicks(60, 21, counting(ALL)), measure=half)
    assert counted(timeline) == []


def test_a_last_number_that_is_cut_off_is_left_out_alone():
    timeline, found = laid(clicks(61, 41, counting(AUTO)), measure=slow)
    assert [number for number, _ in counted(timeline)] == list(range(2, 41, 2))
    assert [one.code for one in found] == ["count-thinned"]


def test_a_guess_thins_but_tells_nothing():
    guessed = laid(exercise(rhythm(75, 40), settings=counting(AUTO)), measure=slow, estimated=True)
    assert guessed[1] == ()


def test_the_faster_voice_of_the_count_is_the_one_that_is_asked():
    quick = VOICE.__class__("espeak", "gmw/en", 300, 50)
    here = settings(cueing=Cueing(counts=ALL), voices=((Role.COUNT, quick),))
    timeline = planned(exercise(rhythm(60, 8), settings=here))
    spoken = of(timeline, Speech)
    assert {event.utterance.voice for event in spoken if event.role is Role.COUNT} == {quick}
    assert {event.utterance.voice for event in spoken if event.role is not Role.COUNT} == {VOICE}


@pytest.mark.parametrize("guidance", [Guidance.SHORT, Guidance.BELLS, Guidance.SILENT])
def test_counts_are_for_full_guidance(guidance):
    asked = []

    def listening(utterance):
        asked.append(utterance.text)
        return slow(utterance)

    here = counting(AUTO, guidance=guidance)
    timeline, found = laid(
        exercise(rhythm(120, 40), settings=here), exercise(REPS, settings=here), measure=listening
    )
    assert said(timeline, "count") == []
    assert found == ()
    assert not any(text.rstrip(".").isdigit() for text in asked)


def test_an_author_s_words_and_reminders_win_over_numbers():
    cue = Cue(Fraction(10), "My own words.", span(8))
    taught = pose(during=lines("Let the back be heavy."))
    counted_with = exercise(rhythm(60, 60), pose=taught, cues=(cue,), settings=counting(ALL))
    plain = exercise(rhythm(60, 60), pose=taught, cues=(cue,))
    timeline = planned(counted_with)
    others = [e for e in of(timeline, Speech) if e.role is not Role.COUNT]
    assert [(e.start, e.utterance.text) for e in others] == [
        (e.start, e.utterance.text) for e in of(planned(plain), Speech)
    ]
    numbers = [number for number, _ in counted(timeline)]
    assert 11 not in numbers
    assert {10, 13} <= set(numbers)


def test_few_clips_are_asked_for_where_the_high_numbers_do_not_fit():
    asked = set()

    def listening(utterance):
        asked.add(utterance.text)
        return slow(utterance)

    laid(exercise(rhythm(200, 2000), settings=counting(AUTO)), measure=listening)
    assert sum(text.rstrip(".").isdigit() for text in asked) < 2000 // 5 + 30


# Repetitions.


def reps_said(counts, *, dose=REPS, direction=CountDirection.UP, **more):
    here = counting(counts, direction=direction)
    return said(planned(exercise(dose, settings=here, **more)), "count")


def test_repetitions_are_counted_as_asked():
    assert reps_said(OFF) == []
    assert reps_said(ALL) == reps_said(AUTO) == ["1.", "2.", "3.", "4.", "5.", "6."]
    assert reps_said(Counting(2, 2)) == ["2.", "4.", "6."]


def test_down_says_how_many_are_left_and_leaves_the_last_one_to_its_words():
    timeline = planned(exercise(REPS, settings=counting(ALL, direction=DOWN)))
    assert said(timeline, "count", "last") == ["5.", "4.", "3.", "2.", "Last one."]


def test_repetitions_that_change_sides_are_counted_through():
    alternating = {"pose": pose(sided=True), "alternating": True}
    assert reps_said(ALL, **alternating) == ["1.", "2.", "3.", "4.", "5.", "6."]


def test_a_repetition_that_is_not_counted_is_told_of_by_its_release():
    taught = pose(work=lines("Press."), release=lines("And let go."))
    worded = exercise(REPS, pose=taught, settings=counting(OFF))
    assert said(planned(worded), "work") == ["Press.", "And let go."] * 6
    fifth = exercise(REPS, pose=taught, settings=counting(Counting(5, 5)))
    heard = said(planned(fifth), "work", "count")
    assert heard == [*["Press.", "And let go."] * 4, "Press.", "5.", "Press.", "And let go."]


def test_repetitions_are_thinned_by_their_release():
    short = Reps(30, Fraction(2), Fraction(1))
    timeline, found = laid(exercise(short, settings=counting(AUTO)), measure=slow)
    assert said(timeline, "count") == ["10.", "20.", "30."]
    assert [one.code for one in found] == ["count-thinned", "speech-dropped"]
    assert found[0].message.startswith("every 10th repetition is counted")


@hypothesis_settings(deadline=None)
@given(
    bpm=st.integers(20, 300),
    n_beats=st.integers(1, 150),
    ramp=st.sampled_from([None, 30, 66, 200]),
    counts=st.sampled_from([*COUNTINGS.values(), Counting(2, 2), Counting(3, 3)]),
    direction=st.sampled_from(CountDirection),
    rate_wpm=st.integers(80, 400),
)
def test_counts_are_right_and_never_run_over(bpm, n_beats, ramp, counts, direction, rate_wpm):
    def by_rate(utterance):
        return to_samples(Fraction(30 * len(utterance.text), utterance.voice.rate_wpm))

    here = counting(counts, direction=direction)
    here = settings(
        cueing=here.cueing, voices=((Role.COUNT, VOICE.__class__("espeak", "x", rate_wpm, 50)),)
    )
    dose = rhythm(bpm, n_beats, ramp_to_bpm=Fraction(ramp) if ramp else None)
    timeline, _ = laid(exercise(dose, settings=here), measure=by_rate)
    move = timeline.moves[0]
    beats = [beat.start for beat in of(timeline, ClickBeat)]
    events = of(timeline, Speech, role=Role.COUNT)
    for event in events:
        k = beats.index(event.start)
        number = int(event.utterance.text.rstrip("."))
        assert number == (k + 1 if direction is CountDirection.UP else n_beats - k)
        assert event.end <= move.dose_end
        if counts.beats_step:
            assert number % counts.beats_step == 0
    speech = of(timeline, Speech)
    assert all(one.end <= two.start for one, two in pairwise(speech))
    if not counts.beats_step and counts.beats_step is not None:
        assert not events
