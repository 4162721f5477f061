"""Beds and stereo by way of the compiler: who says so, where files lie, and every kind of track."""

import json

import numpy as np
import pytest
import soundfile
from mutagen.id3 import ID3

import audioguide
from audioguide.compiler import find_script, stretches
from audioguide.errors import UsageError

RATE = 44_100
SCRIPT = "guidance: silent\nsteps:\n  - rest: 4s\n"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("AUDIOGUIDE_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("AUDIOGUIDE_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "config").mkdir()
    return tmp_path


def noise(path, *, n_channels=1, seconds=2):
    path.parent.mkdir(parents=True, exist_ok=True)
    samples = np.random.RandomState(1).standard_normal((seconds * RATE, n_channels))
    soundfile.write(path, 0.05 * samples, RATE)


def script(home, text=SCRIPT, name="a.yaml"):
    path = home / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def beds(path, **options):
    planned = audioguide.plan(path, options=options)
    assert planned.timeline is not None, planned.diagnostics
    return [one.name for one in planned.timeline.events if type(one).__name__ == "Bed"]


def test_a_call_can_set_a_bed_and_switch_it_off(home):
    path = script(home, "bed: waves\n" + SCRIPT)
    assert beds(path) == ["waves"]
    assert beds(path, bed="rain") == ["rain"]
    assert beds(path, bed="none") == []
    with pytest.raises(UsageError, match="not a bed"):
        beds(path, bed="rian")


@pytest.mark.parametrize(("said", "heard"), [(True, 1), ("on", 1), (False, 0), ("off", 0)])
def test_a_call_can_keep_awake(home, said, heard):
    path = script(home, SCRIPT.replace("4s", "20s"))
    assert len(beds(path, keep_awake=said)) == heard
    with pytest.raises(UsageError, match="on or off"):
        beds(path, keep_awake="perhaps")


def test_the_strongest_says_whether_to_keep_awake(home):
    (home / "config" / "config.yaml").write_text(
        "keep_awake: on\nprofiles:\n  mum: {keep_awake: off}\n"
    )
    path = script(home, SCRIPT.replace("4s", "20s"))
    assert beds(path) == ["keep-awake"]
    assert beds(path, profile="mum") == []
    assert beds(script(home, "keep_awake: off\n" + SCRIPT.replace("4s", "20s"))) == []


def test_a_script_s_file_lies_beside_the_file_that_names_it(home):
    noise(home / "parts" / "music.wav")
    part = "guidance: silent\nsteps:\n  - rest: 4s\n    bed: {file: music.wav}\n"
    script(home, part, "parts/part.yaml")
    path = script(home, "guidance: silent\nsteps:\n  - include: parts/part.yaml\n")
    assert beds(path) == ["music.wav"]


def test_a_configuration_may_name_any_file(home):
    noise(home / "elsewhere" / "music.wav")
    (home / "config" / "config.yaml").write_text("bed: {file: ../elsewhere/music.wav}\n")
    assert beds(script(home, name="mine/a.yaml")) == ["music.wav"]
    assert beds(find_script("desk-break-five-minutes")) == ["music.wav"]


def test_plan_says_where_a_bed_comes_from(home):
    path = script(home, "bed: waves\npan: 30%\n" + SCRIPT)
    rows = {one.setting: one for one in audioguide.plan(path).routine.origins}
    assert (rows["bed"].value, rows["bed"].origin) == ("waves", "script head")
    assert rows["pan"].value == "30%"
    plain = {one.setting for one in audioguide.plan(script(home)).routine.origins}
    assert not {"bed", "pan"} & plain


@pytest.mark.parametrize("n_channels", [1, 2])
def test_every_kind_of_track_has_the_same_channels_and_length(home, n_channels):
    noise(home / "music.wav", n_channels=n_channels)
    path = script(home, "bed: {file: music.wav}\n" + SCRIPT)
    length = audioguide.plan(path).timeline.length
    for name in ("a.wav", "a.flac", "a.mp3"):
        audioguide.build(path, home / name)
        assert soundfile.info(home / name).channels == n_channels
    wav, flac = (soundfile.read(home / name, dtype="int16")[0] for name in ("a.wav", "a.flac"))
    assert len(wav) == length
    assert np.array_equal(wav, flac)
    segment = audioguide.segment(path)
    assert segment.channels == n_channels
    assert segment.raw_data == wav.astype("<i2").tobytes()


def test_the_usual_bit_rate_goes_with_the_channels(home):
    noise(home / "music.wav", n_channels=2, seconds=4)
    for bed, options, kbps in (
        ("{file: music.wav}", {}, 128),
        ("rain", {}, 96),
        ("{file: music.wav}", {"bitrate_kbps": 192}, 192),
    ):
        path = script(home, f"bed: {bed}\n" + SCRIPT.replace("4s", "30s"))
        built = audioguide.build(path, home / "a.mp3", **options)
        seconds = built.timeline.length / RATE
        n_bytes = (home / "a.mp3").stat().st_size - ID3(home / "a.mp3").size
        assert n_bytes * 8 / seconds == pytest.approx(kbps * 1000, rel=0.01)


def test_a_bed_of_three_channels_is_one(home):
    noise(home / "music.wav", n_channels=3)
    path = script(home, "bed: {file: music.wav}\n" + SCRIPT)
    audioguide.build(path, home / "a.wav")
    assert soundfile.info(home / "a.wav").channels == 1


def test_the_same_file_in_one_channel_or_two_is_never_taken_for_the_other(home):
    path = script(home, "bed: {file: music.wav}\n" + SCRIPT)
    noise(home / "music.wav")
    audioguide.build(path, home / "a.mp3")
    noise(home / "music.wav", n_channels=2)
    audioguide.build(path, home / "a.mp3")
    assert soundfile.info(home / "a.mp3").channels == 2


def test_an_edit_under_a_bed_is_explained_by_the_words(home):
    text = "bed: rain\nsteps:\n  - say: Never into pain.\n  - rest: 9s\n"
    audioguide.build(script(home, text), home / "a.mp3")
    path = script(home, text.replace("Never", "Not"))
    built = audioguide.build(path, home / "a.mp3", explain=True)
    (island,) = [one for one in built.explanation if one.kind == "island"]
    assert island.reason == 'it now sounds with "Not into pain." and without "Never into pain."'
    path = script(home, text.replace("Never", "Not").replace("9s", "12s"))
    built = audioguide.build(path, home / "a.mp3", explain=True)
    (island,) = [one for one in built.explanation if one.kind == "island"]
    assert island.reason == "bed rain sounds otherwise"


def test_a_bed_leaves_the_timeline_file_its_other_events(home):
    text = "steps:\n  - say: Never into pain.\n  - rest: 9s\n"
    rows = []
    for head in ("", "bed: rain\nkeep_awake: on\n"):
        path = script(home, head + text)
        audioguide.build(path, home / "a.mp3", timeline_path=home / "a.json")
        plan = json.loads((home / "a.json").read_text("utf-8"))
        events = [one for one in plan["events"] if one["kind"] != "bed"]
        rows.append((plan["length"], [(one["kind"], one["start"], one["end"]) for one in events]))
    assert rows[0] == rows[1]


def test_whatever_sets_the_level_of_a_bed_decides_over_kept_sound():
    decides = {path.name for path in stretches._CODE}
    assert {"bed_level.py", "loudness.py", "peaks.py"} <= decides
