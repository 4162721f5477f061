"""Of each part of a track whether it was kept or made, and why: what `--explain-cache` tells."""

from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct

from audioguide.compiler.parts import IslandPart, Line, Parts

_SHOWN_LETTERS = 60


class PartOutcome(Struct, frozen=True):
    """What became of one part of a track."""

    kind: str
    """`line` or `island`."""
    place: str
    """Where in the script it comes from."""
    what: str
    """What it is, for people."""
    reason: str | None
    """Why it was made anew; None: it was taken from the cache."""


def explain(
    now: Parts,
    before: Parts | None,
    *,
    spoken: Collection[dict[str, str | int]],
    encoded: Collection[str],
) -> tuple[PartOutcome, ...]:
    """What became of every line and island of a build.

    Args:
        now: the parts of this build.
        before: those of the last build of the same track, if one is known.
        spoken: what the lines that were spoken anew are made from.
        encoded: keys of the islands that were encoded anew.
    """
    return (*_lines(now, before, spoken), *_islands(now, before, encoded))


def _lines(
    now: Parts, before: Parts | None, spoken: Collection[dict[str, str | int]]
) -> Iterator[PartOutcome]:
    known = before.lines if before else ()
    for line in now.lines:
        reason = _why_spoken(line, known) if line.made_from in spoken else None
        what = f'"{_shortened(line.text)}"'
        yield PartOutcome("line", line.place, what, reason)


def _why_spoken(line: Line, before: Iterable[Line]) -> str:
    """What tells a line from those of the last build: from itself, or from what stood there."""
    wanted = line.made_from
    namesakes = [old.made_from for old in before if old.text == line.text]
    if wanted in namesakes:
        return "its entry in the cache was gone or damaged"
    if namesakes:
        nearest = min(namesakes, key=lambda old: len(_differing(wanted, old)))
        changes = (
            f"{name} {nearest.get(name)} -> {wanted.get(name)}"
            for name in _differing(wanted, nearest)
        )
        return ", ".join(changes)
    there = next((old for old in before if old.place == line.place), None)
    return f'it was "{_shortened(there.text)}"' if there else "it is new"


def _differing(one: dict[str, str | int], other: dict[str, str | int]) -> list[str]:
    return [name for name in one | other if one.get(name) != other.get(name)]


def _islands(now: Parts, before: Parts | None, encoded: Collection[str]) -> Iterator[PartOutcome]:
    told: set[str] = set()
    for island in now.islands:
        what = _shortened(", ".join(sound.label for sound in island.sounds))
        reason = None
        if island.key in encoded and island.key not in told:
            told.add(island.key)
            reason = _why_encoded(island, now, before)
        yield PartOutcome("island", island.place, what, reason)


def _why_encoded(island: IslandPart, now: Parts, before: Parts | None) -> str:
    """What tells an island from the one of the last build that is most like it."""
    if before is None:
        return "it is new"
    if any(old.key == island.key for old in before.islands):
        if now.bitrate_kbps != before.bitrate_kbps:
            return f"bit rate {before.bitrate_kbps} -> {now.bitrate_kbps} kb/s"
        return "its entry in the cache was gone or damaged"
    identities = [sound.identity for sound in island.sounds]
    for old in before.islands:
        if identities == [sound.identity for sound in old.sounds]:
            return _why_shifted(island, old)
    labels = {sound.label for sound in island.sounds}
    alike = [old for old in before.islands if labels & {sound.label for sound in old.sounds}]
    if alike:
        nearest = max(alike, key=lambda old: len(labels & {sound.label for sound in old.sounds}))
        return _why_others(island, nearest)
    return "it is new"


def _why_shifted(island: IslandPart, old: IslandPart) -> str:
    """Why an island of the same sounds is another one."""
    steps = {
        one.offset - other.offset for one, other in zip(island.sounds, old.sounds, strict=True)
    }
    if steps == {0}:
        return "audioguide or numpy is another version"
    if len(steps) == 1:
        return (
            "it begins at another place in its frame, since something before it has another length"
        )
    return "its sounds lie at other distances"


def _why_others(island: IslandPart, old: IslandPart) -> str:
    """Which sounds of an island are not those of the last build."""
    had = {sound.identity for sound in old.sounds}
    has = {sound.identity for sound in island.sounds}
    new = [sound.label for sound in island.sounds if sound.identity not in had]
    gone = [sound.label for sound in old.sounds if sound.identity not in has]
    # A bed is another one wherever a word beneath which it falls is; that is the word's doing.
    otherwise = [label for label in new if label in gone]
    new, gone = ([one for one in labels if one not in otherwise] for labels in (new, gone))
    if not new and not gone:
        return f"{_shortened(', '.join(otherwise))} sounds otherwise"
    parts = [f"with {_shortened(', '.join(new))}"] if new else []
    parts += [f"without {_shortened(', '.join(gone))}"] if gone else []
    return f"it now sounds {' and '.join(parts)}"


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN_LETTERS else f"{text[: _SHOWN_LETTERS - 1]}…"
