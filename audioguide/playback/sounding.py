"""Something that plays a track: how far it is, and whether it has ended."""

from typing import Protocol

STUCK_SECONDS = 15.0
"""How long one may stand still before it counts as hung; decoders and sound servers that are slow
to begin take a few seconds."""


class Sounding(Protocol):
    """A track that is playing."""

    def position_ms(self) -> int:
        """How far it is, as near as can be told."""
        ...

    def has_begun(self) -> bool:
        """Whether it is known to play; one that tells nothing is taken at its word."""
        ...

    def has_ended(self) -> bool:
        """Whether nothing plays any more, for whatever reason."""
        ...

    def is_stuck(self) -> bool:
        """Whether it stands still for so long that something must be wrong."""
        ...

    def failure(self) -> str | None:
        """Once it has ended: how it failed; None where it says that all is well."""
        ...

    def complaint(self) -> str:
        """The last lines that it wrote, which may say why; empty where there are none."""
        ...

    def hold(self) -> None:
        """Let it stand still while this process is about to be stopped too."""
        ...

    def go_on(self) -> None:
        """Let it go on from where it was held; the time between does not count."""
        ...

    def stop(self) -> None:
        """End it, whether or not it has ended. Nothing of it is left."""
        ...
