"""A build with nothing to do: nothing that makes or writes a track is imported for it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from audioguide.compiler.order import Order
from audioguide.compiler.record import Record
from audioguide.compiler.results import Build

if TYPE_CHECKING:
    from audioguide.timeline.timeline import Timeline


def left_alone(
    order: Order, fresh: Record, *, plan_again: "Callable[[], Timeline | None]"
) -> Build | None:
    """What comes of an order whose track is up to date; None where a file beside it is missing.

    Raises:
        UsageError: a file beside it would take the place of something else.
    """
    if order.is_stopped_by(fresh.diagnostics):
        return Build(None, None, fresh.diagnostics)
    beside = tuple(order.beside_paths(fresh.beside).values())
    if not all(map(fresh.has_output, order.outputs(beside))):
        return None
    return Build(
        order.track,
        None,
        fresh.diagnostics,
        up_to_date=True,
        beside=beside,
        plan_again=plan_again,
    )
