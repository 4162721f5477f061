"""A pose from its name to the way out of it: what is said around the doses, and how long it takes.

The order: announce, caution at the first use, enter with time after each line, the step's own
words, settle, start sound, at least two seconds, the dose, end sound, leave, transition. Between
sides: end sound, centre, four seconds, "now the other side", switch, and at least eight seconds
to settle.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from audioguide.dose import BreathsHold, Dose, Flow, Reps, Rhythm, Side
from audioguide.routine.routine import Cue, Exercise, Settings
from audioguide.source import Span
from audioguide.syntax.pose import Line, Position
from audioguide.text import Text
from audioguide.timeline.cue import BreathMark, CueLine, DoseScore, Rank
from audioguide.timeline.doses.score import kind_of, score_dose
from audioguide.timeline.doses.wording import Wording
from audioguide.timeline.moving import ORDINARY_SECONDS, move_seconds
from audioguide.timeline.spoken import announcement
from audioguide.timeline.tape import Tape
from audioguide.timeline.timeline import Move, Role
from audioguide.units import Samples, to_samples

LINE_GAP_SECONDS = Fraction(3, 2)
"""After a line that asks for no movement."""
_SETTLE_SECONDS = Fraction(4)
_OTHER_SIDE_SETTLE_SECONDS = Fraction(8)
_CENTRE_SECONDS = Fraction(4)
_START_SOUND_SECONDS = Fraction(2)
"""From the start sound to the dose."""
_BREATHE_OUT_SECONDS = Fraction(3)
"""For the breath out before the first counted breath in."""
_END_SOUND_SECONDS = Fraction(2)
"""From the end sound to the next word."""
_TRANSITION_SECONDS = Fraction(3)
_SET_REST_SECONDS = Fraction(10)
"""Between sets, where the script says nothing."""
_AIR_SECONDS = Fraction(1)


@dataclass(slots=True)
class BodyState:
    """What the schedule remembers of the listener from one item to the next."""

    position: Position | None = None
    cautioned: frozenset[tuple[str, Text]] = frozenset()
    """Cautions that were spoken, by the pose they belong to; a variation may add one."""
    breath_explained: bool = False


def lay_exercise(tape: Tape, exercise: Exercise, state: BodyState) -> None:
    """Lay a whole exercise on the tape: every set, every side."""
    doses = exercise.doses
    last = (exercise.n_sets - 1, len(doses) - 1)
    for n_set in range(exercise.n_sets):
        for n_side, (side, dose) in enumerate(doses):
            start = tape.cursor
            tape.move, tape.side = len(tape.moves), side
            before = None if n_set == n_side == 0 else doses[n_side - 1][0]
            _arrive(tape, exercise, state, n_set, side, before)
            dose_start, dose_end = _lay_dose(tape, exercise, dose, state, second=n_side > 0)
            tape.chime("end", exercise.settings, exercise.span)
            tape.wait(_END_SOUND_SECONDS)
            _depart(tape, exercise, is_last=(n_set, n_side) == last)
            tape.moves.append(
                Move(
                    index=len(tape.moves),
                    pose=exercise.pose.id,
                    name=exercise.pose.name.in_language(tape.language) or exercise.pose.id,
                    side=side,
                    set_number=n_set + 1,
                    dose=kind_of(dose),
                    start=start,
                    end=tape.cursor,
                    dose_start=dose_start,
                    dose_end=dose_end,
                    chapter=exercise.chapter,
                )
            )
            tape.move = tape.side = None
    state.position = exercise.pose.position


def _arrive(
    tape: Tape,
    exercise: Exercise,
    state: BodyState,
    n_set: int,
    side: Side | None,
    before: Side | None,
) -> None:
    """Everything between the last thing and the start sound."""
    settings = exercise.settings
    settle = exercise.settle_seconds or exercise.pose.settle_seconds or _SETTLE_SECONDS
    first_side = exercise.doses[0][0] is side
    if n_set == 0 and first_side:
        _introduce(tape, exercise, state, side)
    else:
        if first_side:
            _announce_set(tape, exercise, n_set)
        if side is not None:
            _switch(tape, exercise, side, is_other=before is not side)
            settle = max(settle, _OTHER_SIDE_SETTLE_SECONDS)
    tape.wait_move(settle, settings)


def _introduce(tape: Tape, exercise: Exercise, state: BodyState, side: Side | None) -> None:
    settings, pose = exercise.settings, exercise.pose
    text = announcement(exercise, tape.phrases, tape.language)
    if tape.say(Role.ANNOUNCE, text, settings, exercise.span):
        tape.wait_gap(LINE_GAP_SECONDS, settings)
    new = tuple(line for line in pose.cautions if (pose.id, line.text) not in state.cautioned)
    _lay_lines(tape, exercise, Role.CAUTION, new, side, LINE_GAP_SECONDS)
    state.cautioned |= {(pose.id, line.text) for line in new}
    change = move_seconds(state.position, pose.position)
    _lay_entry(tape, exercise, pose.enter, side, first_seconds=change)
    if exercise.text:
        text = tape.phrases.with_side(exercise.text, side)
        if tape.say(Role.SAY, text, settings, exercise.span):
            tape.wait_gap(LINE_GAP_SECONDS, settings)
    if any(isinstance(dose, BreathsHold | Flow) for _, dose in exercise.doses):
        explain_breath(tape, settings, state, exercise.span)


def explain_breath(tape: Tape, settings: Settings, state: BodyState, source: Span) -> None:
    """Once in a routine: the breath that is sounded is an offer."""
    if state.breath_explained:
        return
    text = tape.phrases.say("own_breath")
    if tape.say(Role.SAY, text, settings, source):
        tape.wait_gap(LINE_GAP_SECONDS, settings)
        state.breath_explained = True


def _lay_entry(
    tape: Tape,
    exercise: Exercise,
    lines: tuple[Line, ...],
    side: Side | None,
    *,
    first_seconds: Fraction,
) -> None:
    """The way in; without words, the time that the body needs stays as silence."""
    settings, pose = exercise.settings, exercise.pose
    if tape.speaks(Role.ENTER, settings):
        _lay_lines(tape, exercise, Role.ENTER, lines, side, ORDINARY_SECONDS, first_seconds)
        return
    if pose.short:
        tape.say(Role.SHORT, _text(tape, pose.short, side), settings, exercise.span)
    stays = [line.then_seconds or Fraction(0) for line in lines]
    stays[:1] = [max(first_seconds, *stays[:1])] if stays else [first_seconds]
    tape.wait_move(sum(stays, Fraction(0)), settings)


def _lay_lines(
    tape: Tape,
    exercise: Exercise,
    role: Role,
    lines: tuple[Line, ...],
    side: Side | None,
    gap_seconds: Fraction,
    first_seconds: Fraction | None = None,
) -> None:
    """Lines one after another, each with its time after it; unspoken ones keep that time."""
    settings = exercise.settings
    for number, line in enumerate(lines):
        spoken = tape.say(role, _text(tape, line.text, side), settings, exercise.span)
        derived = first_seconds if number == 0 and first_seconds is not None else gap_seconds
        if line.then_seconds is not None:
            tape.wait_move(line.then_seconds, settings)
        elif spoken and role is Role.CAUTION:
            tape.wait_gap(derived, settings)
        elif spoken:
            tape.wait_move(derived, settings)


def _text(tape: Tape, text: Text, side: Side | None) -> str:
    spoken = text.in_language(tape.language) or ""
    return tape.phrases.with_side(spoken, side)


def _announce_set(tape: Tape, exercise: Exercise, n_set: int) -> None:
    settings = exercise.settings
    values = {"number": n_set + 1, "total": exercise.n_sets}
    text = tape.phrases.say("set_number", **values)
    if tape.say(Role.ANNOUNCE, text, settings, exercise.span):
        tape.wait_gap(LINE_GAP_SECONDS, settings)
    if exercise.doses[0][0] is None and exercise.pose.short:
        text = _text(tape, exercise.pose.short, None)
        role = Role.ENTER if tape.speaks(Role.ENTER, settings) else Role.SHORT
        if tape.say(role, text, settings, exercise.span):
            tape.wait_move(ORDINARY_SECONDS, settings)


def _switch(tape: Tape, exercise: Exercise, side: Side, *, is_other: bool) -> None:
    """Into a side again: the short way where the pose has one, else its whole entry."""
    settings, pose = exercise.settings, exercise.pose
    if is_other:
        if tape.say(Role.SWITCH, tape.phrases.say("other_side"), settings, exercise.span):
            tape.wait_gap(_AIR_SECONDS, settings)
        else:
            tape.chime("halfway", settings, exercise.span)
            tape.wait_gap(_START_SOUND_SECONDS, settings)
    lines = pose.switch or pose.enter
    _lay_lines(tape, exercise, Role.SWITCH, lines, side, ORDINARY_SECONDS)


def _depart(tape: Tape, exercise: Exercise, *, is_last: bool) -> None:
    """Out of a side, out of a set, or out of the pose."""
    settings, pose = exercise.settings, exercise.pose
    if tape.side is not None:
        _lay_lines(tape, exercise, Role.CENTRE, pose.centre, tape.side, ORDINARY_SECONDS)
    if is_last:
        _lay_lines(tape, exercise, Role.LEAVE, pose.leave, tape.side, ORDINARY_SECONDS)
        default = pose.transition_seconds or _TRANSITION_SECONDS
        tape.wait_move(exercise.transition_seconds or default, settings)
    elif tape.side is exercise.doses[-1][0]:
        rest = exercise.set_rest_seconds
        if rest is None:
            tape.wait_gap(_SET_REST_SECONDS, settings)
        else:
            tape.wait(rest)
    else:
        tape.wait_move(_CENTRE_SECONDS, settings)


def _lay_dose(
    tape: Tape, exercise: Exercise, dose: Dose, state: BodyState, *, second: bool
) -> tuple[Samples, Samples]:
    """Start sound, the words that lead in, the dose, and the breath that ends a flow."""
    settings, side = exercise.settings, tape.side
    wording = Wording(tape.phrases, tape.language, settings.guidance, exercise.pose, side, second)
    score = score_dose(dose, wording, alternating=exercise.alternating)
    score = _with_author_cues(score, exercise.cues, tape, side)
    tape.chime("start", settings, exercise.span)
    tape.wait(_START_SOUND_SECONDS)
    lead_in(tape, dose, settings, exercise)
    start, end = tape.lay_dose(score, settings, exercise.span)
    if isinstance(dose, Flow) and exercise.pose.exit_inhale:
        _lay_exit_inhale(tape, exercise, dose)
    return start, end


def lead_in(tape: Tape, dose: Dose, settings: Settings, exercise: Exercise) -> None:
    """What is said between the start sound and the dose."""
    match dose:
        case BreathsHold() | Flow():
            if tape.say(Role.BREATH, tape.phrases.say("breathe_out"), settings, exercise.span):
                tape.wait_move(_BREATHE_OUT_SECONDS, settings)
        case Reps():
            if tape.say(Role.BREATH, tape.phrases.say("breathe_in"), settings, exercise.span):
                tape.wait(settings.breath.inhale_seconds)
        case Rhythm():
            if tape.say(Role.ENTER, tape.phrases.say("join_click"), settings, exercise.span):
                tape.wait_gap(_AIR_SECONDS, settings)


def _lay_exit_inhale(tape: Tape, exercise: Exercise, dose: Flow) -> None:
    """One uncounted breath in, which brings people up before the end sound."""
    settings, pose = exercise.settings, exercise.pose
    length = to_samples(dose.breath.inhale_seconds)
    text = tape.phrases.say("exit_inhale")
    if pose.exit_line is not None:
        text = _text(tape, pose.exit_line, tape.side)
    mark = next(span for span in dose.breath.phases())
    cue = CueLine(Role.LEAVE, (text,), Samples(0), length, Rank.MUST)
    breath = BreathMark(mark[0], Samples(0), length)
    tape.lay_dose(DoseScore(length, (breath,), (cue,)), settings, exercise.span)


def _with_author_cues(
    score: DoseScore, cues: tuple[Cue, ...], tape: Tape, side: Side | None
) -> DoseScore:
    """The score with the author's own lines, which win over the automatic ones."""
    lines = tuple(
        CueLine(
            role=Role.HALFWAY if cue.at_seconds is None else Role.SAY,
            texts=(tape.phrases.with_side(cue.text, side),),
            start=_cue_start(cue, score.length),
            end=score.length,
            rank=Rank.AUTHOR,
            needed=True,
            chime="halfway" if cue.at_seconds is None else None,
            span=cue.span,
        )
        for cue in cues
    )
    kept = score.cues
    if any(cue.at_seconds is None for cue in cues):
        kept = tuple(cue for cue in kept if cue.role is not Role.HALFWAY)
    return replace(score, cues=kept + lines)


def _cue_start(cue: Cue, length: Samples) -> Samples:
    if cue.at_seconds is None:
        return Samples((length + 1) // 2)
    at = to_samples(cue.at_seconds)
    return Samples(at if at >= 0 else length + at)
