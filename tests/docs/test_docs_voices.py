"""The page on voices held against the engines."""

import json
import re
from pathlib import Path

import pytest
import yaml

import audioguide
from audioguide.compiler.voices import open_engines
from audioguide.routine.options import Options
from audioguide.source import SourceFile
from audioguide.speech.engines import table
from audioguide.speech.engines.command import Program
from audioguide.speech.engines.http import MOST_BYTES, Server
from audioguide.speech.engines.program import PLACEHOLDERS
from audioguide.syntax.config_file import parse_config

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "voices.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def section(heading):
    return PAGE.split(f"\n## {heading}")[1].split("\n## ")[0]


@pytest.mark.parametrize("block", blocks("yaml"))
def test_every_configuration_is_one_and_its_engines_take_it(block):
    assert block.startswith("# config.yaml\n")
    config, problems = parse_config(SourceFile("config.yaml", block))
    assert problems == ()
    engines = open_engines(config, Options())
    for name in config.engines:
        if name != "piper":  # It looks into its folder.
            assert engines.engine(name) is not None


def test_every_engine_has_a_section_and_a_row():
    rows = re.findall(r"^\| `(\w+)` \|", section("Which engines there are"), re.MULTILINE)
    assert sorted(rows) == sorted(table.ENGINES)
    for name in table.ENGINES:
        assert f"\n## {name}: " in PAGE


@pytest.mark.parametrize(("heading", "kind"), [("command", Program), ("http", Server)])
def test_the_keys_are_those_that_there_are(heading, kind):
    first_column = re.findall(r"^\| ((?:`\w+`,? ?)+) \|", section(heading), re.MULTILINE)
    named = re.findall(r"`(\w+)`", " ".join(first_column))
    assert sorted(named) == sorted(kind.__struct_fields__)


def test_the_defaults_are_those_that_there_are():
    for kind, heading in ((Program, "command"), (Server, "http")):
        n_defaults = len(kind.__struct_defaults__)
        names = kind.__struct_fields__[-n_defaults:]
        defaults = dict(zip(names, kind.__struct_defaults__, strict=True))
        assert f"`{defaults['rate']} wpm` if absent" in section(heading)
        assert f"`{defaults['timeout']:g}s` if absent" in section(heading)
    assert f"`{Server(address='').model}` and `{Server(address='').voice}` if absent" in section(
        "http"
    )
    assert f"An answer may have {MOST_BYTES >> 20} MB" in section("http")
    for name in PLACEHOLDERS:
        assert f"`{{{name}}}`" in section("command")


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """The package of the page, as pip would install it."""
    (code,) = blocks("python")
    (project,) = blocks("toml")
    name = re.match(r"# (\w+)\.py\n", code)[1]
    (tmp_path / f"{name}.py").write_text(code)
    metadata = tmp_path / f"{name}-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    entry_points = project.replace('[project.entry-points."', "[").replace('"]', "]")
    (metadata / "entry_points.txt").write_text(entry_points.replace('"', ""))
    monkeypatch.syspath_prepend(str(tmp_path))
    table._offered.cache_clear()
    yield
    table._offered.cache_clear()


def test_the_engine_of_the_page_speaks(installed, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = "Move only to the point of tension, and never into pain."
    Path("a.yaml").write_text(f"voice: beep:low\nsteps:\n  - say: {text}\n")
    built = audioguide.build("a.yaml", "a.wav", timeline_path="a.json")
    assert built.diagnostics == ()
    events = json.loads(Path("a.json").read_text())["events"]
    (event,) = (one for one in events if one["kind"] == "speech")
    assert event["voice"] == "beep:low"
    # As long as one would speak: 10 words at 140 a minute.
    assert (event["end"] - event["start"]) / 44_100 == pytest.approx(len(text) / 14, abs=0.1)


def test_settings_of_an_engine_of_another_package_reach_it(installed):
    config, _ = parse_config(SourceFile("config.yaml", "engines: {beep: {hz: 220, on: [a, b]}}\n"))
    engine = open_engines(config, Options()).engine("beep")
    assert engine.settings == {"hz": "220", "on": ["a", "b"]}


def test_the_page_is_linked():
    for page in ("README.md", "docs/guide.md", "docs/language.md"):
        text = Path(__file__).resolve().parents[2].joinpath(page).read_text(encoding="utf-8")
        assert "voices.md)" in text


def test_links_within_the_page_lead_somewhere():
    headings = re.findall(r"^## (.*)$", PAGE, re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}
    links = re.findall(r"\]\(#([\w-]+)\)", PAGE)
    assert set(links) == anchors
    assert yaml.safe_load(blocks("yaml")[0])
