"""A programme: what doses, sets and rests come to from week to week."""

from fractions import Fraction

import pytest
from hypothesis import event, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from msgspec.structs import replace
from routine_texts import resolve_text, routine_of

from audioguide.diagnostics import has_errors
from audioguide.dose import Reps, Side
from audioguide.routine.checks.sets_add_up import excess_of_sets
from audioguide.routine.length import dose_seconds
from audioguide.routine.options import Options
from audioguide.routine.routine import SettingOrigin
from audioguide.source import SourceFile
from audioguide.syntax.limits import exceeded
from audioguide.syntax.parse import parse_script


def exercise(step, week=None, head=""):
    body = "\n".join(f"    {line}" for line in step.strip().splitlines()).strip()
    text = f"{head}steps:\n  - {body}\n"
    (item,) = routine_of(text, options=Options(week=week)).items
    return item


def dose(step, week=None):
    return exercise(step, week).doses[0][1]


LEAN = "pose: lean\nhold: 20s\n"


@pytest.mark.parametrize(
    ("week", "seconds"), [(None, 20), (1, 20), (2, 25), (3, 30), (6, 45), (7, 45), (520, 45)]
)
def test_five_seconds_a_week_up_to_45(week, seconds):
    assert dose(f"{LEAN}progress: {{hold: +5s, to: 45s}}", week).seconds == seconds


@pytest.mark.parametrize(
    ("week", "n_rounds"), [(1, 6), (2, 6), (3, 7), (4, 7), (5, 8), (9, 10), (50, 10)]
)
def test_a_round_every_two_weeks(week, n_rounds):
    step = "pose: wave\nflow: 6 rounds\nprogress: {flow: +1 round, every: 2 weeks, to: 10 rounds}"
    assert dose(step, week).n_rounds == n_rounds


def test_the_last_step_ends_exactly_where_the_rule_does():
    assert dose(f"{LEAN}progress: {{hold: +15s, to: 45s}}", 3).seconds == 45


def test_a_rate_and_what_the_pose_itself_fills_in():
    step = (
        "pose: rock\nrhythm: 60 bpm\n"
        "progress: [{rhythm: +2 bpm, to: 70 bpm}, {for: +30s, every: 2 weeks, to: 3min}]"
    )
    found = dose(step, 4)
    assert (found.rate_bpm, found.seconds, found.accent_every) == (66, 90, 4)


def test_a_rate_may_change_by_a_fraction():
    assert dose("pose: rock\nprogress: {rhythm: +0.1 Hz, to: 70 bpm}", 2).rate_bpm == 66


def test_a_ramp_ends_quicker_from_week_to_week():
    step = "pose: rock\nrhythm: 60 bpm\nramp_to: 62 bpm\nfor: 1min\nprogress: {ramp_to: +2 bpm}"
    assert dose(step, 3).ramp_to_bpm == 66


def test_several_quantities_of_a_step_and_what_stands_around_it():
    step = (
        "pose: press-up\nreps: 6\nsets: 2\nrest: 30s\n"
        "progress: [{reps: +1, to: 7, every: 2 weeks}, {work: +250ms, every: 2 weeks},"
        " {release: -1s, to: 3s}, {rest: -10s, to: 0s}, {sets: +1, to: 3}]\nrelease: 5s\nwork: 1s"
    )
    found = exercise(step, 3)
    reps = found.doses[0][1]
    assert (reps.n_reps, reps.work_seconds, reps.release_seconds) == (7, Fraction(5, 4), 3)
    assert (found.n_sets, found.set_rest_seconds) == (3, 10)
    assert exercise(step, 9).set_rest_seconds == 0
    first = exercise(step)
    assert (first.n_sets, first.set_rest_seconds, first.doses[0][1].n_reps) == (2, 30, 6)


def test_sets_that_are_not_written_begin_with_one():
    assert exercise("pose: curl\nprogress: {sets: +1, to: 2}", 2).n_sets == 2


def test_a_pose_has_rules_of_its_own():
    assert [dose("pose: lean", week).seconds for week in (None, 1, 2, 3, 7, 99)] == [
        *(20, 20, 20, 30),
        *(50, 50),
    ]


def test_a_pose_s_rule_takes_the_script_s_dose_where_it_fits_and_lets_it_be_elsewhere():
    assert dose("pose: lean\nhold: 35s", 3).seconds == 45
    assert dose("pose: lean\nhold: 55s", 9).seconds == 55
    assert dose("pose: lean\nhold: 5 breaths", 9).n_breaths == 5
    assert dose("pose: lean\nreps: 4\nwork: 3s\nrelease: 3s", 9).n_reps == 4


def test_the_rules_of_a_step_win_whole():
    step = "pose: lean\nprogress: {sets: +1, to: 2}"
    found = exercise(step, 9)
    assert (found.doses[0][1].seconds, found.n_sets) == (20, 2)
    assert dose("pose: lean\nprogress: none", 9).seconds == 20


def test_the_command_line_wins_over_the_head():
    text = f"week: 2\nsteps:\n  - {LEAN.strip().replace(chr(10), chr(10) + '    ')}\n"
    of_head = routine_of(text)
    assert SettingOrigin("week", "2", "script head") in of_head.origins
    asked = routine_of(text, options=Options(week=5))
    assert SettingOrigin("week", "5", "command line") in asked.origins
    assert not [one for one in routine_of(text[8:]).origins if one.setting == "week"]
    assert asked.items[0].doses[0][1].seconds == 40


def test_both_sides_grow_alike():
    doses = exercise(f"{LEAN}progress: {{hold: +5s, to: 45s}}", 4).doses
    assert [(side, one.seconds) for side, one in doses] == [(Side.LEFT, 35), (Side.RIGHT, 35)]


def test_sides_of_their_own_grow_by_the_same_step():
    step = "pose: lean\nhold: {left: 20s, right: 30s}\nunequal: one is stiff\n"
    found = dict(exercise(f"{step}progress: {{hold: +5s, to: 40s}}", 4).doses)
    assert (found[Side.LEFT].seconds, found[Side.RIGHT].seconds) == (35, 40)


@pytest.mark.parametrize(("week", "n_reps"), [(1, 4), (2, 4), (3, 6), (4, 6), (5, 8)])
def test_alternating_repetitions_stay_even(week, n_reps):
    step = "pose: lean\nreps: 4\nwork: 3s\nrelease: 3s\nsides: alternate\n"
    assert dose(f"{step}progress: {{reps: +1, to: 12}}", week).n_reps == n_reps


def test_a_flow_by_time_changes_by_whole_rounds():
    step = "pose: wave\nflow: 1min\nprogress: {flow: +5s}"
    assert [dose(step, week).n_rounds for week in (1, 2, 3, 4, 5)] == [6, 6, 7, 7, 8]


def stops(step, week):
    text = "steps:\n  - " + step.replace("\n", "\n    ")
    routine, found = resolve_text(text, options=Options(week=week))
    return routine.items[0].doses[0][1], [one.message for one in found]


def test_without_an_end_it_stops_at_the_limit_with_a_note():
    step = "pose: lean\nhold: 40s\nprogress: {hold: +15s}"
    found, told = stops(step, 3)
    assert found.seconds == 60
    (message,) = told
    assert "`hold` stays at 1min from week 3 on" in message
    assert stops(step, 2)[1] == []
    assert stops(step, 520)[0].seconds == 60


def sets_in(step, week):
    text = "steps:\n  - " + step.replace("\n", "\n    ")
    routine, found = resolve_text(text, options=Options(week=week))
    (item,) = routine.items
    return item.n_sets, item.doses[0][1], [(one.code, one.message) for one in found]


@pytest.mark.parametrize(("week", "n_sets"), [(1, 1), (2, 2), (3, 3), (4, 3), (520, 3)])
def test_sets_without_an_end_stop_where_they_add_up_to_too_much(week, n_sets):
    found, _, told = sets_in("pose: lean\nhold: 20s\nprogress: {sets: +1}", week)
    assert found == n_sets
    assert [code for code, _ in told] == ["progress-stopped"] * (week > 3)
    if told:
        assert "`sets` stays at 3 sets from week 3 on" in told[0][1]
        assert '4 sets make 80 seconds, and one session of "lean" has 60 at most' in told[0][1]


def test_a_slow_rule_is_said_to_stop_in_the_week_of_its_last_step():
    step = "pose: lean\nhold: 20s\nprogress: {sets: +1, every: 2 weeks}"
    assert [sets_in(step, week)[0] for week in (4, 5, 6, 7, 99)] == [2, 3, 3, 3, 3]
    assert sets_in(step, 6)[2] == []
    assert "from week 5 on" in sets_in(step, 7)[2][0][1]


def test_a_dose_without_an_end_stops_where_its_sets_add_up_to_too_much():
    step = "pose: lean\nhold: 15s\nsets: 3\nrest: 9s\nprogress: {hold: +5s}"
    assert [sets_in(step, week)[1].seconds for week in (1, 2, 3, 520)] == [15, 20, 20, 20]


def test_sets_and_doses_that_grow_together_stop_together_and_never_turn_back():
    step = "pose: lean\nhold: 20s\nprogress: {hold: +5s, sets: +1}"
    found = [sets_in(step, week) for week in (1, 2, 3, 9, 520)]
    assert [(n_sets, dose.seconds) for n_sets, dose, _ in found] == [(1, 20), *[(2, 25)] * 4]
    assert [code for code, _ in found[-1][2]] == ["progress-stopped"] * 2


def test_sets_that_are_too_many_as_written_stay_as_they_are():
    step = "pose: lean\nhold: 30s\nsets: 3\nrest: 9s\nprogress: {sets: +1}"
    assert [sets_in(step, week)[0] for week in (1, 2, 520)] == [3, 3, 3]


def test_an_end_that_an_author_writes_is_the_author_s_word():
    step = "pose: lean\nhold: 20s\nprogress: {sets: +1, to: 5}"
    assert sets_in(step, 520)[0] == 5


TARGETED = "target: 10min\nsteps:\n  - pose: lean\n    hold: 20s\n    progress: {hold: +5s}\n"


def test_a_target_that_undoes_a_programme_is_told_once():
    twice = TARGETED + TARGETED.partition("steps:\n")[2]
    (told,) = resolve_text(twice, options=Options(week=3))[1]
    assert (told.code, told.span.line) == ("target-over-progress", 1)


@pytest.mark.parametrize(
    ("text", "week"),
    [
        (TARGETED, None),
        (TARGETED, 1),
        (TARGETED.replace("target: 10min\n", ""), 3),
        ("target: 10min\nsteps:\n  - {pose: lean, progress: none}\n", 3),
    ],
)
def test_a_target_or_a_programme_alone_is_well(text, week):
    assert resolve_text(text, options=Options(week=week))[1] == ()


def test_downwards_it_stops_at_the_limit_too():
    found, told = stops("pose: lean\nhold: 20s\nprogress: {hold: -4s}", 9)
    assert found.seconds == 10
    assert len(told) == 1


def test_a_limit_of_another_quantity_stops_it_at_the_last_whole_step():
    found, _ = stops("pose: rock\nrhythm: 50 bpm\nbeats: 100\nprogress: {beats: +30}", 9)
    assert found.n_beats == 130


def test_a_breath_that_changes_counts_with_its_own_length():
    step = "pose: twist\nbreath: from 10-10 to 15-15\nprogress: {hold: +1 breath}\nhold: 3 breaths"
    found, told = stops(step, 9)
    assert (found.n_breaths, dose_seconds(found)) == (4, 100)
    assert "2min 5s is over the 2min" in told[0]


def test_the_week_of_an_included_file_is_ignored(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    part = f"week: 9\nsteps:\n  - {LEAN.strip()}\n    progress: {{hold: +5s}}\n"
    (tmp_path / "part.yaml").write_text(part.replace("\nhold", "\n    hold"))
    text = "steps:\n  - include: part.yaml\n"
    seconds = [
        routine_of(text, options=Options(week=week)).items[0].doses[0][1].seconds
        for week in (None, 3)
    ]
    assert seconds == [20, 30]


DOSES = (
    ("lean", "hold: 20s", ("hold",), ("1s", "400ms", "13s")),
    ("twist", "hold: 3 breaths", ("hold",), ("1 breath", "2 breaths")),
    ("wave", "flow: 6 rounds", ("flow",), ("1 round", "3 rounds")),
    ("wave", "flow: 1min", ("flow",), ("3s", "15s")),
    ("rock", "rhythm: 60 bpm\nbeats: 90", ("beats",), ("1", "30")),
    ("rock", "rhythm: 60 bpm\nbeats: 150", ("rhythm", "ramp_to"), ("1 bpm", "0.02 Hz")),
    ("rock", "rhythm: 60 bpm\nramp_to: 66 bpm", ("rhythm", "ramp_to"), ("1 bpm", "3 bpm")),
    ("rock", "rhythm: 60 bpm\nfor: 1min", ("for",), ("5s", "1min")),
    ("press-up", "reps: 7\nwork: 1s\nrelease: 4s", ("work", "release"), ("100ms", "1s")),
    ("curl", "reps: 5\nsets: 2\nrest: 9s", ("reps", "sets"), ("1", "2")),
    ("curl", "reps: 5\nsets: 2\nrest: 9s", ("rest",), ("1s", "2s")),
    ("lean", "reps: 4\nwork: 2s\nrelease: 3s\nsides: alternate", ("reps",), ("1", "3")),
)
rules = st.sampled_from(DOSES).flatmap(
    lambda row: st.tuples(
        st.just(row),
        st.lists(
            st.tuples(
                st.sampled_from(row[2]),
                st.sampled_from("+-"),
                st.sampled_from(row[3]),
                st.sampled_from(("", "", *row[3])),
                st.integers(1, 3),
            ),
            min_size=1,
            max_size=len(row[2]),
            unique_by=lambda rule: rule[0],
        ),
    )
)


@hypothesis_settings(deadline=None, max_examples=200)
@given(rules, st.sampled_from(["4-6", "from 4-4 to 6-9"]), st.integers(1, 520))
def test_whatever_the_rules_say_a_dose_is_inside_its_limits_or_there_is_an_error(
    chosen, breath, week
):
    (pose, written, _, _), changes = chosen
    said = ", ".join(
        f"{{{quantity}: {sign}{size}, every: {every} weeks{f', to: {end}' if end else ''}}}"
        for quantity, sign, size, end, every in changes
    )
    step = f"pose: {pose}\n{written}\nbreath: {breath}\nprogress: [{said}]"
    text = "steps:\n  - " + step.replace("\n", "\n    ")
    script, _ = parse_script(SourceFile("a.yaml", text), parameters={})
    if script is None:
        return
    routine, found = resolve_text(text, options=Options(week=week))
    event(f"a routine: {routine is not None}")
    assert (routine is None) == has_errors(found)
    for item in routine.items if routine else ():
        for _, one in item.doses:
            if item.alternating and isinstance(one, Reps):
                one = replace(one, n_reps=(one.n_reps + 1) // 2)
            outside = exceeded(one, item.pose.limits, breath=item.settings.breath)
            assert all(excess.is_gentler for excess in outside)
        assert item.n_sets >= 1
        if not any(end for _, _, _, end, _ in changes):
            (as_written,) = resolve_text(text)[0].items
            assert excess_of_sets(item) is None or excess_of_sets(as_written) is not None


steps = st.integers(1, 40)


@hypothesis_settings(deadline=None)
@given(start=st.integers(10, 60), step=st.integers(-9, 30), every=st.integers(1, 4), week=steps)
def test_a_dose_is_always_inside_the_limits_and_never_turns_back(start, step, every, week):
    if not step:
        return
    text = f"pose: lean\nhold: {start}s\nprogress: {{hold: {step:+d}s, every: {every} weeks}}"
    before, after = (stops(text, one)[0].seconds for one in (week, week + 1))
    assert 10 <= after <= 60
    assert (after - before) * step >= 0
    wanted = start + step * ((week - 1) // every)
    assert before == min(max(wanted, 10), 60)
