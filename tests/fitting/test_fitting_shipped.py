"""The routines that ship, fitted to lengths from their shortest to their longest."""

import re
from fractions import Fraction
from pathlib import Path

import pytest
from fittings import assert_kept, seconds_of_clock

from audioguide import compiler
from audioguide.compiler.front import resolve_script
from audioguide.disk import Disk
from audioguide.fitting.fit import TOLERANCE_SECONDS, fit
from audioguide.routine.options import Options
from audioguide.sound.lengths import BUILT_IN_LENGTHS
from audioguide.timeline.estimate import estimate
from audioguide.timeline.schedule import schedule
from audioguide.units import SAMPLE_RATE_HZ, to_seconds

SCRIPTS = sorted((Path(__file__).resolve().parents[2] / "scripts").glob("*.yaml"))
N_TARGETS = 5


def routine_of(path):
    resolved = resolve_script(str(path), options=Options(), pose_folders=(), disk=Disk())
    return resolved.routine


class Estimated:
    """Schedules by the estimate, and counts how often."""

    def __init__(self):
        self.n_schedules = 0

    def schedule(self, routine):
        self.n_schedules += 1
        return self.guess(routine)

    @staticmethod
    def guess(routine):
        return schedule(routine, measure=estimate, sound_lengths=BUILT_IN_LENGTHS, estimated=True)


def reach(found):
    """The shortest and the longest in seconds, of the error that names them."""
    told = next(one for one in found if one.code == "target-out-of-reach")
    shortest, longest = re.search(r"only ([\d:]+) to ([\d:]+)$", told.message).groups()
    return seconds_of_clock(shortest), seconds_of_clock(longest)


def targets(shortest, longest):
    """Evenly from one end to the other."""
    return [round(shortest + (longest - shortest) * k / (N_TARGETS - 1)) for k in range(N_TARGETS)]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_shipped_routine_lands_anywhere_between_its_ends(path):
    routine = routine_of(path)
    way = Estimated()
    _, found = fit(routine, Fraction(1), schedule=way.schedule, guess=way.guess)
    for seconds in targets(*reach(found)):
        way = Estimated()
        outcome, found = fit(routine, Fraction(seconds), schedule=way.schedule, guess=way.guess)
        assert outcome is not None, found
        assert abs(to_seconds(outcome.timeline.length) - seconds) <= TOLERANCE_SECONDS
        assert_kept(routine, outcome.routine)
        assert way.n_schedules <= 8


@pytest.mark.parametrize("name", ["desk-break-five-minutes", "breathing-practice"])
def test_it_lands_as_it_is_spoken(name):
    path = next(path for path in SCRIPTS if path.stem == name)
    routine = routine_of(path)
    shortest, longest = reach(compiler.plan(path, options={"target": "1s"}).diagnostics)
    for seconds in targets(shortest, longest):
        plan = compiler.plan(path, options={"target": f"{seconds}s"})
        assert plan.timeline is not None, plan.diagnostics
        assert abs(plan.timeline.length - seconds * SAMPLE_RATE_HZ) <= 2 * SAMPLE_RATE_HZ
        assert_kept(routine, plan.routine)


def test_the_hour_lands_as_it_is_spoken():
    path = next(path for path in SCRIPTS if path.stem == "full-hour")
    plan = compiler.plan(path, options={"target": "1h"})
    assert abs(plan.timeline.length - 3600 * SAMPLE_RATE_HZ) <= 2 * SAMPLE_RATE_HZ
    assert_kept(routine_of(path), plan.routine)


def test_there_are_ten_routines():
    assert len(SCRIPTS) >= 10
