"""A hand-out: what stands on the sheet that somebody takes home. All words are in its language."""

from msgspec import Struct

from audioguide.figure import Figure


class Entry(Struct, frozen=True):
    """A pose, where it is done for the first time."""

    number: int
    """From 1, through the whole hand-out."""
    name: str
    starts_at: str
    """On the track, in words with a time such as `12:30`: a bare one could be a dose."""
    figure: Figure | None
    """Of the side that `how` tells of; None where nobody drew it."""
    doses: tuple[str, ...]
    """How much of it: a line, or one for each side."""
    notes: tuple[str, ...]
    """What else there is to know of the dose: sets, rests between them, its upper bound."""
    how: tuple[str, ...]
    """The way in, a sentence or two each."""
    cautions: tuple[str, ...]


class Row(Struct, frozen=True):
    """What takes one line: a rest, breaths, a pose that comes again."""

    name: str
    starts_at: str | None
    """As that of an entry; None for what has no moment of its own."""
    dose: str
    entry_number: int | None = None
    """Of the entry that the pose has further up."""


class Part(Struct, frozen=True):
    """A section of the routine."""

    title: str | None
    """None for what stands in no section."""
    items: tuple[Entry | Row, ...]
    """At least one, in order."""


class Code(Struct, frozen=True):
    """What the QR code says to a phone."""

    text: str
    """An address, or plain text."""
    caption: str
    """What a phone that reads it does."""
    address: str | None = None
    """The address, for who has no camera; None: it is plain text."""


class Labels(Struct, frozen=True):
    """The headings and standing lines."""

    needs: str
    often: str
    take_care: str
    how: str
    again: str
    advice: str
    """That a sheet is no health professional."""


class Handout(Struct, frozen=True):
    """The whole sheet."""

    title: str
    language: str
    """A tag such as `en-GB`."""
    length: str
    """Of the track, in words."""
    made_by: str | None
    """A line with the name of whoever made the routine."""
    routine_hash: str
    needs: tuple[str, ...]
    """Things to have at hand."""
    often: tuple[str, ...]
    """How often it is done, a sentence or two each."""
    care: tuple[str, ...]
    """The words of safety; at least one line."""
    parts: tuple[Part, ...]
    code: Code
    labels: Labels
