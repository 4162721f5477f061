"""A pose held against itself: its phases, its sides, and its own dose against its own limits."""

from msgspec import Struct

from audioguide.dose import SPEC_KINDS, BreathPhase, DoseKind, RepsSpec, RhythmSpec, SidedHoldSpec
from audioguide.source import Span
from audioguide.syntax.breaths import parse_breathing
from audioguide.syntax.course import amount_in, changeable, fault_of, refusal_of
from audioguide.syntax.fields import Found
from audioguide.syntax.limits import Excess, exceeded
from audioguide.syntax.pose import Pose
from audioguide.syntax.reading import Reading
from audioguide.syntax.scalar_text import listed
from audioguide.syntax.whole_doses import OneSideSpec, settled

_USUAL_BREATH = parse_breathing("4-6")  # [twin: built-in breath]

_LINES_NEEDED = {DoseKind.FLOW: ("phases",), DoseKind.REPS: ("work", "release")}
"""What a pose has to say, to be done as a kind of dose."""


class PoseCheck(Struct, frozen=True):
    """The checks of one pose or variation."""

    pose: Pose
    reading: Reading
    found: tuple[Found, ...]
    """Where its keys stand: those of a variation before those of the pose."""

    def run(self, dose_found: Found) -> None:
        """Check a whole pose; `dose_found` has the places of its dose keys."""
        self._check_sides()
        self._check_lines()
        self._check_phases()
        self._check_dose(dose_found)

    def run_differing(self) -> None:
        """Check what a variation may have changed."""
        self._check_phases()
        if not self.pose.sided:
            self._refuse_sides("side_means", "switch", "centre")

    def _span(self, key: str) -> Span:
        """Where the value of a key stands, else where the dose does."""
        found = next((found for found in self.found if found.has(key)), None)
        return found.span(key) if found else self.found[-1].span("dose")

    def _refuse_sides(self, *keys: str) -> None:
        """Note keys that only a pose with sides can have."""
        for key in keys:
            if self.found[0].has(key):
                span = self.found[0].keys[key][0].span
                hint = "write sides: each, or leave it out"
                self.reading.error("misplaced-key", f'"{key}" needs "sides: each"', span, hint)

    def _check_sides(self) -> None:
        if not self.pose.sided:
            self._refuse_sides("side_means", "switch", "centre")
            if isinstance(self.pose.dose, SidedHoldSpec):
                message = "a pose without sides has one hold"
                self.reading.error(
                    "misplaced-key", message, self._span("dose"), "write {hold: 30s}"
                )
        elif self.pose.side_means is None:
            hint = 'such as side_means: "left" is the leg on top'
            message = '"sides: each" needs "side_means"'
            self.reading.error("missing-key", message, self._span("sides"), hint)

    def _check_lines(self) -> None:
        """Every kind of dose that it may be given has its words."""
        for kind in sorted(self.pose.limits.allow | {SPEC_KINDS[type(self.pose.dose)]}):
            missing = [key for key in _LINES_NEEDED.get(kind, ()) if not getattr(self.pose, key)]
            if missing:
                wanted = listed(tuple(f'"{key}"' for key in missing), last="and")
                message = f"a pose that is done as {kind} needs {wanted}"
                own = SPEC_KINDS[type(self.pose.dose)] is kind
                span = self._span("dose" if own else "limits")
                self.reading.error("missing-key", message, span)

    def _check_phases(self) -> None:
        phases = self.pose.phases
        if not phases:
            return
        for number, phase in enumerate(phases):
            expected = BreathPhase.EXHALE if number % 2 else BreathPhase.INHALE
            if phase.breath is not expected:
                hint = "a round begins with an inhale, then they take turns"
                message = f"an {expected} belongs here"
                self.reading.error("bad-phases", message, phase.span, hint)
                return
        n_expected = 2 * self.pose.breaths_per_round
        if len(phases) != n_expected:
            message = f"a round has {n_expected} phases, here are {len(phases)}"
            hint = "breaths_per_round says how many breaths a round takes"
            self.reading.error("bad-phases", message, self._span("phases"), hint)

    def _check_dose(self, dose_found: Found) -> None:
        """The pose's own dose is whole, allowed, and inside its limits."""
        spec = self.pose.dose
        kind = SPEC_KINDS[type(spec)]
        if kind not in self.pose.limits.allow:
            message = f"its own dose is {kind}, which its limits do not allow"
            self.reading.error("dose-not-allowed", message, self._span("dose"))
        specs = (spec.left, spec.right) if isinstance(spec, SidedHoldSpec) else (spec,)
        for one in specs:
            if self._has_hole(one, dose_found):
                return
            outside = self._outside(one)
            if outside is None:
                message = "its own flow is shorter than one round"
                self.reading.error("too-short-flow", message, dose_found.span("flow"))
            for excess in outside or ():
                message = f"its own {excess}"
                self.reading.error("outside-limits", message, dose_found.span(excess.key))
        if not self.reading.n_errors:
            self._check_progress(specs)

    def _check_progress(self, specs: tuple[OneSideSpec, ...]) -> None:
        """Its rules of progress lead from its own dose to where its limits hold it."""
        for rule in self.pose.progress:
            for spec in specs:
                fault = fault_of(
                    rule,
                    amount_in(spec, rule),
                    refusal_of(spec, rule, self._outside),
                    has=changeable(spec),
                )
                if fault is not None:
                    self.reading.error(fault.code, fault.message, fault.span, fault.hint)
                    break

    def _outside(self, spec: OneSideSpec) -> tuple[Excess, ...] | None:
        """What of a dose lies outside the limits; None for a flow without a round."""
        breath = self.pose.breath or _USUAL_BREATH
        dose = settled(spec, breath=breath, breaths_per_round=self.pose.breaths_per_round)
        return None if dose is None else exceeded(dose, self.pose.limits, breath=breath)

    def _has_hole(self, spec: OneSideSpec, dose_found: Found) -> bool:
        """Note what the dose leaves open."""
        match spec:
            case RhythmSpec(seconds=None, n_beats=None):
                missing = '"for" or "beats"'
            case RepsSpec() if spec.work_seconds is None or spec.release_seconds is None:
                missing = '"work" and "release"'
            case _:
                return False
        message = f"the dose of a pose is whole, this one needs {missing}"
        self.reading.error("missing-key", message, dose_found.node.span)
        return True
