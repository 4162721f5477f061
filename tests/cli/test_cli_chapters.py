"""`--chapters`: what a chapter of the track is."""

import pytest

from audioguide.routine.options import Options
from audioguide.syntax.script import ChaptersBy


@pytest.mark.parametrize("command", ["build", "check", "plan"])
@pytest.mark.parametrize(
    ("words", "chapters_by"),
    [((), None), (("--chapters", "poses"), ChaptersBy.POSES)],
    ids=str,
)
def test_it_reaches_the_compiler(run, fake_compiler, command, words, chapters_by):
    assert run(command, "a.yaml", *words).exit_code == 0
    ((_, _, settings),) = fake_compiler.asked
    assert settings["options"] == Options(chapters_by=chapters_by)


def test_what_is_no_chapter_is_wrong_usage(run, fake_compiler):
    outcome = run("build", "a.yaml", "--chapters", "pose")
    assert outcome.exit_code == 2
    assert 'did you mean "poses"?' in outcome.stderr
    assert fake_compiler.asked == []
