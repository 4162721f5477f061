"""A QR code in the terminal."""

import sys

import click

from audioguide.cli.talk import is_colourful

_BLOCK = "\u2588"


def show_qr(text: str) -> None:
    """Draw a QR code on stderr, for a camera; nothing where the terminal has no blocks to draw."""
    import io

    import segno

    stream = sys.stderr
    try:
        _BLOCK.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return
    drawn = io.StringIO()
    segno.make(text, micro=False).terminal(out=drawn, compact=True)
    for line in drawn.getvalue().splitlines():
        # White on black, since some cameras read no code that a light terminal turns round.
        coloured = click.style(line, fg="bright_white", bg="black")
        click.echo(coloured if is_colourful(stream) else line, err=True)
