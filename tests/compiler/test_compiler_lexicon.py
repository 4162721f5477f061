"""How words are said: where it comes from, and what it touches."""

import pytest

import audioguide
from audioguide.timeline.timeline import Speech

SCRIPT = """\
language: {language}
lexicon: {lexicon}
steps:
  - say: {line}
    pause: 2s
  - say: Good.
"""


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("AUDIOGUIDE_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("AUDIOGUIDE_CONFIG_DIR", str(tmp_path / "config"))
    return tmp_path


def build(home, *, lexicon="{}", line="Sit in Qweasana.", language="en-GB"):
    script = home / "a.yaml"
    script.write_text(SCRIPT.format(language=language, lexicon=lexicon, line=line), "utf-8")
    built = audioguide.build(script, home / "a.mp3", explain=True)
    assert built.path, built.diagnostics
    return built


def spoken_anew(built):
    return [part.what for part in built.explanation if part.kind == "line" and part.reason]


def test_a_script_says_how_a_word_is_said_and_nothing_else_is_spoken_again(home):
    build(home)
    built = build(home, lexicon="{qweasana: kway aa sana}")
    assert spoken_anew(built) == ['"Sit in kway aa sana."']
    spoken = [event for event in built.timeline.events if isinstance(event, Speech)]
    assert [event.utterance.text for event in spoken] == ["Sit in Qweasana.", "Good."]


def test_a_spelling_may_be_for_one_language(home):
    build(home)
    assert spoken_anew(build(home, lexicon="{qweasana: {de: kwe}}")) == []
    assert len(spoken_anew(build(home, lexicon="{qweasana: {en: kwe}}"))) == 1


def test_the_user_has_a_lexicon_too_and_the_script_wins(home):
    (home / "config").mkdir()
    (home / "config" / "config.yaml").write_text("lexicon: {Qweasana: mine, good: fine}")
    built = build(home, lexicon="{Qweasana: theirs}")
    assert spoken_anew(built) == ['"Sit in theirs."', '"fine."']


def pose_folder(home, name, lexicon):
    folder = home / name
    folder.mkdir()
    (folder / "lexicon.yaml").write_text(lexicon, encoding="utf-8")
    return folder


def test_pose_folders_have_lexicons_that_the_user_and_the_script_overrule(home):
    first = pose_folder(home, "first", "Qweasana: first\ngood: first\nsit: first\nin: first")
    second = pose_folder(home, "second", "Qweasana: second\ngood: second\nsit: second")
    (home / "config").mkdir()
    (home / "config" / "config.yaml").write_text("lexicon: {Qweasana: mine, good: mine}")
    script = home / "a.yaml"
    script.write_text(
        SCRIPT.format(language="en", lexicon="{qweasana: theirs}", line="Sit in Qweasana.")
    )
    built = audioguide.build(script, home / "a.mp3", explain=True, pose_folders=[first, second])
    assert spoken_anew(built) == ['"second first theirs."', '"mine."']


def test_a_changed_lexicon_is_noticed(home):
    folder = pose_folder(home, "poses", "Qweasana: one")
    script = home / "a.yaml"
    script.write_text(SCRIPT.format(language="en", lexicon="{}", line="Sit in Qweasana."))
    for spelling in ("one", "two"):
        (folder / "lexicon.yaml").write_text(f"Qweasana: {spelling}")
        built = audioguide.build(script, home / "a.mp3", explain=True, pose_folders=[folder])
        assert f'"Sit in {spelling}."' in spoken_anew(built)
    (folder / "lexicon.yaml").write_text("Qweasana: [one]")
    assert audioguide.check(script, pose_folders=[folder]).diagnostics[0].code == "wrong-shape"


def test_ipa_goes_before_a_plain_spelling_that_stands_behind_it(home):
    built = build(home, lexicon="{Qweasana: /ˈkweɪsənə/ kway sana}")
    assert spoken_anew(built)[0] == '"Sit in Qweasana."'
    built = build(home, lexicon="{Qweasana: /ʘ/ kway sana}")
    assert spoken_anew(built) == ['"Sit in kway sana."']
    assert not built.diagnostics
    built = build(home, lexicon="{Qweasana: {en: /ʘ/}}")
    assert [one.code for one in built.diagnostics] == ["ipa-not-taken"]
    assert [str(one.severity) for one in built.diagnostics] == ["note"]


def test_what_is_no_ipa_is_refused(home):
    script = home / "a.yaml"
    script.write_text(SCRIPT.format(language="en", lexicon="{a: /1/}", line="A."), "utf-8")
    assert [one.code for one in audioguide.check(script).diagnostics] == ["bad-pronunciation"]


def test_figures_are_read_in_the_words_of_the_language(home):
    built = build(home, line="Tenez 21 min.", language="fr")
    assert spoken_anew(built)[0] == '"Tenez vingt et une minutes."'
    spoken = next(event for event in built.timeline.events if isinstance(event, Speech))
    assert spoken.utterance.text == "Tenez 21 min."


def test_the_language_brings_its_own(home):
    built = build(home, language="fr", line="Le dos long.")
    assert '"Le dau long."' in spoken_anew(built)


def test_a_word_without_a_spelling_is_refused(home):
    script = home / "a.yaml"
    script.write_text(SCRIPT.format(language="en", lexicon='{a: ""}', line="A."), "utf-8")
    assert [one.code for one in audioguide.check(script).diagnostics] == ["bad-text"]
