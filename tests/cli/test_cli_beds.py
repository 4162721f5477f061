"""`--bed`, `--keep-awake`, and the bit rate that goes with a track's channels."""

import pytest

from audioguide.routine.options import Options
from audioguide.syntax.script import BedName, BedSpec


@pytest.mark.parametrize("command", ["build", "check", "plan"])
@pytest.mark.parametrize(
    ("words", "options"),
    [
        ((), Options()),
        (("--bed", "brown-noise"), Options(bed=BedSpec(BedName.BROWN_NOISE))),
        (("--bed", "none"), Options(bed=BedSpec())),
        (("--keep-awake",), Options(keep_awake=True)),
    ],
    ids=str,
)
def test_what_sounds_under_it_reaches_the_compiler(run, fake_compiler, command, words, options):
    assert run(command, "a.yaml", *words).exit_code == 0
    ((_, _, settings),) = fake_compiler.asked
    assert settings["options"] == options


@pytest.mark.parametrize(
    ("value", "says"), [("rian", 'did you mean "rain"?'), ("music.mp3", "{file:")]
)
def test_a_bed_that_there_is_not_is_wrong_usage(run, fake_compiler, value, says):
    outcome = run("build", "a.yaml", "--bed", value)
    assert outcome.exit_code == 2
    assert says in outcome.stderr
    assert fake_compiler.asked == []


@pytest.mark.parametrize(("words", "kbps"), [((), None), (("--bitrate", "192"), 192)])
def test_the_bit_rate_is_left_to_the_track_s_channels(run, fake_compiler, words, kbps):
    assert run("build", "a.yaml", *words).exit_code == 0
    ((_, _, settings),) = fake_compiler.asked
    assert settings["bitrate_kbps"] == kbps
