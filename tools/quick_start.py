"""Print the n-th command of the README's quick start: `python tools/quick_start.py 2`."""

import re
import sys
from pathlib import Path

_README = Path(__file__).resolve().parents[1] / "README.md"


def quick_start(readme: str) -> list[str]:
    """The content of each fenced `sh` block under the heading `Quick start`."""
    section = readme.split("\n## Quick start\n", 1)[1].split("\n## ", 1)[0]
    return [block.strip() for block in re.findall(r"```sh\n(.*?)```", section, re.DOTALL)]


if __name__ == "__main__":
    sys.stdout.write(quick_start(_README.read_text(encoding="utf-8"))[int(sys.argv[1]) - 1] + "\n")
