"""Engines may hang, crash or lie: it costs a retry and a clear error, and nobody else's clip."""

import os
import re
import signal
import subprocess
import sys
import textwrap

import pytest

from audioguide.errors import ExitCode
from audioguide.speech import crew, reference, worker
from audioguide.speech.patience import Patience
from audioguide.speech.speak import SpeechError

GOOD = "A good line."
HASTE = Patience(seconds=1.0, seconds_per_character=0.0)


def _failure(speaker, say, text, **settings):
    """The one failure of a batch of a bad line and a good one."""
    with speaker(**settings) as one:
        good = say(GOOD, engine="hostile")
        with pytest.raises(SpeechError) as caught:
            one.speak([say(text, engine="hostile"), good])
        assert one.load(good).n_samples > 10_000
    error = caught.value
    assert error.exit_code is ExitCode.ENGINE
    assert [failure.utterance.text for failure in error.failures] == [text]
    return str(error)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("crash now", r"it crashed \(signal 11\)"),
        ("abort now", r"it crashed \(signal 6\): assertion failed: phoneme"),
        ("raise now", "ZeroDivisionError: somewhere in the model"),
        ("nothing is written here", "it wrote nothing"),
        ("html instead of sound", "it wrote no WAV"),
        ("half of it is missing", "it wrote 47956 of 96000 bytes"),
        ("tiny for so many characters as there are", "it gave 0.01 s of sound"),
        ("endless", "it gave 300.00 s of sound"),
        ("silent all along", "it gave silence"),
        ("hiss all along", "it gave silence"),
        ("nan all along", "not numbers"),
        ("slow-rate", "sound at 1 Hz"),
    ],
)
def test_a_bad_clip_is_refused_by_name_and_the_others_are_made(speaker, say, text, reason):
    message = _failure(speaker, say, text)
    assert message.startswith(f'speech engine hostile failed on "{text}": ')
    assert re.search(reason, message)


def test_a_hung_engine_is_ended_with_its_children(speaker, say, notes):
    with speaker() as one:
        one.speak([say("Calibrated.", engine="hostile")])
    os.mkfifo(notes / "lifeline")
    lifeline = os.open(notes / "lifeline", os.O_RDONLY | os.O_NONBLOCK)
    message = _failure(speaker, say, "hang now", patience=HASTE)
    assert "it hung: no answer within 1 s" in message
    os.set_blocking(lifeline, True)
    with os.fdopen(lifeline, "rb") as file:
        # The end is there when nobody holds the other end: neither engines nor their children.
        assert file.read() == b"hanging\n" * 2


def test_a_crash_is_tried_once_more_and_no_more(speaker, say, notes):
    _failure(speaker, say, "crash twice")
    assert (notes / "crashed").read_text().count("crash twice") == 2


def test_a_crash_that_does_not_come_again_costs_nothing(speaker, say):
    with speaker() as one:
        assert one.speak([say("first time unlucky", engine="hostile")])


def test_nothing_bad_is_kept(speaker, say, tmp_path):
    _failure(speaker, say, "silent all along")
    kept = sorted(path.suffix for path in (tmp_path / "clips").iterdir())
    assert kept == [".clip", ".level"]


def test_what_an_engine_prints_goes_nowhere(speaker, say, capfd):
    with speaker() as one:
        assert one.speak([say("print a lot", engine="hostile")])
    assert capfd.readouterr() == ("", "")


def test_stereo_at_another_rate_is_a_clip_of_the_right_length(speaker, say):
    line = say("stereo line", engine="hostile")
    with speaker() as one:
        assert one.speak([line])[line] == 37 * 1152  # 0.96 s, in whole frames


def test_a_worn_process_is_not_used_again(speaker, say, notes):
    lines = [say(f"Line {number}.", engine="noisy") for number in range(4)]
    with speaker(n_workers=1) as one:
        one.speak(lines)
    pids = [line.split()[0] for line in (notes / "spoken").read_text().splitlines()]
    assert len(pids) == len(set(pids)) == 5


def test_a_failing_calibration_fails_its_voice_alone(speaker, say, monkeypatch):
    monkeypatch.setattr(reference, "REFERENCE_TEXT", "crash on the passage")
    with speaker() as one, pytest.raises(SpeechError) as caught:
        one.speak([say("One.", engine="hostile"), say("Two.", engine="hostile")])
    assert len(caught.value.failures) == 2
    assert "while its loudness was measured, it crashed (signal 11)" in str(caught.value)


def test_a_process_started_ahead_is_the_one_that_speaks(speaker, say, notes):
    with speaker(n_workers=1) as one:
        one.start_ahead()
        one.start_ahead()
        assert len(one._crew._alive) == 1
        (ahead,) = one._crew._alive
        one.speak([say(GOOD, engine="hostile")])
        assert set(one._crew._idle) == {ahead}


def test_a_process_started_ahead_for_nothing_ends_with_the_speaker(speaker):
    with speaker() as one:
        one.start_ahead()
        (ahead,) = one._crew._alive
    assert ahead._process.returncode == -signal.SIGKILL


def test_no_more_processes_start_than_there_are_lines(speaker, say, monkeypatch):
    started = []

    def count(self, start=crew.Crew._started):
        started.append(self)
        return start(self)

    monkeypatch.setattr(crew.Crew, "_started", count)
    with speaker(n_workers=8) as one:
        one.speak([say("One."), say("Two.")])
    assert len(started) == 2


def test_a_machine_that_starts_no_process_is_an_engine_error(speaker, say, monkeypatch):
    def refuse(*command, **settings):
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    with speaker() as one, pytest.raises(SpeechError, match="no process could be started"):
        one.speak([say(GOOD, engine="hostile")])


SCRIPT = """
    import sys
    from pathlib import Path
    from audioguide.clip import Utterance, Voice
    from audioguide.speech.engines.table import Engines
    from audioguide.speech.speak import Speaker

    engines = Engines(places={"hostile": "hostile_engines:HostileEngine"})
    voice = Voice("hostile", "any", 140, 50)
    with Speaker(cache_folder=Path(sys.argv[1]), n_workers=1, engines=engines) as speaker:
        speaker.speak([Utterance("Calibrated.", "en", voice)])
        speaker.speak([Utterance("hang for ever", "en", voice)])
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_child_outlives_its_parent(tmp_path, notes, how):
    os.mkfifo(notes / "lifeline")
    command = [sys.executable, "-c", textwrap.dedent(SCRIPT), str(tmp_path / "clips")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as parent:
        with (notes / "lifeline").open("rb") as lifeline:
            assert lifeline.readline() == b"hanging\n"
            parent.send_signal(how)
            assert lifeline.read() == b""
        said = parent.stderr.read()
    assert parent.returncode == -how
    assert (b"KeyboardInterrupt" in said) == (how == signal.SIGINT)


@pytest.mark.skipif(sys.platform != "linux", reason="pipes have a size on Linux alone")
def test_a_user_who_may_have_no_wide_pipes_speaks_all_the_same(speaker, say, monkeypatch):
    refused = []

    def refuse(*given):
        refused.append(given)
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(worker.fcntl, "fcntl", refuse)
    with speaker() as one:
        assert one.speak([say("Rest here for a long while, and breathe. " * 5)])
    assert refused
