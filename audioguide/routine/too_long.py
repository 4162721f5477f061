"""The refusal of routines that are too long, before anything is expanded."""

from fractions import Fraction

from audioguide.diagnostics import Diagnostic, error
from audioguide.routine.length import NOTHING, Size, node_size, total
from audioguide.routine.tree import Node, Repeat, Section
from audioguide.source import Span

LONGEST_SECONDS = Fraction(24 * 60 * 60)
"""A day. Source: the language's own limit on a single duration."""
MOST_EVENTS = 200_000
"""Sounds and spoken lines of one track; an hour of clicks at 120 a minute has 7200."""


def refuse_too_long(nodes: tuple[Node, ...]) -> tuple[Diagnostic, ...]:
    """`too-long` at the innermost step that passes a limit."""
    size = total(map(node_size, nodes))
    if not _passes_limit(size):
        return ()
    limit = "24 hours" if size.seconds > LONGEST_SECONDS else f"{MOST_EVENTS} events"
    message = f"the routine would have more than {limit}"
    hint = "repeat fewer rounds, or make several routines of it"
    return (error("too-long", message, _culprit(nodes), hint),)


def _passes_limit(size: Size) -> bool:
    return size.seconds > LONGEST_SECONDS or size.n_events > MOST_EVENTS


def _culprit(nodes: tuple[Node, ...]) -> Span:
    """The place where a running total first passes a limit, as far inside as one round goes."""
    so_far = NOTHING
    for node in nodes:
        so_far += node_size(node)
        if _passes_limit(so_far):
            break
    if isinstance(node, Section | Repeat) and _passes_limit(total(map(node_size, node.nodes))):
        return _culprit(node.nodes)
    return node.span
