"""A build with every argument settled."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from audioguide.compiler.beside_files import beside_paths
from audioguide.compiler.marking import Marking
from audioguide.compiler.record import Asked
from audioguide.diagnostics import Diagnostic, Severity
from audioguide.routine.options import Options


class Order(Struct, frozen=True):
    """What to make of a script, and where it goes."""

    script: str
    track: Path
    timeline_path: Path | None
    options: Options
    pose_folders: tuple[Path, ...]
    bitrate_kbps: int | None
    """None: the usual one for the track's channels."""
    marking: Marking
    asked: Asked
    """The same, as the track's record has it."""
    strict: bool
    """Warnings stop it too."""
    explain: bool
    """Say what became of each part."""
    beside: tuple[str, ...] | None = None
    """Kinds of file beside the track; None: as the script and the configuration say."""
    force: bool = False
    """Write over files beside the track that are somebody else's."""

    def beside_paths(self, usual: Iterable[str]) -> dict[str, Path]:
        """Where each kind of file beside the track goes, of which `usual` ones hold by default.

        Raises:
            UsageError: one would take the place of something else.
        """
        kinds = usual if self.beside is None else self.beside
        return beside_paths(
            kinds, track=self.track, script=self.script, timeline_path=self.timeline_path
        )

    def outputs(self, beside: Iterable[Path]) -> tuple[Path, ...]:
        """What it writes."""
        timeline = () if self.timeline_path is None else (self.timeline_path,)
        return (self.track, *timeline, *beside)

    def is_stopped_by(self, found: Sequence[Diagnostic]) -> bool:
        """Whether nothing is written because of what was found."""
        stopping = (Severity.ERROR, Severity.WARNING) if self.strict else (Severity.ERROR,)
        return any(one.severity in stopping for one in found)
