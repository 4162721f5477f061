"""The folder of piper voices: `NAME.onnx` with `NAME.onnx.json` beside it."""

from __future__ import annotations

import os
import re
from pathlib import Path

from msgspec import Struct

from audioguide.errors import EngineError
from audioguide.speech.engines.piper_config import LARGEST_BYTES, PiperConfig, read_config

FOLDER_VARIABLE = "AUDIOGUIDE_VOICES_DIR"
MODEL_SUFFIX, CONFIG_SUFFIX = ".onnx", ".onnx.json"
_NAME = r"\w[\w.-]{0,99}"
"""Such as `en_GB-alba-medium`; no path, and nothing that a script would take for more."""
_CHUNK_BYTES = 1 << 20
_digests: dict[tuple[str, int, int, int], str] = {}


def voices_folder(setting: str | None = None) -> Path:
    """Where voices lie: what the user has set, `AUDIOGUIDE_VOICES_DIR`, or the platform's folder.

    Args:
        setting: `engines: {piper: {folder: ...}}` of the user's configuration.
    """
    chosen = setting or os.environ.get(FOLDER_VARIABLE)
    if chosen:
        return Path(chosen).absolute()
    import platformdirs

    return platformdirs.user_data_path("audioguide", appauthor=False) / "voices"


def is_voice_name(name: str) -> bool:
    """Whether a voice's files may be called so.

    >>> is_voice_name("pt_PT-tugão-medium"), is_voice_name("../x")
    (True, False)
    """
    return bool(re.fullmatch(_NAME, name))


class VoiceFiles(Struct, frozen=True):
    """The two files of a voice."""

    name: str
    model: Path
    config: Path

    def read_config(self) -> PiperConfig:
        """What the smaller file says.

        Raises:
            EngineError: it cannot be read, or says nothing of use.
        """
        try:
            with self.config.open("rb") as stream:
                content = stream.read(LARGEST_BYTES + 1)
        except OSError as trouble:
            raise EngineError(
                f"could not read {self.config}: {trouble.strerror or trouble}"
            ) from trouble
        if len(content) > LARGEST_BYTES:
            raise EngineError(f"{self.config.name} is no piper voice's configuration: too large")
        return read_config(content, self.config.name)

    def digest(self) -> str:
        """A hash over both, computed once for each state of the files.

        Raises:
            EngineError: they cannot be read.
        """
        return f"{_digest(self.model)}-{_digest(self.config)}"


def files_of(folder: Path, name: str) -> VoiceFiles:
    """Where the files of a voice lie, whether they are there or not."""
    return VoiceFiles(name, folder / f"{name}{MODEL_SUFFIX}", folder / f"{name}{CONFIG_SUFFIX}")


def list_files(folder: Path) -> tuple[VoiceFiles, ...]:
    """Every voice in a folder of which both files are there, by name; none if there is no folder.

    Raises:
        EngineError: the folder cannot be listed.
    """
    try:
        names = {entry.name for entry in os.scandir(folder) if entry.is_file()}
    except FileNotFoundError:
        return ()
    except OSError as trouble:
        raise EngineError(f"could not list {folder}: {trouble.strerror or trouble}") from trouble
    models = sorted(name.removesuffix(MODEL_SUFFIX) for name in names if MODEL_SUFFIX in name)
    return tuple(
        files_of(folder, name)
        for name in dict.fromkeys(models)
        if is_voice_name(name) and {f"{name}{MODEL_SUFFIX}", f"{name}{CONFIG_SUFFIX}"} <= names
    )


def _digest(path: Path) -> str:
    from hashlib import sha256

    try:
        state = path.stat()
        key = (str(path), state.st_size, state.st_mtime_ns, state.st_ino)
        if key not in _digests:
            digest = sha256()
            with path.open("rb") as stream:
                while chunk := stream.read(_CHUNK_BYTES):
                    digest.update(chunk)
            _digests[key] = digest.hexdigest()
    except OSError as trouble:
        raise EngineError(f"could not read {path}: {trouble.strerror or trouble}") from trouble
    return _digests[key]
