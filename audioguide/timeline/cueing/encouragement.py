"""A friendly word now and then, where it is quiet."""

from msgspec import Struct

from audioguide.cueing import Encouragement
from audioguide.roles import Role
from audioguide.timeline.cue import CueLine, Quiet, Rank
from audioguide.timeline.tape import Tape
from audioguide.units import Samples


class _Density(Struct, frozen=True):
    """How often something is said."""

    n_lines: int
    """In one dose, at most."""
    every: int
    """Of so many doses one has any."""


_DENSITIES = {
    Encouragement.FEW: _Density(1, 2),
    Encouragement.SOME: _Density(1, 1),
    Encouragement.MANY: _Density(3, 1),
}


def encouragement_cues(
    tape: Tape, quiet: Quiet, encouragement: Encouragement
) -> tuple[CueLine, ...]:
    """The friendly words that one dose may have.

    Its quiet is shared out evenly among them. They keep the spacing of reminders, from these and
    from each other, and give way to every other line. The phrases take turns, from the one after
    that which was said last: so none is said twice in a row, nor on both sides at one place.
    """
    if encouragement is Encouragement.NONE or quiet.end <= quiet.start:
        return ()
    density = _DENSITIES[encouragement]
    tape.n_quiet_doses += 1
    if (tape.n_quiet_doses - 1) % density.every:
        return ()
    phrases = tape.phrases.items("encouragement")
    first = phrases.index(tape.encouraged) + 1 if tape.encouraged else 0
    room = quiet.end - quiet.start
    return tuple(
        CueLine(
            role=Role.DURING,
            texts=(phrases[(first + i) % len(phrases)],),
            start=Samples(quiet.start + i * room // density.n_lines),
            end=Samples(quiet.start + (i + 1) * room // density.n_lines),
            rank=Rank.ENCOURAGEMENT,
            exact=False,
            apart=quiet.spacing,
        )
        for i in range(density.n_lines)
    )
