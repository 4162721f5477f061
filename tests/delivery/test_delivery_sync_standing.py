"""`sync` where something else stands on the target by now than what we wrote there."""

import os

import pytest

from audioguide.delivery import sync_manifest
from tests.delivery.syncing import held, listed, row, run

A, B = b"track a", b"track b, longer"


def test_a_file_of_ours_that_was_cut_comes_again(tmp_path):
    run(tmp_path, row(("a.mp3", A)))
    (tmp_path / "a.mp3").write_bytes(A[:3])
    told = run(tmp_path, row(("a.mp3", A)))
    assert told.copied == ("a-2.mp3",)
    assert told.remarks[0] == "a.mp3 was changed since it was written, and stays so"
    assert held(tmp_path) == {"a.mp3": A[:3], "a-2.mp3": A}
    assert run(tmp_path, row(("a.mp3", A))).copied == ()


@pytest.mark.parametrize(
    "put",
    [
        lambda path: path.mkdir(),
        lambda path: path.symlink_to("x" * len(A)),  # As long as what was there.
        lambda path: os.mkfifo(path),
    ],
    ids=["folder", "link", "pipe"],
)
@pytest.mark.parametrize("content", [A, B], ids=["same", "new"])
def test_what_is_no_file_in_the_place_of_ours_stays(tmp_path, put, content):
    run(tmp_path, row(("a.mp3", A)))
    theirs = tmp_path / "a.mp3"
    theirs.unlink()
    put(theirs)
    before = theirs.lstat()
    assert run(tmp_path, row(("a.mp3", content))).copied == ("a-2.mp3",)
    assert held(tmp_path) == {"a-2.mp3": content}
    assert (theirs.lstat().st_ino, theirs.lstat().st_mode) == (before.st_ino, before.st_mode)


def test_what_is_gone_already_keeps_nothing_else_from_going(tmp_path):
    run(tmp_path, row(("a.mp3", A), ("b.mp3", B), ("c.mp3", A), ("d.mp3", B)))
    (tmp_path / "a.mp3").unlink()
    only_b = row(("b.mp3", B))
    assert run(tmp_path, only_b).stale == ("c.mp3", "d.mp3")
    assert listed(tmp_path) == {"b.mp3", "c.mp3", "d.mp3"}
    assert run(tmp_path, only_b, deletes=True).removed == ("c.mp3", "d.mp3")
    assert held(tmp_path) == {"b.mp3": B}


def test_a_list_that_is_far_too_large_is_not_read(tmp_path, monkeypatch):
    run(tmp_path, row(("a.mp3", A)))
    monkeypatch.setattr(sync_manifest, "_MOST_BYTES", 20)
    told = run(tmp_path, deletes=True)
    assert "cannot be read" in told.remarks[0]
    assert held(tmp_path) == {"a.mp3": A}


def test_it_is_told_how_far_a_run_is(tmp_path):
    told = []
    run(
        tmp_path,
        row(("a.mp3", A), ("b.mp3", B)),
        row(("c.mp3", A)),
        on_progress=lambda *one: told.append(one),
    )
    n_all = len(A) + len(B) + len(A)
    assert told == [
        *(("read", number, 3) for number in (1, 2, 3)),
        *(("copy", n_bytes, n_all) for n_bytes in (len(A), len(A) + len(B), n_all)),
    ]
