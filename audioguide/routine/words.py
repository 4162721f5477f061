"""Spoken text in the routine's language."""

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from audioguide.diagnostics import Diagnostic, error
from audioguide.source import Span, Spanned
from audioguide.syntax.pose import Pose
from audioguide.text import Text, differs_by_side

Report = Callable[[Diagnostic], None]
"""Takes what is found on the way."""

_PLACEHOLDER = re.compile(r"\{(\w*)\}")
_SIDE_PLACEHOLDERS = ("side", "other_side")


class Words(Struct, frozen=True):
    """Takes the routine's language out of texts."""

    language: str
    report: Report

    def spoken(self, text: Spanned[Text], *, has_side: bool = False) -> Spanned[str]:
        """`text` in the routine's language, its side placeholders kept for the schedule.

        Reports `missing-language` (the text is then empty) and `unknown-placeholder`.

        Args:
            text: What the author wrote, and where.
            has_side: Whether a side of the body is known where it is spoken.
        """
        string, span = text.value.in_language(self.language), text.span
        if string is None:
            written = ", ".join(text.value.languages)
            message = f'this text is not written in "{self.language}", only in {written}'
            self.report(
                error("missing-language", message, span, f"add a line `{self.language}: ...`")
            )
            return Spanned("", span)
        if differs_by_side(string) and not has_side:
            message = "there is no side here to choose between {left|right} words"
            hint = "it works in the words of a pose that is done on each side in turn"
            self.report(error("unknown-placeholder", message, span, hint))
        for name in _PLACEHOLDER.findall(string):
            if name not in _SIDE_PLACEHOLDERS:
                hint = "the placeholders are {side} and {other_side}; a parameter is ${name}"
                message = f"nothing is called {{{name}}} in spoken text"
                self.report(error("unknown-placeholder", message, span, hint))
            elif not has_side:
                message = f"there is no side here for {{{name}}} to say"
                hint = "it works in the words of a pose that is done on each side in turn"
                self.report(error("unknown-placeholder", message, span, hint))
        return Spanned(string, span)

    def optional(
        self, text: Spanned[Text] | None, *, has_side: bool = False
    ) -> Spanned[str] | None:
        """`spoken`, where there may be no text."""
        return None if text is None else self.spoken(text, has_side=has_side)

    def check_pose(self, pose: Pose, span: Span) -> None:
        """Report `missing-language` at `span`, once, where a pose's own words lack the language."""
        for key, text in _texts_of(pose):
            if text.in_language(self.language) is None:
                message = f'the pose "{pose.id}" has no "{self.language}" words under `{key}`'
                hint = f"add them in {pose.path}, or take another `language`"
                self.report(error("missing-language", message, span, hint))
                return


def _texts_of(pose: Pose) -> Iterator[tuple[str, Text]]:
    """Every text of a pose that is spoken, under its key in the file."""
    single = {"name": pose.name, "short": pose.short, "exit": pose.exit_line}
    yield from ((key, text) for key, text in single.items() if text is not None)
    lists = {
        "enter": pose.enter,
        "switch": pose.switch,
        "centre": pose.centre,
        "leave": pose.leave,
        "during": pose.during,
        "work": pose.work,
        "release": pose.release,
        "cautions": pose.cautions,
    }
    for key, lines in lists.items():
        yield from ((key, line.text) for line in lines)
    for phase in pose.phases:
        yield "phases", phase.text
        if phase.short is not None:
            yield "phases", phase.short
