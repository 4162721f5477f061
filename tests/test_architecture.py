"""ARCHITECTURE.md held against the code: who may import whom, and what is imported late."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "audioguide"

PAGE = (PACKAGE.parent / "ARCHITECTURE.md").read_text(encoding="utf-8")
GROUND_ROOMS = ("cache", "reading")
GROUND = frozenset(
    {
        *re.findall(r"`(\w+)`", re.search(r"^\| ground floor: ([^|]*)\|", PAGE, re.M)[1]),
        *GROUND_ROOMS,
    }
)
"""The page's row of modules that any stage may import, and the rooms beside them."""

STAGES = ("syntax", "library", "routine", "timeline", "fitting")
SOUND_ROOMS = ("speech", "sound", "mp3")
NOUNS = frozenset(
    {
        "syntax.script",
        "syntax.config",
        "syntax.pose",
        "syntax.limits",  # what a pose's limits mean, for whoever settles a dose
        "syntax.whole_doses",
        "syntax.progress",
        "syntax.course",  # what a rule of progress makes of a dose
        "library.phrases",
        "routine.routine",
        "timeline.timeline",
        "sound.score",
    }
)
STAGE_BEFORE = {
    "library": ("syntax",),
    "routine": ("syntax", "library"),
    "timeline": ("syntax", "library", "routine"),
    "fitting": ("syntax", "routine", "timeline"),
    "playback": ("timeline",),
}
"""Stages whose noun files a stage may import: the one before it, and those whose values that
stage's nouns are made of."""

READERS = {
    "library": ("syntax",),
    "fitting": ("routine",),
    "delivery": ("mp3", "picture"),
    "playback": ("mp3",),
    "web": ("delivery", "beside", "picture"),
    "handout": ("picture",),
}
"""Rooms that may call another whole: the library reads pose files by way of the syntax, and
fitting asks the routine's lengths and advice about doses of its own, and delivery reads the tags
of tracks, and writes other ones with smaller pictures."""

ROOMS_IN_ARCHITECTURE = (
    *(*GROUND_ROOMS, *STAGES, *SOUND_ROOMS),
    *("picture", "delivery", "handout", "web", "playback", "cli"),
)


def modules():
    """Every module of the package by its name inside it, such as `syntax.parse`."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        yield ".".join(parts).removesuffix(".__init__"), path


def imported(path):
    """Every module of the package that a file imports, anywhere in it, with the line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            if node.module == "audioguide":
                yield from ((alias.name, node.lineno) for alias in node.names)
            elif (node.module or "").startswith("audioguide."):
                yield node.module.removeprefix("audioguide."), node.lineno
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("audioguide."):
                    yield alias.name.removeprefix("audioguide."), node.lineno


def may_import(room, wanted):
    """Whether ARCHITECTURE.md lets a room import a module."""
    target = wanted.split(".")[0]
    if target in GROUND or target == room:
        return True
    if room in GROUND:
        return False
    if room in ("cli", "__main__"):
        return True
    if room == "compiler":
        return target != "cli"
    if target in READERS.get(room, ()):
        return True
    return wanted in NOUNS and target in STAGE_BEFORE.get(room, ())


MODULES = dict(modules())
PACKAGE_ITSELF = "__init__"
"""It only names where its public names live."""


@pytest.mark.parametrize("name", sorted(MODULES.keys() - {PACKAGE_ITSELF}))
def test_imports_point_up_the_table(name):
    room = name.split(".")[0]
    wrong = [
        f"line {line} imports {wanted}"
        for wanted, line in imported(MODULES[name])
        if wanted != "__version__" and not may_import(room, wanted)
    ]
    assert not wrong, f"{name}: {', '.join(wrong)}"


def test_every_room_is_on_the_architecture_page():
    rooms = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name[0] != "_"}
    for room in rooms - {"shipped"}:
        assert f"`{room}/`" in PAGE or f"`{room}`" in PAGE, f"{room} is not on the page"
    for module in (path.stem for path in PACKAGE.glob("[a-z]*.py")):
        assert module in GROUND, f"{module} is not on the page's ground floor"
    assert set(ROOMS_IN_ARCHITECTURE) <= rooms


def test_the_rule_can_fail():
    assert not may_import("syntax", "library.load")
    assert not may_import("timeline", "speech.speak")
    assert not may_import("speech", "timeline.timeline")
    assert not may_import("sound", "mp3.track")
    assert not may_import("routine", "library.load")
    assert not may_import("units", "syntax.script")
    assert not may_import("cache", "speech.keys")
    assert not may_import("picture", "syntax.pose")
    assert not may_import("delivery", "timeline.timeline")
    assert may_import("delivery", "mp3.tag_reader")
    assert may_import("picture", "cache.store")
    assert may_import("web", "delivery.shelf")
    assert not may_import("web", "compiler.front")
    assert not may_import("delivery", "web.site")
    assert may_import("cache", "files")
    assert may_import("mp3", "cache.store")
    assert may_import("timeline", "routine.routine")
    assert may_import("fitting", "routine.length")
    assert not may_import("fitting", "timeline.schedule")
    assert not may_import("timeline", "fitting.fit")
    assert not may_import("beside", "timeline.timeline")
    assert not may_import("playback", "timeline.schedule")
    assert not may_import("handout", "timeline.timeline")
    assert not may_import("handout", "routine.routine")
    assert may_import("playback", "timeline.timeline")


HEAVY = (
    *("numpy", "soxr", "soundfile", "lameenc", "mutagen", "pyttsx3", "pydub", "rich"),
    *("PIL", "resvg_py"),
    *("starlette", "uvicorn", "anyio", "segno", "jinja2", "weasyprint"),
)


def heavy_after(statement, tmp_path):
    """Which heavy packages a fresh interpreter has loaded after a statement."""
    code = f"import sys\n{statement}\nprint([m for m in {HEAVY} if m in sys.modules])"
    outcome = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=True
    )
    return ast.literal_eval(outcome.stdout.splitlines()[-1])


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["build", "--help"],
        ["share", "--help"],
        ["publish", "--help"],
        ["check", "routine.yaml"],
        ["schema", "routine"],
        ["sync", "--help"],
        ["config", "show"],
        ["config", "path"],
        ["voices", "--language", "en", "--variants"],
        ["explain"],
        ["cache", "info"],
        ["cache", "prune", "--limit", "1 GiB"],
    ],
)
def test_light_commands_load_nothing_heavy(arguments, tmp_path):
    script = "steps:\n  - say: Never into pain.\n  - pose: cat-cow\n    flow: 6 rounds\n"
    (tmp_path / "routine.yaml").write_text(script)
    statement = (
        "from audioguide.cli import audioguide\n"
        f"code = audioguide.main({arguments!r}, standalone_mode=False)\n"
        "assert code == 0, code"
    )
    assert heavy_after(statement, tmp_path) == []


def test_importing_the_package_loads_no_stage(tmp_path):
    code = "import sys, audioguide; print([m for m in sys.modules if m.startswith('audioguide.')])"
    outcome = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=True
    )
    assert outcome.stdout == "[]\n"


def test_the_probe_sees_what_is_heavy(tmp_path):
    assert heavy_after("import numpy", tmp_path) == ["numpy"]
