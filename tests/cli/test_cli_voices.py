"""`audioguide voices` and `audioguide doctor`."""

import json
import sys
from pathlib import Path

import pytest
import soundfile

from audioguide.cli import voice_trial
from audioguide.cli.examinations import EXAMINATIONS, Finding, State
from audioguide.cli.talk import Talk
from audioguide.errors import ExitCode


@pytest.mark.parametrize("words", [("voices",), ("voices", "list")])
def test_the_list_is_one_json_array(run, words):
    rows = json.loads(run(*words, "--format", "json").stdout)
    keys = {"id", "engine", "language", "languages", "name", "gender"}
    assert all(set(row) == keys | {"slowest_wpm", "fastest_wpm"} for row in rows)
    (row,) = (row for row in rows if row["id"] == "espeak:gmw/en")
    assert (row["engine"], row["language"], row["name"]) == (
        "espeak",
        "en-GB",
        "English (Great Britain)",
    )
    assert row["slowest_wpm"] < 140 < row["fastest_wpm"]


def test_a_language_has_its_regions(run):
    rows = json.loads(run("voices", "--language", "EN", "--format", "json").stdout)
    assert {"en-GB", "en-US"} <= {row["language"] for row in rows}
    assert all(row["language"].startswith("en") for row in rows)


@pytest.mark.parametrize("words", [("--language", "de"), ("--language", "de", "list")])
def test_the_list_as_text_has_a_line_a_voice(run, words):
    lines = run("voices", *words).stdout.splitlines()
    assert lines[0].split() == ["id", "language", "gender", "name"]
    assert lines[1].split() == ["espeak:gmw/de", "de", "German"]


def test_variants_are_listed_on_request_and_have_a_gender(run):
    plain = run("voices", "--language", "de", "--format", "json").stdout
    assert "+" not in plain
    arguments = ("--language", "de", "--variants", "--gender", "Female", "--format", "json")
    rows = json.loads(run("voices", "list", *arguments).stdout)
    assert {"espeak:gmw/de+f3"} <= {row["id"] for row in rows}
    assert {row["gender"] for row in rows} == {"female"}
    assert {row["language"] for row in rows} == {"de"}


def test_no_voice_is_like_that(run):
    outcome = run("voices", "--language", "tlh")
    assert (outcome.exit_code, outcome.stdout.split()) == (0, ["id", "language", "gender", "name"])
    assert "no voice is like that" in outcome.stderr


@pytest.mark.parametrize("words", [(), ("--variants",), ("--format", "json")])
def test_a_gender_that_nobody_has_is_wrong_usage(run, words):
    outcome = run("voices", "list", "--gender", "robot", *words)
    assert (outcome.exit_code, outcome.stdout) == (2, "")
    assert "no voice is 'robot'; there are: female, male" in outcome.stderr


@pytest.mark.usefixtures("_fresh_folders")
def test_a_gender_of_the_configuration_is_one(run, tmp_path):
    (tmp_path / "config").mkdir()
    config = f"engines: {{command: {{own: {{run: [{sys.executable}, '{{out}}'], gender: Both}}}}}}"
    (tmp_path / "config" / "config.yaml").write_text(config)
    rows = json.loads(run("voices", "--gender", "both", "--format", "json").stdout)
    assert [row["id"] for row in rows] == ["command:own"]


@pytest.mark.parametrize("name", ["espeak", "default"])
def test_an_engine_has_its_voices(run, name):
    rows = json.loads(run("voices", "--engine", name, "--format", "json").stdout)
    assert {row["engine"] for row in rows} == {"espeak"}


def test_an_unknown_engine_is_wrong_usage_with_near_names(run):
    outcome = run("voices", "list", "--engine", "espaek")
    assert outcome.exit_code == 2
    assert 'no speech engine called "espaek"; did you mean "espeak"?' in outcome.stderr


def test_a_voice_is_tried_into_a_file(run):
    outcome = run("voices", "try", "en-gb", "--text", "Breathe in.", "-o", "trial.wav")
    assert (outcome.exit_code, outcome.stdout) == (0, "trial.wav\n")
    sound = soundfile.info("trial.wav")
    assert (sound.samplerate, sound.channels) == (44_100, 1)
    assert 0.4 < sound.duration < 3


def test_a_voice_is_tried_with_words_of_its_language(run):
    """Without a text each language has one of its own, and rate and pitch are heard."""
    trials = {
        "en.wav": ("en-gb",),
        "de.wav": ("de",),
        "german.wav": ("en-gb", "--language", "de"),
        "slow.wav": ("en-gb", "--rate", "90 wpm"),
        "high.wav": ("en-gb", "--pitch", "90"),
    }
    for name, arguments in trials.items():
        assert run("voices", "try", *arguments, "-o", name).exit_code == 0
    sounds = {name: Path(name).read_bytes() for name in trials}
    assert len(set(sounds.values())) == len(trials)
    assert soundfile.info("slow.wav").duration > 1.2 * soundfile.info("en.wav").duration


@pytest.mark.parametrize("words", [("try", "en-gb"), ("compare", "en-gb", "de")])
@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_to_say_is_wrong_usage(run, words, text):
    outcome = run("voices", *words, "--text", text, "-o", "a.wav")
    assert outcome.exit_code == 2
    assert "--text: there is nothing to say" in outcome.stderr
    assert list(Path().iterdir()) == []


@pytest.mark.usefixtures("_fresh_folders")
@pytest.mark.parametrize(
    "config",
    [
        "lexicon: {Ruth: banana}",
        "profile: mum\nprofiles: {mum: {lexicon: {Ruth: banana}}}\nlexicon: {Ruth: no}",
        "poses: [poses]",
    ],
)
def test_a_voice_is_tried_with_the_user_s_own_words(run, tmp_path, config):
    (tmp_path / "config" / "poses").mkdir(parents=True)
    (tmp_path / "config" / "poses" / "lexicon.yaml").write_text("Ruth: banana\n")
    for name, text in (("plain", "banana"), ("other", "Ruth")):
        assert run("voices", "try", "en-gb", "--text", text, "-o", f"{name}.wav").exit_code == 0
    (tmp_path / "config" / "config.yaml").write_text(f"{config}\n")
    assert run("voices", "try", "en-gb", "--text", "Ruth", "-o", "own.wav").exit_code == 0
    sounds = {name: Path(f"{name}.wav").read_bytes() for name in ("plain", "other", "own")}
    assert sounds["own"] == sounds["plain"] != sounds["other"]


@pytest.mark.parametrize("words", [("try", "en-gbb"), ("compare", "en-gbb", "de")])
def test_an_unknown_voice_is_wrong_usage_with_near_names(run, words):
    outcome = run("voices", *words)
    assert outcome.exit_code == 2
    assert "en-gb" in outcome.stderr.lower()
    assert list(Path().iterdir()) == []


def test_voices_are_compared_on_one_track(run):
    outcome = run("voices", "compare", "en-gb", "en-us+f3", "--text", "Hello.")
    assert (outcome.exit_code, outcome.stdout) == (0, "output/voices.mp3\n")
    first, second = outcome.stderr.splitlines()
    assert first == "0:01.0  1, espeak:gmw/en: English (Great Britain)"
    assert second.endswith("  2, espeak:gmw/en-US+f3: English (America), female3")
    assert Path("output/voices.mp3").stat().st_size > 10_000


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("en-gb",), "two voices or more"),
        (("en-gb", "de", "-o", "a.txt"), "a track is a file that ends in .mp3, .wav or .flac"),
        (("en-gb", "de", "--text", "${who}"), '--text: there is no parameter "who"'),
        (("en-gb", "de", "--text", "Your {side} leg."), "--text: "),
        (("en-gb", "de", "--text", "  "), "--text: "),
        (("en-gb", "de", "--rate", "fast"), "is not a speaking rate"),
    ],
)
def test_a_comparison_that_cannot_be(run, arguments, says):
    outcome = run("voices", "compare", *arguments)
    assert outcome.exit_code == 2
    assert says in outcome.stderr
    assert list(Path().iterdir()) == []


def test_a_trial_is_a_wav_file(run):
    assert run("voices", "try", "en-gb", "-o", "trial.mp3").exit_code == 2
    assert list(Path().iterdir()) == []


def test_the_name_of_a_trial_stays_in_its_folder():
    assert voice_trial.trial_path("../../etc/x").name == "audioguide--etc-x.wav"


def player(seconds, code):
    """A program that takes so long and returns a code."""
    return (sys.executable, "-c", f"import sys, time; time.sleep({seconds}); sys.exit({code})")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows plays by itself")
@pytest.mark.parametrize(
    ("players", "played"),
    [
        ((), False),
        ((player(0, 1),), False),
        ((player(0, 0),), True),
        ((player(0, 1), player(0, 0)), True),
        ((("no-such-player",),), False),
    ],
)
def test_the_first_player_that_works_plays(monkeypatch, tmp_path, players, played):
    monkeypatch.setattr(voice_trial, "PLAYERS", players)
    assert voice_trial.play(tmp_path / "a.wav", Talk(), length_seconds=0.001) is played


def test_a_player_that_is_back_too_soon_did_not_play(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(voice_trial, "PLAYERS", (player(0, 0),))
    assert not voice_trial.play(tmp_path / "a.wav", Talk(), length_seconds=3600)
    assert "no player works here" in capsys.readouterr().err


def test_a_player_that_is_stuck_is_ended(monkeypatch, tmp_path):
    monkeypatch.setattr(voice_trial, "PLAYERS", (player(600, 0),))
    monkeypatch.setattr(voice_trial, "_GRACE_SECONDS", 0.2)
    assert not voice_trial.play(tmp_path / "a.wav", Talk(), length_seconds=0.001)


@pytest.fixture
def _fresh_folders(monkeypatch, tmp_path):
    monkeypatch.setenv("AUDIOGUIDE_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("AUDIOGUIDE_CONFIG_DIR", str(tmp_path / "config"))


@pytest.mark.usefixtures("_fresh_folders")
def test_the_doctor_finds_everything_well(run, tmp_path):
    outcome = run("doctor")
    assert outcome.exit_code == 0
    for title in EXAMINATIONS:
        assert title in outcome.stdout
    assert "espeak: spoke a line" in outcome.stdout
    assert "lameenc" in outcome.stdout
    assert str(tmp_path / "cache") in outcome.stdout
    assert "missing" not in outcome.stdout


@pytest.mark.usefixtures("_fresh_folders")
def test_the_doctor_does_without_ffmpeg(run, monkeypatch):
    monkeypatch.setenv("PATH", "")
    outcome = run("doctor")
    assert outcome.exit_code == 0
    assert "optional ffmpeg" in outcome.stdout


@pytest.mark.usefixtures("_fresh_folders")
def test_the_doctor_names_a_missing_encoder_and_the_way_to_mend_it(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "lameenc", None)
    outcome = run("doctor")
    assert outcome.exit_code == 3
    assert "missing  lameenc" in outcome.stdout
    assert "pip install --force-reinstall lameenc" in outcome.stdout


@pytest.mark.usefixtures("_fresh_folders")
def test_the_doctor_reads_the_configuration(run, tmp_path):
    (tmp_path / "config").mkdir()
    config = tmp_path / "config" / "config.yaml"
    config.write_text("pace: hurried\n")
    outcome = run("doctor")
    assert outcome.exit_code == 1
    assert "config.yaml:1:7: error[bad-pace]" in outcome.stdout
    config.write_text("pace: gentle\n")
    assert run("doctor").exit_code == 0


@pytest.mark.usefixtures("_fresh_folders")
def test_a_cache_that_cannot_be_written_is_no_illness(run, tmp_path):
    (tmp_path / "cache").write_text("a file in the folder's place")
    outcome = run("doctor")
    assert outcome.exit_code == 0
    assert "set AUDIOGUIDE_CACHE_DIR" in outcome.stdout


def test_the_worst_finding_decides(run, monkeypatch):
    def ill():
        yield Finding(State.ILL, "a", "b", ExitCode.FILE)
        yield Finding(State.WELL, "c")

    monkeypatch.setattr("audioguide.cli.examinations.EXAMINATIONS", {"Trial": (ill,)})
    outcome = run("doctor")
    assert outcome.exit_code == 4
    assert outcome.stdout == "Trial\n  missing  a\n           -> b\n  ok       c\n"
