"""A breath, and a change of it, from text."""

import re
from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.dose import Breathing
from audioguide.source import SourceFile
from audioguide.syntax import breaths
from audioguide.syntax.breaths import parse_breath, parse_breathing
from audioguide.syntax.config_file import parse_config
from audioguide.syntax.parse import parse_script
from audioguide.syntax.pose_file import parse_pose
from audioguide.syntax.scalar_text import BadScalar


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("from 4-4 to 5-7", "4-4", "5-7"),
        ("from 5-7 to 4-4", "5-7", "4-4"),
        ("from 4-4 to 4-2-6-0", "4-4", "4-2-6-0"),
        ("from box to 4-7-8", "box", "4-7-8"),
        ("from 8 breaths/min to coherent", "8 breaths/min", "coherent"),
        ("  from  4.5-6   to 6 breaths/min ", "4.5-6", "6 breaths/min"),
    ],
)
def test_each_end_is_any_breath(text, first, last):
    assert parse_breathing(text) == Breathing(parse_breath(first), parse_breath(last))


@pytest.mark.parametrize("text", ["4-6", "4-0-6-2", "box", "4-7-8", "coherent", "6 breaths/min"])
def test_one_breath_is_the_same_all_the_time(text):
    breath = parse_breathing(text)
    assert breath.first == breath.last == parse_breath(text)
    assert str(breath) == str(parse_breath(text))


def test_a_change_into_itself_is_none():
    assert parse_breathing("from 4-6 to 4-6") == parse_breathing("4-6")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("from 4-4", "is not a change of breath"),
        ("from 4-4 to", "is not a change of breath"),
        ("from to 5-7", "is not a change of breath"),
        ("4-4 to 5-7", "is not a change of breath"),
        ("to 5-7", "is not a change of breath"),
        ("from", "is not a change of breath"),
        ("from 4-4 to 5-7 to 6-8", '"5-7 to 6-8" is not a breath pattern'),
        ("from 4-4 to from 5-7 to 6-8", "is not a breath pattern"),
        ("from 0.5-4 to 5-7", '"0.5-4" is too quick'),
        ("from 4-4 to 30-40", '"30-40" is too slow'),
        ("From 4-4 to 5-7", "is not a change of breath"),
        ("from 4-4s to 5-7", '"4-4s" is not a breath pattern'),
        ("", "is not a breath pattern"),
        ("from " + "9" * 5000, "is not a change"),
    ],
)
def test_what_is_no_change(text, says):
    with pytest.raises(BadScalar) as refused:
        parse_breathing(text)
    assert refused.value.code == "bad-breath"
    assert says in refused.value.message
    assert len(refused.value.message) < 100


@given(st.text())
def test_any_text_is_a_breath_or_refused_as_one(text):
    for tried in (text, f"from {text} to 4-6", f"from 4-6 to {text}"):
        with suppress(BadScalar):
            assert parse_breathing(tried).seconds(2) > 0


SLOWING = Breathing(parse_breath("4-4"), parse_breath("5-7"))


def test_a_change_stands_wherever_a_breath_may():
    text = "breath: from 4-4 to 5-7\nsteps:\n  - breathe: 4 breaths\n    breath: from 5-7 to 4-4\n"
    script, found = parse_script(SourceFile("a.yaml", text), parameters={})
    assert found == ()
    assert script.overrides.breath.value == SLOWING
    assert script.steps[0].overrides.breath.value == Breathing(SLOWING.last, SLOWING.first)
    config, found = parse_config(SourceFile("config.yaml", "breath: from 4-4 to 5-7\n"))
    assert (config.overrides.breath.value, found) == (SLOWING, ())
    pose = "name: A\nposition: supine\ndose: {hold: 8s}\nenter: [Lie.]\nbreath: from 4-4 to 5-7\n"
    assert parse_pose(SourceFile("a.yaml", pose), pose_id="a")[0].breath == SLOWING


def test_its_ends_may_be_parameters():
    text = 'params: {end: 5-7}\nbreath: "from 4-4 to ${end}"\nsteps:\n  - rest: 9s\n'
    script, _ = parse_script(SourceFile("a.yaml", text), parameters={})
    assert script.overrides.breath.value == SLOWING


tenths = st.integers(10, 140)


@given(st.tuples(tenths, tenths), st.tuples(tenths, tenths))
def test_a_change_is_read_as_it_is_shown(first, last):
    one, other = (
        "-".join(str(Fraction(part, 10).__float__()) for part in end) for end in (first, last)
    )
    breath = parse_breathing(f"from {one} to {other}")
    assert parse_breathing(str(breath)) == breath
    assert re.fullmatch(breaths.CHANGE_PATTERN, f"from {one} to {other}")
