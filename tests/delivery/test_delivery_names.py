"""Names of files: whatever a title is, its name is safe on every file system."""

import re
import unicodedata
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.delivery.names import (
    FALLBACK,
    MOST_CHARS,
    folded,
    natural_order,
    numbered_names,
    readable,
    safe_name,
    unique_names,
    versions,
)

DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)

TITLES = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        ["../x", "..", ".", "", "CON", "con.mp3", "COM¹", "lpt³", "a:b", "x" * 300, "nul ", "-rf"]
    ),
    st.text(alphabet="aAäÄßsS-_. \u0308\u200d\ufe0f/\\:", max_size=12),
    st.sampled_from(
        ["Rücken", "RÜCKEN", "Ru\u0308cken", "Straße", "STRASSE", "🧘🏽‍♀️", "पीठ", "背中"]
    ),
)


def assert_safe(name, *, most_chars=MOST_CHARS):
    assert 0 < len(name) <= most_chars
    assert len(name.encode("utf-8")) <= 200
    for char in name:
        assert char in "-_" or unicodedata.category(char)[0] in "LMN", repr(char)
    assert name[0] not in "-_"
    assert name[-1] not in "-_"
    assert not unicodedata.category(name[0]).startswith("M")
    assert unicodedata.normalize("NFC", name) == name
    assert not DEVICES.fullmatch(name)


@given(TITLES, st.integers(1, 64))
def test_a_name_is_plain_ascii_letters_and_digits(title, most_chars):
    name = safe_name(title, most_chars=most_chars)
    assert_safe(name, most_chars=most_chars)
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", name)
    assert safe_name(title, most_chars=most_chars) == name


@given(TITLES)
def test_a_name_in_letters_of_its_language_is_safe_too(title):
    assert_safe(safe_name(title, ascii_only=False, most_chars=200), most_chars=200)


@given(TITLES)
def test_a_safe_name_stays_what_it_is(title):
    name = safe_name(title)
    assert safe_name(name) == name


@given(st.lists(TITLES, max_size=12), st.booleans(), st.integers(8, 40))
def test_names_are_unique_on_every_file_system_and_inside_the_folder(
    titles, ascii_only, most_chars
):
    names = unique_names(titles, ascii_only=ascii_only, most_chars=most_chars)
    assert len(names) == len(titles)
    for name in names:
        assert_safe(name, most_chars=most_chars)
    for fold in (str.casefold, str.upper, folded):
        for form in ("NFC", "NFD", "NFKC"):
            assert len({unicodedata.normalize(form, fold(one)) for one in names}) == len(names)


@given(st.lists(TITLES, max_size=8), TITLES)
def test_a_title_more_at_the_end_renames_nothing(titles, last):
    assert unique_names([*titles, last])[:-1] == unique_names(titles)
    assert numbered_names([*titles, last])[:-1] == numbered_names(titles)


@given(st.lists(TITLES, max_size=12), st.integers(8, 40))
def test_numbered_names_keep_their_number_and_sort_by_it(titles, most_chars):
    names = numbered_names(titles, most_chars=most_chars)
    for number, name in enumerate(names, 1):
        assert re.fullmatch(r"[a-z0-9][a-z0-9_-]*", name)
        assert_safe(name, most_chars=most_chars)
        assert name.startswith(f"{number:02d}-")
    assert list(names) == sorted(names) == sorted(names, key=natural_order)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../x", "x"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "CON-track"),
        ("con.mp3", "con-mp3"),
        ("COM¹", "COM1-track"),
        ("a:b", "a-b"),
        ("Child’s pose", "Childs-pose"),
        ("  spaced  out. ", "spaced-out"),
        ("-rf --no", "rf-no"),
        (".hidden", "hidden"),
        ("Łódź, ça & là", "Lodz-ca-la"),
        ("पीठ की राहत", "pith-ki-raht"),
        ("Спина", "Spina"),
        ("🧘", FALLBACK),
        ("", FALLBACK),
        ("..", FALLBACK),
        ("\0\x1b[31m", "31m"),
        ("\ud800", FALLBACK),
        ("file\u202e3pm.exe", "file-3pm-exe"),
    ],
)
def test_names_of_titles(title, name):
    assert safe_name(title) == name


def test_long_titles_are_cut_between_words_where_one_is_near():
    assert safe_name("Neck and shoulders at the desk for everybody") == (
        "Neck-and-shoulders-at-the-desk"
    )
    assert safe_name("x" * 300) == "x" * 32
    assert numbered_names(["x" * 300]) == ("01-" + "x" * 29,)


def test_a_name_cut_down_to_a_device_is_none():
    assert safe_name("console", most_chars=3) == "tra"
    assert safe_name("aux cable box", most_chars=5) == "track"


def test_titles_that_fold_to_one_name():
    titles = ["Straße", "STRASSE", "strasse", "strasse-2"]
    assert unique_names(titles) == ("Strasse", "STRASSE-2", "strasse-3", "strasse-2-2")
    assert unique_names(titles, ascii_only=False)[:2] == ("Straße", "STRASSE-2")


@given(TITLES, st.integers(8, 64), st.booleans())
def test_every_version_of_a_name_is_safe_and_another_one(title, most_chars, ascii_only):
    name = safe_name(title, most_chars=most_chars, ascii_only=ascii_only)
    found = list(islice(versions(name, most_chars), 12))
    assert found[0] == name
    for one in found:
        assert_safe(one, most_chars=most_chars)
    assert len(set(map(folded, found))) == len(found)


def test_a_number_has_room_in_bytes_too():
    letters = "\U00020000" * 45  # four bytes each
    second = list(islice(versions(letters, 60), 2))[1]
    assert second == letters + "-2"


def test_what_is_taken_is_not_given():
    assert unique_names(["Neck", "Hips"], taken=["NECK"]) == ("Neck-2", "Hips")


def test_room_is_made_for_the_number():
    names = unique_names(["x" * 300] * 12, most_chars=8)
    assert names[0] == "xxxxxxxx"
    assert names[-1] == "xxxxx-12"


def test_a_hundred_tracks_have_three_digits():
    names = numbered_names(["a"] * 100)
    assert (names[0], names[-1]) == ("001-a", "100-a")


@pytest.mark.parametrize(
    ("stems", "names"),
    [
        (["01-neck", "02-hips"], ("01-neck", "02-hips")),
        (["1 neck", "2_hips"], ("01-neck", "02-hips")),
        (["5-minutes", "10-minutes"], ("01-5-minutes", "02-10-minutes")),
        (["007", "08"], ("01-007", "02-08")),
    ],
)
def test_numbers_that_scripts_begin_with(stems, names):
    assert numbered_names(stems) == names


def test_natural_order():
    mixed = ["b10", "b9", "B1", "a", "10", "9", "", "²", "b09"]
    assert sorted(mixed, key=natural_order) == ["", "9", "10", "a", "B1", "b09", "b9", "b10", "²"]


@given(st.lists(st.text(max_size=12)))
def test_any_names_have_an_order(names):
    backwards = names[::-1]
    assert sorted(names, key=natural_order) == sorted(backwards, key=natural_order)


def test_a_folder_as_a_title():
    assert readable("my-back_programme") == "My back programme"
    assert readable("--") == "Programme"
    assert readable("") == "Programme"
    assert readable("a\udcff\nb").isprintable()
