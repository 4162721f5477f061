"""Tracks with a bed, from the script to what an independent decoder and meter make of them."""

import json
from itertools import pairwise

import numpy as np
import pytest
import soundfile
from judges import judge, loudness, lufs, mp3val_warnings
from mutagen.id3 import ID3

from audioguide import build
from audioguide.errors import ScriptError

RATE = 44_100
SCRIPT = """\
{head}
steps:
  - say: Move only to the point of tension, and never into pain.
  - rest: 12s
  - say: Lie down on your back, and let your arms rest beside you.
  - say: Now breathe out slowly, and let your shoulders fall.
    pause: 12s
  - breathe: 2 breaths
  - rest: 14s
"""


class Track:
    """A track with a bed, and the same track without."""

    def __init__(self, folder, head, *, name="track"):
        self.folder = folder
        script = folder / f"{name}.yaml"
        script.write_text(SCRIPT.format(head=head), "utf-8")
        self.mp3 = folder / f"{name}.mp3"
        self.built = build(script, self.mp3, timeline_path=folder / f"{name}.json")
        assert self.built.path == self.mp3, self.built.diagnostics
        self.plan = json.loads((folder / f"{name}.json").read_text("utf-8"))
        build(script, folder / f"{name}.wav")
        self.wav = soundfile.read(folder / f"{name}.wav")[0]
        build(script, folder / f"{name}-plain.wav", options={"bed": "none"})
        plain = soundfile.read(folder / f"{name}-plain.wav")[0]
        self.bed = self.wav - (plain if self.wav.ndim == 1 else plain[:, None])
        self.heard = decoded(self.mp3).astype(float) / 32768

    def events(self, kind):
        return [one for one in self.plan["events"] if one["kind"] == kind]

    def under_speech(self, pcm):
        return np.concatenate([pcm[one["start"] : one["end"]] for one in self.events("speech")])

    def quiet(self):
        """Where nothing but the bed sounds, and it has had time to come up."""
        events = [one for one in self.plan["events"] if one["kind"] != "bed"]
        gaps = pairwise(events)
        return [
            (one["end"] + 2 * RATE, other["start"] - RATE)
            for one, other in gaps
            if other["start"] - one["end"] > 8 * RATE
        ]

    def lufs(self, pcm):
        path = self.folder / "piece.wav"
        soundfile.write(path, pcm, RATE)
        return lufs(path)


def decoded(path):
    import subprocess

    command = [judge("ffmpeg"), "-v", "error", "-xerror", "-i", str(path), "-f", "s16le", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    n_channels = soundfile.info(path).channels
    pcm = np.frombuffer(done.stdout, "<i2")
    return pcm if n_channels == 1 else pcm.reshape(-1, n_channels)


@pytest.mark.parametrize("name", ["rain", "waves", "brown-noise", "drone"])
def test_speech_stands_over_a_bed_that_ships(tmp_path, name):
    track = Track(tmp_path, f"bed: {name}")
    assert len(track.heard) == track.plan["length"] == len(track.wav)
    assert mp3val_warnings(track.mp3) == []
    spoken = track.lufs(track.under_speech(track.heard))
    assert abs(spoken + 19) <= 1
    assert spoken - track.lufs(track.under_speech(track.bed)) >= 12
    for line in track.events("speech"):
        own = slice(line["start"], line["end"])
        assert track.lufs(track.heard[own]) - track.lufs(track.bed[own]) >= 12
    whole, peak = loudness(track.mp3)
    assert -28 <= whole <= -17
    assert peak <= -1
    # Where nothing is said the bed is at its own level, in the MP3 too.
    assert len(track.quiet()) >= 2
    for start, end in track.quiet():
        assert abs(track.lufs(track.heard[start:end]) + 26.7) < 2


def test_the_bed_falls_before_the_words_and_rises_after_them(tmp_path):
    head = "bed: {sound: brown-noise, duck: 14 dB, attack: 300ms, release: 900ms}"
    track = Track(tmp_path, head)
    level = windows_db(track.bed)
    speech = [one for one in track.events("speech") if one["start"] > 10 * RATE]
    before = level[int((speech[0]["start"] - 0.6 * RATE) // 441)]
    at_first = level[speech[0]["start"] // 441 + 3]
    after = level[int((speech[1]["end"] + 1.6 * RATE) // 441)]
    assert abs(before - at_first - 14) < 3.5
    assert abs(after - at_first - 14) < 3.5
    # Never up between two lines that follow each other.
    between = level[speech[0]["end"] // 441 : speech[1]["start"] // 441]
    assert between.max() < before - 9


def windows_db(pcm, size=4410, step=441):
    power = np.convolve(pcm**2, np.ones(size) / size, "same")[::step]
    return 10 * np.log10(power + 1e-12)


def test_music_of_ones_own_in_stereo(tmp_path):
    noise = np.random.RandomState(2).standard_normal((9 * 48_000, 2))
    music = np.cumsum(noise, axis=0)
    music -= np.linspace(music[0], music[-1], len(music))
    soundfile.write(tmp_path / "music.flac", 0.3 * music / np.abs(music).max(), 48_000)
    track = Track(tmp_path, "bed: {file: music.flac}")
    assert soundfile.info(track.mp3).channels == 2
    assert mp3val_warnings(track.mp3) == []
    assert track.heard.shape == (track.plan["length"], 2)
    spoken = track.lufs(track.under_speech(track.heard))
    assert abs(spoken + 16) <= 1
    assert spoken - track.lufs(track.under_speech(track.bed)) >= 12
    assert loudness(track.mp3)[1] <= -1
    n_bytes = track.mp3.stat().st_size - ID3(track.mp3).size
    assert n_bytes * 8 / (len(track.heard) / RATE) == pytest.approx(128_000, rel=0.01)
    assert not np.array_equal(track.heard[:, 0], track.heard[:, 1])


def test_the_same_bed_from_one_channel_makes_a_track_of_one(tmp_path):
    noise = np.random.RandomState(2).standard_normal(3 * RATE) * 0.05
    soundfile.write(tmp_path / "music.wav", noise, RATE)
    track = Track(tmp_path, "bed: {file: music.wav, gain: -3 dB}")
    assert soundfile.info(track.mp3).channels == 1
    start, end = track.quiet()[0]
    assert abs(track.lufs(track.heard[start:end]) + 29.7) < 1


def test_a_sound_that_keeps_awake_survives_the_encoder_and_cannot_be_heard(tmp_path):
    script = tmp_path / "awake.yaml"
    script.write_text(
        "keep_awake: on\nsteps:\n  - say: Never into pain.\n  - rest: 3min\n  - say: And on.\n",
        "utf-8",
    )
    built = build(script, tmp_path / "a.mp3", timeline_path=tmp_path / "a.json", explain=True)
    plan = json.loads((tmp_path / "a.json").read_text("utf-8"))
    heard = decoded(tmp_path / "a.mp3").astype(float) / 32768
    (awake,) = [one for one in plan["events"] if one["kind"] == "bed"]
    assert awake["name"] == "keep-awake"
    piece = heard[awake["start"] : awake["end"] - 6 * RATE]
    seconds = piece[: len(piece) // RATE * RATE].reshape(-1, RATE)
    levels = 10 * np.log10((seconds**2).mean(axis=1))
    assert -56 < levels.min() <= levels.max() < -46
    power = np.abs(np.fft.rfft(piece)) ** 2
    hertz = np.fft.rfftfreq(len(piece), 1 / RATE)
    assert 10 * np.log10(power[hertz > 80].sum() / power.sum()) < -35
    # Its pieces are one piece, encoded once, and kept apart by silence.
    pieces = [one for one in built.explanation if one.what == "keep-awake"]
    assert len(pieces) > 30
    assert sum(one.reason is not None for one in pieces) <= 1
    assert mp3val_warnings(tmp_path / "a.mp3") == []


def test_lines_with_a_side_come_from_it_as_loud_as_others(tmp_path):
    script = tmp_path / "sides.yaml"
    script.write_text(
        "pan: 50%\nsteps:\n  - say: Never into pain, whatever anybody says.\n"
        "  - pose: supine-twist\n    hold: 20s\n",
        "utf-8",
    )
    build(script, tmp_path / "s.mp3", timeline_path=tmp_path / "s.json")
    plan = json.loads((tmp_path / "s.json").read_text("utf-8"))
    heard = decoded(tmp_path / "s.mp3").astype(float) / 32768
    spoken = {side: [] for side in ("left", "right", None)}
    for one in plan["events"]:
        if one["kind"] == "speech":
            assert one.get("pan", 0) == {"left": -0.5, "right": 0.5, None: 0}[one["side"]]
            spoken[one["side"]].append(heard[one["start"] : one["end"]])
    power = {side: (np.concatenate(pieces) ** 2).mean(axis=0) for side, pieces in spoken.items()}
    # cos and sin of an eighth and three eighths of a turn's quarter: 7.66 dB apart.
    apart_db = 10 * np.log10(power["left"][0] / power["left"][1])
    assert 6.5 < apart_db < 8
    assert power["left"][0] / power["left"][1] == pytest.approx(
        power["right"][1] / power["right"][0], rel=0.1
    )
    assert power[None][0] == pytest.approx(power[None][1], rel=0.01)
    for pieces in spoken.values():
        soundfile.write(tmp_path / "piece.wav", np.concatenate(pieces), RATE)
        assert abs(lufs(tmp_path / "piece.wav") + 16) <= 1


def test_what_cannot_be_a_bed_is_told_at_its_place(tmp_path):
    script = tmp_path / "a.yaml"
    (tmp_path / "bed.mp3").write_text("#EXTM3U\nhttp://127.0.0.1:9/a.ts\n")
    script.write_text("bed: {file: bed.mp3}\nsteps:\n  - rest: 3s\n")
    with pytest.raises(ScriptError) as caught:
        build(script, tmp_path / "a.mp3")
    (problem,) = caught.value.diagnostics
    assert (problem.code, problem.span.line, problem.span.column) == ("bad-sound", 1, 6)
    assert not (tmp_path / "a.mp3").exists()


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("../bed.mp3", "sound-outside"),
        ("/dev/zero", "sound-outside"),
        ("no.mp3", "sound-missing"),
        ("http://localhost/a.mp3", "sound-outside"),
        ("concat:a.mp3|b.mp3", "sound-missing"),
        ("-y.mp3", "sound-missing"),
    ],
)
def test_a_file_that_may_not_be_a_bed_or_is_not_there(tmp_path, file, code):
    script = tmp_path / "a.yaml"
    script.write_text(f"steps:\n  - rest: 3s\n    bed: {{file: '{file}'}}\n")
    built = build(script, tmp_path / "a.mp3")
    assert [one.code for one in built.diagnostics if one.code.startswith("sound")] == [code]
    assert built.path is None


def test_a_bed_that_changes_is_built_again(tmp_path):
    script, music = tmp_path / "a.yaml", tmp_path / "m.wav"
    script.write_text("guidance: silent\nbed: {file: m.wav}\nsteps:\n  - rest: 3s\n")
    noise = np.random.RandomState(2).standard_normal(3 * RATE) * 0.05
    soundfile.write(music, noise, RATE)
    assert not build(script, tmp_path / "a.mp3").up_to_date
    assert build(script, tmp_path / "a.mp3").up_to_date
    before = (tmp_path / "a.mp3").read_bytes()
    soundfile.write(music, noise[::-1], RATE)
    again = build(script, tmp_path / "a.mp3", explain=True)
    assert not again.up_to_date
    assert (tmp_path / "a.mp3").read_bytes() != before
    (island,) = [one for one in again.explanation if one.kind == "island"]
    assert "bed m.wav" in island.what
    assert island.reason
