"""The strongest value of one setting among layers of them."""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from msgspec import Struct

from audioguide.routine.layers import Layer, Layers
from audioguide.routine.voices import BUILT_IN_ENGINE, DEFAULT_ENGINE_NAME
from audioguide.source import Span, Spanned
from audioguide.syntax.script import Overrides, VoiceSpec

T = TypeVar("T")


class Won(Struct, Generic[T], frozen=True):
    """The value of one setting, with the layer that it came from."""

    value: T
    span: Span
    layer: Layer


def strongest(layers: Layers, read: Callable[[Overrides], Spanned[T] | None]) -> Won[T]:
    """The strongest value; the built-in layer has one of everything that is asked for so."""
    for layer in layers:
        found = read(layer.overrides)
        if found is not None:
            return Won(found.value, found.span, layer)
    raise LookupError("the built-in layer lacks a setting")


def strongest_of_voice(layers: Layers, read: Callable[[VoiceSpec], Spanned[T] | None]) -> Won[T]:
    """The strongest value of one property of `voice`."""
    return strongest(layers, lambda overrides: read(overrides.voice) if overrides.voice else None)


def named_voice(layers: Layers) -> tuple[Won[VoiceSpec], str, str | None]:
    """The layer that chose the voice, with the engine and the name that it makes."""
    naming = tuple(_naming_layers(layers))
    chosen = naming[0].value
    engine = next(won.value.engine.value for won in naming if won.value.engine)
    name = chosen.name.value if chosen.name else None
    return naming[0], BUILT_IN_ENGINE if engine == DEFAULT_ENGINE_NAME else engine, name


def _naming_layers(layers: Layers) -> Iterator[Won[VoiceSpec]]:
    """The layers that name an engine or a voice; the built-in default names an engine."""
    for layer in layers:
        voice = layer.overrides.voice
        named = voice and (voice.name or voice.engine)
        if voice and named:
            yield Won(voice, named.span, layer)
