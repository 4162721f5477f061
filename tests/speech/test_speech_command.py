"""Programs of the user: run without a shell, watched, and known by what their files hold."""

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import hostile_program
import pytest

from audioguide.errors import EngineError
from audioguide.speech.crew import Crew
from audioguide.speech.engines import command, program
from audioguide.speech.engines.command import CommandEngine
from audioguide.speech.engines.table import Engines
from audioguide.speech.jobs import Job, Task
from audioguide.speech.patience import Patience
from audioguide.speech.speak import Speaker

RUN = [sys.executable, hostile_program.__file__, "{out}"]
LINE = "Breathe in, and out."


def engine_of(run, **more):
    return CommandEngine({"bad": {"run": run, **more}})


@pytest.fixture
def line(say):
    def make(text=LINE, **more):
        return say(text, engine="command", name="bad", **more)

    return make


@pytest.fixture
def own_program(tmp_path):
    """A program with its own name, that writes what it was given, and speaks."""
    path = tmp_path / "speaks"
    path.write_text(
        f"#!{sys.executable}\n"
        "import sys, json, pathlib\n"
        f"sys.path.insert(0, {str(Path(hostile_program.__file__).parent)!r})\n"
        "from hostile_program import tone, wav\n"
        "out = pathlib.Path(sys.argv[1])\n"
        "given = [sys.stdin.buffer.read().decode(), *sys.argv[2:]]\n"
        f"pathlib.Path({str(tmp_path / 'given')!r}).write_text(json.dumps(given))\n"
        "out.write_bytes(wav(tone(given[0] or given[1])))\n"
    )
    path.chmod(0o755)
    return path


def given_to(own_program):
    import json

    return json.loads((own_program.parent / "given").read_text())


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"run": []}, r"engines\.command\.slt\.run: Expected `array` of length >= 1"),
        ({"run": "flite"}, r"engines\.command\.slt\.run: "),
        ({}, r"engines\.command\.slt: .*`run`"),
        ({"run": ["flite", "-o", "x.wav"]}, r"slt\.run: \{out\} is missing"),
        ({"run": ["flite", "{out}", "{speed}"]}, r"slt\.run: there is no \{speed\}; .*\{rate\}"),
        ({"run": ["flite", "{out}", "{}"]}, r"slt\.run: there is no \{\}"),
        ({"run": ["{text}", "{out}"]}, r"slt\.run: the program itself has no placeholders"),
        ({"run": [" ", "{out}"]}, r"slt\.run: there is no program"),
        ({"run": ["x", "{out}"], "rate": 30}, r"engines\.command\.slt\.rate: Expected `int` >= 80"),
        ({"run": ["x", "{out}"], "timeout": 0.0}, r"engines\.command\.slt\.timeout: "),
        ({"run": ["x", "{out}"], "timeout": 1e9}, r"engines\.command\.slt\.timeout: .* <= 3600"),
        ({"run": ["x", "{out}"], "pitch": 3}, r"engines\.command\.slt: .*`pitch`"),
        ("flite", r"engines\.command\.slt: Expected `object`"),
    ],
)
def test_nonsense_is_refused_by_its_key(settings, told):
    with pytest.raises(EngineError, match=told):
        CommandEngine({"slt": settings})


def test_without_a_program_the_engine_says_what_to_do():
    missing = CommandEngine({}).missing()
    assert "no program is configured" in missing.reason
    assert "engines: {command" in missing.remedy


def test_a_program_that_is_not_here_is_named():
    settings = {"here": {"run": RUN}, "ghost": {"run": ["no-such-program", "{out}"]}}
    engine = CommandEngine(settings)
    assert engine.missing() is None
    assert [voice.name for voice in engine.voices()] == ["here"]
    with pytest.raises(EngineError, match=r'"no-such-program", is not here.*; install it'):
        engine.find("ghost", None)
    (trouble,) = engine.troubles()
    assert 'command:ghost, "no-such-program", is not here' in trouble.reason
    assert "install it" in trouble.remedy
    del settings["here"]
    missing = CommandEngine(settings).missing()
    assert "no-such-program cannot be found" in str(missing)
    assert "install it" in missing.remedy


def test_a_program_without_a_rate_has_one():
    assert engine_of(RUN).abilities("bad").fastest_wpm == 160
    steady = engine_of(RUN, rate=175).abilities("bad")
    assert (steady.slowest_wpm, steady.fastest_wpm, steady.pitch) == (175, 175, False)
    free = engine_of([*RUN, "--rate={rate}", "{pitch}"]).abilities("bad")
    assert (free.slowest_wpm, free.fastest_wpm, free.pitch) == (80, 400, True)


def test_the_text_comes_on_standard_input_as_one_line_that_ends(own_program, line):
    engine_of([str(own_program), "{out}", "{language}", "{voice}"]).synthesize(
        line("Breathe in.\n\nélan 🧘")
    )
    assert given_to(own_program) == ["Breathe in. élan 🧘\n", "en-GB", "bad"]


def test_a_text_as_an_argument_begins_with_a_space_and_is_not_looked_at(own_program, line):
    run = [str(own_program), "{out}", "{text}", "--text={text}", "{rate} {pitch}"]
    engine_of(run).synthesize(line("-f {out} $(id) `id`"))
    text = "-f {out} $(id) `id`"
    assert given_to(own_program) == ["", f" {text}", f"--text={text}", "140 50"]


def test_a_configured_rate_stands_in_the_arguments(own_program, line):
    run = [str(own_program), "{out}", "{rate}"]
    engine_of(run).synthesize(line(rate_wpm=123))
    assert given_to(own_program)[1:] == ["123"]


@pytest.mark.parametrize("text", ["a" * 5_000_000, "nul \0 inside", "half a pair \ud83d"])
def test_an_argument_that_cannot_be_is_an_error(line, text):
    with pytest.raises(EngineError, match="could not be started"):
        engine_of([*RUN, "--text", "{text}"]).synthesize(line(text))


def test_no_file_is_left_behind(line, tmp_path, monkeypatch):
    monkeypatch.setattr(program.tempfile, "tempdir", str(tmp_path))
    engine = engine_of(RUN)
    engine.synthesize(line())
    with pytest.raises(EngineError):
        engine.synthesize(line("fail now"))
    assert list(tmp_path.iterdir()) == []


def test_the_folder_of_the_file_is_the_users_own(own_program, line, tmp_path):
    engine_of([str(own_program), "{out}", "{out}"]).synthesize(line())
    (_, out) = given_to(own_program)
    assert not Path(out).parent.exists()
    run = ["sh", "-c", f"stat -c %a $(dirname $0) > {tmp_path}/mode", "{out}"]
    with pytest.raises(EngineError, match="wrote no file"):
        engine_of(run).synthesize(line())
    assert (tmp_path / "mode").read_text().strip() == "700"


def test_a_file_of_any_size_is_not_read(line, monkeypatch):
    monkeypatch.setattr(command, "MOST_BYTES", 1 << 10)
    with pytest.raises(EngineError, match="wrote over"):
        engine_of(RUN).synthesize(line())


def test_what_a_program_left_running_does_not_hold_us_up(line, monkeypatch):
    monkeypatch.setattr(program, "_LAST_WORDS_SECONDS", 0.05)
    before = threading.active_count()
    script = "sleep 20 & echo $! > $0.pid; echo broken >&2; exit 7"
    with pytest.raises(EngineError, match=r"sh failed \(exit code 7\)") as caught:
        engine_of(["sh", "-c", script, "{out}"]).synthesize(line())
    assert str(caught.value).endswith((": broken", "(exit code 7)"))
    assert threading.active_count() <= before + 1


def test_a_program_that_hangs_is_ended_with_what_it_started(line, tmp_path, monkeypatch):
    lifeline = tmp_path / "lifeline"
    os.mkfifo(lifeline)
    monkeypatch.setenv(hostile_program.LIFELINE, str(lifeline))
    reading = os.open(lifeline, os.O_RDONLY | os.O_NONBLOCK)
    engines = Engines({"command": {"bad": {"run": RUN, "timeout": 1.0}}})
    job = Job(Task.SPEAK, engines.setup("command"), line("hang on"), None, 1.0)
    crew = Crew(1, patience=Patience(seconds=1.0, seconds_per_character=0.0))
    try:
        with pytest.raises(EngineError, match="hung: it was not done within 1 s"):
            crew.submit(job).result()
        os.set_blocking(reading, True)
        with os.fdopen(reading, "rb") as file:
            # The end is there when nobody holds the other end, while the crew is still open.
            assert file.read() == b"hanging\n" * 2
    finally:
        crew.close()


def test_a_program_that_is_slow_by_leave_is_waited_for(line, tmp_path):
    program_file = tmp_path / "slow"
    program_file.write_text(
        f'#!/bin/sh\nsleep 1.5\nexec {sys.executable} {hostile_program.__file__} "$1"\n'
    )
    program_file.chmod(0o755)
    settings = {"command": {"bad": {"run": [str(program_file), "{out}"], "timeout": 60.0}}}
    haste = Patience(seconds=0.5, seconds_per_character=0.0)
    folder = tmp_path / "clips"
    with Speaker(cache_folder=folder, patience=haste, engines=Engines(settings)) as speaker:
        assert speaker.speak([line()])


def test_patience_is_that_of_the_engine_or_of_the_text(line):
    job = Job(Task.SPEAK, Engines().setup("espeak"), line("a" * 100))
    patience = Patience(seconds=20.0, seconds_per_character=0.1)
    assert patience.for_job(job) == 30
    longer = Job(Task.SPEAK, job.engine, job.utterance, None, 60.0)
    assert patience.for_job(longer) > 60
    shorter = Job(Task.SPEAK, job.engine, job.utterance, None, 1.0)
    assert patience.for_job(shorter) == 30


def test_another_file_of_the_same_name_is_another_voice(own_program, line):
    run = [str(own_program), "{out}"]
    before = engine_of(run).fingerprint(line())
    assert engine_of(run).fingerprint(line()) == before
    assert engine_of(run).sources(line()) == (own_program,)
    own_program.write_text(own_program.read_text() + "# another\n")
    assert engine_of(run).fingerprint(line()) != before


def test_a_model_among_the_arguments_counts_as_the_program_does(own_program, line, tmp_path):
    model = tmp_path / "voice.model"
    model.write_text("one")
    run = [str(own_program), "{out}", str(model)]
    before = engine_of(run).fingerprint(line())
    assert engine_of(run).sources(line()) == (own_program, model)
    model.write_text("two, and longer")
    assert engine_of(run).fingerprint(line()) != before


def test_a_program_is_found_on_the_path(own_program, line, monkeypatch):
    monkeypatch.setenv("PATH", str(own_program.parent), prepend=os.pathsep)
    engine = engine_of(["speaks", "{out}"])
    assert engine.sources(line()) == (own_program,)
    assert len(engine.synthesize(line()).pcm) > 1000


def test_a_batch_file_never_gets_a_text_as_an_argument(tmp_path, line):
    batch = tmp_path / "speak.bat"
    batch.write_text("#!/bin/sh\n")
    batch.chmod(0o755)
    with pytest.raises(EngineError, match=r"run by cmd\.exe, which would read the text"):
        engine_of([str(batch), "{out}", "{text}"]).fingerprint(line())
    assert engine_of([str(batch), "{out}"]).fingerprint(line())


def test_last_words_are_printable(line):
    script = r"printf 'bad \033[31m voice\n' >&2; exit 1"
    with pytest.raises(EngineError) as caught:
        engine_of(["sh", "-c", script, "{out}"]).synthesize(line())
    assert str(caught.value) == "sh failed (exit code 1): bad ?[31m voice"


@pytest.mark.skipif(shutil.which("flite") is None, reason="needs flite")
def test_flite_reads_a_word_that_is_a_path_as_a_word(line, tmp_path):
    """flite takes a single word for the name of a file, which the space before it prevents."""
    secret = tmp_path / "secret"
    secret.write_text("one two three four five six seven eight nine ten " * 20)
    run = ["flite", "-voice", "kal", "-o", "{out}"]
    engine = engine_of([*run, "{text}"])
    spoken = engine.synthesize(line(str(secret)))
    read_out = [*run[:-1], str(tmp_path / "x.wav"), str(secret)]
    subprocess.run(read_out, capture_output=True, check=True)
    assert 2 * spoken.pcm.nbytes < (tmp_path / "x.wav").stat().st_size
