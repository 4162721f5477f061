"""From an utterance to the short utterances of plain text that are spoken for it, and by whom."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from audioguide.clip import Utterance
from audioguide.lexicon import Lexicon, has_word
from audioguide.reading.aloud import read_aloud
from audioguide.reading.rules import ReadingRules
from audioguide.speech.engines.table import Engines
from audioguide.speech.parts import parts_of
from audioguide.speech.plain import plain_text
from audioguide.speech.stand_ins import by_turns


class Wording:
    """What is said for each utterance, word for word."""

    def __init__(self, engines: Engines) -> None:
        """Take who speaks; words are said as they are written."""
        self._engines = engines
        self._lexicon = Lexicon()
        self._reading: ReadingRules | None = None
        self._spoken: dict[Utterance, Utterance] = {}
        self._notes: dict[str, None] = {}

    @property
    def notes(self) -> tuple[str, ...]:
        """Which words are said as they are spelled, since a voice takes no IPA; a sentence each."""
        return tuple(self._notes)

    def pronounce(self, lexicon: Lexicon, reading: ReadingRules | None = None) -> None:
        """From now on, say figures by these rules, and words as a lexicon spells them."""
        self._lexicon = lexicon
        self._reading = reading
        self._spoken.clear()

    def parts(self, utterance: Utterance) -> tuple[Utterance, ...]:
        """The clips an utterance consists of, each by who speaks it in truth, at no level."""
        spoken = self.spoken(utterance)
        voice = replace(spoken.voice, level_db=0.0) if spoken.voice.level_db else spoken.voice
        if self._reads_as_written(spoken):
            return (replace(spoken, voice=voice),)
        return tuple(
            replace(spoken, text=part, voice=voice, pronounced=_within(part, spoken.pronounced))
            for part in parts_of(spoken.text)
        )

    def spoken(self, utterance: Utterance) -> Utterance:
        """The utterance with its text as it is said, in the voice that says it."""
        if utterance not in self._spoken:
            *_, spoken = by_turns(utterance, self._engines)
            if not self._reads_as_written(spoken):
                spoken = self._read(spoken)
            self._spoken[utterance] = spoken
        return self._spoken[utterance]

    def _read(self, utterance: Utterance) -> Utterance:
        """The utterance as it is said: IPA where the voice takes it, else plain spellings."""
        pronounced = tuple(self._pronounced(utterance))
        # A word with its own sounds stays as it is, also where it stands in a longer one.
        kept = tuple((word, word) for word, _ in pronounced)
        lexicon = Lexicon((*kept, *self._lexicon.words))
        text = plain_text(read_aloud(utterance.text, self._reading, lexicon))
        return replace(utterance, text=text, pronounced=_within(text, pronounced))

    def _pronounced(self, utterance: Utterance) -> Iterator[tuple[str, str]]:
        """The words of an utterance whose IPA its voice can say, with their sounds."""
        ipa = self._lexicon.ipa
        there = [pair for pair in ipa if has_word(utterance.text, pair[0])]
        if not there:
            return
        voice = utterance.voice
        engine = self._engines.engine(voice.engine)
        # All at once, since it may take an engine a process.
        sounds = engine.pronunciations(voice.name, tuple(one for _, one in ipa))
        for word, one in there:
            if one in sounds:
                yield word, sounds[one]
            elif self._lexicon.respelled(word) == word:
                note = f'{voice.id} cannot say /{one}/: "{word}" is said as it is spelled'
                self._notes[note] = None

    def has_stand_in(self, utterance: Utterance) -> bool:
        """Whether another voice speaks it."""
        return self._engines.engine(utterance.voice.engine).stand_in(utterance) is not None

    def _reads_as_written(self, utterance: Utterance) -> bool:
        engine = self._engines.engine(utterance.voice.engine)
        return engine.abilities(utterance.voice.name).reads_as_written


def _within(text: str, pronounced: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((word, sounds) for word, sounds in pronounced if has_word(text, word))
