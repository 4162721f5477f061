"""A user's configuration, as written. The second noun of `syntax`."""

from msgspec import Struct, field

from audioguide.source import Spanned
from audioguide.syntax.script import Overrides, SoundSpec
from audioguide.text import Text


class Config(Struct, frozen=True):
    """`config.yaml` in the platform's configuration folder: settings below the script's head."""

    overrides: Overrides = field(default_factory=Overrides)
    language: Spanned[str] | None = None
    sounds: tuple[tuple[str, SoundSpec], ...] = ()
    lexicon: tuple[tuple[str, Text], ...] = ()
    pose_folders: tuple[Spanned[str], ...] = ()
    """Folders of the user's own poses, relative to the configuration file."""
