"""`audioguide doctor`: what works here, and how to mend what does not."""

import sys

import click

from audioguide.cli.talk import is_colourful, result
from audioguide.diagnostics import printable
from audioguide.errors import ExitCode


@click.command(short_help="Show what works here, and how to mend what does not.")
def doctor() -> ExitCode:
    """Show what works here, and how to mend what does not.

    Engines, voices, encoders, caches and the configuration are tried, not only looked for.
    The exit code is 0 where everything that is needed works.
    """
    from audioguide.cli.examinations import EXAMINATIONS, State

    colours = {State.WELL: "green", State.SPARE: "cyan", State.ILL: "red"}
    code = ExitCode.DONE
    for title, examinations in EXAMINATIONS.items():
        result(title)
        for examine in examinations:
            for finding in examine():
                state = f"{finding.state:<8}"
                if is_colourful(sys.stdout):
                    state = click.style(state, fg=colours[finding.state])
                result(f"  {state} {printable(finding.says)}")
                if finding.remedy:
                    result(f"  {'':<8} -> {printable(finding.remedy)}")
                code = max(code, finding.exit_code)
    return code
