"""The site of a folder that changes while it is shared; and what an address is made of."""

import shutil
import sys

import pytest
import site_stand
from msgspec.structs import replace

from audioguide.errors import FileError, MissingExtraError, UsageError
from audioguide.web import addresses, everything, needs
from audioguide.web import kept_address as kept_address_module
from audioguide.web.kept_address import (
    KeptAddress,
    keep_address,
    kept_address,
    new_token,
    share_address,
)
from audioguide.web.live import LiveSite

ADDRESS = "http://127.0.0.1:8470/t/"


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    return site_stand.shelf(tmp_path_factory.mktemp("live"), ("Evening", "Morning"))


@pytest.fixture
def folder(original, tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    for track in original.tracks:
        shutil.copy(track.path, shared)
    return shared


@pytest.fixture
def live(folder, tmp_path):
    (tmp_path / "temporary").mkdir()
    return LiveSite(folder, temporary=tmp_path / "temporary")


def audio(files):
    return [name for name in files if name.endswith(".mp3")]


def test_a_folder_is_read_once_while_nothing_changes(live):
    assert live.files_at(ADDRESS) is live.files_at(ADDRESS)
    assert len(audio(live.files_at(ADDRESS))) == 2


def test_the_feed_is_for_whoever_asks(live):
    other = "http://192.168.1.5:8470/t/"
    assert ADDRESS.encode() in live.files_at(ADDRESS)["feed.xml"].content
    assert other.encode() in live.files_at(other)["feed.xml"].content
    assert ADDRESS.encode() not in live.files_at(other)["feed.xml"].content


def test_a_new_track_is_there_at_the_next_request(live, folder):
    live.files_at(ADDRESS)
    first = sorted(folder.glob("*.mp3"))[0]
    shutil.copy(first, folder / "03.mp3")
    assert len(audio(live.files_at(ADDRESS))) == 3


def test_a_track_built_anew_is_another_file(live, folder):
    [name, _] = audio(live.files_at(ADDRESS))
    before = live.files_at(ADDRESS)[name].state
    track = sorted(folder.glob("*.mp3"))[0]
    new = folder / ".part"
    shutil.copy(track, new)
    new.replace(track)
    assert live.files_at(ADDRESS)[name].state != before


def test_a_half_written_file_is_not_shared(live, folder):
    (folder / ".03.mp3.xyz.part").write_bytes(b"half")
    assert len(audio(live.files_at(ADDRESS))) == 2


def test_a_folder_that_goes_is_told_of_and_may_come_back(live, folder):
    live.files_at(ADDRESS)
    folder.rename(folder.with_name("away"))
    with pytest.raises(FileError):
        live.files_at(ADDRESS)
    folder.with_name("away").rename(folder)
    assert len(audio(live.files_at(ADDRESS))) == 2


def test_links_out_of_the_folder_are_not_shared(live, folder, tmp_path):
    outside = tmp_path / "secret.mp3"
    shutil.copy(sorted(folder.glob("*.mp3"))[0], outside)
    (folder / "03.mp3").symlink_to(outside)
    assert len(audio(live.files_at(ADDRESS))) == 2


def test_all_tracks_are_in_one_file_that_goes_with_them(live, folder, tmp_path):
    assert live.files_at(ADDRESS)["all.zip"].n_bytes > 0
    sorted(folder.glob("*.mp3"))[0].unlink()
    assert "all.zip" not in live.files_at(ADDRESS)  # of one track
    assert list((tmp_path / "temporary").iterdir()) == []


def test_too_much_is_not_put_into_one_file(original, tmp_path, monkeypatch):
    monkeypatch.setattr(everything, "MOST_BYTES", 1000)
    assert everything.everything_in(original, tmp_path) is None


def test_a_part_of_the_tracks_is_not_all_of_them(original, tmp_path):
    first, second = original.tracks
    gone = replace(original, tracks=(first, replace(second, path=tmp_path / "gone.mp3")))
    with pytest.raises(FileError, match=r"could not read .*gone\.mp3"):
        everything.everything_in(gone, tmp_path)
    assert everything.everything_in(original, tmp_path).n_bytes > second.n_bytes
    assert len(list(tmp_path.glob("*.zip"))) == 1


def test_without_room_each_track_is_there_by_itself(original, tmp_path):
    assert everything.everything_in(original, tmp_path / "gone") is None


def test_a_token_is_another_one_each_time():
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(len(token) >= 22 for token in tokens)


def test_an_address_is_kept_for_its_owner_alone(tmp_path):
    path = tmp_path / "new" / "share-address.json"
    assert kept_address(path) is None
    address = KeptAddress(new_token(), 8470)
    keep_address(path, address)
    assert kept_address(path) == address
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"\xff",
        b'{"token": "short", "port": 8470}',
        b'{"token": "../../../../../../etc/passwd", "port": 8470}',
        b'{"token": "0123456789012345678901", "port": 0}',
        b'{"token": "0123456789012345678901", "port": 65536}',
        b'{"token": "0123456789012345678901", "port": "8470"}',
        b'{"token": "0123456789012345678901", "port": 8470, "more": 1}',
    ],
)
def test_a_damaged_address_is_told_of(tmp_path, content):
    path = tmp_path / "share-address.json"
    path.write_bytes(content)
    with pytest.raises(FileError, match="damaged"):
        kept_address(path)


def shared_at(port, path):
    """The token and port of a share that has ended."""
    token, sockets = share_address((addresses.LOOPBACK,), port, kept_at=path)
    [one] = sockets
    with one:
        return token, one.getsockname()[1]


def test_a_kept_address_is_the_same_the_next_time(tmp_path):
    path = tmp_path / "share-address.json"
    first = shared_at(0, path)
    assert shared_at(None, path) == first
    assert kept_address(path) == KeptAddress(*first)
    [taken] = addresses.listen((addresses.LOOPBACK,), first[1])
    with taken:  # so that the port of another one is another port
        [free] = addresses.listen((addresses.LOOPBACK,), 0)
    with free:
        port = free.getsockname()[1]
    # Whoever names a port gets it, and it is kept then.
    assert shared_at(port, path) == (first[0], port)
    assert kept_address(path) == KeptAddress(first[0], port)


def test_an_address_that_is_not_kept_is_another_one():
    assert shared_at(0, None)[0] != shared_at(0, None)[0]


def test_an_address_that_cannot_be_kept_leaves_nothing_open(tmp_path, monkeypatch):
    def full(path, address):
        raise FileError("no room")

    monkeypatch.setattr(kept_address_module, "keep_address", full)
    [free] = addresses.listen((addresses.LOOPBACK,), 0)
    with free:
        port = free.getsockname()[1]
    with pytest.raises(FileError, match="no room"):
        share_address((addresses.LOOPBACK,), port, kept_at=tmp_path / "share-address.json")
    [again] = addresses.listen((addresses.LOOPBACK,), port)  # which nobody listens at
    again.close()


def test_where_to_listen(monkeypatch):
    monkeypatch.setattr(addresses, "local_addresses", lambda: ("192.168.1.5", "10.0.0.2"))
    assert addresses.hosts_for(None, is_lan=False) == ("127.0.0.1",)
    assert addresses.hosts_for(None, is_lan=True) == ("192.168.1.5", "10.0.0.2", "127.0.0.1")
    assert addresses.hosts_for("192.168.9.9", is_lan=True) == ("192.168.9.9", "127.0.0.1")
    assert addresses.hosts_for("127.0.0.1", is_lan=False) == ("127.0.0.1",)


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("10.0.0.1", True),
        ("172.16.0.1", True),
        ("172.31.255.255", True),
        ("172.32.0.0", False),
        ("192.168.0.1", True),
        ("192.169.0.1", False),
        ("169.254.1.1", True),
        ("127.0.0.2", True),
        ("0.0.0.0", False),
        ("8.8.8.8", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("localhost", False),
        ("192.168.1.5:80", False),
        ("2130706433", False),
        ("", False),
    ],
)
def test_what_a_local_network_is(address, local):
    assert addresses.is_local(address) == local


def test_the_way_to_the_internet_comes_first(monkeypatch):
    ways = {"192.0.2.1": "192.168.1.5", "10.255.255.254": "10.8.0.2"}
    monkeypatch.setattr(addresses, "_way_to", lambda to: ways.get(to, "192.168.1.5"))
    monkeypatch.setattr(addresses, "_of_own_name", lambda: ("127.0.1.1", "10.8.0.2", "8.8.4.4"))
    assert addresses.local_addresses() == ("192.168.1.5", "10.8.0.2")


def test_a_network_that_leads_nowhere_else_is_one_too(monkeypatch):
    monkeypatch.setattr(addresses, "_way_to", lambda _: None)
    monkeypatch.setattr(addresses, "_of_own_name", lambda: ("127.0.1.1",))
    monkeypatch.setattr(
        addresses, "_of_interfaces", lambda: ("127.0.0.1", "192.168.7.5", "8.8.4.4")
    )
    assert addresses.local_addresses() == ("192.168.7.5",)


@pytest.mark.skipif(sys.platform != "linux", reason="asked for on Linux alone")
def test_every_machine_is_an_interface_to_itself():
    assert "127.0.0.1" in addresses._of_interfaces()


def test_the_way_elsewhere_needs_no_network():
    assert all(map(addresses.is_local, addresses.local_addresses()))


def test_a_port_that_is_taken():
    [taken] = addresses.listen(("127.0.0.1",), 0)
    port = taken.getsockname()[1]
    with taken, pytest.raises(UsageError, match="port"):
        addresses.listen(("127.0.0.1",), port)


def test_the_next_free_port(monkeypatch):
    [taken] = addresses.listen(("127.0.0.1",), 0)
    monkeypatch.setattr(addresses, "FIRST_PORT", taken.getsockname()[1])
    with taken:
        [free] = addresses.listen(("127.0.0.1",), None)
        with free:
            assert free.getsockname()[1] > taken.getsockname()[1]


@pytest.mark.parametrize("port", [-1, 65_536])
def test_what_is_no_port(port):
    with pytest.raises(UsageError, match="65535"):
        addresses.listen(("127.0.0.1",), port)


def test_an_address_of_another_machine():
    with pytest.raises(UsageError, match=r"no address 192\.168\.254\.253"):
        addresses.listen(("192.168.254.253",), None)


def test_every_name_that_we_answer_to():
    sockets = addresses.listen(("127.0.0.2", "127.0.0.1"), 0)
    port = sockets[0].getsockname()[1]
    names = addresses.host_names(sockets)
    for one in sockets:
        one.close()
    assert names == {f"127.0.0.2:{port}", f"127.0.0.1:{port}", f"localhost:{port}"}


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(needs, "find_spec", lambda name: None if name == "uvicorn" else object())
    with pytest.raises(MissingExtraError, match=r"uvicorn: .*audioguide\[web\]") as raised:
        needs.require_web()
    assert raised.value.exit_code == 3


def test_a_folder_without_a_track_is_told_of_each_time_until_there_is_one(live, folder):
    live.files_at(ADDRESS)
    [one, other] = sorted(folder.glob("*.mp3"))
    content = one.read_bytes()
    one.unlink()
    other.unlink()
    for _ in range(2):
        with pytest.raises(FileError, match="no MP3"):
            live.files_at(ADDRESS)
    one.write_bytes(content)
    assert len(audio(live.files_at(ADDRESS))) == 1
    assert len(live.shelf.tracks) == 1
