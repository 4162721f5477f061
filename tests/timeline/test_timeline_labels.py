"""The timeline as Audacity's labels, read back by a small reader of our own."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from audioguide.clip import Utterance, Voice
from audioguide.dose import DoseKind, Side
from audioguide.one_line import one_line
from audioguide.roles import Role
from audioguide.source import SourceFile, Span
from audioguide.timeline.labels import labels
from audioguide.timeline.timeline import Chapter, Move, Speech, Timeline
from audioguide.units import Samples

NOWHERE = Span.whole_file(SourceFile("a.yaml", ""))
VOICE = Voice("espeak", "en", rate_wpm=140, pitch=50)


def line(start, end, text, role=Role.SAY):
    utterance = Utterance(text, "en", VOICE)
    return Speech(role, Samples(start), Samples(end), utterance, None, None, NOWHERE)


def move(start, end, name, *, side=None, set_number=1):
    times = (Samples(start), Samples(end)) * 2
    return Move(0, "x", name, side, set_number, DoseKind.HOLD, *times, None)


def timeline(*, events=(), moves=()):
    return Timeline("A", "en", Samples(10**9), events, moves, (), ())


def read(text):
    """Start, end and words of each label; a line that is none is an error."""
    rows = text.split("\n")
    assert rows.pop() == ""
    found = []
    for row in rows:
        start, end, words = row.split("\t")
        assert len(start.partition(".")[2]) == len(end.partition(".")[2]) == 6
        found.append((Fraction(start), Fraction(end), words))
    return found


def test_chapters_moves_and_lines_stand_in_order_of_time():
    whole = timeline(
        events=(line(44_100, 66_150, "Lie down.", Role.ENTER), line(88_200, 100_000, "Rest.")),
        moves=(
            move(44_100, 88_200, "Twist", side=Side.LEFT),
            move(88_200, 90_000, "Twist", side=Side.RIGHT, set_number=2),
        ),
    )
    chapters = (Chapter(0, "Warm up", Samples(44_100), Samples(88_200)),)
    assert labels(whole, chapters=chapters).splitlines() == [
        "1.000000\t2.000000\tchapter: Warm up",
        "1.000000\t2.000000\tmove: Twist, left",
        "1.000000\t1.500000\tenter: Lie down.",
        "2.000000\t2.040816\tmove: Twist, right, set 2",
        "2.000000\t2.267574\tsay: Rest.",
    ]


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**6), st.text()), max_size=8),
    st.text(),
)
def test_no_text_breaks_a_label_and_times_are_exact_to_half_a_microsecond(rows, title):
    events = tuple(line(start, start + length, text) for start, length, text in rows)
    chapters = (Chapter(0, title, Samples(0), Samples(7)),)
    text = labels(timeline(events=events), chapters=chapters)
    text.encode()
    found = read(text)
    assert found[0][2] == f"chapter: {one_line(title)}".strip()
    wanted = sorted(rows, key=lambda row: row[0])
    for (start, end, words), (from_, length, text) in zip(found[1:], wanted, strict=True):
        assert words == f"say: {one_line(text)}".strip()
        for seconds, samples in ((start, from_), (end, from_ + length)):
            assert abs(seconds - Fraction(samples, 44_100)) <= Fraction(1, 2_000_000)


def test_a_track_of_nothing_has_no_labels():
    assert labels(timeline(), chapters=()) == ""


def test_tabs_and_line_ends_of_an_author_are_spaces():
    whole = timeline(events=(line(0, 1, "a\tb\nc\r\n\\\t1\t2"),))
    assert read(labels(whole, chapters=()))[0][2] == "say: a b c \\ 1 2"
