"""The guide and the language reference held against the language."""

import re
from pathlib import Path

import click
import pytest
import yaml

from audioguide import compiler
from audioguide.cli import COMMANDS, audioguide
from audioguide.compiler.front import resolve_script
from audioguide.diagnostics import Severity, render
from audioguide.disk import Disk
from audioguide.dose import Guidance
from audioguide.errors import ExitCode
from audioguide.roles import Role
from audioguide.routine.options import Options
from audioguide.source import SourceFile
from audioguide.syntax.config_file import parse_config
from audioguide.syntax.json_schema import json_schema
from audioguide.syntax.pose import Load, Position, Prop
from audioguide.syntax.pose_file import parse_pose
from audioguide.syntax.script import CUE_NAMES
from audioguide.syntax.step_fields import VERBS
from audioguide.timeline.guidance import Delivery, delivery

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDE = (DOCS / "guide.md").read_text(encoding="utf-8")
LANGUAGE = (DOCS / "language.md").read_text(encoding="utf-8")
PAGES = {"guide.md": GUIDE, "language.md": LANGUAGE}
SAFETY = "- say: Move only to the point of tension, and never into pain.\n"


def blocks(language):
    """Every fenced block of a language, with the page and number that name it."""
    for page, text in PAGES.items():
        found = re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
        for number, block in enumerate(found, start=1):
            yield pytest.param(block, id=f"{page}-{number}")


def examples(kind):
    """The `yaml` blocks of one kind: routine, steps, pose or configuration."""
    return [one for one in blocks("yaml") if kind_of(one.values[0]) == kind]


def kind_of(block):
    content = yaml.safe_load(block)
    if block.startswith("# config.yaml"):
        return "configuration"
    if isinstance(content, list):
        return "steps"
    return "pose" if "position" in content else "routine"


def problems(diagnostics):
    """Errors and warnings, as people read them."""
    return [render(one) for one in diagnostics if one.severity is not Severity.NOTE]


def with_parts(folder):
    """Write every example that is named as a file of a part."""
    for one in examples("routine"):
        named = re.match(r"# (parts/\S+\.yaml)\n", one.values[0])
        if named:
            path = folder / named[1]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(one.values[0], encoding="utf-8")


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("AUDIOGUIDE_CONFIG_DIR", str(tmp_path / "no-configuration"))
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("block", examples("routine"))
def test_a_routine_in_the_documents_compiles(block, tmp_path):
    with_parts(tmp_path)
    path = tmp_path / "example.yaml"
    path.write_text(block, encoding="utf-8")
    found = compiler.check(str(path)).diagnostics
    assert not [one for one in found if one.severity is Severity.ERROR], problems(found)


@pytest.mark.parametrize(
    "block", [one for one in examples("routine") if "progress:" in one.values[0]]
)
def test_a_routine_of_the_documents_that_grows_is_well_in_its_last_week(block, tmp_path):
    path = tmp_path / "example.yaml"
    path.write_text(block, encoding="utf-8")
    found = compiler.check(str(path), options={"week": 6}).diagnostics
    assert not problems(found)


@pytest.mark.parametrize("page", ["guide.md", "voices.md"])
def test_a_page_lists_all_of_its_sections(page):
    text = (DOCS / page).read_text(encoding="utf-8")
    assert re.findall(r"^- \[(.*)\]\(#", text, re.M) == re.findall(r"^## (.*)$", text, re.M)


@pytest.mark.parametrize("block", examples("steps"))
def test_steps_in_the_documents_compile(block, tmp_path):
    path = tmp_path / "example.yaml"
    path.write_text("steps:\n" + SAFETY + block, encoding="utf-8")
    found = compiler.check(str(path)).diagnostics
    advice = {"cold-start", "abrupt-reversal", "no-final-rest", "follow-with"}
    assert not problems(one for one in found if one.code not in advice)


@pytest.mark.parametrize("block", examples("pose"))
def test_a_pose_in_the_documents_can_be_done(block, tmp_path):
    named = re.match(r"# my-poses/(\S+)\.yaml\n", block)
    pose_id = named[1] if named else "example"
    pose, found = parse_pose(SourceFile("example.yaml", block), pose_id=pose_id)
    assert pose is not None, problems(found)
    (tmp_path / "my-poses").mkdir()
    (tmp_path / "my-poses" / f"{pose_id}.yaml").write_text(block, encoding="utf-8")
    path = tmp_path / "example.yaml"
    path.write_text(f"steps:\n{SAFETY}- pose: {pose_id}\n", encoding="utf-8")
    folders = (tmp_path / "my-poses",)
    assert not problems(compiler.check(str(path), pose_folders=folders).diagnostics)


@pytest.mark.parametrize("block", examples("configuration"))
def test_a_configuration_in_the_documents_is_read(block):
    config, found = parse_config(SourceFile("config.yaml", block))
    assert config is not None, problems(found)


def test_there_are_examples_of_every_kind():
    for kind in ("routine", "steps", "pose", "configuration"):
        assert examples(kind)


@pytest.mark.parametrize("verb", VERBS)
def test_every_key_of_a_verb_is_in_its_row(verb):
    row = re.search(rf"^\| `{verb}: .*$", LANGUAGE, re.MULTILINE)[0]
    common = {"voice", "voices", "pace", "breath", "guidance", "cueing", "bed", "pan"}
    doses = {"hold", "flow", "rhythm", "reps", "work", "release"}
    doses |= {"for", "beats", "accent", "ramp_to"} if verb == "pose" else set()
    keys = {field.name for field in VERBS[verb].fields} - common - doses - {verb}
    assert [key for key in keys if f"`{key}`" not in row] == []


@pytest.mark.parametrize("kind", ["routine", "pose", "config"])
def test_every_key_of_a_file_is_in_the_reference(kind):
    for key in json_schema(kind)["properties"]:
        assert f"`{key}`" in LANGUAGE, key


@pytest.mark.parametrize("word", [*Position, *Prop, *Load, *Guidance, *Role, *CUE_NAMES], ids=str)
def test_every_word_of_a_choice_is_in_the_reference(word):
    assert f"`{word}`" in LANGUAGE


def guidance_rows():
    """Each row of the table of guidance: the roles that it names, and its four cells."""
    table = LANGUAGE.split("\n## 8. ")[1].split("\n## ")[0]
    for line in re.findall(r"^\|(.*)\|$", table, re.MULTILINE)[2:]:
        named, *cells = line.split("|")
        yield re.findall(r"`(\w+)`", named), [cell.strip() for cell in cells]


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.SHORT])
def test_the_table_of_guidance_says_what_is_spoken(role):
    cells = next(cells for roles, cells in guidance_rows() if role in roles)
    spoken = [cell == "spoken" or cell.startswith("first two") for cell in cells]
    columns = [one for one in Guidance if one is not Guidance.LEARNING]
    assert spoken == [delivery(role, one) is Delivery.SPOKEN for one in columns]


def test_every_advice_for_the_body_is_in_the_reference():
    folder = Path(compiler.__file__).parents[1] / "routine" / "checks"
    codes = {path.stem.replace("_", "-") for path in folder.glob("[a-z]*.py")}
    assert [code for code in codes if f"| `{code}` |" not in LANGUAGE] == []


def test_every_command_and_exit_code_is_in_the_reference():
    assert [name for name in COMMANDS if f"`audioguide {name}" not in LANGUAGE] == []
    table = LANGUAGE.split("\n## 16. ")[1]
    assert re.findall(r"^\| (\d+) \|", table, re.MULTILINE) == [str(int(code)) for code in ExitCode]


def command_lines():
    """Every command line in the pages, in blocks and in running text."""
    for text in PAGES.values():
        code = re.findall(r"^```sh\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
        code += [one.replace("\n", " ") for one in re.findall(r"(?<!`)`([^`]+)`(?!`)", text)]
        for line in "\n".join(code).splitlines():
            if match := re.match(r"audioguide ([a-z].*)", line):
                yield match[1]


@pytest.mark.parametrize("line", sorted(set(command_lines())))
def test_a_command_in_the_documents_exists(line):
    words = re.sub(r"\[.*?\]|\"[^\"]*\"", "", line).split()
    command = audioguide.get_command(click.Context(audioguide), words[0])
    assert command is not None
    if isinstance(command, click.Group) and len(words) > 1:
        command = command.get_command(click.Context(command), words[1]) or command
    options = {name for parameter in command.params for name in parameter.opts}
    assert [word for word in words if word.startswith("-") and word not in options] == []


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    text = PAGES[page]
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", text):
        path, _, anchor = target.partition("#")
        assert not path or (DOCS / path).exists(), target
        assert not anchor or path or anchor in anchors, target


@pytest.mark.parametrize("page", PAGES)
def test_paths_exist(page):
    paths = re.findall(r"`((?:scripts|poses|docs)/[\w./-]*\.\w+)`", PAGES[page])
    missing = [path for path in paths if not (DOCS.parent / path).exists()]
    assert [path for path in missing if not path.isupper()] == []


def test_the_moved_parameters_of_the_guide_reach_the_part(tmp_path):
    with_parts(tmp_path)
    block = next(one.values[0] for one in examples("routine") if "include: parts/" in one.values[0])
    path = tmp_path / "example.yaml"
    path.write_text(block, encoding="utf-8")
    resolved = resolve_script(str(path), options=Options(), pose_folders=(), disk=Disk())
    assert resolved.routine is not None
    doses = [dose for item in resolved.routine.items[1:3] for _, dose in item.doses]
    assert [doses[0].n_reps, doses[1].seconds] == [10, 60]
