"""WAV and FLAC files, whole or not at all, and tracks in memory."""

import subprocess
import sys

import numpy as np
import pytest
import soundfile

from audioguide.errors import EncoderError, FileError
from audioguide.sound.files import FORMATS, write_pcm
from audioguide.sound.segments import to_segment

RATE = 44_100


def blocks(pcm, size=10_000):
    return [pcm[start : start + size] for start in range(0, len(pcm), size)]


def ramp(n_samples):
    return (np.arange(n_samples) * 37 % 65_536 - 32_768).astype(np.int16)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("n_samples", [1, 9_999, 100_001])
def test_a_file_holds_the_very_samples(tmp_path, suffix, n_samples):
    path = tmp_path / f"track{suffix}"
    write_pcm(path, blocks(ramp(n_samples)), n_samples)
    read, rate = soundfile.read(path, dtype="int16")
    assert rate == RATE
    assert np.array_equal(read, ramp(n_samples))
    assert soundfile.info(path).subtype == "PCM_16"


@pytest.mark.parametrize("suffix", FORMATS)
def test_equal_tracks_are_equal_files(tmp_path, suffix):
    for name in ("one", "two"):
        write_pcm(tmp_path / f"{name}{suffix}", blocks(ramp(50_000)), 50_000)
    one, two = (tmp_path / f"{name}{suffix}" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("planned", [9_999, 20_001])
def test_another_length_than_planned_is_refused(tmp_path, suffix, planned):
    path = tmp_path / f"track{suffix}"
    path.write_bytes(b"old")
    with pytest.raises(EncoderError, match="20000 samples"):
        write_pcm(path, blocks(ramp(20_000)), planned)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("suffix", FORMATS)
def test_trouble_on_the_way_leaves_the_old_file(tmp_path, suffix):
    def failing():
        yield ramp(20_000)
        raise KeyboardInterrupt

    path = tmp_path / f"track{suffix}"
    path.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        write_pcm(path, failing(), 40_000)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_in_the_way_is_a_file_error(tmp_path):
    (tmp_path / "track.wav").mkdir()
    with pytest.raises(FileError):
        write_pcm(tmp_path / "track.wav", blocks(ramp(10)), 10)


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
import numpy as np
from audioguide.errors import FileError
from audioguide.sound.files import write_pcm
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
pcm = np.random.RandomState(1).randint(-9000, 9000, 50_000).astype(np.int16)
try:
    write_pcm(Path(sys.argv[1]), [pcm] * 20, 1_000_000)
except FileError as trouble:
    print(trouble)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file")
@pytest.mark.parametrize("suffix", FORMATS)
def test_a_full_disk_is_a_file_error_and_nothing_else(tmp_path, suffix):
    path = tmp_path / f"track{suffix}"
    path.write_bytes(b"old")
    command = [sys.executable, "-c", FULL_DISK, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"could not write {path}")
    assert done.stderr == ""
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_segment_is_the_track_to_the_sample():
    pcm = ramp(100_001)
    segment = to_segment(iter(blocks(pcm)))
    assert (segment.frame_rate, segment.channels, segment.sample_width) == (RATE, 1, 2)
    assert np.array_equal(np.array(segment.get_array_of_samples(), np.int16), pcm)
    assert segment.frame_count() == 100_001
