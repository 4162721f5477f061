"""A QR code in the terminal."""

import sys

import click

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
    click.echo(drawn.getvalue(), err=True, nl=False)
