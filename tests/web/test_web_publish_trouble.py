"""Publishing where the disk says no: what was there stays, and stays ours."""

import errno
import os
import pathlib

import pytest
from sites import small_site

from audioguide.errors import FileError
from audioguide.web.publish import publish
from audioguide.web.published import LIST_NAME


@pytest.fixture
def site(tmp_path):
    (tmp_path / "tracks").mkdir()
    return small_site(tmp_path / "tracks")


@pytest.fixture
def target(tmp_path):
    return tmp_path / "site"


def failing_at(name, call, number=errno.EIO):
    """A call that fails for a file of that name."""

    def fail(path, *more, **named):
        if pathlib.Path(path).name == name:
            raise OSError(number, os.strerror(number))
        return call(path, *more, **named)

    return fail


def held(target):
    return {path: path.read_bytes() for path in target.rglob("*") if path.is_file()}


def test_what_cannot_be_removed_is_told_and_goes_the_next_time(site, target, monkeypatch):
    publish(site, target)
    stale = {"tracks/01.mp3", "tracks/01.html"}
    fewer = {name: file for name, file in site.items() if name not in stale}
    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", failing_at("01.html", os.unlink))
        with pytest.raises(FileError, match=r"could not remove .*01\.html"):
            publish(fewer, target, deletes=True)
    assert (target / "tracks" / "01.html").exists()
    assert "tracks/01.html" in publish(fewer, target, deletes=True).removed
    assert not (target / "tracks" / "01.html").exists()
    assert (target / "index.html").exists()


@pytest.mark.parametrize("name", ["01.mp3", LIST_NAME, "index.html"])
def test_what_cannot_be_read_stops_everything(site, target, monkeypatch, name):
    publish(site, target)
    before = held(target)
    del site["tracks/01.html"]
    monkeypatch.setattr(pathlib.Path, "open", failing_at(name, pathlib.Path.open))
    with pytest.raises(FileError, match="could not read"):
        publish(site, target, deletes=True)
    monkeypatch.undo()
    assert held(target) == before


def test_without_its_list_nothing_is_written(site, target, monkeypatch):
    plainly = pathlib.Path.replace

    def replace(path, to):
        if to.name == LIST_NAME:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return plainly(path, to)

    monkeypatch.setattr(pathlib.Path, "replace", replace)
    with pytest.raises(FileError, match="could not write"):
        publish(site, target)
    assert held(target) == {}
