"""The steps of a script as the nodes of a routine's tree."""

from msgspec import Struct

from audioguide.diagnostics import Diagnostic, error
from audioguide.near import did_you_mean, near_names
from audioguide.routine.exercise import ExerciseResolver
from audioguide.routine.include import Chain, LoadScript
from audioguide.routine.layers import Layers, inside_step
from audioguide.routine.routine import Breathe, Chime, Click, Rest, Say, Settings
from audioguide.routine.tree import Node, Repeat, Section
from audioguide.routine.unused_cueing import PlainStep, unused_cueing
from audioguide.syntax.script import (
    BreatheStep,
    ChimeStep,
    ClickStep,
    IncludeStep,
    PoseStep,
    RepeatStep,
    RestStep,
    SayStep,
    Script,
    SectionStep,
    Step,
)

MOST_INCLUDES = 1000
"""Include steps that are followed in one routine. Files that each include the next one twice
double with every file, and the tree has to be walked before its size is known."""


class StepResolver(Struct):
    """Makes nodes of steps; holds what that needs beside the step."""

    exercises: ExerciseResolver
    load_script: LoadScript
    diagnostics: list[Diagnostic]
    _n_includes: int = 0

    def resolve(self, steps: tuple[Step, ...], layers: Layers, chain: Chain) -> tuple[Node, ...]:
        """The nodes of `steps`; those with errors are left out, all errors are reported.

        Args:
            steps: As written.
            layers: The settings around them.
            chain: The files around them, the top script first.
        """
        nodes: list[Node] = []
        for step in steps:
            nodes.extend(self._nodes(step, layers, chain))
        return tuple(nodes)

    def _nodes(self, step: Step, layers: Layers, chain: Chain) -> tuple[Node, ...]:
        inside = inside_step(layers, step.overrides, step.span)
        match step:
            case PoseStep():
                exercise = self.exercises.resolve(step, inside)
                return () if exercise is None else (exercise,)
            case SectionStep():
                title = self.exercises.words.spoken(step.title)
                return (Section(title.value, self.resolve(step.steps, inside, chain), step.span),)
            case RepeatStep():
                return (self._repeat(step, inside, chain),)
            case IncludeStep():
                return self._include(step, inside, chain)
            case _:
                self.diagnostics.extend(unused_cueing(step.overrides.cueing, step))
                return (self._plain(step, self.exercises.settler.settle(inside)),)

    def _plain(self, step: PlainStep, settings: Settings) -> Say | Rest | Breathe | Click | Chime:
        words = self.exercises.words
        match step:
            case SayStep():
                text = words.spoken(step.text)
                return Say(text, step.pause_seconds, settings, None, step.span)
            case RestStep():
                said = words.optional(step.say)
                return Rest(step.seconds, said, False, settings, None, step.span)
            case BreatheStep():
                said = words.optional(step.say)
                return Breathe(step.n_breaths, said, settings, None, step.span)
            case ClickStep():
                return Click(
                    rate_bpm=step.rate_bpm,
                    seconds=step.seconds,
                    n_beats=step.n_beats,
                    accent_every=step.accent_every,
                    ramp_to_bpm=step.ramp_to_bpm,
                    text=words.optional(step.say),
                    settings=settings,
                    chapter=None,
                    span=step.span,
                )
            case ChimeStep():
                return Chime(step.name, settings, None, step.span)

    def _repeat(self, step: RepeatStep, layers: Layers, chain: Chain) -> Repeat:
        rest = None
        if step.rest_seconds is not None:
            settings = self.exercises.settler.settle(layers)
            rest = Rest(step.rest_seconds, None, True, settings, None, step.span)
        nodes = self.resolve(step.steps, layers, chain)
        return Repeat(step.n_rounds, rest, nodes, step.span)

    def _include(self, step: IncludeStep, layers: Layers, chain: Chain) -> tuple[Node, ...]:
        self._n_includes += 1
        if self._n_includes > MOST_INCLUDES:
            if self._n_includes == MOST_INCLUDES + 1:
                message = f"the routine follows more than {MOST_INCLUDES} includes"
                self.diagnostics.append(error("too-long", message, step.span))
            return ()
        script, diagnostics = self.load_script(step, chain=chain)
        self.diagnostics.extend(diagnostics)
        if script is None:
            return ()
        self._check_parameters(step, script)
        return self.resolve(script.steps, layers, (*chain, script.file))

    def _check_parameters(self, step: IncludeStep, script: Script) -> None:
        known = script.parameter_names
        for name, value in step.parameters:
            if name not in known:
                listed = f"it has {', '.join(known)}" if known else "it has none"
                hint = did_you_mean(near_names(name, known)) or listed
                message = f'{script.file.path} has no parameter called "{name}"'
                self.diagnostics.append(error("unknown-parameter", message, value.span, hint))
