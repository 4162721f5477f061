"""Which folder is meant where none is named."""

import pytest

from audioguide.delivery.default_shelf import default_shelf, folders_of_tracks
from audioguide.errors import FileError, UsageError


@pytest.fixture
def output(tmp_path):
    return tmp_path / "output"


def put(output, *paths):
    for path in paths:
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        (output / path).write_bytes(b"")


@pytest.mark.parametrize(
    ("there", "meant"),
    [
        (["a.mp3"], "."),
        (["week/a.MP3"], "week"),
        (["car/week/a.mp3"], "car/week"),
        (["a.mp3", "week/a.mp3", "car/week/a.mp3"], "."),
        (["week/a.mp3", "other/a.txt", ".hidden/a.mp3", "more/.a.mp3"], "week"),
        (["week/a.mp3", "a/b/too-deep/a.mp3"], "week"),
    ],
)
def test_the_only_folder_with_tracks_is_meant(output, there, meant):
    put(output, *there)
    assert default_shelf(output) == output / meant


def test_of_several_one_has_to_be_named(output):
    put(output, "10/a.mp3", "9/a.mp3", "car/week/a.mp3", "x/a.mp3")
    with pytest.raises(UsageError, match=r"in .*9, .*10, .*week and 1 more; name one of them"):
        default_shelf(output)


def test_it_is_told_where_it_was_looked(output):
    with pytest.raises(FileError, match=r"no tracks in .*output, nor in its folders; name"):
        default_shelf(output)


def test_links_are_not_followed_and_folders_are_no_tracks(output, tmp_path):
    put(tmp_path / "elsewhere", "a.mp3")
    (output / "week.mp3").mkdir(parents=True)
    (output / "link").symlink_to(tmp_path / "elsewhere")
    assert list(folders_of_tracks(output)) == []
