"""Counts and cues with a real voice: what it is too slow for is thinned, and nothing runs over."""

from itertools import pairwise
from pathlib import Path

import pytest

from audioguide import plan
from audioguide.diagnostics import render
from audioguide.library.load import phrase_languages
from audioguide.roles import Role
from audioguide.timeline.timeline import ClickBeat, Speech

ROOT = Path(__file__).resolve().parents[2]

CLICKS = """
voices: {{count: {{rate: {rate} wpm}}}}
cueing: {{counts: {counts}}}
steps:
  - say: Move only to the point of tension, and never into pain.
  - click: 60 bpm
    beats: 40
"""

EVERYTHING = """
language: {language}
cueing:
  counts: auto
  chime_every: 20s
  time_left: [45s, 30s, 10s]
  next: on
  ready: 5s
  encourage: many
steps:
  - include: parts/safety-words.yaml
  - pose: knees-rocking
    rhythm: 66 bpm
    for: 1min
  - rest: 15s
  - pose: pelvic-tilt
    reps: 12
    cueing: {{direction: down}}
  - rest: 15s
  - pose: single-leg-hamstring
    hold: 1min
"""


def planned(text, folder):
    path = folder / "routine.yaml"
    path.write_text(text, encoding="utf-8")
    outcome = plan(str(path))
    assert outcome.timeline is not None, [render(one) for one in outcome.diagnostics]
    return outcome


def numbers(timeline):
    return [
        int(event.utterance.text.rstrip("."))
        for event in timeline.events
        if isinstance(event, Speech) and event.role is Role.COUNT
    ]


@pytest.mark.parametrize(("rate", "step"), [(120, 2), (150, 2), (250, 1)])
def test_a_slow_voice_cannot_count_each_second_past_twenty(rate, step, tmp_path):
    outcome = planned(CLICKS.format(rate=rate, counts="auto"), tmp_path)
    assert numbers(outcome.timeline) == list(range(step, 41, step))
    told = [one.code for one in outcome.diagnostics if one.code == "count-thinned"]
    assert told == ["count-thinned"] * (step > 1)


def test_asked_for_every_one_it_says_those_that_fit(tmp_path):
    outcome = planned(CLICKS.format(rate=120, counts="every"), tmp_path)
    said = numbers(outcome.timeline)
    assert set(range(1, 11)) <= set(said)
    assert 27 not in said
    beats = [event.start for event in outcome.timeline.events if isinstance(event, ClickBeat)]
    for event in outcome.timeline.events:
        if isinstance(event, Speech) and event.role is Role.COUNT:
            number = int(event.utterance.text.rstrip("."))
            assert event.start == beats[number - 1]
            assert number == 40 or event.end < beats[number]


@pytest.mark.parametrize("language", phrase_languages())
def test_every_cue_fits_in_every_language(language, tmp_path):
    script = ROOT / "scripts" / "parts" / "safety-words.yaml"
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "safety-words.yaml").write_bytes(script.read_bytes())
    words = script.parent / "languages" / language / script.name
    if words.is_file():
        copy = tmp_path / "parts" / "languages" / language / script.name
        copy.parent.mkdir(parents=True)
        copy.write_bytes(words.read_bytes())
    outcome = planned(EVERYTHING.format(language=language), tmp_path)
    codes = {one.code for one in outcome.diagnostics if str(one.severity) != "note"}
    assert codes <= {"no-final-rest", "cold-start"}
    assert "speech-dropped" not in {one.code for one in outcome.diagnostics}
    speech = [event for event in outcome.timeline.events if isinstance(event, Speech)]
    assert all(one.end <= two.start for one, two in pairwise(speech))
    assert {Role.COUNT, Role.LAST, Role.REST, Role.DURING} <= {event.role for event in speech}
