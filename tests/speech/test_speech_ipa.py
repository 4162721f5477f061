"""Pronunciations in IPA, and what becomes of them on their way to a voice."""

import pytest
from msgspec.structs import replace

from audioguide.lexicon import Lexicon
from audioguide.library.load import load_phrases
from audioguide.speech.engines import espeak_driver, espeak_files
from audioguide.speech.engines.contract import Abilities
from audioguide.speech.engines.espeak import EspeakEngine
from audioguide.speech.engines.espeak_ipa import bracketed, mnemonics_of, one_writing
from audioguide.speech.engines.espeak_library import heard
from audioguide.speech.engines.espeak_pronouncing import mnemonics_for
from audioguide.speech.reference import reference_of

ASANA = Lexicon(ipa=(("asana", "ˈɑːsənə"),))

WORDS = {
    "gmw/en": "hello shoulder ceiling physiotherapist measure thigh chair triangle warrior idea",
    "gmw/en-US": "hello shoulder water physiotherapist bottle pigeon mountain twist warrior garage",
    "gmw/de": "Schulter Rücken Wirbelsäule Zwerchfell Übung schön Pfad ich auch Junge Drehung",
    "roa/es": "respiración rodilla izquierda guitarra perro pero niño jamón ciudad aire auto",
    "roa/fr": "épaule respiration œil parfum montagne huit feuille rouge inspirez douleur",
    "inc/hi": "साँस घुटना दाहिना गर्दन छोड़ें योगासन शवासन पीठ धीरे",
}


@pytest.fixture
def places():
    return {"library": espeak_driver.library_path(), "voices": espeak_files.voice_folder()}


def sounds(text, voice, places):
    (found,) = heard([text], voice, **places)
    return one_writing("".join(found))


@pytest.mark.parametrize("voice", WORDS)
def test_what_a_voice_says_can_be_asked_of_it_in_ipa(voice, places):
    for word in WORDS[voice].split():
        said = sounds(word, voice, places)
        spelled = mnemonics_of(said, voice, **places)
        assert spelled, f"{word}: {said}"
        assert sounds(f"[[{spelled}]]", voice, places) == said


@pytest.mark.parametrize(
    ("voice", "ipa", "said"),
    [
        ("gmw/en", "ˈɑːsənə", "ˈɑːsənə"),
        ("gmw/en", "ɑːˈsɑːnə", "ɑːsˈɑːnə"),
        ("gmw/en", "t͡ʃəkˈrɑːsənə", "tʃəkɹˈɑːsənə"),
        ("gmw/en", "'gəʊ.ɪŋ", "ɡˈəʊɪŋ"),
        ("gmw/de", "ˈtʃakra", "tʃˈakɾa"),
        ("roa/es", "ˈtʃakra", "tʃˈakra"),
        ("roa/fr", "ˈtʃakʁa", "tʃˈakʁa"),
        ("inc/hi", "ˈaːsana", "ˈaːsana"),
        ("gmw/en+f3", "ˈɑːsənə", "ˈɑːsənə"),
        ("roa/fr", "ˈɑːsənə", None),
        ("gmw/en", "ˈʘa", None),
    ],
)
def test_ipa_of_dictionaries(voice, ipa, said, places):
    spelled = mnemonics_of(ipa, voice, **places)
    assert (sounds(f"[[{spelled}]]", voice, places) if spelled else None) == said


def test_a_text_with_mnemonics_knows_its_words(places):
    spelled = bracketed("In asana [[x]], Asana.", (("asana", "'A:s@n@"),))
    assert spelled.text == "In [['A:s@n@]] ((x]], [['A:s@n@]]."
    assert [spelled.place(at) for at in (0, 3, 5, 12, 15, 22, 30, 33)] == [
        0,
        3,
        3,
        3,
        9,
        16,
        16,
        21,
    ]


def test_own_brackets_stay_silent_where_words_have_mnemonics(say):
    engine = EspeakEngine({})
    asana = (("asana", "'A:|s|@|n|@"),)
    plain = engine.synthesize(replace(say("In asana, [[h@l'oU]] now."), pronounced=asana))
    round_ones = engine.synthesize(replace(say("In asana, ((h@l'oU)) now."), pronounced=asana))
    assert len(plain.pcm) == len(round_ones.pcm)
    assert [word.location for word in plain.words][:2] == [0, 3]


def test_a_word_is_said_as_its_ipa_says(speaker, say):
    one = speaker()
    spelled = one.speak([say("Sit in asana.")])
    plain = one.ingredients(say("Sit in asana."))
    one.pronounce(ASANA)
    said = one.speak([say("Sit in asana.")])
    assert spelled != said
    assert one.ingredients(say("Sit in asana.")) == {
        **plain,
        "pronounced": "asana: 'A:|s|@|n|@",
    }
    assert one.notes == ()


def test_without_ipa_the_key_is_what_it_was(speaker, say):
    one = speaker()
    before = one.ingredients(say("Sit still."))
    one.pronounce(ASANA)
    assert one.ingredients(say("Sit still.")) == before
    assert "pronounced" not in before


def test_the_calibration_has_no_part_in_it(say):
    line = say("Sit in asana.")
    assert reference_of(replace(line, pronounced=(("asana", "x"),))) == reference_of(line)


def test_what_a_voice_cannot_say_is_said_as_spelled(speaker, say):
    one = speaker()
    one.pronounce(Lexicon(words=(("Ruth", "root"),), ipa=(("asana", "ʘ"), ("Ruth", "ʘ"))))
    assert one.ingredients(say("Asana, Ruth."))["text"] == "Asana, root."
    assert one.notes == ('espeak:gmw/en cannot say /ʘ/: "asana" is said as it is spelled',)


def test_a_voice_that_crashes_the_library_says_none_and_nothing_else_goes_down():
    """espeak-ng 1.52 crashes over the phonemes of Greenlandic."""
    assert mnemonics_for("esx/kl", ("mama",)) == {}
    assert mnemonics_for("no such voice", ("mama",)) == {}
    assert mnemonics_for("gmw/en", ("mama", "ʘ")) == {"mama": "m|a|m|a"}


def test_an_engine_that_takes_none_gets_plain_words(speaker, say, monkeypatch):
    asked = []
    monkeypatch.setattr(
        EspeakEngine, "pronunciations", lambda *given: (asked.append(given[1:]), {})[1]
    )
    one = speaker()
    one.pronounce(Lexicon(words=(("asana", "aa sana"),), ipa=ASANA.ipa))
    assert one.ingredients(say("An asana."))["text"] == "An aa sana."
    assert one.ingredients(say("Nothing."))["text"] == "Nothing."
    assert asked == [("gmw/en", ("ˈɑːsənə",))]
    assert one.notes == ()


def test_an_engine_that_takes_it_gets_it_as_it_is(monkeypatch):
    engine = EspeakEngine({})
    monkeypatch.delattr(EspeakEngine, "pronunciations")
    for takes_ipa, given in ((True, {"ˈɑːsənə": "ˈɑːsənə"}), (False, {})):
        able = Abilities(80, 449, takes_ipa=takes_ipa)
        monkeypatch.setattr(EspeakEngine, "abilities", lambda *_, able=able: able)
        assert engine.pronunciations("gmw/en", ("ˈɑːsənə",)) == given


def test_long_texts_keep_the_sounds_of_each_part(speaker, say):
    one = speaker()
    one.pronounce(ASANA)
    text = "Sit in asana. " + "Breathe on, and do nothing else at all. " * 30
    lengths = one.speak([say(text)])
    assert lengths[say(text)] > 0
    assert one.notes == ()


def test_figures_are_read_before_they_are_said(speaker, say):
    one = speaker()
    line = replace(say("Tenez 21 min."), language="fr")
    before = one.ingredients(line)["text"]
    one.pronounce(Lexicon(), load_phrases("fr").reading)
    assert (before, one.ingredients(line)["text"]) == (
        "Tenez 21 min.",
        "Tenez vingt et une minutes.",
    )


def test_the_french_voice_says_the_right_gender(places):
    """espeak-ng alone: un minute."""
    assert sounds("21 minutes", "roa/fr", places) == "vɛ̃teˈœ̃minˈyt"
    assert sounds("vingt et une minutes", "roa/fr", places) == "vˈɛ̃teynminˈyt"
