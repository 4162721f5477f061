"""Python callers may hand in paths and settings as people write them."""

from fractions import Fraction
from pathlib import Path

import pytest

import audioguide
from audioguide.compiler.arguments import _FIELDS, settled_options
from audioguide.errors import UsageError
from audioguide.routine.options import Options

SCRIPT = "params: {long: 3s}\nsteps:\n  - say: Never into pain.\n  - rest: ${long}\n"


@pytest.fixture
def script(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "calm.yaml"
    path.write_text(SCRIPT)
    return path


@pytest.mark.parametrize("name", [*_FIELDS, "fallback", "set"])
def test_none_is_no_option(name):
    assert settled_options({name: None}) == Options()


def test_settings_are_read_as_on_the_command_line():
    options = settled_options(
        {"pace": "gentle", "breath": "5-7", "rate": "130 wpm", "set": {"hold": "45s", "who": 3}}
    )
    assert options.pace == Fraction(17, 20)
    assert options.breath.first.cycle_seconds == 12
    assert (options.rate_wpm, options.parameters) == (130, (("hold", "45s"), ("who", "3")))
    assert settled_options(None) == Options() == settled_options({})
    spoken = settled_options({"speak_with": "say -o '{out}'", "fallback": ["de", "en"]})
    assert (spoken.program, spoken.fallback) == (("say", "-o", "{out}"), ("de", "en"))
    assert settled_options({"fallback": "piper:alba"}).fallback == ("piper:alba",)


@pytest.mark.parametrize(
    "settings", [{"pace": "quick"}, {"pase": "gentle"}, {"rate": "1000 wpm"}, {"set": "hold=3s"}]
)
def test_wrong_settings_are_wrong_usage(settings):
    with pytest.raises(UsageError):
        settled_options(settings)


def test_a_script_by_its_string_and_a_default_output(script):
    built = audioguide.build("calm.yaml", options={"set": {"long": "4s"}})
    assert built.path == Path("output", "calm.mp3")
    assert built.path.is_file()


def test_a_shipped_routine_by_its_name():
    assert audioguide.check("healing-flow").ok


def test_folders_and_the_timeline_as_strings(script, tmp_path):
    (tmp_path / "poses").mkdir()
    audioguide.build("calm.yaml", "a.wav", pose_folders=["poses"], timeline_path="a.json")
    assert (tmp_path / "a.json").read_text().startswith('{\n "format": 1')


@pytest.mark.parametrize("place", ["calm.yaml", "other.yml", "a.mp3", "./x/../a.mp3"])
def test_a_timeline_takes_the_place_of_no_script_and_no_track(script, tmp_path, place):
    (tmp_path / "x").mkdir()
    with pytest.raises(UsageError, match="timeline"):
        audioguide.build("calm.yaml", "a.mp3", timeline_path=place)
    assert script.read_text() == SCRIPT
    assert not (tmp_path / "a.mp3").exists()


@pytest.mark.parametrize("n_jobs", [0, 65, -1])
def test_a_number_of_jobs_that_there_cannot_be_is_wrong_usage(script, n_jobs):
    for ask in (audioguide.build, audioguide.plan):
        with pytest.raises(UsageError, match="1 to 64"):
            ask(script, n_jobs=n_jobs)
