"""How far a build is: a bar on a terminal, nothing anywhere else."""

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

from audioguide.cli.talk import Talk, is_colourful, is_lively

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

_STAGES = {"speak": "speaking", "encode": "encoding", "read": "reading", "copy": "copying"}


class Progress:
    """Shows the stages of one compilation while the `with` block runs.

    rich is imported at the first report, so that a build with nothing to do stays quick.
    """

    def __init__(self, title: str, talk: Talk) -> None:
        self._title = title
        self._talk = talk
        self._lively = is_lively(sys.stderr) and not talk.quiet
        self._bars: Bars | None = None
        self._tasks: dict[str, TaskID] = {}
        self._finished: set[str] = set()

    def __enter__(self) -> Self:
        self._talk.detail(self._title)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        trouble: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bars is not None:
            self._bars.stop()

    def show(self, stage: str, done: int, total: int) -> None:
        """Report that `done` of `total` parts of a stage, in whatever unit, are ready."""
        if not total:
            return
        label = _STAGES.get(stage, stage)
        if self._lively:
            self._draw(label, done, total)
        elif done >= total and stage not in self._finished:
            self._finished.add(stage)
            self._talk.detail(f"  {label}: done")

    def _draw(self, label: str, done: int, total: int) -> None:
        """Move the bar of one stage."""
        if self._bars is None:
            self._bars = _start_bars()
        if label not in self._tasks:
            self._tasks[label] = self._bars.add_task(label, total=total)
        self._bars.update(self._tasks[label], completed=done, total=total)


def _start_bars() -> "Bars":
    """Bars on stderr that vanish when they stop."""
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    bars = Bars(
        TextColumn("{task.description:>10}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True, no_color=not is_colourful(sys.stderr)),
        transient=True,
    )
    bars.start()
    return bars
