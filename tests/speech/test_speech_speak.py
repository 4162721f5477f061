"""Utterances become clips: each once, the same every time, and fast when nothing is new."""

import hashlib
import os
import subprocess
import sys
import textwrap
import threading

import numpy as np
import pytest

from audioguide.cache import part
from audioguide.errors import EngineError
from audioguide.speech.parts import LONGEST_PART, pause_between
from audioguide.speech.speak import SpeechError
from audioguide.units import FRAME_SAMPLES

LINES = (
    "Lie on your back, knees bent, feet on the floor.",
    "Inhale.",
    "Twenty-seven.",
    "Stop if the pain grows or travels down a leg.",
    "Now the other side.",
    "- and rest -",
)


def _digests(speaker, utterances):
    return [hashlib.sha256(speaker.load(one).pcm.tobytes()).hexdigest() for one in utterances]


def test_lengths_are_those_of_the_clips(speaker, say):
    lines = [say(text) for text in LINES]
    with speaker() as one:
        lengths = one.speak(lines)
        assert list(lengths) == lines
        for line in lines:
            clip = one.load(line)
            assert clip.n_samples == lengths[line]
            assert clip.pcm.dtype == np.float32
            assert 0.3 < np.abs(clip.pcm).max() < 0.85
        assert one.warnings == ()


def test_every_clip_starts_where_it_is_heard_to(speaker, say):
    lines = [say(text) for text in LINES]
    with speaker() as one:
        one.speak(lines)
        for line in lines:
            level = np.abs(one.load(line).pcm)
            assert np.argmax(level >= level.max() / 100) < 0.005 * 44_100


def test_bytes_depend_on_neither_order_nor_workers_nor_company(speaker, say, tmp_path):
    lines = [say(text) for text in LINES]
    odd = [say("Whisper.", name="gmw/en+whisper"), say("Schnell.", rate_wpm=300)]
    found = []
    for index, (n_workers, batch) in enumerate([(1, lines), (4, odd + lines[::-1])] * 2):
        with speaker(cache_folder=tmp_path / str(index), n_workers=n_workers) as one:
            one.speak(batch)
            found.append(_digests(one, lines))
    assert found[0] == found[1] == found[2] == found[3]


def test_many_lines_at_many_rates_are_all_there_under_load(speaker, say):
    hogs = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2)]
    lines = [say(f"Breathe in, number {n}.", rate_wpm=rate) for n in range(15) for rate in RATES]
    try:
        with speaker(n_workers=3) as one:
            lengths = one.speak(lines)
    finally:
        for hog in hogs:
            hog.kill()
            hog.wait()
    assert len(lengths) == len(lines)
    for rate_wpm, (shortest, longest) in RATES.items():
        seconds = [n / 44_100 for line, n in lengths.items() if line.voice.rate_wpm == rate_wpm]
        assert shortest < min(seconds) <= max(seconds) < longest


RATES = {100: (1.7, 2.8), 175: (0.95, 1.6), 300: (0.5, 0.94)}


def test_utterances_that_differ_in_level_alone_share_a_clip(speaker, say, tmp_path):
    soft, loud = say("Rest.", level_db=-12.0), say("Rest.", level_db=3.0)
    with speaker() as one:
        lengths = one.speak([soft, loud])
        assert lengths[soft] == lengths[loud]
        assert _digests(one, [soft]) == _digests(one, [loud])
    assert len(list((tmp_path / "clips").glob("*.clip"))) == 1


def test_both_forms_of_a_letter_are_one_clip(speaker, say, tmp_path):
    forms = [say("Caf\u00e9."), say("Cafe\u0301.")]
    with speaker() as one:
        one.speak(forms)
        assert len({*_digests(one, forms)}) == 1
    assert len(list((tmp_path / "clips").glob("*.clip"))) == 1


def test_an_engine_that_is_never_the_same_is_heard_once(speaker, say, notes):
    line = say("A noisy line.", engine="noisy")
    found = []
    for _ in range(3):
        with speaker() as one:
            one.speak([line, line])
            found += _digests(one, [line])
    assert len(set(found)) == 1
    assert (notes / "spoken").read_text().count("A noisy line.") == 1


def test_a_warm_cache_needs_no_process_and_no_engine(speaker, say, tmp_path):
    with speaker() as one:
        one.speak([say(text) for text in LINES])
    code = f"""
        import sys
        from pathlib import Path
        from audioguide.clip import Utterance, Voice
        from audioguide.speech.speak import Speaker
        voice = Voice("espeak", "gmw/en", 140, 50)
        with Speaker(cache_folder=Path({str(tmp_path / "clips")!r})) as speaker:
            assert len(speaker.speak([Utterance(t, "en-GB", voice) for t in {LINES!r}])) == 6
        heavy = {{"numpy", "soxr", "ctypes", "pyttsx3", "espeakng_loader", "subprocess"}}
        print(sorted(heavy & set(sys.modules)))
    """
    command = [sys.executable, "-c", textwrap.dedent(code)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_progress_counts_what_has_to_be_made(speaker, say):
    told = []
    with speaker() as one:
        one.speak([say("Inhale.")])
        one.speak([say(text) for text in LINES], on_progress=lambda *step: told.append(step))
    assert told == [(done, 5) for done in range(1, 6)]


@pytest.mark.parametrize("text", ["...", "   ", "", "\u200b\x07", "?!", "\U000f0000"])
def test_what_has_no_sound_is_an_error_of_its_own(speaker, say, text):
    with speaker() as one:
        with pytest.raises(SpeechError, match="nothing to speak in") as caught:
            one.speak([say(text), say("Rest.")])
        assert [failure.utterance.text for failure in caught.value.failures] == [text]
        assert one.load(say("Rest.")).n_samples


@pytest.mark.parametrize(
    "text", ["🙂", "สวัสดี", "שלום", "Привет", "a\u202eb", "\x1b[31mred", "a\ud800b"]
)
def test_odd_text_is_a_clip(speaker, say, text):
    with speaker() as one:
        assert one.speak([say(text)])[say(text)] > 5_000


def test_a_text_that_aborts_a_bare_espeak_is_spoken(speaker, say):
    with speaker() as one:
        lengths = one.speak([say("s'" * 220), say("s'" * 40)])
    assert lengths[say("s'" * 220)] == pytest.approx(5.5 * lengths[say("s'" * 40)], rel=0.1)


def test_many_failures_are_one_message_of_bearable_length(speaker, say):
    lines = [say(f"raise {number}", engine="hostile") for number in range(12)]
    with speaker() as one, pytest.raises(SpeechError) as caught:
        one.speak(lines)
    assert [failure.utterance for failure in caught.value.failures] == lines
    assert len(str(caught.value).splitlines()) == 11
    assert str(caught.value).endswith("and 2 more")


def test_an_unknown_voice_is_never_another(speaker, say):
    with speaker() as one, pytest.raises(SpeechError, match='no voice "no-such"'):
        one.speak([say("Rest.", name="no-such")])


def test_an_unknown_engine_is_said_at_once(speaker, say):
    with speaker() as one, pytest.raises(EngineError, match='no speech engine is called "ghost"'):
        one.speak([say("Rest.", engine="ghost")])


def test_a_long_text_is_spoken_whole(speaker, say):
    sentence = "Lie down, and breathe in slowly. "
    long, short = say(sentence * 300), say(sentence)
    with speaker() as one:
        lengths = one.speak([long, short])
        clip = one.load(long)
    assert clip.n_samples == lengths[long]
    assert lengths[long] == pytest.approx(300 * (lengths[short] + pause_between(140)), rel=0.05)


def test_parts_are_joined_by_silence_and_nothing_else(speaker, say):
    first, second = "One. " * (LONGEST_PART // 5), "Two."
    whole = say(first + second)
    with speaker() as one:
        one.speak([whole, say(first), say(second)])
        pcm, ahead, behind = (one.load(part).pcm for part in (whole, say(first), say(second)))
        ahead = ahead[: one._entries[say(first.strip())].n_bytes // 2]
    silence = np.zeros(pause_between(140), np.float32)
    joined = np.concatenate([ahead, silence, behind])
    n_common = min(len(pcm), len(joined))
    np.testing.assert_array_equal(pcm[:n_common], joined[:n_common])
    assert not pcm[n_common:].any()
    assert not joined[n_common:].any()


def test_hundred_thousand_characters_are_spoken(speaker, say):
    line = say("slowly " * 300 + "b" * 100_000, engine="hostile")
    with speaker() as one:
        n_samples = one.speak([line])[line]
    assert n_samples / 44_100 > 0.06 * 100_000


def test_a_clip_that_was_damaged_is_made_again_as_it_was(speaker, say, tmp_path):
    line = say("Now the other side.")
    with speaker() as one:
        one.speak([line])
        whole = _digests(one, [line])
    entry = next((tmp_path / "clips").glob("*.clip"))
    healthy = entry.read_bytes()
    entry.write_bytes(healthy[:5000] + bytes([healthy[5000] ^ 1]) + healthy[5001:])
    with speaker() as one:
        one.speak([line])
        assert _digests(one, [line]) == whole
    assert entry.read_bytes() == healthy


def test_a_clip_that_came_back_longer_is_an_error(speaker, say, tmp_path):
    line = say("A noisy line.", engine="noisy")
    with speaker() as one:
        one.speak([line])
        next((tmp_path / "clips").glob("*.clip")).unlink()
        with pytest.raises(EngineError, match="build once more"):
            one.load(line)


def test_threads_may_load_together(speaker, say, tmp_path):
    lines = [say(text) for text in LINES]
    with speaker() as one:
        one.speak(lines)
        expected = _digests(one, lines)
        for entry in (tmp_path / "clips").glob("*.clip"):
            entry.unlink()
        found = {}
        threads = [
            threading.Thread(target=lambda k=k: found.update({k: _digests(one, lines)}))
            for k in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert list(found.values()) == [expected] * 4


def test_several_processes_share_a_cold_cache(tmp_path, say, speaker):
    code = f"""
        import hashlib, sys
        from pathlib import Path
        from audioguide.clip import Utterance, Voice
        from audioguide.speech.speak import Speaker
        voice = Voice("espeak", "gmw/en", 140, 50)
        lines = [Utterance(text, "en-GB", voice) for text in {LINES!r}]
        with Speaker(cache_folder=Path({str(tmp_path / "clips")!r}), n_workers=1) as speaker:
            speaker.speak(lines)
            for line in lines:
                print(hashlib.sha256(speaker.load(line).pcm.tobytes()).hexdigest())
    """
    command = [sys.executable, "-c", textwrap.dedent(code)]
    builds = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    outputs = [build.communicate()[0].split() for build in builds]
    with speaker() as one:
        lines = [say(text) for text in LINES]
        one.speak(lines)
        assert outputs == [_digests(one, lines)] * 4
    assert not list((tmp_path / "clips").glob(".*"))


def test_without_a_writable_cache_it_speaks_all_the_same(speaker, say, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "blocked").write_text("in the way")
    lines = [say(text) for text in LINES]
    with speaker(cache_folder=tmp_path / "blocked" / "clips") as one:
        lengths = one.speak(lines)
        assert [one.load(line).n_samples for line in lines] == list(lengths.values())
        assert len(one.warnings) == 1
    assert not list(tmp_path.glob("audioguide-*"))


def test_a_full_cache_costs_one_warning(speaker, say, tmp_path, monkeypatch):
    def full(sink, content, write=part._FileSink.write_all):
        if sink.path.parent == tmp_path / "clips":
            raise OSError(28, os.strerror(28))
        write(sink, content)

    monkeypatch.setattr(part._FileSink, "write_all", full)
    with speaker() as one:
        assert len(one.speak([say(text) for text in LINES])) == len(LINES)
        assert one.warnings == (
            f"speech is not kept for the next build: {tmp_path / 'clips'}: {os.strerror(28)}",
        )


def test_a_clip_is_whole_frames_long_and_ends_in_silence(speaker, say):
    short, long = say("Rest."), say("Rest here. " * 80)
    with speaker() as one:
        lengths = one.speak([short, long])
        for line in (short, long):
            pcm = one.load(line).pcm
            assert len(pcm) == lengths[line]
            assert len(pcm) % FRAME_SAMPLES == 0
            assert pcm[-FRAME_SAMPLES:].any()


def test_identity_is_that_of_the_sound(speaker, say):
    line = say("Rest.")
    long, longer_pauses = say("Rest here. " * 80), say("Rest here. " * 80, rate_wpm=120)
    with speaker() as one:
        one.speak([line, say("Rest!"), long, longer_pauses])
        assert one.identity(line) == one.identity(say(" Rest. ", level_db=-6.0))
        found = {one.identity(each) for each in (line, long, longer_pauses)}
        assert len(found) == 3
        found.add(one.identity(line))
        assert len(found) == 3


def test_identity_stands_a_cache_that_is_cleared_meanwhile(speaker, say, tmp_path):
    line = say("Rest.")
    with speaker() as one:
        one.speak([line])
        before = one.identity(line)
        for entry in one._store._places.newest_first():
            for path in entry.glob("*.clip"):
                path.unlink()
        assert one.identity(line) == before


def test_what_was_made_anew_is_told(speaker, say):
    kept, new = say("Rest."), say("Rest here. " * 80)
    with speaker() as one:
        one.speak([kept])
        assert one.made == (kept,)
    with speaker() as one:
        one.speak([kept, new])
        assert one.made == (new,)


def test_ingredients_name_all_that_decides_a_clip(speaker, say):
    with speaker() as one:
        plain = one.ingredients(say(" Rest. "))
        other = one.ingredients(say("Rest.", rate_wpm=120, pitch=40, name="gmw/de"))
    assert plain["text"] == "Rest."
    assert "espeakng-loader" in plain["engine"]
    assert {name for name in plain if plain[name] != other[name]} == {"voice", "rate_wpm", "pitch"}
