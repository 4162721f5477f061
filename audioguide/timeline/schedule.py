"""Routine -> Timeline: when everything happens. The verb of this room.

Pure: how long a line sounds is asked of `measure`, how long a chime sounds of `sound_lengths`.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import takewhile

from msgspec.structs import replace

from audioguide.diagnostics import Diagnostic, error, has_errors
from audioguide.roles import Role
from audioguide.routine.routine import (
    Breathe,
    Chime,
    Click,
    Exercise,
    Item,
    Rest,
    Routine,
    Say,
)
from audioguide.syntax.pose import Position
from audioguide.syntax.script import ChimeName
from audioguide.timeline.awake import lay_awake
from audioguide.timeline.beds import Ground, ground_of, lay_beds, panned
from audioguide.timeline.body import BodyState
from audioguide.timeline.cueing.next_pose import poses_after
from audioguide.timeline.exercise import lay_exercise
from audioguide.timeline.fit import Measure
from audioguide.timeline.moving import LYING, move_seconds
from audioguide.timeline.steps import lay_breathe, lay_chime, lay_click, lay_rest, lay_say
from audioguide.timeline.tape import Tape
from audioguide.timeline.timeline import (
    Bed,
    Breath,
    Chapter,
    ClickBeat,
    Event,
    Speech,
    Timeline,
)
from audioguide.timeline.timeline import Chime as ChimeEvent
from audioguide.units import Samples, to_samples

LEAD_IN = to_samples(1)
"""Silence before the first sound, since Bluetooth speakers swallow what comes at once, where a
routine does not say how long."""

TAIL = to_samples(5)
"""Silence after the last sound."""

_WAKE_UP_SECONDS = Fraction(8)
"""Between the lines that bring a lying listener back."""
_BEFORE_BOWL_SECONDS = Fraction(2)
_LONGEST = to_samples(24 * 3600)


_KIND_ORDER: dict[type[Event], int] = {Speech: 0, ClickBeat: 1, Breath: 2, ChimeEvent: 3, Bed: 4}


def schedule(
    routine: Routine,
    *,
    measure: Measure,
    sound_lengths: Mapping[str, Samples],
    estimated: bool = False,
) -> tuple[Timeline | None, tuple[Diagnostic, ...]]:
    """Settle every moment of a routine.

    Args:
        routine: What is done, in order.
        measure: Length of an utterance's sound, in samples; asked for lines that end up unused
            too (a full line that turns out not to fit).
        sound_lengths: Length in samples of every one-shot sound, by name.
        estimated: `measure` guesses: a line that may not fit is a warning, not an error.

    Returns:
        The timeline, or None where a line fits nowhere (`speech-too-long`) or the track would
        be 24 hours or longer (`too-long`); and the diagnostics, repairs among them.
    """
    tape = Tape(
        phrases=routine.phrases,
        language=routine.language,
        measure=measure,
        sound_lengths=sound_lengths,
        estimated=estimated,
        cursor=_lead_in(routine),
    )
    state = BodyState()
    body, bells = _without_last_bells(routine.items)
    grounds: list[Ground] = []
    for item, following in zip(body, poses_after(body), strict=True):
        _open_chapters(tape, routine, item)
        grounds.append(ground_of(tape.cursor, item.settings, item.span))
        n_before = len(tape.events)
        _lay(tape, item, state, following)
        tape.events[n_before:] = panned(tape.events[n_before:], item.settings)
    grounds.append(ground_of(tape.cursor, routine.settings, routine.span))
    _wake_up(tape, routine, body, state)
    for bell in bells:
        lay_chime(tape, bell)
    if not any(bell.name is ChimeName.END for bell in bells):
        tape.wait_gap(_BEFORE_BOWL_SECONDS, routine.settings)
        tape.chime("end", routine.settings, routine.span)
    length = _length(tape)
    if length >= _LONGEST:
        tape.diagnostics.append(
            error("too-long", "the track would be 24 hours or longer", routine.span)
        )
    beds, of_beds = lay_beds(grounds, tape.events, length)
    diagnostics = tuple(dict.fromkeys((*tape.diagnostics, *of_beds)))
    if has_errors(diagnostics):
        return None, diagnostics
    return _timeline(tape, routine, beds, length, diagnostics), diagnostics


def _lead_in(routine: Routine) -> Samples:
    return LEAD_IN if routine.lead_in_seconds is None else to_samples(routine.lead_in_seconds)


def _lay(tape: Tape, item: Item, state: BodyState, following: Exercise | None) -> None:
    match item:
        case Say():
            lay_say(tape, item)
        case Rest():
            lay_rest(tape, item, following)
        case Breathe():
            lay_breathe(tape, item, state)
        case Click():
            lay_click(tape, item)
        case Chime():
            lay_chime(tape, item)
        case Exercise():
            lay_exercise(tape, item, state)


def _open_chapters(tape: Tape, routine: Routine, item: Item) -> None:
    """Start every chapter up to the item's own; a section that only holds others is empty."""
    if item.chapter is None:
        return
    while len(tape.chapters) <= item.chapter:
        index = len(tape.chapters)
        title = routine.chapter_titles[index]
        tape.chapters.append(Chapter(index, title, tape.cursor, tape.cursor))


def _without_last_bells(items: tuple[Item, ...]) -> tuple[tuple[Item, ...], tuple[Chime, ...]]:
    """The items, and the bells that an author has ring after all of them."""
    bells = tuple(takewhile(lambda item: isinstance(item, Chime), reversed(items)))
    body = items[: len(items) - len(bells)]
    return body, tuple(bell for bell in reversed(bells) if isinstance(bell, Chime))


def _wake_up(tape: Tape, routine: Routine, body: tuple[Item, ...], state: BodyState) -> None:
    """Bring a lying listener back to sitting, unless the script has its own last words."""
    settings = routine.settings
    if not body or isinstance(body[-1], Say) or state.position not in LYING:
        return
    if not tape.speaks(Role.LEAVE, settings):
        tape.wait_move(move_seconds(state.position, Position.SEATED), settings)
        return
    for text in routine.phrases.items("wake_up"):
        tape.say(Role.LEAVE, text, settings, routine.span)
        tape.wait_move(_WAKE_UP_SECONDS, settings)


def _length(tape: Tape) -> Samples:
    last = max((event.end for event in tape.events), default=tape.cursor)
    return Samples(max(last, tape.cursor) + TAIL)


def _timeline(
    tape: Tape,
    routine: Routine,
    beds: tuple[Bed, ...],
    length: Samples,
    diagnostics: tuple[Diagnostic, ...],
) -> Timeline:
    events = _in_order((*tape.events, *beds))
    if routine.keep_awake:
        events = _in_order((*events, *lay_awake(events, length, routine.span)))
    starts = [chapter.start for chapter in tape.chapters[1:]] + [length]
    return Timeline(
        title=routine.title,
        language=routine.language,
        length=length,
        events=events,
        moves=tuple(tape.moves),
        chapters=tuple(
            replace(chapter, end=end) for chapter, end in zip(tape.chapters, starts, strict=False)
        ),
        notes=diagnostics,
    )


def _in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    return tuple(sorted(events, key=lambda event: (event.start, _KIND_ORDER[type(event)])))
