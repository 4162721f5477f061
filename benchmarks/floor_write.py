"""Write a file of so many bytes, to the disk and under its name at once, and nothing else.

python benchmarks/floor_write.py BYTES FILE
"""

import os
import sys
import time
from pathlib import Path

_CHUNK = bytes(2**20)


def main() -> None:
    n_bytes, target = int(sys.argv[1]), Path(sys.argv[2])
    beside = target.with_suffix(".part")
    started = time.perf_counter()
    with beside.open("wb") as file:
        for _ in range(n_bytes // len(_CHUNK)):
            file.write(_CHUNK)
        file.write(_CHUNK[: n_bytes % len(_CHUNK)])
        file.flush()
        os.fsync(file.fileno())
    beside.replace(target)
    print(f"timed:{time.perf_counter() - started}")


if __name__ == "__main__":
    main()
