"""What is written, and what is said of it, language by language."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.lexicon import Lexicon
from audioguide.library.load import load_phrases, phrase_languages
from audioguide.reading.aloud import read_aloud

TABLES = {
    "en": [
        ("Hold for 30 s, then rest 1 min.", "Hold for 30 seconds, then rest 1 minute."),
        ("Hold 30s. Rest.", "Hold 30 seconds. Rest."),
        ("10 min. Then rest", "10 minutes. Then rest"),
        ("people in their 60s", "people in their 60s"),
        ("the 1990s", "the 1990s"),
        ("1:30 min each side", "1 minute 30 seconds each side"),
        ("Breathe 4-6.", "Breathe 4 to 6."),
        ("a 4-6 rhythm", "a 4, 6 rhythm"),
        ("Repeat x3", "Repeat 3 times"),
        ("3x10", "3 times 10"),
        ("3 x 10 reps", "3 times 10 repetitions"),
        ("5 reps", "5 repetitions"),
        ("1 rep", "1 rep"),
        ("½ min", "half a minute"),
        ("1 1/2 min", "1 and a half minutes"),
        ("2½ h", "2 and a half hours"),
        ("1/2 way", "one half way"),
        ("1/2 h", "half an hour"),
        ("3/4 of the way", "three quarters of the way"),
        ("10-5", "10, 5"),
        ("L4-L5", "L4-L5"),
        ("C4-6", "C4-6"),
        ("4-4", "4, 4"),
        ("2024-05-01", "2024-05-01"),
        ("555-1234", "555 to 1234"),
        ("5-10 cm", "5 to 10 centimetres"),
        ("1.5-2 m", "1.5 to 2 metres"),
        ("at 7:30 am", "at 7:30 am"),
        ("7:30", "7 minutes 30 seconds"),
        ("12:05:30", "12 hours 5 minutes 30 seconds"),
        ("2:1", "2:1"),
        ("16:9", "16:9"),
        ("5 m/s", "5 metres per second"),
        ("3x/week, 30 s/side", "3 times per week, 30 seconds per side"),
        ("5 min/10 min", "5 minutes/10 minutes"),
        ("2-3x", "2 to 3 times"),
        ("4-4-4-4, 90-90", "4, 4, 4, 4, 90, 90"),
        ("90/90", "90/90"),
        ("max. 30 s", "at most 30 seconds"),
        ("T12–L1, B12, C-shape", "T12–L1, B12, C-shape"),
        ("Day 3 - 10 min", "Day 3 - 10 minutes"),
        ("in 2026, at 100%.", "in 2026, at 100 per cent."),
        ("-5 °C", "-5 degrees Celsius"),
        ("20-cm", "20-cm"),
        ("1h30", "1 hour 30"),
        ("No. 3 and No. Go on", "number 3 and No. Go on"),
        ("30 sec. Then", "30 seconds. Then"),
        ("approx. 30 s", "about 30 seconds"),
        ("~30 s", "about 30 seconds"),
        ("e.g. a cat, i.e. you & me", "for example a cat, that is you and me"),
        ("tick & tock R&B", "tick and tock R&B"),
        ("1,500 m", "1,500 metres"),
        ("1 m", "1 metre"),
        ("0.5 m", "0.5 metres"),
        ("3/4/2024", "3/4/2024"),
        ("24/7", "24/7"),
        ("120/80", "120/80"),
        ("½-1 min", "½-1 min"),
        ("30 s–45 s", "30 to 45 seconds"),
        ("30–45 s", "30 to 45 seconds"),
        ("Set 2 - 30 s", "Set 2 - 30 seconds"),
        ("10 000 steps", "10000 steps"),
        ("99 %", "99 per cent"),
        ("5min", "5 minutes"),
        ("30S", "30S"),
        ("2 x", "2 times"),
        ("1×", "1 time"),
        ("0:45", "45 seconds"),
        ("3:00", "3 minutes"),
        ("Phase 1: 30 s", "Phase 1: 30 seconds"),
        ("60s", "60 seconds"),
        ("your 60s", "your 60s"),
        ("2 1/3 m", "2 and a third metres"),
        ("1st, 2nd", "1st, 2nd"),
        ("7 a.m.", "7 a.m."),
    ],
    "de": [
        ("3x/Woche, mind. 30 s/Seite", "3 Mal pro Woche, mindestens 30 Sekunden pro Seite"),
        ("ca. 0,5-1 cm", "zirka 0,5 bis ein Zentimeter"),
        ("am 1. Januar", "am ersten Januar"),
        ("1-2 Mal", "ein bis 2 Mal"),
        ("2. Satz", "zweite Satz"),
        ("Die 2. Runde", "Die zweite Runde"),
        ("in der 3. Woche", "in der dritten Woche"),
        ("Zähle bis 10. Dann ruh", "Zähle bis 10. Dann ruh"),
        ("1 x", "ein Mal"),
        ("3x10", "3 Mal 10"),
        ("1 1/2 min", "eineinhalb Minuten"),
        ("2½ Std.", "zweieinhalb Stunden."),
        ("1/2 h", "eine halbe Stunde"),
        ("½ m", "ein halber Meter"),
        ("1,5 m", "1,5 Meter"),
        ("1.5 m", "1,5 Meter"),
        ("z. B. Arme, d. h. so", "zum Beispiel Arme, das heißt so"),
        ("um 7:30 Uhr", "um 7 Uhr 30"),
        ("1:30", "eine Minute 30 Sekunden"),
        ("1-2 min", "ein bis 2 Minuten"),
        ("1 Atemzug", "ein Atemzug"),
        ("21 Runden", "21 Runden"),
        ("ca. 30 Sek. lang", "zirka 30 Sekunden lang"),
        ("Nr. 3", "Nummer 3"),
        ("ab dem 2. Tag", "ab dem zweiten Tag"),
        ("1.500 m", "1.500 Meter"),
        ("3/4 min", "eine dreiviertel Minute"),
        ("1/4 h", "eine viertel Stunde"),
        ("L4/L5", "L4/L5"),
    ],
    "es": [
        ("3x/semana", "3 veces por semana"),
        ("21-31 min", "veintiún a treinta y un minutos"),
        ("1 min y 21 s", "un minuto y veintiún segundos"),
        ("20-21 min", "20 a veintiún minutos"),
        ("1-2 h", "una a 2 horas"),
        ("101 respiraciones", "ciento una respiraciones"),
        ("250 respiraciones", "doscientas 50 respiraciones"),
        ("1 1/2 h", "una hora y media"),
        ("2½ min", "2 minutos y medio"),
        ("1/2 h", "media hora"),
        ("1/4 de vuelta", "un cuarto de vuelta"),
        ("a las 7:30", "a las 7:30"),
        ("7:30 h", "7:30 h"),
        ("1:30", "un minuto 30 segundos"),
        ("3.ª serie", "tercera serie"),
        ("1.er paso", "primer paso"),
        ("121 segundos", "ciento veintiún segundos"),
        ("1.500 respiraciones", "1.500 respiraciones"),
        ("1 500 respiraciones", "1 500 respiraciones"),
        ("n.º 3", "número 3"),
        ("21x", "veintiuna veces"),
        ("1 vez", "una vez"),
        ("p. ej. tú", "por ejemplo tú"),
        ("5 a 10", "5 a 10"),
    ],
    "fr": [
        ("3x/semaine", "3 fois par semaine"),
        ("2nde série, 21 s/côté", "seconde série, vingt et une secondes par côté"),
        ("1 min et 21 s", "une minute et vingt et une secondes"),
        ("20-21 min", "20 à vingt et une minutes"),
        ("1-2 h", "une à 2 heures"),
        ("101 minutes", "cent une minutes"),
        ("121 minutes", "cent vingt et une minutes"),
        ("1 1/2 h", "une heure et demie"),
        ("2½ min", "2 minutes et demie"),
        ("1/2 h", "une demi-heure"),
        ("3/4 h", "trois quarts d'heure"),
        ("1/4 min", "un quart de minute"),
        ("à 7h30", "à 7 heures 30"),
        ("7 h 05", "7 heures 5"),
        ("1:30", "une minute 30 secondes"),
        ("1re fois, 2e fois", "première fois, deuxième fois"),
        ("n° 3", "numéro 3"),
        ("71 minutes, 91 secondes", "71 minutes, 91 secondes"),
        ("21 cycles", "21 cycles"),
        ("1 fois", "une fois"),
        ("21 fois", "vingt et une fois"),
        ("1 h 30 min", "une heure 30 minutes"),
        ("1,5 h", "1,5 heure"),
        ("p. ex. toi", "par exemple toi"),
    ],
    "hi": [
        ("3x/दिन", "3 बार प्रति दिन"),
        ("1 min 30 s", "1 मिनट 30 सेकंड"),
        ("1 1/2 min", "डेढ़ मिनट"),
        ("2½ min", "ढाई मिनट"),
        ("3 1/2 मिनट", "साढ़े 3 मिनट"),
        ("1/2 h", "आधा घंटा"),
        ("3/4 मिनट", "पौन मिनट"),
        ("1¾ घंटे", "पौने 2 घंटे"),
        ("5-10 बार", "5 से 10 बार"),
        ("7:30 बजे", "7:30 बजे"),
        ("1:30", "1 मिनट 30 सेकंड"),
        ("4-7-8", "4, 7, 8"),
        ("2 h", "2 घंटे"),
        ("1 h", "1 घंटा"),
        ("३-५ बार", "३ से ५ बार"),
        ("90°", "90 डिग्री"),
        ("3x10", "3 बार 10"),
    ],
}

RULES = {language: load_phrases(language).reading for language in phrase_languages()}
LANGUAGES = sorted(RULES)
NOTHING = Lexicon()

ROWS = [(language, *row) for language, rows in TABLES.items() for row in rows]


def read(text, language="en", lexicon=NOTHING):
    return read_aloud(text, RULES[language], lexicon)


@pytest.mark.parametrize(("language", "written", "said"), ROWS)
def test_a_person_would_say_it_so(language, written, said):
    assert read(written, language) == said
    assert read(said, language) == said


def test_every_language_has_a_table_and_rules():
    assert set(TABLES) == set(LANGUAGES)
    assert None not in RULES.values()


_PIECES = """
0 1 2 5 21 30 101 1990 1.5 1,5 1.500 007 ½ ¾ 1/2 3/4 7/8 : :30 - – 4-7-8 5-10 x × & # ~ s min h cm m
kg % ° bpm . , e.g. z. B. No. Nr. n° Satz am der Uhr a.m. minutes Minute respiraciones segundos
secondes सेकंड से घंटे the of hold L4 C5 your ( ) ' [[ /
"""
PIECES = _PIECES.split()
WRITTEN = st.lists(st.sampled_from(PIECES), max_size=12)


@pytest.mark.parametrize("language", LANGUAGES)
@given(pieces=WRITTEN, joint=st.sampled_from(["", " "]))
def test_what_was_read_is_not_read_again(language, pieces, joint):
    said = read(joint.join(pieces), language)
    assert read(said, language) == said


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=st.text(st.characters(categories=["L", "M", "Zs"], include_characters=",;!?'\n")))
def test_a_text_without_figures_and_signs_stays(language, text):
    assert read(text, language) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("language", LANGUAGES)
@given(pieces=WRITTEN, word=st.sampled_from(["Wort", "keiner", "साँस"]), place=st.integers(0, 12))
def test_no_word_is_lost(language, pieces, word, place):
    pieces.insert(place, word)
    assert word in read(" ".join(pieces), language).split()


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=st.text(max_size=40))
def test_any_text_is_read(language, text):
    assert isinstance(read(text, language), str)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "text",
    [
        "9" * 5000 + " s",
        "9" * 5000 + "x" + "9" * 5000,
        "9" * 5000 + "h30, 1-" + "9" * 5000,
        "9" * 5000 + " 1/2 min",
        "1." * 5000,
        "1-" * 5000,
        "1:" * 5000,
        "1 1/2" * 2000,
        "½" * 5000,
        " " * 10000 + "s",
        "e." * 5000,
        "x 1 " * 2500,
        "२२ से " * 1500,
    ],
)
def test_hostile_texts_are_read(language, text):
    assert read(text, language)


def test_without_rules_figures_stay():
    assert read_aloud("30 s", None, NOTHING) == "30 s"


@pytest.mark.parametrize(
    ("written", "lexicon", "said"),
    [
        ("66 bpm", {"bpm": "beats"}, "66 beats"),
        ("a 4-7-8 breath", {"4-7-8": "four seven eight"}, "a four seven eight breath"),
        ("e.g. this", {"e.g.": "say"}, "say this"),
        ("30 s", {"seconds": "sekundz"}, "30 sekundz"),
        ("30 s of asana", {"asana": "aa sana"}, "30 seconds of aa sana"),
        ("1/2 and 1/2 min", {"1/2": "half"}, "half and half min"),
    ],
)
def test_a_lexicon_has_its_way(written, lexicon, said):
    assert read(written, lexicon=Lexicon(tuple(lexicon.items()))) == said


def test_a_noun_that_a_lexicon_respells_still_counts():
    assert read("21 minutes", "fr", Lexicon((("minutes", "minute"),))) == "vingt et une minute"
