"""A word or two is cut out of a sentence, for voices that stutter at a word or two."""

import numpy as np
import pytest
from hostile_engines import RATE_HZ, tone
from msgspec.structs import replace

from audioguide.clip import Utterance, Voice
from audioguide.errors import EngineError
from audioguide.library.load import load_phrases
from audioguide.speech.carrier import CARRIERS, ended, in_carrier, is_cue
from audioguide.speech.carrier_cut import cut_out
from audioguide.speech.convert import mono
from audioguide.speech.engines.contract import Abilities, Engine, RawSound
from audioguide.speech.engines.espeak import EspeakEngine
from audioguide.speech.engines.espeak_voices import default_voice
from audioguide.speech.make import make_clip
from audioguide.speech.plain import n_sounds
from audioguide.speech.plausible import doubt
from audioguide.speech.trim import trimmed
from audioguide.units import SAMPLE_RATE_HZ

CUES = {
    "en": ("Inhale.", "Exhale.", "Switch sides.", "Rest.", "Last round.", "Twenty-seven."),
    "de": ("Einatmen.", "Ausatmen.", "Seite wechseln.", "Siebenundzwanzig.", "Links."),
    "es": ("Inhala.", "Exhala.", "Cambia.", "Veintisiete.", "Izquierda."),
    "fr": ("Inspirez.", "Expirez.", "Changez.", "Vingt-sept.", "À gauche."),
    "hi": ("साँस लें।", "साँस छोड़ें।", "बायाँ", "सत्ताईस"),
    "it": ("Inspira.", "Espira.", "Ventisette."),
    "ru": ("Вдох.", "Выдох."),
    "cmn": ("吸气", "呼气"),
}
SPOKEN = [(language, cue) for language, cues in CUES.items() for cue in cues]


class NeedsCarrier(EspeakEngine):
    """espeak-ng as if it had to be carried; `heard` is every text that it was given."""

    def __init__(self, settings=None, *, with_times=True):
        super().__init__(settings or {})
        self.heard = []
        self.with_times = with_times

    def abilities(self, voice):
        return replace(super().abilities(voice), needs_carrier=True)

    def synthesize(self, utterance):
        self.heard.append(utterance.text)
        raw = super().synthesize(utterance)
        return raw if self.with_times else replace(raw, words=())


def _line(text, language="en", rate_wpm=140):
    return Utterance(text, language, Voice("espeak", default_voice(language).name, rate_wpm, 50))


def _seconds(engine, line):
    return len(make_clip(engine, line, voice_lufs=None)) / SAMPLE_RATE_HZ


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Inhale.", True),
        ("Switch sides", True),
        ("Twenty-seven.", True),
        ("One hundred twenty", False),
        ("Siebenundzwanzigtausendneunhundert", False),
        ("慢慢地吸气", True),
        ("慢慢地吸气然后慢慢地呼气", False),
        ("साँस लें।", True),
        ("... - ...", False),
        ("", False),
        ("5", True),
    ],
)
def test_a_cue_is_a_word_or_two(text, expected):
    assert is_cue(text) is expected


def test_a_carrier_is_of_the_language_and_says_where_the_cue_begins():
    for language, cue in SPOKEN:
        carried = in_carrier(_line(cue, language))
        assert carried.utterance.text[carried.start :] == ended(cue)
        assert not is_cue(carried.utterance.text) or language not in CARRIERS
    assert in_carrier(_line("Inspira.", "it")).utterance.text == "Inspira, Inspira, Inspira."


def test_every_shipped_language_has_a_carrier():
    for language in ("en", "de", "es", "fr", "hi"):
        assert load_phrases(language)
        assert language in CARRIERS


@pytest.mark.parametrize("rate_wpm", [100, 140, 220])
@pytest.mark.parametrize("with_times", [True, False], ids=["times", "pauses"])
def test_what_is_cut_out_is_the_cue_and_all_of_it(rate_wpm, with_times):
    engine = NeedsCarrier(with_times=with_times)
    n_cut = 0
    for language, cue in SPOKEN:
        line = _line(cue, language, rate_wpm)
        alone = EspeakEngine({}).synthesize(line)
        expected = len(trimmed(mono(alone), alone.rate_hz)) / alone.rate_hz
        engine.heard.clear()
        assert _seconds(engine, line) == pytest.approx(expected, rel=0.12), cue
        n_cut += len(engine.heard) == 1
    assert n_cut >= 0.9 * len(SPOKEN)


@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "hi", "it"])
def test_a_figure_is_cut_out_whole(language):
    engine = NeedsCarrier(with_times=False)
    for figure in ("1.", "7.", "8.", "10.", "22.", "27.", "100."):
        line = _line(figure, language)
        alone = EspeakEngine({}).synthesize(line)
        expected = len(trimmed(mono(alone), alone.rate_hz)) / alone.rate_hz
        assert _seconds(engine, line) == pytest.approx(expected, rel=0.12), figure


def test_the_cut_sounds_like_the_cue_alone():
    line = _line("Exhale.")
    alone = make_clip(EspeakEngine({}), line, voice_lufs=None).astype(float)
    carried = make_clip(NeedsCarrier(with_times=False), line, voice_lufs=None).astype(float)

    def spectrogram(pcm):
        frames = pcm[: len(pcm) // 1024 * 1024].reshape(-1, 1024)[:20]
        return np.log1p(np.abs(np.fft.rfft(frames * np.hanning(1024))))[:, :100]

    one, other = spectrogram(alone), spectrogram(carried)
    n = min(len(one), len(other))
    assert np.corrcoef(one[:n].ravel(), other[:n].ravel())[0, 1] > 0.8


def test_a_sentence_is_not_carried():
    engine = NeedsCarrier()
    _seconds(engine, _line("Now turn to the other side."))
    assert engine.heard == ["Now turn to the other side."]


def test_who_needs_no_carrier_gets_none(monkeypatch):
    engine = NeedsCarrier()
    engine.abilities = EspeakEngine({}).abilities
    _seconds(engine, _line("Inhale"))
    assert engine.heard == ["Inhale"]


class Sketch(Engine):
    """A voice that is tones: a carrier, a pause, and a cue; it stutters at a cue alone."""

    def __init__(self, *, parts, alone=0.7):
        super().__init__({})
        self.parts = parts
        self.alone = alone
        self.heard = []

    def voices(self):
        return ()

    def abilities(self, voice):
        return Abilities(80, 400, needs_carrier=True)

    def fingerprint(self, utterance):
        return "sketch"

    def synthesize(self, utterance):
        self.heard.append(utterance.text)
        if is_cue(utterance.text):
            return RawSound(tone(self.alone), RATE_HZ)
        silent = np.zeros
        pieces = [
            tone(seconds) if seconds > 0 else silent(round(-seconds * RATE_HZ), np.float32)
            for seconds in self.parts
        ]
        return RawSound(np.concatenate(pieces), RATE_HZ)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((1.8, -0.2, 0.6), 0.6),
        ((0.9, -0.05, 0.9, -0.2, 0.3, -0.05, 0.3), 0.65),  # a stop within the cue
        ((0.4, -0.5, 1.4, -0.2, 0.6), None),  # the longest is where the cue cannot begin
        ((1.8, -0.03, 0.6), None),  # no pause
        ((2.4,), None),
        ((1.7, -0.2, 0.3, -0.2, 0.3), None),  # two pauses, and nobody knows which
        ((0.6, -0.2, 2.4), None),  # far too early
        ((-3.0,), None),
        ((), None),
    ],
)
def test_only_one_clear_pause_near_its_place_is_cut_at(parts, expected):
    line = _line("Exhale.")
    carried = in_carrier(line)
    raw = Sketch(parts=parts).synthesize(carried.utterance) if parts else RawSound(tone(0), RATE_HZ)
    found = cut_out(raw.pcm, raw.rate_hz, (), carried)
    if expected is None:
        assert found is None
    else:
        assert len(trimmed(found, RATE_HZ)) / RATE_HZ == pytest.approx(expected, abs=0.02)


def test_what_cannot_be_cut_is_spoken_alone_with_a_full_stop():
    engine = Sketch(parts=(2.4,))
    assert _seconds(engine, _line("Exhale")) == pytest.approx(0.7, abs=0.02)
    assert engine.heard == ["And now we are going on, Exhale.", "Exhale."]


def test_a_cue_that_stutters_in_its_carrier_and_alone_is_refused():
    with pytest.raises(EngineError, match=r"it gave 3\.00 s of sound, where .* to 1\.50 s"):
        _seconds(Sketch(parts=(2.4,), alone=3.0), _line("Exhale"))
    assert _seconds(Sketch(parts=(1.8, -0.2, 0.6), alone=3.0), _line("Exhale")) < 0.7


def test_three_times_an_honest_cue_is_refused_and_an_honest_one_never():
    for language, cue in SPOKEN:
        for rate_wpm in (80, 140, 220, 300):
            line = _line(cue, language, rate_wpm)
            raw = EspeakEngine({}).synthesize(line)
            pcm = trimmed(mono(raw), raw.rate_hz)
            slower = np.tile(pcm, 2)[: round(1.4 * len(pcm))]
            doubt(slower, raw.rate_hz, line, is_cue=True)
    for cue in ("Inhale.", "Exhale.", "Last round.", "Switch sides."):
        line = _line(cue)
        raw = EspeakEngine({}).synthesize(line)
        pcm = np.tile(trimmed(mono(raw), raw.rate_hz), 3)
        doubt(pcm, raw.rate_hz, line)
        with pytest.raises(EngineError, match="are possible"):
            doubt(pcm, raw.rate_hz, line, is_cue=True)


@pytest.mark.parametrize("text", ["5 %", "27", "😀 ok", "½"])
def test_figures_and_pictures_may_be_long(text):
    doubt(tone(2.5), RATE_HZ, _line(text), is_cue=True)


def test_syllables_and_signs_of_vowels_are_counted():
    assert n_sounds("Inhale.") == 6
    assert n_sounds("吸气") == 6
    assert n_sounds("साँस") == len("साँस")
    assert n_sounds("27") == 10
    assert n_sounds("- … !") == 0
