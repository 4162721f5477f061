"""Speakers over a folder of the test's own, and voices to speak with."""

import hostile_engines
import pytest

from audioguide.clip import Utterance, Voice
from audioguide.speech.engines.table import ENGINES, Engines
from audioguide.speech.patience import Patience
from audioguide.speech.speak import Speaker


@pytest.fixture
def notes(tmp_path, monkeypatch):
    """The folder in which hostile engines leave notes."""
    folder = tmp_path / "notes"
    folder.mkdir()
    monkeypatch.setenv(hostile_engines.NOTES, str(folder))
    return folder


@pytest.fixture
def speaker(tmp_path, notes):
    """Makes speakers that share a cache; hostile engines are known to them."""
    made = []

    def make(*, cache_folder=tmp_path / "clips", n_workers=2, patience=None):
        engines = Engines(places={**ENGINES, **hostile_engines.ENGINES})
        one = Speaker(
            cache_folder=cache_folder,
            n_workers=n_workers,
            patience=patience or Patience(),
            engines=engines,
        )
        made.append(one)
        return one

    yield make
    for one in made:
        one.__exit__(None, None, None)


@pytest.fixture
def say():
    """Makes an utterance."""

    def make(text, *, engine="espeak", name="gmw/en", rate_wpm=140, pitch=50, level_db=0.0):
        return Utterance(text, "en-GB", Voice(engine, name, rate_wpm, pitch, level_db=level_db))

    return make
