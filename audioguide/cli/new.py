"""`audioguide new`: a script to start from."""

import json
import re
from pathlib import Path

import click

from audioguide.cli.request import talking
from audioguide.cli.talk import Talk, result
from audioguide.errors import ExitCode, FileError
from audioguide.files import replace_whole

SCHEMA_NAME = "routine.schema.json"
"""The file beside a new script that its first line names."""

_STARTER = Path(__file__).with_name("starter.yaml")


@click.command(short_help="Write a commented starter script.")
@click.argument("name")
@talking
def new(*, name: str, talk: Talk) -> ExitCode:
    """Write a commented starter script, which builds as it is.

    A bare NAME becomes scripts/NAME.yaml where there is a folder called scripts, else
    NAME.yaml; a NAME with a folder or a suffix is taken as it is. A schema for editors is
    put beside it. Nothing is ever overwritten.
    """
    path = _place(name)
    if path.exists():
        raise FileError(f"could not write {path}: it exists already; choose another name")
    _write(path, starter(_title(path.stem)))
    schema_path = path.with_name(SCHEMA_NAME)
    if not schema_path.exists():
        _write(schema_path, _schema())
        talk.detail(f"{schema_path}: lets editors complete keys and mark mistakes")
    talk.say(f"next: audioguide build {path}")
    result(str(path))
    return ExitCode.DONE


def starter(title: str) -> str:
    """The text of a starter script called `title`."""
    text = _STARTER.read_text(encoding="utf-8")
    return text.replace("TITLE", json.dumps(title, ensure_ascii=False), 1)


def _place(name: str) -> Path:
    """The file that `name` stands for."""
    path = Path(name)
    if path.name in ("", "..") or name.endswith(("/", "\\")) or not name.isprintable():
        raise click.UsageError(f"{name!r} cannot be the name of a script")
    if path.suffix.lower() in (".yaml", ".yml"):
        return path
    is_bare = name == path.name
    path = path.with_name(f"{path.name}.yaml")
    return Path("scripts") / path if is_bare and Path("scripts").is_dir() else path


def _title(stem: str) -> str:
    """A title made of a file's name: `my-first_flow` is "My first flow"."""
    # Braces would be read as a parameter or a placeholder.
    words = " ".join(re.sub(r"[-_${}]", " ", stem).split()) or "My routine"
    return words[0].upper() + words[1:]


def _schema() -> str:
    """The JSON Schema of routine scripts, as a file."""
    from audioguide.syntax.json_schema import json_schema

    return json.dumps(json_schema("routine"), indent=2, ensure_ascii=False) + "\n"


def _write(path: Path, text: str) -> None:
    """Write a whole text file."""
    with replace_whole(path) as stream:
        stream.write(text.encode("utf-8"))
