"""What a routine comes to with other doses and other pauses; each is scheduled once."""

from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from audioguide.diagnostics import Diagnostic
from audioguide.fitting.held_words import HeldWords, Schedule
from audioguide.fitting.pauses import LEAST_PAUSES, MOST_PAUSES, with_pauses
from audioguide.fitting.portions import portions_of
from audioguide.fitting.shares import Amounts, total_seconds
from audioguide.fitting.telling import Reach
from audioguide.routine.checks import needs
from audioguide.routine.routine import Routine
from audioguide.routine.too_long import LONGEST_SECONDS
from audioguide.timeline.timeline import Timeline
from audioguide.units import to_seconds

UNCHANGED = Fraction(1)


class Trial(Struct, frozen=True):
    """A routine that was scheduled."""

    amounts: Amounts
    factor: Fraction
    """Of the pauses."""
    routine: Routine
    timeline: Timeline | None
    """None where a line fits nowhere; the other times are then a guess."""
    found: tuple[Diagnostic, ...]
    seconds: Fraction
    error_seconds: Fraction
    """What it lacks; negative: what it is too long."""

    def is_within(self, seconds: Fraction) -> bool:
        """Whether it can be had, and is no further than that from its target."""
        return self.timeline is not None and abs(self.error_seconds) <= seconds


class Trials:
    """Makes trials of one routine, and remembers them."""

    def __init__(
        self, routine: Routine, target_seconds: Fraction, *, schedule: Schedule, guess: Schedule
    ) -> None:
        """Look up how much there may be of each step.

        Args:
            routine: As written.
            target_seconds: How long it is to be.
            schedule: Settles every moment, lines at their true length.
            guess: The same, with estimates of what was not spoken yet.
        """
        self.routine = routine
        self.target_seconds = target_seconds
        self._schedule = schedule
        self._guess = guess
        self._words = HeldWords(routine, guess)
        self._least_parts = _least_parts(routine)
        self.portions = portions_of(routine, least_parts=self._least_parts, holds=self._words.hold)
        self._made: dict[tuple[Amounts, Fraction], Trial] = {}

    def doses_seconds(self, amounts: Amounts) -> Fraction:
        """All doses together."""
        return total_seconds(self.portions, amounts)

    def wanted_at_first(self) -> Fraction:
        """About how long the doses have to be, before anything was spoken."""
        lacking = self.target_seconds - self._seconds(self._guess(self.routine)[0])
        return self.doses_seconds(tuple(one.as_written for one in self.portions)) + lacking

    def forget_words(self) -> None:
        """Ask again which amounts hold their words, now that more of these are spoken."""
        for portion in self.portions:
            portion.forget()

    def attempt(self, amounts: Amounts, factor: Fraction = UNCHANGED) -> Trial:
        """The trial with these amounts of the portions, and this factor of the pauses."""
        if (amounts, factor) not in self._made:
            self._made[amounts, factor] = self._trial(amounts, factor)
        return self._made[amounts, factor]

    def lengths(self) -> tuple[Fraction, ...]:
        """How many seconds the trials so far came to."""
        return tuple(trial.seconds for trial in self._made.values())

    def reach(self) -> Reach:
        """The shortest and the longest that the routine can be."""
        least = tuple(portion.least() for portion in self.portions)
        greatest = tuple(portion.greatest() for portion in self.portions)
        return Reach(
            target_seconds=self.target_seconds,
            shortest_seconds=self.attempt(least, LEAST_PAUSES).seconds,
            longest_seconds=self.attempt(greatest, MOST_PAUSES).seconds,
            shortest_doses_seconds=self.doses_seconds(least),
        )

    def _trial(self, amounts: Amounts, factor: Fraction) -> Trial:
        routine = self._with(amounts, factor)
        timeline, found = self._schedule(routine)
        seconds = self._seconds(timeline or self._guess(routine)[0])
        lacking = self.target_seconds - seconds
        return Trial(amounts, factor, routine, timeline, found, seconds, lacking)

    def _with(self, amounts: Amounts, factor: Fraction) -> Routine:
        items = list(self.routine.items)
        for portion, amount in zip(self.portions, amounts, strict=True):
            item = portion.at(amount)
            for place in portion.places:
                items[place] = replace(item, chapter=items[place].chapter)
        return with_pauses(
            replace(self.routine, items=tuple(items)),
            factor,
            least_parts=self._least_parts,
            holds=self._words.hold,
        )

    @staticmethod
    def _seconds(timeline: Timeline | None) -> Fraction:
        """The length of a schedule; there is none where it would be a day or longer."""
        return LONGEST_SECONDS if timeline is None else to_seconds(timeline.length)


def _least_parts(routine: Routine) -> dict[int, Fraction]:
    """How much of each item has to stay for the advice for the body to stay content."""
    parts: dict[int, Fraction] = {}
    for need in needs(routine):
        given_seconds = need.given_seconds(routine)
        if given_seconds >= need.seconds:
            part = need.seconds / given_seconds
            for place in need.places:
                parts[place] = max(part, parts.get(place, part))
    return parts
