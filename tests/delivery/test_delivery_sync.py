"""`sync`: what comes onto a target, what stays, and what is left alone."""

import json
import os
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audioguide.delivery import sync_target
from audioguide.delivery.sync_copy import PART_NAME, writing
from audioguide.delivery.sync_manifest import FORMAT, MANIFEST_NAME
from audioguide.delivery.sync_plan import Row, Wish
from audioguide.errors import FileError
from tests.delivery.syncing import held, listed, parts, row, run, wish

A, B, C = b"track a", b"track b, longer", b"another c"
WEEK = row(("week/01-a.mp3", A), ("week/02-b.mp3", B), listed="week/week.m3u8")
ON_TARGET = {
    "week/01-a.mp3": A,
    "week/02-b.mp3": B,
    "week/week.m3u8": b"01-a.mp3\n02-b.mp3",
}


def test_a_first_run_copies_all_and_a_second_nothing(tmp_path):
    first = run(tmp_path, WEEK)
    assert held(tmp_path) == ON_TARGET
    assert first.copied == tuple(ON_TARGET)
    assert first.n_copied_bytes == sum(map(len, ON_TARGET.values()))
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    second = run(tmp_path, WEEK)
    assert second.copied == second.removed == second.remarks == ()
    assert second.kept == tuple(ON_TARGET)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_what_changed_is_copied_and_nothing_else(tmp_path):
    run(tmp_path, WEEK)
    kept = (tmp_path / "week/01-a.mp3").stat().st_ino
    changed = row(("week/01-a.mp3", A), ("week/02-b.mp3", C), listed="week/week.m3u8")
    assert run(tmp_path, changed).copied == ("week/02-b.mp3",)
    assert held(tmp_path) == ON_TARGET | {"week/02-b.mp3": C}
    assert (tmp_path / "week/01-a.mp3").stat().st_ino == kept


def test_where_nothing_is_copied_the_list_is_not_written_either(tmp_path):
    run(tmp_path, row(("a.mp3", A), ("b.mp3", A)))
    run(tmp_path, row(("a.mp3", B), ("b.mp3", A)))
    manifest = tmp_path / MANIFEST_NAME
    before = manifest.read_bytes(), manifest.stat().st_mtime_ns
    held_there = (("a.mp3", B), ("b.mp3", A))
    elsewhere = [Wish("", name, f"elsewhere/{name}", writing(one)) for name, one in held_there]
    assert run(tmp_path, Row(tuple(elsewhere))).copied == ()
    assert (manifest.read_bytes(), manifest.stat().st_mtime_ns) == before


def test_what_is_equally_long_but_other_is_copied(tmp_path):
    run(tmp_path, row(("a.mp3", b"one")))
    assert run(tmp_path, row(("a.mp3", b"two"))).copied == ("a.mp3",)
    assert held(tmp_path) == {"a.mp3": b"two"}


def test_a_dry_run_writes_nothing(tmp_path):
    told = run(tmp_path, WEEK, is_dry=True)
    assert told.is_dry
    assert told.copied == tuple(ON_TARGET)
    assert list(tmp_path.iterdir()) == []


def test_files_are_written_in_the_order_of_playing(tmp_path, monkeypatch):
    renamed = []
    plainly = os.replace
    monkeypatch.setattr(
        os, "replace", lambda old, new: (renamed.append(Path(new).name), plainly(old, new))[1]
    )
    run(tmp_path, row(("z.mp3", A), ("a.mp3", B), ("m.mp3", C), listed="all.m3u8"))
    names = [name for name in renamed if name != MANIFEST_NAME]
    assert names == ["z.mp3", "a.mp3", "m.mp3", "all.m3u8"]


@pytest.mark.parametrize(
    "theirs",
    ["01-a.mp3", "01-A.MP3", "01-A.mp3"],
)
def test_a_file_of_somebody_else_stays(tmp_path, theirs):
    (tmp_path / "week").mkdir()
    (tmp_path / "week" / theirs).write_bytes(b"theirs")
    for _ in range(2):
        done = run(tmp_path, WEEK)
        expected = {
            f"week/{theirs}": b"theirs",
            "week/01-a-2.mp3": A,
            "week/02-b.mp3": B,
            "week/week.m3u8": b"01-a-2.mp3\n02-b.mp3",
        }
        assert held(tmp_path) == expected
    assert done.copied == ()
    assert run(tmp_path, deletes=True).removed == (
        "week/01-a-2.mp3",
        "week/02-b.mp3",
        "week/week.m3u8",
    )
    assert held(tmp_path) == {f"week/{theirs}": b"theirs"}


def test_it_is_said_that_ours_has_another_name(tmp_path):
    (tmp_path / "a.mp3").write_bytes(b"theirs")
    assert run(tmp_path, row(("a.mp3", A))).remarks == (
        "a.mp3 is somebody else's, and stays; ours is a-2.mp3",
    )


def test_accents_composed_otherwise_are_the_same_name(tmp_path):
    (tmp_path / "Ru\u0308cken.mp3").write_bytes(b"theirs")
    run(tmp_path, row(("R\u00fccken.mp3", A)))
    assert held(tmp_path) == {"Ru\u0308cken.mp3": b"theirs", "R\u00fccken-2.mp3": A}


def test_the_very_same_file_of_somebody_else_is_taken_as_there(tmp_path):
    (tmp_path / "a.mp3").write_bytes(A)
    done = run(tmp_path, row(("a.mp3", A)))
    assert (done.copied, done.kept) == ((), ("a.mp3",))
    run(tmp_path, deletes=True)
    assert held(tmp_path) == {"a.mp3": A}, "it was never ours to remove"


def test_long_names_stay_within_what_the_device_takes(tmp_path):
    name = "a" * 26
    (tmp_path / f"{name}.mp3").write_bytes(b"theirs")
    run(tmp_path, row((f"{name}.mp3", A)))
    assert held(tmp_path)["a" * 24 + "-2.mp3"] == A


def test_what_somebody_changed_is_neither_replaced_nor_removed(tmp_path):
    run(tmp_path, row(("a.mp3", A)))
    (tmp_path / "a.mp3").write_bytes(b"changed by a tagger")
    told = run(tmp_path, row(("a.mp3", B)))
    assert held(tmp_path) == {"a.mp3": b"changed by a tagger", "a-2.mp3": B}
    assert told.remarks[0] == "a.mp3 was changed since it was written, and stays so"
    assert run(tmp_path, row(("a.mp3", B))).copied == ()
    run(tmp_path, deletes=True)
    assert held(tmp_path) == {"a.mp3": b"changed by a tagger"}


def test_what_was_changed_in_the_same_length_is_not_replaced(tmp_path):
    run(tmp_path, row(("a.mp3", b"one")))
    (tmp_path / "a.mp3").write_bytes(b"two")
    run(tmp_path, row(("a.mp3", b"new")))
    assert held(tmp_path) == {"a.mp3": b"two", "a-2.mp3": b"new"}


def test_what_was_changed_is_not_removed(tmp_path):
    run(tmp_path, row(("a.mp3", A), ("b.mp3", B)))
    (tmp_path / "a.mp3").write_bytes(bytes(len(A)))
    told = run(tmp_path, deletes=True)
    assert told.removed == ("b.mp3",)
    assert told.remarks == ("a.mp3 was changed since it was written, and stays",)
    assert held(tmp_path) == {"a.mp3": bytes(len(A))}


def test_damage_in_the_same_length_is_found_by_verifying(tmp_path):
    run(tmp_path, row(("a.mp3", A)))
    (tmp_path / "a.mp3").write_bytes(bytes(len(A)))
    assert run(tmp_path, row(("a.mp3", A))).copied == ()
    assert run(tmp_path, row(("a.mp3", A)), verifies=True).copied == ("a-2.mp3",)
    assert held(tmp_path) == {"a.mp3": bytes(len(A)), "a-2.mp3": A}


def test_an_empty_file_of_ours_is_written_anew(tmp_path):
    run(tmp_path, row(("a.mp3", A)))
    (tmp_path / "a.mp3").write_bytes(b"")
    assert run(tmp_path, row(("a.mp3", A))).copied == ("a.mp3",)
    assert held(tmp_path) == {"a.mp3": A}


def test_what_somebody_removed_comes_again(tmp_path):
    run(tmp_path, WEEK)
    (tmp_path / "week/01-a.mp3").unlink()
    assert run(tmp_path, WEEK).copied == ("week/01-a.mp3",)
    assert held(tmp_path) == ON_TARGET


def test_what_is_wanted_no_more_stays_until_it_is_asked_to_go(tmp_path):
    run(tmp_path, WEEK)
    (tmp_path / "week/theirs.mp3").write_bytes(C)
    only_a = row(("week/01-a.mp3", A))
    assert run(tmp_path, only_a).stale == ("week/02-b.mp3", "week/week.m3u8")
    assert held(tmp_path) == ON_TARGET | {"week/theirs.mp3": C}
    assert run(tmp_path, only_a, deletes=True).removed == ("week/02-b.mp3", "week/week.m3u8")
    assert held(tmp_path) == {"week/01-a.mp3": A, "week/theirs.mp3": C}
    assert listed(tmp_path) == {"week/01-a.mp3"}


def test_a_folder_that_is_emptied_goes_and_others_stay(tmp_path):
    run(tmp_path, WEEK)
    run(tmp_path, deletes=True)
    assert [path.name for path in tmp_path.iterdir()] == [MANIFEST_NAME]


def test_a_folder_in_another_case_is_the_same_folder(tmp_path):
    (tmp_path / "WEEK").mkdir()
    run(tmp_path, WEEK)
    assert set(held(tmp_path)) == {path.replace("week/", "WEEK/", 1) for path in ON_TARGET}
    assert run(tmp_path, WEEK).copied == ()


def test_a_file_where_a_folder_belongs_stays(tmp_path):
    (tmp_path / "week").write_bytes(b"a diary")
    told = run(tmp_path, WEEK)
    assert held(tmp_path)["week"] == b"a diary"
    assert held(tmp_path)["week-2/01-a.mp3"] == A
    assert told.remarks == ("week is no folder, and stays; ours is week-2",)
    (tmp_path / "week").unlink()
    assert run(tmp_path, WEEK).copied == (), "what is there in another folder is there"


def test_links_in_the_target_are_not_followed(tmp_path):
    target, outside = tmp_path / "stick", tmp_path / "outside"
    target.mkdir()
    outside.mkdir()
    (outside / "a.mp3").write_bytes(b"outside")
    (target / "a.mp3").symlink_to(outside / "a.mp3")
    (target / "week").symlink_to(outside)
    (target / PART_NAME).symlink_to(outside / "a.mp3")
    run(target, row(("a.mp3", A)), WEEK)
    assert held(outside) == {"a.mp3": b"outside"}
    assert held(target)["a-2.mp3"] == A
    assert held(target)["week-2/01-a.mp3"] == A


def test_the_target_may_be_a_link_itself(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "stick").symlink_to(tmp_path / "real")
    run(tmp_path / "stick", WEEK)
    assert held(tmp_path / "real") == ON_TARGET


def test_what_a_killed_run_left_is_swept(tmp_path):
    run(tmp_path, WEEK)
    (tmp_path / "week" / PART_NAME).write_bytes(b"half")
    (tmp_path / PART_NAME).write_bytes(b"half")
    run(tmp_path, WEEK)
    assert parts(tmp_path) == []


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"format": 1}x', b"\xff\xfe", b"[" * 10_000]
)
def test_a_damaged_list_makes_all_there_somebody_elses(tmp_path, content):
    run(tmp_path, row(("a.mp3", A)))
    (tmp_path / MANIFEST_NAME).write_bytes(content)
    told = run(tmp_path, row(("a.mp3", A), ("b.mp3", B)))
    assert told.copied == ("b.mp3",)
    assert "cannot be read" in told.remarks[0]
    assert held(tmp_path) == {"a.mp3": A, "b.mp3": B}


def test_a_list_of_a_newer_audioguide_stops_the_run(tmp_path):
    (tmp_path / MANIFEST_NAME).write_text(json.dumps({"format": FORMAT + 1, "other": 3}))
    with pytest.raises(FileError, match="newer audioguide"):
        run(tmp_path, WEEK)
    assert held(tmp_path) == {}


def test_a_folder_in_the_place_of_the_list_stops_the_run(tmp_path):
    (tmp_path / MANIFEST_NAME).mkdir()
    with pytest.raises(FileError, match="not a regular file"):
        run(tmp_path, WEEK)


@pytest.mark.parametrize(
    "path",
    [
        *("../outside.mp3", "OUTSIDE/x", "a/../../x", "d/../../x", "..", "", "d/", "d/e/x"),
        *("C:x", "a\\b", "l/x", "l/d/x"),
    ],
)
def test_a_list_that_lies_leads_nowhere(tmp_path, path):
    target, outside = tmp_path / "stick", tmp_path / "outside"
    target.mkdir()
    run(target, row(("a.mp3", A)))
    theirs = [tmp_path / "outside.mp3", tmp_path / "x", outside / "x", outside / "d" / "x"]
    theirs += [target / "d" / "e" / "x", target / "C:x", target / "a\\b"]
    for one in theirs:
        one.parent.mkdir(exist_ok=True, parents=True)
        one.write_bytes(A)
    (target / "l").symlink_to(outside)
    listed_there = json.loads((target / MANIFEST_NAME).read_text())
    listed_there["entries"][0]["path"] = path.replace("OUTSIDE", str(outside))
    (target / MANIFEST_NAME).write_text(json.dumps(listed_there))
    told = run(target, deletes=True)
    assert (told.removed, told.remarks) == ((), ()), "the list was read, and nothing in it is ours"
    assert all(one.read_bytes() == A for one in theirs)


def test_a_target_is_never_made(tmp_path):
    with pytest.raises(FileError, match="there is no folder"):
        run(tmp_path / "absent", WEEK)
    assert not (tmp_path / "absent").exists()


def test_a_target_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(FileError, match="no folder"):
        run(tmp_path / "file", WEEK)


def test_a_source_that_vanishes_is_named(tmp_path):
    def write(sink):
        raise FileError("could not read from/a.mp3: No such file or directory")

    with pytest.raises(FileError, match=r"from/a\.mp3"):
        run(tmp_path, Row((Wish("", "a.mp3", "from/a.mp3", write),)))
    assert held(tmp_path) == {}


def test_a_source_that_changes_meanwhile_is_not_copied(tmp_path):
    contents = iter([A, B])
    changing = Wish("", "a.mp3", "s", lambda sink: sink.write(next(contents)))
    with pytest.raises(FileError, match="changed meanwhile"):
        run(tmp_path, Row((changing,)))
    assert held(tmp_path) == {}
    assert parts(tmp_path) == []


def meddling(path, happens):
    """A file whose second reading, when it is copied, is the moment for somebody else."""
    n_readings = iter(range(10))

    def write(sink):
        if next(n_readings) == 1:
            happens()
        sink.write(A)

    return Wish("", path, "s", write)


def test_a_file_that_somebody_puts_there_meanwhile_stays(tmp_path):
    theirs = tmp_path / "a.mp3"
    with pytest.raises(FileError, match="somebody else"):
        run(tmp_path, Row((meddling("a.mp3", lambda: theirs.write_bytes(b"theirs")),)))
    assert held(tmp_path) == {"a.mp3": b"theirs"}


def test_a_file_that_somebody_changes_meanwhile_stays(tmp_path):
    run(tmp_path, row(("b.mp3", B)))
    theirs = tmp_path / "b.mp3"
    wanted = (meddling("a.mp3", lambda: theirs.write_bytes(b"theirs")), wish("b.mp3", C))
    with pytest.raises(FileError, match="in this moment"):
        run(tmp_path, Row(wanted))
    assert held(tmp_path) == {"a.mp3": A, "b.mp3": b"theirs"}


def test_a_file_to_be_removed_that_somebody_changes_meanwhile_stays(tmp_path):
    run(tmp_path, row(("b.mp3", B)))
    theirs = tmp_path / "b.mp3"
    wanted = meddling("a.mp3", lambda: theirs.write_bytes(b"theirs"))
    run(tmp_path, Row((wanted,)), deletes=True)
    assert held(tmp_path) == {"a.mp3": A, "b.mp3": b"theirs"}


def test_what_a_killed_run_left_in_a_folder_of_another_case_is_no_hindrance(tmp_path):
    (tmp_path / "WEEK").mkdir()
    (tmp_path / "WEEK" / PART_NAME).write_bytes(b"half")
    run(tmp_path, WEEK)
    assert parts(tmp_path) == []


def test_two_runs_at_once_keep_out_of_each_others_way(tmp_path):
    pytest.importorskip("fcntl")
    inside, done = threading.Event(), threading.Event()

    def write(sink):
        inside.set()
        assert done.wait(10)
        sink.write(A)

    first = threading.Thread(target=run, args=(tmp_path, Row((Wish("", "a.mp3", "s", write),))))
    first.start()
    assert inside.wait(10)
    with pytest.raises(FileError, match="another sync"):
        run(tmp_path, WEEK)
    done.set()
    first.join()
    assert held(tmp_path) == {"a.mp3": A}


def sized(monkeypatch, n_free, cluster=1):
    monkeypatch.setattr(sync_target.Target, "n_free_bytes", lambda _: n_free)
    monkeypatch.setattr(sync_target.Target, "cluster_bytes", lambda _: cluster)


SLACK = 1 << 18


def test_too_little_room_is_found_before_the_first_byte(tmp_path, monkeypatch):
    run(tmp_path, row(("a.mp3", A)))
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    sized(monkeypatch, SLACK)
    with pytest.raises(FileError, match="not enough room"):
        run(tmp_path, row(("a.mp3", B)))
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_dry_run_finds_too_little_room_as_well(tmp_path, monkeypatch):
    sized(monkeypatch, 1_600_000 - (1 << 20))
    monkeypatch.setattr("audioguide.delivery.sync_room._SLACK_BYTES", 1_600_000)
    with pytest.raises(FileError, match=r"1\.5 MiB needed, 538\.5 KiB free.*Make room"):
        run(tmp_path, row(("a.mp3", A)), is_dry=True)
    assert list(tmp_path.iterdir()) == []


def test_a_file_and_what_it_replaces_need_room_together(tmp_path, monkeypatch):
    run(tmp_path, row(("a.mp3", bytes(10_000)), ("b.mp3", bytes(10_000))))
    new = row(("a.mp3", b"x" * 10_000), ("b.mp3", b"y" * 10_000))
    sized(monkeypatch, SLACK + 9_000)
    with pytest.raises(FileError, match="not enough room"):
        run(tmp_path, new)
    sized(monkeypatch, SLACK + 12_000)
    assert run(tmp_path, new).copied == ("a.mp3", "b.mp3")


def test_room_is_counted_in_clusters(tmp_path, monkeypatch):
    tracks = row(*((f"{number}.mp3", b"x") for number in range(10)))
    sized(monkeypatch, SLACK + 9 * 65_536, cluster=65_536)
    with pytest.raises(FileError, match="not enough room"):
        run(tmp_path, tracks)


def test_what_is_to_go_goes_first_only_where_there_is_no_room_otherwise(tmp_path, monkeypatch):
    order = []
    plain_replace, plain_unlink = os.replace, os.unlink
    monkeypatch.setattr(
        os, "replace", lambda *a: (order.append(Path(a[1]).name), plain_replace(*a))
    )
    monkeypatch.setattr(os, "unlink", lambda *a: (order.append(Path(a[0]).name), plain_unlink(*a)))

    def happened():
        names = [name for name in order if name in ("old.mp3", "new.mp3")]
        order.clear()
        return names

    run(tmp_path, row(("old.mp3", bytes(10_000))))
    happened()
    run(tmp_path, row(("new.mp3", bytes(9_000))), deletes=True)
    assert happened() == ["new.mp3", "old.mp3"]
    run(tmp_path, row(("old.mp3", bytes(10_000))), deletes=True)
    happened()
    sized(monkeypatch, SLACK + 5_000)
    run(tmp_path, row(("new.mp3", bytes(9_000))), deletes=True)
    assert happened() == ["old.mp3", "new.mp3"]
    assert held(tmp_path) == {"new.mp3": bytes(9_000)}


NAMES = st.sampled_from(["a.mp3", "b.mp3", "w/a.mp3", "w/b.mp3", "v/a.mp3"])
CONTENTS = st.sampled_from([b"", b"1", b"2", b"22", b"333"])
WANTED = st.dictionaries(NAMES, CONTENTS, max_size=4)


@settings(deadline=None, max_examples=80)
@given(
    theirs=WANTED,
    runs=st.lists(st.tuples(WANTED, st.booleans(), WANTED), min_size=1, max_size=4),
)
def test_whatever_was_there_the_wanted_is_there_and_theirs_stays(tmp_path_factory, theirs, runs):
    """Theirs is what somebody writes over anything; it is there with its content ever after."""
    target = tmp_path_factory.mktemp("stick")
    own, sent = {}, set()

    def put(files):
        for path, content in files.items():
            # Whoever puts back what audioguide wrote there makes it audioguide's again.
            is_theirs = (path, content) not in sent
            if content and is_theirs and content != held(target).get(path):
                (target / path).parent.mkdir(exist_ok=True)
                (target / path).write_bytes(content)
                own[path] = content

    put(theirs)
    for wanted, deletes, changed in runs:
        # What was changed in the same length is only found by reading it.
        run(target, row(*wanted.items()), deletes=deletes, verifies=True)
        sent.update(wanted.items())
        here = held(target)
        assert set(wanted.values()) <= set(here.values())
        assert own.items() <= here.items()
        assert run(target, row(*wanted.items()), deletes=deletes).copied == ()
        assert parts(target) == []
        put(changed)
