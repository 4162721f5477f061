"""A long sound encoded in parts: as near to its source as in one pass, and no seam to be found."""

from itertools import pairwise

import numpy as np
import pytest
import soundfile
from judges import decoded, mp3val_warnings
from linking import link, stretch_of
from msgspec.structs import replace

from audioguide.errors import EncoderError
from audioguide.mp3 import parts
from audioguide.mp3.frames import cut_stream, has_long_blocks
from audioguide.mp3.kept_frames import KeptFrames
from audioguide.mp3.parts import Part, parts_of
from audioguide.units import FRAME_SAMPLES

SECONDS = 30
PART = 128


def murmur(n_channels=1):
    """Noise that rises and falls, with a knock on it now and then, which takes short blocks."""
    n_samples = SECONDS * 44_100
    random = np.random.RandomState(5)
    noise = np.cumsum(random.standard_normal((n_samples, n_channels)), axis=0)
    noise -= np.linspace(noise[0], noise[-1], n_samples)
    noise = np.diff(noise, axis=0, prepend=0) * 900 + random.standard_normal(noise.shape) * 200
    noise *= 1 + 0.5 * np.sin(np.arange(n_samples) / 30_000)[:, None]
    noise[:: 44_100 // 3] += 12_000
    return noise.round().clip(-32768, 32767).astype(np.int16).squeeze()


def encoded(path, pcm, *, part_frames, n_channels=1, n_threads=2, cache=None):
    """The file, and what decoders make of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "PART_FRAMES", part_frames)
        end = (-(-len(pcm) // FRAME_SAMPLES) + 2) * FRAME_SAMPLES
        whole = stretch_of(pcm, 0, end, size=1 << 15)
        more = {"n_threads": n_threads, "n_channels": n_channels}
        link(path, [whole], len(pcm), bitrate=96 * n_channels, cache=cache, **more)
    return decoded(path).reshape(pcm.shape).astype(float)


def error_db(heard, pcm):
    return 10 * np.log10(((heard - pcm) ** 2).sum() / (pcm.astype(float) ** 2).sum())


def by_frame(wave):
    n_frames = len(wave) // FRAME_SAMPLES
    return np.sqrt((wave[: n_frames * FRAME_SAMPLES].reshape(n_frames, -1) ** 2).mean(axis=1))


@pytest.mark.parametrize("n_channels", [1, 2])
def test_parts_are_as_near_to_the_source_as_one_pass(tmp_path, n_channels):
    pcm = murmur(n_channels)
    once = encoded(tmp_path / "once.mp3", pcm, part_frames=1 << 20, n_channels=n_channels)
    many = encoded(tmp_path / "many.mp3", pcm, part_frames=PART, n_channels=n_channels)
    assert not np.array_equal(once, many)
    assert error_db(many, pcm) <= error_db(once, pcm) + 0.1
    assert mp3val_warnings(tmp_path / "many.mp3") == []
    other = soundfile.read(tmp_path / "many.mp3", dtype="int16")[0]
    assert np.abs(other[: len(pcm)] - many).max() <= 2
    # No seam stands out from what an encoder does anyway.
    errors, usual = by_frame(many - pcm), by_frame(once - pcm)
    seams = range(PART, len(errors) - PART, PART)
    at_seams = [errors[seam - 2 : seam + 66].max() for seam in seams]
    assert max(at_seams) <= usual.max() * 1.1


def test_the_number_of_threads_changes_no_byte(tmp_path):
    pcm = murmur()
    files = [tmp_path / f"{n}.mp3" for n in (1, 2, 5)]
    for n_threads, path in zip((1, 2, 5), files, strict=True):
        encoded(path, pcm, part_frames=PART, n_threads=n_threads)
    assert len({path.read_bytes() for path in files}) == 1


def test_two_long_sounds_side_by_side(tmp_path, monkeypatch):
    monkeypatch.setattr(parts, "PART_FRAMES", PART)
    pcm = murmur()[: 600 * FRAME_SAMPLES]
    both = np.concatenate([pcm, np.zeros(10 * FRAME_SAMPLES, np.int16), pcm[::-1]])
    ends = [0, 605 * FRAME_SAMPLES, 610 * FRAME_SAMPLES, 1212 * FRAME_SAMPLES]
    cut = [stretch_of(both, a, b) for a, b in zip(ends[::2], ends[1::2], strict=True)]
    link(tmp_path / "t.mp3", cut, len(both), n_threads=2)
    heard = decoded(tmp_path / "t.mp3").astype(float)
    assert error_db(heard, both) < -6
    assert mp3val_warnings(tmp_path / "t.mp3") == []


def test_parts_that_cannot_be_joined_are_encoded_as_one(tmp_path, monkeypatch):
    pcm = murmur()
    encoded(tmp_path / "once.mp3", pcm, part_frames=1 << 20)
    monkeypatch.setattr(parts, "joint", lambda *_: None)
    encoded(tmp_path / "never.mp3", pcm, part_frames=PART)
    assert (tmp_path / "never.mp3").read_bytes() == (tmp_path / "once.mp3").read_bytes()


def test_one_joint_that_fails_costs_no_sound(tmp_path, monkeypatch):
    pcm = murmur()
    once = encoded(tmp_path / "once.mp3", pcm, part_frames=1 << 20)
    find, asked = parts.joint, []

    def third_fails(before, after, part):
        asked.append(part)
        return None if len(asked) == 3 else find(before, after, part)

    monkeypatch.setattr(parts, "joint", third_fails)
    many = encoded(tmp_path / "t.mp3", pcm, part_frames=PART)
    assert len(asked) > 5
    assert error_db(many, pcm) <= error_db(once, pcm) + 0.1
    assert mp3val_warnings(tmp_path / "t.mp3") == []


def test_progress_counts_each_frame_once(tmp_path, monkeypatch):
    monkeypatch.setattr(parts, "PART_FRAMES", PART)
    pcm = murmur()
    whole = stretch_of(pcm, 0, 1100 * FRAME_SAMPLES, size=1 << 15)
    told = []
    link(tmp_path / "t.mp3", [whole], len(pcm), on_progress=lambda *of: told.append(of))
    assert told[-1][0] == told[-1][1]
    assert all(done <= total for done, total in told)


def test_what_fails_in_a_part_leaves_no_file(tmp_path, monkeypatch):
    monkeypatch.setattr(parts, "PART_FRAMES", PART)
    pcm = murmur()
    whole = stretch_of(pcm, 0, 1100 * FRAME_SAMPLES)

    def failing(first, last):
        yield from whole.blocks(first, min(last, 600 * FRAME_SAMPLES))
        if last > 600 * FRAME_SAMPLES:
            raise EncoderError("no more")

    with pytest.raises(EncoderError, match="no more"):
        link(tmp_path / "t.mp3", [replace(whole, blocks=failing)], len(pcm), n_threads=2)
    assert not (tmp_path / "t.mp3").exists()


@pytest.mark.parametrize("n_frames", [1, 4095, 4096, 8191, 8192, 8193, 50_000])
def test_parts_cover_a_stretch(n_frames):
    cut = parts_of(n_frames)
    assert cut[0].first == 0
    assert cut[-1].last == n_frames
    assert [part.is_last for part in cut] == [False] * (len(cut) - 1) + [True]
    assert all(one.last == other.first for one, other in pairwise(cut))
    assert all(part.last - part.first >= parts.PART_FRAMES for part in cut[1:])


def test_a_knock_is_seen_as_short_blocks(tmp_path):
    pcm = np.zeros(40 * FRAME_SAMPLES, np.int16)
    pcm[::] = (200 * np.sin(np.arange(len(pcm)) / 20)).round()
    pcm[20 * FRAME_SAMPLES :][:40] = 20_000
    whole = stretch_of(pcm, 0, len(pcm))
    stream = b"".join(KeptFrames(None, bitrate_kbps=128).encode(whole))
    offsets = cut_stream(stream)
    frames = [stream[a:b] for a, b in pairwise(offsets)]
    long = [has_long_blocks(frame) for frame in frames]
    assert len(frames) == 40
    assert not all(long[18:23])
    assert all(long[2:15])


def test_the_last_part_has_no_room_to_be_joined_after_it():
    assert Part(4096, 9000, is_last=True).end == 9000
    assert Part(4096, 8192, is_last=False).end > 8192
