"""What stands in the files beside a track, read back by small readers of our own and by ffmpeg."""

import html
import json
import re
import subprocess

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judges import judge

from audioguide.beside.chapters_json import chapters_json
from audioguide.beside.cue import MOST_CHAPTERS, cue
from audioguide.beside.harmless import WORD_JOINER
from audioguide.beside.lrc import lrc
from audioguide.beside.srt import srt
from audioguide.beside.table import FORMATS
from audioguide.beside.vtt import vtt
from audioguide.contents import ChapterMark, Contents, TimedLine
from audioguide.one_line import one_line

HOSTILE = (
    "Plain",
    "Ben & Jerry <b>bold</b>",
    'He said "quiet"',
    "a --> b",
    "[00:01.00] not a stamp",
    "[ti: not a tag]",
    "<00:01.20>word",
    "{\\an8}up",
    "two\n\nlines\r\nand\ttabs\x00\x07",
    "\u202bעברית‏ and \u0627\u0644",
    "🧘\u200d♀️ namaste é ि",
    "7",
    "WEBVTT",
    "x" * 300,
    "\ud800 half",
    "../x",
    "CON",
)

texts = st.sampled_from(HOSTILE) | st.text(max_size=40)


@st.composite
def contents(draw):
    """Lines that do not overlap and chapters that touch, in hours at most."""
    bounds = draw(st.lists(st.integers(0, 10**7), min_size=2, max_size=12, unique=True).map(sorted))
    pairs = zip(bounds[::2], bounds[1::2], strict=False)
    lines = tuple(TimedLine(start, end, draw(texts)) for start, end in pairs)
    marks = draw(st.lists(st.integers(0, 10**7), max_size=6, unique=True).map(sorted))
    length = max([*bounds, *marks]) + 1
    ends = [*marks[1:], length]
    chapters = tuple(
        ChapterMark(draw(texts), start, end) for start, end in zip(marks, ends, strict=False)
    )
    return Contents(
        title=draw(texts),
        language="en-GB",
        length_ms=length,
        artist=draw(texts),
        album=draw(texts),
        genre="Speech",
        chapters=chapters,
        lines=lines,
    )


def said(whole):
    """The lines with a word in them: start, end, text."""
    lines = ((line.start_ms, line.end_ms, one_line(line.text)) for line in whole.lines)
    return [line for line in lines if line[2]]


def visible(text):
    return text.replace(WORD_JOINER, "")


def milliseconds(hours, minutes, seconds, thousandths):
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(thousandths)


def blocks_of(text, point):
    """Number, start, end and text of each caption, as strictly as any player reads them."""
    stamp = rf"(\d\d+):([0-5]\d):([0-5]\d){point}(\d{{3}})"
    found = []
    for block in text.split("\n\n")[:-1]:
        number, times, words = block.split("\n")
        match = re.fullmatch(f"{stamp} --> {stamp}", times)
        found.append(
            (
                int(number),
                milliseconds(*match.groups()[:4]),
                milliseconds(*match.groups()[4:]),
                words,
            )
        )
    return found


@settings(deadline=None)
@given(contents())
def test_vtt_has_every_line_at_its_time(whole):
    text = vtt(whole)
    head, _, body = text.partition("\n\n")
    assert head == "WEBVTT"
    blocks = blocks_of(body, r"\.")
    assert [number for number, *_ in blocks] == list(range(1, len(blocks) + 1))
    assert [(start, end, html.unescape(words)) for _, start, end, words in blocks] == said(whole)
    for *_, words in blocks:
        assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", words)


@settings(deadline=None)
@given(contents())
def test_srt_has_every_line_at_its_time(whole):
    blocks = blocks_of(srt(whole), ",")
    assert [number for number, *_ in blocks] == list(range(1, len(blocks) + 1))
    written = [(start, end, visible(words)) for _, start, end, words in blocks]
    assert written == [(a, b, text.replace("-->", "→")) for a, b, text in map(seen, said(whole))]
    for *_, words in blocks:
        assert not re.search(r"-->|</?[a-zA-Z]|\{\\", words)


def seen(line):
    return (*line[:2], visible(line[2]))


@settings(deadline=None)
@given(contents())
def test_lrc_has_every_line_at_its_hundredth_and_where_silence_begins(whole):
    rows = lrc(whole).split("\n")
    assert rows.pop() == ""
    head, rows = rows[:4], rows[4:]
    for row, key in zip(head, ("ti", "ar", "al", "length"), strict=True):
        value = re.fullmatch(rf"\[{key}:([^\[\]]*)\]", row)[1]
        if key != "length":
            name = {"ti": whole.title, "ar": whole.artist, "al": whole.album}[key]
            assert value == one_line(name).replace("[", "(").replace("]", ")")
    stamped = [
        re.fullmatch(r"\[(\d\d+):([0-5]\d)\.(\d\d)\]((?!\[).*)", row).groups() for row in rows
    ]
    read = [(int(m) * 6000 + int(s) * 100 + int(c), text) for m, s, c, text in stamped]
    assert [at for at, _ in read] == sorted(at for at, _ in read)
    assert [(at, visible(text)) for at, text in read if text] == [
        ((start + 5) // 10, visible(text)) for start, _, text in said(whole)
    ]
    assert not any(re.search(r"[\[<]\w*:", text) for _, text in read)
    lines = said(whole)
    starts = [start for start, *_ in lines[1:]]
    ends = [
        (end + 5) // 10
        for (_, end, _), then in zip(lines, [*starts, 10**9], strict=False)
        if then - end >= 500
    ]
    assert [at for at, text in read if not text] == ends


def tracks_of(sheet):
    """The file and each track of a cue sheet: number, title, and index 1 in frames of a disc."""
    lines = sheet.removeprefix("\ufeff").split("\n")
    assert lines.pop() == ""
    file = next(re.fullmatch(r'FILE "(.*)" (MP3|WAVE)', line) for line in lines if "FILE " in line)
    tracks = []
    for line in lines:
        if match := re.fullmatch(r"  TRACK (\d\d) AUDIO", line):
            tracks.append([int(match[1])])
        elif match := re.fullmatch(r'    TITLE "([^"]*)"', line):
            tracks[-1].append(match[1])
        elif match := re.fullmatch(r"    INDEX 01 (\d\d+):([0-5]\d):(\d\d)", line):
            minutes, seconds, frames = map(int, match.groups())
            assert frames < 75
            tracks[-1].append((minutes * 60 + seconds) * 75 + frames)
    return file.groups(), tracks


@settings(deadline=None)
@given(contents())
def test_a_cue_sheet_has_every_chapter_no_later_than_it_begins(whole):
    sheet = cue(whole, track_name="a b.mp3")
    assert sheet.startswith("\ufeff") == (not sheet.isascii())
    file, tracks = tracks_of(sheet)
    assert file == ("a b.mp3", "MP3")
    lasting = [c for c in whole.chapters if c.end_ms * 75 // 1000 > c.start_ms * 75 // 1000]
    if not lasting:
        assert tracks == [[1, one_line(whole.title).replace('"', "'"), 0]]
        return
    assert [number for number, *_ in tracks] == list(range(1, len(lasting) + 1))
    places = [frames for *_, frames in tracks]
    assert places == sorted(set(places))
    for (_, title, frames), chapter in zip(tracks, lasting, strict=True):
        assert title == one_line(chapter.title).replace('"', "'")
        assert 0 <= chapter.start_ms - frames * 1000 / 75 < 1000 / 75
    has_pregap = "    INDEX 00 00:00:00\n" in sheet
    assert has_pregap == (places[0] > 0)


def plain(**changes):
    usual = {"title": "A", "language": "en", "length_ms": 10_000, "artist": "b", "album": "c"}
    return Contents(**{**usual, "genre": "Speech", **changes})


def test_a_cue_sheet_has_99_tracks_and_the_last_one_the_rest():
    marks = tuple(ChapterMark(f"c{i}", i * 1000, i * 1000 + 1000) for i in range(150))
    _, tracks = tracks_of(cue(plain(length_ms=150_000, chapters=marks), track_name="a.flac"))
    assert len(tracks) == MOST_CHAPTERS == 99
    assert tracks[-1] == [99, "c98", 98 * 75]


def test_a_cue_sheet_has_no_track_without_length():
    bounds = [(0, 5_000), (5_000, 5_000), (5_000, 5_010), (5_010, 9_000), (9_000, 9_000)]
    marks = tuple(ChapterMark(str(i), *both) for i, both in enumerate(bounds))
    _, tracks = tracks_of(cue(plain(length_ms=9_000, chapters=marks), track_name="a.wav"))
    assert tracks == [[1, "0", 0], [2, "3", 5_010 * 75 // 1000]]
    nothing = (ChapterMark("x", 0, 0), ChapterMark("y", 0, 12))
    _, tracks = tracks_of(cue(plain(length_ms=12, chapters=nothing), track_name="a.wav"))
    assert tracks == [[1, "A", 0]]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.mp3", "MP3"),
        ("a  b.MP3", "MP3"),
        ("a.wav", "WAVE"),
        ("a.flac", "WAVE"),
        ('my "own" é.mp3', "MP3"),
    ],
)
def test_a_cue_sheet_names_its_file_and_the_kind_of_it(name, kind):
    assert tracks_of(cue(plain(), track_name=name))[0] == (name, kind)


@pytest.mark.parametrize(("name", "written"), [("a\nb.mp3", "a b.mp3"), ("\udcff.mp3", "?.mp3")])
def test_a_cue_sheet_stays_text_whatever_its_file_is_called(name, written):
    assert tracks_of(cue(plain(), track_name=name))[0] == (written, "MP3")


CHAPTERS_SCHEMA = {
    # Written by hand from the podcast namespace's page of JSON chapters 1.2.
    "type": "object",
    "required": ["version", "chapters"],
    "properties": {
        "version": {"const": "1.2.0"},
        "author": {"type": "string"},
        "title": {"type": "string"},
        "podcastName": {"type": "string"},
        "description": {"type": "string"},
        "fileName": {"type": "string"},
        "waypoints": {"type": "boolean"},
        "chapters": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["startTime"],
                "properties": {
                    "startTime": {"type": "number", "minimum": 0},
                    "endTime": {"type": "number", "minimum": 0},
                    "title": {"type": "string"},
                    "img": {"type": "string", "pattern": "^https?://"},
                    "url": {"type": "string"},
                    "toc": {"type": "boolean"},
                    "location": {"type": "object"},
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}


@settings(deadline=None)
@given(contents())
def test_json_chapters_hold_to_their_schema_and_to_the_millisecond(whole):
    text = chapters_json(whole)
    text.encode()
    read = json.loads(text)
    jsonschema.validate(read, CHAPTERS_SCHEMA)
    found = [(round(c["startTime"] * 1000), round(c["endTime"] * 1000)) for c in read["chapters"]]
    assert found == [(chapter.start_ms, chapter.end_ms) for chapter in whole.chapters]
    assert [c["title"] for c in read["chapters"]] == [one_line(c.title) for c in whole.chapters]
    assert not any("img" in c for c in read["chapters"])


def test_json_chapters_have_pictures_where_an_address_is_known():
    marks = (ChapterMark("a", 0, 10), ChapterMark("b", 10, 20))
    text = chapters_json(plain(chapters=marks), picture_addresses=(None, "https://a.example/b.png"))
    read = json.loads(text)
    jsonschema.validate(read, CHAPTERS_SCHEMA)
    assert [c.get("img") for c in read["chapters"]] == [None, "https://a.example/b.png"]
    with pytest.raises(ValueError, match="shorter"):
        chapters_json(plain(chapters=marks), picture_addresses=("https://a.example/a.png",))


@settings(deadline=None)
@given(contents())
def test_every_format_is_utf_8_with_line_feeds_alone(whole):
    for form in FORMATS.values():
        written = form.text(whole).encode()
        assert not written or written.endswith(b"\n")
        assert b"\r" not in written
        assert not written.startswith(b"\xef\xbb\xbf")
        assert b"\0" not in written
    assert b"\r" not in cue(whole, track_name="a.mp3").encode()


def packets(path):
    """Start and end in milliseconds and text of each subtitle that ffprobe finds in a file."""
    command = [judge("ffprobe"), "-v", "error", "-show_packets", "-show_data", "-of", "json"]
    done = subprocess.run([*command, str(path)], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    found = []
    for packet in json.loads(done.stdout)["packets"]:
        data = "".join(line[10:50] for line in packet.get("data", "").strip().splitlines())
        start = round(float(packet["pts_time"]) * 1000)
        end = start + round(float(packet["duration_time"]) * 1000)
        found.append((start, end, bytes.fromhex(data.replace(" ", "")).decode().strip()))
    return found


SPOKEN = plain(
    title="A & [b]",
    length_ms=7_300_000,
    lines=(
        *(TimedLine(i * 10_000 + 3, i * 10_000 + 4_007, text) for i, text in enumerate(HOSTILE)),
        TimedLine(7_200_120, 7_202_340, "After two hours"),
    ),
)


@pytest.mark.parametrize("name", ["vtt", "srt", "lrc"])
def test_ffprobe_reads_the_times_and_the_words(tmp_path, name):
    path = tmp_path / f"a{FORMATS[name].suffix}"
    path.write_text(FORMATS[name].text(SPOKEN), "utf-8")
    found = [(start, end, visible(html.unescape(text))) for start, end, text in packets(path)]
    wanted = [(start, end, visible(text)) for start, end, text in said(SPOKEN)]
    if name == "srt":
        wanted = [(start, end, text.replace("-->", "→")) for start, end, text in wanted]
    if name == "lrc":
        found = [one for one in found if one[2]]
        wanted = [((a + 5) // 10 * 10, (b + 5) // 10 * 10, text) for a, b, text in wanted]
    assert [text for *_, text in found] == [text for *_, text in wanted]
    assert [(start, end) for start, end, _ in found[:-1]] == [one[:2] for one in wanted[:-1]]
    assert found[-1][0] == wanted[-1][0]


@pytest.mark.parametrize("name", ["vtt", "srt"])
def test_ffmpeg_shows_the_words_as_they_were_said(tmp_path, name):
    path = tmp_path / f"a{FORMATS[name].suffix}"
    path.write_text(FORMATS[name].text(SPOKEN), "utf-8")
    command = [judge("ffmpeg"), "-v", "error", "-i", str(path), "-c:s", "ass", "-f", "ass", "-"]
    shown = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    for word in ("bold</b>", "a --> b" if name == "vtt" else "a → b", "not a stamp"):
        assert word in visible(shown).replace("\\{", "{")


@settings(max_examples=20, deadline=None)
@given(st.text())
def test_a_text_on_one_line_stays_so(text):
    once = one_line(text)
    assert one_line(once) == once
    assert len(once.splitlines()) <= 1
    once.encode()
