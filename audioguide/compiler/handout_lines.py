"""Lines of a hand-out that hold for all of it: words of safety, how often, what is needed."""

from audioguide.library.phrases import Phrases
from audioguide.one_line import one_line
from audioguide.routine.routine import Exercise, Item, Routine, Say
from audioguide.syntax.pose import Prop


def care_lines(routine: Routine) -> tuple[str, ...]:
    """The words of safety before the first pose; ours where the author has none.

    They are the lines with a word that marks them, and what is said in one breath with them:
    further lines of the same file and section. A line that names the routine presents it, also
    where its name has such a word, as in "This is yoga for back pain".
    """
    said: list[str] = []
    place: tuple[str, int | None] | None = None
    markers = _markers("safety_markers", routine.phrases)
    name = one_line(routine.title).casefold()
    for item in routine.items:
        if isinstance(item, Exercise):
            break
        if not isinstance(item, Say) or _has_any(item, (name,)):
            place = None
            continue
        here = (item.span.file.path, item.chapter)
        if here == place or _has_any(item, markers):
            place = here
            said.append(one_line(item.text.value))
        else:
            place = None
    return tuple(dict.fromkeys(said)) or routine.phrases.items("handout_care")


def often_lines(routine: Routine) -> tuple[str, ...]:
    """What the author says, anywhere, of how often something is done."""
    markers = _markers("often_markers", routine.phrases)
    said = (
        one_line(item.text.value)
        for item in routine.items
        if isinstance(item, Say) and _has_any(item, markers)
    )
    return tuple(dict.fromkeys(said))


def needed_things(routine: Routine) -> tuple[str, ...]:
    """The props of all poses, in the order of `Prop`."""
    used = {prop for item in routine.items for prop in _props(item)}
    return tuple(routine.phrases.say(f"prop_{prop}") for prop in Prop if prop in used)


def _props(item: Item) -> tuple[Prop, ...]:
    return tuple(item.pose.props) if isinstance(item, Exercise) else ()


def _markers(key: str, phrases: Phrases) -> tuple[str, ...]:
    return tuple(marker.casefold() for marker in phrases.items(key))


def _has_any(item: Say, markers: tuple[str, ...]) -> bool:
    text = one_line(item.text.value).casefold()
    return any(marker in text for marker in markers)
