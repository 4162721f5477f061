"""What somebody is told whose script is not where they say."""

import pytest

from audioguide import compiler
from audioguide.compiler.unreadable import what_to_do
from audioguide.errors import FileError


@pytest.fixture
def here(monkeypatch, tmp_path):
    """The working folder, with a script in it and one in its `scripts`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scripts").mkdir()
    (tmp_path / "first.yaml").touch()
    (tmp_path / "scripts" / "my-evening.yaml").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("frist.yaml", "first.yaml"),
        ("scripts/my-evning.yaml", "scripts/my-evening.yaml"),
        ("my-evning", "my-evening"),
        ("healing-flwo", "healing-flow"),
    ],
)
def test_a_slip_is_offered(here, typed, meant):
    assert what_to_do(typed) == f'did you mean "{meant}"?'


@pytest.mark.parametrize("typed", ["nothing-like-it", "away/first.yaml", "scripts/no.yaml", "a\0b"])
def test_else_the_name_is_to_be_checked(here, typed):
    assert what_to_do(typed).startswith("check the name; ")


def test_the_folder_that_one_is_in_is_named(here):
    assert str(here) in what_to_do("scirpts-of-mine/")


def test_a_folder_is_told_from_a_file(here):
    assert what_to_do("scripts") == "it is a folder; name a script in it"


def test_where_the_working_folder_is_gone_there_is_still_a_hint(here, monkeypatch):
    def gone():
        raise FileNotFoundError

    monkeypatch.setattr("audioguide.compiler.unreadable.Path.cwd", gone)
    assert "check the name" in what_to_do("nothing-like-it")


def test_one_fault_is_told_once(here):
    with pytest.raises(FileError) as caught:
        compiler.check("gone.yaml")
    (told,) = caught.value.diagnostics
    assert told.message == str(caught.value)
