"""How long an engine may think."""

from msgspec import Struct

from audioguide.speech.jobs import Job

_GRACE_SECONDS = 5.0
"""For an engine that watches the time itself to end what it has started, and to say so."""


class Patience(Struct, frozen=True):
    """The time for one clip after which an engine counts as hung.

    Generous, since a machine may be busy: the built-in voice needs some 5 ms.
    """

    seconds: float = 20.0
    seconds_per_character: float = 0.1

    def for_text(self, text: str) -> float:
        """Seconds for this text."""
        return self.seconds + self.seconds_per_character * len(text)

    def for_job(self, job: Job) -> float:
        """Seconds for a job: as for its text, or as long as its engine takes to lose patience."""
        usual_seconds = self.for_text(job.utterance.text)
        if job.engine_seconds is None:
            return usual_seconds
        return max(usual_seconds, job.engine_seconds + _GRACE_SECONDS)
