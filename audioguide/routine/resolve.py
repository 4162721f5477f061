"""Script and library in, routine out: every name looked up, every default settled.

Each step is settled once, however often it is repeated, so each mistake is reported once.

Errors: `unknown-pose`, `unknown-variation`, `unknown-voice`, `unknown-language`,
`unknown-parameter`, `unknown-placeholder`, `missing-language`, `dose-not-allowed`,
`outside-limits`, `incomplete-dose`, `too-short-flow`, `no-sides`, `needs-sides`,
`cannot-alternate`, `cue-outside`, `include-outside`, `include-cycle`, `include-missing`,
`sound-outside`, `sound-missing`, `too-deep`, `too-long`. Warnings: `unbalanced-sides`,
`target-over-progress`, `voice-replaced`, `voice-language`. Notes: `rate-clamped`, `cueing-unused`.
"""

from collections.abc import Callable
from pathlib import Path

from audioguide.diagnostics import Diagnostic, error, has_errors
from audioguide.errors import UsageError
from audioguide.lexicon import Lexicon, spelled_in
from audioguide.library.phrases import Phrases, UnknownLanguage
from audioguide.near import did_you_mean, near_names
from audioguide.routine.beds import BedFinder
from audioguide.routine.covers import settled_cover
from audioguide.routine.exercise import ExerciseResolver, Library
from audioguide.routine.include import LoadScript
from audioguide.routine.layers import COMMAND_LINE, head_layers, routine_language
from audioguide.routine.options import Options
from audioguide.routine.progress import week_of
from audioguide.routine.routine import Routine, SettingOrigin
from audioguide.routine.settings import Settler
from audioguide.routine.sounds import resolve_sounds
from audioguide.routine.sources import (
    Source,
    beside,
    chapters_by,
    keeps_awake,
    lead_in_seconds,
    other_origins,
    sources_of,
    tag_names,
)
from audioguide.routine.steps import StepResolver
from audioguide.routine.target import wanted_length
from audioguide.routine.too_long import refuse_too_long
from audioguide.routine.unroll import unroll
from audioguide.routine.voices import FindVoice
from audioguide.routine.words import Words
from audioguide.source import Span
from audioguide.syntax.config import Config
from audioguide.syntax.script import Script
from audioguide.text import Text


def resolve(
    script: Script,
    *,
    library: Library,
    load_script: LoadScript,
    load_phrases: Callable[[str], Phrases | UnknownLanguage],
    find_voice: FindVoice,
    is_file: Callable[[Path], bool],
    options: Options,
    config: Config,
) -> tuple[Routine | None, tuple[Diagnostic, ...]]:
    """Settle a script.

    Args:
        script: The top script, its parameters filled in.
        library: Where poses are found.
        load_script: Loads what is included, such as an `include.IncludeLoader`.
        load_phrases: The cue phrases of a language, or which languages have some.
        find_voice: Looks up engines and voices.
        is_file: Whether a sound file exists.
        options: What the command line sets.
        config: What the user's configuration sets.

    Returns:
        The routine, None where there is an error, and all that was found.

    Raises:
        UsageError: The command line sets a parameter, a voice, a language or a profile that
            there is not.
    """
    _check_parameters(script, options)
    sources = sources_of(script, options, config)
    spoken, span = routine_language(script, options, config)
    phrases = load_phrases(spoken.value)
    if isinstance(phrases, UnknownLanguage):
        span = span or Span.whole_file(script.file)
        return None, (_unknown_language(spoken, phrases, span),)
    found: list[Diagnostic] = []
    of_poses, problems = library.lexicon()
    found.extend(problems)
    words = Words(spoken.value, found.append)
    title = words.optional(script.title)
    settler = Settler(
        language=spoken.value,
        find_voice=find_voice,
        beds=BedFinder(script.file.path, is_file, found.append),
        report=found.append,
    )
    layers = head_layers(script, options, config)
    settings = settler.settle(layers)
    week = week_of(options, script)
    target, origins_of_target = wanted_length(script, options)
    exercises = ExerciseResolver(
        library,
        settler,
        words,
        found.append,
        week=int(week.value) if week else 1,
        target=target,
    )
    nodes = StepResolver(exercises, load_script, found).resolve(
        script.steps, layers, (script.file,)
    )
    sounds = resolve_sounds(sources, is_file=is_file, report=found.append)
    cover = settled_cover(sources, options, is_file=is_file, report=found.append)
    found.extend(refuse_too_long(nodes))
    if has_errors(found):
        return None, tuple(dict.fromkeys(found))
    items, chapter_titles = unroll(nodes)
    routine = Routine(
        title=title.value if title else Path(script.file.path).stem,
        language=spoken.value,
        phrases=phrases,
        settings=settings,
        items=items,
        chapter_titles=chapter_titles,
        sounds=sounds,
        lexicon=_lexicon(sources, of_poses, phrases, spoken.value),
        origins=(
            *(spoken, *((week,) if week else ()), *settler.origins),
            *(*other_origins(sources, options), *origins_of_target),
        ),
        span=script.span,
        keep_awake=keeps_awake(sources, options),
        lead_in_seconds=lead_in_seconds(sources),
        chapters_by=chapters_by(sources, options),
        tags=tag_names(sources),
        target_seconds=target,
        beside=beside(sources),
        cover=cover,
    )
    return routine, tuple(dict.fromkeys(found))


def _lexicon(
    sources: tuple[Source, ...],
    of_poses: tuple[tuple[str, Text], ...],
    phrases: Phrases,
    language: str,
) -> Lexicon:
    """How words are said: as the strongest source has it, then the poses, then the language."""
    written = (*(entry for source in sources for entry in source.says.lexicon), *of_poses)
    return Lexicon.of((*spelled_in(language, written), *phrases.lexicon))


def _check_parameters(script: Script, options: Options) -> None:
    for name, _ in options.parameters:
        if name not in script.parameter_names:
            hint = did_you_mean(near_names(name, script.parameter_names))
            known = ", ".join(script.parameter_names) or "none"
            raise UsageError(
                f"--set: {script.file.path} has no parameter called {name!r}; "
                f"{hint or f'its parameters: {known}'}"
            )


def _unknown_language(spoken: SettingOrigin, unknown: UnknownLanguage, span: Span) -> Diagnostic:
    """The error at the place that set the language."""
    message = f'audioguide has no cue phrases for the language "{spoken.value}"'
    hint = f"there are some for: {', '.join(unknown.known)}"
    if spoken.origin == COMMAND_LINE:
        raise UsageError(f"--language: {message}; {hint}")
    return error("unknown-language", message, span, hint)
