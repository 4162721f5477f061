"""The hand-out of a routine, from what was scheduled: poses with their doses, in order."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby, islice

from audioguide.compiler.handout_doses import dose_lines, dose_notes
from audioguide.compiler.handout_lines import care_lines, needed_things, often_lines
from audioguide.contents import Contents
from audioguide.dose import Side
from audioguide.figure import mirrored
from audioguide.handout.handout import Code, Entry, Handout, Labels, Part, Row
from audioguide.handout.qr import MOST_BYTES, summary
from audioguide.library.phrases import Phrases
from audioguide.one_line import one_line
from audioguide.routine.routine import Breathe, Click, Exercise, Item, Rest, Routine
from audioguide.syntax.pose import Pose
from audioguide.text import Text
from audioguide.timeline.spoken import spoken_breaths, spoken_clicks, spoken_duration
from audioguide.timeline.timeline import Move, Timeline
from audioguide.units import format_whole_seconds, to_milliseconds, to_seconds

_SHORTEST_REST_SECONDS = 10
"""A shorter rest belongs to the way from one pose to the next."""

_Shown = Entry | Row


def handout_of(
    timeline: Timeline, routine: Routine, contents: Contents, *, address: str | None
) -> Handout:
    """The hand-out of a routine.

    A pose that comes again with the same words is a line with the number of its entry. Lines that
    the author had spoken are left out, but for those of safety and of how often.

    Args:
        timeline: Of the routine.
        routine: What it was scheduled from.
        contents: What is on the track.
        address: Of the track's page on the web; None where it has none, or one that no code
            could hold.
    """
    phrases = routine.phrases
    parts = tuple(_parts(timeline, routine))
    artist = routine.tags.artist
    return Handout(
        title=one_line(contents.title),
        language=routine.language,
        length=_rough_length(to_seconds(timeline.length), phrases),
        made_by=phrases.say("handout_by", name=one_line(artist)) if artist else None,
        routine_hash=contents.routine_hash,
        needs=needed_things(routine),
        often=often_lines(routine),
        care=care_lines(routine),
        parts=parts,
        code=_code(contents.title, parts, phrases, address),
        labels=Labels(
            needs=phrases.say("handout_needs"),
            often=phrases.say("handout_often"),
            take_care=phrases.say("handout_take_care"),
            how=phrases.say("handout_how"),
            again=phrases.say("handout_again"),
            advice=phrases.say("handout_advice"),
        ),
    )


def _rough_length(seconds: Fraction, phrases: Phrases) -> str:
    """A length in words, in whole minutes from one minute on."""
    whole = round(seconds / 60) * 60 if seconds >= 60 else seconds
    return spoken_duration(Fraction(whole), phrases)


def _parts(timeline: Timeline, routine: Routine) -> Iterator[Part]:
    """The sections that have something to do in them."""
    shown = _shown(timeline, routine)
    for chapter, items in groupby(shown, key=lambda pair: pair[0]):
        title = None if chapter is None else one_line(routine.chapter_titles[chapter])
        yield Part(title, tuple(one for _, one in items))


def _shown(timeline: Timeline, routine: Routine) -> Iterator[tuple[int | None, _Shown]]:
    """What stands on the sheet, each with its section."""
    moves = iter(timeline.moves)
    numbers: dict[tuple[object, ...], int] = {}
    for item in routine.items:
        own = tuple(islice(moves, _n_moves(item)))
        if isinstance(item, Exercise):
            entry = _entry(item, own, len(numbers) + 1, routine)
            number = numbers.setdefault((entry.name, entry.how, entry.cautions), entry.number)
            if number == entry.number:
                yield item.chapter, entry
            else:
                dose = "; ".join(entry.doses)
                yield item.chapter, Row(entry.name, entry.starts_at, dose, number)
        elif (row := _row(item, own, routine.phrases)) is not None:
            yield item.chapter, row


def _n_moves(item: Item) -> int:
    """How many moves of the timeline an item is."""
    if isinstance(item, Exercise):
        return item.n_sets * len(item.doses)
    return int(isinstance(item, Breathe | Click))


def _row(item: Item, own: Sequence[Move], phrases: Phrases) -> Row | None:
    match item:
        case Rest() if item.seconds >= _SHORTEST_REST_SECONDS:
            return Row(phrases.say("handout_rest"), None, spoken_duration(item.seconds, phrases))
        case Breathe():
            dose = spoken_breaths(item.n_breaths, phrases)
            return Row(phrases.say("chapter_breathe"), _start(own, phrases), dose)
        case Click():
            dose = spoken_clicks(item.seconds, item.n_beats, phrases)
            return Row(phrases.say("chapter_click"), _start(own, phrases), dose)
    return None


def _entry(item: Exercise, own: Sequence[Move], number: int, routine: Routine) -> Entry:
    pose = item.pose
    side = Side.RIGHT if {one for one, _ in item.doses} == {Side.RIGHT} else Side.LEFT
    figure = pose.figure
    if figure is not None and side is Side.RIGHT:
        figure = mirrored(figure)  # Drawings are of the left side, and only the right one is done.
    return Entry(
        number=number,
        name=one_line(pose.name.in_language(routine.language) or pose.id),
        starts_at=_start(own, routine.phrases),
        figure=figure,
        doses=dose_lines(item, routine.phrases),
        notes=tuple(dose_notes(item, routine.phrases)),
        how=tuple(_said(_way_in(pose), side, routine)),
        cautions=tuple(_said([line.text for line in pose.cautions], side, routine)),
    )


def _way_in(pose: Pose) -> Sequence[Text]:
    """The short way in, for who has heard the long one, where the pose has one."""
    return [pose.short] if pose.short else [line.text for line in pose.enter]


def _said(texts: Sequence[Text], side: Side, routine: Routine) -> Iterator[str]:
    """Texts of a pose in the routine's language, with the side filled in."""
    for text in texts:
        words = text.in_language(routine.language)
        if words:
            yield one_line(routine.phrases.with_side(words, side))


def _start(own: Sequence[Move], phrases: Phrases) -> str:
    """When the first of some moves begins, in whole seconds."""
    time = format_whole_seconds(to_milliseconds(own[0].start))
    return phrases.say("handout_at", time=time)


def _code(title: str, parts: Sequence[Part], phrases: Phrases, address: str | None) -> Code:
    if address is not None and len(address.encode()) <= MOST_BYTES:
        return Code(address, phrases.say("handout_listen"), address)
    lines = [_summary_line(item) for part in parts for item in part.items]
    return Code(summary(title, lines), phrases.say("handout_keep"))


def _summary_line(item: _Shown) -> str:
    if isinstance(item, Entry):
        return f"{item.number}. {item.name}: {'; '.join(item.doses)}"
    before = "" if item.entry_number is None else f"{item.entry_number}. "
    return f"{before}{item.name}: {item.dose}"
