"""The JSON Schema of each kind of file, from the tables that also read them."""

from typing import Any, Literal

from audioguide.syntax.config_file import CONFIG
from audioguide.syntax.fields import Record
from audioguide.syntax.kinds import Definitions, Schema
from audioguide.syntax.pose_file import POSE
from audioguide.syntax.script_fields import SCRIPT

_FILES: dict[str, tuple[Record[Any], str, bool]] = {
    "routine": (SCRIPT, "audioguide routine script", True),
    "pose": (POSE, "audioguide pose", False),
    "config": (CONFIG, "audioguide configuration", False),
}
"""The record of each kind of file, its title, and whether parameters may stand in it."""


def json_schema(kind: Literal["routine", "pose", "config"]) -> Schema:
    """A schema, draft 2020-12, with which an editor completes and checks a kind of file.

    It knows every key, form and rule of the reader but what needs arithmetic, such as ranges of
    durations, and accepts nothing that the tables do not have.

    Args:
        kind: `routine`, `pose` or `config`.

    Raises:
        KeyError: for any other kind.
    """
    record, title, with_parameters = _FILES[kind]
    definitions = Definitions(with_parameters=with_parameters)
    schema = record.definition(definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "description": f"Version 1 of the language: {record.expects}.",
        **schema,
        "$defs": definitions.schemas,
    }
