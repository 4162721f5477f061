"""Which paths an include may follow, and what the loader does with those it may."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from audioguide.diagnostics import Diagnostic
from audioguide.errors import FileError
from audioguide.routine.include import (
    DEEPEST_CHAIN,
    Chain,
    IncludeLoader,
    included_path,
    why_outside,
)
from audioguide.source import SourceFile, Span, Spanned
from audioguide.syntax.decode import decode
from audioguide.syntax.script import IncludeStep, Overrides, Script

TOP = "scripts/top.yaml"


@pytest.mark.parametrize(
    ("written", "including"),
    [
        ("part.yaml", TOP),
        ("parts/part.yaml", TOP),
        ("./part.yaml", TOP),
        ("parts/../part.yaml", TOP),
        ("../top2.yaml", "scripts/parts/inner.yaml"),
        ("ü mit Leerzeichen.yaml", TOP),
        ("part.yaml", "top.yaml"),
        ("..dots.yaml", "top.yaml"),
    ],
)
def test_a_path_inside_the_folder_may_be_followed(written: str, including: str):
    top = TOP if including.startswith("scripts/") else including
    assert why_outside(written, including=including, top=top) is None


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("a\0b.yaml", "characters"),
        ("a\x1bb.yaml", "characters"),
        ("/etc/passwd", "absolute"),
        ("//server/share/a.yaml", "absolute"),
        ("\\\\server\\share\\a.yaml", "absolute"),
        ("C:\\a.yaml", "absolute"),
        ("C:a.yaml", "absolute"),
        ("c:/a.yaml", "absolute"),
        ("~/a.yaml", "home folder"),
        ("~root/a.yaml", "home folder"),
        ("http://example.org/a.yaml", "address"),
        ("file:///etc/passwd", "address"),
        ("parts\\a.yaml", "backslash"),
        ("..\\a.yaml", "backslash"),
        ("..", "leaves"),
        ("../a.yaml", "leaves"),
        ("../scripts-evil/a.yaml", "leaves"),
        ("parts/../../a.yaml", "leaves"),
        ("../../../../../../etc/passwd", "leaves"),
        (".", "leaves"),
    ],
)
def test_a_path_that_leads_out_is_refused(written: str, reason: str):
    said = why_outside(written, including=TOP, top=TOP)
    assert said is not None
    assert reason in said


@pytest.mark.parametrize("top", ["top.yaml", "./top.yaml"])
@pytest.mark.parametrize("written", ["../a.yaml", "..", "parts/../../a.yaml"])
def test_a_script_in_the_working_folder_cannot_leave_it(top: str, written: str):
    assert why_outside(written, including=top, top=top) is not None


def test_a_top_script_above_the_working_folder_keeps_to_its_own():
    top = "../other/top.yaml"
    assert why_outside("part.yaml", including=top, top=top) is None
    assert why_outside("../part.yaml", including=top, top=top) is not None


def test_an_included_path_is_shown_relative_to_the_typed_one():
    assert included_path("parts/a.yaml", including="scripts/top.yaml") == "scripts/parts/a.yaml"
    assert included_path("../b.yaml", including="scripts/parts/a.yaml") == "scripts/b.yaml"


def _script(file: SourceFile, parameters: Mapping[str, str]) -> Script:
    whole = Span.whole_file(file)
    names = tuple(parameters)
    return Script(file, None, None, Overrides(), (), (), names, (), whole)


def _step(path: str, including: str, **parameters: str) -> IncludeStep:
    span = Span.whole_file(SourceFile(including, ""))
    spanned = tuple((name, Spanned(value, span)) for name, value in parameters.items())
    return IncludeStep(Spanned(path, span), spanned, Overrides(), span)


class _Disk:
    """A loader on a real folder that counts what it reads."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.load = IncludeLoader(read=self._read, parse=self._parse)

    def _read(self, path: str) -> tuple[SourceFile, tuple[Diagnostic, ...]]:
        self.read.append(path)
        try:
            return decode(Path(path).read_bytes(), path=path)
        except OSError as trouble:
            raise FileError.from_os("read", path, trouble) from trouble

    def _parse(
        self, file: SourceFile, parameters: Mapping[str, str]
    ) -> tuple[Script | None, tuple[Diagnostic, ...]]:
        return _script(file, parameters), ()


def _chain(*paths: Path) -> Chain:
    return tuple(SourceFile(str(path), "") for path in paths)


def _codes(outcome: tuple[Script | None, tuple[Diagnostic, ...]]) -> list[str]:
    assert outcome[0] is None
    return [diagnostic.code for diagnostic in outcome[1]]


def test_a_file_inside_is_loaded_with_its_parameters(tmp_path: Path):
    (tmp_path / "part.yaml").write_text("steps: []")
    top = tmp_path / "top.yaml"
    script, diagnostics = _Disk().load(_step("part.yaml", str(top), hold="9s"), chain=_chain(top))
    assert diagnostics == ()
    assert script is not None
    assert script.file.path == str(tmp_path / "part.yaml")
    assert script.file.text == "steps: []"
    assert script.parameter_names == ("hold",)


def test_a_file_is_read_once_for_the_same_parameters(tmp_path: Path):
    (tmp_path / "part.yaml").write_text("")
    top, disk = tmp_path / "top.yaml", _Disk()
    for hold in ("9s", "9s", "10s", "9s"):
        disk.load(_step("part.yaml", str(top), hold=hold), chain=_chain(top))
    assert len(disk.read) == 2


@pytest.mark.parametrize(
    ("content", "code"), [(b"caf\xe9", "not-text"), (bytes(2 << 20), "too-large")]
)
def test_what_is_wrong_with_the_bytes_is_said(tmp_path: Path, content: bytes, code: str):
    (tmp_path / "part.yaml").write_bytes(content)
    top = tmp_path / "top.yaml"
    assert _codes(_Disk().load(_step("part.yaml", str(top)), chain=_chain(top))) == [code]


def test_a_missing_file_is_an_error_of_the_script(tmp_path: Path):
    top = tmp_path / "top.yaml"
    loaded = _Disk().load(_step("none.yaml", str(top)), chain=_chain(top))
    assert _codes(loaded) == ["include-missing"]
    assert loaded[1][0].hint == f"it belongs beside {top}; where that was copied, copy it too"


def test_a_symbolic_link_out_of_the_folder_is_refused_unread(tmp_path: Path):
    inside, outside = tmp_path / "in", tmp_path / "in-evil"
    inside.mkdir()
    outside.mkdir()
    (outside / "secret.yaml").write_text("")
    (inside / "link.yaml").symlink_to(outside / "secret.yaml")
    (inside / "folder").symlink_to(outside)
    top, disk = inside / "top.yaml", _Disk()
    for written in ("link.yaml", "folder/secret.yaml"):
        assert _codes(disk.load(_step(written, str(top)), chain=_chain(top))) == ["include-outside"]
    assert disk.read == []


def test_a_symbolic_link_within_the_folder_is_followed(tmp_path: Path):
    (tmp_path / "part.yaml").write_text("")
    (tmp_path / "link.yaml").symlink_to(tmp_path / "part.yaml")
    top = tmp_path / "top.yaml"
    script, _ = _Disk().load(_step("link.yaml", str(top)), chain=_chain(top))
    assert script is not None


def test_a_link_that_leads_to_itself_is_only_missing(tmp_path: Path):
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    top = tmp_path / "top.yaml"
    assert _codes(_Disk().load(_step("loop.yaml", str(top)), chain=_chain(top))) == [
        "include-missing"
    ]


def test_a_cycle_shows_its_chain(tmp_path: Path):
    top, inner = tmp_path / "a.yaml", tmp_path / "b.yaml"
    _, (found,) = _Disk().load(_step("a.yaml", str(inner)), chain=_chain(top, inner))
    assert found.code == "include-cycle"
    assert f"{top} -> {inner} -> {top}" in found.message


def test_a_cycle_through_a_linked_folder_is_found(tmp_path: Path):
    (tmp_path / "again").symlink_to(tmp_path)
    top = tmp_path / "a.yaml"
    top.write_text("")
    assert _codes(_Disk().load(_step("again/a.yaml", str(top)), chain=_chain(top))) == [
        "include-cycle"
    ]


def test_a_chain_of_includes_has_an_end(tmp_path: Path):
    files = [tmp_path / f"{n}.yaml" for n in range(DEEPEST_CHAIN + 1)]
    for file in files:
        file.write_text("")
    step = _step(f"{DEEPEST_CHAIN}.yaml", str(files[0]))
    assert _codes(_Disk().load(step, chain=_chain(*files[:DEEPEST_CHAIN]))) == ["too-deep"]
    script, _ = _Disk().load(step, chain=_chain(*files[: DEEPEST_CHAIN - 1]))
    assert script is not None
