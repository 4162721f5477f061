"""Script and library in, routine out: every name looked up, every default settled.

Each step is settled once, however often it is repeated, so each mistake is reported once.

Errors: `unknown-pose`, `unknown-variation`, `unknown-voice`, `unknown-language`,
`unknown-parameter`, `unknown-placeholder`, `missing-language`, `dose-not-allowed`,
`outside-limits`, `incomplete-dose`, `too-short-flow`, `no-sides`, `needs-sides`,
`cannot-alternate`, `cue-outside`, `include-outside`, `include-cycle`, `include-missing`,
`sound-outside`, `sound-missing`, `too-deep`, `too-long`. Warning: `unbalanced-sides`.
Note: `rate-clamped`.
"""

from collections.abc import Callable
from pathlib import Path

from audioguide.diagnostics import Diagnostic, error, has_errors
from audioguide.errors import UsageError
from audioguide.lexicon import Lexicon
from audioguide.library.phrases import Phrases, UnknownLanguage
from audioguide.near import did_you_mean, near_names
from audioguide.routine.exercise import ExerciseResolver, Library
from audioguide.routine.include import LoadScript
from audioguide.routine.layers import COMMAND_LINE, head_layers, routine_language
from audioguide.routine.options import Options
from audioguide.routine.routine import Routine, SettingOrigin
from audioguide.routine.settings import Settler
from audioguide.routine.sounds import resolve_sounds
from audioguide.routine.steps import StepResolver
from audioguide.routine.too_long import refuse_too_long
from audioguide.routine.unroll import unroll
from audioguide.routine.voices import FindVoice
from audioguide.routine.words import Words
from audioguide.source import Span
from audioguide.syntax.config import Config
from audioguide.syntax.script import Script


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
        UsageError: The command line sets a parameter, a voice or a language that there is not.
    """
    _check_parameters(script, options)
    spoken = routine_language(script, options, config)
    phrases = load_phrases(spoken.value)
    if isinstance(phrases, UnknownLanguage):
        return None, (_unknown_language(spoken, phrases, script, config),)
    found: list[Diagnostic] = []
    words = Words(spoken.value, found.append)
    title = words.optional(script.title)
    settler = Settler(language=spoken.value, find_voice=find_voice, report=found.append)
    layers = head_layers(script, options, config)
    settings = settler.settle(layers)
    exercises = ExerciseResolver(library, settler, words, found.append)
    nodes = StepResolver(exercises, load_script, found).resolve(
        script.steps, layers, (script.file,)
    )
    sounds = resolve_sounds(script, config, is_file=is_file, report=found.append)
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
        lexicon=_lexicon(script, config, phrases, spoken.value),
        origins=(spoken, *settler.origins),
        span=script.span,
    )
    return routine, tuple(dict.fromkeys(found))


def _lexicon(script: Script, config: Config, phrases: Phrases, language: str) -> Lexicon:
    """How words are said: as the script has it, else the user, else the language."""
    written = (*script.lexicon, *config.lexicon)
    own = ((word, spelling.in_language(language)) for word, spelling in written)
    return Lexicon((*((word, said) for word, said in own if said), *phrases.lexicon))


def _check_parameters(script: Script, options: Options) -> None:
    for name, _ in options.parameters:
        if name not in script.parameter_names:
            hint = did_you_mean(near_names(name, script.parameter_names))
            known = ", ".join(script.parameter_names) or "none"
            raise UsageError(
                f"--set: {script.file.path} has no parameter called {name!r}; "
                f"{hint or f'its parameters: {known}'}"
            )


def _unknown_language(
    spoken: SettingOrigin, unknown: UnknownLanguage, script: Script, config: Config
) -> Diagnostic:
    """The error at the place that set the language."""
    message = f'audioguide has no cue phrases for the language "{spoken.value}"'
    hint = f"there are some for: {', '.join(unknown.known)}"
    if spoken.origin == COMMAND_LINE:
        raise UsageError(f"--language: {message}; {hint}")
    written = script.language or config.language
    span = written.span if written else Span.whole_file(script.file)
    return error("unknown-language", message, span, hint)
