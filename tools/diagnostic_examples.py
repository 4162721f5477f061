"""Rewrite the message of each example in `docs/diagnostics/` with what the compiler says now.

    python tools/diagnostic_examples.py

A page's example is one or several fenced `yaml` blocks, each a file, followed by one fenced
`text` block, which is this tool's. A block whose first line is a comment with a path is that
file; without one it is `routine.yaml`, the script that is compiled.
"""

import contextlib
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from audioguide import compiler
from audioguide.compiler import Checked, Plan
from audioguide.compiler.user_files import CONFIG_FOLDER_VARIABLE
from audioguide.diagnostics import Diagnostic, render
from audioguide.errors import AudioguideError

PAGES = Path(__file__).resolve().parents[1] / "docs" / "diagnostics"

_FILE = re.compile(r"```yaml\n(?:# (?P<path>[\w/.-]+\.yaml)\n)?(?P<text>.*?)```", re.DOTALL)
_MESSAGE = re.compile(r"```text\n.*?```", re.DOTALL)


def example_files(page: str) -> dict[str, str]:
    """The files of a page's example, by their path."""
    return {
        match["path"] or "routine.yaml": match[0].removeprefix("```yaml\n").removesuffix("```")
        for match in _FILE.finditer(page)
    }


def example_message(code: str, page: str) -> str | None:
    """What the compiler says about a page's example, as far as it is of this `code`.

    The plan is asked where the check is silent, since some problems show in speech alone.
    None where a page has no script to compile. Settings of whoever asks do not count.
    """
    files = example_files(page)
    if "routine.yaml" not in files:
        return None
    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.chdir(folder),
        mock.patch.dict(os.environ, {CONFIG_FOLDER_VARIABLE: str(Path(folder, "no-settings"))}),
    ):
        for name, text in files.items():
            path = Path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        poses = (Path("poses"),) if Path("poses").is_dir() else ()
        found = _of_code(code, compiler.check, poses) or _of_code(code, compiler.plan, poses)
    return "\n".join(render(one) for one in found)


def with_message(page: str, message: str) -> str:
    """The page with its `text` block holding `message`."""
    return _MESSAGE.sub(lambda _: f"```text\n{message}\n```", page, count=1)


def _of_code(
    code: str, stage: Callable[..., Checked | Plan], poses: tuple[Path, ...]
) -> list[Diagnostic]:
    """What a stage says about the example, as far as it is of the code."""
    try:
        diagnostics = stage("routine.yaml", pose_folders=poses).diagnostics
    except AudioguideError as trouble:
        diagnostics = trouble.diagnostics
    return [one for one in diagnostics if one.code == code]


def main() -> None:
    """Rewrite every page, and name those whose example does not show its code."""
    for path in sorted(PAGES.glob("*.md")):
        page = path.read_text(encoding="utf-8")
        message = example_message(path.stem, page)
        if message:
            path.write_text(with_message(page, message), encoding="utf-8")
        elif message is not None:
            print(f"{path.stem}: its example does not show it")


if __name__ == "__main__":
    main()
