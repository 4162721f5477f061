"""Colours of figures: seen on paper, and told apart in grey."""

import pytest

from audioguide.picture import style


def luminance(colour):
    """Source: WCAG 2.2, relative luminance."""
    channels = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_is_right():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    "colour", [style.BODY, style.FAR, style.GHOST_EDGE, style.ARROW, style.THING]
)
def test_what_a_picture_needs_is_seen(colour):
    assert contrast(colour, style.PAPER) >= 3


def test_parts_are_told_apart_in_grey():
    assert contrast(style.BODY, style.FAR) >= 3
    assert contrast(style.FAR, style.GHOST) >= 1.8
    assert contrast(style.BODY, style.THING) >= 2.3
