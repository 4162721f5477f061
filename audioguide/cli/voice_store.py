"""`audioguide voices add` and `remove`: neural voices that the user has."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioguide.cli.request import talking
from audioguide.cli.talk import Talk, result
from audioguide.errors import ExitCode

if TYPE_CHECKING:
    from audioguide.speech.engines.piper import PiperEngine


@click.command("add")
@click.argument("voice", metavar="FILE|NAME")
@click.option("--force", is_flag=True, help="Take the place of a voice of that name.")
@talking
def add(*, voice: str, force: bool, talk: Talk) -> ExitCode:
    """Add a neural voice of piper, from a file or by its name.

    FILE is an .onnx with its .onnx.json beside it. NAME, such as en_GB-alba-medium, is fetched
    from the piper project, and gone on with where a download broke off. What is added is spoken
    with as piper:NAME, for which audioguide wants the extra `neural`.
    """
    from audioguide.cli.progress import Progress
    from audioguide.speech.voice_download import download
    from audioguide.speech.voice_store import install, is_file_name

    engine = _piper()
    name = voice.removeprefix("piper:")
    if is_file_name(voice):
        files = install(Path(voice).expanduser(), engine.folder, force=force)
    else:
        with Progress(f"fetching {name}", talk) as progress:
            files = download(
                name,
                engine.folder,
                force=force,
                on_bytes=lambda done, total: progress.show("fetch", done, total),
            )
    talk.say(f"added {files.model}")
    missing = engine.missing()
    if missing:
        talk.say(f"piper cannot speak yet: {missing}")
    result(f"piper:{files.name}")
    return ExitCode.DONE


@click.command("remove")
@click.argument("name")
@talking
def remove(*, name: str, talk: Talk) -> ExitCode:
    """Remove a voice that was added."""
    from audioguide.speech.voice_store import remove as remove_from

    files = remove_from(name.removeprefix("piper:"), _piper().folder)
    talk.say(f"removed {files.model}")
    return ExitCode.DONE


def _piper() -> "PiperEngine":
    """The engine with the folder that the user's configuration names."""
    from audioguide.compiler.front import configured_engines
    from audioguide.speech.engines.piper import NAME, PiperEngine

    engine = configured_engines().engine(NAME)
    assert isinstance(engine, PiperEngine)
    return engine
