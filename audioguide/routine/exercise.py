"""A `pose` step with everything settled."""

from fractions import Fraction
from typing import Protocol

from msgspec import Struct

from audioguide.diagnostics import Diagnostic, error, warning
from audioguide.dose import Dose, Side
from audioguide.near import did_you_mean, near_names
from audioguide.routine.doses import DoseResolver
from audioguide.routine.layers import Layers, on_pose
from audioguide.routine.length import dose_seconds
from audioguide.routine.progress import progress_of
from audioguide.routine.routine import Cue, Exercise
from audioguide.routine.session import within_a_session
from audioguide.routine.settings import Settler
from audioguide.routine.sides import Sides, check_balance, settle_sides
from audioguide.routine.unused_cueing import unused_cueing
from audioguide.routine.words import Report, Words
from audioguide.source import Span, Spanned
from audioguide.syntax.pose import Pose
from audioguide.syntax.script import PoseStep
from audioguide.text import Text


def _first_known(*lengths: Fraction | None) -> Fraction | None:
    """The first that is given; zero is."""
    return next((length for length in lengths if length is not None), None)


def _undone(span: Span) -> Diagnostic:
    """The warning `target-over-progress`; each exercise has the same one."""
    message = "the target decides how much of each dose there is, whatever the week"
    hint = "all doses together stay as long, so some become less; build weeks without a target"
    return warning("target-over-progress", message, span, hint)


class Library(Protocol):
    """What a routine asks of a pose library."""

    def find(self, name: str) -> tuple[Pose | None, tuple[Diagnostic, ...]]:
        """The pose of an id or alias; None with no diagnostics where there is none."""
        ...

    def near(self, name: str) -> tuple[str, ...]:
        """Ids that may have been meant."""
        ...

    def lexicon(self) -> tuple[tuple[tuple[str, Text], ...], tuple[Diagnostic, ...]]:
        """How words are said, the strongest entry of a word first, and what is wrong there."""
        ...


class ExerciseResolver(Struct, frozen=True):
    """Makes exercises of pose steps; holds what that needs beside the step."""

    library: Library
    settler: Settler
    words: Words
    report: Report
    week: int = 1
    """In which every dose is as its rules of progress have it."""
    target: Spanned[Fraction] | None = None
    """How long all of it is to be, in seconds."""

    def resolve(self, step: PoseStep, layers: Layers) -> Exercise | None:
        """The exercise, or None where the step has errors; all of them are reported.

        Args:
            step: As written.
            layers: The settings around it, with its own.
        """
        pose = self._find_pose(step)
        if pose is None:
            return None
        self.words.check_pose(pose, step.pose.span)
        settings = self.settler.settle(on_pose(layers, pose))
        sides = settle_sides(step, pose, report=self.report)
        because = self._because(pose)
        progress = progress_of(step, pose, week=self.week, because=because, report=self.report)
        resolver = DoseResolver(step, pose, settings.breath, because, progress, self.report)
        resolver = within_a_session(resolver, sides)
        progress = resolver.progress
        if progress.rules and self.week > 1 and self.target is not None:
            self.report(_undone(self.target.span))
        doses = resolver.resolve(sides)
        n_sets = progress.n_sets(resolver.n_sets_written)
        rest_seconds = progress.rest_seconds(step.rest_seconds.value if step.rest_seconds else None)
        text = self.words.optional(step.say, has_side=sides.in_turn)
        cues = self._cues(step, sides, doses)
        if not doses:
            return None
        check_balance(step, sides, doses, report=self.report)
        # Both sides have one kind of dose.
        for unused in unused_cueing(step.overrides.cueing, doses[0][1], is_restful=pose.restful):
            self.report(unused)
        return Exercise(
            pose=pose,
            doses=doses,
            alternating=sides.alternating,
            n_sets=n_sets,
            set_rest_seconds=rest_seconds,
            text=text,
            cues=cues,
            settle_seconds=_first_known(step.settle_seconds, pose.settle_seconds),
            transition_seconds=_first_known(step.transition_seconds, pose.transition_seconds),
            settings=settings,
            chapter=None,
            span=step.pose.span,
        )

    def _because(self, pose: Pose) -> str | None:
        """The pose's own reason for its limits."""
        because = pose.limits.because
        if because is None:
            return None
        return because.in_language(self.words.language) or because.by_language[0][1]

    def _find_pose(self, step: PoseStep) -> Pose | None:
        name = step.pose.value
        pose, diagnostics = self.library.find(name)
        for diagnostic in diagnostics:
            self.report(diagnostic)
        if pose is None:
            if not diagnostics:
                listed = "`audioguide poses` lists them; a folder of yours is named by --poses"
                hint = did_you_mean(self.library.near(name)) or listed
                message = f'no pose is called "{name}"'
                self.report(error("unknown-pose", message, step.pose.span, hint))
            return None
        return self._variation(pose, step.variation) if step.variation else pose

    def _variation(self, pose: Pose, wanted: Spanned[str]) -> Pose | None:
        varied = pose.variation(wanted.value)
        if varied is None:
            known = [name for name, _ in pose.variations]
            listed = f"it has {', '.join(known)}" if known else "it has none"
            hint = did_you_mean(near_names(wanted.value, known)) or listed
            message = f'"{pose.id}" has no variation called "{wanted.value}"'
            self.report(error("unknown-variation", message, wanted.span, hint))
        return varied

    def _cues(
        self, step: PoseStep, sides: Sides, doses: tuple[tuple[Side | None, Dose], ...]
    ) -> tuple[Cue, ...]:
        shortest = min((dose_seconds(dose) for _, dose in doses), default=None)
        cues = []
        for cue in step.cues:
            at = cue.at_seconds
            is_outside = (
                shortest is not None and at is not None and (at >= shortest or at < -shortest)
            )
            if is_outside and shortest is not None:
                message = f"this cue lies outside its dose, which lasts {float(shortest):g} s"
                hint = "a negative time counts from the end; `halfway` always fits"
                self.report(error("cue-outside", message, cue.span, hint))
            text = self.words.spoken(Spanned(cue.text, cue.span), has_side=sides.in_turn)
            cues.append(Cue(at_seconds=at, text=text.value, span=cue.span))
        return tuple(cues)
