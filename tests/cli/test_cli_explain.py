"""`audioguide explain` and `audioguide schema`."""

import json

import pytest

from audioguide.files import shipped

PAGES = shipped("docs/diagnostics")


@pytest.mark.parametrize(
    "given", ["unknown-pose", "error[unknown-pose]", "[unknown-pose]", "UNKNOWN-POSE"]
)
def test_a_page_is_printed_as_it_is_written(run, given):
    outcome = run("explain", given)
    assert outcome.exit_code == 0
    assert outcome.stdout == (PAGES / "unknown-pose.md").read_text(encoding="utf-8")


def test_an_unknown_code_is_met_with_near_ones(run):
    outcome = run("explain", "unkown-pose")
    assert outcome.exit_code == 2
    assert outcome.stdout == ""
    assert "unknown-pose" in outcome.stderr


@pytest.mark.parametrize("code", ["../README", "xyzzy", "", "unknown-pose.md"])
def test_what_is_no_code_is_wrong_usage(run, code):
    assert run("explain", code).exit_code == 2


def test_without_a_code_all_are_listed_with_what_they_mean(run):
    lines = run("explain").stdout.splitlines()
    assert [line.split()[0] for line in lines[1:]] == sorted(
        path.stem for path in PAGES.glob("*.md")
    )
    assert all(len(line.split(maxsplit=1)[1]) > 20 and "**" not in line for line in lines[1:])


@pytest.mark.parametrize("kind", ["routine", "pose", "config"])
def test_a_schema_is_json_with_its_draft(run, kind):
    schema = json.loads(run("schema", kind).stdout)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert schema["type"] == "object"


def test_there_is_no_other_schema(run):
    assert run("schema", "timeline").exit_code == 2
