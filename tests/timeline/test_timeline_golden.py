"""Whole timelines as people read them.

Lines last as long as the estimate says, so that nothing here depends on a voice. Run with
AUDIOGUIDE_REWRITE_GOLDEN=1 to write the dumps anew, and read the difference.
"""

import os
from pathlib import Path

import pytest

from audioguide.compiler.front import resolve_script
from audioguide.disk import Disk
from audioguide.dose import Guidance
from audioguide.routine.options import Options
from audioguide.sound.lengths import BUILT_IN_LENGTHS
from audioguide.timeline.estimate import estimate
from audioguide.timeline.json_form import dumps
from audioguide.timeline.schedule import schedule
from audioguide.timeline.text_form import render

HERE = Path(__file__).parent / "golden"
SCRIPTS = Path(__file__).parents[2] / "scripts"
CASES = {
    "every-step": (HERE / "every-step.yaml", Options()),
    "every-step-bells": (HERE / "every-step.yaml", Options(guidance=Guidance.BELLS)),
    "desk-break": (SCRIPTS / "desk-break-five-minutes.yaml", Options()),
    "acute-relief": (SCRIPTS / "acute-relief.yaml", Options()),
}


def timeline_of(script, options):
    resolved = resolve_script(
        os.path.relpath(script, HERE.parents[2]), options=options, pose_folders=(), disk=Disk()
    )
    assert resolved.routine is not None, resolved.diagnostics
    timeline, _ = schedule(
        resolved.routine, measure=estimate, sound_lengths=BUILT_IN_LENGTHS, estimated=True
    )
    return timeline


def held_against(path, text):
    if os.environ.get("AUDIOGUIDE_REWRITE_GOLDEN"):
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8"), "see the docstring of this file"


@pytest.fixture(autouse=True)
def _in_the_project(monkeypatch):
    monkeypatch.chdir(HERE.parents[2])


@pytest.mark.parametrize("name", CASES)
def test_a_timeline_is_as_it_was_read_last(name):
    held_against(HERE / f"{name}.txt", render(timeline_of(*CASES[name])))


def test_the_timeline_file_is_as_it_was_read_last():
    held_against(HERE / "every-step.json", dumps(timeline_of(*CASES["every-step"])))
