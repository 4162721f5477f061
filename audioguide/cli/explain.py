"""`audioguide explain`: the page of a diagnostic code."""

import re
import sys
from pathlib import Path

import click

from audioguide.cli.table import show_table
from audioguide.cli.talk import is_colourful, is_lively, result
from audioguide.errors import ExitCode, FileError
from audioguide.files import shipped
from audioguide.near import did_you_mean, near_names


@click.command(short_help="Explain a diagnostic code.")
@click.argument("code", required=False)
def explain(*, code: str | None) -> ExitCode:
    """Explain a diagnostic code: what it means, why it matters, how to mend it.

    CODE is what stands in brackets, such as unknown-pose. Without it, all codes are listed.
    """
    folder = shipped("docs/diagnostics")
    codes = sorted(path.stem for path in folder.glob("*.md"))
    if code is None:
        show_table(("code", "means"), [(one, _summary(_read(folder, one))) for one in codes])
        return ExitCode.DONE
    # People paste `error[unknown-pose]` as readily as the bare code.
    wanted = re.sub(r"^.*\[|\].*$", "", code.strip()).lower()
    if wanted not in codes:
        hint = did_you_mean(near_names(wanted, codes)) or "`audioguide explain` lists all"
        raise click.UsageError(f"no diagnostic has the code {code!r}; {hint}")
    _show(_read(folder, wanted))
    return ExitCode.DONE


def _read(folder: Path, code: str) -> str:
    """The page of one code."""
    path = folder / f"{code}.md"
    try:
        return path.read_text(encoding="utf-8")
    except OSError as trouble:
        raise FileError.from_os("read", path, trouble) from trouble


def _summary(page: str) -> str:
    """The first sentence of a page, after the word for its severity."""
    lines = (line for line in page.splitlines() if line and not line.startswith("#"))
    body = " ".join(lines).replace("**", "")
    return re.split(r"(?<=\.)\s", re.sub(r"^\w+\. ", "", body), maxsplit=1)[0]


def _show(page: str) -> None:
    """Print a page: drawn on a terminal, as written elsewhere."""
    if not is_lively(sys.stdout):
        result(page.rstrip("\n"))
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console(no_color=not is_colourful(sys.stdout)).print(Markdown(page))
