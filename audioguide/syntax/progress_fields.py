"""`progress:` of a pose step and of a pose, and `week:` of a script."""

from functools import partial

from audioguide.source import Span, Spanned
from audioguide.syntax.counts import HIGHEST_COUNT, parse_count
from audioguide.syntax.fields import Field, Found, Record
from audioguide.syntax.kinds import (
    Definitions,
    Either,
    Kind,
    ListOf,
    Made,
    ScalarKind,
    Schema,
    pattern,
)
from audioguide.syntax.progress import Amount, ProgressRule, Quantity
from audioguide.syntax.progress_amounts import AMOUNT_FORMS, BARE_NUMBERS
from audioguide.syntax.reading import Reading
from audioguide.syntax.scalar_text import MINUS, WHOLE, BadScalar, listed, shown
from audioguide.syntax.scalars import LAST_WEEK, parse_week
from audioguide.syntax.tree import Node, Sequence

Rules = tuple[ProgressRule, ...]


def _step_field(quantity: Quantity) -> Field[Spanned[Amount]]:
    form = AMOUNT_FORMS[quantity]
    forms: tuple[Schema, ...] = (pattern(f"(?:[+]|{MINUS}) ?{form.pattern}"),)
    if quantity in BARE_NUMBERS:
        # An editor types +1 before the schema sees it.
        forms += ({"type": "integer", "minimum": -HIGHEST_COUNT, "maximum": HIGHEST_COUNT},)
    expects = f"a change such as {form.example}"
    kind = ScalarKind(f"change_of_{quantity}", expects, form.parse_step, forms)
    return Field(quantity, Made(kind, Spanned), f"What is added each time: {form.example}.")


_EVERY = Field(
    "every",
    ScalarKind(
        "weeks",
        "a count such as 2 weeks",
        partial(parse_count, unit="week"),
        (pattern(f"{WHOLE} ?weeks?"),),
    ),
    "How often: 2 weeks; every week, if it is left out.",
)
_TO = Field(
    "to",
    ScalarKind(
        "progress_end",
        "an amount such as 45s or 10 rounds",
        str,
        (
            {"type": "integer", "minimum": 1, "maximum": HIGHEST_COUNT},
            *(
                pattern(one)
                for one in dict.fromkeys(form.pattern for form in AMOUNT_FORMS.values())
            ),
        ),
    ),
    "Where it ends: 45s. Otherwise at the pose's limit.",
)

_STEPS = {quantity: _step_field(quantity) for quantity in Quantity}


def _make_rules(found: Found, reading: Reading) -> Rules | None:
    """The rules of one mapping: each quantity's step, with what they share."""
    steps = [(one, found.need(field)) for one, field in _STEPS.items() if found.has(field.name)]
    if not steps:
        hint = "write {hold: +5s, to: 45s}"
        reading.error("missing-key", "nothing is said to change here", found.node.span, hint)
        return None
    to = _end(found, [quantity for quantity, _ in steps], reading)
    every_weeks = found.get(_EVERY) or 1
    return tuple(ProgressRule(quantity, step, every_weeks, to) for quantity, step in steps)


def _end(found: Found, quantities: list[Quantity], reading: Reading) -> Spanned[Amount] | None:
    """`to`, read as the quantity that it stands beside."""
    text = found.get(_TO)
    if text is None:
        return None
    span = found.span(_TO.name)
    if len(quantities) > 1:
        names = listed(tuple(map(str, quantities)))
        message = f"which of them ends at {shown(text)}: {names}?"
        hint = "make a list, each quantity in a rule of its own"
        reading.error("bad-progress", message, span, hint)
        return None
    (quantity,) = quantities
    form = AMOUNT_FORMS[quantity]
    try:
        amount = form.parse_end(text)
    except BadScalar as bad:
        reading.error(bad.code, bad.message, span, bad.hint)
        return None
    step = found.need(_STEPS[quantity]).value
    if amount.unit is not step.unit:
        message = f"the step is in {step.unit}, its end in {amount.unit}"
        reading.error("bad-progress", message, span, f"write both alike, such as {form.example}")
    return Spanned(amount, span)


def _parse_none(text: str) -> Rules:
    if text.strip() != "none":
        hint = "write {hold: +5s, to: 45s}, a list of such rules, or none"
        raise BadScalar("bad-progress", f"{shown(text)} is no rule", hint)
    return ()


def _together(rules: tuple[Rules, ...], _: Span) -> Rules:
    return tuple(rule for some in rules for rule in some)


class _EachOnce:
    """Rules of which no two change one quantity."""

    __slots__ = ("_of",)

    def __init__(self, of: Kind[Rules]) -> None:
        self._of = of

    def read(self, node: Node, reading: Reading) -> Rules | None:
        """The rules; notes the second one for a quantity."""
        rules = self._of.read(node, reading)
        seen: set[Quantity] = set()
        for rule in rules or ():
            if rule.quantity in seen:
                message = f'there are two rules for "{rule.quantity}"'
                reading.error("bad-progress", message, rule.step.span, "keep one of the two")
            seen.add(rule.quantity)
        return rules

    def schema(self, definitions: Definitions) -> Schema:
        """That of the rules."""
        return self._of.schema(definitions)


def _progress(quantities: tuple[Quantity, ...], says: str) -> Field[Rules]:
    """`progress:` where it may change these quantities."""
    steps = tuple(_STEPS[quantity] for quantity in quantities)
    expects = "quantities, each with what is added, such as {hold: +5s, to: 45s}"
    rule = Record("progress_rule", expects, (*steps, _EVERY, _TO), _make_rules)
    none = ScalarKind("no_progress", "a rule, or none", _parse_none, ({"enum": ["none"]},))
    several = Made(ListOf(rule, "a list of rules", "write - {hold: +5s}", n_least=1), _together)
    return Field("progress", _EachOnce(Either(Either(none, several, Sequence), rule)), says)


PROGRESS_OF_STEP = _progress(
    tuple(Quantity), "How the dose changes from week to week: {hold: +5s, to: 45s}; or none."
)
PROGRESS_OF_POSE = _progress(
    tuple(one for one in Quantity if one not in (Quantity.SETS, Quantity.REST)),
    "How its dose may grow from week to week, where a routine does not say: {hold: +5s, to: 45s}.",
)
WEEK = Field(
    "week",
    ScalarKind(
        "week",
        "a week such as 3",
        parse_week,
        ({"type": "integer", "minimum": 1, "maximum": LAST_WEEK}, pattern(WHOLE)),
    ),
    "The week by which `progress` changes doses: 3. As written in week 1.",
)
