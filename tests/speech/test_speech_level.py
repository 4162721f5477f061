"""Every line is as loud as every other, and no line is too loud."""

import numpy as np
import pytest
from hostile_engines import tone

from audioguide.loudness import heard_lufs, integrated_lufs
from audioguide.peaks import true_peak_dbtp
from audioguide.speech.engines.contract import RawSound
from audioguide.speech.level import NUDGE_DB, TARGET_LUFS, levelled
from audioguide.speech.make import make_clip

RATE_HZ = 44_100


@pytest.mark.parametrize("gain", [0.01, 0.3, 1.0])
@pytest.mark.parametrize("seconds", [0.15, 0.5, 3.0])
def test_a_line_near_its_voice_reaches_the_target(gain, seconds):
    pcm = tone(seconds, RATE_HZ) * np.float32(gain)
    clip = levelled(pcm, lufs=heard_lufs(pcm), voice_lufs=heard_lufs(pcm) + 2.0)
    assert heard_lufs(clip) == pytest.approx(TARGET_LUFS, abs=0.1)
    assert len(clip) == len(pcm)


@pytest.mark.parametrize("away_db", [-8.0, 8.0])
def test_a_line_far_from_its_voice_is_nudged_no_further_than_allowed(away_db):
    pcm = tone(2.0, RATE_HZ) * np.float32(0.1)
    clip = levelled(pcm, lufs=heard_lufs(pcm), voice_lufs=heard_lufs(pcm) - away_db)
    kept = TARGET_LUFS + away_db - np.copysign(NUDGE_DB, away_db)
    assert heard_lufs(clip) == pytest.approx(kept, abs=0.1)


def test_a_short_cue_counts_as_fainter_than_a_long_one():
    assert heard_lufs(tone(0.1, RATE_HZ)) == pytest.approx(
        heard_lufs(tone(2.0, RATE_HZ)) - 6.0, abs=0.2
    )


def test_peaks_pass_the_limiter_alone():
    pcm = tone(3.0, RATE_HZ) * np.float32(0.2)
    pcm[RATE_HZ : RATE_HZ + 30] = 0.9
    clip = levelled(pcm, lufs=heard_lufs(pcm), voice_lufs=heard_lufs(pcm))
    assert true_peak_dbtp(clip) <= -2.0
    gain = clip[5000] / pcm[5000]
    np.testing.assert_allclose(clip[-RATE_HZ:], pcm[-RATE_HZ:] * gain, atol=1e-6)


def test_silence_has_no_gain_that_is_no_number():
    assert np.isfinite(
        levelled(np.zeros(RATE_HZ, np.float32), lufs=-np.inf, voice_lufs=-20.0)
    ).all()


class _Loud:
    def synthesize(self, utterance):
        return RawSound(np.sign(tone(2.0, RATE_HZ)), RATE_HZ)


def test_stored_samples_never_wrap(say):
    clip = make_clip(_Loud(), say("A square wave."), voice_lufs=-40.0)
    assert clip.dtype == np.dtype("<i2")
    assert true_peak_dbtp(clip.astype(np.float32) / 32768) <= -1.4
    assert np.corrcoef(clip, np.sign(tone(2.0, RATE_HZ))[: len(clip)])[0, 1] > 0.9


LINES = (
    *("Inhale.", "Exhale.", "One.", "Two.", "Halfway.", "Rest.", "Last breath.", "Release."),
    "Lie on your back, knees bent, feet on the floor.",
    "Bring one knee and then the other towards your chest, and hold them.",
    "Stop if the pain grows or travels down a leg.",
    "Keep the movement small and lazy, and let the back be heavy.",
    "Now the other side.",
    "Move only to the point of tension, never into pain.",
)


@pytest.mark.parametrize(("name", "rate_wpm"), [("gmw/en", 140), ("gmw/en+f3", 119)])
def test_the_joined_speech_of_a_track_stands_at_the_target(speaker, say, name, rate_wpm):
    lines = [say(text, name=name, rate_wpm=rate_wpm) for text in LINES]
    with speaker() as one:
        one.speak(lines)
        clips = [one.load(line).pcm for line in lines]
    joined = np.concatenate(clips)
    assert integrated_lufs(joined) == pytest.approx(TARGET_LUFS, abs=0.5)
    assert integrated_lufs(np.concatenate(clips[:8])) == pytest.approx(TARGET_LUFS, abs=1.0)
    assert true_peak_dbtp(joined) <= -1.45
