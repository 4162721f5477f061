"""All that ships, in every language that it ships in."""

import re
from functools import partial
from pathlib import Path

import pytest
import yaml

from audioguide import check, plan
from audioguide.compiler import api
from audioguide.compiler.front import resolve_script
from audioguide.diagnostics import Severity, render
from audioguide.disk import Disk
from audioguide.library.load import load_catalog, load_phrases, open_library
from audioguide.routine.options import Options
from audioguide.sound.lengths import BUILT_IN_LENGTHS
from audioguide.speech.crew import Crew, usual_n_workers
from audioguide.speech.patience import Patience
from audioguide.timeline.estimate import estimate
from audioguide.timeline.schedule import schedule
from audioguide.timeline.timeline import Speech

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("de", "es", "fr", "hi")
SCRIPTS = sorted(path.stem for path in (ROOT / "scripts").glob("*.yaml"))
FILES = sorted(
    path
    for folder in ("poses", "scripts")
    for path in (ROOT / folder).rglob("*.yaml")
    if "languages" not in path.parts
)
PHRASES = ROOT / "audioguide" / "library" / "languages"


def timeline_in(language, name):
    path = str(ROOT / "scripts" / f"{name}.yaml")
    options = Options(language=language)
    resolved = resolve_script(path, options=options, pose_folders=(), disk=Disk())
    assert resolved.routine, [render(one) for one in resolved.diagnostics]
    timeline, _ = schedule(
        resolved.routine, measure=estimate, sound_lengths=BUILT_IN_LENGTHS, estimated=True
    )
    return timeline


def scalars(node):
    """Every scalar of a file that is no key."""
    if isinstance(node, dict):
        for value in node.values():
            yield from scalars(value)
    elif isinstance(node, list):
        for value in node:
            yield from scalars(value)
    else:
        yield node.strip()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_has_all_its_words_and_none_that_it_lost(language, path):
    catalog, problems = load_catalog(path, language, disk=Disk())
    assert not problems
    has = set(scalars(yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)))
    if catalog is None:
        assert not any(" " in text and text[0].isupper() for text in has), "it has no words at all"
        return
    stale = catalog.words.keys() - has
    assert not stale
    for text, words in catalog.words.items():
        assert words
        assert len(text.split()) < 3 or words != text, text
        assert sorted(re.findall(r"\$\{\w+\}", words)) == sorted(re.findall(r"\$\{\w+\}", text))
        assert ("{side}" in text or "{other_side}" in text) == ("|" in words), text
        assert "{side}" not in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pose_is_known_and_whole_in_the_language(language):
    library = open_library([ROOT / "poses"], language=language)
    assert not [render(one) for one in library.diagnostics()]
    names = [pose.name for pose in library.poses()]
    assert len(names) == 30
    assert len({name.in_language(language) for name in names}) == 30
    assert sum(name.in_language(language) == name.in_language("en") for name in names) < 3


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SCRIPTS)
def test_a_routine_compiles_without_a_warning(language, name):
    found = check(ROOT / "scripts" / f"{name}.yaml", options={"language": language}).diagnostics
    assert not [render(one) for one in found]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SCRIPTS)
def test_nothing_that_is_spoken_is_english_or_has_a_hole(language, name):
    english = {text_of(event) for event in timeline_in("en-GB", name).events if is_line(event)}
    timeline = timeline_in(language, name)
    lines = [event for event in timeline.events if isinstance(event, Speech)]
    assert len(lines) > 10
    assert {line.utterance.language for line in lines} == {language}
    for line in lines:
        assert not re.search(r"[{}|]|\$", line.utterance.text), line.utterance.text
        assert line.utterance.text not in english, line.utterance.text
    assert timeline.title != timeline_in("en-GB", name).title


def is_line(event):
    """Whether an event speaks words that no two languages share."""
    return isinstance(event, Speech) and len(event.utterance.text.split()) > 2


def text_of(event):
    return event.utterance.text


@pytest.fixture
def one_crew(monkeypatch):
    """All plans of a test are spoken by the same processes, as the tracks of a programme are."""
    crew = Crew(usual_n_workers(), patience=Patience())
    monkeypatch.setattr(api, "_speaker", partial(api._speaker, hire=lambda: crew))
    yield
    crew.close()


@pytest.mark.timeout(600)
@pytest.mark.usefixtures("one_crew")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_fits_where_it_is_spoken(language):
    """Longer words than English has still find their place, by real speech."""
    for name in SCRIPTS:
        planned = plan(ROOT / "scripts" / f"{name}.yaml", options={"language": language})
        worse = [one for one in planned.diagnostics if one.severity is not Severity.NOTE]
        assert not [render(one) for one in worse]
        assert len(planned.diagnostics) < 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_cue_phrases_have_the_keys_and_holes_of_english(language):
    def holes(text):
        return sorted(set(re.findall(r"\{\w+\}", text)))

    files = [
        yaml.load((PHRASES / f"{tag}.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
        for tag in ("en", language)
    ]
    english, own = files
    assert list(english) == list(own)
    for key, text in english.items():
        if isinstance(text, str) and isinstance(own[key], str):
            assert holes(text) == holes(own[key]), key
        elif isinstance(own[key], dict) and key not in ("lexicon", "reading"):
            assert own[key].keys() == {"left", "right"}
            assert len(set(own[key].values())) == 2
    phrases = load_phrases(language)
    assert phrases.language == language
    assert phrases.with_side(phrases.say("this_side", side="{side}"), None)


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_every_sanskrit_name_of_the_library_is_said_right(language):
    library = open_library([ROOT / "poses"])
    entries, problems = library.lexicon()
    assert problems == ()
    said = {word.casefold(): spelling.in_language(language) for word, spelling in entries}
    lexicon = {word for word, spelling in said.items() if spelling}
    names = [name for pose in library.poses() for name in pose.also]
    foreign = {word for name in names for word in re.split(r"[ -]", name) if not word.isascii()}
    assert len(foreign) > 15
    missing = {word for word in foreign if word.casefold() not in lexicon}
    assert not missing
