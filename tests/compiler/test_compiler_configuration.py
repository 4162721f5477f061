"""The user's configuration file: changed as a whole, and what it makes hold."""

import os
import stat
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide import compiler
from audioguide.compiler.configuration import (
    HEAD,
    overriding_profile,
    read_text,
    set_key,
    unset_key,
    write_text,
)
from audioguide.compiler.in_force import settings_in_force
from audioguide.diagnostics import has_errors
from audioguide.errors import FileError, ScriptError, UsageError

NOT_ON_WINDOWS = pytest.mark.skipif(sys.platform == "win32", reason="permissions and links")


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.setenv("AUDIOGUIDE_CONFIG_DIR", str(tmp_path / "settings"))
    return tmp_path / "settings" / "config.yaml"


def write(path, text):
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return path


def test_the_first_key_makes_the_file(path):
    assert set_key("voice.rate", "130 wpm")
    assert path.read_text(encoding="utf-8") == f"{HEAD}voice:\n  rate: 130 wpm\n"
    assert HEAD.startswith("# ")


def test_a_second_key_leaves_the_first_and_the_comments(path):
    write(path, "# mine\npace: gentle  # slowly\n")
    assert set_key("profiles.mum.breath", "5-7")
    text = "# mine\npace: gentle  # slowly\nprofiles:\n  mum:\n    breath: 5-7\n"
    assert path.read_text(encoding="utf-8") == text


def test_what_is_so_already_is_not_written(path):
    write(path, "pace: gentle\n")
    os.utime(path, ns=(1, 1))
    assert not set_key("pace", "gentle")
    assert path.stat().st_mtime_ns == 1


def test_a_key_is_taken_out(path):
    write(path, "pace: gentle\nvoice: {rate: 99 wpm}\n")
    unset_key("voice.rate")
    assert path.read_text(encoding="utf-8") == "pace: gentle\n"


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("pace", "gentel", 'pace: "gentel" is not a pace; did you mean "gentle"?'),
        ("voice.rate", "130", "voice.rate: 130 of what?; write 130 wpm"),
        ("pase", "gentle", 'pase: there is no key "pase" here; did you mean "pace"?'),
        ("voice.rat", "9", 'voice.rat: there is no key "rat" here; did you mean "rate"?'),
        ("profile", "mum", 'profile: no profile is called "mum"; add it under profiles'),
        ("profiles.none.pace", "gentle", "none"),
        ("poses", "mine", 'poses: expected a list of folders, found "mine"; write [my-poses]'),
        ("voice", "{rate: x, pitch: y}", '"y" is not a pitch'),
        ("lexicon.a", "", "lexicon.a: expected a text, found nothing"),
        ("pace", "\ud800", "cannot be written on one line"),
        ("a..b", "1", "is not the name of a key"),
    ],
)
def test_what_the_language_does_not_have_is_refused(path, key, value, says):
    write(path, "guidance: short\n")
    with pytest.raises(UsageError) as raised:
        set_key(key, value)
    assert says in str(raised.value)
    assert path.read_text(encoding="utf-8") == "guidance: short\n"


@given(key=st.text(max_size=30) | st.sampled_from(["pace", "lexicon.a"]), value=st.text())
def test_any_key_and_value_are_taken_or_refused(key, value):
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOGUIDE_CONFIG_DIR", folder)
        try:
            set_key(key, value)
        except UsageError:
            assert not (Path(folder) / "config.yaml").exists()
        else:
            assert settings_in_force()[0] is not None


def test_a_profile_that_is_needed_stays(path):
    text = "profile: mum\nprofiles: {mum: {pace: gentle}}\n"
    write(path, text)
    with pytest.raises(UsageError, match='no profile is called "mum"'):
        unset_key("profiles.mum")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("text", ["pace: gentel\n", "a: [\n", "a: &x 1\n", "pace: 1\npace: 2\n"])
def test_a_file_with_errors_of_its_own_is_left_alone(path, text):
    write(path, text)
    with pytest.raises(ScriptError) as raised:
        set_key("guidance", "short")
    assert raised.value.diagnostics[0].span.file.path == str(path)
    assert path.read_text(encoding="utf-8") == text


def test_an_error_can_be_mended_by_setting_its_key(path):
    write(path, "pace: gentel\n")
    assert set_key("pace", "gentle")
    assert path.read_text(encoding="utf-8") == "pace: gentle\n"


def test_one_of_two_errors_cannot_be_mended_alone(path):
    write(path, "pace: gentel\ntitle: Mine\n")
    with pytest.raises(ScriptError) as raised:
        unset_key("title")
    assert [one.code for one in raised.value.diagnostics] == ["bad-pace", "unknown-key"]


def test_what_is_no_text_is_told(path):
    path.parent.mkdir()
    path.write_bytes(b"pace: \xff\xfe\xff\n")
    with pytest.raises(ScriptError) as raised:
        set_key("pace", "gentle")
    assert raised.value.diagnostics[0].code == "not-text"


@NOT_ON_WINDOWS
def test_a_secret_file_stays_secret(path):
    write(path, "pace: gentle\n").chmod(0o600)
    set_key("pace", "brisk")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@NOT_ON_WINDOWS
def test_a_link_stays_a_link(path, tmp_path):
    kept = tmp_path / "dotfiles.yaml"
    kept.write_text("pace: gentle\n")
    path.parent.mkdir()
    path.symlink_to(kept)
    set_key("pace", "brisk")
    assert path.is_symlink()
    assert kept.read_text() == "pace: brisk\n"


def test_a_write_that_fails_leaves_the_old_file(path, monkeypatch):
    write(path, "pace: gentle\n")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError, match="No space left"):
        write_text("pace: brisk\n")
    assert path.read_text(encoding="utf-8") == "pace: gentle\n"
    assert [one.name for one in path.parent.iterdir()] == ["config.yaml"]


def test_a_folder_in_the_file_s_place_is_trouble(path):
    path.mkdir(parents=True)
    for ask in (
        lambda: set_key("pace", "gentle"),
        settings_in_force,
        lambda: compiler.check("healing-flow"),
        compiler.open_poses,
    ):
        with pytest.raises(FileError, match="it is a folder"):
            ask()


@pytest.mark.parametrize(
    ("key", "value", "code", "place"),
    [
        ("voice", "nobody", "unknown-voice", (2, 8)),
        ("voices.count", "nobody", "unknown-voice", (3, 10)),
        ("language", "tlh", "unknown-language", (2, 11)),
        ("poses", "[nowhere]", "poses-missing", (2, 9)),
        ("sounds.end", "gone.wav", "sound-missing", (3, 8)),
        ("bed", "{file: gone.wav}", "sound-missing", (3, 9)),
        ("profiles.mum.voice", "nobody", "unknown-voice", (4, 12)),
        ("profiles", "{mum: {voice: nobody}}", "unknown-voice", (4, 12)),
    ],
)
def test_what_every_build_would_fail_by_is_refused(path, key, value, code, place):
    write(path, "guidance: short\n")
    with pytest.raises(ScriptError) as raised:
        set_key(key, value)
    told = [(one.code, (one.span.line, one.span.column)) for one in raised.value.diagnostics]
    assert told == [(code, place)]
    assert path.read_text(encoding="utf-8") == "guidance: short\n"


def test_what_fails_already_does_not_stop_another_key(path):
    write(path, "voice: nobody\nprofile: mum\nprofiles: {mum: {voice: en-gb}}\n")
    assert set_key("pace", "gentle")
    with pytest.raises(ScriptError, match="nobody-else"):
        set_key("voice", "nobody-else")
    assert set_key("voice", "en-gb")


def test_a_folder_of_poses_may_be_there(path):
    (write(path, "").parent / "mine").mkdir()
    assert set_key("poses", "[mine]")


def test_a_missing_folder_of_poses_has_its_place(path, tmp_path):
    write(path, "pace: gentle\nposes: [mine]\n")
    script = tmp_path / "a.yaml"
    script.write_text("steps:\n- say: Hello, and never into pain.\n")
    (told,) = compiler.check(script).diagnostics
    assert (told.code, told.span.file.path) == ("poses-missing", str(path))
    assert (told.span.line, told.span.column) == (2, 9)
    with pytest.raises(ScriptError, match="there is no folder"):
        compiler.open_poses()
    (path.parent / "mine").mkdir()
    assert compiler.check(script).ok


@pytest.mark.parametrize(
    ("key", "value", "profile"),
    [
        ("pace", "brisk", "mum"),
        ("voice", "en-gb", "mum"),
        ("voice.name", "en-gb", "mum"),
        ("voice.rate", "130 wpm", None),
        ("breath", "5-7", None),
        ("profiles.mum.pace", "brisk", None),
        ("profiles.dad.pace", "brisk", None),
    ],
)
def test_a_profile_that_has_the_key_itself_is_known(path, key, value, profile):
    write(path, "profile: mum\nprofiles: {mum: {pace: gentle, voice: en-gb+f3}}\n")
    set_key(key, value)
    assert overriding_profile(key, value) == profile


def test_no_profile_overrides_where_none_is_chosen(path):
    write(path, "profiles: {mum: {pace: gentle}}\n")
    assert overriding_profile("pace", "brisk") is None


def test_a_file_that_is_not_there_reads_as_its_head(path):
    assert read_text().text == HEAD
    assert not path.exists()


def rows(**asked):
    found, problems = settings_in_force(**asked)
    assert found is not None, problems
    return {one.setting: (one.value, one.origin) for one in found.settings}


CONFIGURED = """
voice: {rate: 130 wpm}
poses: [mine]
sounds: {start: {level: -6 dB}}
lexicon: {St. Ives: ives}
profiles: {mum: {pace: gentle, voice: {name: en-gb+f3}}, dad: {pace: brisk}}
"""


def test_everything_in_force_says_where_it_came_from(path):
    (write(path, CONFIGURED).parent / "mine").mkdir()
    found = rows(profile="mum")
    assert found["voice.rate"] == ("130 wpm", "user configuration")
    assert found["voice.name"] == ("espeak:gmw/en+f3", "profile mum (command line)")
    assert found["pace"] == ("0.85", "profile mum (command line)")
    assert found["breath"] == ("4-6", "built-in default")
    assert found["sounds.start"] == ("-6 dB", "user configuration")
    assert found['lexicon."St. Ives"'] == ("ives", "user configuration")
    assert found["poses"] == ("mine", "user configuration")
    assert rows()["pace"] == ("1", "built-in default")


@pytest.mark.parametrize(
    ("chosen", "asked", "in_force"),
    [
        ("", None, None),
        ("", "dad", "dad"),
        ("profile: mum\n", None, "mum"),
        ("profile: mum\n", "dad", "dad"),
        ("profile: mum\n", "none", None),
    ],
)
def test_which_profile_is_in_force(path, chosen, asked, in_force):
    write(path, chosen + CONFIGURED)
    found, _ = settings_in_force(profile=asked)
    assert (found.profile, found.profiles, found.path) == (in_force, ("mum", "dad"), path)


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("pace: gentel\n", "bad-pace", (1, 7)),
        ("pace: gentle\nvoice: nobody\n", "unknown-voice", (2, 8)),
        ("language: tlh\n", "unknown-language", (1, 11)),
        ("profile: mum\n", "unknown-profile", (1, 10)),
        ("sounds: {end: gone.wav}\n", "sound-missing", (1, 15)),
    ],
)
def test_what_is_wrong_is_told_at_its_place(path, text, code, place):
    write(path, text)
    _, problems = settings_in_force()
    told = [(one.code, (one.span.line, one.span.column)) for one in problems]
    assert (code, place) in told


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("pace: gentel\nbreath: 5-7\n", {"pace"}),
        ("voice: nobody\nbreath: 5-7\n", {"voice.name"}),
        ("voice: {name: nobody, rate: fast}\nbreath: 5-7\n", {"voice.name", "voice.rate"}),
        ("breath: 5-7\nlanguage: tlh\n", {"language"}),
        ("breath: 5-7\nposes: [mine]\n", set()),
        ("breath: 5-7\nsounds: {end: gone.wav}\npase: 1\n", set()),
        ("breath: 5-7\nprofile: mum\nprofiles: {mum: {voice: nobody, pace: 2}}\n", {"voice.name"}),
    ],
)
def test_what_is_well_is_listed_beside_what_is_wrong(path, text, lost):
    write(path, "")
    every = set(rows())
    write(path, text)
    found, problems = settings_in_force()
    assert has_errors(problems)
    assert every - {one.setting for one in found.settings} == lost
    assert ("breath", "5-7") in {(one.setting, one.value) for one in found.settings}
    assert not {"poses", "sounds.end"} & {one.setting for one in found.settings}
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("text", ["pace: [", "just words", "- a\n- b\n"])
def test_where_nothing_can_be_told_there_are_problems_alone(path, text):
    write(path, text)
    found, problems = settings_in_force()
    assert found is None
    assert has_errors(problems)


def test_a_profile_is_an_option_of_python(path, tmp_path):
    write(path, "profiles: {mum: {pace: 2}}")
    script = tmp_path / "a.yaml"
    script.write_text("pace: 0.5\nsteps:\n- say: Hello, and never into pain.\n  pause: 4s\n")
    assert compiler.check(script, options={"profile": "mum"}).ok
    with pytest.raises(UsageError, match='did you mean "mum"'):
        compiler.check(script, options={"profile": "mun"})
    slow = compiler.plan(script).timeline
    quick = compiler.plan(script, options={"profile": "mum"}).timeline
    assert quick.length < slow.length


def test_a_track_is_made_anew_for_another_profile(path, tmp_path):
    write(path, "profiles: {mum: {pace: 1.5}, dad: {pace: 1.5}}")
    script = tmp_path / "a.yaml"
    script.write_text("steps:\n- say: Hello, and never into pain.\n")

    def is_up_to_date(**options):
        return compiler.build(script, tmp_path / "a.mp3", options=options).up_to_date

    assert not is_up_to_date(profile="mum")
    assert is_up_to_date(profile="mum")
    assert not is_up_to_date(profile="dad")
    write(path, "profiles: {mum: {pace: 1.5}, dad: {pace: 1.4}}")
    assert not is_up_to_date(profile="dad")
