"""Whether there is room on a device for all that is to be written, before the first byte of it."""

from collections.abc import Iterator

from audioguide.delivery.sync_manifest import encoded
from audioguide.delivery.sync_plan import Plan
from audioguide.delivery.sync_target import Target
from audioguide.errors import FileError
from audioguide.sizes import format_size

_SLACK_BYTES = 1 << 18
"""For the names in folders, which take room too."""


def removes_first(plan: Plan, target: Target) -> bool:
    """Whether what is to be removed has to go before anything is written, for there to be room.

    Else it goes last: then what is there stays until what takes its place is there too.

    Raises:
        FileError: there is not enough room either way.
        OSError: the device does not say how much there is.
    """
    if not plan.copies:
        return False
    cluster = target.cluster_bytes()
    n_free = target.n_free_bytes()
    n_needed = _n_peak_bytes(plan, cluster)
    if n_needed <= n_free:
        return False
    n_freed = sum(_on_disk(one.standing.n_bytes, cluster) for one in plan.removals)
    if n_needed <= n_free + n_freed:
        return True
    raise FileError(
        f"not enough room on {target.root}: {format_size(n_needed)} needed, "
        f"{format_size(n_free + n_freed)} free; nothing was changed. "
        "Make room, or name fewer sources"
    )


def _n_peak_bytes(plan: Plan, cluster: int) -> int:
    """The most that is taken at any time: a file and the one it replaces are there together."""
    taken = peak = 0
    for copy in plan.copies:
        new = _on_disk(copy.content.n_bytes, cluster)
        peak = max(peak, taken + new)
        taken += new - (_on_disk(copy.replaces.n_bytes, cluster) if copy.replaces else 0)
    return peak + sum(_beside_copies(plan, cluster)) + _SLACK_BYTES


def _beside_copies(plan: Plan, cluster: int) -> Iterator[int]:
    """What the list takes, twice since it is replaced too, and a cluster for each folder."""
    lists = (plan.manifest_before(), plan.manifest_after())
    yield from (_on_disk(len(encoded(one)), cluster) for one in lists)
    yield cluster * len({one.entry.path.rpartition("/")[0] for one in plan.copies})


def _on_disk(n_bytes: int, cluster: int) -> int:
    return -(-n_bytes // cluster) * cluster
