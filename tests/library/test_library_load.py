"""Pose folders as a library."""

import os
from pathlib import Path

import pytest

from audioguide.errors import FileError
from audioguide.files import shipped
from audioguide.library import load as load_module
from audioguide.library.load import load_phrases, open_library, phrase_languages
from audioguide.library.phrases import UnknownLanguage
from audioguide.syntax.decode import MAX_FILE_BYTES

LEAST = "name: {name}\nposition: supine\ndose: {{hold: 30s}}\nenter: [Lie down.]\nalso: [{also}]\n"


def write(folder, path, *, name="Still", also=""):
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(LEAST.format(name=name, also=also), encoding="utf-8")
    return target


@pytest.fixture
def reads(monkeypatch):
    """The ids of the pose files that were parsed."""
    parsed = []
    parse_pose = load_module.parse_pose

    def recording(file, *, pose_id, **more):
        parsed.append(pose_id)
        return parse_pose(file, pose_id=pose_id, **more)

    monkeypatch.setattr(load_module, "parse_pose", recording)
    return parsed


def test_poses_lie_in_a_folder_or_in_families(tmp_path):
    write(tmp_path, "one.yaml")
    write(tmp_path, "supine/two.yaml")
    write(tmp_path, "prone/three.yml")
    write(tmp_path, "supine/deeper/four.yaml")
    write(tmp_path, ".hidden.yaml")
    (tmp_path / "README.md").write_text("Poses.", encoding="utf-8")
    library = open_library([tmp_path])
    assert library.ids() == ("one", "three", "two")
    assert [pose.id for pose in library.poses()] == ["one", "three", "two"]
    assert library.diagnostics() == ()


def test_only_what_is_asked_for_is_read(tmp_path, reads):
    for name in ("one", "two", "three"):
        write(tmp_path, f"{name}.yaml")
    library = open_library([tmp_path])
    assert reads == []
    library.find("two")
    library.find("two")
    assert reads == ["two"]


def test_a_later_folder_wins(tmp_path):
    write(tmp_path / "shipped", "supine/twist.yaml", name="Shipped")
    mine = write(tmp_path / "mine", "twist.yaml", name="Mine")
    library = open_library([tmp_path / "shipped", tmp_path / "mine"])
    pose, problems = library.find("twist")
    assert pose.name.in_language("en") == "Mine"
    assert pose.path == str(mine)
    assert problems == ()


def test_other_names(tmp_path):
    write(tmp_path, "cat-cow.yaml", also="Mārjaryāsana, cat stretch")
    write(tmp_path, "sphinx.yaml", also="low cobra")
    library = open_library([tmp_path])
    for name in ("cat-cow", "Cat Cow", "CAT_COW", "cat-stretch", "mārjaryāsana", "Cat  Stretch"):
        assert library.find(name)[0].id == "cat-cow", name
    assert library.find("cobra") == (None, ())


def test_an_id_wins_over_another_name(tmp_path, reads):
    write(tmp_path, "twist.yaml", name="Twist")
    write(tmp_path, "other.yaml", also="twist")
    assert open_library([tmp_path]).find("twist")[0].id == "twist"
    assert reads == ["twist"]


def test_a_name_that_two_poses_share_finds_neither(tmp_path):
    write(tmp_path, "one.yaml", also="stretch")
    write(tmp_path, "two.yaml", also="stretch")
    library = open_library([tmp_path])
    assert library.find("stretch") == (None, ())
    assert library.near("stretch") == ("one", "two")


def test_near_names(tmp_path):
    write(tmp_path, "cat-cow.yaml", also="all fours wave")
    write(tmp_path, "sphinx.yaml")
    library = open_library([tmp_path])
    assert library.near("cat-caw") == ("cat-cow",)
    assert library.near("all-four-waves") == ("cat-cow",)
    assert library.near("zzz") == ()
    assert library.near("x" * 100_000) == ()


@pytest.mark.parametrize("name", ["", "../cat-cow", "a/b", "\0", "cat-cow.yaml"])
def test_odd_names_find_nothing(tmp_path, name):
    write(tmp_path, "cat-cow.yaml")
    assert open_library([tmp_path]).find(name) == (None, ())


def test_a_pose_that_is_wrong_is_told_with_its_own_place(tmp_path):
    path = tmp_path / "wrong.yaml"
    path.write_text("name: Wrong\nposition: lying\n", encoding="utf-8")
    write(tmp_path, "right.yaml")
    library = open_library([tmp_path])
    pose, problems = library.find("wrong")
    assert pose is None
    assert {problem.span.file.path for problem in problems} == {str(path)}
    assert {problem.code for problem in problems} == {"bad-choice", "missing-key"}
    assert library.diagnostics() == problems
    assert [pose.id for pose in library.poses()] == ["right"]


def test_bytes_that_are_no_text(tmp_path):
    (tmp_path / "odd.yaml").write_bytes(b"name: caf\xe9\n")
    (tmp_path / "large.yaml").write_bytes(b"#" * (MAX_FILE_BYTES + 1))
    library = open_library([tmp_path])
    assert [problem.code for problem in library.find("odd")[1]] == ["not-text"]
    assert [problem.code for problem in library.find("large")[1]] == ["too-large"]


def test_two_files_of_one_name_in_one_folder(tmp_path):
    first = write(tmp_path, "prone/twist.yaml")
    second = write(tmp_path, "supine/twist.yaml")
    pose, (problem,) = open_library([tmp_path]).find("twist")
    assert pose is None
    assert problem.code == "duplicate-pose"
    assert problem.span.file.path == str(second)
    assert str(first) in problem.message


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(FileError, match="could not read the pose folder"):
        open_library([tmp_path / "missing"])
    with pytest.raises(FileError):
        open_library([write(tmp_path, "file.yaml")])


def test_a_file_that_is_gone(tmp_path):
    path = write(tmp_path, "gone.yaml")
    library = open_library([tmp_path])
    path.unlink()
    with pytest.raises(FileError, match=r"gone\.yaml"):
        library.find("gone")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_folder_that_may_not_be_read(tmp_path):
    tmp_path.chmod(0)
    try:
        with pytest.raises(FileError):
            open_library([tmp_path])
    finally:
        tmp_path.chmod(0o700)


def test_a_folder_that_leads_to_itself(tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    write(tmp_path, "one.yaml")
    # Seen twice by two paths, it is one file.
    assert open_library([tmp_path]).find("one")[0] is not None


def test_what_ships_is_well():
    library = open_library([shipped("poses")])
    assert library.diagnostics() == ()
    assert len(library.poses()) == len(library.ids()) >= 30
    for pose in library.poses():
        for name in (pose.id, *pose.also):
            assert library.find(name)[0] is pose, f"{name} is not {pose.id} alone"
        for follow in pose.follow_with:
            assert library.find(follow)[0] is not None, f"{pose.id} is followed with {follow}"


def test_phrases():
    phrases = load_phrases("en-GB")
    assert phrases.language == "en"
    assert phrases == load_phrases("EN")
    assert phrases.say("breathe_out")
    assert len(phrases.items("wake_up")) >= 2


@pytest.mark.parametrize("language", ["tlh", "", "../en", "en/../en", "x" * 1000, "\0"])
def test_no_phrases(language):
    assert load_phrases(language) == UnknownLanguage(phrase_languages())


def test_the_languages_with_phrases_are_those_that_load():
    assert "en" in phrase_languages()
    for language in phrase_languages():
        assert load_phrases(language).language == language


@pytest.mark.parametrize("content", [b"a: &a b\n", b"- a\n", b"", b"a: \xff\n"])
def test_phrases_that_are_damaged(tmp_path, monkeypatch, content):
    (tmp_path / "en.yaml").write_bytes(content)
    monkeypatch.setattr(load_module, "_LANGUAGES", Path(tmp_path))
    with pytest.raises(FileError, match=r"en\.yaml"):
        load_phrases("en")
