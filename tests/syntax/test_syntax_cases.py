"""Every case of `cases/`: what authors are told about what they wrote."""

import ast
import re
from pathlib import Path

import pytest
from syntax_cases import annotate, check, read_cases

import audioguide
from audioguide.source import SourceFile
from audioguide.syntax.config_file import parse_config
from audioguide.syntax.parse import parse_script
from audioguide.syntax.pose_file import parse_pose

SYNTAX = Path(audioguide.__file__).parent / "syntax"


@pytest.mark.parametrize("case", read_cases("routine-*.txt"), ids=str)
def test_routine(case):
    check(case, lambda file: parse_script(file, parameters={"given": "45s"}))


@pytest.mark.parametrize("case", read_cases("pose-*.txt"), ids=str)
def test_pose(case):
    check(case, lambda file: parse_pose(file, pose_id="a-pose"))


@pytest.mark.parametrize("case", read_cases("config*.txt"), ids=str)
def test_config(case):
    check(case, parse_config)


def test_a_case_that_tells_something_else_fails():
    file = SourceFile("case.yaml", "steps:\n  - rest: 30\n")
    _, diagnostics = parse_script(file, parameters={})
    assert annotate(file.text, diagnostics) == (
        "steps:\n"
        "  - rest: 30\n"
        "#         ^^ error[missing-unit]: 30 of what?\n"
        "#         = hint: write 30s\n"
    )


def codes_in_sources():
    """Every code that the room's source gives to what makes diagnostics."""
    makers = {"error", "BadScalar", "_stop", "AtMostOne"}
    for path in SYNTAX.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
            given = list(node.args) if name in makers else []
            given += [one.value for one in node.keywords if one.arg in ("code", "empty_code")]
            for value in given:
                text = getattr(value, "value", None)
                if isinstance(text, str) and re.fullmatch("[a-z]+(-[a-z]+)+", text):
                    yield text


def test_every_code_of_the_room_has_a_case():
    codes = set(codes_in_sources())
    cased = {
        code
        for case in read_cases("*.txt")
        for code in re.findall(r"\^ error\[([a-z-]+)\]", case.text)
    }
    assert {"duplicate-key", "missing-unit", "two-doses", "no-steps", "too-deep"} <= codes
    # Files too large are cases of test_syntax_limits.
    assert codes - cased == {"too-large"}
