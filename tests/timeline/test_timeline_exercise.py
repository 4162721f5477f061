"""How a pose sounds with eyes closed: the order, the time to move, the words of each dose."""

import itertools
from fractions import Fraction

import pytest
from routines import (
    FOUR_SIX,
    SETTINGS,
    exercise,
    lines,
    of,
    phase,
    planned,
    pose,
    said,
    settings,
    span,
    words,
)

from audioguide.dose import BreathsHold, Flow, Guidance, Reps, RepsSpec, Rhythm, SecondsHold, Side
from audioguide.routine.routine import Breathe, Cue, Rest, Say
from audioguide.routine.routine import Chime as ChimeItem
from audioguide.syntax.pose import Position
from audioguide.syntax.script import ChimeName
from audioguide.timeline.timeline import Breath, Chime, Speech
from audioguide.units import to_samples

FIVE_BREATHS = BreathsHold(5, FOUR_SIX)


def hold(seconds):
    return SecondsHold(Fraction(seconds))


def offsets(timeline, events):
    start = timeline.moves[0].dose_start
    return [(event.start - start) / 44_100 for event in events]


def test_a_pose_goes_in_its_order():
    careful = pose(cautions=lines("Not with a sore hip."))
    timeline = planned(exercise(hold(30), pose=careful, text=words("My own words.")))
    rows = [
        getattr(event, "role", None) or event.name
        for event in timeline.events
        if isinstance(event, Speech | Chime)
    ]
    assert [str(row) for row in rows] == [
        "announce", "caution", "enter", "enter", "say", "start",
        "halfway", "last", "last", "last", "end", "leave",
        "leave", "leave", "leave", "end",
    ]  # fmt: skip
    assert said(timeline, "announce") == ["Knees. Hold for 30 seconds."]


def test_a_caution_is_spoken_once_in_a_routine():
    careful = pose(cautions=lines("Not with a sore hip."))
    timeline = planned(exercise(hold(30), pose=careful), exercise(hold(30), pose=careful))
    assert said(timeline, "caution") == ["Not with a sore hip."]


def test_learning_teaches_a_pose_once_and_names_it_from_then_on():
    learning = settings(guidance=Guidance.LEARNING)
    taught = exercise(hold(30), settings=learning, n_sets=2)
    timeline = planned(taught, taught)
    by_move = [
        [event for event in timeline.events if isinstance(event, Speech) and event.move == move]
        for move in range(4)
    ]
    entered = [[str(e.role) for e in move if str(e.role) in ("enter", "short")] for move in by_move]
    assert entered == [["enter", "enter"], ["short"], ["short"], ["short"]]


@pytest.mark.parametrize(
    ("before", "taught_as"),
    [
        (Guidance.FULL, "short"),
        (Guidance.LEARNING, "short"),
        (Guidance.SHORT, "enter"),
        (Guidance.BELLS, "enter"),
        (Guidance.SILENT, "enter"),
    ],
)
def test_learning_takes_a_pose_as_known_once_its_way_in_was_spoken(before, taught_as):
    first = exercise(hold(30), settings=settings(guidance=before))
    then = exercise(hold(30), settings=settings(guidance=Guidance.LEARNING))
    speech = of(planned(first, then, then), Speech)
    for move, role in ((1, taught_as), (2, "short")):
        roles = {str(event.role) for event in speech if event.move == move}
        assert roles & {"enter", "short"} == {role}


def test_learning_speaks_a_pose_that_is_new_as_full_does():
    heard = []
    for guidance in (Guidance.LEARNING, Guidance.FULL):
        timeline = planned(exercise(hold(90), settings=settings(guidance=guidance)))
        heard.append(
            [(e.start, e.utterance.text) for e in timeline.events if isinstance(e, Speech)]
        )
    assert heard[0] == heard[1]


def test_a_caution_that_silence_left_out_is_spoken_the_next_time():
    careful = pose(cautions=lines("Not with a sore hip."))
    silent = exercise(hold(30), pose=careful, settings=settings(guidance=Guidance.SILENT))
    timeline = planned(silent, *(exercise(hold(30), pose=careful) for _ in range(2)))
    assert [event.move for event in of(timeline, Speech, role="caution")] == [1]


def test_each_pose_says_a_caution_that_it_shares():
    poses = [pose(id=name, cautions=lines("Not with a sore hip.")) for name in ("one", "two")]
    timeline = planned(*(exercise(hold(30), pose=each) for each in poses))
    assert said(timeline, "caution") == ["Not with a sore hip."] * 2


def test_the_start_sound_comes_two_seconds_before_the_dose_at_least():
    timeline = planned(exercise(hold(30)))
    assert timeline.moves[0].dose_start - of(timeline, Chime, name="start")[0].start >= 88_200


def gap_after(timeline, text):
    events = of(timeline, Speech)
    at = next(i for i, event in enumerate(events) if event.utterance.text == text)
    return (events[at + 1].start - events[at].end) / 44_100


@pytest.mark.parametrize(
    ("before", "after", "gap"),
    [
        (Position.SEATED, Position.ALL_FOURS, 8),
        (Position.SUPINE, Position.PRONE, 12),
        (Position.SUPINE, Position.SEATED, 12),
        (Position.SUPINE, Position.STANDING, 20),
        (Position.SEATED, Position.WALL, 25),
        (Position.SUPINE, Position.SUPINE, 3),
    ],
)
def test_there_is_time_to_move_from_one_position_to_the_next(before, after, gap):
    first = exercise(hold(30), pose=pose(position=before))
    moved = pose(position=after, enter=lines("Move now.", "And then this."))
    assert gap_after(planned(first, exercise(hold(30), pose=moved)), "Move now.") == gap


def test_a_line_says_how_long_it_needs():
    slow = pose(enter=lines(("Slide the block under.", 12), "Rest on it."))
    assert gap_after(planned(exercise(hold(30), pose=slow)), "Slide the block under.") == 12


def test_time_to_move_never_shrinks_below_four_fifths():
    slow = pose(enter=lines(("Slide the block under.", 12), "Rest on it."))
    quick = settings(pace=Fraction(2))
    timeline = planned(exercise(hold(30), pose=slow, settings=quick))
    assert gap_after(timeline, "Slide the block under.") == pytest.approx(9.6)


def test_without_words_the_time_to_move_stays():
    slow = pose(enter=lines("Lie down.", ("Slide the block under.", 12)), short=None)
    bells = settings(guidance=Guidance.BELLS)
    timeline = planned(exercise(hold(30), pose=slow, settings=bells))
    announced = of(timeline, Speech)[0]
    assert of(timeline, Chime, name="start")[0].start - announced.end >= to_samples(12 + 15)


def test_between_sides():
    sided = pose(sided=True, switch=lines("Bend the {side} knee."), centre=lines("Centre."))
    timeline = planned(exercise((Side.LEFT, hold(30)), (Side.RIGHT, hold(30)), pose=sided))
    texts = said(timeline)
    at = texts.index("Now the other side.")
    assert texts[at - 1 : at + 2] == ["Centre.", "Now the other side.", "Bend the right knee."]
    switch = of(timeline, Speech, role="switch")[-1]
    start_sound = of(timeline, Chime, name="start")[1].start
    assert start_sound - switch.end >= to_samples(8)


class TestHolds:
    @pytest.mark.parametrize(
        ("seconds", "tones", "words"), [(19, 0, 0), (20, 1, 0), (39, 1, 0), (40, 0, 1)]
    )
    def test_halfway_is_a_tone_then_a_word(self, seconds, tones, words):
        timeline = planned(exercise(hold(seconds)))
        assert len(of(timeline, Chime, name="halfway")) == tones
        assert len(said(timeline, "halfway")) == words

    def test_the_last_three_seconds_are_tones(self):
        timeline = planned(exercise(hold(30)))
        assert offsets(timeline, of(timeline, Chime, name="last")) == [27, 28, 29]

    def test_they_are_spoken_where_muscles_work(self):
        pressing = pose(dose=RepsSpec(4), work=lines("Press."))
        timeline = planned(exercise(hold(30), pose=pressing))
        assert said(timeline, "count") == ["3.", "2.", "1."]

    def test_a_restful_pose_has_one_soft_tone(self):
        timeline = planned(exercise(hold(60), pose=pose(restful=True)))
        move = timeline.moves[0]
        inside = [e for e in of(timeline, Chime) if move.dose_start <= e.start < move.dose_end]
        assert [event.name for event in inside] == ["last"]
        assert said(timeline, "halfway", "count", "last") == []

    @pytest.mark.parametrize(
        ("seconds", "number", "spacing"), [(30, 1, 15), (60, 3, 15), (120, 4, 25), (400, 4, 45)]
    )
    def test_reminders_are_few_and_far_apart(self, seconds, number, spacing):
        chatty = pose(during=lines("One.", "Two.", "Three.", "Four.", "Five."))
        timeline = planned(exercise(hold(seconds), pose=chatty))
        reminders = of(timeline, Speech, role="during")
        assert len(reminders) == number
        starts = offsets(timeline, reminders)
        assert starts[0] >= 8
        assert starts[-1] <= seconds - 8
        gaps = [b.start - a.end for a, b in itertools.pairwise(reminders)]
        assert all(gap >= to_samples(spacing) for gap in gaps)

    def test_the_second_side_has_half_of_them(self):
        chatty = pose(sided=True, during=lines("One.", "Two.", "Three.", "Four."))
        doses = ((Side.LEFT, hold(120)), (Side.RIGHT, hold(120)))
        timeline = planned(exercise(*doses, pose=chatty))
        assert [event.side for event in of(timeline, Speech, role="during")] == ["left"] * 4 + [
            "right"
        ] * 2


class TestHoldsInBreaths:
    def test_words_on_two_breaths_then_halfway_and_the_last(self):
        timeline = planned(exercise(BreathsHold(10, FOUR_SIX)))
        inside = [
            event for event in of(timeline, Speech) if event.role in ("breath", "halfway", "last")
        ]
        rows = [
            (event.utterance.text, at)
            for event, at in zip(inside, offsets(timeline, inside), strict=True)
        ]
        assert rows[1:] == [
            ("Inhale.", 0), ("Exhale.", 4), ("Inhale.", 10), ("Exhale.", 14),
            ("Halfway.", 44), ("Last breath.", 90),
        ]  # fmt: skip
        assert rows[0][0] == "Breathe out."

    def test_the_breath_is_offered_once(self):
        timeline = planned(exercise(FIVE_BREATHS), exercise(FIVE_BREATHS))
        assert said(timeline, "say") == [
            "If this breath does not suit you, breathe in your own time."
        ]


class TestFlows:
    ROUND = (
        phase("inhale", "Breathe in, arch.", "Arch up."),
        phase("exhale", "Breathe out, and round the back.", "Round down."),
    )

    def flow(self, n_rounds, **changes):
        dose = Flow(n_rounds, 1, FOUR_SIX)
        return planned(exercise(dose, pose=pose(phases=self.ROUND, **changes)))

    def test_words_thin_out(self):
        timeline = self.flow(12)
        words = {}
        for event in of(timeline, Speech, role="phase"):
            n_round = (event.start - timeline.moves[0].dose_start) // 441_000 + 1
            words.setdefault(n_round, []).append(event.utterance.text)
        assert sorted(words) == [1, 2, 3, 4, 8, 12]
        assert words[2] == ["Breathe in, arch.", "Breathe out, and round the back."]
        assert words[3] == words[8] == ["Arch up.", "Round down."]
        assert said(timeline, "last") == ["Last round."]

    def test_words_end_a_second_before_their_phase(self):
        for event in of(self.flow(6), Speech, role="phase"):
            timeline = self.flow(6)
            at = (event.start - timeline.moves[0].dose_start) % 441_000
            assert event.end - event.start <= (3 if at == 0 else 5) * 44_100

    def test_an_exit_inhale_comes_uncounted_before_the_end_sound(self):
        timeline = self.flow(3, exit_inhale=True)
        move = timeline.moves[0]
        extra = of(timeline, Breath)[-1]
        assert (extra.start, str(extra.phase)) == (move.dose_end, "inhale")
        assert "Inhale, and come up." in said(timeline, "leave")
        assert of(timeline, Chime, name="end")[0].start == extra.end

    def test_short_guidance_names_the_breath_alone(self):
        dose = Flow(6, 1, FOUR_SIX)
        short = settings(guidance=Guidance.SHORT)
        timeline = planned(exercise(dose, pose=pose(phases=self.ROUND), settings=short))
        assert said(timeline, "phase") == []
        assert said(timeline, "breath")[1:] == ["Inhale.", "Exhale."] * 2


class TestReps:
    PRESS = pose(work=lines("Press your back down.", "Press."), release=lines("Let go."))

    def test_the_word_is_exactly_at_work_start_and_the_count_in_the_release(self):
        timeline = planned(exercise(Reps(4, Fraction(5), Fraction(4)), pose=self.PRESS))
        work = [e for e in of(timeline, Speech, role="work") if "ress" in e.utterance.text]
        assert offsets(timeline, work) == [0, 9, 18, 27]
        assert [e.utterance.text for e in work] == ["Press your back down."] + ["Press."] * 3
        counts = of(timeline, Speech, role="count")
        assert [event.utterance.text for event in counts] == ["1.", "2.", "3.", "4."]
        assert all(5 <= at % 9 < 9 for at in offsets(timeline, counts))
        assert said(timeline, "last") == ["Last one."]
        assert 23 <= offsets(timeline, of(timeline, Speech, role="last"))[0] < 27

    def test_a_breath_in_comes_before_the_first(self):
        timeline = planned(exercise(Reps(2, Fraction(5), Fraction(4)), pose=self.PRESS))
        assert said(timeline, "breath") == ["Breathe in."]

    def test_long_work_says_keep_breathing(self):
        timeline = planned(exercise(Reps(2, Fraction(7), Fraction(4)), pose=self.PRESS))
        assert said(timeline, "during") == ["Keep breathing."] * 2

    def test_alternating_reps_are_one_move_with_sides_on_their_events(self):
        dose = Reps(4, Fraction(5), Fraction(5))
        timeline = planned(exercise(dose, pose=self.PRESS, alternating=True))
        assert len(timeline.moves) == 1
        work = [e for e in of(timeline, Speech, role="work") if "ress" in e.utterance.text]
        assert [event.side for event in work] == ["left", "right", "left", "right"]
        assert said(timeline, "switch") == ["right side.", "left side.", "right side."]


def test_a_rhythm_is_quiet_at_first_and_gets_smaller():
    chatty = pose(during=lines("Lazy.", "Small."))
    dose = Rhythm(Fraction(66), Fraction(120), None, None, None)
    timeline = planned(exercise(dose, pose=chatty))
    inside = [e for e in of(timeline, Speech) if e.start >= timeline.moves[0].dose_start]
    assert inside[0].start - timeline.moves[0].dose_start >= to_samples(8)
    assert said(timeline, "last") == ["Let it get smaller."]
    assert "Join the click when you are ready." in said(timeline, "enter")


def test_an_author_halfway_cue_replaces_the_automatic_one():
    cue = Cue(None, "You are doing well.", span(9))
    timeline = planned(exercise(hold(60), cues=(cue,)))
    assert said(timeline, "halfway") == ["You are doing well."]
    assert of(timeline, Speech, role="halfway")[0].source.line == 9


@pytest.mark.parametrize(("guidance", "n_tones"), [(Guidance.FULL, 0), (Guidance.BELLS, 1)])
def test_an_author_halfway_cue_replaces_the_automatic_tone(guidance, n_tones):
    cue = Cue(None, "You are doing well.", span(9))
    here = settings(guidance=guidance)
    timeline = planned(exercise(hold(30), cues=(cue,), settings=here))
    assert len(of(timeline, Chime, name="halfway")) == n_tones


def test_sets_do_every_side_once_each():
    sided = pose(sided=True)
    doses = ((Side.LEFT, hold(20)), (Side.RIGHT, hold(20)))
    timeline = planned(exercise(*doses, pose=sided, n_sets=2, set_rest_seconds=Fraction(30)))
    assert [(move.set_number, str(move.side)) for move in timeline.moves] == [
        (1, "left"), (1, "right"), (2, "left"), (2, "right"),
    ]  # fmt: skip
    assert "Set 2 of 2." in said(timeline, "announce")


class TestEnding:
    def test_a_lying_listener_is_brought_back_before_the_bowl(self):
        timeline = planned(
            exercise(hold(30)), Rest(Fraction(60), None, False, SETTINGS, None, span())
        )
        assert len([text for text in said(timeline, "leave") if "fingers" in text]) == 1
        assert isinstance(timeline.events[-1], Chime)

    def test_the_script_may_do_it_itself(self):
        timeline = planned(
            exercise(hold(30)), Say(words("Thank you."), None, SETTINGS, None, span())
        )
        assert not [text for text in said(timeline) if "fingers" in text]

    def test_a_bell_of_the_script_is_the_end_bowl(self):
        bell = ChimeItem(ChimeName.END, SETTINGS, None, span())
        timeline = planned(Breathe(3, None, SETTINGS, None, span()), bell)
        assert len(of(timeline, Chime, name="end")) == 1

    def test_a_standing_listener_is_left_standing(self):
        timeline = planned(exercise(hold(30), pose=pose(position=Position.STANDING)))
        assert not [text for text in said(timeline) if "fingers" in text]


def test_without_a_count_every_release_is_put_into_words():
    short = settings(guidance=Guidance.SHORT)
    dose = Reps(4, Fraction(5), Fraction(4))
    timeline = planned(exercise(dose, pose=TestReps.PRESS, settings=short))
    assert said(timeline, "work").count("Let go.") == 4
    assert said(timeline, "count") == []
