"""The Python package as a player, with a sound card that is none."""

import sys
import threading
import time
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile
from playing import Hands

from audioguide.playback import package, players
from audioguide.playback.package import Package
from audioguide.playback.sounding import STUCK_SECONDS


class Card:
    """What the package's output stream does, to the samples that it is given."""

    def __init__(self, **settings):
        self.settings = settings
        self.blocks = []
        self.latency = 0.1
        self.was_aborted = False
        self.gate = None
        self.trouble = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def write(self, block):
        if self.trouble is not None and self.blocks:
            raise self.trouble
        self.blocks.append(block.copy())
        if self.gate is not None:
            self.gate.wait()

    def abort(self):
        self.was_aborted = True


@pytest.fixture
def cards(monkeypatch):
    """The fake package; every stream that it opened."""
    opened = []

    def open_stream(**settings):
        card = Card(**settings)
        card.gate, card.trouble = module.gate, module.trouble
        opened.append(card)
        return card

    module = SimpleNamespace(
        OutputStream=open_stream,
        PortAudioError=RuntimeError,
        query_devices=lambda kind: {"name": kind},
        gate=None,
        trouble=None,
        opened=opened,
    )
    monkeypatch.setitem(sys.modules, "sounddevice", module)
    return module


@pytest.fixture
def track(tmp_path):
    path = tmp_path / "a.wav"
    samples = np.linspace(-0.5, 0.5, 3 * 44_100)
    soundfile.write(path, np.column_stack([samples, -samples]), 44_100, "FLOAT")
    return path


def finished(sounding):
    sounding._thread.join()
    return sounding


def test_every_sample_is_played_once(cards, track):
    sounding = finished(Package(track, start_ms=0, clock=Hands()))
    (card,) = cards.opened
    assert card.settings == {"samplerate": 44_100, "channels": 2, "dtype": "float32"}
    written = np.concatenate(card.blocks)
    assert np.array_equal(written, soundfile.read(track, dtype="float32")[0])
    assert sounding.position_ms() == 3_000
    assert sounding.has_ended()
    assert sounding.has_begun()
    assert (sounding.failure(), sounding.complaint()) == (None, "")


def test_it_begins_where_it_is_to(cards, track):
    finished(Package(track, start_ms=2_500, clock=Hands()))
    assert sum(map(len, cards.opened[0].blocks)) == 22_050


def test_how_far_it_is_leaves_out_what_the_device_has_not_played_yet(cards, track):
    cards.gate = threading.Event()
    clock = Hands()
    sounding = Package(track, start_ms=0, clock=clock)
    assert sounding.position_ms() == 0
    assert not sounding.has_ended()
    clock.seconds += STUCK_SECONDS + 1
    assert sounding.is_stuck()
    cards.gate.set()
    finished(sounding)
    assert not sounding.is_stuck()


def test_it_ends_when_it_is_asked_to(cards, track):
    cards.gate = threading.Event()
    sounding = Package(track, start_ms=0, clock=Hands())
    while not (cards.opened and cards.opened[0].blocks):
        time.sleep(0.001)

    def go_on_when_it_was_asked():
        sounding._wants_end.wait()
        cards.gate.set()

    asked = threading.Thread(target=go_on_when_it_was_asked)
    asked.start()
    sounding.stop()
    asked.join()
    assert sounding.has_ended()
    assert cards.opened[0].was_aborted
    assert len(cards.opened[0].blocks) == 1
    assert sounding.position_ms() < 1_000


def test_a_card_that_is_pulled_out_is_trouble(cards, track):
    cards.trouble = RuntimeError("device gone")
    sounding = finished(Package(track, start_ms=0, clock=Hands()))
    assert sounding.failure() == "failed"
    assert sounding.complaint() == "device gone"


def test_a_file_that_is_gone_is_trouble(cards, tmp_path):
    sounding = finished(Package(tmp_path / "a.mp3", start_ms=0, clock=Hands()))
    assert sounding.failure() == "failed"
    assert "a.mp3" in sounding.complaint()


def test_where_there_is_no_card_the_package_does_not_count(cards, monkeypatch):
    monkeypatch.setattr(players.importlib.util, "find_spec", lambda _: object())
    monkeypatch.setenv("PATH", "")
    assert package.missing() is None
    assert [one.name for one in players.players_here()] == ["sounddevice"]

    def refuse(kind):
        raise RuntimeError("no default output device")

    cards.query_devices = refuse
    assert package.missing() == "no default output device"
    assert list(players.players_here()) == []


def test_where_there_is_no_package_it_does_not_count(monkeypatch):
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    assert package.missing()
