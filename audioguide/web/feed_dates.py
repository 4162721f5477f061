"""When the episodes of a feed are said to have appeared."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import accumulate

_APART = timedelta(minutes=1)


def dates_in_order(changed_seconds: Sequence[int]) -> tuple[datetime, ...]:
    """A date for each episode: that of its file, or one minute before the next episode's.

    Files of one build come within seconds of each other, in any order, and apps that go by dates
    would mix them up. Dates never lie after their files, since episodes of the future are hidden;
    and a track that is built anew moves no other one's, unless that has to go before it.

    >>> [date.minute for date in dates_in_order([120, 60])]
    [0, 1]

    Args:
        changed_seconds: When the files changed, in s since 1970, in the order of the episodes.
    """
    found = [datetime.fromtimestamp(one, UTC) for one in reversed(changed_seconds)]
    backwards = accumulate(found, lambda later, own: min(own, later - _APART))
    return tuple(backwards)[::-1]


def rss_date(date: datetime) -> str:
    """A date as RSS has it. Source: RFC 822 with a year of four digits, as RSS 2.0 asks for.

    >>> rss_date(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    'Fri, 02 Jan 2026 03:04:05 +0000'
    """
    return format_datetime(date)
