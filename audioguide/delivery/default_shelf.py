"""Which folder is meant where none is named."""

from pathlib import Path

from audioguide.files import MP3_SUFFIX, OUTPUT_FOLDER


def default_shelf(output: Path = OUTPUT_FOLDER) -> Path:
    """The folder that tracks go to by default, or the one programme in it.

    Args:
        output: That folder. Where it has no track itself, and one folder in it alone has any, it
            is that one.
    """
    if _has_tracks(output):
        return output
    inside = [folder for folder in output.glob("*/") if _has_tracks(folder)]
    return inside[0] if len(inside) == 1 else output


def _has_tracks(folder: Path) -> bool:
    return any(path.suffix.lower() == MP3_SUFFIX for path in folder.glob("*"))
