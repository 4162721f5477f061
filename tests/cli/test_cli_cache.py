"""`audioguide cache`."""

import json
import os
import re
import time

import pytest

from audioguide.cache.entry import Kind, default_folder
from audioguide.cache.store import Store
from audioguide.cache.survey import survey


@pytest.fixture(autouse=True)
def root(tmp_path, monkeypatch):
    folder = tmp_path / "caches"
    monkeypatch.setenv("AUDIOGUIDE_CACHE_DIR", str(folder))
    monkeypatch.delenv("AUDIOGUIDE_CACHE_LIMIT", raising=False)
    return folder


@pytest.fixture
def kept():
    """An entry of each kind, a megabyte each with its header; the first was used first."""
    paths = []
    for number, kind in enumerate(Kind):
        key = f"{number:064x}.{kind}"
        Store(default_folder(kind), what="sound").write(key, bytes(1_000_000 - 56))
        path = default_folder(kind) / key
        then = time.time() - 86_400 * (9 - number)
        os.utime(path, (then, then))
        paths.append(path)
    return paths


@pytest.mark.parametrize("words", [(), ("info",)])
def test_info_is_a_table(run, kept, root, words):
    lines = run("cache", *words).stdout.splitlines()
    assert lines[0].split()[:3] == ["kind", "entries", "size"]
    assert [line.split()[:2] for line in lines[1:7]] == [
        *([kind, "1"] for kind in Kind),
        ["total", "5"],
    ]
    assert lines[6].split()[2:] == ["4.8", "MiB"]
    assert lines[7] == f"{root}, up to 2 GiB"


@pytest.mark.parametrize("words", [("--format", "json"), ("info", "--format", "json")])
def test_info_is_one_json_object(run, kept, root, words, monkeypatch):
    monkeypatch.setenv("AUDIOGUIDE_CACHE_LIMIT", "1 GiB")
    (root / "clips" / "mine").write_text("mine")
    found = json.loads(run("cache", *words).stdout)
    assert (found["folder"], found["limit_bytes"]) == (str(root), 1 << 30)
    assert (found["n_bytes"], found["n_unfinished"], found["n_foreign"]) == (5_000_000, 0, 1)
    assert [one["kind"] for one in found["kinds"]] == list(Kind)
    assert all(
        re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", one["oldest_use"])
        for one in found["kinds"]
    )


def test_info_of_an_empty_cache_makes_none(run, root):
    outcome = run("cache")
    assert outcome.exit_code == 0
    assert not root.exists()
    assert json.loads(run("cache", "--format", "json").stdout)["kinds"][0]["oldest_use"] is None


def test_prune_says_what_went(run, kept):
    outcome = run("cache", "prune", "--limit", "2.5 MB")
    assert outcome.exit_code == 0
    assert outcome.stdout == "removed 3 entries, 2.9 MiB; 1.9 MiB left, of 2.4 MiB allowed\n"
    assert [path.exists() for path in kept] == [False, False, False, True, True]


def test_prune_has_the_limit_of_builds(run, kept, monkeypatch):
    assert run("cache", "prune").stdout.startswith("removed 0 entries, 0 B; 4.8 MiB left, of 2 GiB")
    monkeypatch.setenv("AUDIOGUIDE_CACHE_LIMIT", "4 MB")
    assert run("cache", "prune").stdout.startswith("removed 1 entry, ")


def test_a_wrong_limit_is_wrong_usage(run, kept, monkeypatch):
    outcome = run("cache", "prune", "--limit", "lots")
    assert outcome.exit_code == 2
    assert "--limit" in outcome.stderr
    assert "such as 500 MiB, or 0" in outcome.stderr
    monkeypatch.setenv("AUDIOGUIDE_CACHE_LIMIT", "lots")
    for words in ((), ("prune",), ("info",)):
        outcome = run("cache", *words)
        assert outcome.exit_code == 2
        assert "AUDIOGUIDE_CACHE_LIMIT" in outcome.stderr
    assert all(path.exists() for path in kept)


def test_verify_of_a_sound_cache(run, kept):
    outcome = run("cache", "verify")
    assert (outcome.exit_code, outcome.stdout) == (0, "5 whole, 0 damaged\n")


def test_verify_names_what_is_damaged_once(run, kept):
    kept[0].write_bytes(b"damaged")
    kept[1].write_bytes(kept[1].read_bytes().replace(b"kept\x01", b"kept\x09"))
    outcome = run("cache", "verify")
    assert outcome.exit_code == 4
    assert outcome.stdout.splitlines() == [
        f"damaged: {kept[0]}",
        f"of another version, and left: {kept[1]}",
        "3 whole, 1 damaged, 1 of another version",
    ]
    assert run("cache", "verify").exit_code == 0


@pytest.mark.parametrize("words", [(), ("--yes",), ("-y",)])
def test_clear_without_a_terminal_does_not_ask(run, kept, words):
    outcome = run("cache", "clear", *words)
    assert (outcome.exit_code, outcome.stdout) == (0, "removed 5 entries, 4.8 MiB\n")
    assert survey().n_entries == 0


@pytest.fixture
def answer(run, monkeypatch):
    """Run `cache clear` on a terminal where something is typed."""
    from click.testing import CliRunner, _NamedTextIOWrapper

    from audioguide.cli import audioguide

    def on_a_terminal(typed, *words):
        monkeypatch.setattr(_NamedTextIOWrapper, "isatty", lambda _: True)
        return CliRunner().invoke(audioguide, ["cache", "clear", *words], input=typed)

    return on_a_terminal


def test_clear_on_a_terminal_asks(answer, kept, root):
    outcome = answer("n\n")
    assert outcome.exit_code == 0
    assert str(root) in outcome.stderr
    assert "nothing was removed" in outcome.stderr
    assert all(path.exists() for path in kept)
    assert answer("").exit_code == 130
    assert all(path.exists() for path in kept)
    assert answer("y\n").exit_code == 0
    assert not any(path.exists() for path in kept)


def test_clear_with_yes_asks_nobody(answer, kept):
    assert answer("", "--yes").exit_code == 0
    assert not any(path.exists() for path in kept)


def test_clear_says_what_would_not_go(run, kept, monkeypatch):
    monkeypatch.setattr("audioguide.cache.upkeep._remove", lambda path: path != kept[0])
    outcome = run("cache", "clear")
    assert outcome.exit_code == 4
    assert outcome.stdout.startswith("removed 4 entries")
    assert "could not be removed" in outcome.stderr


def test_a_slip_of_the_finger_is_no_command(run, kept):
    assert run("cache", "claer").exit_code == 2
    assert all(path.exists() for path in kept)


def test_the_doctor_shows_the_cache(kept, root):
    from audioguide.cli.examinations import State, _caches

    (finding,) = _caches()
    assert finding.state is State.WELL
    assert finding.says.startswith(f"{root}: 1 clips, 1 islands, 4.8 MiB of 2 GiB")


@pytest.mark.parametrize(("name", "value"), [("DIR", "blocked/x"), ("LIMIT", "lots")])
def test_the_doctor_shows_what_is_wrong_with_the_cache(tmp_path, monkeypatch, name, value):
    from audioguide.cli.examinations import State, _caches

    (tmp_path / "blocked").write_text("in the way")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(f"AUDIOGUIDE_CACHE_{name}", value)
    (finding,) = _caches()
    assert finding.state is not State.WELL
