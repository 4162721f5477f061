"""How extras are installed: by the Python that runs this, in words that every shell takes."""

import sys
from pathlib import Path

import pytest

from audioguide.extras import installation


def python_at(folder, monkeypatch):
    """Make a folder the only one on the PATH, with a `python` in it."""
    folder.mkdir()
    program = folder / ("python.exe" if sys.platform == "win32" else "python")
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return program


def test_an_active_environment_is_called_python(monkeypatch, tmp_path):
    program = python_at(tmp_path / "bin", monkeypatch)
    monkeypatch.setattr(sys, "executable", str(program.with_name("python3")))
    assert installation("web") == 'python -m pip install "audioguide[web]"'


@pytest.mark.parametrize(("name", "shown"), [("venv", "{}"), ("my venv", '"{}"')])
def test_an_environment_that_is_not_active_is_named(monkeypatch, tmp_path, name, shown):
    python_at(tmp_path / "bin", monkeypatch)
    ours = str(Path("/") / name / "bin" / "python")
    monkeypatch.setattr(sys, "executable", ours)
    assert installation("pdf") == f'{shown.format(ours)} -m pip install "audioguide[pdf]"'


def test_where_there_is_no_python_on_the_path_ours_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", "/opt/ours/python3")
    assert installation("play").startswith("/opt/ours/python3 -m pip")
