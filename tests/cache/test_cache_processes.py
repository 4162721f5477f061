"""Many processes in one cache: right content or a miss, never anything else."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from audioguide.cache import upkeep
from audioguide.cache.survey import survey

COMMON = """
import hashlib, random, sys
from audioguide.cache import upkeep
from audioguide.cache.entry import Kind, default_folder
from audioguide.cache.store import Store

def content_of(key, variant):
    "Content by which it can be told whose it is, and whether all of it is there."
    return f"{key} {variant} ".encode() * (variant * 400 + 1)
"""

BUILD = """
seed = int(sys.argv[1])
chance = random.Random(seed)
stores = {kind: Store(default_folder(kind), what="sound") for kind in Kind}
n_hits = 0
for _ in range(150):
    kind = chance.choice(list(Kind))
    key = f"{chance.randrange(5):064x}.{kind}"
    store = stores[kind]
    act = chance.randrange(4)
    if act == 0:
        content = content_of(key, chance.randrange(9))
        with store.writing(key) as stream:
            for start in range(0, len(content), 30_000):
                stream.write(content[start : start + 30_000])
                stream.flush()
    elif act == 1:
        entry = store.find(key)
        assert entry is None or entry.n_bytes in {len(content_of(key, v)) for v in range(9)}
    else:
        stream = store.open(key) if act == 2 else None
        content = stream.read() if stream else store.read(key)
        if content is not None:
            n_hits += 1
            assert content in [content_of(key, variant) for variant in range(9)]
assert all(store.warnings == [] for store in stores.values())
print(n_hits)
"""

SPOIL = """
print("ready", flush=True)
while True:
    upkeep.prune(50_000)
    upkeep.clear()
    assert upkeep.verify().damaged == ()
"""

HALF = """
with Store(default_folder(Kind.TRACK), what="sound").writing(f"{1:064x}.track") as stream:
    stream.write(b"half")
    stream.flush()
    print("ready", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def root(tmp_path, monkeypatch):
    monkeypatch.setenv("AUDIOGUIDE_CACHE_DIR", str(tmp_path / "caches"))


def start(script, *arguments):
    code = textwrap.dedent(COMMON) + script
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def n_hits(builds):
    """Hits of all builds, each of which ended well."""
    total = 0
    for build in builds:
        stdout, stderr = build.communicate()
        assert build.returncode == 0, stderr
        total += int(stdout)
    return total


def test_eight_processes_share_a_cold_cache():
    assert n_hits([start(BUILD, str(seed)) for seed in range(8)]) > 100
    found = upkeep.verify()
    assert found.n_whole > 0
    assert found.damaged == ()
    assert (survey().n_parts, survey().n_foreign) == (0, 0)


def test_pruning_and_clearing_fail_no_build():
    spoiler = start(SPOIL)
    try:
        assert spoiler.stdout.readline() == "ready\n"
        n_hits([start(BUILD, str(seed)) for seed in range(8)])
        assert spoiler.poll() is None, spoiler.stderr.read()
    finally:
        spoiler.kill()
        spoiler.communicate()
    assert upkeep.verify().damaged == ()
    assert survey().n_parts == 0


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")
def test_what_a_killed_build_leaves_is_no_entry_and_swept_later(tmp_path):
    build = start(HALF)
    assert build.stdout.readline() == "ready\n"
    build.kill()
    build.communicate()
    (left,) = (tmp_path / "caches" / "tracks").iterdir()
    assert (survey().n_entries, survey().n_parts) == (0, 1)
    assert upkeep.prune(0).n_parts == 0
    two_hours_ago = time.time() - 7200
    os.utime(left, (two_hours_ago, two_hours_ago))
    assert upkeep.prune(0).n_parts == 1
    assert not left.exists()
