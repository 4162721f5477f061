"""What is spoken anew when a routine is paced otherwise: only lines whose rate or words changed."""

import pytest

import audioguide
from audioguide.timeline.timeline import Speech

ROUTINE = "desk-break-five-minutes"


@pytest.fixture
def clips(tmp_path, monkeypatch):
    """Counts the clips that are kept."""
    monkeypatch.setenv("AUDIOGUIDE_CACHE_DIR", str(tmp_path / "cache"))
    return lambda: {path.name for path in (tmp_path / "cache" / "clips").rglob("*.clip")}


def spoken(**options):
    """Every line, by its words and its rate."""
    timeline = audioguide.plan(ROUTINE, options=options).timeline
    assert timeline is not None
    return {
        (event.utterance.text, event.utterance.voice.rate_wpm)
        for event in timeline.events
        if isinstance(event, Speech)
    }


@pytest.mark.parametrize("guidance", ["short", "bells", "learning"])
def test_other_guidance_speaks_only_other_words(clips, guidance):
    before = spoken(guidance="full")
    n_before = len(clips())
    after = spoken(guidance=guidance)
    n_new = len(clips()) - n_before
    assert n_new <= len(after - before)
    assert (n_new == 0) == (not after - before)


def test_silence_speaks_nothing(clips):
    spoken(guidance="full")
    n_before = len(clips())
    assert spoken(guidance="silent") == set()
    assert len(clips()) == n_before


def test_another_pace_with_the_rate_held_speaks_nothing(clips):
    before = spoken(pace="1.0", rate="140 wpm")
    kept = clips()
    assert spoken(pace="0.8", rate="175 wpm") == before
    assert clips() == kept


def test_another_pace_speaks_each_line_once_more_and_back_again_nothing(clips):
    before = spoken(pace="1.0")
    kept = clips()
    after = spoken(pace="0.85")
    assert {rate for _, rate in before} == {140}
    assert {rate for _, rate in after} == {119}
    kept_too = clips()
    assert len(kept_too) <= 2 * len(kept) + 5
    assert spoken(pace="1.0") == before
    assert clips() == kept_too


def test_another_breath_speaks_only_other_words(clips):
    before = spoken(breath="4-6")
    kept = clips()
    after = spoken(breath="5-7")
    assert len(clips()) - len(kept) <= len(after - before)


def test_a_target_speaks_only_what_is_said_otherwise(clips):
    before = spoken()
    kept = clips()
    after = spoken(target="6min")
    assert len(clips()) - len(kept) <= len(after - before) + 2
