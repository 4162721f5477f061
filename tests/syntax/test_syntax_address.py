"""Addresses of web sites."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.syntax.address_fields import parse_address
from audioguide.syntax.scalar_text import BadScalar


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://example.org", "https://example.org/"),
        ("https://example.org/", "https://example.org/"),
        ("https://example.org/a//", "https://example.org/a/"),
        ("HTTP://Example.ORG:8080/A", "http://example.org:8080/A/"),
        ("https://me.github.io/back", "https://me.github.io/back/"),
        ("http://[2001:db8::1]:80/x", "http://[2001:db8::1]:80/x/"),
        ("https://bücher.example/größe", "https://xn--bcher-kva.example/gr%C3%B6%C3%9Fe/"),
        ("https://example.org/a%20b", "https://example.org/a%20b/"),
    ],
)
def test_an_address_as_a_feed_has_it(text, address):
    assert parse_address(text) == address
    assert parse_address(address) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.org",
        "/back",
        "ftp://example.org/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://",
        "https:///x",
        "https://example.org:x/",
        "https://example.org:99999/",
        "https://me:secret@example.org/",
        "https://example.org/?a",
        "https://example.org/#a",
        "https://exa mple.org/",
        "https://example.org/a b",
        "https://example.org/\u202ea",
        "https://example.org/a\x00",
        "https://example.org/../x",
        "https://[::1/",
        'https://exa"mple.org/',
        "https://example.org/" + "a" * 3000,
    ],
)
def test_what_is_no_address(text):
    with pytest.raises(BadScalar) as raised:
        parse_address(text)
    assert raised.value.code == "bad-address"


@given(st.text() | st.text().map(lambda text: f"https://{text}"))
def test_any_text_is_an_address_or_a_diagnostic(text):
    try:
        address = parse_address(text)
    except BadScalar:
        return
    parts = urlsplit(address)
    assert address.isascii()
    assert address.endswith("/")
    assert parts.hostname
    assert (parts.query, parts.fragment, parts.username) == ("", "", None)
