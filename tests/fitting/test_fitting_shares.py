"""What is scaled first, by how much, and where it ends."""

import re
from fractions import Fraction

import pytest
from fittings import (
    Lengths,
    amounts,
    assert_kept,
    fitted,
    hold,
    landed,
    limited,
    longer,
    natural_seconds,
    reach,
    seconds_of_clock,
)
from msgspec.structs import replace
from routines import FOUR_SIX, SETTINGS, exercise, pose, routine, settings, span, words

from audioguide.dose import BreathsHold, Flow, Guidance, Reps, Rhythm, Side
from audioguide.routine.routine import Breathe, Click, Cue, Rest, Say
from audioguide.syntax.pose import Load
from audioguide.timeline.timeline import Speech
from audioguide.units import to_seconds

LEFT, RIGHT = Side.LEFT, Side.RIGHT


def test_a_routine_that_has_its_length_stays_as_it_is():
    whole = routine(limited(hold(30), hold=(10, 60)), exercise(BreathsHold(5, FOUR_SIX)))
    assert landed(whole, natural_seconds(whole)) == whole


def test_all_doses_take_one_factor():
    first, second = longer(limited(hold(40)), replace(limited(hold(80)), span=span(9)), by=60)
    assert (amounts(first), amounts(second)) == ((60,), (120,))


def test_where_one_is_at_its_limit_the_others_take_the_rest():
    first, second = longer(
        limited(hold(40), hold=(None, 45)), replace(limited(hold(40)), span=span(9)), by=60
    )
    assert (amounts(first), amounts(second)) == ((45,), (95,))


def test_holds_are_round_seconds_where_that_lands():
    first, second = longer(
        limited((LEFT, hold(30)), (RIGHT, hold(30))),
        replace(limited(hold(45)), span=span(9)),
        by=35,
    )
    assert all(amount % 5 == 0 for amount in (*amounts(first), *amounts(second)))


def test_as_few_holds_as_need_be_are_other_whole_seconds():
    items = [replace(limited(hold(30)), span=span(line)) for line in (4, 5, 6)]
    seconds = [amounts(item)[0] for item in longer(*items, by=33)]
    assert sum(seconds) == pytest.approx(123, abs=1)
    assert sum(amount % 5 != 0 for amount in seconds) == 1
    assert all(float(amount).is_integer() for amount in seconds)


def test_pauses_stay_while_doses_can_give():
    say = Say(words("Hello."), Fraction(4), SETTINGS, None, span(2))
    rest = Rest(Fraction(20), None, False, SETTINGS, None, span(5))
    items = longer(say, limited(hold(30), hold=(10, 60)), rest, by=20)
    assert (items[0].pause_seconds, items[2].seconds) == (4, 20)
    assert items[1].settings.pace == 1


def test_pauses_are_stretched_when_doses_are_at_their_most():
    say = Say(words("Hello."), Fraction(4), SETTINGS, None, span(2))
    rest = Rest(Fraction(20), None, False, SETTINGS, None, span(5))
    items = longer(say, limited(hold(30), hold=(10, 60)), rest, by=40)
    assert amounts(items[1]) == (60,)
    factor = items[2].seconds / 20
    assert 1 < factor <= Fraction(3, 2)
    assert items[0].pause_seconds == 4 * factor
    assert items[1].settings.pace == 1 / factor


def test_pauses_are_never_below_eighty_percent_nor_above_one_and_a_half():
    rest = Rest(Fraction(100), None, False, SETTINGS, None, span(5))
    whole = routine(limited(hold(30), hold=(30, 30)), rest)
    shortest, longest = reach(whole)
    assert landed(whole, shortest).items[1].seconds == 80
    assert landed(whole, longest).items[1].seconds == 150
    assert fitted(whole, shortest - 3)[0] is None
    assert fitted(whole, longest + 3)[0] is None


def test_time_to_move_stays_at_eighty_percent_where_the_pace_is_brisk_already():
    brisk = settings(pace=Fraction(5, 4))
    move = exercise(hold(30), pose=pose(limits=limited(hold(1), hold=(30, 30)).pose.limits))
    whole = routine(replace(move, settings=brisk))
    shortest, _ = reach(whole)
    # Only gaps that move nobody are shorter; here a few seconds of silence in all.
    assert natural_seconds(whole) - shortest < 3


def test_equal_sides_stay_equal_and_unequal_ones_keep_their_proportion():
    equal = limited((LEFT, hold(30)), (RIGHT, hold(30)))
    unequal = replace(limited((RIGHT, hold(20)), (LEFT, hold(30))), span=span(9))
    first, second = longer(equal, unequal, by=55)
    assert len(set(amounts(first))) == 1
    assert amounts(first)[0] > 30
    right, left = amounts(second)
    assert right == round(left * Fraction(2, 3))


def test_every_round_of_a_repeat_gets_the_same():
    one = limited(hold(30))
    items = longer(one, one, one, by=32)
    assert len({amounts(item) for item in items}) == 1


def test_sides_that_change_inside_the_dose_get_as_much():
    reps = replace(limited(Reps(8, Fraction(3), Fraction(3))), alternating=True)
    clicks = replace(
        limited(Rhythm(Fraction(50), Fraction(48), None, None, None)),
        alternating=True,
        span=span(9),
    )
    whole = routine(reps, clicks)
    for by in range(-20, 60, 7):
        after = landed(whole, natural_seconds(whole) + by)
        assert_kept(whole, after)


def test_an_alternating_dose_is_limited_on_each_side():
    reps = replace(limited(Reps(8, Fraction(3), Fraction(3)), reps=(None, 6)), alternating=True)
    whole = routine(reps)
    _, longest = reach(whole)
    assert amounts(landed(whole, longest).items[0]) == (12,)


@pytest.mark.parametrize(
    ("dose", "bounds", "least", "greatest"),
    [
        (hold(30), {"hold": (20, 60)}, 20, 60),
        (hold(30), {}, 15, 90),
        (hold(10), {"hold": (20, 60)}, 10, 60),  # gentler already, and no gentler still
        (hold(30), {"breaths": (None, 7)}, 15, 70),
        (BreathsHold(6, FOUR_SIX), {"breaths": (2, 20), "hold": (None, 90)}, 2, 9),
        (BreathsHold(5, FOUR_SIX), {}, 3, 15),
        (Flow(8, 1, FOUR_SIX), {"flow": (3, 12)}, 3, 12),
        (Reps(10, Fraction(5), Fraction(4)), {"reps": (6, 12)}, 6, 12),
        (Reps(1, Fraction(5), Fraction(4)), {}, 1, 3),
        (Rhythm(Fraction(60), Fraction(60), None, None, None), {"for_": (20, 180)}, 20, 180),
        (Rhythm(Fraction(60), None, 60, None, None), {"for_": (20, 180)}, 20, 180),
    ],
)
def test_a_dose_ends_at_its_limits(dose, bounds, least, greatest):
    whole = routine(limited(dose, **bounds))
    shortest, longest = reach(whole)
    assert amounts(landed(whole, shortest).items[0]) == (least,)
    assert amounts(landed(whole, longest).items[0]) == (greatest,)


def test_sets_together_stay_within_the_limits_too():
    reps = replace(limited(Reps(4, Fraction(5), Fraction(4)), reps=(2, 14)), n_sets=3)
    _, longest = reach(routine(reps))
    assert amounts(landed(routine(reps), longest).items[0]) == (4,)
    fewer = replace(reps, n_sets=2)
    _, longest = reach(routine(fewer))
    assert amounts(landed(routine(fewer), longest).items[0]) == (7,)


def test_breathing_and_clicking_alone_are_doses_too():
    breathe = Breathe(6, None, SETTINGS, None, span(4))
    click = Click(Fraction(60), Fraction(60), None, None, None, None, SETTINGS, None, span(5))
    items = longer(breathe, click, by=30)
    assert 10 * (items[0].n_breaths - 6) + items[1].seconds - 60 == 30
    assert items[0].n_breaths > 6
    assert items[1].seconds > 60


def test_a_dose_keeps_the_cues_of_its_author():
    cues = (
        Cue(Fraction(20), "Now turn your head a little to the side.", span(8)),
        Cue(Fraction(-5), "And back to the middle.", span(9)),
    )
    whole = routine(replace(limited(hold(60)), cues=cues))
    shortest, longest = reach(whole)
    for seconds in range(shortest, longest, 9):
        outcome, found = fitted(whole, seconds)
        assert outcome is not None, found
        said = [one.utterance.text for one in outcome.timeline.events if isinstance(one, Speech)]
        assert {cue.text for cue in cues} <= set(said)
    assert amounts(landed(whole, shortest).items[0])[0] > 25


def test_cues_that_would_meet_are_kept_apart():
    cues = (
        Cue(Fraction(40), "Move your left hand a little further along the floor.", span(8)),
        Cue(None, "Move your right hand a little further along the floor.", span(9)),
    )
    whole = routine(replace(limited(hold(60)), cues=cues), replace(limited(hold(60)), span=span(5)))
    for by in (10, 20, 30, 40, 50):  # a hold of 80 s has its middle at 40 s
        landed(whole, natural_seconds(whole) + by)


def test_a_rest_keeps_its_words():
    text = words("Rest, and let your breath settle; let your shoulders sink, and your jaw go soft.")
    tight = Rest(Fraction(7), text, False, SETTINGS, None, span(5))
    whole = routine(limited(hold(30), hold=(30, 30)), tight)
    shortest, _ = reach(whole)
    assert landed(whole, shortest).items[1].seconds == 7


def test_what_the_advice_for_the_body_asks_for_stays():
    gentle = pose(loads=frozenset({Load.GENTLE}), limits=limited(hold(1), flow=(2, 20)).pose.limits)
    twist = pose(id="twist", loads=frozenset({Load.TWIST}))
    words_first = Say(words("Never into pain."), None, SETTINGS, None, span(2))
    whole = routine(
        words_first,
        exercise(Flow(14, 1, FOUR_SIX), pose=gentle),
        exercise(hold(60), pose=twist, span=span(5)),
        Rest(Fraction(70), None, False, SETTINGS, None, span(6)),
    )
    shortest, _ = reach(whole)
    after = landed(whole, shortest)
    assert amounts(after.items[1]) == (12,)
    assert after.items[3].seconds == 60
    assert_kept(whole, after)


def test_a_reversal_keeps_its_neutral_time():
    back = pose(id="back", loads=frozenset({Load.END_EXTENSION}))
    front = pose(id="front", loads=frozenset({Load.END_FLEXION}))
    whole = routine(
        exercise(hold(30), pose=back),
        Rest(Fraction(16), None, False, SETTINGS, None, span(6)),
        exercise(hold(30), pose=front, span=span(7)),
    )
    shortest, _ = reach(whole)
    assert landed(whole, shortest).items[1].seconds == 15


def test_a_routine_of_words_alone_takes_it_from_its_pauses():
    items = [Say(words("Hello."), Fraction(10), SETTINGS, None, span(line)) for line in (2, 3, 4)]
    assert longer(*items, by=9)[0].pause_seconds > 12
    _, longest = reach(routine(*items))
    _, found = fitted(routine(*items), longest + 60)
    assert found[-1].hint == "it has no doses that could be longer; add some"


def test_steps_too_great_for_the_pauses_are_said_to_be():
    slow = settings(breath=replace(FOUR_SIX, first=_slow(), last=_slow()))
    whole = routine(Breathe(4, None, slow, None, span(4)))
    natural = natural_seconds(whole)
    outcome, (told,) = fitted(whole, natural + 30)
    assert outcome is None
    assert told.code == "target-between"
    assert "`breathe` by 60 s" in told.hint
    nearest = re.search(r": ([\d:]+) and ([\d:]+) are the nearest of", told.message).groups()
    below, above = map(seconds_of_clock, nearest)
    assert natural < below < natural + 30 < above < natural + 60
    assert landed(whole, below)
    assert landed(whole, above)


def _slow():
    return replace(FOUR_SIX.first, inhale_seconds=Fraction(30), exhale_seconds=Fraction(30))


def test_other_doses_than_the_fair_ones_land_where_only_they_do():
    slow = settings(breath=replace(FOUR_SIX, first=_slow(), last=_slow()))
    fifty = replace(_slow(), inhale_seconds=Fraction(25), exhale_seconds=Fraction(25))
    other = settings(breath=replace(FOUR_SIX, first=fifty, last=fifty))
    whole = routine(Breathe(4, None, slow, None, span(4)), Breathe(4, None, other, None, span(5)))
    after = landed(whole, natural_seconds(whole) + 20)  # 2 × 60 more, 2 × 50 less
    assert [item.n_breaths for item in after.items] == [6, 2]


def test_an_hour_takes_few_schedules():
    items = [
        replace(limited((LEFT, hold(60)), (RIGHT, hold(60)), hold=(20, 180)), span=span(line))
        for line in range(4, 24)
    ]
    whole = routine(*items)
    for seconds in (2700, 3000, 3600, 4200):
        lengths = Lengths()
        outcome, _ = fitted(whole, seconds, lengths)
        assert outcome is not None
        assert abs(to_seconds(outcome.timeline.length) - seconds) <= 1.5
        assert lengths.n_schedules <= 3


def test_nothing_is_scheduled_twice():
    whole = routine(limited(hold(30), hold=(20, 60)), exercise(BreathsHold(5, FOUR_SIX)))
    seen = []

    class Remembering(Lengths):
        def schedule(self, wanted):
            assert wanted not in seen
            seen.append(wanted)
            return super().schedule(wanted)

    for seconds in (1, 70, 100, 140, 999):
        seen.clear()
        fitted(whole, seconds, Remembering())
    assert seen


def test_the_same_target_gives_the_same_routine():
    whole = routine(limited(hold(30), hold=(20, 60)), exercise(BreathsHold(5, FOUR_SIX)))
    seconds = natural_seconds(whole) + 13
    assert landed(whole, seconds) == landed(whole, seconds)


def test_a_line_that_fits_nowhere_is_still_its_authors():
    text = words("A rest of one second has no room for all of these words.")
    whole = routine(limited(hold(30)), Rest(Fraction(1), text, False, SETTINGS, None, span(5)))
    outcome, found = fitted(whole, 100)
    assert outcome is None
    assert [one.code for one in found] == ["speech-too-long"]


def test_the_note_says_by_how_much():
    quiet = replace(limited(hold(40)), settings=settings(guidance=Guidance.SILENT))
    whole = routine(quiet, replace(quiet, doses=((None, hold(80)),), span=span(9)))
    outcome, found = fitted(whole, natural_seconds(whole) + 60)
    assert found[0].code == "fitted-to-target"
    assert found[0].message.endswith(": doses ×1.50, pauses unchanged")
    assert outcome.timeline.notes[0] == found[0]


def test_out_of_reach_names_what_limits_it():
    whole = routine(limited(hold(30), hold=(20, 60)), Breathe(3, None, SETTINGS, None, span(4)))
    _, (told,) = fitted(whole, 900)
    assert '`breathe` 9 breaths (3 times what is written), "knees" 1min' in told.hint
    _, (told,) = fitted(whole, 5)
    assert '"knees" 20s' in told.hint
    assert "words and the time to move alone take" in told.hint


def test_what_would_make_it_shorter_is_something_that_there_is():
    full = limited(hold(30), hold=(20, 60))
    short = replace(full, settings=settings(guidance=Guidance.SHORT))
    wordy = "; leave a pose out, or say less with `guidance: short`"
    assert fitted(routine(full), 5)[1][0].hint.endswith(wordy)
    assert fitted(routine(short), 5)[1][0].hint.endswith("; leave a pose out")
    words_alone = Say(words("Hello."), Fraction(10), SETTINGS, None, span(2))
    assert fitted(routine(words_alone), 1)[1][0].hint.endswith("; leave a step out")
