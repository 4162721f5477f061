"""Ctrl-Z while a track plays: the player stands still too, and the terminal is as it was."""

import os
import signal
import time
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from audioguide.cli.play_screen import Screen
    from audioguide.playback.sounding import Sounding

_WISH = getattr(signal, "SIGTSTP", None)
"""What Ctrl-Z sends; None where there is no such thing."""


class Standstill:
    """While the `with` block runs, a wish to be stopped waits for the next `wait`.

    The player has a session of its own, so it does not hear Ctrl-Z: it would go on alone.
    """

    def __init__(self, sounding: "Sounding", screen: "Screen") -> None:
        self._sounding = sounding
        self._screen = screen
        self._is_wished = False
        self._is_heard = False

    def __enter__(self) -> Self:
        # Where somebody has it ignored, it stays so.
        if _WISH is not None and signal.getsignal(_WISH) is signal.SIG_DFL:
            signal.signal(_WISH, self._note)
            self._is_heard = True
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        trouble: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if _WISH is not None and self._is_heard:
            signal.signal(_WISH, signal.SIG_DFL)

    def wait(self, seconds: float) -> None:
        """Let some time pass, and be stopped for as long as it takes where that was wished."""
        time.sleep(seconds)
        if self._is_wished:
            self._is_wished = False
            self._stand_still()

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self._is_wished = True

    def _stand_still(self) -> None:
        assert _WISH is not None
        self._sounding.hold()
        self._screen.leave()
        signal.signal(_WISH, signal.SIG_DFL)
        os.kill(os.getpid(), _WISH)
        # Here it stands until somebody lets it go on.
        signal.signal(_WISH, self._note)
        self._screen.come_back()
        self._sounding.go_on()
