"""Sizes as people write them."""

import contextlib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.errors import UsageError
from audioguide.sizes import format_size, parse_size

FACTORS = {
    "B": 1,
    "kB": 1000,
    "MB": 1000**2,
    "GB": 1000**3,
    "TB": 1000**4,
    "KiB": 1024,
    "MiB": 1024**2,
    "GiB": 1024**3,
    "TiB": 1024**4,
}


@given(
    thousandths=st.integers(0, 10**12),
    unit=st.sampled_from(sorted(FACTORS)),
    space=st.sampled_from(["", " "]),
    change_case=st.sampled_from([str, str.upper, str.lower]),
)
def test_a_number_and_a_unit_are_a_size(thousandths, unit, space, change_case):
    whole, part = divmod(thousandths, 1000)
    text = f"{whole}.{part:03d}{space}{change_case(unit)}"
    assert parse_size(text) == int(Fraction(thousandths, 1000) * FACTORS[unit])


@given(st.integers(0, 1 << 50))
def test_what_is_shown_can_be_given_back(n_bytes):
    shown = parse_size(format_size(n_bytes))
    assert abs(shown - n_bytes) <= n_bytes * 0.05


@given(st.text(max_size=20))
def test_any_text_is_a_size_or_wrong_usage(text):
    with contextlib.suppress(UsageError):
        assert parse_size(text) >= 0


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "5", "1024", "-1", "-1 GiB", "+1 GiB", "1e3 MiB", "nan", "inf", "0x10 B"),
        *("1,5 GiB", "2 Gi", "2 G", "2 GiB/s", "GiB", "1 2 GiB", "².5 GiB", "٣ GiB", "1_0 B"),
        *("9" * 5000 + " B", "1." + "1" * 5000 + " B", "2\nGiB", "2  GiB", "true", "1 ﬀiB"),
    ],
)
def test_what_is_no_size(text):
    with pytest.raises(UsageError, match="such as 500 MiB, or 0"):
        parse_size(text)
