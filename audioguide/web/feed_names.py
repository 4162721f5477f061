"""What the episodes of a feed are called: for good, and for whoever reads."""

import re
from collections.abc import Sequence

_NUMBER = re.compile(r"\A[0-9]+-")
"""That of a track within its programme, in front of its name."""


def lasting_names(keys: Sequence[str]) -> list[str]:
    """What names each episode for good: its key without the number in front.

    That is another one when a track comes in before it, and the episode is not.

    >>> lasting_names(["01-evening", "02-morning", "03-morning"])
    ['evening', '/02-morning', '/03-morning']
    """
    plain = [_NUMBER.sub("", key) or key for key in keys]
    return [
        name if plain.count(name) == 1 else f"/{key}" for name, key in zip(plain, keys, strict=True)
    ]


def distinct_titles(titles: Sequence[str]) -> list[str]:
    """The titles; one that several tracks have with the track's number behind it.

    AntennaPod takes episodes of one title and one day for the same. Source: its issue 5598.
    """
    return [
        f"{title} ({number})" if titles.count(title) > 1 else title
        for number, title in enumerate(titles, 1)
    ]
