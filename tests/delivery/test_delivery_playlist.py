"""Playlists: what is written, what is read, and whose they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.delivery.playlist import MAX_ENTRIES, Entry, m3u8, parse_m3u8

ENTRIES = [Entry("01-neck.mp3", "Neck", 90_499), Entry("02-hips.mp3", "Hips, both", 90_500)]


def test_a_playlist_has_title_lengths_and_relative_names():
    lines = m3u8("Mornings", ENTRIES).splitlines()
    assert lines[0] == "#EXTM3U"
    assert lines[1].startswith("#AUDIOGUIDE:")
    assert lines[2:] == [
        "#PLAYLIST:Mornings",
        "#EXTINF:90,Neck",
        "01-neck.mp3",
        "#EXTINF:91,Hips, both",
        "02-hips.mp3",
    ]


@given(st.text(), st.lists(st.text(), max_size=5), st.integers(0, 10**8))
def test_what_is_written_is_read_back_as_ours(title, titles, length_ms):
    entries = [Entry(f"{n:02d}-x.mp3", one, length_ms) for n, one in enumerate(titles)]
    text = m3u8(title, entries)
    assert text == text.encode("utf-8").decode("utf-8")
    assert len(text.splitlines()) == 3 + 2 * len(entries)
    read = parse_m3u8(text)
    assert read.names == tuple(one.name for one in entries)
    assert read.is_ours
    assert read.n_elsewhere == 0


@pytest.mark.parametrize("title", ["Ruhe & <Kraft>", "🧘🏽‍♀️", "הרפיה", 'a"b', "#EXTINF:1,x"])
def test_titles_of_every_kind_survive(title):
    assert parse_m3u8(m3u8(title, [])).title == title


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("Neck", "neck"),
        lambda text: text + "03-mine.mp3\n",
        lambda text: "\n".join([*text.splitlines()[:3], *text.splitlines()[5:], ""]),
        lambda text: text.replace("#AUDIOGUIDE:", "#OTHER:"),
        lambda text: text.replace("#EXTM3U\n", ""),
    ],
)
def test_one_that_somebody_changed_is_theirs(change):
    assert not parse_m3u8(change(m3u8("Mornings", ENTRIES))).is_ours


def test_line_ends_of_another_system_change_nothing():
    assert parse_m3u8(m3u8("Mornings", ENTRIES).replace("\n", "\r\n")).is_ours


@pytest.mark.parametrize(
    "entry",
    [
        "../x.mp3",
        "/etc/x.mp3",
        "sub/x.mp3",
        "..\\x.mp3",
        "C:\\x.mp3",
        "C:x.mp3",
        "\\\\host\\x.mp3",
        "http://host/x.mp3",
        "file:///x.mp3",
        "x\0.mp3",
        "..",
        ".",
    ],
)
def test_entries_that_lead_elsewhere_are_left_out(entry):
    read = parse_m3u8(f"a.mp3\n{entry}\n./b.mp3\n")
    assert read.names == ("a.mp3", "b.mp3")
    assert read.n_elsewhere == 1


def test_an_entry_counts_once_and_their_number_is_bounded():
    assert parse_m3u8("a.mp3\nb.mp3\na.mp3\n").names == ("a.mp3", "b.mp3")
    many = "\n".join(f"{n}.mp3" for n in range(MAX_ENTRIES + 5))
    assert len(parse_m3u8(many).names) == MAX_ENTRIES


@given(st.text())
def test_any_text_is_read(text):
    read = parse_m3u8(text)
    assert all("/" not in name and name not in ("", ".", "..") for name in read.names)
