"""One script on every engine: whoever speaks, the timing contract of the language holds."""

import json
import os
from itertools import pairwise

import hostile_engines
import numpy as np
import pytest
from engine_cases import CASES
from judges import decoded

from audioguide import build, plan
from audioguide.compiler.sheet import sheet
from audioguide.speech.engines.table import ENGINES
from audioguide.units import SAMPLE_RATE_HZ

SCRIPT = """
title: Every dose
language: en-GB
breath: 4-6
steps:
  - say: Move only to the point of tension, and never into pain.
  - pose: childs-pose
    hold: 30s
  - pose: childs-pose
    hold: 10 breaths
  - pose: cat-cow
    flow: 6 rounds
  - pose: knees-rocking
    rhythm: 66 bpm
    for: 2min
  - pose: lower-back-press
    reps: 4
    work: 5s
    release: 4s
  - pose: single-leg-hamstring
    hold: 30s
    sides: both
  - rest: 1min
"""
FRAME = 1152
SECOND = SAMPLE_RATE_HZ

ONE_OF_EACH = {case.engine: case for case in reversed(CASES) if case.engine != "hostile"}
"""The first case of each engine."""
HOSTILE_PROGRAM = next(case for case in CASES if case.hasty_voice and case.engine == "command")


@pytest.fixture(params=[*ONE_OF_EACH.values(), HOSTILE_PROGRAM], ids=str)
def track(request, tmp_path, monkeypatch):
    """The timeline, and the samples that an independent decoder reads."""
    case = request.param
    reason = case.absent()
    if reason is not None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    for name, place in case.places.items():
        monkeypatch.setitem(ENGINES, name, place)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOGUIDE_CONFIG_DIR", str(tmp_path))
    (tmp_path / "routine.yaml").write_text(SCRIPT)
    with case.settings(tmp_path) as settings:
        # JSON is YAML, without the anchors that a writer of YAML would put in.
        (tmp_path / "config.yaml").write_text(json.dumps({"engines": _as_written(settings)}))
        options = {"voice": f"{case.engine}:{case.voice}"}
        if case.engine == "recorded":
            record_all(sheet("routine.yaml", options=options), tmp_path)
        planned = plan("routine.yaml", options=options)
        built = build("routine.yaml", "track.mp3", options=options, timeline_path="track.json")
    assert built.path is not None, built.diagnostics
    timeline = json.loads((tmp_path / "track.json").read_text("utf-8"))
    assert {event["voice"].partition(":")[0] for event in of(timeline, "speech")} == {case.engine}
    return timeline, decoded(tmp_path / "track.mp3"), planned.timeline


def record_all(lines, folder):
    for line in lines.lines:
        pcm = hostile_engines.tone(hostile_engines.plausible_seconds(line.text))
        (folder / f"{line.name}.wav").write_bytes(hostile_engines.wav(pcm))


UNITS = {"rate": "{} wpm", "timeout": "{}s"}


def _as_written(settings):
    """Settings as the configuration has them, with units."""
    return {
        key: _as_written(value) if isinstance(value, dict) else _with_unit(key, value)
        for key, value in settings.items()
    }


def _with_unit(key, value):
    return UNITS[key].format(value) if key in UNITS else value


def of(timeline, kind):
    return [event for event in timeline["events"] if event["kind"] == kind]


@pytest.mark.timeout(600)
def test_the_contract_holds_whoever_speaks(track):
    timeline, pcm, planned = track
    doses_are_exact(timeline)
    breath_is_a_clock(timeline)
    speech_never_runs_over(timeline)
    assert len(pcm) == timeline["length"] == planned.length
    onsets_are_heard(timeline, pcm)


def doses_are_exact(timeline):
    rest, breaths, flow, rhythm, reps, left, right = timeline["moves"]
    lengths = [one["dose_end"] - one["dose_start"] for one in timeline["moves"]]
    assert lengths == [SECOND * seconds for seconds in (30, 100, 60, 120, 36, 30, 30)]
    assert (left["side"], right["side"]) == ("left", "right")
    clicks = [one for one in of(timeline, "click") if one["move"] == rhythm["index"]]
    assert len(clicks) == 132
    assert rest["dose"] == breaths["dose"] == "hold"
    assert (flow["dose"], reps["dose"]) == ("flow", "reps")


def breath_is_a_clock(timeline):
    move = timeline["moves"][1]
    phases = [one for one in of(timeline, "breath") if one["move"] == move["index"]]
    starts = [(one["phase"], one["start"] - move["dose_start"]) for one in phases]
    assert starts == [
        place
        for breath in range(10)
        for place in (("inhale", breath * 441_000), ("exhale", breath * 441_000 + 176_400))
    ]


def speech_never_runs_over(timeline):
    speech = of(timeline, "speech")
    assert len(speech) > 30
    assert all(one["end"] <= two["start"] for one, two in pairwise(speech))
    for move in timeline["moves"]:
        inside = [one for one in speech if move["dose_start"] <= one["start"] < move["dose_end"]]
        assert all(one["end"] <= move["dose_end"] for one in inside)


def onsets_are_heard(timeline, pcm):
    """Of lines with nothing else within a frame of their beginning."""
    n_heard = 0
    sounded = 0
    for event in timeline["events"]:
        if event["kind"] == "speech" and event["start"] - sounded >= FRAME:
            sound = np.abs(pcm[event["start"] - FRAME : event["end"]].astype(np.float32))
            onset = int(np.argmax(sound > sound.max() / 100)) - FRAME
            assert abs(onset) <= 0.02 * SECOND, event
            n_heard += 1
        sounded = max(sounded, event["end"])
    assert n_heard > 20
