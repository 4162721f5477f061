"""From a text to the numbers that a piper model takes, a run of sentences at a time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from audioguide.lexicon import Lexicon
from audioguide.speech.engines.espeak_ipa import one_writing
from audioguide.speech.engines.espeak_phonemes import Clause
from audioguide.speech.engines.piper_config import BEGIN, END, PAD, PiperConfig

_SENTENCE_ENDS = ".?!"
_SHORTEST_RUN = 30
"""In characters of IPA, some six words: a shorter sentence alone is what a model stutters at, so it
is said in one breath with the next."""
_LONGEST_RUN = 400
"""The same; some 30 s. A model's memory grows with its square."""
_MARK_SPACE = {",": " ", ":": " ", ";": " "}
_STRESS_BEFORE_CONSONANTS = re.compile(r"([ˈˌ])([^aeiouyæøœɐɑɒɔɘəɚɛɜɝɞɤɨɪɯɵɶʉʊʌʏᵻ\sˈˌ]*)")
"""Dictionaries write a stress before its syllable, espeak-ng right before its vowel."""


def runs_of(
    text: str,
    pronounced: tuple[tuple[str, str], ...],
    config: PiperConfig,
    spell: Callable[[str], tuple[Clause, ...]],
) -> tuple[tuple[str, ...], ...]:
    """The sounds of a text as its voice's table names them, in runs for the model.

    Args:
        text: plain words.
        pronounced: words of it that are said in another way, each with its IPA.
        config: the voice's.
        spell: tells the clauses of a text.
    """
    if config.phoneme_type != "espeak":
        sentences = [text.casefold()]
    else:
        sentences = list(_sentences(_clauses(text, pronounced, spell)))
    known = _known_sounds(config)
    runs = (tuple(_named(run, config, known)) for run in _runs(sentences))
    return tuple(run for run in runs if any(map(_is_heard, run)))


def numbers_of(run: tuple[str, ...], config: PiperConfig) -> list[int]:
    """What the model takes for a run: a begin, each sound and an end, with pads between.

    Source: the form of the sentences that piper trains its models on: `^ _ a _ b _ $`.
    """
    table = config.phoneme_id_map
    numbers = [*table[BEGIN], *table[PAD]]
    for sound in run:
        numbers += [*table[sound], *table[PAD]]
    return [*numbers, *table[END]]


def written_for_piper(ipa: str, config: PiperConfig) -> str | None:
    """IPA as espeak-ng writes it, which models are trained on; None for a sound it lacks."""
    written = one_writing(ipa).replace(" ", "")
    if config.espeak.voice.startswith("en"):
        written = written.replace("r", "ɹ")
    written = _STRESS_BEFORE_CONSONANTS.sub(r"\2\1", written)
    known = _known_sounds(config)
    is_sayable = config.phoneme_type == "espeak" and all(
        one in known for one in unicodedata.normalize("NFD", written)
    )
    return written if written and is_sayable else None


def _clauses(
    text: str,
    pronounced: tuple[tuple[str, str], ...],
    spell: Callable[[str], tuple[Clause, ...]],
) -> Iterator[Clause]:
    """The clauses of a text, those between two words with their own IPA each by itself."""
    sounds = {word.casefold(): ipa for word, ipa in pronounced}
    for piece, is_other in Lexicon(pronounced).split(text):
        if not is_other:
            yield Clause(sounds[piece.casefold()], "")
        elif piece.strip():
            yield from spell(piece)


def _sentences(clauses: Iterable[Clause]) -> Iterator[str]:
    """IPA with the text's marks, sentence by sentence."""
    sentence = ""
    for clause in clauses:
        space = " " if clause.sounds and sentence and not sentence.endswith(" ") else ""
        if clause.mark and not clause.sounds:
            sentence = sentence.rstrip()
        mark = clause.mark + _MARK_SPACE.get(clause.mark, "")
        sentence += f"{space}{clause.sounds}{mark}"
        if mark and mark in _SENTENCE_ENDS:
            yield sentence
            sentence = ""
    if sentence.strip():
        yield sentence.rstrip()


def _runs(sentences: Iterable[str]) -> Iterator[str]:
    """Sentences joined where they are short, and cut between words where they are long."""
    runs: list[str] = []
    for sentence in sentences:
        if runs and len(runs[-1]) < _SHORTEST_RUN:
            runs[-1] = f"{runs[-1]} {sentence}"
        else:
            runs.append(sentence)
    if len(runs) > 1 and len(runs[-1]) < _SHORTEST_RUN:
        runs[-2:] = [" ".join(runs[-2:])]
    for run in runs:
        while len(run) > _LONGEST_RUN:
            cut = run.rfind(" ", 1, _LONGEST_RUN)
            cut = cut if cut > 0 else _LONGEST_RUN
            yield run[:cut]
            run = run[cut:].lstrip()
        yield run


def _known_sounds(config: PiperConfig) -> frozenset[str]:
    return frozenset(config.phoneme_id_map.keys() - {BEGIN, END, PAD})


def _named(run: str, config: PiperConfig, known: frozenset[str]) -> Iterator[str]:
    """The names of sounds in the table; a sound that is not there is left out, as piper does."""
    clusters = {"".join(one) for one in config.vowel_clusters or () if "".join(one) in known}
    longest = max(map(len, clusters), default=1)
    characters = unicodedata.normalize("NFD", run)
    position = 0
    while position < len(characters):
        for length in range(longest, 0, -1):
            name = characters[position : position + length]
            if length == 1 or name in clusters:
                break
        if name in known:
            yield name
        position += len(name)


def _is_heard(sound: str) -> bool:
    return any(one.isalnum() for one in sound)
