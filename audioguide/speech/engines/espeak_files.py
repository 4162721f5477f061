"""Where the wheel `espeakng-loader` keeps espeak-ng, found without importing or loading it."""

from pathlib import Path

from audioguide.errors import EngineError
from audioguide.fingerprints import package_folder

PACKAGE = "espeakng_loader"


def voice_folder() -> Path:
    """The folder `espeak-ng-data`: dictionaries, phonemes, `lang/` and `voices/`.

    Raises:
        EngineError: the wheel is missing or holds no data.
    """
    package = package_folder(PACKAGE)
    folder = package / "espeak-ng-data" if package else None
    if folder is None or not (folder / "lang").is_dir():
        raise EngineError(
            "the built-in voice is not installed, or not whole; install it with: "
            "python -m pip install --force-reinstall espeakng-loader"
        )
    return folder
