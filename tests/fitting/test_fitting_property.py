"""Any routine, any target: it lands with everything kept, or says truly why it cannot."""

from fractions import Fraction
from itertools import product

from fittings import (
    ANY,
    Lengths,
    assert_kept,
    fitted,
    natural_seconds,
    reach,
    seconds_of_clock,
)
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from msgspec.structs import replace
from routines import exercise, lines, pose, routine, settings, span, words

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
from audioguide.fitting.fit import TOLERANCE_SECONDS
from audioguide.fitting.pauses import LEAST_PAUSES, MOST_PAUSES
from audioguide.fitting.trials import Trials
from audioguide.routine.routine import Breathe, Click, Cue, Rest, Say
from audioguide.syntax.limits import exceeded
from audioguide.syntax.pose import Limit, Limits, Load, Range
from audioguide.timeline.timeline import Speech
from audioguide.units import to_seconds

BREATHS = [
    Breathing.steady(BreathPattern(*map(Fraction, parts)))
    for parts in ((4, 0, 6, 0), (3, 0, 4, 1), ("4.5", 0, "5.5", 0))
]
BREATHS.append(Breathing(BREATHS[1].first, BREATHS[0].first))


def whole_range(low, high):
    """A bound with one end or two; the dose that it is for lies anywhere."""
    ends = st.integers(low, high)
    return st.tuples(st.none() | ends, st.none() | ends).map(
        lambda ends: (
            Range(
                *(None if end is None else Fraction(end) for end in sorted(ends, key=_open_first))
            )
            if None not in ends
            else Range(*(None if end is None else Fraction(end) for end in ends))
        )
    )


def _open_first(end):
    return -1 if end is None else end


bounds = st.fixed_dictionaries(
    {},
    optional={
        Limit.HOLD: whole_range(5, 200),
        Limit.BREATHS: whole_range(1, 30),
        Limit.ROUNDS: whole_range(1, 30),
        Limit.FOR: whole_range(5, 200),
        Limit.REPS: whole_range(1, 40),
    },
)
seconds = st.integers(8, 120).map(Fraction) | st.fractions(8, 60, max_denominator=4)
doses = st.one_of(
    st.builds(SecondsHold, seconds),
    st.builds(BreathsHold, st.integers(1, 12), st.sampled_from(BREATHS)),
    st.builds(Flow, st.integers(1, 14), st.integers(1, 2), st.sampled_from(BREATHS)),
    st.builds(
        Rhythm,
        st.sampled_from([Fraction(40), Fraction(66)]),
        seconds,
        st.none(),
        st.none(),
        st.none() | st.just(Fraction(72)),
    ),
    st.builds(Rhythm, st.just(Fraction(50)), st.none(), st.integers(10, 90), st.none(), st.none()),
    st.builds(Reps, st.integers(1, 12), st.just(Fraction(4)), st.just(Fraction(5))),
)
heres = st.builds(
    settings,
    guidance=st.sampled_from(Guidance),
    pace=st.sampled_from([Fraction(4, 5), Fraction(1), Fraction(5, 4), Fraction(3, 2)]),
    breath=st.sampled_from(BREATHS),
)
cues = st.builds(
    Cue,
    st.none() | st.sampled_from([Fraction(2), Fraction(7), Fraction(-6)]),
    st.just("Soften your jaw."),
    st.just(span(90)),
)


@st.composite
def exercises(draw):
    dose = draw(doses)
    ranges = draw(bounds)
    here = draw(heres)
    how = draw(st.sampled_from(["plain", "both", "unequal", "alternating"]))
    done = [(None, dose)]
    if how in ("both", "unequal"):
        other = draw(st.builds(SecondsHold, seconds)) if how == "unequal" else dose
        done = [(Side.RIGHT, dose), (Side.LEFT, other)]
    is_alternating = how == "alternating" and isinstance(dose, Reps | Rhythm)
    made = exercise(
        *done,
        pose=pose(
            limits=Limits(ANY, tuple(ranges.items()), None),
            sided=how != "plain",
            loads=frozenset(draw(st.sets(st.sampled_from(Load), max_size=1))),
            restful=draw(st.booleans()),
            during=lines("Soften.", "Let go."),
        ),
        alternating=is_alternating,
        n_sets=draw(st.integers(1, 3)),
        set_rest_seconds=draw(st.none() | st.just(Fraction(15))),
        cues=tuple(draw(st.lists(cues, max_size=1))),
        settings=here,
    )
    assume(not any(_is_over(made, one) for _, one in done))
    return made


def _is_over(item, dose):
    """Whether resolving the routine would have refused it."""
    if item.alternating and isinstance(dose, Reps):
        dose = replace(dose, n_reps=(dose.n_reps + 1) // 2)
    return any(
        one.bound.high is not None and one.value > one.bound.high
        for one in exceeded(dose, item.pose.limits, breath=item.settings.breath)
    )


pauses = st.none() | st.integers(0, 9).map(Fraction)
others = st.one_of(
    st.builds(lambda pause, here: Say(words("Well."), pause, here, None, span()), pauses, heres),
    st.builds(
        lambda length, text, here: Rest(Fraction(length), text, False, here, None, span()),
        st.integers(2, 60),
        st.none() | st.just(words("Let your breath settle, and rest.", 91)),
        heres,
    ),
    st.builds(lambda n, here: Breathe(n, None, here, None, span()), st.integers(1, 9), heres),
    st.builds(
        lambda n, here: Click(
            Fraction(60), Fraction(n), None, None, None, None, here, None, span()
        ),
        st.integers(5, 90),
        heres,
    ),
)


@st.composite
def routines(draw):
    items = draw(st.lists(exercises() | others, min_size=1, max_size=5))
    placed = [replace(item, span=span(line)) for line, item in enumerate(items, start=10)]
    repeated = draw(st.integers(1, 2))
    return routine(*placed * repeated)


def is_buildable(whole):
    timeline, _ = Lengths().schedule(whole)
    return timeline is not None


def authors_lines(timeline):
    return sorted(
        one.utterance.text
        for one in timeline.events
        if isinstance(one, Speech) and one.source.line >= 90
    )


@hypothesis_settings(
    max_examples=80, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)
@given(routines(), st.floats(-0.1, 1.1))
def test_it_lands_with_everything_kept_or_says_why(whole, part):
    assume(is_buildable(whole))
    before, _ = Lengths().schedule(whole)
    shortest, longest = reach(whole)
    natural = natural_seconds(whole)
    assert shortest - 1 <= natural <= longest + 1
    target = max(1, round(shortest + (longest - shortest) * part))
    outcome, found = fitted(whole, target)
    if outcome is None:
        (told,) = found
        if shortest <= target <= longest:
            assert told.code == "target-between"
            assert_nothing_lands(whole, target)
        else:
            assert told.code == "target-out-of-reach"
        return
    assert abs(to_seconds(outcome.timeline.length) - target) <= TOLERANCE_SECONDS
    assert_kept(whole, outcome.routine)
    assert authors_lines(outcome.timeline) == authors_lines(before)


def assert_nothing_lands(whole, target):
    """No amounts at all come near, however long the pauses are."""
    lengths = Lengths()
    trials = Trials(whole, Fraction(target), schedule=lengths.schedule, guess=lengths.guess)
    every = [list(one.between(one.least(), one.greatest())) for one in trials.portions]
    written = tuple(one.as_written for one in trials.portions)
    shortest, longest = (
        trials.attempt(written, factor).seconds - trials.doses_seconds(written)
        for factor in (LEAST_PAUSES, MOST_PAUSES)
    )
    announced = len(whole.items) * 2  # what an announcement may be longer or shorter
    sums = {
        sum(one.seconds(amount) for one, amount in zip(trials.portions, amounts, strict=True))
        for amounts in product(*every)
    }
    assert not [
        one for one in sums if one + shortest + announced <= target <= one + longest - announced
    ]


@hypothesis_settings(
    max_examples=30, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)
@given(routines())
def test_the_shortest_and_the_longest_that_are_named_can_be_had(whole):
    assume(is_buildable(whole))
    for seconds in reach(whole):
        outcome, found = fitted(whole, seconds)
        assert outcome is not None, found
        assert abs(to_seconds(outcome.timeline.length) - seconds) <= TOLERANCE_SECONDS
        assert_kept(whole, outcome.routine)


def test_a_clock_is_read():
    assert [seconds_of_clock(text) for text in ("0:09", "12:30", "1:00:01")] == [9, 750, 3601]
