"""Every scalar kind: what is accepted, what it means, and what is refused with which code."""

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from audioguide.dose import BreathPattern, FlowSpec, Guidance, HoldSpec
from audioguide.syntax import breaths, counts, cue_fields, durations, scalars, words
from audioguide.syntax.scalar_text import BadScalar, listed, shown

PARSERS = {
    "duration": durations.parse_duration,
    "signed": durations.parse_signed_duration,
    "breaths": counts.parse_breaths,
    "rounds": counts.parse_rounds,
    "reps": counts.parse_reps,
    "beats": counts.parse_beats,
    "whole": counts.parse_whole,
    "hold": counts.parse_hold,
    "flow": counts.parse_flow,
    "rate": scalars.parse_rate,
    "speaking_rate": scalars.parse_speaking_rate,
    "level": scalars.parse_level,
    "breath": breaths.parse_breath,
    "factor": scalars.parse_factor,
    "pace": scalars.parse_pace,
    "pitch": scalars.parse_pitch,
    "language": scalars.parse_language,
    "guidance": lambda text: scalars.parse_choice(text, Guidance),
    "flag": words.parse_flag,
    "words": words.parse_words,
    "parameter": words.parse_parameter_name,
    "pose_id": words.parse_pose_id,
    "cue_time": cue_fields.parse_cue_time,
}

ACCEPTED = [
    ("duration", "30s", 30),
    ("duration", "30 s", 30),
    ("duration", " 30s ", 30),
    ("duration", "1.5s", Fraction(3, 2)),
    ("duration", "500ms", Fraction(1, 2)),
    ("duration", "2min", 120),
    ("duration", "1h", 3600),
    ("duration", "1min 30s", 90),
    ("duration", "1min30s", 90),
    ("duration", "1h 1min 1s 1ms", Fraction(3661001, 1000)),
    ("duration", "0.1min", 6),
    ("duration", "1:30", 90),
    ("duration", "01:30", 90),
    ("duration", "0:45", 45),
    ("duration", "90:00", 5400),
    ("duration", "1:02:03", 3723),
    ("duration", "010s", 10),
    ("duration", "23h 59min 59s", 86399),
    ("signed", "-10s", -10),
    ("signed", "10s", 10),
    ("signed", "\u221210s", -10),
    ("level", "\u22126 dB", -6),
    ("breaths", "10 breaths", 10),
    ("breaths", "1 breath", 1),
    ("breaths", "10breaths", 10),
    ("rounds", "8 rounds", 8),
    ("rounds", "10000 rounds", 10_000),
    ("reps", "4", 4),
    ("reps", "4 reps", 4),
    ("reps", "1 rep", 1),
    ("beats", "120 beats", 120),
    ("whole", "4", 4),
    ("whole", "010", 10),
    ("hold", "30s", HoldSpec(seconds=Fraction(30))),
    ("hold", "10 breaths", HoldSpec(n_breaths=10)),
    ("flow", "8 rounds", FlowSpec(n_rounds=8)),
    ("flow", "2min", FlowSpec(seconds=Fraction(120))),
    ("rate", "66 bpm", 66),
    ("rate", "66bpm", 66),
    ("rate", "66 BPM", 66),
    ("rate", "1.1 Hz", 66),
    ("rate", "66/min", 66),
    ("rate", "10 bpm", 10),
    ("rate", "5 Hz", 300),
    ("speaking_rate", "140 wpm", 140),
    ("speaking_rate", "80 wpm", 80),
    ("speaking_rate", "400 WPM", 400),
    ("level", "-6 dB", -6.0),
    ("level", "+12 dB", 12.0),
    ("level", "0dB", 0.0),
    ("level", "-60 dB", -60.0),
    ("level", "-1.5 dB", -1.5),
    ("breath", "4-6", BreathPattern(Fraction(4), Fraction(0), Fraction(6), Fraction(0))),
    ("breath", "4-0-6-2", BreathPattern(Fraction(4), Fraction(0), Fraction(6), Fraction(2))),
    ("breath", "box", BreathPattern(Fraction(4), Fraction(4), Fraction(4), Fraction(4))),
    ("breath", "4-7-8", BreathPattern(Fraction(4), Fraction(7), Fraction(8), Fraction(0))),
    (
        "breath",
        "coherent",
        BreathPattern(Fraction(60, 11), Fraction(0), Fraction(60, 11), Fraction(0)),
    ),
    ("breath", "6 breaths/min", BreathPattern(Fraction(4), Fraction(0), Fraction(6), Fraction(0))),
    (
        "breath",
        "5.5 breaths/min",
        BreathPattern(Fraction(48, 11), Fraction(0), Fraction(72, 11), Fraction(0)),
    ),
    ("breath", "4.5-6", BreathPattern(Fraction(9, 2), Fraction(0), Fraction(6), Fraction(0))),
    ("breath", "1-59", BreathPattern(Fraction(1), Fraction(0), Fraction(59), Fraction(0))),
    ("factor", "0.9", Fraction(9, 10)),
    ("factor", "90%", Fraction(9, 10)),
    ("factor", "0.25", Fraction(1, 4)),
    ("factor", "400 %", 4),
    ("pace", "gentle", Fraction(85, 100)),
    ("pace", "steady", 1),
    ("pace", "brisk", Fraction(115, 100)),
    ("pace", "2", 2),
    ("pace", "50%", Fraction(1, 2)),
    ("pitch", "0", 0),
    ("pitch", "99", 99),
    ("language", "en-GB", "en-GB"),
    ("language", "no", "no"),
    ("guidance", "bells", Guidance.BELLS),
    ("flag", "true", True),
    ("flag", "false", False),
    ("words", " no ", "no"),
    ("parameter", "hold_2", "hold_2"),
    ("pose_id", "cat-cow", "cat-cow"),
    ("cue_time", "halfway", cue_fields.CueTime(None)),
    ("cue_time", "-10s", cue_fields.CueTime(Fraction(-10))),
]

REFUSED = [
    ("duration", "30", "missing-unit"),
    ("duration", "1.5", "missing-unit"),
    ("duration", "010", "missing-unit"),
    ("hold", "30", "missing-unit"),
    ("flow", "8", "missing-unit"),
    ("breaths", "10", "missing-unit"),
    ("rate", "66", "missing-unit"),
    ("speaking_rate", "140", "missing-unit"),
    ("level", "-6", "missing-unit"),
    ("cue_time", "10", "missing-unit"),
    *(
        ("duration", text, "bad-duration")
        for text in (
            *("1:75", "1:5", "1:02:75", "-5s", "-1:30", "+5s", "nan", "inf", "1e400", "1e-9s"),
            *("24h", "1440min", "86400s", "99:99:99", "0s", "0:00", "0ms", "true", "null", "~", ""),
            *("1_000s", "1,5s", "٣٠s", "30S", "30 sec", "1m30s", "30s 1min", "1s 1s", "30s!"),
            *("1:30.5", "9" * 5000, "9" * 5000 + "s", "0x10s", "30s\n30s", "1 :30", "s"),
        )
    ),
    ("signed", "--5s", "bad-duration"),
    ("signed", "\u2212\u22125s", "bad-duration"),
    ("hold", "8 rounds", "bad-duration"),
    ("flow", "8 breaths", "bad-duration"),
    *(
        ("breaths", text, "bad-count")
        for text in ("0 breaths", "1.5 breaths", "10001 breaths", "-1 breaths", "six breaths", "")
    ),
    ("breaths", "9" * 5000 + " breaths", "bad-count"),
    ("reps", "4 beats", "bad-count"),
    ("beats", "0", "bad-count"),
    *(("whole", text, "bad-count") for text in ("0", "1.5", "-1", "1_000", "٤", "", "9" * 5000)),
    ("hold", "0 breaths", "bad-count"),
    *(
        ("rate", text, "bad-rate")
        for text in ("9 bpm", "301 bpm", "0.1 Hz", "5.1 Hz", "-66 bpm", "66 rpm", "fast", "", "nan")
    ),
    *(
        ("speaking_rate", text, "bad-speaking-rate")
        for text in ("79 wpm", "401 wpm", "140.5 wpm", "fast", "-140 wpm", "")
    ),
    *(("level", text, "bad-level") for text in ("13 dB", "-61 dB", "loud", "--6 dB", "6 d", "")),
    *(
        ("breath", text, "bad-breath")
        for text in (
            *("4", "4-6-2", "0.9-6", "4-0.5", "30-31", "20-20-20-1", "4 - 6", "4–6", "-4-6", ""),
            *("0 breaths/min", "0.9 breaths/min", "30 breaths/min", "breaths/min", "4-7-9"),
            *("4-6-", "a-b", "4-0-6-2-1", "9" * 5000 + "-6"),
        )
    ),
    *(("factor", text, "bad-factor") for text in ("0.24", "4.1", "-1", "90%%", "half", "", "nan")),
    *(("pace", text, "bad-pace") for text in ("0.4", "2.1", "5", "gentel", "Gentle", "", "0")),
    *(("pitch", text, "bad-pitch") for text in ("100", "-1", "1.5", "high", "")),
    *(("language", text, "bad-language") for text in ("english please", "", "e", "en_GB", "en-")),
    ("guidance", "loud", "bad-choice"),
    *(("flag", text, "bad-choice") for text in ("yes", "no", "True", "1", "")),
    ("words", " \n ", "bad-text"),
    *(("parameter", text, "bad-key") for text in ("2fast", "a b", "", "é")),
    *(("pose_id", text, "bad-name") for text in ("Cat", "cat--cow", "-cat", "cat_cow", "", "../a")),
    ("cue_time", "middle", "bad-duration"),
]


@pytest.mark.parametrize(("kind", "text", "value"), ACCEPTED)
def test_accepted(kind, text, value):
    assert PARSERS[kind](text) == value


@pytest.mark.parametrize(
    ("kind", "text", "code"), REFUSED, ids=[f"{kind}-{text[:12]!r}" for kind, text, _ in REFUSED]
)
def test_refused(kind, text, code):
    with pytest.raises(BadScalar) as refused:
        PARSERS[kind](text)
    assert refused.value.code == code
    assert len(refused.value.message) < 120


@pytest.mark.parametrize(
    ("kind", "text", "hint"),
    [
        ("duration", "30", "write 30s"),
        ("hold", "30", "write 30s or 30 breaths"),
        ("flow", "8", "write 8 rounds"),
        ("breaths", "6", "write 6 breaths"),
        ("rate", "66", "write 66 bpm"),
        ("level", "-6", "write -6 dB"),
        ("speaking_rate", "140", "write 140 wpm"),
        ("duration", "1m30s", "write 1min 30s"),
        ("duration", "30s 1min", "write 1min 30s"),
        ("duration", "2 Hours", "write 2h"),
        ("duration", "-5s", "a duration cannot be negative"),
        ("pace", "gentel", 'did you mean "gentle"?'),
        ("guidance", "bell", 'did you mean "bells"?'),
        ("flag", "yes", "write true or false"),
    ],
)
def test_hints(kind, text, hint):
    with pytest.raises(BadScalar) as refused:
        PARSERS[kind](text)
    assert refused.value.hint == hint


def test_zero_is_a_duration_only_where_it_is_allowed():
    assert durations.parse_duration("0s", zero_allowed=True) == 0
    assert durations.parse_duration("0:00", zero_allowed=True) == 0
    with pytest.raises(BadScalar):
        durations.parse_duration("0s")


@pytest.mark.parametrize("kind", PARSERS)
@given(text=st.text(max_size=30))
@example(text="9" * 10_000)
@example(text="\ud800")
@example(text="½s")
@example(text="²")
def test_any_text_is_read_or_refused(kind, text):
    try:
        value = PARSERS[kind](text)
    except BadScalar as bad:
        value = bad.message
    assert value is not None
    assert value != ""


@given(st.integers(min_value=1, max_value=86_399_999))
def test_durations_are_read_as_they_are_written(milliseconds):
    seconds = Fraction(milliseconds, 1000)
    assert durations.parse_duration(durations.format_duration(seconds)) == seconds


@given(st.integers(0, 1439), st.integers(0, 59))
def test_a_clock_and_units_mean_the_same(minutes, seconds):
    clock, units = f"{minutes}:{seconds:02d}", f"{minutes}min {seconds}s"
    assert durations.parse_duration(clock, zero_allowed=True) == durations.parse_duration(
        units, zero_allowed=True
    )


@given(st.lists(st.integers(10, 140), min_size=4, max_size=4))
def test_breaths_are_read_as_they_are_written(tenths):
    pattern = BreathPattern(*(Fraction(one, 10) for one in tenths))
    assert breaths.parse_breath(str(pattern)) == pattern


@given(st.integers(100, 3000))
def test_rates_in_all_units_mean_the_same(tenths):
    rate = f"{tenths // 10}.{tenths % 10}"
    assert scalars.parse_rate(f"{rate} bpm") == scalars.parse_rate(f"{rate}/min")
    assert scalars.parse_rate(f"{rate} bpm") == Fraction(tenths, 10)


def test_what_is_shown_is_cut():
    assert len(shown("x" * 10_000)) < 50
    assert listed(("a", "b", "c"), last="and") == "a, b and c"
    assert listed(("a",)) == "a"
