"""Flows: movement on the breath, whole rounds only."""

from audioguide.dose import BreathPhase, Flow, Guidance
from audioguide.roles import Role
from audioguide.syntax.pose import PhaseLine
from audioguide.timeline.beats import PhaseSpan, breath_phases
from audioguide.timeline.cue import CueLine, DoseScore, Rank
from audioguide.timeline.doses.hold import breath_marks, breath_word
from audioguide.timeline.doses.wording import Wording
from audioguide.units import Samples, to_samples

_PHASE_MARGIN = to_samples(1)
"""Words end this long before their phase does, so that the breath can follow them."""

_FULL_ROUNDS = 2
_SHORT_ROUNDS = 4
"""Rounds 1 and 2 have the full line, 3 and 4 two words,"""
_AGAIN_EVERY = 4
"""then every fourth round has them again."""
_FEWEST_WITH_LAST = 3

_SPOKEN = (BreathPhase.INHALE, BreathPhase.EXHALE)


def score_flow(dose: Flow, wording: Wording) -> DoseScore:
    """A flow: its phase lines thin out, its sound goes on, its last round is named."""
    phases = tuple(breath_phases(dose.breath, dose.n_breaths))
    length = to_samples(dose.breath.seconds(dose.n_breaths))
    cues: list[CueLine] = []
    in_round = 0
    for span in phases:
        if span.phase not in _SPOKEN:
            continue
        n_round, n_breath = divmod(span.n_breath, dose.breaths_per_round)
        in_round = 2 * n_breath + _SPOKEN.index(span.phase)
        cues += _phase_cue(span, n_round, in_round, dose.n_rounds, wording)
    return DoseScore(length, breath_marks(phases), tuple(cues))


def _phase_cue(
    span: PhaseSpan, n_round: int, in_round: int, n_rounds: int, wording: Wording
) -> tuple[CueLine, ...]:
    end = Samples(span.end - _PHASE_MARGIN)
    if n_rounds >= _FEWEST_WITH_LAST and n_round == n_rounds - 1 and in_round == 0:
        text = wording.phrase("last_round")
        return (CueLine(Role.LAST, (text,), span.start, end, Rank.MUST, chime="last"),)
    if wording.guidance is not Guidance.FULL:
        return (breath_word(wording, span),) if n_round < _FULL_ROUNDS else ()
    texts = _phase_texts(_line_of(wording, in_round), span.phase, n_round, wording)
    return (CueLine(Role.PHASE, texts, span.start, end, Rank.WORD),) if texts else ()


def _line_of(wording: Wording, in_round: int) -> PhaseLine | None:
    phases = wording.pose.phases if wording.pose else ()
    return phases[in_round] if in_round < len(phases) else None


def _phase_texts(
    line: PhaseLine | None, phase: BreathPhase, n_round: int, wording: Wording
) -> tuple[str, ...]:
    """What may be said on one phase of round `n_round` (from 0), longest first."""
    word = wording.phrase(str(phase))
    if line is None:
        return (word,) if n_round < _FULL_ROUNDS else ()
    short = (wording.text(line.short), word) if line.short else (word,)
    if n_round < _FULL_ROUNDS:
        return (wording.text(line.text), *short)
    again = n_round >= _SHORT_ROUNDS and (n_round + 1) % _AGAIN_EVERY == 0
    return short if n_round < _SHORT_ROUNDS or again else ()
