"""The timing contract: exact doses, breath as a clock, equal sides, speech that never overlaps."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from msgspec.structs import replace
from routines import (
    FOUR_SIX,
    SETTINGS,
    SOUNDS,
    exercise,
    lines,
    measure,
    of,
    phase,
    planned,
    pose,
    routine,
    settings,
    span,
    words,
)

from audioguide.clip import Voice
from audioguide.cueing import CountDirection, Counting, Cueing, Encouragement
from audioguide.dose import (
    Breathing,
    BreathPattern,
    BreathsHold,
    Flow,
    Guidance,
    Reps,
    Rhythm,
    SecondsHold,
    Side,
)
from audioguide.roles import Role
from audioguide.routine.routine import Breathe, Click, Cue, Rest, Say
from audioguide.timeline.schedule import LEAD_IN, TAIL, schedule
from audioguide.timeline.timeline import Breath, Chime, ClickBeat, Speech
from audioguide.units import to_samples

THIRTY = SecondsHold(Fraction(30))


def dose_length(move):
    return move.dose_end - move.dose_start


def test_a_thirty_second_hold_is_1323000_samples_whatever_is_spoken():
    chatty = pose(during=lines("Let the back be heavy.", "Soften your jaw."))
    timeline = planned(exercise(THIRTY, pose=chatty))
    assert dose_length(timeline.moves[0]) == 1_323_000


@pytest.mark.parametrize("pace", ["0.5", "0.85", "2"])
def test_pace_changes_no_prescribed_second(pace):
    quick = settings(pace=Fraction(pace))
    reps = exercise(Reps(4, Fraction(5), Fraction(4)), settings=quick)
    hold = exercise(THIRTY, settings=quick)
    rhythm = exercise(Rhythm(Fraction(66), Fraction(120), None, None, None), settings=quick)
    timeline = planned(reps, hold, rhythm)
    assert [dose_length(move) for move in timeline.moves] == [
        36 * 44_100,
        30 * 44_100,
        120 * 44_100,
    ]
    assert len(of(timeline, ClickBeat)) == 132


def test_ten_breaths_on_four_six_are_a_clock():
    timeline = planned(exercise(BreathsHold(10, FOUR_SIX)))
    move = timeline.moves[0]
    inhales = of(timeline, Breath, phase="inhale")
    exhales = of(timeline, Breath, phase="exhale")
    assert dose_length(move) == 100 * 44_100
    assert [event.start - move.dose_start for event in inhales] == [k * 441_000 for k in range(10)]
    assert [event.start - move.dose_start for event in exhales] == [
        k * 441_000 + 176_400 for k in range(10)
    ]


def test_phases_of_length_zero_have_no_event_and_others_do():
    box = Breathing.steady(BreathPattern(*[Fraction(4)] * 4))
    timeline = planned(Breathe(3, None, settings(breath=box), None, span()))
    assert [str(event.phase) for event in of(timeline, Breath)] == [
        "inhale",
        "hold",
        "exhale",
        "rest",
    ] * 3
    assert len(of(planned(Breathe(3, None, SETTINGS, None, span())), Breath)) == 6


def test_both_sides_get_the_same_dose_to_the_sample():
    odd = SecondsHold(Fraction(100, 3))
    timeline = planned(exercise((Side.LEFT, odd), (Side.RIGHT, odd), pose=pose(sided=True)))
    assert [move.side for move in timeline.moves] == ["left", "right"]
    assert len({dose_length(move) for move in timeline.moves}) == 1


def test_three_hours_of_clicks_do_not_drift():
    click = Click(Fraction(180), Fraction(10_800), None, None, None, None, SETTINGS, None, span())
    timeline = planned(click)
    start = timeline.moves[0].dose_start
    assert [beat.start - start for beat in of(timeline, ClickBeat)] == [
        14_700 * k for k in range(32_400)
    ]


def test_the_track_has_a_lead_in_and_a_tail():
    timeline = planned(Say(words("Hello."), None, SETTINGS, None, span()))
    assert timeline.events[0].start == LEAD_IN
    assert timeline.length == max(event.end for event in timeline.events) + TAIL


def test_a_line_that_fits_nowhere_is_an_error_at_its_place():
    cue = Cue(Fraction(-2), "far too many words for two seconds at the end of it all", span(8))
    timeline, diagnostics = schedule(
        routine(exercise(THIRTY, cues=(cue,))), measure=measure, sound_lengths=SOUNDS
    )
    assert timeline is None
    assert [(one.code, one.span.line) for one in diagnostics] == [("speech-too-long", 8)]


def test_an_estimate_only_warns():
    text = words("A rest of one second.", line=6)
    rest = Rest(Fraction(1), text, False, SETTINGS, None, span(5))
    timeline, diagnostics = schedule(
        routine(rest), measure=measure, sound_lengths=SOUNDS, estimated=True
    )
    assert timeline is not None
    assert [(one.code, one.severity) for one in diagnostics] == [("speech-may-not-fit", "warning")]
    assert diagnostics[0].span == text.span


def test_the_source_of_an_authors_words_is_where_they_stand():
    texts = [words(f"Line {line}.", line) for line in range(11, 16)]
    items = (
        Say(texts[0], None, SETTINGS, None, span(1)),
        Rest(Fraction(20), texts[1], False, SETTINGS, None, span(2)),
        Breathe(3, texts[2], SETTINGS, None, span(3)),
        Click(Fraction(60), None, 8, None, None, texts[3], SETTINGS, None, span(4)),
        exercise(THIRTY, text=texts[4], span=span(5)),
    )
    timeline = planned(*items)
    sources = {event.utterance.text: event.source for event in of(timeline, Speech)}
    assert [sources[text.value] for text in texts] == [text.span for text in texts]
    others = [event for event in timeline.events if event.source.line > 10]
    assert len(others) == len(texts)


def test_a_rest_is_exact_and_its_words_lie_within():
    rest = Rest(Fraction(20), words("Rest, and let it settle."), False, SETTINGS, None, span())
    after = Say(words("On we go."), None, SETTINGS, None, span())
    spoken = of(planned(rest, after), Speech)
    assert spoken[0].start == LEAD_IN
    assert spoken[1].start == LEAD_IN + to_samples(20)


def test_events_are_in_order_and_no_longer_than_the_track():
    timeline = planned(exercise(Rhythm(Fraction(60), Fraction(30), None, 4, None)))
    assert [event.start for event in timeline.events] == sorted(
        event.start for event in timeline.events
    )
    assert [beat.accent for beat in of(timeline, ClickBeat)][:5] == [
        True,
        False,
        False,
        False,
        True,
    ]


ROUND = (phase("inhale", "Breathe in and arch the back.", "Arch."), phase("exhale", "Round it."))
RICH = pose(
    enter=lines("Kneel.", ("Hands down.", 5)),
    during=lines("Soften.", "Let go of the jaw.", "Breathe into the back.", "Heavy."),
    work=lines("Press down firmly but gently.", "Press."),
    release=lines("And let go."),
    cautions=lines("Leave this out if it hurts."),
    phases=ROUND,
    exit_inhale=True,
    sided=True,
    switch=lines("The {side} knee."),
    centre=lines("Back to the middle."),
)
seconds = st.fractions(min_value=3, max_value=200, max_denominator=10)
patterns = st.builds(
    BreathPattern,
    st.fractions(min_value=1, max_value=8, max_denominator=4),
    st.sampled_from([Fraction(0), Fraction(2)]),
    st.fractions(min_value=1, max_value=9, max_denominator=4),
    st.sampled_from([Fraction(0), Fraction(1)]),
)
breaths = st.one_of(patterns.map(Breathing.steady), st.builds(Breathing, patterns, patterns))
doses = st.one_of(
    st.builds(SecondsHold, seconds),
    st.builds(BreathsHold, st.integers(1, 12), breaths),
    st.builds(Flow, st.integers(1, 14), st.just(1), breaths),
    st.builds(
        Rhythm,
        st.fractions(min_value=20, max_value=90, max_denominator=4),
        seconds,
        st.none(),
        st.sampled_from([None, 4]),
        st.sampled_from([None, Fraction(60), Fraction(120)]),
    ),
    st.builds(
        Reps,
        st.integers(1, 10),
        st.fractions(min_value=1, max_value=9, max_denominator=4),
        st.fractions(min_value=3, max_value=9, max_denominator=4),
    ),
)


steps = st.sampled_from([None, 0, 1, 2, 5])
lengths = st.fractions(min_value=5, max_value=90, max_denominator=3)
cueings = st.builds(
    Cueing,
    counts=st.builds(Counting, steps, steps),
    direction=st.sampled_from(CountDirection),
    chime_every_seconds=st.one_of(st.just(Fraction(0)), lengths),
    time_left_seconds=st.lists(st.integers(5, 120).map(Fraction), max_size=3).map(tuple),
    names_next=st.booleans(),
    ready_seconds=st.one_of(st.just(Fraction(0)), lengths),
    encouragement=st.sampled_from(Encouragement),
)
voices = st.builds(
    Voice, st.just("espeak"), st.just("cast"), st.integers(80, 400), st.just(50), st.just(420)
)
casts = st.dictionaries(st.sampled_from(Role), voices, max_size=4).map(
    lambda cast: tuple(cast.items())
)


def items_of(chosen, here, *, n_sets, restful):
    """A pose for each dose, and a rest after it."""
    for dose in chosen:
        yield exercise(
            (Side.LEFT, dose),
            (Side.RIGHT, dose),
            pose=replace(RICH, restful=restful),
            settings=here,
            n_sets=n_sets,
        )
        yield Rest(Fraction(9), None, False, here, None, span())


@hypothesis_settings(deadline=None)
@given(
    st.lists(doses, min_size=1, max_size=4),
    st.sampled_from(Guidance),
    st.sampled_from([Fraction(1, 2), Fraction(1), Fraction(2)]),
    st.integers(1, 3),
    st.booleans(),
    st.one_of(st.just(Cueing()), cueings),
    st.one_of(st.just(()), casts),
)
def test_whatever_is_done_the_contract_holds(chosen, guidance, pace, n_sets, restful, cueing, cast):
    here = settings(guidance=guidance, pace=pace, cueing=cueing, voices=cast)
    items = list(items_of(chosen, here, n_sets=n_sets, restful=restful))
    timeline, diagnostics = schedule(routine(*items), measure=measure, sound_lengths=SOUNDS)
    if timeline is None:
        assert {one.code for one in diagnostics if one.severity == "error"} == {"speech-too-long"}
        return
    speech = of(timeline, Speech)
    assert all(one.end <= two.start for one, two in pairwise(speech))
    assert all(0 <= event.start < event.end <= timeline.length for event in timeline.events)
    gaps = [two.start - one.end for one, two in pairwise(timeline.moves)]
    n_moves = 2 * n_sets
    assert gaps == [*[0] * (n_moves - 1), 9 * 44_100] * (len(chosen) - 1) + [0] * (n_moves - 1)
    for move in timeline.moves:
        assert move.start <= move.dose_start < move.dose_end <= move.end
        inside = [event for event in speech if move.dose_start <= event.start < move.dose_end]
        assert all(event.end <= move.dose_end and event.move == move.index for event in inside)
    pairs = zip(timeline.moves[::2], timeline.moves[1::2], strict=True)
    assert all(dose_length(left) == dose_length(right) for left, right in pairs)
    if guidance is Guidance.SILENT:
        assert not speech
        assert not of(timeline, Chime)
    for event in speech:
        voice, spoken = here.voice_for(event.role), event.utterance.voice
        assert replace(spoken, rate_wpm=voice.rate_wpm) == voice
        fastest = min(voice.fastest_wpm or 1000, 1.15 * voice.rate_wpm + 1)
        assert voice.rate_wpm <= spoken.rate_wpm <= fastest


@hypothesis_settings(deadline=None)
@given(st.lists(doses, min_size=1, max_size=3), st.sampled_from(Guidance), cueings)
def test_cueing_moves_no_beat_no_breath_and_no_dose(chosen, guidance, cueing):
    laid = [
        schedule(
            routine(
                *items_of(chosen, settings(guidance=guidance, cueing=one), n_sets=1, restful=False)
            ),
            measure=measure,
            sound_lengths=SOUNDS,
        )[0]
        for one in (Cueing(), cueing)
    ]
    if None in laid:
        return
    ready = to_samples(cueing.ready_seconds)
    for number, (plain, cued) in enumerate(zip(*(one.moves for one in laid), strict=True), start=1):
        assert cued.dose_start - plain.dose_start == number * ready
        assert dose_length(cued) == dose_length(plain)
    marks = [
        [
            (type(event), event.start - one.moves[event.move].dose_start)
            for event in one.events
            if isinstance(event, ClickBeat | Breath)
        ]
        for one in laid
    ]
    assert marks[0] == marks[1]
