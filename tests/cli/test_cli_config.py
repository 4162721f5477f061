"""`audioguide config`, and `--profile` on the command line."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

NEEDS_TERMINALS = pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")


@pytest.fixture
def path(tmp_path, monkeypatch):
    folder = tmp_path / "settings"
    folder.mkdir()
    monkeypatch.setenv("AUDIOGUIDE_CONFIG_DIR", str(folder))
    return folder / "config.yaml"


def words(outcome):
    """The lines of a table, with one space between its columns."""
    return [" ".join(line.split()) for line in outcome.stdout.splitlines()]


def test_a_key_is_set_shown_and_unset(run, path):
    outcome = run("config", "set", "voice.rate", "130 wpm")
    assert (outcome.exit_code, outcome.stdout) == (0, f"{path}\n")
    assert outcome.stderr == "voice.rate: 130 wpm\n"
    assert "voice.rate 130 wpm user configuration" in words(run("config"))
    assert run("config", "set", "voice.rate", "130 wpm").stderr == "voice.rate is 130 wpm already\n"
    assert run("config", "unset", "voice.rate").exit_code == 0
    assert "voice.rate 140 wpm built-in default" in words(run("config", "show"))


def test_a_value_without_its_quotes_is_told(run, path):
    outcome = run("config", "set", "voice.level", "-6", "dB")
    assert outcome.exit_code == 2
    assert 'it needs quotes: voice.level "-6 dB"' in outcome.stderr
    assert not path.exists()


def test_where_the_file_is(run, path):
    assert run("config", "path").stdout == f"{path}\n"
    assert run("config").stdout.startswith(f"file: {path} (not there)\nprofiles: none\n")


@pytest.mark.parametrize("before", [(), ("--",)])
def test_a_value_may_begin_with_a_minus(run, path, before):
    assert run("config", "set", "voice.level", *before, "-6 dB").exit_code == 0
    assert "level: -6 dB" in path.read_text(encoding="utf-8")


def test_quiet_says_nothing(run, path):
    assert run("config", "set", "-q", "pace", "gentle").stderr == ""


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("set", "pace", "gentel"), 'error: pace: "gentel" is not a pace; did you mean "gentle"?'),
        (("set", "pase", "gentle"), 'there is no key "pase" here; did you mean "pace"?'),
        (("set", "pace"), "Missing argument 'VALUE'"),
        (("set", "", "x"), 'error: "" is not the name of a key'),
        (("unset", "pace"), 'error: "pace" is not set in '),
        (("show", "--profile", "mum"), 'has no profile called "mum"; it has no profiles'),
        (("frob",), "No such command 'frob'"),
    ],
)
def test_wrong_usage(run, path, arguments, says):
    outcome = run("config", *arguments)
    assert outcome.exit_code == 2
    assert says in outcome.stderr
    assert not path.exists()


def test_a_file_with_errors_is_shown_with_its_place(run, path):
    path.write_text("pace: gentel\n")
    for arguments in ((), ("show",), ("set", "guidance", "short")):
        outcome = run("config", *arguments)
        assert outcome.exit_code == 1
        assert f"{path}:1:7: error[bad-pace]" in outcome.stderr
    assert outcome.stdout == ""
    assert path.read_text() == "pace: gentel\n"


def test_what_is_well_is_shown_beside_the_error(run, path):
    path.write_text("voice: nobody\nbreath: 5-7\n")
    outcome = run("config", "show")
    assert outcome.exit_code == 1
    assert f"{path}:1:8: error[unknown-voice]" in outcome.stderr
    assert "breath 5-7 user configuration" in words(outcome)
    assert "voice.name" not in outcome.stdout
    outcome = run("config", "show", "--format", "json")
    assert outcome.exit_code == 1
    settings = json.loads(outcome.stdout)["settings"]
    assert {"setting": "breath", "value": "5-7", "origin": "user configuration"} in settings


def test_what_every_build_would_fail_by_is_refused_with_its_place(run, path):
    outcome = run("config", "set", "voice", "nobody")
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert "error[unknown-voice]" in outcome.stderr
    assert "voice: nobody" in outcome.stderr
    assert not path.exists()


def test_a_profile_that_wins_over_what_is_set_is_told(run, path):
    path.write_text("profile: mum\nprofiles: {mum: {pace: gentle}}\n")
    outcome = run("config", "set", "pace", "brisk")
    assert outcome.exit_code == 0
    line = "the profile mum, which is in force, has its own pace, which wins"
    assert outcome.stderr == f"pace: brisk\n{line}\n"
    assert "profile mum" not in run("config", "set", "breath", "5-7").stderr


def test_a_folder_in_its_place_is_trouble(run, path):
    path.mkdir()
    for arguments in (("show",), ("set", "pace", "gentle")):
        outcome = run("config", *arguments)
        assert outcome.exit_code == 4
        assert "it is a folder" in outcome.stderr


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("engines.http.anna.key", "very-secret"),
        ('engines.http.anna."key"', "very-secret"),
        ("engines.http.anna", "{address: 'http://127.0.0.1:1/v1', key: very-secret}"),
    ],
)
def test_the_key_of_a_server_is_set_unseen(run, path, key, value):
    path.write_text("engines: {http: {anna: {address: 'http://127.0.0.1:1/v1'}}}\n")
    outcome = run("config", "set", key, value)
    assert outcome.exit_code == 0
    assert "very-secret" not in outcome.output
    assert "very-secret" in path.read_text()


def test_json_has_the_same(run, path):
    path.write_text("profile: mum\nprofiles: {mum: {pace: gentle}, dad: {}}\n")
    answer = json.loads(run("config", "show", "--format", "json").stdout)
    assert (answer["path"], answer["exists"]) == (str(path), True)
    assert (answer["profile"], answer["profiles"]) == ("mum", ["mum", "dad"])
    origin = "profile mum (user configuration)"
    assert {"setting": "pace", "value": "0.85", "origin": origin} in answer["settings"]
    other = json.loads(run("config", "--format", "json", "--profile", "none").stdout)
    assert other["profile"] is None


def test_the_key_of_a_server_is_not_shown(run, path):
    server = "{address: 'http://127.0.0.1:1/v1', key: very-secret}"
    path.write_text(f"engines: {{http: {{anna: {server}}}}}\n")
    for arguments in ((), ("show", "--format", "json")):
        outcome = run("config", *arguments)
        assert outcome.exit_code == 0
        assert "anna" in outcome.stdout
        assert "very-secret" not in outcome.output
    path.write_text(f"{{voice: nobody, engines: {{http: {{anna: {server}}}}}}}\n")
    for form in ("text", "json"):
        outcome = run("config", "show", "--format", form)
        assert outcome.exit_code == 1
        assert "anna" in outcome.stdout
        assert "very-secret" not in outcome.output


def test_options_of_the_group_reach_the_command(run, path):
    path.write_text("profiles: {mum: {pace: gentle}}\n")
    assert "profile mum (command line)" in run("config", "--profile", "mum", "show").stdout


@pytest.mark.parametrize("command", ["build", "plan", "check"])
def test_a_profile_is_asked_for(run, fake_compiler, command):
    assert run(command, "a.yaml", "--profile", "mum").exit_code == 0
    assert fake_compiler.asked[0][2]["options"].profile == "mum"


SCRIPT = "pace: brisk\nsteps:\n- say: Move, and never into pain.\n"


@pytest.mark.parametrize("command", ["build", "plan", "check"])
def test_an_unknown_profile_is_wrong_usage(run, path, command):
    path.write_text("profiles: {mum: {pace: gentle}}\n")
    Path("a.yaml").write_text(SCRIPT)
    outcome = run(command, "a.yaml", "--profile", "mom")
    assert outcome.exit_code == 2
    assert 'no profile called "mom"; did you mean "mum"?' in outcome.stderr


def test_the_plan_says_which_profile_a_setting_is_from(run, path):
    path.write_text("profiles: {mum: {pace: gentle, lexicon: {pain: payn}}}\n")
    Path("a.yaml").write_text(SCRIPT)
    shown = run("plan", "a.yaml", "--profile", "mum", "-v")
    assert "pace 0.85 profile mum (command line)" in words(shown)
    assert "word pain payn profile mum (command line)" in words(shown)


def test_mistakes_of_the_configuration_have_their_place_in_check(run, path):
    path.write_text("profiles:\n  mum: {pace: gentel}\n")
    Path("a.yaml").write_text(SCRIPT)
    outcome = run("check", "a.yaml")
    assert outcome.exit_code == 1
    assert f"{path}:2:15: error[bad-pace]" in outcome.stdout


def test_an_editor_needs_a_terminal(run, path):
    outcome = run("config", "edit")
    assert (outcome.exit_code, outcome.stdout) == (2, f"{path}\n")
    assert "an editor needs a terminal" in outcome.stderr


def edit(path, tmp_path, *commands, answers=""):
    """Run `config edit` on a terminal; each opening of the editor runs the next shell command.

    Returns:
        The exit code, and all that the terminal showed.
    """
    import pty  # of POSIX alone

    editor = tmp_path / "editor.sh"
    cases = "".join(f"{n}) {command} ;;\n" for n, command in enumerate(commands, start=1))
    editor.write_text(
        f'echo x >> {tmp_path}/opened\ncase $(wc -l < {tmp_path}/opened | tr -d " ") in\n'
        f"{cases}*) exit 1 ;;\nesac\n"
    )
    ours, theirs = pty.openpty()
    environment = os.environ | {
        "EDITOR": f"sh {editor}",
        "NO_COLOR": "1",
        "TMPDIR": str(tmp_path),
        "AUDIOGUIDE_CONFIG_DIR": str(path.parent),
    }
    environment.pop("VISUAL", None)
    os.write(ours, answers.encode())
    with subprocess.Popen(
        [sys.executable, "-m", "audioguide", "config", "edit"],
        **dict.fromkeys(("stdin", "stdout", "stderr"), theirs),
        env=environment,
    ) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                got = os.read(ours, 4096)
            except OSError:  # Linux says so where the other side has closed.
                break
            if not got:
                break
            shown += got
    os.close(ours)
    return process.returncode, shown.decode().replace("\r\n", "\n")


@NEEDS_TERMINALS
def test_an_edited_copy_is_taken_over(path, tmp_path):
    path.write_text("pace: gentle  # slowly\n")
    code, shown = edit(path, tmp_path, 'sed -i.old s/gentle/brisk/ "$1"')
    assert code == 0
    assert str(path) in shown
    assert path.read_text() == "pace: brisk  # slowly\n"
    assert not list(tmp_path.glob("audioguide-*"))


@NEEDS_TERMINALS
def test_a_new_file_begins_with_its_head(path, tmp_path):
    code, _ = edit(path, tmp_path, 'echo "pace: brisk" >> "$1"')
    assert code == 0
    assert path.read_text().startswith("# What holds for every routine")
    assert path.read_text().endswith("\n\npace: brisk\n")


@NEEDS_TERMINALS
def test_nothing_changed_is_nothing_written(path, tmp_path):
    code, shown = edit(path, tmp_path, "true")
    assert code == 0
    assert "nothing was changed" in shown
    assert not path.exists()


@NEEDS_TERMINALS
def test_errors_open_the_editor_again(path, tmp_path):
    path.write_text("pace: gentle\n")
    first = 'echo "pace: gentel" > "$1"'
    second = 'grep -q gentel "$1" && echo "pace: brisk" > "$1"'
    code, shown = edit(path, tmp_path, first, second, answers="y\n")
    assert code == 0
    assert f"{path}:1:7: error[bad-pace]" in shown
    assert path.read_text() == "pace: brisk\n"


@NEEDS_TERMINALS
@pytest.mark.parametrize("answers", ["n\n", "\x04"])
def test_who_gives_up_keeps_the_old_file_and_what_they_wrote(path, tmp_path, answers):
    path.write_text("pace: gentle\n")
    code, shown = edit(path, tmp_path, 'echo "pace: gentel" > "$1"', answers=answers)
    assert code == 1
    assert path.read_text() == "pace: gentle\n"
    (kept,) = tmp_path.glob("audioguide-*/config.yaml")
    assert kept.read_text() == "pace: gentel\n"
    assert f"what you wrote is kept in {kept}" in shown.replace("\n", " ")


@NEEDS_TERMINALS
def test_what_is_saved_as_no_text_is_told(path, tmp_path):
    code, shown = edit(path, tmp_path, "printf 'pace: \\377\\n' > \"$1\"", answers="n\n")
    assert code == 1
    assert "error[not-text]" in shown
    assert not path.exists()


@NEEDS_TERMINALS
def test_an_editor_that_fails_is_wrong_usage(path, tmp_path):
    code, shown = edit(path, tmp_path)
    assert code == 2
    assert "the environment variable EDITOR names another" in shown
    assert not list(tmp_path.glob("audioguide-*"))


def test_an_editor_can_check_the_file(run):
    schema = json.loads(run("schema", "config").stdout)
    assert {"voice", "profile", "profiles", "poses"} <= schema["properties"].keys()
