"""Speakers that share the processes of one crew."""

from concurrent.futures import Future

import pytest

from audioguide.errors import FileError
from audioguide.speech.crew import Crew
from audioguide.speech.patience import Patience
from audioguide.speech.speak import Speaker


@pytest.fixture
def crew():
    crew = Crew(1, patience=Patience())
    yield crew
    crew.close()


def test_the_processes_outlive_a_speaker_and_serve_the_next(crew, say, tmp_path):
    lengths, workers = [], []
    for name in ("one", "two"):
        with Speaker(cache_folder=tmp_path / name, hire=lambda: crew) as speaker:
            lengths.append(speaker.speak([say("Breathe in.")]))
        workers.extend(crew._alive)
    assert lengths[0] == lengths[1]
    assert len(workers) == 2
    assert workers[0] is workers[1]


def test_nobody_is_hired_where_all_is_kept(crew, say, tmp_path):
    with Speaker(cache_folder=tmp_path, hire=lambda: crew) as speaker:
        speaker.speak([say("Breathe in.")])

    def never():
        raise AssertionError

    with Speaker(cache_folder=tmp_path, hire=never) as speaker:
        assert speaker.speak([say("Breathe in.")])


def test_what_is_given_up_does_not_keep_the_crew_busy(crew, say, tmp_path, monkeypatch):
    with Speaker(cache_folder=tmp_path, hire=lambda: crew) as speaker:
        speaker.speak([say("Breathe in.")])
    submitted = []

    def submit(_):
        future = Future()
        if not submitted:
            future.set_exception(FileError("there is no room for it"))
        submitted.append(future)
        return future

    monkeypatch.setattr(crew, "submit", submit)
    with (
        Speaker(cache_folder=tmp_path, hire=lambda: crew) as speaker,
        pytest.raises(FileError),
    ):
        speaker.speak([say("Breathe out."), say("And rest.")])
    assert [future.cancelled() for future in submitted] == [False, True]
