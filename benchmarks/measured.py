"""Run a command, and print how long it took and what its largest process held.

    python benchmarks/measured.py COMMAND...

Prints one object: `wall_seconds`, and `peak_bytes`: the resident memory of the largest process
below this one, which a parent cannot tell of one child among many. So each command has a process
of this kind to itself; it imports little, since a child is counted from the moment it is forked.
A command that prints a number of seconds after `timed:` is taken at its word for the time.
"""

import json
import os
import resource
import subprocess
import sys
import time

_KIB = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is in bytes there, in KiB elsewhere


def main() -> int:
    if hasattr(os, "sync"):
        os.sync()  # What was written before is not for this command to wait for.
    started = time.perf_counter()
    done = subprocess.run(
        sys.argv[1:], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    wall_seconds = time.perf_counter() - started
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
        return done.returncode
    own_words = [line for line in done.stdout.splitlines() if line.startswith("timed:")]
    if own_words:
        wall_seconds = float(own_words[-1].removeprefix("timed:"))
    peak_bytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * _KIB
    print(json.dumps({"wall_seconds": wall_seconds, "peak_bytes": peak_bytes}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
