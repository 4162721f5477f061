"""No two lines overlap, none leaves its slot, and repairs come in their order."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from audioguide.clip import Voice
from audioguide.timeline.cue import CueLine, Rank
from audioguide.timeline.fit import place_lines
from audioguide.timeline.timeline import Role
from audioguide.units import Samples, to_samples

VOICE = Voice("espeak", "gmw/en", 100, 50)
SECOND = 44_100


def measure(utterance):
    """One second a word at 100 words a minute, scaled by the rate."""
    words = len(utterance.text.split())
    return to_samples(Fraction(words * 100, utterance.voice.rate_wpm))


def cue(texts, start, end, rank=Rank.WORD, **more):
    return CueLine(
        Role.DURING, tuple(texts), Samples(start * SECOND), Samples(end * SECOND), rank, **more
    )


def place(*cues):
    return place_lines(cues, measure=measure, voice=VOICE, language="en")


def test_a_line_that_fits_is_left_alone():
    placed, repairs = place(cue(["one two three"], 1, 5))
    assert [(line.start, line.end) for line in placed] == [(SECOND, 4 * SECOND)]
    assert repairs == ()


def test_the_short_text_is_taken_before_speech_is_hurried():
    placed, repairs = place(cue(["one two three four", "one two"], 0, 3))
    assert placed[0].utterance.text == "one two"
    assert placed[0].utterance.voice.rate_wpm == 100
    assert [repair.code for repair in repairs] == ["speech-shortened"]


@pytest.mark.parametrize(("seconds", "rate"), [("9.55", 105), ("9.1", 110), ("8.7", 115)])
def test_speech_is_hurried_no_more_than_needed(seconds, rate):
    slot = cue(["a b c d e f g h i j"], 0, Fraction(seconds))
    placed, repairs = place(slot)
    assert placed[0].utterance.voice.rate_wpm == rate
    assert repairs[0].code == "speech-hurried"
    assert (repairs[0].needed_samples, repairs[0].available_samples) == (10 * SECOND, slot.end)


def test_no_line_is_hurried_past_what_its_engine_can_do():
    cues = (cue(["a b c d e f g h i j"], 0, Fraction("8.7"), needed=True),)
    voice = replace(VOICE, fastest_wpm=112)
    asked = []

    def listening(utterance):
        asked.append(utterance.voice.rate_wpm)
        return measure(utterance)

    _, repairs = place_lines(cues, measure=listening, voice=voice, language="en")
    assert [repair.code for repair in repairs] == ["speech-too-long"]
    assert max(asked) == 112


def test_what_cannot_be_mended_is_dropped_or_an_error():
    assert place(cue(["a b c d"], 0, 3))[1][0].code == "speech-dropped"
    placed, repairs = place(cue(["a b c d"], 0, 3, needed=True))
    assert placed == ()
    assert repairs[0].code == "speech-too-long"


def test_an_author_wins_over_the_automatic_line_at_the_same_place_and_nobody_is_told():
    placed, repairs = place(cue(["word"], 2, 9), cue(["mine is longer"], 1, 9, Rank.AUTHOR))
    assert [line.cue.texts[0] for line in placed] == ["mine is longer"]
    assert repairs == ()


def test_a_floating_line_keeps_its_distance():
    floating = cue(["a b"], 0, 20, Rank.REMINDER, exact=False)
    placed, _ = place(cue(["x y z"], 1, 9), floating)
    assert placed[1].start == (4 + Fraction(3, 2)) * SECOND


slots = st.builds(
    lambda start, room, words, rank, exact, needed: cue(
        [" ".join("w" * words), "w"], start, start + room, rank, exact=exact, needed=needed
    ),
    st.integers(0, 60),
    st.integers(0, 20),
    st.integers(1, 12),
    st.sampled_from(Rank),
    st.booleans(),
    st.booleans(),
)


@given(st.lists(slots, max_size=25))
def test_lines_never_overlap_and_never_leave_their_slot(cues):
    placed, repairs = place(*cues)
    for line in placed:
        assert line.cue.start <= line.start
        assert line.end <= line.cue.end
        assert line.end - line.start == measure(line.utterance)
        assert line.utterance.voice.rate_wpm <= 115
        assert not line.cue.exact or line.start == line.cue.start
    assert all(one.end <= two.start for one, two in itertools.pairwise(placed))
    spoken = [line.cue for line in placed]
    failed = [repair.cue for repair in repairs if repair.code == "speech-too-long"]
    author = [one for one in cues if one.needed and one.rank is Rank.AUTHOR]
    assert all(one in spoken or one in failed for one in author)
