"""Text in one or several languages."""

import re

from msgspec import Struct

_FORMS = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")


def by_side(left: str, right: str) -> str:
    """A text that is another one for each side of the body: `{left words|right words}`.

    >>> by_side("linkes Bein", "rechtes Bein")
    '{linkes Bein|rechtes Bein}'
    """
    return f"{{{left}|{right}}}"


def differs_by_side(text: str) -> bool:
    """Whether a text has words of its own for each side."""
    return _FORMS.search(text) is not None


def on_side(text: str, *, is_left: bool) -> str:
    """A text with the words of one side.

    >>> on_side("Heb {das linke|das rechte} Bein.", is_left=False)
    'Heb das rechte Bein.'
    """
    return _FORMS.sub(lambda forms: forms[1] if is_left else forms[2], text)


class Text(Struct, frozen=True):
    """What is spoken or shown: one string for every language, or one per language.

    A plain string in a file is stored under the empty tag and serves every language.
    """

    by_language: tuple[tuple[str, str], ...]
    """Pairs of BCP 47 tag (or the empty string) and the text, in the author's order."""

    @classmethod
    def plain(cls, string: str) -> "Text":
        """One string for every language."""
        return cls((("", string),))

    def in_language(self, language: str) -> str | None:
        """The text for `language`: the exact tag, its base language, or the plain string.

        Where there is none of these, the first one for another region of the same language.

        >>> Text((("en", "Rest"), ("de", "Pause"))).in_language("de-AT")
        'Pause'
        >>> Text.plain("Rest").in_language("de")
        'Rest'
        """
        if len(self.by_language) == 1 and not self.by_language[0][0]:
            return self.by_language[0][1]
        texts = {tag.lower(): text for tag, text in self.by_language}
        wanted = language.lower()
        for tag in (wanted, wanted.split("-")[0], ""):
            if tag in texts:
                return texts[tag]
        base = wanted.split("-")[0]
        return next((text for tag, text in texts.items() if tag.split("-")[0] == base), None)

    @property
    def languages(self) -> tuple[str, ...]:
        """Every tag it is written in; empty tag for a plain string."""
        return tuple(tag for tag, _ in self.by_language)
