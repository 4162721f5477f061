"""A QR code in the terminal, which a camera reads whatever the terminal's colours are."""

import re

import pytest

from audioguide.cli import qr

ADDRESS = "http://192.168.100.200:8470/kdJOn66bX2DFdDBcFUnqtg/"
STYLE = re.compile(r"\x1b\[([0-9;]*)m")


@pytest.mark.parametrize("colourful", [True, False])
def test_it_is_white_on_black_where_there_are_colours(capfd, monkeypatch, colourful):
    monkeypatch.setattr(qr, "is_colourful", lambda _: colourful)
    monkeypatch.setattr(qr.click, "echo", _unstripped(qr.click.echo))
    qr.show_qr(ADDRESS)
    lines = capfd.readouterr().err.splitlines()
    assert {tuple(STYLE.findall(line)) for line in lines} == {
        ("97", "40", "0") if colourful else ()
    }
    assert all(len(STYLE.sub("", line)) <= 40 for line in lines)


def _unstripped(echo):
    """What is said as a terminal would get it."""
    return lambda *arguments, **more: echo(*arguments, color=True, **more)
