"""Piper voices from the public repository of the piper project, by name."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from urllib.parse import quote

import msgspec
from msgspec import Struct

from audioguide.errors import FileError, UsageError
from audioguide.files import replace_whole
from audioguide.near import did_you_mean, near_names
from audioguide.speech.engines.piper_config import LARGEST_BYTES, read_config
from audioguide.speech.engines.piper_files import CONFIG_SUFFIX, MODEL_SUFFIX, VoiceFiles
from audioguide.speech.voice_store import checked_place
from audioguide.speech.web_file import OnBytes, fetch_content, fetch_into

ADDRESS = "https://huggingface.co/rhasspy/piper-voices/resolve/main"
"""Where the project keeps its voices, and `voices.json`, which lists them with their checksums."""
ADDRESS_VARIABLE = "AUDIOGUIDE_VOICES_ADDRESS"
_CATALOGUE = "voices.json"
_MOST_CATALOGUE_BYTES = 1 << 24
_MOST_MODEL_BYTES = 1 << 30
"""The largest of the project's has 137 MB."""
_CHUNK_BYTES = 1 << 20


class _Listed(Struct, frozen=True):
    """A file in the catalogue."""

    size_bytes: int
    md5_digest: str


class _Voice(Struct, frozen=True):
    """A voice in the catalogue."""

    files: dict[str, _Listed]
    """By their paths below the address."""

    def file(self, name: str) -> tuple[str, _Listed]:
        """The path of a file by its name, and what is said of it.

        Raises:
            FileError: the catalogue has no such file, or says nonsense of it.
        """
        for path, listed in self.files.items():
            if path.rpartition("/")[2] == name and ".." not in path.split("/"):
                if 0 < listed.size_bytes <= _MOST_MODEL_BYTES:
                    return path, listed
                raise FileError(f"the catalogue says that {name} has {listed.size_bytes} bytes")
        raise FileError(f"the catalogue has no file {name}")


def download(
    name: str, folder: Path, *, force: bool = False, on_bytes: OnBytes | None = None
) -> VoiceFiles:
    """Fetch a voice. What broke off before is gone on with, and nothing is kept that is wrong.

    Args:
        name: such as `en_GB-alba-medium`.
        folder: of voices.
        force: whether it may take the place of one of that name.
        on_bytes: told of its progress.

    Raises:
        UsageError: there is no voice of that name, or it is here already.
        FileError: there is no connection, the disk is full, or what came is not what the
            catalogue says.
        EngineError: it is a voice that audioguide cannot speak with.
    """
    wanted = checked_place(name, folder, force=force)
    base = _base()
    voices = _catalogue(base)
    if name not in voices:
        hint = did_you_mean(near_names(name, voices)) or f"they are listed at {base}/{_CATALOGUE}"
        raise UsageError(f"no voice to download is called {name!r}; {hint}")
    config_path, config_listed = voices[name].file(f"{name}{CONFIG_SUFFIX}")
    model_path, model_listed = voices[name].file(f"{name}{MODEL_SUFFIX}")
    config = fetch_content(f"{base}/{quote(config_path)}", most_bytes=LARGEST_BYTES)
    if hashlib.md5(config, usedforsecurity=False).hexdigest() != config_listed.md5_digest:
        raise FileError(f"{wanted.config.name} is not what the catalogue says; nothing was kept")
    read_config(config, wanted.config.name)
    part = folder / f".{wanted.model.name}.part"
    fetch_into(
        part,
        f"{base}/{quote(model_path)}",
        n_bytes=model_listed.size_bytes,
        on_bytes=on_bytes or _nobody,
    )
    _put(part, model_listed.md5_digest, config, wanted)
    return wanted


def _put(part: Path, md5_digest: str, config: bytes, wanted: VoiceFiles) -> None:
    """Both files in their places, if the model is what it should be."""
    try:
        if _md5_of(part) != md5_digest:
            part.unlink()
            raise FileError(f"{wanted.model.name} is not what the catalogue says; nothing was kept")
        # Without a model there is no voice; so never a model beside another one's configuration.
        wanted.model.unlink(missing_ok=True)
        with replace_whole(wanted.config) as stream:
            stream.write(config)
        part.replace(wanted.model)
    except OSError as trouble:
        raise FileError.from_os("write", wanted.model, trouble) from trouble


def _base() -> str:
    address = os.environ.get(ADDRESS_VARIABLE) or ADDRESS
    if not address.startswith(("https://", "http://")):
        raise UsageError(f"{ADDRESS_VARIABLE}: an address begins with https:// or http://")
    return address.rstrip("/")


def _catalogue(base: str) -> dict[str, _Voice]:
    content = fetch_content(f"{base}/{_CATALOGUE}", most_bytes=_MOST_CATALOGUE_BYTES)
    try:
        return msgspec.json.decode(content, type=dict[str, _Voice])
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as trouble:
        raise FileError(f"{base}/{_CATALOGUE} is no list of voices: {trouble}") from trouble


def _md5_of(path: Path) -> str:
    digest = hashlib.md5(usedforsecurity=False)
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _nobody(_n_there: int, _n_bytes: int) -> None:
    """Nobody is told."""
