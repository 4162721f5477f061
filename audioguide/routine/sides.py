"""Which sides an exercise is done on, and whether both get the same."""

from msgspec import Struct

from audioguide.diagnostics import Diagnostic, error, warning
from audioguide.dose import Dose, Reps, Rhythm, Side
from audioguide.routine.length import beats_of
from audioguide.routine.words import Report
from audioguide.source import Span
from audioguide.syntax.pose import Pose
from audioguide.syntax.script import PoseStep, SidesChoice

_BOTH = (Side.LEFT, Side.RIGHT)
_ORDERS: dict[SidesChoice, tuple[Side, ...]] = {
    SidesChoice.LEFT: (Side.LEFT,),
    SidesChoice.RIGHT: (Side.RIGHT,),
    SidesChoice.BOTH: _BOTH,
}


class Sides(Struct, frozen=True):
    """The sides of one exercise."""

    order: tuple[Side | None, ...]
    """One dose each, in this order; a single None where no side is known."""
    alternating: bool = False
    """True: one dose that changes sides at every rep or beat."""

    @property
    def in_turn(self) -> bool:
        """Whether each dose belongs to one side."""
        return self.order != (None,)


_ONE_DOSE = Sides((None,))


def settle_sides(step: PoseStep, pose: Pose, *, report: Report) -> Sides:
    """The sides that a step asks for, else what the pose does.

    Reports `no-sides` for a side on a pose that has none, and `needs-sides` for the opposite.
    """
    asked = step.sides.value if step.sides else None
    if not pose.sided:
        if step.sides and asked is not SidesChoice.NONE:
            report(_no_sides(pose, step.sides.span))
        return _ONE_DOSE
    if asked is None:
        return Sides(_BOTH)
    if isinstance(asked, tuple):
        return Sides(asked)
    if asked is SidesChoice.ALTERNATE:
        return Sides((None,), alternating=True)
    if step.sides and asked is SidesChoice.NONE:
        message = f'"{pose.id}" is done on one side at a time, so it needs sides'
        hint = "write `sides: both`, or leave `sides` out"
        report(error("needs-sides", message, step.sides.span, hint))
    return Sides(_ORDERS.get(asked, _BOTH))


def _no_sides(pose: Pose, span: Span) -> Diagnostic:
    return error("no-sides", f'"{pose.id}" has no sides', span, "give one dose, without `sides`")


def refuse_sided_hold(pose: Pose, span: Span, *, report: Report) -> None:
    """Report a hold by side where no dose belongs to a side."""
    report(_cannot_alternate(span) if pose.sided else _no_sides(pose, span))


def _cannot_alternate(span: Span) -> Diagnostic:
    message = "only reps and a rhythm can change sides inside the dose"
    return error("cannot-alternate", message, span, "write `sides: both`")


def check_balance(
    step: PoseStep, sides: Sides, doses: tuple[tuple[Side | None, Dose], ...], *, report: Report
) -> None:
    """Report `unbalanced-sides` unless the step says why, and `cannot-alternate`.

    Args:
        step: Where the sides were asked for.
        sides: As `settle_sides` settled them.
        doses: The settled dose of each of them, in order.
        report: Takes what is found.
    """
    if sides.alternating and not isinstance(doses[0][1], Reps | Rhythm):
        report(_cannot_alternate(_sides_span(step)))
    elif sides.alternating:
        _check_number(step, doses[0][1], report)
    elif sides.in_turn and {side for side, _ in doses} != set(_BOTH):
        message = f"only the {doses[0][0]} side is done"
        _warn_unbalanced(step, message, _sides_span(step), report)
    elif len({dose for _, dose in doses}) > 1:
        _warn_unbalanced(step, "the two sides are not done alike", _dose_span(step), report)


def _check_number(step: PoseStep, dose: Dose, report: Report) -> None:
    """Warn of an odd number that is to change sides."""
    n_changes = beats_of(dose) if isinstance(dose, Rhythm) else 0
    n_changes = dose.n_reps if isinstance(dose, Reps) else n_changes
    if n_changes % 2:
        message = f"an odd number, {n_changes}, cannot be halved between the sides"
        _warn_unbalanced(step, message, _dose_span(step), report)


def _warn_unbalanced(step: PoseStep, message: str, span: Span, report: Report) -> None:
    if not step.unequal:
        hint = "do the same on both, or say why not: `unequal: reason`"
        report(warning("unbalanced-sides", message, span, hint))


def _sides_span(step: PoseStep) -> Span:
    return step.sides.span if step.sides else step.pose.span


def _dose_span(step: PoseStep) -> Span:
    """Where the amount was written, else the sides, else the pose's name."""
    amounts = [span for key, span in step.dose_spans if key in ("reps", "for", "beats", "hold")]
    return amounts[0] if amounts else _sides_span(step)
