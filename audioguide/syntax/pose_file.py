"""From the text of a pose file to a `Pose`."""

from typing import Any

from msgspec.structs import replace

from audioguide.diagnostics import Diagnostic, error, has_errors
from audioguide.dose import SPEC_KINDS, DoseSpec
from audioguide.source import SourceFile, Span, Spanned
from audioguide.syntax import pose_fields as fields
from audioguide.syntax.catalog import Catalog
from audioguide.syntax.compose import compose
from audioguide.syntax.fields import Found, Record
from audioguide.syntax.figure_fields import FIGURE
from audioguide.syntax.limit_fields import LIMITS
from audioguide.syntax.pose import Limits, Pose
from audioguide.syntax.pose_checks import PoseCheck
from audioguide.syntax.progress_fields import PROGRESS_OF_POSE
from audioguide.syntax.reading import Reading, in_order
from audioguide.syntax.scalar_text import BadScalar
from audioguide.syntax.tree import Mapping
from audioguide.syntax.words import parse_pose_id
from audioguide.text import Text


def parse_pose(
    file: SourceFile, *, pose_id: str, catalog: Catalog | None = None
) -> tuple[Pose | None, tuple[Diagnostic, ...]]:
    """Type everything that a pose file says, and hold it against itself.

    Args:
        file: the pose's text. Any text at all is answered with diagnostics.
        pose_id: the file's stem.
        catalog: its words in the language that it is wanted in, beside its own.

    Returns:
        The pose, absent after an error, and every problem: those that a script can have, and
        `bad-name`, `bad-range`, `bad-phases`, `dose-not-allowed` and `outside-limits` where the
        pose's own dose leaves its own limits; the warning `untranslated`.
    """
    root, problems = compose(file)
    if root is None:
        if not problems:
            problems = (error("empty-file", "the file is empty", Span.whole_file(file)),)
        return None, problems
    reading = Reading(None, catalog=catalog)
    try:
        parse_pose_id(pose_id)
    except BadScalar as bad:
        reading.error(bad.code, bad.message, Span.whole_file(file), bad.hint)
    pose = POSE.read(root, reading)
    problems = in_order((*problems, *reading.diagnostics))
    if pose is None or has_errors(problems):
        return None, problems
    variations = tuple((name, replace(varied, id=pose_id)) for name, varied in pose.variations)
    return replace(pose, id=pose_id, variations=variations), problems


def _make_pose(found: Found, reading: Reading) -> Pose:
    """The pose with its variations, checked; its id is the caller's."""
    dose, dose_found = found.need(fields.DOSE)
    exit_line = found.get(fields.EXIT_FIELD)
    base = Pose(
        id="",
        path=found.node.span.file.path,
        name=found.need(fields.NAME),
        also=found.get(fields.ALSO) or (),
        position=found.need(fields.POSITION),
        props=(),
        sided=found.get(fields.SIDES) is fields.SidesOfPose.EACH,
        side_means=None,
        restful=found.get(fields.RESTFUL) or False,
        moving=found.get(fields.MOVING) or False,
        loads=frozenset(),
        dose=dose.value,
        breath=found.get(fields.BREATH),
        limits=_limits(found, dose),
        enter=(),
        switch=(),
        centre=(),
        leave=(),
        short=None,
        during=(),
        phases=(),
        breaths_per_round=found.get(fields.BREATHS_PER_ROUND) or 1,
        exit_inhale=exit_line is not None,
        exit_line=exit_line if isinstance(exit_line, Text) else None,
        work=(),
        release=(),
        cautions=(),
        follow_with=(),
        settle_seconds=found.get(fields.SETTLE),
        transition_seconds=found.get(fields.TRANSITION),
        variations=(),
        source_note=found.get(fields.SOURCE),
        span=found.node.span,
        progress=found.get(PROGRESS_OF_POSE) or (),
    )
    pose = replace(base, **_written(found))
    PoseCheck(pose, reading, (found,)).run(dose_found)
    return replace(pose, variations=_variations(pose, found, reading))


def _written(found: Found) -> dict[str, Any]:
    """The attributes of a pose that the fields of a mapping set."""
    values = (
        (name, found.get(field)) for name, field in fields.FIELDS_OF_POSE_AND_VARIATION.items()
    )
    return {name: value for name, value in values if value is not None}


def _limits(found: Found, dose: Spanned[DoseSpec]) -> Limits:
    """The limits; without `allow`, the pose's own kind of dose is allowed beside those bounded."""
    limits = found.get(LIMITS) or Limits(frozenset(), (), None)
    node = found.keys["limits"][1] if found.has("limits") else None
    if isinstance(node, Mapping) and node.value("allow") is not None:
        return limits
    return replace(limits, allow=limits.allow | {SPEC_KINDS[type(dose.value)]})


def _variations(pose: Pose, found: Found, reading: Reading) -> tuple[tuple[str, Pose], ...]:
    """Each variation as a whole pose, checked where it differs.

    What the body rests on makes another picture: a pose's own would show the wrong one.
    """
    variations = []
    for name, differing in found.get(fields.VARIATIONS) or ():
        varied = replace(pose, **_written(differing))
        if differing.has("position") and not differing.has("figure"):
            varied = replace(varied, figure=None)
        PoseCheck(varied, reading, (differing, found)).run_differing()
        variations.append((name, varied))
    return tuple(variations)


POSE: Record[Pose] = Record(
    "pose",
    "a pose: keys such as name, position and dose",
    (
        *(fields.NAME, fields.ALSO, fields.POSITION, fields.PROPS, fields.SIDES, fields.SIDE_MEANS),
        *(fields.RESTFUL, fields.MOVING, fields.LOADS, fields.DOSE, fields.BREATH, LIMITS),
        PROGRESS_OF_POSE,
        *(fields.ENTER, fields.SWITCH, fields.CENTRE, fields.LEAVE, fields.SHORT, fields.DURING),
        *(fields.PHASES_FIELD, fields.BREATHS_PER_ROUND, fields.EXIT_FIELD),
        *(fields.WORK, fields.RELEASE, fields.CAUTIONS, fields.FOLLOW_WITH, FIGURE),
        *(fields.SETTLE, fields.TRANSITION, fields.VARIATIONS, fields.SOURCE),
    ),
    _make_pose,
)
