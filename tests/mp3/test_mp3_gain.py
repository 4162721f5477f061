"""What a decoder gives back is as loud as what was encoded, at every bit rate."""

from pathlib import Path

import numpy as np
import pytest
from judges import decoded
from linking import write

from audioguide.mp3.frames import TRACK_BITRATES_KBPS


@pytest.mark.parametrize("bitrate_kbps", TRACK_BITRATES_KBPS)
def test_the_encoder_changes_no_level(tmp_path, bitrate_kbps):
    seconds = np.arange(3 * 44_100) / 44_100
    wave = sum(np.sin(2 * np.pi * hz * seconds) for hz in (220, 550, 1310, 2900))
    pcm = (wave * np.sin(2 * np.pi * 1.5 * seconds) * 5000).astype(np.int16)
    path = Path(tmp_path, "a.mp3")
    write(path, pcm, bitrate=bitrate_kbps)
    source, heard = pcm.astype(float), decoded(path).astype(float)
    assert np.dot(source, heard) / np.dot(source, source) == pytest.approx(1, abs=0.005)
