"""A track followed to its end, or to whatever comes before."""

import pytest
from playing import Scripted

from audioguide.errors import ExitCode, PlayerError
from audioguide.playback.listening import Ending, listen


def follow(sounding, *, length_ms=60_000, wait=lambda: None, show=None):
    seen = []
    ending = listen(sounding, name="fake", length_ms=length_ms, show=show or seen.append, wait=wait)
    return ending, seen


def test_a_track_is_shown_to_its_end():
    sounding = Scripted(0, 30_000, 59_000, 60_200)
    assert follow(sounding) == (Ending.PLAYED, [0, 30_000, 59_000, 60_000, 60_000, 60_000])
    assert sounding.n_stops == 1


def test_a_player_that_does_not_end_is_ended():
    sounding = Scripted(*range(0, 100_000, 1000))
    ending, seen = follow(sounding)
    assert ending is Ending.HUNG
    assert max(seen) == 60_000
    assert sounding.n_looks == 72, "it has ten seconds"
    assert sounding.n_stops == 1


def test_one_that_stands_still_at_the_end_has_played():
    sounding = Scripted(0, 59_000, stuck_after=20)
    assert follow(sounding)[0] is Ending.HUNG
    assert sounding.n_stops >= 1


@pytest.mark.parametrize(
    ("sounding", "message"),
    [
        (Scripted(0, 5_000, stuck_after=9), "fake stands still, at 0:05"),
        (Scripted(58_000, stuck_after=9, begins=False), "does not begin to play, at 0:58"),
        (Scripted(0, 65_000, code="failed with exit code 2"), "failed with exit code 2, at 1:00"),
        (Scripted(0, 1_000, code="was ended by signal 9"), "fake was ended by signal 9, at 0:01"),
        (Scripted(0, 54_000), "fake ended too early, at 0:54"),
        (Scripted(0, said="no sound card"), "ended too early, at 0:00; .*\nno sound card"),
    ],
)
def test_a_player_that_fails_is_told_with_where_it_was(sounding, message):
    with pytest.raises(PlayerError, match=message) as refused:
        follow(sounding)
    assert refused.value.exit_code == ExitCode.ENGINE
    assert sounding.n_stops >= 1


@pytest.mark.parametrize(
    ("length_ms", "at_ms"), [(60_000, 55_000), (3_600_000, 3_420_000), (1_000, 0)]
)
def test_a_little_short_of_a_length_that_may_be_an_estimate_is_the_end(length_ms, at_ms):
    assert follow(Scripted(0, at_ms), length_ms=length_ms)[0] is Ending.PLAYED


@pytest.mark.parametrize("where", ["wait", "show"])
@pytest.mark.parametrize("what", [KeyboardInterrupt, SystemExit, ValueError])
def test_whatever_comes_in_between_nothing_plays_on(where, what):
    sounding = Scripted(*range(0, 60_000, 1000))

    def raising(*_):
        if sounding.n_looks == 3:
            raise what

    with pytest.raises(what):
        follow(sounding, **{where: raising})
    assert sounding.n_looks == 3
    assert sounding.n_stops == 1
