"""A routine in somebody's own voice: the sheet, the track, and what a new recording changes."""

import json

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner

from audioguide import compiler
from audioguide.cli import audioguide
from audioguide.compiler.sheet import sheet
from audioguide.errors import EngineError
from audioguide.speech.engines.recorded_files import recording_name
from audioguide.timeline.timeline import Speech

RATE_HZ = 44_100
SCRIPT = """\
title: In her own voice
steps:
  - say: Move only to the point of tension, never into pain.
  - say: Good morning.
  - say: Good morning!
  - rest: 5s
"""


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A script, an empty folder of recordings, and a configuration that knows it."""
    monkeypatch.setenv("AUDIOGUIDE_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("AUDIOGUIDE_CACHE_DIR", str(tmp_path / "cache"))
    for folder in ("config", "anna"):
        (tmp_path / folder).mkdir()
    (tmp_path / "routine.yaml").write_text(SCRIPT)
    configure(tmp_path, "otherwise: en-gb")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def configure(house, more=""):
    (house / "config" / "config.yaml").write_text(
        f"engines:\n  recorded:\n    anna:\n      folder: ../anna\n      {more}\n"
    )


def record(house, text, seconds, hz=220.0):
    times = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    pcm = 0.2 * np.sin(2 * np.pi * hz * times) * (0.6 + 0.4 * np.sin(2 * np.pi * 3 * times))
    soundfile.write(house / "anna" / f"{recording_name(text)}.wav", pcm, RATE_HZ)


VOICE = {"voice": "recorded:anna"}


def build(house):
    return compiler.build("routine.yaml", "track.wav", options=VOICE)


def test_the_sheet_has_each_line_once_and_says_what_is_recorded(house):
    record(house, "Good morning.", 1.0)
    lines = {line.name: line for line in sheet("routine.yaml", options=VOICE).lines}
    greeting = lines[recording_name("Good morning.")]
    assert (greeting.n_times, greeting.is_recorded) == (2, True)
    assert greeting.place == "routine.yaml:4"
    assert lines[recording_name("Move only to the point of tension, never into pain.")]
    assert not any(line.is_recorded for line in lines.values() if line is not greeting)


def test_without_recordings_the_sheet_lists_every_line(house):
    found = sheet("routine.yaml").lines
    assert len(found) == 2
    assert all(line.is_recorded is None for line in found)


def test_whoever_records_the_whole_sheet_is_the_only_voice(house):
    configure(house)
    for line in sheet("desk-break-five-minutes", options=VOICE).lines:
        record(house, line.text, max(0.4, 0.06 * len(line.text)))
    planned = compiler.plan("desk-break-five-minutes", options=VOICE)
    assert planned.timeline is not None
    spoken = [event for event in planned.timeline.events if isinstance(event, Speech)]
    assert {event.utterance.voice.id for event in spoken} == {"recorded:anna"}
    assert len(spoken) > 20


def test_the_track_has_the_recording_and_a_note_of_what_is_missing(house):
    record(house, "Good morning.", 3.0)
    made = build(house)
    lengths = [
        event.end - event.start for event in made.timeline.events if isinstance(event, Speech)
    ]
    assert lengths[1] == lengths[2] == pytest.approx(3.0 * RATE_HZ, rel=0.05)
    (told,) = [one for one in made.diagnostics if one.code == "not-recorded"]
    assert "1 line" in told.message
    assert "Move only to the point" in told.message


def test_a_new_recording_makes_the_track_anew(house):
    record(house, "Good morning.", 1.0)
    assert not build(house).up_to_date
    assert build(house).up_to_date
    record(house, "Move only to the point of tension, never into pain.", 2.0)
    again = build(house)
    assert not again.up_to_date
    assert not [one for one in again.diagnostics if one.code == "not-recorded"]
    assert build(house).up_to_date
    record(house, "Good morning.", 2.0)
    assert not build(house).up_to_date


def test_the_first_recording_makes_the_track_anew(house):
    assert not build(house).up_to_date
    assert build(house).up_to_date
    (house / "anna" / f"{recording_name('Good morning.')}.wav").touch()
    assert not build(house).up_to_date
    assert build(house).up_to_date
    record(house, "Good morning.", 1.0)
    assert not build(house).up_to_date


def test_an_empty_file_is_not_recorded(house):
    (house / "anna" / f"{recording_name('Good morning.')}.wav").touch()
    assert not any(line.is_recorded for line in sheet("routine.yaml", options=VOICE).lines)


def with_voice(house, voice="recorded:anna"):
    (house / "routine.yaml").write_text(f"voice: {voice}\n{SCRIPT}")


def refusal():
    """What a check says that ends at once, and where."""
    with pytest.raises(EngineError) as caught:
        compiler.check("routine.yaml")
    (one,) = caught.value.diagnostics
    return f"{one.span.line}:{one.span.column} {one.code} {one.message}"


def test_a_folder_that_is_not_there_is_seen_before_anything_is_spoken(house):
    with_voice(house)
    assert not compiler.check("routine.yaml").diagnostics
    (house / "anna").rmdir()
    told = refusal()
    assert told.startswith("1:8 voice-missing ")
    assert "anna cannot be read: No such file" in told
    assert "mend `engines: {recorded: {anna: {folder: ...}}}`" in told


OTHERWISE = [
    ("ghost", 'no voice is called "ghost"'),
    ("piper:ghost", "piper:ghost, which stands in for recorded:anna, is not here: "),
    ("recorded:anna", "in a circle: recorded:anna -> recorded:anna"),
    ("recorded:zoe", 'no voice is called "recorded:zoe"'),
]


@pytest.mark.parametrize(("otherwise", "told"), OTHERWISE)
def test_who_cannot_stand_in_is_seen_before_anything_is_spoken(house, monkeypatch, otherwise, told):
    monkeypatch.setenv("AUDIOGUIDE_VOICES_DIR", str(house / "voices"))
    configure(house, f"otherwise: {otherwise}")
    with_voice(house)
    refused = refusal()
    assert refused.startswith('1:8 voice-missing the voice "recorded:anna" cannot be used: ')
    assert told in refused


def test_a_fallback_speaks_for_whoever_cannot(house):
    configure(house, "otherwise: ghost\nfallback: [en-gb+f3]")
    with_voice(house)
    (one,) = compiler.check("routine.yaml").diagnostics
    assert one.code == "voice-replaced"
    assert one.message.endswith("espeak:gmw/en+f3 speaks instead")


def test_who_stands_in_has_to_speak_the_language(house):
    configure(house, "otherwise: de")
    with_voice(house)
    (one,) = compiler.check("routine.yaml").diagnostics
    assert one.code == "voice-language"
    assert one.message.startswith("espeak:gmw/de is a voice for de")


def test_the_command_lists_what_is_missing_alone(house):
    record(house, "Good morning.", 1.0)
    arguments = ["voices", "sheet", "routine.yaml", "--voice", "recorded:anna"]
    done = CliRunner().invoke(audioguide, [*arguments, "--missing", "--format", "json"])
    assert done.exit_code == 0
    (row,) = json.loads(done.stdout)
    assert row == {
        "file": recording_name("Move only to the point of tension, never into pain."),
        "text": "Move only to the point of tension, never into pain.",
        "times": 1,
        "recorded": False,
        "source": "routine.yaml:3",
    }
    table = CliRunner().invoke(audioguide, [*arguments, "--format", "csv"]).stdout.splitlines()
    assert table[0] == "file,line,times,recorded,first at"
    assert len(table) == 3


def test_a_script_cannot_say_where_recordings_lie(house):
    (house / "routine.yaml").write_text(
        "voice: {engine: recorded, name: anna, folder: /}\nsteps: [{say: Hello.}]\n"
    )
    checked = compiler.check("routine.yaml")
    assert [one.code for one in checked.diagnostics if one.severity == "error"] == ["unknown-key"]
