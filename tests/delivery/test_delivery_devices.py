"""Devices: what they are, who wins over them, and what they make of a track."""

import numpy as np
import pytest
import soundfile
from mutagen.mp3 import MP3

import audioguide
from audioguide.delivery.devices import DEVICES, SHORT_NAME_CHARS, find_device
from audioguide.errors import UsageError
from audioguide.mp3.frames import TRACK_BITRATES_KBPS
from audioguide.syntax.config import DeviceName
from audioguide.syntax.device_fields import BITRATES_KBPS
from audioguide.units import to_samples

RATE = 44_100
SCRIPT = "guidance: bells\nsteps:\n  - rest: 15s\n"
MONO, STEREO = 1, 2


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOGUIDE_CONFIG_DIR", str(tmp_path / "config"))
    (tmp_path / "config").mkdir()
    return tmp_path


def configured(home, text):
    (home / "config" / "config.yaml").write_text(text, "utf-8")


def script(home, text=SCRIPT):
    path = home / "a.yaml"
    path.write_text(text, "utf-8")
    return path


def planned(path, **options):
    plan = audioguide.plan(path, options=options)
    assert plan.timeline is not None, plan.diagnostics
    return plan


def first_sound(path, **options):
    """When the first sound is, in samples; a bed begins with the track."""
    events = planned(path, **options).timeline.events
    return min(one.start for one in events if type(one).__name__ != "Bed")


def is_kept_awake(path, **options):
    return "keep-awake" in [
        getattr(one, "name", "") for one in planned(path, **options).timeline.events
    ]


def test_the_devices_are_those_that_a_configuration_may_name():
    assert list(DEVICES) == list(DeviceName)
    assert BITRATES_KBPS == TRACK_BITRATES_KBPS


@pytest.mark.parametrize("name", DEVICES)
def test_every_device_is_within_what_manuals_agree_on(name):
    device = DEVICES[name]
    assert device.bitrate_kbps in (None, *TRACK_BITRATES_KBPS)
    if name != "phone":
        assert device.name_chars + len(".mp3") <= 30
        assert device.is_ascii
    assert device.lead_in_seconds is None or 0.5 <= device.lead_in_seconds <= 10


def test_an_unknown_device_is_wrong_usage_with_near_names(home):
    with pytest.raises(UsageError, match='no device is called "speeker"; did you mean "speaker"'):
        planned(script(home), device="speeker")
    with pytest.raises(UsageError, match="there are: phone, car, speaker, player"):
        find_device("?", {})


def test_a_lead_in_moves_everything_and_nothing_else(home):
    usual = planned(script(home)).timeline
    later = planned(script(home, "lead_in: 2500ms\n" + SCRIPT)).timeline
    shift = to_samples(1) * 3 // 2
    assert later.length - usual.length == shift
    assert [one.start - shift for one in later.events] == [one.start for one in usual.events]
    assert usual.events[0].start == to_samples(1)


@pytest.mark.parametrize("written", ["500ms", "10s", "2s"])
def test_a_lead_in_has_bounds(home, written):
    assert audioguide.check(script(home, f"lead_in: {written}\n" + SCRIPT)).ok


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("499ms", "bad-duration"),
        ("10.001s", "bad-duration"),
        ("0s", "bad-duration"),
        ("-1s", "bad-duration"),
        ("2", "missing-unit"),
        ("long", "bad-duration"),
        ("[2s]", "wrong-shape"),
        ("", "bad-duration"),
    ],
)
def test_a_lead_in_that_cannot_be_is_told_at_its_place(home, written, code):
    (found,) = [
        one
        for one in audioguide.check(script(home, f"lead_in: {written}\n" + SCRIPT)).diagnostics
        if one.severity == "error"
    ]
    assert (found.code, found.span.line) == (code, 1)


def test_the_strongest_says_how_long_the_lead_in_is(home):
    path = script(home)
    configured(home, "lead_in: 3s\nprofiles:\n  mum: {lead_in: 5s}\n")
    assert first_sound(path) == to_samples(3)
    assert first_sound(path, profile="mum") == to_samples(5)
    path = script(home, "lead_in: 4s\n" + SCRIPT)
    assert first_sound(path) == to_samples(4)
    assert first_sound(path, profile="mum") == to_samples(5)
    assert first_sound(path, device="car") == to_samples(2)
    assert first_sound(path, device="car", profile="mum") == to_samples(2)
    assert first_sound(path, device="phone") == to_samples(4), "it asks for nothing"


def test_a_device_keeps_awake_unless_the_call_says_otherwise(home):
    path = script(home, "keep_awake: off\n" + SCRIPT)
    assert not is_kept_awake(path)
    assert is_kept_awake(path, device="speaker")
    assert not is_kept_awake(path, device="speaker", keep_awake="off")
    path = script(home, "keep_awake: on\n" + SCRIPT)
    assert is_kept_awake(path, device="car")


def test_it_is_told_where_a_setting_comes_from(home):
    routine = planned(script(home, "lead_in: 4s\n" + SCRIPT), device="speaker").routine
    origins = {one.setting: (one.value, one.origin) for one in routine.origins}
    assert origins["lead_in"] == ("2.5s", "device speaker (command line)")
    assert origins["keep_awake"] == ("on", "device speaker (command line)")


def sound_of(path):
    info = MP3(path).info
    return info.bitrate // 1000, info.channels


@pytest.mark.parametrize(
    ("device", "bitrate", "expected"),
    [
        (None, None, (96, MONO)),
        ("phone", None, (96, MONO)),
        ("car", None, (128, MONO)),
        ("speaker", None, (96, MONO)),
        ("player", None, (64, MONO)),
        ("car", 192, (192, MONO)),
        ("player", 80, (80, MONO)),
    ],
)
def test_a_device_has_a_bit_rate_that_the_call_wins_over(home, device, bitrate, expected):
    audioguide.build(script(home), "a.mp3", options={"device": device}, bitrate_kbps=bitrate)
    assert sound_of("a.mp3") == expected


PANNED = """\
title: Panned
pan: 100%
steps:
  - say: Never into pain.
  - pose: supine-twist
    hold: 15s
"""


def test_a_device_with_one_speaker_gets_one_channel(home):
    path = script(home, PANNED)
    audioguide.build(path, "a.mp3", options={"device": "car"})
    assert sound_of("a.mp3") == (128, STEREO)
    audioguide.build(path, "a.wav", options={"device": "speaker", "keep_awake": "off"})
    heard, _ = soundfile.read("a.wav")
    assert heard.ndim == 1
    path = script(home, PANNED.replace("100%", "0%"))
    audioguide.build(path, "b.wav", options={"device": "speaker", "keep_awake": "off"})
    assert np.array_equal(heard, soundfile.read("b.wav")[0]), "as if nothing were moved to a side"


def test_a_bed_in_stereo_is_mixed_for_one_speaker(home):
    """A bed on the left alone is heard, at half of each of its samples."""
    samples = np.zeros((4 * RATE, 2))
    samples[:, 0] = 0.1 * np.random.RandomState(1).standard_normal(4 * RATE)
    soundfile.write(home / "left.wav", samples, RATE)
    path = script(home, "guidance: silent\nbed: {file: left.wav, fade: 0s}\nsteps:\n  - rest: 4s\n")
    audioguide.build(path, "both.wav")
    both, _ = soundfile.read("both.wav")
    assert both.shape[1] == STEREO
    assert np.abs(both[:, 0]).max() > 0.001
    # Another device of one's own: the same lead-in, so that the samples can be held together.
    configured(home, "devices:\n  radio: {like: phone, mono: on}\n")
    audioguide.build(path, "one.wav", options={"device": "radio"})
    one, _ = soundfile.read("one.wav")
    assert one.ndim == 1
    assert np.abs(one - both.mean(axis=1)).max() <= 1.1 / 32768


def test_a_device_of_ones_own_is_like_another_but_for_what_it_says(home):
    configured(
        home,
        "devices:\n  old-stick: {like: car, bitrate: 64, lead_in: 700ms, name_length: 24}\n",
    )
    path = script(home)
    assert first_sound(path, device="old-stick") == to_samples(7) // 10
    audioguide.build(path, "a.mp3", options={"device": "old-stick"})
    assert sound_of("a.mp3") == (64, MONO)
    with pytest.raises(UsageError, match='did you mean "old-stick"'):
        planned(path, device="oldstick")


@pytest.mark.parametrize(
    ("written", "code", "says"),
    [
        ("x: {bitrate: 64}", "missing-key", "like"),
        ("x: {like: carr}", "bad-choice", "carr"),
        ("x: {like: car, bitrate: 65}", "bad-choice", "65"),
        ("x: {like: car, bitrate: 32}", "bad-choice", "32"),
        ("x: {like: car, name_length: 7}", "bad-count", "7"),
        ("x: {like: car, name_length: 101}", "bad-count", "101"),
        ("x: {like: car, lead_in: 11s}", "bad-duration", "11s"),
        ("x: {like: car, mono: maybe}", "bad-choice", "maybe"),
        ("x: {like: car, colour: red}", "unknown-key", "colour"),
        ("car: {like: player}", "bad-name", "car"),
        ("../x: {like: player}", "bad-name", "../x"),
        ("a b: {like: player}", "bad-name", "a b"),
        ("x: car", "wrong-shape", "device"),
        ("[car]", "wrong-shape", "devices"),
    ],
)
def test_a_device_that_cannot_be_is_told_at_its_place(home, written, code, says):
    configured(home, f"devices:\n  {written}\n")
    found = [one for one in audioguide.check(script(home)).diagnostics if one.severity == "error"]
    assert [one.code for one in found] == [code]
    assert says in found[0].message
    assert found[0].span.line == 2


def test_a_track_is_up_to_date_for_its_device_alone(home):
    path = script(home)

    def is_fresh(device):
        return audioguide.build(path, "a.mp3", options={"device": device}).up_to_date

    configured(home, "devices:\n  radio: {like: phone, bitrate: 64}\n")
    assert [is_fresh("car"), is_fresh("car")] == [False, True]
    assert [is_fresh("player"), is_fresh("radio"), is_fresh("radio")] == [False, False, True]
    configured(home, "devices:\n  radio: {like: phone, bitrate: 80}\n")
    assert not is_fresh("radio")
    assert sound_of("a.mp3") == (80, MONO)


def test_short_names_are_short():
    assert SHORT_NAME_CHARS + len(".mp3") == 30
