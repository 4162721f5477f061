"""Neural voices from the user's folder, on tiny models that are made here."""

import json

import numpy as np
import piper_voices
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from piper_voices import config, model, write_voice

from audioguide.clip import Utterance, Voice
from audioguide.errors import EngineError
from audioguide.speech.engines import espeak_driver, piper_files
from audioguide.speech.engines.contract import NothingToSpeakError
from audioguide.speech.engines.espeak_files import voice_folder
from audioguide.speech.engines.espeak_phonemes import clauses
from audioguide.speech.engines.piper import PiperEngine
from audioguide.speech.engines.piper_config import read_config
from audioguide.speech.engines.piper_sounds import numbers_of, runs_of, written_for_piper
from audioguide.speech.engines.table import Engines
from audioguide.speech.reference import REFERENCE_TEXT
from audioguide.speech.speak import Speaker
from audioguide.speech.voices import find_voice

pytest.importorskip("onnxruntime", reason="needs the extra neural")
pytest.importorskip("onnx", reason="needs onnx, which makes the models")

NAME = "en_GB-tiny-low"
CHOIR = "en_GB-choir-low"
SPEAKERS = {"ann": 0, "bob": 1, "cat": 2}


@pytest.fixture
def folder(tmp_path):
    """A folder with a voice, and one of three speakers."""
    voices = tmp_path / "voices"
    write_voice(voices, NAME, model())
    told = config(num_speakers=3, speaker_id_map=SPEAKERS)
    write_voice(voices, CHOIR, model(n_speakers=3), told)
    return voices


@pytest.fixture
def engine(folder):
    return PiperEngine({"folder": str(folder)})


def _say(text, name=NAME, rate_wpm=140, **more):
    return Utterance(text, "en-GB", Voice("piper", name, rate_wpm, 50), **more)


def _seconds(engine, text, **manner):
    raw = engine.synthesize(_say(text, **manner))
    return len(raw.pcm) / raw.rate_hz


def test_voices_are_the_pairs_of_files_in_the_folder(engine, folder):
    (folder / "alone.onnx").write_bytes(b"")
    (folder / "lonely.onnx.json").write_text("{}")
    (folder / "a b.onnx").write_bytes(b"")
    (folder / "a b.onnx.json").write_text("{}")
    names = [voice.name for voice in engine.voices()]
    assert names == [CHOIR, *(f"{CHOIR}/{one}" for one in SPEAKERS), NAME]
    (voice,) = (one for one in engine.voices() if one.name == NAME)
    assert voice.id == f"piper:{NAME}"
    assert voice.language == "en-GB"
    assert voice.title == "tiny tiny, English (Great Britain)"
    assert engine.sources(_say("x", f"{CHOIR}/ann")) == (
        folder / f"{CHOIR}.onnx",
        folder / f"{CHOIR}.onnx.json",
    )


def test_a_voice_is_found_by_name_or_language(folder):
    engines = Engines({"piper": {"folder": str(folder)}})
    assert find_voice(engines, "piper", "EN-gb_tiny-LOW", None).name == NAME
    assert find_voice(engines, "piper", f"piper:{CHOIR}/bob", None).name == f"{CHOIR}/bob"
    assert find_voice(engines, "piper", None, "en-US").language == "en-GB"
    assert find_voice(engines, "piper", None, "de") is None
    assert find_voice(engines, "piper", f"{CHOIR}/dan", None) is None


def test_the_folder_is_the_settings_then_the_variables(monkeypatch, tmp_path):
    monkeypatch.setenv("AUDIOGUIDE_VOICES_DIR", str(tmp_path / "variable"))
    assert PiperEngine({}).folder == tmp_path / "variable"
    assert PiperEngine({"folder": str(tmp_path / "set")}).folder == tmp_path / "set"
    monkeypatch.delenv("AUDIOGUIDE_VOICES_DIR")
    assert PiperEngine({}).folder.name == "voices"
    for key, value in (("folder", 3), ("timeout", 0), ("timeout", "x")):
        with pytest.raises(EngineError, match=rf"^engines\.piper\.{key}: "):
            PiperEngine({key: value})
    with pytest.raises(EngineError, match=r"^engines\.piper: .*unknown field `colour`"):
        PiperEngine({"colour": "red"})


def test_what_is_absent_is_told_with_its_remedy(engine, tmp_path, monkeypatch):
    assert engine.missing() is None
    empty = PiperEngine({"folder": str(tmp_path / "nothing")}).missing()
    assert f"no voice in {tmp_path / 'nothing'}" in empty.reason
    assert "audioguide voices add FILE" in empty.remedy
    from audioguide.speech.engines import piper

    monkeypatch.setattr(piper, "find_spec", lambda name: None)
    assert "onnxruntime" in engine.missing().reason
    assert "audioguide[neural]" in engine.missing().remedy


@pytest.mark.parametrize("rate_wpm", [80, 110, 140, 180, 220, 260])
def test_a_rate_is_what_it_says(engine, rate_wpm):
    text = "Lie on your back, bend your knees, and place your feet on the floor, as you like."
    words_a_minute = 60 * len(text) / 6 / _seconds(engine, text, rate_wpm=rate_wpm)
    assert words_a_minute == pytest.approx(rate_wpm, rel=0.1)


def test_a_voice_that_was_trained_slow_speaks_at_the_same_rate(folder, monkeypatch):
    quick = _seconds(PiperEngine({"folder": str(folder)}), REFERENCE_TEXT)
    monkeypatch.setattr(piper_voices, "FRAMES", 2 * piper_voices.FRAMES)
    write_voice(folder, NAME, model())
    assert _seconds(PiperEngine({"folder": str(folder)}), REFERENCE_TEXT) == pytest.approx(
        quick, rel=0.15
    )


def test_the_same_text_gives_the_same_samples_in_every_process_and_order(folder, tmp_path):
    texts = [f"Breathe in, and breathe out, for the {n}th time." for n in range(4)]
    lines = [_say(text, name) for text in texts for name in (NAME, f"{CHOIR}/bob")]
    engines = {"piper": {"folder": str(folder)}}
    heard = []
    for n, order in enumerate((lines, lines[::-1])):
        cache = tmp_path / f"clips{n}"
        with Speaker(cache_folder=cache, n_workers=2 - n, engines=Engines(engines)) as speaker:
            speaker.speak(order)
            heard.append([speaker.load(line).pcm.tobytes() for line in lines])
    assert heard[0] == heard[1]
    assert len(set(heard[0])) == len(lines)


def test_noise_would_be_heard(engine, monkeypatch):
    from audioguide.speech.engines import piper_model

    monkeypatch.setattr(piper_model, "_NO_NOISE", 0.3)
    one, other = (engine.synthesize(_say("Breathe in.")).pcm for _ in range(2))
    assert one.shape != other.shape or not np.array_equal(one, other)


def test_a_model_is_loaded_once_for_one_thread_and_keeps_nothing_of_a_text(engine, monkeypatch):
    import onnxruntime

    loaded = []
    session = onnxruntime.InferenceSession

    def load(path, options, **more):
        loaded.append((options.intra_op_num_threads, options.inter_op_num_threads))
        return session(path, options, **more)

    monkeypatch.setattr(onnxruntime, "InferenceSession", load)
    first = engine.synthesize(_say("Lie down.")).pcm.tobytes()
    engine.synthesize(_say("Something else, and at another rate.", rate_wpm=240))
    assert engine.synthesize(_say("Lie down.")).pcm.tobytes() == first
    assert loaded == [(1, 1)]
    assert not engine.is_worn()


def test_each_speaker_sounds_otherwise_and_none_is_the_first(engine):
    first, ann, bob = (
        engine.synthesize(_say("Lie down.", f"{CHOIR}{one}")).pcm.tobytes()
        for one in ("", "/ann", "/bob")
    )
    assert first == ann != bob
    with pytest.raises(EngineError, match='no speaker "dan"'):
        engine.synthesize(_say("Lie down.", f"{CHOIR}/dan"))


def test_speakers_without_names_have_numbers():
    told = read_config(json.dumps(config(num_speakers=2)).encode(), "x")
    assert told.speakers == {"0": 0, "1": 1}


def test_a_text_without_sounds_is_refused(engine):
    for text in ("...", "—", "( )"):
        with pytest.raises(NothingToSpeakError):
            engine.synthesize(_say(text))


def test_a_fingerprint_is_of_both_files_and_read_once(engine, folder, monkeypatch):
    line = _say("x")
    first = engine.fingerprint(line)
    opened = []
    read = piper_files.Path.open
    with monkeypatch.context() as patch:
        patch.setattr(
            piper_files.Path, "open", lambda path, *more: opened.append(path) or read(path, *more)
        )
        assert engine.fingerprint(line) == first
        assert PiperEngine({"folder": str(folder)}).fingerprint(line) == first
    assert not opened
    write_voice(folder, NAME, model(loudness=0.2))
    second = engine.fingerprint(line)
    write_voice(folder, NAME, model(loudness=0.2), config(dataset="other"))
    assert len({first, second, engine.fingerprint(line)}) == 3
    with pytest.raises(EngineError, match="could not read"):
        engine.fingerprint(_say("x", "nobody"))


def _broken(folder, name, content=None, **told):
    write_voice(folder, name, model() if content is None else content, config(**told))
    return PiperEngine({"folder": str(folder)})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (lambda: b"", r"broken\.onnx cannot be loaded: "),
        (lambda: model()[: len(model()) // 2], r"broken\.onnx cannot be loaded: "),
        (lambda: b"\x80" * 5000, r"broken\.onnx cannot be loaded: "),
        (lambda: b"<html>503</html>", r"broken\.onnx cannot be loaded: "),
        (lambda: model(renamed="volume"), "no piper model: its inputs are input, "),
    ],
)
def test_a_broken_model_is_an_error_by_name(folder, content, reason):
    engine = _broken(folder, "broken", content())
    with pytest.raises(EngineError, match=reason):
        engine.synthesize(_say("Lie down.", "broken"))


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"audio": {"sample_rate": 1}}, "its sound has 1 samples a second"),
        ({"audio": {"sample_rate": 10**9}}, "its sound has 1000000000 samples"),
        ({"audio": {}}, "no piper voice's configuration: .*sample_rate"),
        ({"audio": 3}, "no piper voice's configuration"),
        ({"phoneme_id_map": {"a": [1]}}, "lacks"),
        ({"phoneme_id_map": {"^": [-1], "$": [0], "_": [2]}}, "out of range"),
        ({"num_speakers": 0}, "it has 0 speakers"),
        ({"num_speakers": 10**9}, "it has 1000000000 speakers"),
        ({"num_speakers": 2, "speaker_id_map": {"ann": 7}}, "speakers that it has not"),
        ({"inference": {"length_scale": 0}}, "length_scale is 0"),
        ({"phoneme_type": "pinyin"}, "'pinyin', which needs a library of its own"),
        ({"espeak": {}}, "does not name its espeak voice"),
    ],
)
def test_a_broken_configuration_is_an_error_by_name_and_hides_no_other(folder, told, reason):
    engine = _broken(folder, "broken", **told)
    assert NAME in {voice.name for voice in engine.voices()}
    assert "broken" not in {voice.name for voice in engine.voices()}
    with pytest.raises(EngineError, match=r"broken\.onnx\.json .*" + reason):
        engine.find("broken", None)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe{", b"[" * 100_000, b"{}", b" " * (5 << 20)])
def test_what_is_no_json_is_an_error(folder, content):
    (folder / f"{NAME}.onnx.json").write_bytes(content)
    engine = PiperEngine({"folder": str(folder)})
    with pytest.raises(EngineError, match=f"{NAME}.onnx.json"):
        engine.find(NAME, None)
    with pytest.raises(EngineError, match=f"{NAME}.onnx.json"):
        engine.synthesize(_say("Lie down."))


def test_an_unknown_espeak_voice_is_an_error(folder):
    engine = _broken(folder, "broken", espeak={"voice": "no-such"})
    with pytest.raises(EngineError, match='espeak-ng has no voice "no-such"'):
        engine.synthesize(_say("Lie down.", "broken"))


def test_a_model_whose_pace_cannot_be_changed_is_an_error(folder, monkeypatch):
    monkeypatch.setattr(piper_voices, "FRAMES", 0.0)
    monkeypatch.setattr(piper_voices, "UNHEARD_FRAMES", dict.fromkeys(" ˈˌː", 0))
    monkeypatch.setattr(piper_voices, "SILENT_FRAMES", dict.fromkeys("_^$,.;:?!", 0))
    engine = _broken(folder, "broken", model())
    with pytest.raises(EngineError, match="its pace cannot be changed"):
        engine.synthesize(_say("Lie down.", "broken"))


def _spell(voice):
    library, voices = espeak_driver.library_path(), voice_folder()
    return lambda text: clauses(text, voice, library=library, voices=voices)


def _config(**changes):
    return read_config(json.dumps(config(**changes)).encode(), "x")


@pytest.mark.parametrize(
    ("voice", "text", "expected"),
    [
        ("gmw/en", "Lie down, rest: now; so. Ready? Yes! On", ",:;.?!"),
        ("roa/es", "¿Listo? ¡Sí!", "?!"),
        ("inc/hi", "साँस लें। अब, रुकें।", ".,."),
        ("sit/cmn", "慢慢地吸气，呼气。休息", ",."),
        ("gmw/en", "A. (Then) “quoted.” \n\nNext\n\nlast", "...."),
        ("gmw/en", "3.5 metres, 1,000 times", ","),
        ("gmw/en", ", and rest", ","),
    ],
)
def test_clauses_keep_their_marks(voice, text, expected):
    assert "".join(clause.mark for clause in _spell(voice)(text)) == expected


def test_words_of_another_language_leave_no_flags():
    sounds = " ".join(clause.sounds for clause in _spell("roa/fr")("Le Workout est bien"))
    assert "(" not in sounds
    assert "wˈɜːk" in sounds


def test_short_sentences_are_said_in_one_breath_and_long_texts_in_many():
    told = _config()
    joined = runs_of("Inhale. Exhale. Rest.", (), told, _spell("gmw/en"))
    assert ["".join(run) for run in joined] == ["ɪnhˈeɪl. ɛkshˈeɪl. ɹˈɛst."]
    long = runs_of("Slowly breathe in and out again. " * 40, (), told, _spell("gmw/en"))
    assert len(long) == 40
    endless = runs_of("slowly " * 400, (), told, _spell("gmw/en"))
    assert max(map(len, endless)) <= 400
    assert sum("".join(run).count("slˈəʊli") for run in endless) == 400


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=120))
@example("\0a\0")
@example("a" * 500)
@example("s' " * 200)
@example("\n\n.\n\n")
@example("\ud800 x")
def test_any_text_becomes_known_sounds_in_runs_of_bounded_length(text):
    told = _config()
    for run in runs_of(text, (), told, _spell("gmw/en")):
        assert 0 < len(run) <= 400
        assert set(run) <= told.phoneme_id_map.keys() - {"_", "^", "$"}


def test_a_run_begins_ends_and_is_padded():
    told = _config()
    table = told.phoneme_id_map
    begin, pad, end = table["^"][0], table["_"][0], table["$"][0]
    (run,) = runs_of("a", (), told, _spell("gmw/en"))
    numbers = numbers_of(run, told)
    assert numbers[:2] == [begin, pad]
    assert numbers[-2:] == [pad, end]
    assert set(numbers[1::2]) == {pad}
    assert len(numbers) == 2 * len(run) + 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Test 1.", [32, 120, 61, 31, 32, 3, 35, 120, 102, 26, 10]),
        ("Test 2.", [32, 120, 61, 31, 32, 3, 32, 120, 33, 122, 10]),
    ],
)
def test_numbers_are_those_of_piper_itself(text, expected):
    """Source: what piper's own tests expect of these texts."""
    table = {"_": 0, "^": 1, "$": 2, " ": 3, ".": 10, "n": 26, "s": 31, "t": 32, "u": 33, "w": 35}
    table |= {"ɛ": 61, "ʌ": 102, "ˈ": 120, "ː": 122}
    told = _config(phoneme_id_map={sound: [number] for sound, number in table.items()})
    (run,) = runs_of(text, (), told, _spell("gmw/en-US"))
    padded = [number for pair in zip(expected, [0] * len(expected), strict=True) for number in pair]
    assert numbers_of(run, told) == [1, 0, *padded, 2]


def test_sounds_that_the_voice_lacks_are_left_out_and_clusters_are_one():
    table = config()["phoneme_id_map"] | {"eɪ": [70]}
    del table["h"]
    told = _config(phoneme_id_map=table, vowel_clusters=[["e", "ɪ"], ["o", "ʊ"]])
    (run,) = runs_of("Inhale", (), told, _spell("gmw/en"))
    assert run == ("ɪ", "n", "ˈ", "eɪ", "l")


def test_ipa_is_followed_in_the_middle_of_a_sentence(engine):
    told = _config()
    pronounced = (("asana", "ˈɑːsənə"),)
    (run,) = runs_of("Rest in Asana, then go.", pronounced, told, _spell("gmw/en"))
    assert "".join(run) == "ɹˈɛst ˈɪn ˈɑːsənə, ðˈɛn ɡˈəʊ."
    plain, other = (
        engine.synthesize(_say("Rest in asana.", pronounced=one)).pcm.tobytes()
        for one in ((), (("asana", "ˈuːsuːnuː"),))
    )
    assert plain != other


def test_ipa_is_brought_to_how_espeak_writes_it():
    told = _config()
    assert written_for_piper("ʃaˈvaːsana", told) == "ʃavˈaːsana"
    assert written_for_piper("'re.st", told) == "ɹˈest"
    assert written_for_piper("ʘa", told) is None
    german = _config(espeak={"voice": "de"})
    assert written_for_piper("rɑ", german) == "rɑ"
    assert written_for_piper("a", _config(phoneme_type="text")) is None


def test_a_voice_of_letters_needs_no_espeak(folder, monkeypatch):
    hostile = model(sounds=piper_voices.LETTERS)
    write_voice(folder, "letters", hostile, piper_voices.hostile_config())
    engine = PiperEngine({"folder": str(folder)})
    monkeypatch.setattr(espeak_driver, "library_path", lambda: pytest.fail("asked espeak"))
    assert 0.5 < _seconds(engine, "Breathe in.", name="letters") < 2


def test_an_absent_folder_of_voices_is_no_trouble_and_a_forbidden_one_is(tmp_path):
    assert PiperEngine({"folder": str(tmp_path / "no")}).voices() == ()
    (tmp_path / "file").write_text("")
    with pytest.raises(EngineError, match="could not list"):
        PiperEngine({"folder": str(tmp_path / "file")}).voices()
    assert "could not list" in PiperEngine({"folder": str(tmp_path / "file")}).missing().reason


def test_nothing_is_printed_by_the_runtime(folder, capfd):
    engine = _broken(folder, "broken", model()[:1000])
    with pytest.raises(EngineError):
        engine.synthesize(_say("Lie down.", "broken"))
    assert capfd.readouterr() == ("", "")
