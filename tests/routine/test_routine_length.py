"""Sizes by multiplication, the refusal of what is too long, and the flat row with its chapters."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.clip import Voice
from audioguide.dose import (
    Breathing,
    BreathPattern,
    BreathsHold,
    Dose,
    Flow,
    Guidance,
    Reps,
    Rhythm,
    SecondsHold,
)
from audioguide.routine.length import beats_of, dose_seconds, item_size, node_size, total
from audioguide.routine.routine import Breathe, Click, Rest, Say, Settings
from audioguide.routine.too_long import MOST_EVENTS, refuse_too_long
from audioguide.routine.tree import Node, Repeat, Section
from audioguide.routine.unroll import unroll
from audioguide.source import SourceFile, Span, Spanned

FILE = SourceFile("a.yaml", "")
SPAN = Span.whole_file(FILE)
BREATH = Breathing.steady(BreathPattern(Fraction(4), Fraction(0), Fraction(6), Fraction(0)))
SETTINGS = Settings(Voice("espeak", "en", 140, 50), Fraction(1), BREATH, Guidance.FULL)


def _at(line: int) -> Span:
    return Span(FILE, line, 1, line, 2)


def _rest(seconds: int, line: int = 1) -> Rest:
    return Rest(Fraction(seconds), None, False, SETTINGS, None, _at(line))


def _say(text: str, line: int = 1) -> Say:
    return Say(Spanned(text, _at(line)), None, SETTINGS, None, _at(line))


items = st.one_of(
    st.integers(0, 100).map(_rest),
    st.just(_say("word")),
    st.integers(1, 20).map(lambda n: Breathe(n, None, SETTINGS, None, SPAN)),
)


def _inner(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(nodes, min_size=1, max_size=3).map(tuple)
    rests = st.none() | st.integers(0, 9).map(_rest)
    repeats = st.builds(Repeat, st.integers(1, 4), rests, several, st.just(SPAN))
    return repeats | st.builds(Section, st.sampled_from("abc"), several, st.just(SPAN))


trees = st.lists(st.recursive(items, _inner, max_leaves=8), max_size=4).map(tuple)


@given(trees)
def test_the_seconds_of_a_tree_are_those_of_its_row(tree: tuple[Node, ...]):
    row, _ = unroll(tree)
    assert total(map(node_size, tree)).seconds == total(map(item_size, row)).seconds


@given(trees)
def test_the_events_of_a_tree_are_never_fewer_than_those_of_its_row(tree: tuple[Node, ...]):
    row, titles = unroll(tree)
    n_events = total(map(item_size, row)).n_events
    assert total(map(node_size, tree)).n_events >= n_events + len(titles)


@given(trees)
def test_every_item_of_a_row_stands_in_the_latest_chapter(tree: tuple[Node, ...]):
    row, titles = unroll(tree)
    chapters = [-1 if item.chapter is None else item.chapter for item in row]
    assert chapters == sorted(chapters)
    assert all(chapter < len(titles) for chapter in chapters)


@given(st.lists(st.integers(1000, 10_000), min_size=3, max_size=40))
def test_nested_repeats_are_refused_without_being_expanded(rounds: list[int]):
    tree: Node = _say("again", line=7)
    for line, n_rounds in enumerate(rounds, start=8):
        tree = Repeat(n_rounds, None, (tree,), _at(line))
    (found,) = refuse_too_long((tree,))
    assert found.code == "too-long"


def test_a_day_is_not_too_long_and_a_second_more_is():
    day = Repeat(24, None, (_rest(3600),), SPAN)
    assert refuse_too_long((day,)) == ()
    (found,) = refuse_too_long((day, _rest(1, line=3)))
    assert found.span.line == 3
    assert "24 hours" in found.message


def test_too_many_events_are_too_long():
    clicks = Click(Fraction(300), None, 10_000, None, None, None, SETTINGS, None, _at(2))
    (found,) = refuse_too_long((Repeat(21, None, (clicks,), _at(1)),))
    assert str(MOST_EVENTS) in found.message
    assert found.span.line == 1


def test_the_innermost_step_that_is_too_long_is_named():
    inner = Repeat(10_000, None, (_rest(60),), _at(5))
    (found,) = refuse_too_long((_rest(1), Section("All", (_rest(1), inner), _at(2))))
    assert found.span.line == 5


def test_empty_rounds_count_too():
    (found,) = refuse_too_long((Repeat(10_000, None, (Repeat(10_000, None, (), SPAN),), SPAN),))
    assert found.code == "too-long"


def test_rests_stand_between_rounds_only():
    rest = Rest(Fraction(15), None, True, SETTINGS, None, SPAN)
    row, _ = unroll((Repeat(3, rest, (_say("a"),), SPAN),))
    assert [type(item).__name__ for item in row] == ["Say", "Rest", "Say", "Rest", "Say"]


def test_chapters_are_nested_in_order_and_numbered_in_rounds():
    stretch = Section("Stretch", (_say("c"),), SPAN)
    tree = (
        _say("a"),
        Section("Warm up", (_say("b"), stretch, _say("d")), SPAN),
        _say("e"),
        Repeat(2, None, (Section("Twist", (_say("f"),), SPAN),), SPAN),
    )
    row, titles = unroll(tree)
    assert titles == ("Warm up", "Stretch", "Twist (1/2)", "Twist (2/2)")
    assert [(item.text.value, item.chapter) for item in row if isinstance(item, Say)] == [
        ("a", None),
        ("b", 0),
        ("c", 1),
        ("d", 1),
        ("e", 1),
        ("f", 2),
        ("f", 3),
    ]


@pytest.mark.parametrize(
    ("dose", "seconds"),
    [
        (SecondsHold(Fraction(30)), 30),
        (BreathsHold(10, BREATH), 100),
        (Flow(3, 2, BREATH), 60),
        (Rhythm(Fraction(66), Fraction(120), None, None, None), 120),
        (Rhythm(Fraction(60), None, 30, None, None), 30),
        (Rhythm(Fraction(50), None, 55, None, Fraction(60)), 60),
        (Reps(4, Fraction(5), Fraction(4)), 36),
    ],
)
def test_a_dose_has_its_exact_length(dose: Dose, seconds: int):
    assert dose_seconds(dose) == seconds


def test_beats_have_their_onset_inside_the_time():
    assert beats_of(Rhythm(Fraction(66), Fraction(120), None, None, None)) == 132
    assert beats_of(Rhythm(Fraction(60), Fraction(5, 2), None, None, None)) == 3
