"""The contract that every engine keeps, whatever it stands on, with the same hostile cases."""

import os
import re
import subprocess
import sys

import numpy as np
import pytest
from engine_cases import CASES, CUES, GOOD, HARMLESS, LONG, SILENT
from hostile_engines import NOTES

from audioguide.clip import Utterance, Voice
from audioguide.errors import EngineError
from audioguide.speech.crew import Crew
from audioguide.speech.engines.contract import NothingToSpeakError
from audioguide.speech.engines.table import ENGINES, Engines
from audioguide.speech.jobs import Job, Outcome, Task
from audioguide.speech.keys import Keys
from audioguide.speech.patience import Patience
from audioguide.speech.voices import find_voice, near_voices
from audioguide.speech.worker import Worker
from audioguide.units import SAMPLE_RATE_HZ


@pytest.fixture(scope="module", autouse=True)
def here(tmp_path_factory):
    """The folder in which workers run, where no text is to leave anything."""
    folder = tmp_path_factory.mktemp("here")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv(NOTES, str(tmp_path_factory.mktemp("notes")))
        yield folder


@pytest.fixture(scope="module")
def crew(here):
    """One process, so that whatever it keeps from a text would be heard in the next."""
    one = Crew(1, patience=Patience())
    yield one
    one.close()


@pytest.fixture(scope="module")
def worker(here):
    """A process that is asked again whatever it answered, since no crew replaces it."""
    one = Worker()
    yield one
    one.close()


class Trial:
    """A case that is set up, and a crew to speak it."""

    def __init__(self, case, settings, crew):
        self.case = case
        self.settings = settings
        self.engines = case.engines(settings)
        self.engine = self.engines.engine(case.engine)
        self.crew = crew

    def entry(self, name=None):
        found = find_voice(self.engines, self.case.engine, name or self.case.voice, None)
        assert found is not None
        return found

    def utterance(self, text, *, voice=None, rate_wpm=None, pitch=50):
        entry = self.entry(voice)
        can = entry.abilities
        rate_wpm = rate_wpm or min(max(160, can.slowest_wpm), can.fastest_wpm)
        language = entry.language or "en-GB"
        return Utterance(text, language, Voice(entry.engine, entry.name, rate_wpm, pitch))

    def speak(self, text, *, crew=None, **manner):
        """The clip, at its own loudness."""
        utterance = self.utterance(text, **manner)
        job = self.job(utterance, seconds=self.engine.timeout_seconds(utterance))
        return np.frombuffer((crew or self.crew).submit(job).result().pcm, "<i2")

    def job(self, utterance, *, seconds=None):
        return Job(Task.SPEAK, self.engines.setup(self.case.engine), utterance, None, seconds)

    def seconds(self, text, **manner):
        return len(self.speak(text, **manner)) / SAMPLE_RATE_HZ


@pytest.fixture(scope="module", params=CASES, ids=str)
def trial(request, tmp_path_factory, crew):
    case = request.param
    reason = case.absent()
    if reason is not None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    with case.settings(tmp_path_factory.mktemp("engine")) as settings:
        yield Trial(case, settings, crew)


def test_what_is_absent_says_how_to_get_it(trial):
    for engines in (trial.engines, Engines({}, places=trial.case.places)):
        missing = engines.engine(trial.case.engine).missing()
        assert missing is None or (missing.reason and missing.remedy)
    assert trial.engine.missing() is None
    assert trial.engine.troubles() == ()


def test_voices_can_be_found_by_their_names_and_speak(trial):
    voices = trial.engine.voices()
    assert voices
    assert len({one.id for one in voices}) == len(voices)
    for voice in voices:
        assert voice.engine == trial.case.engine
        assert trial.engine.find(voice.name, None) == voice
        assert trial.engine.find(voice.name.upper(), None) == voice
        assert trial.engine.abilities(voice.name) == voice.abilities
        assert voice.abilities.slowest_wpm <= voice.abilities.fastest_wpm
        assert voice.title
    for voice in voices[:: max(1, len(voices) // 3)]:
        assert 0.5 < trial.seconds(GOOD, voice=voice.name) < 30


def test_a_voice_of_a_language_is_found_without_a_name(trial):
    for language in {voice.language for voice in trial.engine.voices() if voice.language}:
        found = trial.engine.find(None, language)
        assert found is not None
        assert found.language.split("-")[0] == language.split("-")[0]
    assert trial.engine.find(None, "xx") is None


@pytest.mark.parametrize("name", ["no-such-voice", "../bad", "-o", " ", "a" * 1000])
def test_an_unknown_voice_is_not_found_and_never_another(trial, worker, name):
    assert trial.engine.find(name, "en-GB") is None
    assert isinstance(near_voices(trial.engines, trial.case.engine, name), tuple)
    if trial.case.engine == "hostile":
        return
    known, unknown = (
        worker.ask(trial.job(utterance), timeout_seconds=60)
        for utterance in (
            trial.utterance(GOOD),
            Utterance(GOOD, "en-GB", Voice(trial.case.engine, name, 160, 50)),
        )
    )
    assert known.outcome is Outcome.DONE
    assert unknown.outcome in (Outcome.FAILED, Outcome.FINAL)
    assert unknown.pcm == b""


@pytest.mark.parametrize("what", HARMLESS)
def test_a_text_is_words_and_nothing_else(trial, here, what):
    text = HARMLESS[what]
    assert trial.seconds(text) > 0.02 * len(re.sub(r"\W", "", text))
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("what", SILENT)
def test_what_cannot_be_said_is_silence_or_an_error(trial, here, what):
    try:
        trial.speak(SILENT[what])
    except EngineError as trouble:
        assert str(trouble)  # noqa: PT017 - silence is as good as an error
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("cue", CUES)
def test_a_word_or_two_alone_are_sound_and_nothing_else(trial, cue):
    assert 0.15 < trial.seconds(cue) < 3


def test_ten_thousand_characters_are_whole_or_an_error(trial):
    try:
        seconds = trial.seconds(LONG)
    except EngineError as trouble:
        assert str(trouble)  # noqa: PT017 - an error is as good as all of it
        return
    assert seconds > 7 * trial.seconds(LONG[:1000])


def test_the_same_text_gives_the_same_bytes_whatever_came_between(trial):
    first = trial.speak(GOOD).tobytes()
    trial.speak("Something else altogether.", pitch=80)
    assert trial.speak(GOOD).tobytes() == first


def test_a_rate_that_is_promised_is_heard(trial):
    can = trial.entry().abilities
    if can.slowest_wpm == can.fastest_wpm:
        assert trial.utterance(GOOD).voice.rate_wpm == can.slowest_wpm
        return
    slow, fast = max(can.slowest_wpm, 100), min(can.fastest_wpm, 220)
    if trial.case.engine != "hostile":
        assert trial.seconds(GOOD, rate_wpm=slow) > 1.4 * trial.seconds(GOOD, rate_wpm=fast)


def test_a_pitch_is_heard_where_it_is_promised_and_nowhere_else(trial):
    low, high = (trial.speak(GOOD, pitch=pitch).tobytes() for pitch in (20, 80))
    if trial.case.engine != "hostile":
        assert (low != high) == trial.entry().abilities.pitch


def test_words_come_with_their_times_where_that_is_promised(trial):
    if not trial.entry().abilities.word_times:
        return
    raw = trial.engine.synthesize(trial.utterance(GOOD))
    starts = [word.start_seconds for word in raw.words]
    assert [GOOD[one.location :][: one.length] for one in raw.words][:2] == ["Breathe", "in"]
    assert starts == sorted(starts)
    assert 0 <= starts[0] < starts[-1] < len(raw.pcm) / raw.rate_hz


def test_a_fingerprint_changes_with_the_settings_and_with_nothing_else(trial):
    utterance = trial.utterance(GOOD)
    made_by = trial.engine.fingerprint(utterance)
    assert made_by
    again = trial.case.engines(trial.settings)
    assert Keys(again).clip(utterance) == Keys(trial.engines).clip(utterance)
    others = [trial.case.engines(one) for one in trial.case.otherwise(trial.settings)]
    keys = {
        Keys(one).clip(utterance)
        for one in others
        if one.engine(trial.case.engine).find(utterance.voice.name, None)
    }
    assert Keys(trial.engines).clip(utterance) not in keys
    assert bool(keys) == bool(others)


@pytest.mark.parametrize(
    ("trial", "ill"),
    [pytest.param(case, ill, id=f"{case}-{ill}") for case in CASES for ill in case.ills],
    indirect=["trial"],
)
def test_trouble_is_told_and_the_next_line_is_spoken(trial, capfd, ill):
    text, told = trial.case.ills[ill]
    if told is None:
        assert trial.seconds(text) > 0.5
    else:
        _told(trial, ill, text, told)
    assert trial.seconds(GOOD) > 0.5
    assert capfd.readouterr() == ("", "")


def _told(trial, ill, text, told):
    if ill not in ("hang", "drip"):
        with pytest.raises(EngineError, match=told) as caught:
            trial.speak(text)
        assert not isinstance(caught.value, NothingToSpeakError)
        return
    hasty = Crew(1, patience=Patience(seconds=1.0, seconds_per_character=0.0))
    try:
        with pytest.raises(EngineError, match=told):
            trial.speak(text, crew=hasty, voice=trial.case.hasty_voice)
    finally:
        hasty.close()


def test_every_engine_of_ours_has_a_case():
    assert set(ENGINES) <= {case.engine for case in CASES}


HEAVY = ("numpy", "soundfile", "soxr", "pyttsx3", "onnxruntime", "ctypes", "urllib.request", "ssl")


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_to_ask_an_engine_what_it_has_is_light(name):
    code = (
        "import sys; from audioguide.speech.engines.table import Engines; "
        f"engine = Engines().engine({name!r}); engine.missing() or engine.voices(); "
        f"print([one for one in {HEAVY} if one in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
