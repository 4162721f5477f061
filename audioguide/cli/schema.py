"""`audioguide schema`: what editors check files against."""

import json
from typing import Literal

import click

from audioguide.cli.talk import result
from audioguide.errors import ExitCode


@click.command(short_help="Print the JSON Schema of a kind of file, for editors.")
@click.argument("kind", type=click.Choice(["routine", "pose", "config"]))
def schema(*, kind: Literal["routine", "pose", "config"]) -> ExitCode:
    """Print the JSON Schema of routine scripts, of pose files or of your configuration.

    An editor that knows it completes keys and marks mistakes while you write. Save it, and
    name it in the first line of a script: `# yaml-language-server: $schema=FILE`.
    """
    from audioguide.syntax.json_schema import json_schema

    result(json.dumps(json_schema(kind), indent=2, ensure_ascii=False))
    return ExitCode.DONE
