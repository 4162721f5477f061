"""Documents held against the code."""

import ast
import importlib.util
import json
import re
import shlex
import tomllib
from pathlib import Path

import click
import pytest

import audioguide as package
from audioguide.cli import audioguide
from audioguide.errors import ExitCode
from audioguide.syntax.json_schema import json_schema

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "docs" / "diagnostics"
SECTIONS = ["What it means", "Why it matters", "How to mend it", "Example"]
CONSTRUCTORS = {"error", "warning", "note", "Diagnostic", "BadScalar"}
CODE = re.compile(r"[a-z]+(-[a-z]+)+")


def load_tool(name):
    """A module of `tools/`, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def called_name(call):
    """`error` of both `error(...)` and `diagnostics.error(...)`."""
    return getattr(call.func, "id", None) or getattr(call.func, "attr", None)


def raised_codes():
    """Every code in the source: first arguments of what makes diagnostics, `code=`s, and
    constants whose name ends in CODE."""
    for path in (ROOT / "audioguide").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                given = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
                if called_name(node) in CONSTRUCTORS:
                    given += node.args[:1]
                for value in given:
                    yield from codes_in(value, path)
            elif isinstance(node, ast.FunctionDef):
                defaults = dict(
                    zip(
                        (arg.arg for arg in node.args.kwonlyargs),
                        node.args.kw_defaults,
                        strict=True,
                    )
                )
                yield from codes_in(defaults.get("code"), path)


def codes_in(node, path):
    """The strings that an expression may come to, where they are written in it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value, path
    elif isinstance(node, ast.IfExp):
        yield from codes_in(node.body, path)
        yield from codes_in(node.orelse, path)


RAISED = {code: path for code, path in raised_codes() if CODE.fullmatch(code)}
PAGE_CODES = sorted(path.stem for path in PAGES.glob("*.md"))

PINNED = (
    *("unknown-key", "duplicate-key", "unknown-pose", "missing-unit"),
    *("bad-duration", "bad-rate", "two-verbs", "two-doses"),
    *("dose-not-allowed", "outside-limits", "speech-too-long", "include-cycle"),
    *("include-outside", "unknown-parameter", "yaml-syntax", "yaml-alias"),
    *("too-deep", "too-long", "unknown-voice", "unbalanced-sides"),
    *("follow-with", "no-safety-words", "no-final-rest", "cold-start"),
    *("abrupt-reversal", "breath-rate"),
)


@pytest.mark.parametrize("code", sorted({*RAISED, *PINNED}))
def test_every_code_has_a_page(code):
    assert code in PAGE_CODES, f"{RAISED.get(code)} raises {code}, which has no page"


@pytest.mark.parametrize("code", PINNED)
def test_every_promised_code_is_in_the_source(code):
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "audioguide").rglob("*.py"))
    assert any(f'"{code}"' in source for source in sources)


@pytest.mark.parametrize("code", PAGE_CODES)
def test_no_page_is_left_over(code):
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "audioguide").rglob("*.py"))
    assert any(f'"{code}"' in source for source in sources)


@pytest.mark.parametrize("code", PAGE_CODES)
def test_a_page_has_its_sections(code):
    page = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {code}\n")
    assert re.findall(r"^## (.*)$", page, re.MULTILINE) == SECTIONS
    bodies = re.split(r"^## .*$", page, flags=re.MULTILINE)[1:]
    assert all(len(body.split()) >= 5 for body in bodies)


@pytest.mark.parametrize("code", PAGE_CODES)
def test_the_example_of_a_page_says_what_the_compiler_says(code):
    tool = load_tool("diagnostic_examples")
    page = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    message = tool.example_message(code, page)
    if message is None:
        assert f"[{code}]: " in page
    else:
        assert message, f"the example does not show {code}"
        assert without_times(tool.with_message(page, message)) == without_times(page), (
            "run tools/diagnostic_examples.py, and read what it changes"
        )


def without_times(page):
    """A page without measured seconds, which a new version of the voice may change."""
    return re.sub(r"\b\d+\.\d s\b", "some s", page)


@pytest.mark.parametrize("code", PAGE_CODES)
def test_a_page_names_the_severity_that_its_example_shows(code):
    page = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    named = re.search(r"\*\*(Error|Warning|Note)\.\*\*", page)[1].lower()
    shown = re.search(rf"(error|warning|note)\[{code}\]", page)[1]
    assert named == shown


def test_the_command_reference_is_complete():
    tool = load_tool("command_reference")
    assert tool.PAGE.read_text(encoding="utf-8") == tool.reference(), (
        "run tools/command_reference.py"
    )


@pytest.mark.parametrize("kind", ["routine", "pose", "config"])
def test_the_schemas_for_editors_are_those_of_the_code(kind):
    path = ROOT / "docs" / "schema" / f"{kind}.schema.json"
    assert json.loads(path.read_text(encoding="utf-8")) == json_schema(kind), (
        f"run: audioguide schema {kind} > docs/schema/{kind}.schema.json"
    )


DOCUMENTS = (
    *("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"),
    *("docs/guide.md", "docs/language.md", "docs/voices.md"),
)


def command_lines():
    """Every `audioguide ...` in the code of the documents for people."""
    for name in (name for name in DOCUMENTS if name != "ARCHITECTURE.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        code = re.findall(r"```sh\n(.*?)```", text, re.DOTALL) + re.findall(r"`([^`]+)`", text)
        for line in "\n".join(code).splitlines():
            if match := re.search(r"(?:^|/|&& )audioguide ([a-z].*)", line):
                yield match[1].split(" && ")[0]


@pytest.mark.parametrize("line", sorted(set(command_lines())))
def test_commands_and_options_of_the_documents_exist(line):
    words = shlex.split(line)
    command = audioguide.get_command(click.Context(audioguide), words[0])
    assert command is not None, f"there is no command {words[0]}"
    if isinstance(command, click.Group) and len(words) > 1 and words[1].isalpha():
        command = command.get_command(click.Context(command), words[1]) or command
    options = {name for parameter in command.params for name in parameter.opts}
    for word in words[1:]:
        assert not word.startswith("-") or word in options, f"{words[0]} has no {word}"


def test_the_documents_are_read_for_commands():
    assert len(set(command_lines())) > 10


def test_the_readme_has_every_exit_code():
    table = (ROOT / "README.md").read_text(encoding="utf-8").split("## Exit codes")[1]
    codes = re.findall(r"^\| (\d+) \|", table, re.MULTILINE)
    assert [int(code) for code in codes] == [int(code) for code in ExitCode]


def test_the_quick_start_builds_and_then_tests():
    tool = load_tool("quick_start")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    build, test = tool.quick_start(readme)
    assert build.endswith("audioguide build scripts/morning-ten-minutes.yaml")
    assert test.endswith("python -m pytest")
    for line in (build, test):
        assert "\n" not in line
        assert line.startswith("python3 -m venv .venv && ")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_and_paths_lead_somewhere(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    for link in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert ((ROOT / name).parent / link).exists(), link
    paths = re.findall(r"`((?:scripts|poses|docs|tests|tools|benchmarks|\.ci)/[\w./-]*)`", text)
    if "/" not in name:
        for path in paths:
            assert (ROOT / path).exists(), path


def test_the_version_is_the_same_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == package.__version__
    assert f"## [{package.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_public_names_exist():
    for name in package.__all__:
        assert getattr(package, name) is not None
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = package.no_such_name


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "decisions").glob("*.md")), ids=str)
def test_a_decision_says_why(path):
    assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name)
    headings = re.findall(r"^## (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert headings == ["Context", "Choice", "Refused", "What would change our mind"]
