"""A person's own recordings as a voice: found by name, freed of their room, replaced if absent."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audioguide import recordings
from audioguide.clip import Utterance, Voice
from audioguide.errors import EngineError
from audioguide.speech.engines.recorded import RecordedEngine
from audioguide.speech.engines.recorded_files import recording_name
from audioguide.speech.engines.recorded_trim import without_room
from audioguide.speech.engines.table import Engines
from audioguide.speech.speak import Speaker, SpeechError

RATE_HZ = 44_100
LINE = "Lie on your back, knees bent."


def voiced(seconds, level=0.2, rate_hz=RATE_HZ):
    """Something like speech: a buzz in syllables."""
    times = np.arange(round(seconds * rate_hz)) / rate_hz
    buzz = sum(np.sin(2 * np.pi * 120 * k * times) / k for k in range(1, 20))
    return level * buzz * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * times))


def in_a_room(seconds, *, before=0.8, after=1.2, noise_db=-55.0, seed=1, rate_hz=RATE_HZ):
    noise = np.random.default_rng(seed).standard_normal(
        round((before + seconds + after) * rate_hz)
    ) * 10 ** (noise_db / 20)
    start = round(before * rate_hz)
    speech = voiced(seconds, rate_hz=rate_hz)
    noise[start : start + len(speech)] += speech
    return noise.astype(np.float32)


def said(text, *, rate_wpm=140, language="en-GB", name="anna"):
    return Utterance(text, language, Voice("recorded", name, rate_wpm, 50))


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "anna"
    folder.mkdir()
    return folder


@pytest.fixture
def speaker(tmp_path, folder):
    made = []

    def make(**settings):
        engines = Engines({"recorded": {"anna": {"folder": str(folder), **settings}}})
        made.append(Speaker(cache_folder=tmp_path / "clips", n_workers=1, engines=engines))
        return made[-1]

    yield make
    for one in made:
        one.__exit__(None, None, None)


def record(folder, text, seconds=2.0, *, suffix="wav", name=None, **room):
    path = folder / f"{name or recording_name(text)}.{suffix}"
    soundfile.write(path, in_a_room(seconds, **room), RATE_HZ)
    return path


def test_a_recording_is_used_for_its_line(speaker, folder):
    record(folder, LINE)
    with speaker() as one:
        length = one.speak([said(LINE)])[said(LINE)]
        assert length / RATE_HZ == pytest.approx(2.0, abs=0.2)
        clip = one.load(said(LINE)).pcm
        onset = np.argmax(np.abs(clip) >= np.abs(clip).max() / 100) / RATE_HZ
        assert onset < 0.035  # what the trimming leaves before the voice


@pytest.mark.parametrize("noise_db", [-75.0, -60.0, -50.0, -42.0])
def test_the_room_around_a_voice_goes(noise_db):
    pcm = in_a_room(1.5, before=1.0, after=2.0, noise_db=noise_db)[:, None]
    assert len(without_room(pcm, RATE_HZ)) / RATE_HZ == pytest.approx(1.65, abs=0.08)


def test_a_click_of_the_button_goes_too():
    pcm = in_a_room(1.0, before=1.0, after=1.0)
    pcm[2_000:2_400] += 0.5
    pcm[-3_000:-2_600] += 0.5
    assert len(without_room(pcm[:, None], RATE_HZ)) / RATE_HZ == pytest.approx(1.15, abs=0.08)


def test_a_recording_without_any_room_stays_whole():
    pcm = voiced(1.0).astype(np.float32)[:, None]
    assert len(without_room(pcm, RATE_HZ)) > 0.97 * RATE_HZ


@pytest.mark.parametrize("pcm", [np.zeros((400, 2)), np.zeros((44_100, 1))])
def test_silence_has_no_voice(pcm):
    assert not len(without_room(pcm.astype(np.float32), RATE_HZ))


def test_names_are_for_people_and_change_with_the_words():
    assert recording_name("Breathe in.").startswith("breathe-in-")
    assert recording_name("Breathe in.") == recording_name("  breathe IN ")
    assert recording_name("Breathe in.") != recording_name("Breathe out.")
    assert recording_name("साँस लें") != recording_name("साँस छोड़ें")
    assert recording_name("Cafe\u0301") == recording_name("Café")
    assert len(recording_name("word " * 500)) < 60
    assert not set(recording_name('a/b\\c:"*?<>|..')) & set('/\\:"*?<>|.')


@pytest.mark.parametrize("before", ["take 2 ", "", "anna_", "Zoom-0004-"])
def test_the_end_of_a_file_name_is_what_counts(speaker, folder, before):
    record(folder, LINE, name=before + recording_name(LINE).rpartition("-")[2])
    with speaker() as one:
        assert one.speak([said(LINE)])


def test_what_is_not_recorded_is_said_by_another_voice(speaker, folder):
    record(folder, LINE)
    with speaker(otherwise="en-gb+f3") as one:
        other = said("Let the breath settle.")
        assert set(one.speak([said(LINE), other])) == {said(LINE), other}
        assert one.has_stand_in(other)
        assert not one.has_stand_in(said(LINE))
        assert one.ingredients(other)["voice"] == "gmw/en+f3"
        assert one.ingredients(said(LINE))["voice"] == "anna"


def test_what_nobody_says_is_named_with_its_file(speaker, folder):
    with speaker() as one, pytest.raises(SpeechError) as caught:
        one.speak([said(LINE)])
    assert f'record it as "{recording_name(LINE)}"' in str(caught.value)
    assert str(folder) in str(caught.value)


def test_a_stand_in_that_is_not_there_is_an_error(speaker):
    with speaker(otherwise="ghost-voice") as one, pytest.raises(EngineError, match="ghost-voice"):
        one.speak([said(LINE)])


@pytest.fixture
def choir(tmp_path):
    """A speaker for voices with folders of their own, by what each has for what it lacks."""
    made = []

    def make(**otherwise):
        voices = {}
        for name, other in otherwise.items():
            (tmp_path / name).mkdir(exist_ok=True)
            voices[name] = {"folder": str(tmp_path / name)}
            if other:
                voices[name]["otherwise"] = other
        engines = Engines({"recorded": voices})
        made.append(Speaker(cache_folder=tmp_path / "clips", n_workers=1, engines=engines))
        return made[-1]

    yield make
    for one in made:
        one.__exit__(None, None, None)


def test_a_stand_in_has_its_own_stand_in(choir, tmp_path):
    bob, carl, nobody = said("Bob has it."), said("Carl has it."), said("Nobody has it.")
    with choir(anna="recorded:bob", bob="recorded:carl", carl="en-gb+f3") as one:
        record(tmp_path / "bob", bob.text)
        record(tmp_path / "carl", carl.text)
        assert set(one.speak([bob, carl, nobody])) == {bob, carl, nobody}
        speakers = [one.ingredients(line)["voice"] for line in (bob, carl, nobody)]
        assert speakers == ["bob", "carl", "gmw/en+f3"]
        assert all(one.has_stand_in(line) for line in (bob, carl, nobody))
        assert {tmp_path / name for name in ("anna", "bob", "carl")} <= set(one.sources())


def test_who_stands_in_last_says_what_is_not_recorded(choir, tmp_path):
    with choir(anna="recorded:bob", bob=None) as one, pytest.raises(SpeechError) as caught:
        one.speak([said(LINE)])
    assert str(tmp_path / "bob") in str(caught.value)


def test_stand_ins_in_a_circle_are_an_error_by_name(choir):
    with (
        choir(anna="recorded:bob", bob="recorded:anna") as one,
        pytest.raises(EngineError, match="recorded:anna -> recorded:bob -> recorded:anna"),
    ):
        one.speak([said(LINE)])


def test_a_new_take_is_a_new_clip(speaker, folder):
    record(folder, LINE, 2.0)
    with speaker() as one:
        before = one.speak([said(LINE)])[said(LINE)]
    record(folder, LINE, 3.0)
    with speaker() as one:
        assert one.speak([said(LINE)])[said(LINE)] > before + 30_000
        assert one.made == (said(LINE),)


def test_a_long_line_is_one_recording(speaker, folder):
    text = "Lie down slowly, and rest. " * 40
    record(folder, text, 60.0)
    with speaker() as one:
        assert one.speak([said(text)])[said(text)] / RATE_HZ == pytest.approx(60, abs=1)


def test_words_are_read_as_written(speaker, folder):
    record(folder, "Hold for 30 s.")
    with speaker() as one:
        assert one.speak([said("Hold for 30 s.")])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"<html>not found</html>", "no WAV"),
        (b"RIFF", "no WAV"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "it is cut off"),
        (b"#EXTM3U\nhttp://127.0.0.1/", "no WAV"),
    ],
)
def test_what_is_no_sound_is_refused_by_name(speaker, folder, content, reason):
    path = folder / f"{recording_name(LINE)}.wav"
    path.write_bytes(content)
    with speaker() as one, pytest.raises(SpeechError) as caught:
        one.speak([said(LINE)])
    assert path.name in str(caught.value)
    assert reason in str(caught.value)


def test_silence_is_refused(speaker, folder):
    soundfile.write(folder / f"{recording_name(LINE)}.wav", np.zeros(RATE_HZ), RATE_HZ)
    with speaker() as one, pytest.raises(SpeechError, match="silence"):
        one.speak([said(LINE)])


def test_a_folder_that_is_gone_is_named(speaker, folder):
    folder.rmdir()
    with speaker() as one, pytest.raises(EngineError, match="anna cannot be read"):
        one.speak([said(LINE)])


needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links take a right there")


@needs_links
@pytest.mark.parametrize("target", ["gone.wav", "{itself}"])
def test_a_link_to_nothing_is_not_recorded_and_harms_no_other_line(speaker, folder, target):
    record(folder, LINE)
    other = said("Let the breath settle.")
    link = folder / f"{recording_name(other.text)}.wav"
    link.symlink_to(target.format(itself=link.name))
    with speaker(otherwise="en-gb") as one:
        assert set(one.speak([said(LINE), other])) == {said(LINE), other}
        assert one.has_stand_in(other)
    with speaker() as one, pytest.raises(SpeechError) as caught:
        one.speak([said(LINE), other])
    (failure,) = caught.value.failures
    assert failure.utterance == other
    assert "it is not recorded" in failure.reason


@needs_links
def test_what_is_no_plain_file_is_not_recorded(folder):
    os.mkfifo(folder / f"{recording_name(LINE)}.wav")
    (folder / f"take-{recording_name(LINE)}.flac").mkdir()
    engine = RecordedEngine({"anna": {"folder": str(folder)}})
    assert not engine.has(said(LINE))
    assert engine.fingerprint(said(LINE)).endswith("nothing")


def test_a_file_that_cannot_be_read_fails_for_its_line_alone(speaker, folder, monkeypatch):
    locked = record(folder, LINE)
    other = said("Let the breath settle.")
    record(folder, other.text)
    read = Path.read_bytes

    def refuse(path):
        if path == locked:
            locked.unlink(missing_ok=True)  # So that the process that speaks has nothing either.
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with speaker() as one, pytest.raises(SpeechError) as caught:
        one.speak([said(LINE), other])
    assert [failure.utterance for failure in caught.value.failures] == [said(LINE)]


def test_an_empty_file_is_not_recorded_until_it_is_full(speaker, folder):
    empty = folder / f"{recording_name(LINE)}.wav"
    empty.touch()
    with speaker(otherwise="en-gb") as one:
        one.speak([said(LINE)])
        assert one.has_stand_in(said(LINE))
        assert empty in one.sources()
    record(folder, LINE)
    with speaker(otherwise="en-gb") as one:
        one.speak([said(LINE)])
        assert not one.has_stand_in(said(LINE))
        assert set(one.sources()) == {folder, empty}


def test_an_empty_take_leaves_the_full_one(folder):
    full = record(folder, LINE)
    empty = folder / f"take-2-{recording_name(LINE)}.wav"
    empty.touch()
    engine = RecordedEngine({"anna": {"folder": str(folder)}})
    assert engine.has(said(LINE))
    assert engine.sources(said(LINE)) == (folder, full, empty)


def test_files_of_other_kinds_are_no_recordings(speaker, folder):
    for name in ("notes.txt", f"{recording_name(LINE)}.txt", f".{recording_name(LINE)}.wav"):
        (folder / name).write_bytes(b"nothing")
    with speaker() as one, pytest.raises(SpeechError, match="not recorded"):
        one.speak([said(LINE)])


def phone_recording(folder, text):
    """An M4A as a phone writes it."""
    plain = record(folder, text, name="plain")
    path = folder / f"{recording_name(text)}.m4a"
    command = ["ffmpeg", "-v", "error", "-i", plain, "-ac", "2", "-c:a", "aac", path]
    subprocess.run(command, check=True)
    plain.unlink()
    return path


needs_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")


@needs_ffmpeg
def test_a_phone_s_recording_is_read_by_ffmpeg(speaker, folder):
    phone_recording(folder, LINE)
    with speaker() as one:
        assert one.speak([said(LINE)])[said(LINE)] / RATE_HZ == pytest.approx(2.0, abs=0.2)


@needs_ffmpeg
def test_without_ffmpeg_the_extra_reads_it_alike(folder, monkeypatch):
    pytest.importorskip("av", reason="the extra `codecs` is not installed")
    path = phone_recording(folder, LINE)
    with_ffmpeg, rate_hz = recordings.read_sound(path, longest_seconds=60)
    monkeypatch.setenv("PATH", str(folder))
    pcm, rate_hz_too = recordings.read_sound(path, longest_seconds=60)
    assert (rate_hz, pcm.shape[1]) == (rate_hz_too, 2)
    assert abs(len(pcm) - len(with_ffmpeg)) < 4096
    n_samples = min(len(pcm), len(with_ffmpeg))
    assert np.abs(pcm[:n_samples] - with_ffmpeg[:n_samples]).max() < 2e-3


@needs_ffmpeg
def test_without_both_the_message_says_what_to_install(folder, monkeypatch):
    path = phone_recording(folder, LINE)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(recordings, "find_spec", lambda name: None)
    from pydub import AudioSegment

    monkeypatch.setattr(AudioSegment, "converter", "ffmpeg")
    with pytest.raises(ValueError, match=r"ffmpeg.*audioguide\[codecs\]"):
        recordings.read_sound(path, longest_seconds=60)


@pytest.mark.parametrize(
    "settings", [{"anna": {}}, {"anna": {"folder": 3}}, {"anna": "x"}, {"anna": {"folder": []}}]
)
def test_settings_that_make_no_sense_are_an_engine_error(settings):
    with pytest.raises(EngineError, match=r"engines\.recorded\.anna"):
        RecordedEngine(settings)


def test_who_has_no_folder_is_no_voice_and_says_why(folder, tmp_path):
    gone = str(tmp_path / "gone")
    engine = RecordedEngine({"Bob": {"folder": gone}, "anna": {"folder": str(folder)}})
    assert engine.missing() is None
    assert [one.name for one in engine.voices()] == ["anna"]
    (trouble,) = engine.troubles()
    assert "recorded:Bob" in trouble.reason
    assert gone in trouble.reason
    with pytest.raises(EngineError, match="gone cannot be read"):
        engine.find("bob", None)
    assert RecordedEngine({"bob": {"folder": gone}}).missing() is not None


def test_nobody_configured_says_what_to_do():
    missing = RecordedEngine({}).missing()
    assert missing is not None
    assert "engines:" in missing.remedy
