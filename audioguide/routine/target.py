"""How long the track is to be, and who says so."""

from fractions import Fraction

from audioguide.routine.layers import COMMAND_LINE
from audioguide.routine.options import Options
from audioguide.routine.routine import SettingOrigin
from audioguide.routine.sources import SCRIPT_HEAD
from audioguide.source import Span, Spanned
from audioguide.syntax.script import Script
from audioguide.units import format_clock


def wanted_length(
    script: Script, options: Options
) -> tuple[Spanned[Fraction] | None, tuple[SettingOrigin, ...]]:
    """The target of the command line, else that of the script, with its origin.

    One of the command line stands at the script's top, since it has no place in it.
    """
    target, origin = script.target_seconds, SCRIPT_HEAD
    if options.target_seconds is not None:
        top = Span.whole_file(script.file)
        target, origin = Spanned(options.target_seconds, top), COMMAND_LINE
    if target is None:
        return None, ()
    clock = format_clock(target.value).removesuffix(".0")
    return target, (SettingOrigin("target", clock, origin),)
