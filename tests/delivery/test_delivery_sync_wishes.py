"""Real tracks onto devices: under which names, with which tags, and with the same sound."""

import os
import shutil
from pathlib import Path

import pytest
from mutagen.id3 import ID3

from audioguide import compiler
from audioguide.delivery.devices import DEVICES
from audioguide.delivery.playlist import parse_m3u8
from audioguide.delivery.sync import sync
from audioguide.errors import FileError, UsageError
from audioguide.mp3.tag_reader import read_contents
from tests.delivery.syncing import held

SCRIPT = """\
title: {title}
steps:
  - say: Never into pain.
  - section: Ruhe
    steps:
      - pose: childs-pose
        hold: 8s
"""
TITLES = {"neck": "Nacken & Rücken", "b": "القرفصاء 🙂", "c": "x" * 80}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A programme of three tracks."""
    home = tmp_path_factory.mktemp("built")
    scripts = home / "scripts"
    scripts.mkdir()
    for name, title in TITLES.items():
        (scripts / f"{name}.yaml").write_text(SCRIPT.format(title=title), "utf-8")
    programme = compiler.build_programme(scripts, home / "mornings", title="Mornings: für dich")
    assert programme.ok
    return programme.folder


@pytest.fixture
def folder(built, tmp_path):
    copy = tmp_path / "mornings"
    shutil.copytree(built, copy)
    return copy


@pytest.fixture
def stick(tmp_path):
    place = tmp_path / "stick"
    place.mkdir()
    return place


def frames_of(path):
    """What is neither tag."""
    content = Path(path).read_bytes()
    size = int.from_bytes(b"", "big")
    for byte in content[6:10]:
        size = size << 7 | byte
    return content[10 + size : -128]


def test_without_a_device_tracks_are_copied_byte_for_byte(folder, stick):
    sync(stick, [folder])
    names = [path.name for path in sorted(folder.glob("*.mp3"))]
    assert names == ["01-b.mp3", "02-c.mp3", "03-neck.mp3"]
    copies = held(stick)
    assert list(copies) == [
        *(f"mornings-für-dich/{name}" for name in names),
        "mornings-für-dich/mornings-für-dich.m3u8",
    ]
    for name in names:
        assert copies[f"mornings-für-dich/{name}"] == (folder / name).read_bytes()


@pytest.mark.parametrize("name", DEVICES)
def test_a_device_gets_names_and_tags_that_it_takes_and_the_same_sound(folder, stick, name):
    device = DEVICES[name]
    sync(stick, [folder], device=device)
    copies = sorted(stick.rglob("*.mp3"))
    assert len(copies) == len(TITLES)
    for copy in copies:
        relative = copy.relative_to(stick)
        assert len(relative.parts) == (1 if device.is_flat else 2)
        assert all(len(part.removesuffix(".mp3")) <= device.name_chars for part in relative.parts)
        assert not device.is_ascii or str(relative).isascii()
        source = folder / ("01-b.mp3", "02-c.mp3", "03-neck.mp3")[copies.index(copy)]
        assert frames_of(copy) == frames_of(source)
        tag, before = ID3(copy), read_contents(source)
        assert tag.version[:2] == (2, 3)
        assert copy.read_bytes()[-128:-125] == b"TAG"
        assert bool(tag.getall("SYLT")) is device.has_timed_words
        assert bool(tag.getall("APIC")) is (device.cover_px is not None)
        assert all(len(one.data) <= device.cover_bytes for one in tag.getall("APIC"))
        there = read_contents(copy)
        assert (there.title, there.album) == (before.title, "Mornings: für dich")
        assert [one.start_ms for one in there.chapters] == [one.start_ms for one in before.chapters]
        pictured = [one for one in there.chapters if one.picture]
        assert bool(pictured) is device.has_chapter_pictures
    assert sync(stick, [folder], device=device).copied == ()


def test_a_cover_for_a_car_is_a_small_baseline_jpeg(folder, stick):
    from io import BytesIO

    from PIL import Image

    sync(stick, [folder], device=DEVICES["car"])
    (cover,) = ID3(next(stick.rglob("*.mp3"))).getall("APIC")
    image = Image.open(BytesIO(cover.data))
    assert (cover.mime, image.format, image.size) == ("image/jpeg", "JPEG", (300, 300))
    assert not image.info.get("progressive")


def test_the_playlist_lists_what_is_there_in_order(folder, stick):
    (stick / "01-b.mp3").write_bytes(b"theirs")
    sync(stick, [folder], device=DEVICES["speaker"])
    (playlist,) = stick.glob("*.m3u8")
    listed = parse_m3u8(playlist.read_text("utf-8"))
    assert listed.title == "Mornings: für dich"
    assert listed.names == ("mornings-01-b.mp3", "mornings-02-c.mp3", "mornings-03-neck.mp3")
    assert all((stick / name).is_file() for name in listed.names)


def test_single_tracks_lie_beside_each_other(folder, stick):
    sync(stick, [folder / "03-neck.mp3", folder / "01-b.mp3", folder / "01-b.mp3"])
    assert list(held(stick)) == ["01-b.mp3", "03-neck.mp3"]


def test_programmes_of_one_title_get_folders_of_their_own(folder, stick, tmp_path):
    shutil.copytree(folder, tmp_path / "again")
    sync(stick, [folder, tmp_path / "again"], device=DEVICES["player"])
    assert {path.parent.name for path in stick.rglob("*.mp3")} == {
        "mornings-fur-dich",
        "mornings-fur-dich-2",
    }


def test_an_mp3_that_audioguide_did_not_make_is_copied_as_it_is(folder, stick):
    theirs = folder / "01-b.mp3"
    tag = ID3(theirs)
    tag.delall("COMM")
    tag.save(theirs, v2_version=3)
    content = theirs.read_bytes()
    sync(stick, [theirs], device=DEVICES["player"])
    assert held(stick) == {"01-b.mp3": content}


def test_what_is_no_track_is_left_out_and_told(folder, stick):
    (folder / "mornings-fur-dich.m3u8").unlink(missing_ok=True)
    for playlist in folder.glob("*.m3u8"):
        playlist.unlink()
    (folder / "04-fake.mp3").write_bytes(b"no track")
    told = sync(stick, [folder])
    assert len(list(stick.rglob("*.mp3"))) == len(TITLES)
    assert any(f"in {folder}: 04-fake.mp3" in one for one in told.left_out)


def test_too_many_files_for_a_device_are_told(folder, stick):
    from msgspec.structs import replace

    told = sync(stick, [folder], device=replace(DEVICES["car"], most_files=2))
    assert told.remarks == ("mornings-fur-dich gets 3 tracks, and such devices find 2",)


def test_a_source_without_tracks_is_an_error(stick, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(FileError, match="there is no MP3"):
        sync(stick, [tmp_path / "empty"])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_source_without_an_end_is_refused(stick, tmp_path):
    os.mkfifo(tmp_path / "pipe.mp3")
    with pytest.raises(FileError, match="not a regular file"):
        sync(stick, [tmp_path / "pipe.mp3"])
    with pytest.raises(FileError, match="No such file"):
        sync(stick, [tmp_path / "absent.mp3"])


def test_a_source_that_is_damaged_is_named_and_nothing_is_copied(folder, stick):
    track = folder / "02-c.mp3"
    content = bytearray(track.read_bytes())
    content[-5000] ^= 0xFF
    track.write_bytes(content)
    with pytest.raises(FileError, match=r"02-c\.mp3"):
        sync(stick, [folder], device=DEVICES["car"])
    assert held(stick) == {}


def test_target_and_source_do_not_lie_in_each_other(folder, tmp_path):
    inside = folder / "stick"
    inside.mkdir()
    for target, sources in (
        (folder, [folder]),
        (inside, [folder]),
        (tmp_path, [folder]),
        (folder, [folder / "01-b.mp3"]),
        (tmp_path, [folder / "01-b.mp3"]),
    ):
        with pytest.raises(UsageError, match="name another folder"):
            sync(target, sources)
    (tmp_path / "link").symlink_to(folder)
    with pytest.raises(UsageError, match="name another folder"):
        sync(tmp_path / "link", [folder])


def test_a_track_that_is_built_again_is_copied_and_no_other(folder, stick):
    sync(stick, [folder])
    track = folder / "01-b.mp3"
    content = bytearray(track.read_bytes())
    content[-1] ^= 1  # The genre of ID3v1.
    track.write_bytes(content)
    assert sync(stick, [folder]).copied == ("mornings-für-dich/01-b.mp3",)
