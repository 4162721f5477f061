"""What somebody who listens in a terminal sees."""

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

from audioguide.cli.talk import Talk, is_colourful, is_lively
from audioguide.diagnostics import printable
from audioguide.playback.running_order import Moment, Part, RunningOrder, moment_at
from audioguide.units import format_whole_seconds

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.live import Live
    from rich.text import Text


_ROOM_OF_CTRL_C = len("^C")
"""The terminal writes it after the last line; on another line it would hide where that was."""


class Screen:
    """Shows a track while the `with` block runs.

    On a terminal it is a picture of a few lines that changes, and goes when the block ends.
    Anywhere else chapters, poses and lines are printed as they come, with their times.
    """

    def __init__(self, order: RunningOrder, talk: Talk) -> None:
        self._order = order
        self._talk = talk
        self._lively = is_lively(sys.stderr) and not talk.quiet
        self._live: Live | None = None
        self._told: dict[str, Part | None] = {}
        self.at_ms = 0
        """How far the track was when it was shown last."""

    def __enter__(self) -> Self:
        self._talk.say(f"{self._order.title}, {format_whole_seconds(self._order.length_ms)}")
        self.come_back()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        trouble: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.leave()

    def leave(self) -> None:
        """Give the terminal back."""
        if self._live is not None:
            self._live.stop()
            self._live = None

    def come_back(self) -> None:
        """Take the terminal, where it is one."""
        if self._lively:
            self._live = _start_live()

    def show(self, at_ms: int) -> None:
        """Show what there is at a moment of the track."""
        self.at_ms = at_ms
        now = moment_at(self._order, at_ms)
        if self._live is not None:
            n_columns = self._live.console.width
            picture = _picture(self._order, now, at_ms, n_columns=n_columns)
            self._live.update(picture, refresh=True)
        else:
            self._tell("chapter", now.chapter, "== {}")
            self._tell("move", now.move, "-- {}")
            self._tell("line", now.line, "{}")

    def _tell(self, kind: str, part: Part | None, form: str) -> None:
        """Print a part when it begins."""
        if part is not None and part != self._told.get(kind):
            self._talk.say(f"{format_whole_seconds(part.start_ms):>8}  {form.format(part.text)}")
        self._told[kind] = part or self._told.get(kind)


def _start_live() -> "Live":
    from rich.console import Console
    from rich.live import Live

    console = Console(stderr=True, no_color=not is_colourful(sys.stderr), highlight=False)
    live = Live(console=console, auto_refresh=False, transient=True)
    live.start()
    return live


def _picture(order: RunningOrder, now: Moment, at_ms: int, *, n_columns: int) -> "RenderableType":
    """The chapter, the pose with what is done in it, the words, and the time, one below another."""
    from rich.console import Group
    from rich.constrain import Constrain
    from rich.progress_bar import ProgressBar
    from rich.table import Table
    from rich.text import Text

    is_spoken = now.line is not None and at_ms < now.line.end_ms
    clock = Table.grid(padding=(0, 1), expand=True)
    clock.add_column(no_wrap=True)
    clock.add_column(ratio=1)
    clock.add_column(no_wrap=True)
    bar = ProgressBar(total=max(1, order.length_ms), completed=at_ms, width=None)
    left = f"{time_left(order.length_ms, at_ms)} left"
    clock.add_row(_row(format_whole_seconds(at_ms)), bar, _row(left))
    return Group(
        _row(now.chapter.text if now.chapter else order.title, style="bold"),
        _row(doing(now, at_ms)),
        Text(printable(now.line.text if now.line else ""), style="" if is_spoken else "dim"),
        Constrain(clock, n_columns - _ROOM_OF_CTRL_C),
    )


def time_left(length_ms: int, at_ms: int) -> str:
    """What is left of a track as a clock has it, rounded up, so that it begins with its length.

    Together with the time that has passed, which is rounded down, it always is the length as it
    stands above, in whole seconds.

    >>> time_left(603_349, 0), time_left(603_349, 999), time_left(603_349, 1000)
    ('10:03', '10:03', '10:02')
    >>> time_left(603_349, 602_999), time_left(603_349, 603_349)
    ('0:01', '0:00')
    """
    return format_whole_seconds(1000 * max(0, length_ms // 1000 - at_ms // 1000))


def doing(now: Moment, at_ms: int) -> str:
    """The pose, and the seconds that are left of the breath's phase or of the dose.

    >>> hold = Part(0, 30_000, "hold")
    >>> doing(Moment(None, Part(0, 40_000, "Cobra"), hold, None, None), 9_500)
    'Cobra   hold 21 s'
    """
    inner = now.phase or now.dose
    counted = f"{inner.text} {-(-(inner.end_ms - at_ms) // 1000)} s" if inner else ""
    return "   ".join(filter(None, (now.move.text if now.move else "", counted)))


def _row(text: str, style: str = "") -> "Text":
    """A text on one line, cut where the terminal ends."""
    from rich.text import Text

    return Text(printable(text), style=style, no_wrap=True, overflow="ellipsis")
