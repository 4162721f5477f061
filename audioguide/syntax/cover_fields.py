"""`cover:`, the picture of a track."""

from audioguide.source import Spanned
from audioguide.syntax.fields import Field
from audioguide.syntax.kinds import Made
from audioguide.syntax.text_kinds import WORDS

COVER = Field(
    "cover",
    Made(WORDS, Spanned),
    "The track's picture: auto, drawn from its poses, none, or a JPEG or PNG file beside this one.",
)
