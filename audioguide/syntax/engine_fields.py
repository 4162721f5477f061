"""`engines:` of a user's configuration: programs, servers, recordings and folders of voices.

A script can name these voices, but never say what runs: so this stands in the configuration alone.
"""

import os
import re
import shlex
from fractions import Fraction
from typing import Any

from audioguide.syntax import scalar_kinds as kinds
from audioguide.syntax.fields import Field, Found, Record
from audioguide.syntax.kinds import Definitions, Kind, ListOf, Named, Schema
from audioguide.syntax.reading import Reading
from audioguide.syntax.scalar_text import BadScalar, shown
from audioguide.syntax.text_kinds import WORDS
from audioguide.syntax.tree import Mapping, Node, Scalar, Sequence

_NAME = r"[^\s:/+]{1,64}"


_SECRET = re.compile(r"""(?<![\w-])(key["']?[ \t]*:[ \t]*)(\[[^\]\n]*|[^\s,{}#]+)""")

_ANY: Kind[Any] = WORDS


def without_keys(text: str) -> str:
    """A configuration with each server's key hidden, every sign at its place.

    >>> without_keys("{address: a, key: sk-1}, key_variable: K")
    '{address: a, key: ****}, key_variable: K'
    """
    return _SECRET.sub(lambda match: match[1] + "*" * len(match[2]), text)


def _parse_name(text: str) -> str:
    if text and len(text) <= 64 and not any(one.isspace() or one in ":/+" for one in text):
        return text
    message = f"{shown(text)} cannot be the name of a voice"
    raise BadScalar("bad-name", message, "one word without :, / and +, such as anna")


def parse_program(text: str) -> tuple[str, ...]:
    """A program and its arguments, as a command line gives them: split as a shell would.

    No shell reads them. On Windows a backslash is what it is in paths, no escape.

    >>> parse_program("flite -voice 'my voice' -o {out}")
    ('flite', '-voice', 'my voice', '-o', '{out}')

    Raises:
        BadScalar: `bad-name`, for open quotes, or no program.
    """
    hint = "write 'flite -voice slt -o {out}'"
    try:
        arguments = tuple(shlex.split(text.replace("\\", "\\\\") if os.name == "nt" else text))
    except ValueError:
        raise BadScalar("bad-name", f"{shown(text)} has an open quote", hint) from None
    if not arguments:
        raise BadScalar("bad-name", "there is no program", hint)
    return arguments


def _plain(found: Found, _: Reading) -> dict[str, Any]:
    """What was written, under its own keys."""
    values: dict[str, Any] = {name: found.get(Field(name, _ANY, "")) for name in found.keys}
    return {
        name: float(value) if isinstance(value, Fraction) else value
        for name, value in values.items()
        if value is not None
    }


class _Anything:
    """What an engine of another package wants: texts, lists and mappings, as they stand."""

    __slots__ = ()

    def read(self, node: Node, reading: Reading) -> Any:  # noqa: ANN401 - the engine types it
        """The same in Python's own values, every scalar a text."""
        match node:
            case Scalar():
                return node.text
            case Sequence():
                return [self.read(item, reading) for item in node.items]
            case Mapping():
                return {key.text: self.read(value, reading) for key, value in node.entries}

    def schema(self, definitions: Definitions) -> Schema:
        """Anything."""
        return {}


class _Argument:
    """An argument of a program, whose placeholder YAML takes for a mapping without quotes."""

    __slots__ = ()

    def read(self, node: Node, reading: Reading) -> str | None:
        """The text."""
        if isinstance(node, Mapping) and len(node.entries) == 1:
            placeholder = f"{{{node.entries[0][0].text}}}"
            message = f"{placeholder} has to be quoted"
            reading.error("bad-text", message, node.span, f'write "{placeholder}"')
            return None
        return WORDS.read(node, reading)

    def schema(self, definitions: Definitions) -> Schema:
        """That of any text."""
        return WORDS.schema(definitions)


def _named(of: Kind[dict[str, Any]], expects: str) -> Kind[Any]:
    return Named(of, _NAME, _parse_name, expects)


_LANGUAGE = Field("language", kinds.LANGUAGE, "The language that it speaks: en-GB.")
_GENDER = Field("gender", WORDS, "For lists: female or male.")
_VERSION = Field("version", WORDS, "Change it when the voice has changed, to have all spoken anew.")
_RATE = Field("rate", kinds.SPEAKING_RATE, "How quickly it speaks when nothing is asked: 160 wpm.")
_TIMEOUT = Field("timeout", kinds.DURATION, "How long it may think about a line: 60s.")
_SHARED = (_LANGUAGE, _GENDER, _VERSION, _RATE, _TIMEOUT)

_RUN = Field(
    "run",
    ListOf(_Argument(), "a list of arguments", "write [flite, -o, '{out}']", n_least=1),
    "The program and its arguments; {out} is the WAV file it shall write, {text} the text, which "
    "else comes by standard input; {rate}, {pitch}, {language}, {voice}.",
    required=True,
)
_PROGRAM = Record("program", "a program that speaks", (_RUN, *_SHARED), _plain)

_ADDRESS = Field("address", WORDS, "Where the server is: http://127.0.0.1:8880/v1.", required=True)
_SERVER = Record(
    "server",
    "a server that speaks",
    (
        _ADDRESS,
        Field("model", WORDS, "The model that it shall use."),
        Field("voice", WORDS, "The name of its voice."),
        Field("key", WORDS, "The key that it wants."),
        Field("key_variable", WORDS, "The environment variable that holds the key."),
        *_SHARED,
    ),
    _plain,
)

_FOLDER = Field("folder", WORDS, "The folder, relative to this file.", required=True)
_RECORDINGS = Record(
    "recordings",
    "a folder of recordings",
    (
        _FOLDER,
        Field("otherwise", WORDS, "The voice for lines that are not recorded: en-gb+f3."),
        _LANGUAGE,
        _GENDER,
    ),
    _plain,
)
_MODELS_FOLDER = Field("folder", WORDS, "Where voices lie, relative to this file.")
_MODELS = Record("models", "where voices lie", (_MODELS_FOLDER, _TIMEOUT), _plain)

_OWN: dict[str, Kind[Any]] = {
    "command": _named(_PROGRAM, "names of voices, each with a program"),
    "http": _named(_SERVER, "names of voices, each with a server"),
    "recorded": _named(_RECORDINGS, "names of voices, each with a folder"),
    "piper": _MODELS,
}


class _Engines:
    """Engines by name; those of other packages take what they like."""

    __slots__ = ()

    def read(self, node: Node, reading: Reading) -> dict[str, Any] | None:
        """Settings by the name of the engine."""
        if not isinstance(node, Mapping):
            reading.wrong_shape(node, "names of engines, each with settings")
            return None
        settings: dict[str, Any] = {}
        for key, value_node in node.entries:
            value = _OWN.get(key.text, _Anything()).read(value_node, reading)
            if value is not None:
                settings[key.text] = dict(value) if isinstance(value, tuple) else value
        return settings

    def schema(self, definitions: Definitions) -> Schema:
        """An object of engines."""
        own = {name: kind.schema(definitions) for name, kind in _OWN.items()}
        return {"type": "object", "properties": own}


ENGINES = Field("engines", _Engines(), "Programs, servers and recordings that speak.")
FALLBACK = Field(
    "fallback",
    ListOf(WORDS, "a list of voices", "write [en-gb+f3]"),
    "Voices that speak where a script names one that is not here, the first that is.",
)
