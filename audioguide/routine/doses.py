"""How much of an exercise: what the step says, filled in from the pose, within its limits."""

from msgspec import Struct
from msgspec.structs import replace

from audioguide.diagnostics import error
from audioguide.dose import (
    SPEC_KINDS,
    BreathPattern,
    BreathsHold,
    Dose,
    DoseSpec,
    Flow,
    FlowSpec,
    HoldSpec,
    Reps,
    RepsSpec,
    Rhythm,
    RhythmSpec,
    SecondsHold,
    Side,
    SidedHoldSpec,
)
from audioguide.routine.sides import Sides, refuse_sided_hold
from audioguide.routine.words import Report
from audioguide.source import Span
from audioguide.syntax.limits import Excess, exceeded
from audioguide.syntax.pose import Limit, Pose
from audioguide.syntax.script import PoseStep

_GENTLER_BELOW = frozenset(Limit) - {Limit.RHYTHM, Limit.RELEASE}
"""What asks less of a back the less of it there is."""


class DoseResolver(Struct, frozen=True):
    """Makes the doses of one step; holds what that needs beside the sides."""

    step: PoseStep
    pose: Pose
    breath: BreathPattern
    language: str
    report: Report

    def resolve(self, sides: Sides) -> tuple[tuple[Side | None, Dose], ...]:
        """The dose of each side, in order; empty where there is an error.

        Reports `dose-not-allowed`, `incomplete-dose`, `too-short-flow`, `outside-limits`,
        `no-sides` and `cannot-alternate`.
        """
        spec = self.step.dose.value if self.step.dose else self.pose.dose
        if not self._is_allowed(spec):
            return ()
        if isinstance(spec, SidedHoldSpec) and not sides.in_turn:
            refuse_sided_hold(self.pose, self._span("hold"), report=self.report)
            return ()
        doses = {side: self._resolve_one(spec, side, sides) for side in dict.fromkeys(sides.order)}
        if None in doses.values():
            return ()
        return tuple((side, dose) for side in sides.order if (dose := doses[side]) is not None)

    def _span(self, *keys: str) -> Span:
        """Where the first of the dose keys was written, else the dose, else the pose's name."""
        written = dict(self.step.dose_spans)
        found = next((written[key] for key in keys if key in written), None)
        return found or (self.step.dose.span if self.step.dose else self.step.pose.span)

    def _is_allowed(self, spec: DoseSpec) -> bool:
        kind, allowed = SPEC_KINDS[type(spec)], self.pose.limits.allow
        if kind in allowed:
            return True
        listed = " or ".join(sorted(allowed))
        message = f'"{self.pose.id}" is not done as {kind}, only as {listed}'
        self.report(error("dose-not-allowed", message, self._span(kind), self._because()))
        return False

    def _resolve_one(self, spec: DoseSpec, side: Side | None, sides: Sides) -> Dose | None:
        if isinstance(spec, SidedHoldSpec):
            spec = spec.left if side is Side.LEFT else spec.right
        match spec:
            case HoldSpec():
                dose: Dose | None = self._hold(spec)
            case FlowSpec():
                dose = self._flow(spec)
            case RhythmSpec():
                dose = self._rhythm(spec)
            case RepsSpec():
                dose = self._reps(spec)
        if dose is not None:
            self._check_limits(dose, side, sides)
        return dose

    def _hold(self, spec: HoldSpec) -> Dose:
        if spec.seconds is not None:
            return SecondsHold(spec.seconds)
        return BreathsHold(spec.n_breaths or 1, self.breath)

    def _flow(self, spec: FlowSpec) -> Dose | None:
        a_round = self.pose.breaths_per_round
        n_rounds = spec.n_rounds
        if n_rounds is None:
            round_seconds = a_round * self.breath.cycle_seconds
            n_rounds = (spec.seconds or 0) // round_seconds
            if not n_rounds:
                message = f"one round takes {float(round_seconds):g} s, so none fits"
                hint = "write the number of rounds: `flow: 1 round`"
                self.report(error("too-short-flow", message, self._span("flow"), hint))
                return None
        return Flow(int(n_rounds), a_round, self.breath)

    def _rhythm(self, spec: RhythmSpec) -> Dose | None:
        own = self.pose.dose if isinstance(self.pose.dose, RhythmSpec) else None
        if own is not None and spec.seconds is None and spec.n_beats is None:
            spec = replace(spec, seconds=own.seconds, n_beats=own.n_beats)
        if spec.seconds is None and spec.n_beats is None:
            self._incomplete("rhythm", "how long, with `for` or `beats`")
            return None
        accent = spec.accent_every or (own.accent_every if own else None)
        return Rhythm(spec.rate_bpm, spec.seconds, spec.n_beats, accent, spec.ramp_to_bpm)

    def _reps(self, spec: RepsSpec) -> Dose | None:
        own = self.pose.dose if isinstance(self.pose.dose, RepsSpec) else None
        work = spec.work_seconds or (own.work_seconds if own else None)
        release = spec.release_seconds or (own.release_seconds if own else None)
        if work is None or release is None:
            missing = " and ".join(
                f"`{key}`" for key, value in (("work", work), ("release", release)) if not value
            )
            self._incomplete("reps", f"how long, with {missing}")
            return None
        return Reps(spec.n_reps, work, release)

    def _check_limits(self, dose: Dose, side: Side | None, sides: Sides) -> None:
        """Report what is outside; what is only gentler than the limits ask for passes."""
        if sides.alternating and isinstance(dose, Reps):
            # The limit is for one side, and of an odd number one side gets one more.
            dose = replace(dose, n_reps=(dose.n_reps + 1) // 2)
        place = (
            f'"{self.pose.id}" on the {side}' if self._differs_by_side() else f'"{self.pose.id}"'
        )
        outside: dict[str, Excess] = {}
        for excess in exceeded(dose, self.pose.limits, breath=self.breath):
            if not _is_gentler(excess):
                outside.setdefault(excess.key, excess)
        for key, excess in outside.items():
            message = f"{place}: {excess}"
            self.report(error("outside-limits", message, self._span(key), self._because()))

    def _differs_by_side(self) -> bool:
        return self.step.dose is not None and isinstance(self.step.dose.value, SidedHoldSpec)

    def _because(self) -> str | None:
        """The pose's own reason for its limits."""
        because = self.pose.limits.because
        if because is None:
            return None
        return because.in_language(self.language) or because.by_language[0][1]

    def _incomplete(self, key: str, lacks: str) -> None:
        message = f'"{self.pose.id}" has no {key} of its own, so this step has to say {lacks}'
        self.report(error("incomplete-dose", message, self._span(key)))


def _is_gentler(excess: Excess) -> bool:
    """Whether a quantity lies outside its bound on the side that asks less of a back."""
    low, high = excess.bound.low, excess.bound.high
    if excess.limit in _GENTLER_BELOW:
        return low is not None and excess.value < low
    return excess.limit is Limit.RELEASE and high is not None and excess.value > high
