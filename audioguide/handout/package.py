"""Printing by weasyprint; the only place that knows it."""

import hashlib
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from audioguide.errors import EncoderError

_DATE_VARIABLE = "SOURCE_DATE_EPOCH"
"""Source: reproducible-builds.org; what writes fonts into a PDF takes its dates from it."""


@cache
def missing() -> str | None:
    """Why the package cannot print: it is not there, or a library of the system is not."""
    try:
        _weasyprint()
    except (ImportError, OSError) as trouble:
        return str(trouble).splitlines()[0] if str(trouble) else type(trouble).__name__
    return None


def printed_by_package(page: str) -> bytes:
    """The PDF of a page; equal pages give equal bytes.

    Args:
        page: HTML that is whole in itself.

    Raises:
        EncoderError: the package failed.
    """
    weasyprint = _weasyprint()
    identifier = hashlib.sha256(page.encode()).hexdigest()[:32].encode()
    try:
        with _at_a_fixed_date():
            pdf: bytes = weasyprint.HTML(string=page).write_pdf(
                pdf_identifier=identifier, pdf_tags=True
            )
    except Exception as trouble:
        raise EncoderError(f"weasyprint could not print the hand-out: {trouble}") from trouble
    return pdf


def _weasyprint() -> Any:  # noqa: ANN401 - a module without types
    # It tells of style that only browsers know, to nobody's use.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    import weasyprint

    return weasyprint


@contextmanager
def _at_a_fixed_date() -> Iterator[None]:
    before = os.environ.get(_DATE_VARIABLE)
    os.environ[_DATE_VARIABLE] = before or "0"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_DATE_VARIABLE]
