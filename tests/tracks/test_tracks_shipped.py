"""Every shipped routine, from its script to the MP3 that an independent decoder reads."""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
import soundfile
from judges import chapters_shown, decoded, loudness, lufs, mp3val_warnings
from linking import link, stretch_of

from audioguide import build
from audioguide.sound.palette import load_palette
from audioguide.units import to_milliseconds

SCRIPTS = sorted(Path(__file__).parents[2].joinpath("scripts").glob("*.yaml"))
FRAME = 1152
MILLISECOND = 44.1


class Track:
    """A built track, what it was planned to be, and what came out of the decoder."""

    def __init__(self, script, folder):
        self.folder = folder
        self.mp3 = folder / "track.mp3"
        built = build(script, self.mp3, timeline_path=folder / "track.json")
        assert built.path == self.mp3, built.diagnostics
        self.plan = json.loads((folder / "track.json").read_text("utf-8"))
        build(script, folder / "track.wav")
        self.before = soundfile.read(folder / "track.wav", dtype="int16")[0]
        self.pcm = decoded(self.mp3)

    def events(self, *kinds):
        return [event for event in self.plan["events"] if event["kind"] in kinds]

    def stretches(self, margin):
        """The half-open stretches in which some event sounds, `margin` wider on both sides."""
        found = []
        for event in self.plan["events"]:
            start, end = max(0, event["start"] - margin), event["end"] + margin
            if found and start <= found[-1][1]:
                found[-1][1] = max(found[-1][1], min(end, self.plan["length"]))
            else:
                found.append([start, min(end, self.plan["length"])])
        return found

    def alone(self, *kinds, margin):
        """Events of some kinds with nothing else sounding within `margin` of them."""
        alone = []
        sounded = 0
        events = self.plan["events"]
        for event, after in zip(events, [*events[1:], {"start": self.plan["length"]}], strict=True):
            free = event["start"] - sounded >= margin and after["start"] - event["end"] >= margin
            if free and event["kind"] in kinds:
                alone.append(event)
            sounded = max(sounded, event["end"])
        return alone


@pytest.mark.timeout(600)
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_shipped_track_is_its_plan(script, tmp_path):
    track = Track(script, tmp_path)
    found_at_its_place(track)
    assert len(track.pcm) == track.plan["length"] == len(track.before)
    assert mp3val_warnings(track.mp3) == []
    chapters_are_listed(track)
    speech_begins_where_the_plan_says(track)
    silence_is_silent(track)
    loud_as_agreed(track)
    linking_costs_no_sound(track)


def chapters_are_listed(track):
    planned = [
        (chapter["title"], *(to_milliseconds(chapter[end]) for end in ("start", "end")))
        for chapter in track.plan["chapters"]
    ]
    assert chapters_shown(track.mp3) == planned


def found_at_its_place(track):
    palette = load_palette()
    events = track.alone("click", "chime", margin=0)
    assert len(events) > 1
    for event in events:
        name = event.get("name") or ("accent" if event["accent"] else "click")
        sound = palette.one_shot(name)
        reach = int(10 * MILLISECOND)
        start = event["start"]
        stretch = track.pcm[start - reach : start + len(sound) + reach].astype(np.float32)
        matches = np.correlate(stretch, sound[: len(stretch) - 2 * reach], "valid")
        assert abs(int(np.argmax(matches)) - reach) <= MILLISECOND, event


def speech_begins_where_the_plan_says(track):
    events = track.alone("speech", margin=FRAME)
    assert len(events) > 10
    for event in events:
        start, end = event["start"], event["end"]
        sound = np.abs(track.pcm[start - FRAME : end].astype(np.float32))
        onset = int(np.argmax(sound > sound.max() / 100)) - FRAME
        assert abs(onset) <= 20 * MILLISECOND, (onset, event)


def silence_is_silent(track):
    edges = [0, *itertools.chain(*track.stretches(FRAME)), track.plan["length"]]
    quiet = [
        (start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end
    ]
    assert quiet
    for start, end in quiet:
        assert not track.before[start:end].any()
        assert np.abs(track.pcm[start:end]).max() < 32768 * 10 ** (-60 / 20)


def loud_as_agreed(track):
    spoken = [track.pcm[event["start"] : event["end"]] for event in track.events("speech")]
    assert abs(lufs(written(track, spoken)) + 19) <= 1
    whole, peak = loudness(written(track, without_silence(track)))
    assert -28 <= whole <= -17
    assert peak <= -1


def without_silence(track):
    """The track with each silence cut to a second, which no gated loudness hears."""
    return [track.pcm[start:end] for start, end in track.stretches(22_050)]


def written(track, pieces):
    path = track.folder / "pieces.wav"
    soundfile.write(path, np.concatenate(pieces), 44_100)
    return path


def linking_costs_no_sound(track):
    """Against one encoder over all that sounds: as near to the source, and no seam stands out."""
    kept = near_sound(track)
    before, heard = (in_frames(pcm)[kept].ravel() for pcm in (track.before, track.pcm))
    once = one_pass(before, track.folder / "once.mp3")
    assert error_db(heard, before) <= error_db(once, before) + 0.3
    changes = by_frame(heard.astype(np.float32) - once)
    places = np.cumsum(kept) - 1
    seams = [places[start // FRAME] for start, _ in track.stretches(FRAME)]
    at_seams = [changes[max(0, seam - 1) : seam + 2].max() for seam in seams]
    elsewhere = np.delete(changes, np.concatenate([np.r_[seam - 1 : seam + 2] for seam in seams]))
    assert max(at_seams) <= elsewhere.max()
    assert np.mean(at_seams) <= np.sqrt((elsewhere[elsewhere > 0] ** 2).mean())


def near_sound(track):
    """Which frames are left where each silence is cut short, to more than an encoder remembers."""
    kept = np.zeros(-(-len(track.before) // FRAME), bool)
    for start, end in track.stretches(16 * FRAME):
        kept[start // FRAME : -(-end // FRAME)] = True
    return kept


def in_frames(pcm):
    return np.pad(pcm, (0, -len(pcm) % FRAME)).reshape(-1, FRAME)


def one_pass(pcm, path):
    link(path, [stretch_of(pcm, 0, len(pcm) + 2 * FRAME, size=1 << 17)], len(pcm))
    return decoded(path)


def error_db(heard, source):
    """Power of the error against that of the source."""
    wanted = source.astype(np.float32)
    return 10 * np.log10(((heard - wanted) ** 2).sum() / (wanted**2).sum())


def by_frame(pcm):
    """The root mean square of each frame."""
    return np.sqrt((in_frames(pcm) ** 2).mean(axis=1))
