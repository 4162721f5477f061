"""From the text of a user's configuration to a `Config`."""

from audioguide.diagnostics import Diagnostic, has_errors
from audioguide.source import SourceFile, Spanned
from audioguide.syntax.compose import compose
from audioguide.syntax.config import Config
from audioguide.syntax.fields import Field, Found, Record
from audioguide.syntax.kinds import ListOf, Made
from audioguide.syntax.reading import Reading, in_order
from audioguide.syntax.setting_fields import (
    LANGUAGE,
    LEXICON,
    OVERRIDE_FIELDS,
    SOUNDS,
    read_overrides,
)
from audioguide.syntax.text_kinds import WORDS

_POSES = Field(
    "poses",
    ListOf(Made(WORDS, Spanned), "a list of folders", "write [my-poses]"),
    "Folders of your own poses, relative to this file.",
)


def _make_config(found: Found, _: Reading) -> Config:
    return Config(
        overrides=read_overrides(found),
        language=found.spanned(LANGUAGE),
        sounds=found.get(SOUNDS) or (),
        lexicon=found.get(LEXICON) or (),
        pose_folders=found.get(_POSES) or (),
    )


_CONFIG = Record(
    "config",
    "a configuration: keys such as voice and language",
    (LANGUAGE, *OVERRIDE_FIELDS, SOUNDS, LEXICON, _POSES),
    _make_config,
)


def parse_config(file: SourceFile) -> tuple[Config | None, tuple[Diagnostic, ...]]:
    """Type everything that a configuration says. An empty file says nothing, which is well.

    Returns:
        The configuration, absent after an error, and every problem.
    """
    root, problems = compose(file)
    if root is None:
        return None if problems else Config(), problems
    reading = Reading(None)
    config = _CONFIG.read(root, reading)
    problems = in_order((*problems, *reading.diagnostics))
    return None if has_errors(problems) else config, problems
