"""Which folder is meant where none is named."""

from pathlib import Path

_OUTPUT = Path("output")
_TRACKS = "*.[mM][pP]3"


def default_shelf(output: Path = _OUTPUT) -> Path:
    """The folder that tracks go to by default, or the one programme in it.

    Args:
        output: That folder. Where it has no track itself, and one folder in it alone has any, it
            is that one.
    """
    if any(output.glob(_TRACKS)):
        return output
    inside = sorted({track.parent for track in output.glob(f"*/{_TRACKS}")})
    return inside[0] if len(inside) == 1 else output
