"""What was done to a line that did not fit, told to the author."""

from math import ceil, floor

from audioguide.diagnostics import Diagnostic, error, note, warning
from audioguide.roles import Role
from audioguide.source import Span
from audioguide.timeline.fit import Repair
from audioguide.units import to_seconds

_DONE = {
    "speech-dropped": "left out",
    "speech-shortened": "replaced by its short form",
    "speech-hurried": "spoken faster",
}

_SHOWN_CHARACTERS = 60


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"


def diagnose(repair: Repair, source: Span, *, estimated: bool) -> Diagnostic | None:
    """The diagnostic of one repair.

    A line that fits nowhere is an error; where lengths are estimates it is the warning
    `speech-may-not-fit`, and repairs, which may turn out not to be needed, are not told.
    """
    place = repair.cue.span or source
    # Rounded apart, so that nobody reads "needs 3.3 s, but there are 3.3 s".
    needed = f"{ceil(10 * to_seconds(repair.needed_samples)) / 10:.1f} s"
    available = f"{floor(10 * to_seconds(repair.available_samples)) / 10:.1f} s"
    text = _shown(repair.cue.texts[0])
    measures = f"needs {needed}, but there are {available}"
    if repair.code == "speech-too-long":
        hint = "shorten the line, give it more time, or raise the speaking rate"
        if estimated:
            message = f'"{text}" may not fit: by estimate it {measures}'
            return warning("speech-may-not-fit", message, place, hint)
        return error("speech-too-long", f'"{text}" {measures}', place, hint)
    if estimated or _is_expected(repair):
        return None
    return note(repair.code, f'"{text}" {measures}; it was {_DONE[repair.code]}', place)


def _is_expected(repair: Repair) -> bool:
    """Work lines thin out from rep to rep by design; that is no repair to tell of."""
    return repair.code == "speech-shortened" and repair.cue.role is Role.WORK
