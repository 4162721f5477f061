"""The head of a routine script."""

from audioguide.syntax import scalar_kinds as kinds
from audioguide.syntax.bed_fields import KEEP_AWAKE
from audioguide.syntax.beside_fields import BESIDE
from audioguide.syntax.cover_fields import COVER
from audioguide.syntax.device_fields import LEAD_IN
from audioguide.syntax.fields import Field, Found, Record
from audioguide.syntax.kinds import Definitions, Named, ScalarKind, Schema
from audioguide.syntax.progress_fields import WEEK
from audioguide.syntax.reading import Reading
from audioguide.syntax.scalar_text import PARAMETER_NAME, BadScalar, shown
from audioguide.syntax.script import Script
from audioguide.syntax.setting_fields import (
    LANGUAGE,
    LEXICON,
    OVERRIDE_FIELDS,
    SOUNDS,
    read_overrides,
)
from audioguide.syntax.step_fields import STEPS
from audioguide.syntax.tag_fields import CHAPTERS, TAGS
from audioguide.syntax.text_kinds import PLACED_TEXT
from audioguide.syntax.tree import Mapping, Node, Scalar
from audioguide.syntax.words import parse_parameter_name

LANGUAGE_VERSION = "1"


def _parse_version(text: str) -> str:
    if text.strip() != LANGUAGE_VERSION:
        message = f"this audioguide reads version {LANGUAGE_VERSION} of the language"
        raise BadScalar("unknown-version", f"{message}, not {shown(text)}", "write audioguide: 1")
    return text


class _ParameterDefaults:
    """`params`: names with their defaults, whose text is taken as it stands."""

    __slots__ = ()
    _values = Named(
        kinds.ANY_TEXT, PARAMETER_NAME, parse_parameter_name, "names with their defaults"
    )

    def read(self, node: Node, reading: Reading) -> tuple[str, ...] | None:
        """The names; a default that refers to another parameter is refused."""
        plain = True
        for _, value in node.entries if isinstance(node, Mapping) else ():
            if isinstance(value, Scalar) and "${" in value.text:
                message = "a default cannot refer to another parameter"
                reading.error("bad-parameter", message, value.span, "write the value itself")
                plain = False
        pairs = self._values.read(node, reading) if plain else None
        return None if pairs is None else tuple(name for name, _ in pairs)

    def schema(self, definitions: Definitions) -> Schema:
        """An object of scalars."""
        return self._values.schema(definitions)


VERSION = Field(
    "audioguide",
    ScalarKind("version", "the language's version", _parse_version, ({"enum": [1, "1"]},)),
    "The version of the language this file is written in: 1.",
)
TITLE = Field("title", PLACED_TEXT, "What the routine is called; it becomes the track's title.")
TARGET = Field(
    "target", kinds.TARGET, "How long the track is to be; doses are scaled within their limits."
)
PARAMS = Field(
    "params", _ParameterDefaults(), "Names with defaults, used as ${name}; --set overrides them."
)


def _make_script(found: Found, _: Reading) -> Script:
    return Script(
        file=found.node.span.file,
        title=found.get(TITLE),
        language=found.spanned(LANGUAGE),
        overrides=read_overrides(found),
        sounds=found.get(SOUNDS) or (),
        lexicon=found.get(LEXICON) or (),
        keep_awake=found.get(KEEP_AWAKE),
        lead_in_seconds=found.get(LEAD_IN),
        chapters_by=found.get(CHAPTERS),
        tags=found.get(TAGS),
        target_seconds=found.spanned(TARGET),
        parameter_names=found.get(PARAMS) or (),
        steps=found.need(STEPS),
        span=found.node.span,
        week=found.spanned(WEEK),
        beside=found.get(BESIDE),
        cover=found.get(COVER),
    )


SCRIPT = Record(
    "routine",
    "a routine: keys such as title and steps",
    (
        *(VERSION, TITLE, LANGUAGE, *OVERRIDE_FIELDS, SOUNDS, LEXICON),
        *(KEEP_AWAKE, LEAD_IN, CHAPTERS, TAGS, COVER, BESIDE, TARGET, WEEK, PARAMS, STEPS),
    ),
    _make_script,
)


def parameter_defaults(root: Mapping) -> dict[str, str]:
    """What `params` says, read before anything else, for every other field may use it."""
    params = root.value(PARAMS.name)
    entries = params.entries if isinstance(params, Mapping) else ()
    return {key.text: value.text for key, value in entries if isinstance(value, Scalar)}
