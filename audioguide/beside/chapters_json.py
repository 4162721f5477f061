"""Chapters for podcast apps: JSON chapters of the podcast namespace."""

import json
from collections.abc import Sequence
from typing import Any

from audioguide.contents import ChapterMark, Contents
from audioguide.one_line import one_line

VERSION = "1.2.0"


def chapters_json(contents: Contents, *, picture_addresses: Sequence[str | None] = ()) -> str:
    """The chapters as podcast apps read them, times in seconds.

    Args:
        contents: What is on the track.
        picture_addresses: Where each chapter's picture is found on the web, one a chapter, None
            where there is none; empty: nowhere.

    **Source**: the podcast namespace's JSON Chapters Format, version 1.2.
    """
    addresses = picture_addresses or [None] * len(contents.chapters)
    chapters = [
        _chapter(chapter, address)
        for chapter, address in zip(contents.chapters, addresses, strict=True)
    ]
    whole = {"version": VERSION, "title": one_line(contents.title), "chapters": chapters}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _chapter(chapter: ChapterMark, address: str | None) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "startTime": chapter.start_ms / 1000,
        "endTime": chapter.end_ms / 1000,
        "title": one_line(chapter.title),
        "toc": True,
    }
    return entry if address is None else {**entry, "img": address}
