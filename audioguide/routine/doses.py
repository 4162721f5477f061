"""How much of an exercise: what the step says, filled in from the pose, within its limits."""

from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from audioguide.diagnostics import error
from audioguide.dose import (
    SPEC_KINDS,
    Breathing,
    Dose,
    DoseSpec,
    Reps,
    RepsSpec,
    RhythmSpec,
    Side,
    SidedHoldSpec,
)
from audioguide.routine.progress import Progress
from audioguide.routine.sides import Sides, refuse_sided_hold
from audioguide.routine.words import Report
from audioguide.source import Span
from audioguide.syntax.limits import Excess, exceeded
from audioguide.syntax.pose import Pose
from audioguide.syntax.script import PoseStep
from audioguide.syntax.whole_doses import OneSideSpec, settled


class DoseResolver(Struct, frozen=True):
    """Makes the doses of one step; holds what that needs beside the sides."""

    step: PoseStep
    pose: Pose
    breath: Breathing
    because: str | None
    """The pose's own reason for its limits."""
    progress: Progress
    report: Report

    @property
    def n_sets_written(self) -> int:
        """How many sets the step has as it is written, in week 1."""
        return self.step.n_sets.value if self.step.n_sets else 1

    def resolve(self, sides: Sides) -> tuple[tuple[Side | None, Dose], ...]:
        """The dose of each side, in order; empty where there is an error.

        Reports `dose-not-allowed`, `incomplete-dose`, `too-short-flow`, `outside-limits`,
        `no-sides`, `cannot-alternate`, `bad-progress` and `progress-stopped`.
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
        self.report(error("dose-not-allowed", message, self._span(kind), self.because))
        return False

    def _resolve_one(self, spec: DoseSpec, side: Side | None, sides: Sides) -> Dose | None:
        if isinstance(spec, SidedHoldSpec):
            spec = spec.left if side is Side.LEFT else spec.right
        whole = self._whole(spec)
        if whole is None:
            return None
        dose = self._settled(whole)
        if dose is None:
            return None
        if self._leaves_limits(whole, side, sides):
            return dose
        in_week = self.progress.spec_in_week(
            whole, outside=partial(self._outside, sides=sides), in_pairs=sides.alternating
        )
        return self._settled(in_week)

    def _whole(self, spec: OneSideSpec) -> OneSideSpec | None:
        """The dose with its holes filled from the pose's own."""
        match spec:
            case RhythmSpec():
                return self._rhythm(spec)
            case RepsSpec():
                return self._reps(spec)
            case _:
                return spec

    def _settled(self, spec: OneSideSpec) -> Dose | None:
        """A whole dose; reports `too-short-flow`."""
        dose = self._done(spec)
        if dose is None:
            round_seconds = float(self.breath.seconds(self.pose.breaths_per_round))
            message = f"one round takes {round_seconds:g} s, so none fits"
            hint = "write the number of rounds: `flow: 1 round`"
            self.report(error("too-short-flow", message, self._span("flow"), hint))
        return dose

    def _done(self, spec: OneSideSpec) -> Dose | None:
        """A whole dose as it is done; None for a flow without a round."""
        return settled(spec, breath=self.breath, breaths_per_round=self.pose.breaths_per_round)

    def _outside(self, spec: OneSideSpec, *, sides: Sides) -> tuple[Excess, ...] | None:
        """What of a dose lies outside the limits; None for a flow without a round."""
        dose = self._done(spec)
        if dose is None:
            return None
        if sides.alternating and isinstance(dose, Reps):
            # The limit is for one side, and of an odd number one side gets one more.
            dose = replace(dose, n_reps=(dose.n_reps + 1) // 2)
        return exceeded(dose, self.pose.limits, breath=self.breath)

    def _rhythm(self, spec: RhythmSpec) -> RhythmSpec | None:
        own = self.pose.dose if isinstance(self.pose.dose, RhythmSpec) else None
        if own is not None and spec.seconds is None and spec.n_beats is None:
            spec = replace(spec, seconds=own.seconds, n_beats=own.n_beats)
        if spec.seconds is None and spec.n_beats is None:
            self._incomplete("rhythm", "how long, with `for` or `beats`")
            return None
        accent = spec.accent_every or (own.accent_every if own else None)
        return replace(spec, accent_every=accent)

    def _reps(self, spec: RepsSpec) -> RepsSpec | None:
        own = self.pose.dose if isinstance(self.pose.dose, RepsSpec) else None
        work = spec.work_seconds or (own.work_seconds if own else None)
        release = spec.release_seconds or (own.release_seconds if own else None)
        if work is None or release is None:
            missing = " and ".join(
                f"`{key}`" for key, value in (("work", work), ("release", release)) if not value
            )
            self._incomplete("reps", f"how long, with {missing}")
            return None
        return RepsSpec(spec.n_reps, work, release)

    def _leaves_limits(self, spec: OneSideSpec, side: Side | None, sides: Sides) -> bool:
        """Report what is outside; what is only gentler than the limits ask for passes."""
        place = (
            f'"{self.pose.id}" on the {side}' if self._differs_by_side() else f'"{self.pose.id}"'
        )
        outside: dict[str, Excess] = {}
        for excess in self._outside(spec, sides=sides) or ():
            if not excess.is_gentler:
                outside.setdefault(excess.key, excess)
        for key, excess in outside.items():
            message = f"{place}: {excess}"
            self.report(error("outside-limits", message, self._span(key), self.because))
        return bool(outside)

    def _differs_by_side(self) -> bool:
        return self.step.dose is not None and isinstance(self.step.dose.value, SidedHoldSpec)

    def _incomplete(self, key: str, lacks: str) -> None:
        message = f'"{self.pose.id}" has no {key} of its own, so this step has to say {lacks}'
        self.report(error("incomplete-dose", message, self._span(key)))
