"""No two lines overlap, none leaves its slot, and repairs come in their order."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from audioguide.clip import Voice
from audioguide.roles import Role
from audioguide.source import SourceFile, Span
from audioguide.timeline.cue import CueLine, Rank
from audioguide.timeline.fit import Repair, Tone, place_lines
from audioguide.timeline.repairs import diagnose
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
    return place_lines(cues, measure=measure, voice_for=lambda _: VOICE, language="en")


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

    _, repairs = place_lines(cues, measure=listening, voice_for=lambda _: voice, language="en")
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


def test_an_extra_is_said_as_it_is_or_not_at_all_and_nobody_is_told():
    extra = cue(["one two three", "one"], 0, 2, Rank.EXTRA)
    assert place(extra) == ((), ())
    placed, repairs = place(cue(["a b"], 1, 9), cue(["a b"], 2, 9, Rank.EXTRA))
    assert [line.start for line in placed] == [SECOND]
    assert repairs == ()


def test_extras_keep_two_tenths_from_the_lines_around_them():
    def extra(start):
        return cue(["x y"], Fraction(start), 20, Rank.EXTRA)

    word = cue(["a b c"], 5, 9)
    assert len(place(word, extra("8.1"))[0]) == 1
    assert len(place(word, extra("8.2"))[0]) == 2
    assert len(place(word, extra("2.9"))[0]) == 1
    assert len(place(word, extra("2.8"))[0]) == 2


def test_encouragement_is_far_from_lines_of_its_role_and_not_from_others():
    kind = cue(["x y"], 0, 60, Rank.ENCOURAGEMENT, exact=False, apart=Samples(10 * SECOND))
    placed, _ = place(cue(["a"], 3, 9, Rank.REMINDER), kind)
    assert placed[1].start == 14 * SECOND
    other = replace(cue(["a"], 3, 9), role=Role.HALFWAY)
    placed, _ = place(other, replace(kind, start=Samples(SECOND)))
    assert placed[1].start == (4 + Fraction(3, 2)) * SECOND


def test_what_floats_keeps_clear_of_the_tones_that_it_heeds_and_the_rest_does_not():
    def placed(*cues, heeded_from=Rank.REMINDER):
        tones = [Tone(Samples(2 * SECOND), Samples(3 * SECOND), heeded_from)]
        voices = {"voice_for": lambda _: VOICE, "language": "en"}
        lines, repairs = place_lines(cues, measure=measure, tones=tones, **voices)
        assert repairs == ()
        return [line.start / SECOND for line in lines]

    assert placed(cue(["a b"], 2, 9)) == [2]
    assert placed(cue(["a b"], 0, 20, Rank.REMINDER, exact=False)) == [4.5]
    assert placed(cue(["a b"], 2, 9), cue(["a"], 0, 20, Rank.REMINDER, exact=False)) == [2, 5.5]
    for rank in (Rank.EXTRA, Rank.ENCOURAGEMENT):
        floating = cue(["a b"], 0, 20, rank, exact=False)
        assert placed(floating, heeded_from=Rank.EXTRA) == [4.5]
    reminder = cue(["a b"], 0, 20, Rank.REMINDER, exact=False)
    assert placed(reminder, heeded_from=Rank.EXTRA) == [0]


def test_a_tone_that_outlasts_a_word_keeps_its_own_air():
    tones = [Tone(Samples(2 * SECOND), Samples(6 * SECOND), Rank.EXTRA)]
    word, kind = cue(["a"], 3, 9), cue(["b"], 0, 20, Rank.ENCOURAGEMENT, exact=False)
    placed, _ = place_lines(
        [word, kind], measure=measure, voice_for=lambda _: VOICE, language="en", tones=tones
    )
    assert [line.start / SECOND for line in placed] == [3, 7.5]


def test_what_is_told_is_the_room_that_the_other_lines_leave():
    second = cue(["a b c"], 1, Fraction("5.9"), exact=False)
    _, (repair,) = place(cue(["x y z"], 0, 9), second)
    assert repair.code == "speech-hurried"
    assert repair.available_samples == to_samples(Fraction("2.7"))
    around = [cue(["x"], start, 9, Rank.MUST) for start in (0, 4)]
    _, (repair,) = place(*around, cue(["a b c"], 0, 6, exact=False, needed=True))
    assert repair.code == "speech-too-long"
    assert repair.available_samples == to_samples(Fraction("2.6"))


def test_nobody_reads_that_a_line_needs_as_much_as_there_is():
    line = cue(["a b c d e f g h i j"], 0, 10)
    repair = Repair(line, "speech-hurried", Samples(10 * SECOND + 9), Samples(10 * SECOND))
    told = diagnose(repair, Span.whole_file(SourceFile("a.yaml", "")), estimated=False)
    assert "needs 10.1 s, but there are 10.0 s" in told.message


def test_each_role_is_hurried_by_its_own_voice():
    voices = {Role.DURING: VOICE, Role.COUNT: replace(VOICE, rate_wpm=200, fastest_wpm=205)}
    cues = [
        cue(["a b c d e f g h i j"], 0, Fraction("9.55")),
        replace(cue(["a b c d e f g h i j"], 10, Fraction("14.9")), role=Role.COUNT),
    ]
    placed, repairs = place_lines(
        cues, measure=measure, voice_for=lambda role: voices[role], language="en"
    )
    assert [line.utterance.voice.rate_wpm for line in placed] == [105, 205]
    assert [repair.code for repair in repairs] == ["speech-hurried"] * 2


slots = st.builds(
    lambda start, room, words, rank, exact, needed, apart: cue(
        [" ".join("w" * words), "w"],
        start,
        start + room,
        rank,
        exact=exact,
        needed=needed,
        apart=Samples(apart * SECOND),
    ),
    st.integers(0, 60),
    st.integers(0, 20),
    st.integers(1, 12),
    st.sampled_from(Rank),
    st.booleans(),
    st.booleans(),
    st.sampled_from([0, 0, 7]),
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
