"""Ratios are taken within a round; groups of cues are what recipes are told of overlaps."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load_benchmark(name):
    """A module of `benchmarks/`, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


results = load_benchmark("results")
plans = load_benchmark("plans")


def measured(case, *seconds):
    return [results.Measurement(case, 60, n, wall, 1) for n, wall in enumerate(seconds)]


def test_a_ratio_is_of_measurements_of_one_round():
    measurements = measured("slow", 10, 40, 90) + measured("fast", 1, 2, 3, 500)
    found = results.Results("", 4, 60, 60, (), tuple(measurements))
    ratio = found.ratio(("slow", 60), ("fast", 60))
    assert ratio == results.Spread(median=20, least=10, greatest=30, n=3)


def test_what_was_not_measured_has_no_ratio():
    found = results.Results("", 1, 60, 60, (), tuple(measured("slow", 10)))
    assert found.ratio(("slow", 60), ("fast", 60)) is None


@pytest.mark.parametrize(
    ("within_samples", "starts"), [(0, [[0, 5], [10], [23]]), (2, [[0, 5, 10], [23]])]
)
def test_cues_that_overlap_or_lie_near_are_one_group(within_samples, starts):
    ranges = [(0, 9), (5, 10), (10, 20), (23, 30)]
    plan = plans.Plan(30, tuple(plans.Cue(start, end, None, "click") for start, end in ranges))
    groups = plans.clusters(plan, within_samples=within_samples)
    assert [[cue.start for cue in group] for group in groups] == starts
