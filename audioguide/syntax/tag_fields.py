"""What a track's tags are to say: its chapters and its names."""

from audioguide.syntax.fields import Field, Found, Record
from audioguide.syntax.kinds import choice
from audioguide.syntax.reading import Reading
from audioguide.syntax.script import ChaptersBy, TagNames
from audioguide.syntax.text_kinds import WORDS

CHAPTERS = Field(
    "chapters",
    choice("chapters", ChaptersBy),
    "What a chapter of the track is: sections, or poses for each pose in a row.",
)
_ARTIST = Field("artist", WORDS, "Who made it, as players show it.")
_ALBUM = Field("album", WORDS, "What it belongs to, as players show it.")
_GENRE = Field("genre", WORDS, "What it is; Speech if absent.")


def _make_names(found: Found, _: Reading) -> TagNames:
    return TagNames(found.get(_ARTIST), found.get(_ALBUM), found.get(_GENRE))


TAGS = Field(
    "tags",
    Record(
        "tags", "names for players: artist, album, genre", (_ARTIST, _ALBUM, _GENRE), _make_names
    ),
    "What players show of the track beside its title: {artist, album, genre}.",
)
