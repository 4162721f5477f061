"""A compiler that makes nothing and remembers what it was asked."""

import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner, Result

import audioguide as package
from audioguide.cli import audioguide
from audioguide.compiler.explanation import PartOutcome
from audioguide.compiler.results import Build, Checked, Plan
from audioguide.diagnostics import Diagnostic
from audioguide.errors import FileError
from audioguide.timeline.timeline import Timeline
from audioguide.units import Samples

QUIET = Timeline(
    title="Quiet",
    language="en-GB",
    length=Samples(44_100 * 90),
    events=(),
    moves=(),
    chapters=(),
    notes=(),
)


@dataclass
class FakeCompiler:
    """Answers by the name of the script; `asked` has every call's settings."""

    diagnostics: dict[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    up_to_date: bool = False
    explanation: tuple[PartOutcome, ...] = ()
    trouble: BaseException | None = None
    asked: list[tuple[str, str, dict]] = field(default_factory=list)
    timeline: Timeline = QUIET

    def find_script(self, name):
        if name.startswith("missing"):
            raise FileError(f"could not read {name}: no such file")
        return name

    def check(self, script, **settings):
        self._remember("check", script, settings)
        return Checked(self.diagnostics.get(script, ()))

    def plan(self, script, *, on_progress=None, **settings):
        self._remember("plan", script, settings)
        found = self.diagnostics.get(script, ())
        return Plan(self.timeline if Checked(found).ok else None, None, found)

    def build(self, script, output, *, on_progress, **settings):
        self._remember("build", script, {"output": output, **settings})
        on_progress("speak", 1, 2)
        on_progress("speak", 2, 2)
        found = self.diagnostics.get(script, ())
        strict = settings["strict"] and found
        if not Checked(found).ok or strict:
            return Build(None, None, found)
        return Build(
            Path(output),
            self.timeline,
            found,
            up_to_date=self.up_to_date,
            explanation=self.explanation,
        )

    def _remember(self, verb, script, settings):
        self.asked.append((verb, script, settings))
        if self.trouble is not None:
            raise self.trouble


@pytest.fixture
def fake_compiler(monkeypatch):
    fake = FakeCompiler()
    module = ModuleType("audioguide.compiler")
    for name in ("find_script", "check", "plan", "build"):
        setattr(module, name, getattr(fake, name))
    monkeypatch.setitem(sys.modules, "audioguide.compiler", module)
    monkeypatch.setattr(package, "compiler", module, raising=False)
    return fake


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command line in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run_line(*arguments: str) -> Result:
        outcome = CliRunner().invoke(audioguide, arguments, prog_name="audioguide")
        if outcome.exception and not isinstance(outcome.exception, SystemExit):
            raise outcome.exception
        return outcome

    return run_line
