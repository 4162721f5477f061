"""The JSON Schema against the reader: what one refuses, the other refuses too."""

import copy
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from syntax_cases import read_cases

import audioguide
from audioguide.source import SourceFile
from audioguide.syntax.compose import compose
from audioguide.syntax.config_file import parse_config
from audioguide.syntax.json_schema import json_schema
from audioguide.syntax.parse import parse_script
from audioguide.syntax.pose_file import parse_pose

ROOT = Path(audioguide.__file__).parents[1]
SCHEMAS = {kind: Draft202012Validator(json_schema(kind)) for kind in ("routine", "pose", "config")}
SHIPPED = [
    (kind, path)
    for kind, folder in (("pose", "poses"), ("routine", "scripts"))
    for path in sorted((ROOT / folder).glob("**/*.yaml"))
    if "languages" not in path.parts and path.name != "lexicon.yaml"
]
CASES = [
    *(("routine", case) for case in read_cases("routine-*.txt")),
    *(("pose", case) for case in read_cases("pose-*.txt")),
    *(("config", case) for case in read_cases("config.txt")),
]
BEYOND = {
    # What needs arithmetic, the text of a file, a parameter's value, or another key's value.
    *("bad-duration", "bad-rate", "bad-count", "bad-breath", "bad-level", "bad-pitch"),
    *("bad-pace", "bad-speaking-rate", "bad-range", "bad-phases", "bad-parameter"),
    *("bad-progress", "bad-week", "too-short-flow"),
    *("outside-limits", "dose-not-allowed", "unknown-parameter", "missing-unit"),
    "unknown-profile",
    *("bad-point", "bad-figure"),
}


def read(kind, text):
    file = SourceFile("x.yaml", text)
    if kind == "routine":
        return parse_script(file, parameters={"given": "45s"})
    return parse_config(file) if kind == "config" else parse_pose(file, pose_id="a-pose")


def loaded(text):
    """A file as text alone, and as an editor types it."""
    return [yaml.load(text, Loader=loader) for loader in (yaml.BaseLoader, yaml.SafeLoader)]


@pytest.mark.parametrize("kind", SCHEMAS)
def test_the_schema_is_one(kind):
    schema = json_schema(kind)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_key_says_what_it_means(kind):
    schema = json_schema(kind)
    records = [schema, *(one for one in schema["$defs"].values() if "properties" in one)]
    assert len(records) > 5
    for record in records:
        for name, field in record["properties"].items():
            assert re.fullmatch(r".{3,}[.:].*|.+\.", field["description"]), name


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_reference_leads_somewhere(kind):
    schema = json_schema(kind)
    names = set(re.findall(r"'#/\$defs/(\w+)'", str(schema)))
    assert names == set(schema["$defs"])


@pytest.mark.parametrize(("kind", "path"), SHIPPED, ids=[path.stem for _, path in SHIPPED])
def test_what_ships_passes_both(kind, path):
    text = path.read_text(encoding="utf-8")
    if kind == "pose":
        _, diagnostics = parse_pose(SourceFile(str(path), text), pose_id=path.stem)
    else:
        _, diagnostics = parse_script(SourceFile(str(path), text), parameters={})
    assert not diagnostics
    for document in loaded(text):
        assert not [error.message for error in SCHEMAS[kind].iter_errors(document)]


@pytest.mark.parametrize(("kind", "path"), SHIPPED, ids=[path.stem for _, path in SHIPPED])
def test_what_ships_fails_both_when_damaged(kind, path):
    document = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    for damaged in damages(kind, document):
        output, _ = read(kind, yaml.safe_dump(damaged, allow_unicode=True, width=10_000))
        assert output is None
        assert not SCHEMAS[kind].is_valid(damaged)


def damages(kind, document):
    """The document with one thing wrong."""
    yield {**document, "titel": "x"}
    for key in ("steps",) if kind == "routine" else ("name", "position", "dose", "enter"):
        yield {name: value for name, value in document.items() if name != key}
        yield {**document, key: [["x"]]}
    if kind == "pose":
        yield {**document, "position": "upside-down"}
        yield {**document, "dose": {"hold": "30s", "flow": "8 rounds"}}
        yield {**document, "dose": {"hold": "30"}}
        yield {**document, "restful": "perhaps"}
        yield {**document, "limits": {"hold": {"to": "20"}}}
    else:
        for step in ({"pose": "x", "rest": "3s"}, {"hold": "30s"}, {"say": "x", "chime": "end"}):
            damaged = copy.deepcopy(document)
            damaged["steps"].append(step)
            yield damaged


def documents():
    """The cases that are a document, which the schema can be held against."""
    for kind, case in CASES:
        _, problems = compose(SourceFile("x.yaml", case.source))
        if case.source.strip() and not case.name.startswith("a comment") and not problems:
            yield kind, case


@pytest.mark.parametrize(("kind", "case"), list(documents()), ids=str)
def test_the_cases_pass_or_fail_both(kind, case):
    _, diagnostics = read(kind, case.source)
    codes = {diagnostic.code for diagnostic in diagnostics}
    document = yaml.load(case.source, Loader=yaml.BaseLoader)
    if not codes:
        assert SCHEMAS[kind].is_valid(document)
    else:
        of_values = {"missing-key", "misplaced-key"} if kind == "pose" else set()
        if codes - BEYOND - of_values:
            assert not SCHEMAS[kind].is_valid(document)


FORMS = [
    ({"pose": "x", "hold": "30s"}, True),
    ({"pose": "x", "hold": "${hold}"}, True),
    ({"pose": "x", "hold": 30}, False),
    ({"pose": "x", "hold": "30"}, False),
    ({"pose": "x", "hold": {"left": "30s", "right": "1 breath"}}, True),
    ({"pose": "x", "hold": {"left": "30s"}}, False),
    ({"pose": "x", "reps": 4, "work": "5s"}, True),
    ({"pose": "x", "reps": 0}, False),
    ({"pose": "x", "reps": 2.5}, False),
    ({"pose": "x", "reps": "4 reps"}, True),
    ({"pose": "x", "work": "5s"}, False),
    ({"pose": "x", "rhythm": "1.1 Hz", "for": "1:30"}, True),
    ({"pose": "x", "rhythm": "1.1 Hz", "for": "1:75"}, False),
    ({"pose": "x", "rhythm": "60 bpm", "for": "2min", "beats": 9}, False),
    ({"pose": "x", "sides": ["right", "left"]}, True),
    ({"pose": "x", "sides": ["right", "right"]}, False),
    ({"pose": "x", "sets": 2, "rest": "20s"}, True),
    ({"pose": "x", "rest": "20s"}, False),
    ({"pose": "x", "pace": 0.9, "voice": "en-gb"}, True),
    ({"pose": "x", "pace": "gentle", "breath": "4-6", "guidance": "bells"}, True),
    ({"pose": "x", "pace": 3}, False),
    ({"pose": "x", "cues": [{"at": "-10s", "say": {"en": "Soften."}}]}, True),
    ({"pose": "x", "cues": [{"at": "later", "say": "Soften."}]}, False),
    ({"say": 2024}, True),
    ({"say": True, "pause": "0s"}, True),
    ({"say": "  "}, False),
    ({"say": {"english": "Hello."}}, False),
    ({"rest": "20s", "say": "Rest."}, True),
    ({"repeat": 2, "steps": [{"repeat": 3, "steps": [{"say": "Hello."}]}]}, True),
    ({"repeat": 2, "steps": [{"repeat": 3, "steps": [{"sya": "Hello."}]}]}, False),
    ({"section": "One", "steps": []}, False),
    ({"click": "60 bpm"}, False),
    ({"click": "60 bpm", "beats": "60 beats", "accent": 4}, True),
    ({"include": "a.yaml", "set": {"hold": "30s", "n": 2}}, True),
    ({"include": "a.yaml", "set": {"a b": 2}}, False),
]


@pytest.mark.parametrize(("step", "is_well"), FORMS, ids=[str(step) for step, _ in FORMS])
def test_forms_of_a_step(step, is_well):
    document = {"params": {"hold": "30s"}, "steps": [step]}
    assert SCHEMAS["routine"].is_valid(document) is is_well
    script, _ = read("routine", yaml.safe_dump(document))
    assert (script is not None) is is_well


def test_no_parameters_in_a_pose():
    pose = {"name": "x", "position": "supine", "dose": {"hold": "${hold}"}, "enter": ["Lie down."]}
    assert not SCHEMAS["pose"].is_valid(pose)


def test_there_is_no_other_kind():
    with pytest.raises(KeyError):
        json_schema("catalog")
