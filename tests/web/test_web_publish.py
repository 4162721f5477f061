"""Publishing: only what changed, the page last, and nobody else's files."""

import errno
import json
import os

import pytest
from sites import SOUND, small_site

from audioguide.errors import FileError, UsageError
from audioguide.web import publish as publishing
from audioguide.web.publish import publish, refuse_within
from audioguide.web.published import LIST_NAME, is_plain
from audioguide.web.site_file import SiteFile, state_of


@pytest.fixture
def site(tmp_path):
    (tmp_path / "tracks").mkdir()
    return small_site(tmp_path / "tracks")


@pytest.fixture
def target(tmp_path):
    return tmp_path / "site"


def text(content):
    return SiteFile.of_bytes(content.encode(), "text/plain")


def held(target):
    """Every file of a folder but our list, with what it holds, by path."""
    return {
        path.relative_to(target).as_posix(): path.read_bytes()
        for path in sorted(target.rglob("*"))
        if path.is_file() and path.name != LIST_NAME
    }


def states(target):
    """What tells whether a file was written; when it was read is another thing."""
    return {path: state_of(path.stat()) for path in target.rglob("*")}


def test_a_site_is_written_as_it_is(site, target):
    outcome = publish(site, target)
    assert sorted(outcome.written) == sorted(site)
    assert held(target)["tracks/01.mp3"] == SOUND
    assert held(target)["index.html"] == b"<!doctype html>"
    assert set(held(target)) == set(site)


def test_a_second_run_writes_nothing(site, target):
    publish(site, target)
    before = states(target)
    outcome = publish(site, target)
    assert outcome.written == ()
    assert outcome.n_unchanged == len(site)
    assert states(target) == before


def test_the_page_comes_last(site, target, monkeypatch):
    site |= {"feed.xml": text("feed"), "zzz.js": text("js"), "programme.json": text("{}")}
    order = []
    whole = publishing.replace_whole
    monkeypatch.setattr(
        publishing, "replace_whole", lambda path: order.append(path.name) or whole(path)
    )
    publish(site, target)
    assert order[-3:] == ["programme.json", "feed.xml", "index.html"]


def test_only_what_changed_is_written(site, target):
    publish(site, target)
    site["index.html"] = text("new")
    assert publish(site, target).written == ("index.html",)
    (target / "tracks" / "01.mp3").unlink()
    assert publish(site, target).written == ("tracks/01.mp3",)


def test_what_the_site_has_no_more_goes_on_request(site, target):
    site["old/a/b.txt"] = text("old")
    publish(site, target)
    del site["old/a/b.txt"]
    assert publish(site, target).stale == ("old/a/b.txt",)
    assert (target / "old" / "a" / "b.txt").is_file()
    outcome = publish(site, target, deletes=True)
    assert outcome.removed == ("old/a/b.txt",)
    assert not (target / "old").exists()
    assert publish(site, target, deletes=True).removed == ()


def test_what_somebody_changed_stays(site, target):
    site["old.txt"] = text("old")
    publish(site, target)
    del site["old.txt"]
    (target / "old.txt").write_text("mine now")
    assert publish(site, target, deletes=True).stale == ("old.txt",)
    assert (target / "old.txt").read_text() == "mine now"


def test_files_of_others_stay(site, target):
    target.mkdir()
    (target / "CNAME").write_text("example.org")
    (target / "tracks").mkdir()
    (target / "tracks" / "own.txt").write_text("own")
    publish(site, target)
    publish({"index.html": site["index.html"]}, target, deletes=True)
    assert held(target) == {
        "CNAME": b"example.org",
        "tracks/own.txt": b"own",
        "index.html": b"<!doctype html>",
    }


@pytest.mark.parametrize(
    "make",
    [
        lambda path: path.write_text("a page of mine"),
        lambda path: path.mkdir(),
        lambda path: path.symlink_to("/etc/hostname"),
        lambda path: os.mkfifo(path),
    ],
    ids=["file", "folder", "link", "pipe"],
)
def test_what_is_in_the_way_stops_everything(site, target, make):
    target.mkdir()
    make(target / "index.html")
    with pytest.raises(FileError, match="did not write"):
        publish(site, target)
    assert [path.name for path in target.iterdir()] == ["index.html"]


@pytest.mark.parametrize("folder", ["tracks", "tracks/deeper"])
@pytest.mark.parametrize("is_empty", [True, False], ids=["empty", "published"])
def test_a_folder_that_is_a_link_is_not_written_through(tmp_path, target, folder, is_empty):
    site = {f"{folder}/01.mp3": text("sound"), "index.html": text("page")}
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (target / folder).parent.mkdir(parents=True)
    if not is_empty:
        publish(site, target)
        (target / folder / "01.mp3").rename(elsewhere / "01.mp3")
        (target / folder).rmdir()
    (target / folder).symlink_to(elsewhere)
    before = held(elsewhere)
    site |= {f"{folder}/01.mp3": text("new"), "index.html": text("new")}
    for wanted in (site, {"index.html": text("new")} if not is_empty else site):
        with pytest.raises(FileError, match=rf"{folder}: it is a link"):
            publish(wanted, target, deletes=True)
    assert held(elsewhere) == before
    assert held(target).get("index.html") == (None if is_empty else b"page")


def test_the_site_itself_may_be_a_link(site, tmp_path, target):
    (tmp_path / "elsewhere").mkdir()
    target.symlink_to(tmp_path / "elsewhere")
    publish(site, target)
    assert set(held(tmp_path / "elsewhere")) == set(site)


def test_a_list_that_is_a_link_is_not_read(site, target, tmp_path):
    publish(site, target)
    (target / LIST_NAME).rename(tmp_path / "list")
    (target / LIST_NAME).symlink_to(tmp_path / "list")
    with pytest.raises(FileError, match="not a regular file"):
        publish(site, target)


@pytest.mark.parametrize("more", [{}, {"hosts": ["one"]}, {"files": [1]}])
def test_a_list_of_a_newer_format_is_called_so(site, target, more):
    target.mkdir()
    (target / LIST_NAME).write_text(json.dumps({"format": 2, **more}))
    with pytest.raises(FileError, match="a newer audioguide"):
        publish(site, target)


@pytest.mark.parametrize("more", [{"format": 0}, {"hosts": 1}, {"format": "2"}])
def test_a_list_that_nobody_wrote_is_called_damaged(site, target, more):
    target.mkdir()
    (target / LIST_NAME).write_text(json.dumps({"files": {}, **more}))
    with pytest.raises(FileError, match="is damaged"):
        publish(site, target)


def test_an_edit_of_what_was_published_is_not_lost(site, target):
    publish(site, target)
    (target / "index.html").write_text("edited")
    site["index.html"] = text("new")
    with pytest.raises(FileError, match=r"index\.html"):
        publish(site, target)
    assert (target / "index.html").read_text() == "edited"


def test_an_equal_file_of_somebody_else_is_not_ours_to_remove(site, target):
    target.mkdir()
    (target / "index.html").write_bytes(b"<!doctype html>")
    publish(site, target)
    del site["index.html"]
    publish(site, target, deletes=True)
    assert (target / "index.html").exists()


def test_a_folder_where_a_file_was(site, target):
    target.mkdir()
    (target / "tracks").write_text("no folder")
    with pytest.raises(FileError):
        publish(site, target)
    assert held(target) == {"tracks": b"no folder"}


@pytest.mark.parametrize("n_before", range(5))
def test_a_run_that_is_cut_is_gone_on_with(site, target, monkeypatch, n_before):
    publish(site, target)
    old = held(target)
    new = {name: text(f"new {name}") for name in site}
    new["more.txt"] = text("more")
    whole, n_written = publishing.replace_whole, iter(range(100))

    def full(path):
        if next(n_written) == n_before:
            raise FileError.from_os("write", path, OSError(errno.ENOSPC, "No space left"))
        return whole(path)

    with monkeypatch.context() as patch:
        patch.setattr(publishing, "replace_whole", full)
        with pytest.raises(FileError, match="No space left"):
            publish(new, target)
    expected = {name: (old.get(name), file.content) for name, file in new.items()}
    assert all(content in expected[name] for name, content in held(target).items())
    assert publish(new, target).n_unchanged == n_before
    assert held(target) == {name: file.content for name, file in new.items()}
    # And all of it is ours again.
    publish({}, target, deletes=True)
    assert held(target) == {}


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x", "", "a//b", "./a", LIST_NAME, "a\\b"])
def test_a_list_from_elsewhere_leads_nowhere(tmp_path, target, name):
    assert not is_plain(name)
    (tmp_path / "x").write_text("of others")
    target.mkdir()
    digest = "0" * 64
    (target / LIST_NAME).write_text(json.dumps({"files": {name: [digest]}, "format": 1}))
    outcome = publish({"index.html": text("page")}, target, deletes=True)
    assert outcome.removed == outcome.stale == ()
    assert (tmp_path / "x").read_text() == "of others"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"files": 1}', b"\xff", b'{"format": 2}'])
def test_a_damaged_list_is_told_of(site, target, content):
    target.mkdir()
    (target / LIST_NAME).write_bytes(content)
    with pytest.raises(FileError, match="audioguide-site"):
        publish(site, target)
    assert held(target) == {}


def test_a_track_that_changes_meanwhile_is_not_published_half(site, target, tmp_path):
    (tmp_path / "tracks" / "01.mp3").write_bytes(b"another")
    with pytest.raises(FileError, match="was changed while it was read; try again"):
        publish(site, target)
    assert not target.exists()


@pytest.mark.parametrize("inside", [".", "site", "a/b/c"])
def test_nothing_is_published_into_the_tracks(tmp_path, inside):
    folder = tmp_path / "tracks"
    folder.mkdir()
    with pytest.raises(UsageError):
        refuse_within(folder / inside, folder)
    (tmp_path / "link").symlink_to(folder)
    with pytest.raises(UsageError):
        refuse_within(tmp_path / "link" / inside, folder)
    with pytest.raises(UsageError, match="its own files"):
        refuse_within(tmp_path, folder)
    refuse_within(tmp_path / "tracks2", folder)
    refuse_within(tmp_path, folder / "more")
