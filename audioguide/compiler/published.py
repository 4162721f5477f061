"""Where on the web a user's tracks are published, as the configuration says."""

from audioguide.compiler.front import load_config
from audioguide.diagnostics import has_errors
from audioguide.disk import Disk
from audioguide.errors import ScriptError


def published_address() -> str | None:
    """The address of the site, with a slash at its end; None where none is given.

    Raises:
        ScriptError: the configuration has errors; they are its `diagnostics`.
        FileError: it cannot be read.
    """
    config, problems = load_config(Disk())
    if has_errors(problems):
        raise ScriptError(problems)
    return config.address
