"""Programmes of one name on one target: none takes what is another's, in whatever order."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.delivery.syncing import held, listed, row, run

A, B, C = b"track a", b"track b, longer", b"another c"


def week(content, origin):
    return row(("week/01.mp3", content), listed="week/week.m3u8", origin=origin)


RUTH, BEN = week(A, "ruth"), week(B, "ben")
BOTH = {
    "week/01.mp3": A,
    "week/week.m3u8": b"01.mp3",
    "week-2/01.mp3": B,
    "week-2/week.m3u8": b"01.mp3",
}


def test_another_programme_of_the_name_gets_a_folder_of_its_own(tmp_path):
    run(tmp_path, RUTH)
    told = run(tmp_path, BEN)
    assert held(tmp_path) == BOTH
    assert listed(tmp_path) == set(BOTH)
    assert told.remarks == (
        "week has another programme, from fromruth, which stays; ours is week-2",
    )


def test_each_finds_its_own_again_alone_and_together(tmp_path):
    run(tmp_path, RUTH)
    run(tmp_path, BEN)
    for rows in ([RUTH], [BEN], [RUTH, BEN], [BEN, RUTH]):
        told = run(tmp_path, *rows)
        assert (told.copied, told.remarks) == ((), ())
    assert run(tmp_path, week(C, "ben")).copied == ("week-2/01.mp3",)
    assert held(tmp_path) == BOTH | {"week-2/01.mp3": C}


def test_two_at_once_are_apart_too(tmp_path):
    run(tmp_path, RUTH, BEN)
    assert held(tmp_path) == BOTH
    assert run(tmp_path, BEN).copied == ()


def test_with_delete_a_programme_takes_the_place_of_what_no_source_has(tmp_path):
    run(tmp_path, RUTH, row(("other/01.mp3", A), origin="ruth"))
    told = run(tmp_path, BEN, deletes=True)
    assert held(tmp_path) == {"week/01.mp3": B, "week/week.m3u8": b"01.mp3"}
    assert told.copied == ("week/01.mp3",)
    assert told.kept == ("week/week.m3u8",)
    assert told.removed == ("other/01.mp3",)
    assert run(tmp_path, BEN).copied == ()
    assert run(tmp_path, RUTH).copied == ("week-2/01.mp3", "week-2/week.m3u8")


def test_with_delete_a_programme_that_is_named_too_keeps_its_place(tmp_path):
    run(tmp_path, RUTH)
    assert run(tmp_path, BEN, RUTH, deletes=True).removed == ()
    assert held(tmp_path) == BOTH


def test_what_somebody_changed_has_no_place_to_give(tmp_path):
    run(tmp_path, RUTH)
    (tmp_path / "week/01.mp3").write_bytes(b"theirs")
    run(tmp_path, BEN, deletes=True)
    assert held(tmp_path) == {
        "week/01.mp3": b"theirs",
        "week/01-2.mp3": B,
        "week/week.m3u8": b"01-2.mp3",
    }


def test_without_folders_tracks_of_one_name_are_apart(tmp_path):
    ruth, ben = (row(("01.mp3", one), origin=name) for one, name in ((A, "ruth"), (B, "ben")))
    run(tmp_path, ruth)
    assert run(tmp_path, ben).remarks == ()
    assert held(tmp_path) == {"01.mp3": A, "01-2.mp3": B}
    assert run(tmp_path, ben, ruth).copied == ()


_runs = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from("xyz"), st.sampled_from([A, B, C]), min_size=1),
        st.booleans(),
    ),
    min_size=1,
    max_size=5,
)


@given(_runs)
@settings(max_examples=60, deadline=None)
def test_in_any_order_each_programme_has_all_of_its_own(tmp_path_factory, runs):
    target = tmp_path_factory.mktemp("stick")
    there = {}
    for wanted, deletes in runs:
        rows = [week(content, origin) for origin, content in wanted.items()]
        told = run(target, *rows, deletes=deletes)
        there = ({} if deletes else there) | wanted
        tracks = [one for path, one in held(target).items() if path.endswith(".mp3")]
        assert sorted(tracks) == sorted(there.values())
        assert told.removed == () or deletes
        again = run(target, *rows, deletes=deletes)
        assert (again.copied, again.removed, again.remarks) == ((), (), ())
