"""`audioguide new`."""

from pathlib import Path

import pytest

from audioguide import compiler
from audioguide.cli.new import SCHEMA_NAME, starter


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("first", "first.yaml"),
        ("first.yaml", "first.yaml"),
        ("v1.2", "v1.2.yaml"),
        ("deep/er/first", "deep/er/first.yaml"),
    ],
)
def test_where_a_script_goes(run, name, path):
    outcome = run("new", name)
    assert outcome.exit_code == 0
    assert outcome.stdout == f"{Path(path)}\n"
    assert Path(path).is_file()


def test_a_bare_name_goes_into_the_folder_of_scripts_where_there_is_one(run):
    Path("scripts").mkdir()
    run("new", "first")
    run("new", "./second")
    run("new", "third.yaml")
    assert Path("scripts/first.yaml").is_file()
    assert Path("second.yaml").is_file()
    assert Path("third.yaml").is_file()


def test_a_script_is_never_overwritten(run):
    Path("mine.yaml").write_text("mine")
    outcome = run("new", "mine")
    assert outcome.exit_code == 4
    assert "exists already" in outcome.stderr
    assert Path("mine.yaml").read_text() == "mine"


def test_neither_is_a_schema(run):
    Path(SCHEMA_NAME).write_text("mine")
    assert run("new", "first").exit_code == 0
    assert Path(SCHEMA_NAME).read_text() == "mine"


@pytest.mark.parametrize("name", ["", ".", "..", "folder/", "a\nb", "a\x1bb"])
def test_what_cannot_be_a_name(run, name):
    assert run("new", name).exit_code == 2
    assert list(Path().iterdir()) == []


def test_a_file_in_place_of_the_folder(run):
    Path("taken").write_text("a file")
    outcome = run("new", "taken/first")
    assert outcome.exit_code == 4
    assert "Traceback" not in outcome.stderr


@pytest.mark.parametrize(
    "name", ["first", 'a "quoted" one', "back: slash", "#1", "{curly}", "${hold}", "日本"]
)
def test_what_new_writes_is_without_a_problem(run, name):
    path = run("new", name).stdout.rstrip("\n")
    assert compiler.check(path).diagnostics == ()


def test_the_title_is_made_of_the_name(run):
    run("new", "my-first_flow")
    assert 'title: "My first flow"\n' in Path("my-first_flow.yaml").read_text()


def test_the_first_line_names_the_schema_beside_it(run):
    run("new", "deep/first")
    first_line = Path("deep/first.yaml").read_text().splitlines()[0]
    schema_name = first_line.removeprefix("# yaml-language-server: $schema=")
    assert (Path("deep") / schema_name).read_text() == run("schema", "routine").stdout


def test_the_starter_has_a_comment_on_what_can_be_changed():
    lines = starter("Quiet").splitlines()
    for key in ("pace", "breath", "guidance"):
        line = next(line for line in lines if line.startswith(key))
        assert "#" in line
