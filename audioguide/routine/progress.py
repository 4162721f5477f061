"""What a step's dose, sets and rests have come to in a week.

The rules of the step win over those of its pose as a whole. A mistake in the step's own rules is
an error. Those of a pose are written for the pose's own dose: where a step has another one, what
does not fit it changes nothing.
"""

from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from audioguide.diagnostics import error, note
from audioguide.routine.layers import COMMAND_LINE
from audioguide.routine.options import Options
from audioguide.routine.routine import SettingOrigin
from audioguide.routine.words import Report
from audioguide.source import Span
from audioguide.syntax.course import (
    Outside,
    Reached,
    Refusal,
    amount_in,
    cannot_be,
    changeable,
    fault_of,
    reached,
    refusal_of,
    with_amount,
)
from audioguide.syntax.pose import Pose
from audioguide.syntax.progress import ProgressRule, Quantity
from audioguide.syntax.script import PoseStep, Script
from audioguide.syntax.whole_doses import OneSideSpec

_SUMMED = (Quantity.HOLD, Quantity.FLOW, Quantity.REPS, Quantity.SETS)
"""What makes all sets together more."""
_AROUND = (Quantity.SETS, Quantity.REST)
"""What stands around a dose."""


class Standstill(Struct, frozen=True):
    """The last week in which all sets together are within what a session may have."""

    week: int
    why: str
    """What there would be in the next one."""


class Progress(Struct, frozen=True):
    """The rules that hold for a step, and the week that is asked for."""

    pose: Pose
    rules: tuple[ProgressRule, ...]
    are_own: bool
    """True: the step's own; False: its pose's."""
    week: int
    """Counted from 1, in which everything is as it is written."""
    span: Span
    """Where the pose stands in the script."""
    because: str | None
    """Why the pose has its limits."""
    report: Report
    standstill: Standstill | None = None
    """Where rules without an end stop, since all sets together would be too much."""

    def spec_in_week(
        self, spec: OneSideSpec, *, outside: Outside, in_pairs: bool = False
    ) -> OneSideSpec:
        """A dose as it is in the week.

        Reports, of the step's own rules, `bad-progress` and `outside-limits`, whatever the week;
        and `progress-stopped`.

        Args:
            spec: The dose with every hole filled, which may be done.
            outside: What of a dose lies outside the pose's limits.
            in_pairs: Whether the sides share its repetitions or beats.
        """
        of_dose = [rule for rule in self.rules if rule.quantity not in _AROUND]
        sound = [rule for rule in of_dose if self._is_sound(rule, spec, outside)]
        for rule in sound:
            start = amount_in(spec, rule)
            if start is None:
                continue
            is_shared = in_pairs and rule.quantity in (Quantity.REPS, Quantity.BEATS)
            found = self._reached(
                start,
                rule,
                refusal=refusal_of(spec, rule, outside),
                in_pairs=is_shared and start % 2 == 0,
            )
            self._tell(rule, found)
            spec = with_amount(spec, rule, found.value)
        return spec

    def n_sets(self, n_sets: int) -> int:
        """How many sets there are in the week, of `n_sets` in the first."""
        return int(self._around(Quantity.SETS, Fraction(n_sets)) or n_sets)

    def rest_seconds(self, seconds: Fraction | None) -> Fraction | None:
        """The rest between sets in the week. Reports `bad-progress` where a step has none."""
        return self._around(Quantity.REST, seconds)

    def _around(self, quantity: Quantity, start: Fraction | None) -> Fraction | None:
        for rule in self.rules:
            if rule.quantity is quantity:
                return self._one_around(rule, start)
        return start

    def _one_around(self, rule: ProgressRule, start: Fraction | None) -> Fraction | None:
        def refusal(value: Fraction) -> str | None:
            return cannot_be(value, rule)

        has = ("`sets`, or `rest` once it is written",) if start is None else ()
        if self._reports_fault(rule, start, refusal, has=has) or start is None:
            return start
        found = self._reached(start, rule, refusal=refusal)
        self._tell(rule, found)
        return found.value

    def _reached(
        self, start: Fraction, rule: ProgressRule, *, refusal: Refusal, in_pairs: bool = False
    ) -> Reached:
        """What a quantity has come to, no further than in the week of the standstill."""
        found = reached(start, rule, self.week, refusal=refusal, in_pairs=in_pairs)
        if self.standstill is None or not adds_to_sets(rule):
            return found
        last = reached(start, rule, self.standstill.week, refusal=refusal, in_pairs=in_pairs)
        if last.value == found.value:
            return found
        n_steps = (self.standstill.week - 1) // rule.every_weeks
        return Reached(last.value, 1 + n_steps * rule.every_weeks, self.standstill.why)

    def _is_sound(self, rule: ProgressRule, spec: OneSideSpec, outside: Outside) -> bool:
        start = amount_in(spec, rule)
        refusal = refusal_of(spec, rule, outside)
        return not self._reports_fault(rule, start, refusal, has=changeable(spec))

    def _reports_fault(
        self,
        rule: ProgressRule,
        start: Fraction | None,
        refusal: Refusal,
        *,
        has: tuple[str, ...],
    ) -> bool:
        fault = fault_of(rule, start, refusal, has=has) if self.are_own else None
        if fault is not None:
            message = f'"{self.pose.id}": {fault.message}'
            self.report(replace(fault, message=message, hint=fault.hint or self.because))
        return fault is not None

    def _tell(self, rule: ProgressRule, found: Reached) -> None:
        """Say that a quantity stopped before its rule did."""
        if found.stopped_in_week is None:
            return
        amount = replace(rule.step.value, value=found.value)
        if self.are_own and rule.to is not None:
            message = f'"{self.pose.id}": {found.why}'
            self.report(error("outside-limits", message, rule.step.span, self.because))
            return
        message = (
            f'"{self.pose.id}": `{rule.quantity}` stays at {amount} from week '
            f"{found.stopped_in_week} on; {found.why}"
        )
        span = rule.step.span if self.are_own else self.span
        self.report(note("progress-stopped", message, span))


def progress_of(
    step: PoseStep, pose: Pose, *, week: int, because: str | None, report: Report
) -> Progress:
    """The rules that hold for a step."""
    are_own = step.progress is not None
    rules = pose.progress if step.progress is None else step.progress
    return Progress(pose, rules, are_own, week, step.pose.span, because, report)


def adds_to_sets(rule: ProgressRule) -> bool:
    """Whether a rule makes all sets together more, with no end of its own."""
    return rule.quantity in _SUMMED and rule.to is None and rule.step.value.value > 0


def week_of(options: Options, script: Script) -> SettingOrigin | None:
    """The week that is asked for, and who says so; None: nobody does."""
    if options.week is not None:
        return SettingOrigin("week", str(options.week), COMMAND_LINE)
    if script.week is not None:
        return SettingOrigin("week", str(script.week.value), "script head")
    return None
