"""Where on the web a user's tracks are published, as the configuration says."""

from audioguide.compiler.front import load_valid_config


def published_address() -> str | None:
    """The address of the site, with a slash at its end; None where none is given.

    Raises:
        ScriptError: the configuration has errors; they are its `diagnostics`.
        FileError: it cannot be read.
    """
    return load_valid_config().address
