"""The tape: where the schedule stands, and what has been laid on the track so far.

Between doses things simply follow one another: speaking or waiting moves the cursor. A dose is
laid down as a whole, at exact positions from its start.
"""

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct, field

from audioguide.clip import Utterance
from audioguide.diagnostics import Diagnostic
from audioguide.dose import Side
from audioguide.library.phrases import Phrases
from audioguide.roles import Role
from audioguide.routine.routine import Settings
from audioguide.source import Span
from audioguide.timeline.cue import BeatMark, BreathMark, ChimeMark, DoseScore, Mark, Rank
from audioguide.timeline.fit import Measure, Tone, place_lines
from audioguide.timeline.guidance import Delivery, chimes_sound, delivery
from audioguide.timeline.moving import paced_gap, paced_move
from audioguide.timeline.repairs import diagnose
from audioguide.timeline.timeline import (
    Breath,
    Chapter,
    Chime,
    ClickBeat,
    Event,
    Move,
    Speech,
)
from audioguide.units import Samples, to_samples


class Tape(Struct):
    """The track as it grows. Positions are samples from the track's start."""

    phrases: Phrases
    language: str
    measure: Measure
    sound_lengths: Mapping[str, Samples]
    """Length of every one-shot sound, by name."""
    estimated: bool
    """True: `measure` guesses, so that what does not fit is a warning and no repair is told."""
    cursor: Samples
    events: list[Event] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    chapters: list[Chapter] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    move: int | None = None
    """Index of the move that is being laid down."""
    side: Side | None = None
    encouraged: str | None = None
    """The encouragement that was said last."""
    n_quiet_doses: int = 0
    """Doses so far that had room for encouragement."""

    def wait(self, seconds: Fraction) -> None:
        """Leave silence of an exact length."""
        self.cursor = Samples(self.cursor + to_samples(seconds))

    def wait_gap(self, seconds: Fraction, settings: Settings) -> None:
        """Leave a gap that `pace` stretches or shrinks."""
        self.wait(paced_gap(seconds, settings.pace))

    def wait_move(self, seconds: Fraction, settings: Settings) -> None:
        """Leave the time that somebody needs to move, whatever is spoken."""
        self.wait(paced_move(seconds, settings.pace))

    def speaks(self, role: Role, settings: Settings) -> bool:
        """Whether a line of this role is spoken here."""
        return delivery(role, settings.guidance) is Delivery.SPOKEN

    def say(self, role: Role, text: str, settings: Settings, source: Span) -> bool:
        """Speak a line at the cursor, if guidance has it spoken; tell whether it was."""
        if not self.speaks(role, settings):
            return False
        utterance = Utterance(text, self.language, settings.voice_for(role))
        end = Samples(self.cursor + self.measure(utterance))
        self._add_speech(role, self.cursor, end, utterance, source)
        self.cursor = end
        return True

    def chime(self, name: str, settings: Settings, source: Span, *, asked: bool = False) -> None:
        """Sound a chime at the cursor, without moving it; `asked`: an author wants it."""
        if asked or chimes_sound(settings.guidance):
            self._add_chime(name, self.cursor, self.side, source)

    def lay_dose(
        self, score: DoseScore, settings: Settings, source: Span
    ) -> tuple[Samples, Samples]:
        """Lay a whole dose at the cursor and move past it; give its half-open range."""
        start = self.cursor
        spoken = []
        for cue in score.cues:
            how = delivery(cue.role, settings.guidance)
            if how is Delivery.SPOKEN:
                spoken.append(cue)
            elif how is Delivery.SOUNDED and cue.chime:
                at = Samples(start + cue.start)
                self._add_chime(cue.chime, at, cue.side or self.side, source)
        tones = []
        for mark in score.marks:
            self._add_mark(mark, start, settings, source)
            if isinstance(mark, ChimeMark):
                end = Samples(mark.at + self.sound_lengths[mark.name])
                tones.append(Tone(mark.at, end, mark.heeded_from))
        placed, repairs = place_lines(
            spoken,
            measure=self.measure,
            voice_for=settings.voice_for,
            language=self.language,
            tones=tones,
        )
        for line in placed:
            if line.cue.rank is Rank.ENCOURAGEMENT:
                self.encouraged = line.utterance.text
            self._add_speech(
                line.cue.role,
                Samples(start + line.start),
                Samples(start + line.end),
                line.utterance,
                line.cue.span or source,
                line.cue.side,
            )
        for repair in repairs:
            told = diagnose(repair, source, estimated=self.estimated)
            self.diagnostics += [told] if told else []
        self.cursor = Samples(start + score.length)
        return start, self.cursor

    def _add_mark(self, mark: Mark, origin: Samples, settings: Settings, source: Span) -> None:
        side = mark.side or self.side
        match mark:
            case BeatMark():
                start = Samples(origin + mark.at)
                length = self.sound_lengths["accent" if mark.accent else "click"]
                end = Samples(start + length)
                self.events.append(ClickBeat(mark.accent, start, end, self.move, side, source))
            case BreathMark():
                start, end = Samples(origin + mark.start), Samples(origin + mark.end)
                self.events.append(Breath(mark.phase, start, end, self.move, side, source))
            case ChimeMark():
                if chimes_sound(settings.guidance):
                    self._add_chime(mark.name, Samples(origin + mark.at), side, source)

    def _add_chime(self, name: str, start: Samples, side: Side | None, source: Span) -> None:
        end = Samples(start + self.sound_lengths[name])
        self.events.append(Chime(name, start, end, self.move, side, source))

    def _add_speech(
        self,
        role: Role,
        start: Samples,
        end: Samples,
        utterance: Utterance,
        source: Span,
        side: Side | None = None,
    ) -> None:
        event = Speech(role, start, end, utterance, self.move, side or self.side, source)
        self.events.append(event)
