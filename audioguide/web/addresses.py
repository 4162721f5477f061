"""Which addresses of this machine others in the local network reach, and listening there.

IPv4 alone: at home an IPv6 address is mostly one of the whole Internet.
"""

import contextlib
import errno
import os
import socket
import sys
from collections.abc import Iterable, Sequence
from ipaddress import AddressValueError, IPv4Address, IPv4Network

from audioguide.errors import UsageError

LOOPBACK = "127.0.0.1"
FIRST_PORT = 8470
"""Where nobody says otherwise; the first free one of the next `_N_PORTS`."""
_N_PORTS = 40
_HIGHEST_PORT = 65_535
_BACKLOG = 128

_LOCAL = tuple(
    map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"))
)
"""Networks that the Internet does not lead to. Source: RFC 1918 and RFC 3927."""

_ELSEWHERE = ("192.0.2.1", "192.168.255.254", "10.255.255.254", "172.31.255.254")
"""Addresses whose way out of this machine is asked for: the way to the Internet comes first.
Nothing is sent there. Source of the first: RFC 5737."""


_INTERFACE_ADDRESS = 0x8915
"""Asks for the address of an interface. Source: netdevice(7), `SIOCGIFADDR`."""


def is_local(address: str) -> bool:
    """Whether an address is one of a local network, or of this machine alone.

    >>> is_local("192.168.1.5"), is_local("172.32.0.1"), is_local("100.64.0.1"), is_local("::1")
    (True, False, False, False)
    """
    try:
        found = IPv4Address(address)
    except AddressValueError:
        return False
    return found.is_loopback or any(found in network for network in _LOCAL)


def hosts_for(address: str | None, *, is_lan: bool) -> tuple[str, ...]:
    """Where to listen, the likeliest for others first, and at this machine's own address last.

    Args:
        address: The one that somebody named, which then is the only other one.
        is_lan: Whether others in the local network may listen.

    Raises:
        UsageError: the address is none of a local network, or this machine is in none.
    """
    if address is not None:
        if not is_local(address):
            raise UsageError(
                f"--at {address} is no address of a local network, such as 192.168.1.5; "
                "tracks are shared with the whole Internet by: audioguide publish"
            )
        return tuple(dict.fromkeys((address, LOOPBACK)))
    found = local_addresses() if is_lan else ()
    if is_lan and not found:
        raise UsageError(
            "--lan: this machine has no address in a local network; "
            "join one, or name the address with --at"
        )
    return (*found, LOOPBACK)


def local_addresses() -> tuple[str, ...]:
    """The addresses of this machine in local networks, the likeliest first."""
    found = _wanted([*map(_way_to, _ELSEWHERE), *_of_own_name()])
    return found or _wanted(_of_interfaces())


def _wanted(found: Iterable[str | None]) -> tuple[str, ...]:
    wanted = (one for one in found if one and is_local(one) and not one.startswith("127."))
    return tuple(dict.fromkeys(wanted))


def _way_to(address: str) -> str | None:
    """The address of this machine that a packet to another one would come from; sends none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((address, 9))
            return str(probe.getsockname()[0])
        except OSError:
            return None


def _of_own_name() -> tuple[str, ...]:
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET, socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(str(one[4][0]) for one in found)


def _of_interfaces() -> tuple[str, ...]:
    """Those of a network that leads nowhere else, which no way out goes by; on Linux alone."""
    if sys.platform != "linux":
        return ()
    import fcntl

    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        for _, name in socket.if_nameindex():
            with contextlib.suppress(OSError):
                answer = fcntl.ioctl(asked, _INTERFACE_ADDRESS, name.encode().ljust(40, b"\0"))
                found.append(socket.inet_ntoa(answer[20:24]))
    return tuple(found)


def listen(addresses: Sequence[str], port: int | None) -> tuple[socket.socket, ...]:
    """Sockets that listen at the same port of each address.

    Args:
        addresses: Of this machine.
        port: The port, or 0 for any that is free; absent, the first free one from `FIRST_PORT` on.

    Raises:
        UsageError: none of these ports is free, or an address is not this machine's.
    """
    if port is not None and not 0 <= port <= _HIGHEST_PORT:
        raise UsageError(f"--port {port}: ports go from 0 to {_HIGHEST_PORT}")
    candidates = range(FIRST_PORT, FIRST_PORT + _N_PORTS) if port is None else (port,)
    trouble: OSError | None = None
    for candidate in candidates:
        try:
            return _listening(addresses, candidate)
        except OSError as failed:
            trouble = failed
            if failed.errno not in (errno.EADDRINUSE, errno.EACCES):
                break
    assert trouble is not None
    if trouble.errno == errno.EADDRNOTAVAIL:
        raise UsageError(f"this machine has no address {addresses[0]}") from trouble
    where = " and ".join(addresses)
    ports = f"port {candidate}" if port is not None else f"the ports from {FIRST_PORT} on"
    hint = "; another --port may be free" if trouble.errno == errno.EADDRINUSE else ""
    raise UsageError(
        f"could not listen at {where}, {ports}: {trouble.strerror or trouble}{hint}"
    ) from trouble


def _listening(addresses: Iterable[str], port: int) -> tuple[socket.socket, ...]:
    with contextlib.ExitStack() as opened:
        sockets = []
        for address in addresses:
            one = opened.enter_context(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
            if os.name == "posix":
                # So that a server that has just ended is no reason to wait.
                one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            one.bind((address, port))
            one.listen(_BACKLOG)
            port = one.getsockname()[1]
            sockets.append(one)
        opened.pop_all()
        return tuple(sockets)


def host_names(sockets: Iterable[socket.socket]) -> frozenset[str]:
    """Every value that `Host` has in a request to one of our addresses."""
    names = set()
    for one in sockets:
        address, port = one.getsockname()[:2]
        own = (address, "localhost") if address == LOOPBACK else (address,)
        names |= {f"{name}:{port}" for name in own}
        if port == 80:
            names |= set(own)
    return frozenset(names)
