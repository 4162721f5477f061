"""Fractions: alone, of a unit, and above a whole number."""

import re
from collections.abc import Iterator
from fractions import Fraction

from audioguide.reading.rules import ReadingRules, Share, Unit
from audioguide.reading.units import GAP, START, Pass, Units, in_gender

_SIGNS = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4"}
SHARE_SIGNS = "".join(_SIGNS)


class ShareReader:
    """Reads `1/2`, `1/2 min`, `1 1/2` and `1½ min`."""

    def __init__(self, rules: ReadingRules, units: Units) -> None:
        """Prepare the pattern."""
        self._shares = {share.written: share for share in rules.shares}
        self._of = rules.of
        self._units = units

    def passes(self) -> Iterator[Pass]:
        """What is read, and how."""
        whole = rf"(?P<whole>\d{{1,6}})(?:{GAP}(?=[{SHARE_SIGNS}])|{GAP}(?<!\d)(?=\d))"
        share = rf"(?P<share>[{SHARE_SIGNS}]|\d{{1,2}}/\d{{1,2}})(?![\d/:])(?![.,–-]\d)"
        pattern = rf"{START}(?:{whole})?{share}{self._units.any_behind}"
        yield f"/{SHARE_SIGNS}", pattern, self._said

    def _said(self, found: re.Match[str]) -> str:
        share = self._shares.get(_SIGNS.get(found["share"], found["share"]))
        if share is None:
            return found[0]
        unit = self._units.called(found["unit"]) if found["unit"] else None
        whole = int(found["whole"]) if found["whole"] else None
        template = _template(share, unit, whole)
        if template is None:
            return found[0]
        return template.format(**self._words(share, unit, whole or 0)).strip()

    def _words(self, share: Share, unit: Unit | None, whole: int) -> dict[str, object]:
        n: dict[str, object] = {"n": whole, "next": whole + 1, "counted": whole}
        if unit is None:
            return {**n, "unit": "", "units": "", "of": ""}
        units = self._units.form(whole + Fraction(share.written), unit)
        return {
            **n,
            "unit": unit.one,
            "units": units,
            "of": unit.of or self._of.format(unit=unit.one),
            "counted": f"{whole} {self._units.form(Fraction(whole), unit)}",
        }


def _template(share: Share, unit: Unit | None, whole: int | None) -> str | None:
    gender = unit.gender if unit else ""
    if whole is None:
        return share.alone if unit is None else in_gender(share.part, gender)
    return dict(share.wholes).get(whole) or in_gender(share.more, gender)
