"""Words: texts, names and yes or no."""

import re

from audioguide.syntax.scalar_text import PARAMETER_NAME, BadScalar, shown

POSE_ID_PATTERN = "[a-z0-9]+(?:-[a-z0-9]+)*"


def parse_flag(text: str) -> bool:
    """`true` or `false`. Raises `BadScalar`: `bad-choice`."""
    text = text.strip()
    if text not in ("true", "false"):
        raise BadScalar("bad-choice", f"{shown(text)} cannot stand here", "write true or false")
    return text == "true"


def parse_words(text: str) -> str:
    """Any text that is not blank. Raises `BadScalar`: `bad-text`."""
    text = text.strip()
    if not text:
        raise BadScalar("bad-text", "there is no text here", "write it out, or leave the key out")
    return text


def parse_parameter_name(text: str) -> str:
    """The name of a parameter. Raises `BadScalar`: `bad-key`."""
    if re.fullmatch(PARAMETER_NAME, text):
        return text
    hint = "begin with a letter; then letters, digits, - and _"
    raise BadScalar("bad-key", f"{shown(text)} cannot name a parameter", hint)


def parse_pose_id(text: str) -> str:
    """The name of a pose's file or of a variation. Raises `BadScalar`: `bad-name`."""
    if re.fullmatch(POSE_ID_PATTERN, text):
        return text
    hint = "small letters and digits, with hyphens between the words: cat-cow"
    raise BadScalar("bad-name", f"{shown(text)} cannot be the name of a pose or variation", hint)
