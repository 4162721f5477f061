"""The user's folder of piper voices: put in whole, or not at all; and taken out again."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

from audioguide.errors import EngineError, FileError, UsageError
from audioguide.files import replace_whole
from audioguide.near import did_you_mean, near_names
from audioguide.speech.engines.piper import RUNTIME
from audioguide.speech.engines.piper_files import (
    CONFIG_SUFFIX,
    MODEL_SUFFIX,
    VoiceFiles,
    files_of,
    is_voice_name,
    list_files,
)

_CHUNK_BYTES = 1 << 20
_SIGNS = (b"input_lengths", b"scales")
"""Names of inputs, which stand in the file of every piper model as they are."""


def is_file_name(text: str) -> bool:
    """Whether somebody means a file on the disk, and no name of a voice.

    >>> is_file_name("alba.onnx"), is_file_name("~/alba"), is_file_name("en_GB-alba-medium")
    (True, True, False)
    """
    return text.endswith((MODEL_SUFFIX, CONFIG_SUFFIX)) or "/" in text or os.sep in text


def install(path: Path, folder: Path, *, force: bool = False) -> VoiceFiles:
    """Copy a voice into the folder, from its `.onnx` and the `.onnx.json` beside it.

    Args:
        path: of the `.onnx`.
        folder: of voices.
        force: whether it may take the place of one of that name.

    Raises:
        UsageError: it is no piper voice, cannot be called so, or is there already.
        FileError: it cannot be read or written.
    """
    if not path.name.endswith(MODEL_SUFFIX):
        raise UsageError(f"{path}: a voice is a file called NAME{MODEL_SUFFIX}")
    given = files_of(path.parent, path.name.removesuffix(MODEL_SUFFIX))
    wanted = checked_place(given.name, folder, force=force)
    _check(given)
    if wanted.model.exists() and wanted.model.samefile(given.model):
        return wanted
    try:
        with given.model.open("rb") as model, given.config.open("rb") as config:
            _copy(model, config, wanted)
    except OSError as trouble:
        raise FileError.from_os("read", path, trouble) from trouble
    return wanted


def checked_place(name: str, folder: Path, *, force: bool) -> VoiceFiles:
    """Where a voice of that name goes.

    Raises:
        UsageError: no voice can be called so, or one is.
    """
    if not is_voice_name(name):
        raise UsageError(f"{name!r} cannot be the name of a voice: letters, figures, _, - and .")
    wanted = files_of(folder, name)
    if wanted.model.exists() and not force:
        raise UsageError(f"{wanted.model} is there already; --force takes its place")
    return wanted


def remove(name: str, folder: Path) -> VoiceFiles:
    """Take a voice out of the folder.

    Raises:
        UsageError: there is none of that name.
        FileError: it cannot be removed.
    """
    there = [one.name for one in list_files(folder)]
    if name not in there:
        hint = did_you_mean(near_names(name, there)) or f"those in {folder} can be removed"
        raise UsageError(f"no voice there is called {name!r}; {hint}")
    files = files_of(folder, name)
    try:
        # The model first: without it the other file is no voice.
        files.model.unlink()
        files.config.unlink()
    except OSError as trouble:
        raise FileError.from_os("remove", files.model, trouble) from trouble
    return files


def _check(files: VoiceFiles) -> None:
    """Refuse what is no voice.

    Raises:
        UsageError: it is none.
        FileError: it cannot be read.
    """
    for path in (files.model, files.config):
        if not path.is_file():
            beside = f"; a voice has {files.config.name} beside it" if path == files.config else ""
            raise FileError(f"could not read {path}: no such file{beside}")
    try:
        files.read_config()
        if not _looks_like_a_model(files.model):
            raise EngineError(f"{files.model.name} is no piper model")
        if find_spec(RUNTIME):
            from audioguide.speech.engines.piper_model import PiperModel

            PiperModel(files.model)
    except EngineError as trouble:
        raise UsageError(str(trouble)) from trouble
    except OSError as trouble:
        raise FileError.from_os("read", files.model, trouble) from trouble


def _looks_like_a_model(path: Path) -> bool:
    missing = set(_SIGNS)
    longest = max(map(len, _SIGNS))
    tail = b""
    with path.open("rb") as stream:
        while missing and (chunk := stream.read(_CHUNK_BYTES)):
            missing -= {sign for sign in missing if sign in tail + chunk}
            tail = chunk[-longest:]
    return not missing


def _copy(model: BinaryIO, config: BinaryIO, wanted: VoiceFiles) -> None:
    """Both files or none; the model comes last, since without it there is no voice."""
    was_there = wanted.config.exists()
    try:
        with replace_whole(wanted.model) as new_model:
            shutil.copyfileobj(model, new_model, _CHUNK_BYTES)
            # What is not on the disk by now would fail behind the other file's rename.
            new_model.flush()
            os.fsync(new_model.fileno())
            with replace_whole(wanted.config) as new_config:
                shutil.copyfileobj(config, new_config)
    except BaseException:
        if not was_there and not wanted.model.exists():
            with suppress(OSError):
                wanted.config.unlink()
        raise
