"""Routines made by hand, so that the schedule is tested without a parser or a voice."""

from fractions import Fraction

import yaml

from audioguide.clip import Voice
from audioguide.dose import Breathing, BreathPattern, BreathPhase, DoseKind, Guidance, HoldSpec
from audioguide.lexicon import Lexicon
from audioguide.library.phrases import Phrases
from audioguide.routine.routine import Exercise, Routine, Settings
from audioguide.source import SourceFile, Span, Spanned
from audioguide.syntax.pose import Limits, Line, PhaseLine, Pose, Position
from audioguide.text import Text
from audioguide.timeline.schedule import schedule
from audioguide.units import Samples, to_samples

FILE = SourceFile("scripts/a.yaml", "pose: x\n" * 99)
SOUNDS = {
    name: Samples(length)
    for name, length in {
        "click": 2000,
        "accent": 2000,
        "start": 88_200,
        "end": 132_300,
        "halfway": 30_000,
        "last": 10_000,
        "hold": 9_000,
        "rest": 9_000,
        "ping": 20_000,
    }.items()
}
FOUR_SIX = Breathing.steady(BreathPattern(Fraction(4), Fraction(0), Fraction(6), Fraction(0)))
VOICE = Voice("espeak", "gmw/en", 150, 50)
SETTINGS = Settings(VOICE, Fraction(1), FOUR_SIX, Guidance.FULL)


def span(line=1):
    return Span(FILE, line, 7, line, 8)


def words(text, line=1):
    """An author's text, at its own place."""
    return Spanned(text, Span(FILE, line, 12, line, 12 + len(text)))


def phrases():
    from pathlib import Path

    import audioguide.library.phrases as home

    tree = yaml.safe_load((Path(home.__file__).parent / "languages" / "en.yaml").read_text("utf-8"))
    return Phrases(
        "en",
        tuple((key, value) for key, value in tree.items() if isinstance(value, str)),
        tuple((key, tuple(value)) for key, value in tree.items() if isinstance(value, list)),
    )


PHRASES = phrases()


def settings(**changes):
    values = {"voice": VOICE, "pace": Fraction(1), "breath": FOUR_SIX, "guidance": Guidance.FULL}
    return Settings(**values | changes)


def lines(*texts):
    made = []
    for text in texts:
        words, then = text if isinstance(text, tuple) else (text, None)
        made.append(Line(Text.plain(words), None if then is None else Fraction(then), span()))
    return tuple(made)


def pose(**changes):
    values = {
        "id": "knees",
        "path": "poses/knees.yaml",
        "name": Text.plain("Knees"),
        "also": (),
        "position": Position.SUPINE,
        "props": (),
        "sided": False,
        "side_means": None,
        "restful": False,
        "moving": False,
        "loads": frozenset(),
        "dose": HoldSpec(seconds=Fraction(30)),
        "breath": None,
        "limits": Limits(frozenset(DoseKind), (), None),
        "enter": lines("Lie on your back.", "Bend your knees."),
        "switch": (),
        "centre": (),
        "leave": lines("Lower your legs."),
        "short": Text.plain("Knees up."),
        "during": (),
        "phases": (),
        "breaths_per_round": 1,
        "exit_inhale": False,
        "exit_line": None,
        "work": (),
        "release": (),
        "cautions": (),
        "follow_with": (),
        "settle_seconds": None,
        "transition_seconds": None,
        "variations": (),
        "source_note": None,
        "span": span(),
    }
    return Pose(**values | changes)


def phase(breath, text, short=None):
    return PhaseLine(
        BreathPhase(breath), Text.plain(text), Text.plain(short) if short else None, span()
    )


def exercise(*doses, **changes):
    values = {
        "pose": pose(),
        "doses": tuple(dose if isinstance(dose, tuple) else (None, dose) for dose in doses),
        "alternating": False,
        "n_sets": 1,
        "set_rest_seconds": None,
        "text": None,
        "cues": (),
        "settle_seconds": None,
        "transition_seconds": None,
        "settings": SETTINGS,
        "chapter": None,
        "span": span(3),
    }
    return Exercise(**values | changes)


def routine(*items, **changes):
    values = {
        "title": "A routine",
        "language": "en",
        "phrases": PHRASES,
        "settings": items[0].settings if items else SETTINGS,
        "items": items,
        "chapter_titles": (),
        "sounds": (),
        "lexicon": Lexicon(),
        "origins": (),
        "span": span(),
    }
    return Routine(**values | changes)


def measure(utterance):
    """A word takes 60 / rate seconds, and every line a tenth of a second more."""
    words = len(utterance.text.split())
    return to_samples(Fraction(words * 60, utterance.voice.rate_wpm) + Fraction(1, 10))


def planned(*items, **changes):
    timeline, diagnostics = schedule(
        routine(*items, **changes), measure=measure, sound_lengths=SOUNDS
    )
    assert timeline is not None, diagnostics
    return timeline


def of(timeline, kind, **wanted):
    return [
        event
        for event in timeline.events
        if isinstance(event, kind)
        and all(getattr(event, key) == value for key, value in wanted.items())
    ]


def said(timeline, *roles):
    from audioguide.timeline.timeline import Speech

    return [
        event.utterance.text
        for event in of(timeline, Speech)
        if not roles or str(event.role) in roles
    ]
