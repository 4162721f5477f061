"""Pose folders as a library, and the cue phrases of a language."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from audioguide.diagnostics import Diagnostic, error, first_line
from audioguide.disk import Disk, Listed
from audioguide.errors import FileError
from audioguide.library.language_file import read_phrases
from audioguide.library.phrases import Phrases, UnknownLanguage
from audioguide.near import near_names
from audioguide.source import SourceFile, Span
from audioguide.syntax.catalog import Catalog, parse_catalog
from audioguide.syntax.decode import MAX_FILE_BYTES, decode
from audioguide.syntax.lexicon_file import Entries, parse_lexicon
from audioguide.syntax.pose import Pose
from audioguide.syntax.pose_file import parse_pose

_LANGUAGES = Path(__file__).with_name("languages")
_LEXICON_FILES = ("lexicon.yaml", "lexicon.yml")
_WORDS_FOLDER = "languages"
_POSE_SUFFIXES = (".yaml", ".yml")

Outcome = tuple[Pose | None, tuple[Diagnostic, ...]]


class _Place(Struct, frozen=True):
    """Where a pose lies, and what else in the same folder has its name."""

    path: Path
    rivals: tuple[Path, ...] = ()


class PoseLibrary:
    """Poses by id and by their other names; a file is read when it is first asked for."""

    def __init__(
        self, places: dict[str, _Place], lexicons: Sequence[Path], disk: Disk, *, language: str
    ) -> None:
        """Take where each pose lies, which `open_library` finds out, and what reads it.

        Args:
            places: of poses, by id.
            lexicons: files of words, the strongest first.
            disk: what reads them.
            language: in whose words the poses are wanted.
        """
        self._places = places
        self._lexicons = lexicons
        self._language = language
        self._disk = disk
        self._read: dict[str, Outcome] = {}

    def ids(self) -> tuple[str, ...]:
        """The id of every pose, in order, whether or not its file is well."""
        return tuple(sorted(self._places))

    def find(self, name: str) -> Outcome:
        """The pose of that id, or else the one pose that has it among its other names.

        Capitals, hyphens and spaces make no difference in another name.

        Returns:
            The pose and the problems of its file; None and nothing where no pose, or more than
            one, goes by that name.

        Raises:
            FileError: a pose file cannot be read.
        """
        if name in self._places:
            return self._load(name)
        wanted = _plain(name)
        called = [pose_id for pose_id in self.ids() if wanted in self._names(pose_id)]
        return self._load(called[0]) if len(called) == 1 else (None, ())

    def near(self, name: str) -> tuple[str, ...]:
        """Up to three ids that may have been meant, the likeliest first."""
        meant = {plain: pose_id for pose_id in self.ids() for plain in self._names(pose_id)}
        wanted = _plain(name)
        shared = [pose_id for pose_id in self.ids() if wanted in self._names(pose_id)]
        close = [meant[plain] for plain in near_names(wanted, meant)]
        return tuple(dict.fromkeys((*shared, *close)))[:3]

    def poses(self) -> tuple[Pose, ...]:
        """Every pose whose file is well, in the order of ids."""
        loaded = (self._load(pose_id)[0] for pose_id in self.ids())
        return tuple(pose for pose in loaded if pose is not None)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The problems of every pose file, and of the lexicons beside them."""
        of_poses = (problem for pose_id in self.ids() for problem in self._load(pose_id)[1])
        return (*of_poses, *self.lexicon()[1])

    def lexicon(self) -> tuple[Entries, tuple[Diagnostic, ...]]:
        """How words are said, the strongest entry of a word first, and the problems of the files.

        Raises:
            FileError: a lexicon cannot be read.
        """
        entries: Entries = ()
        problems: tuple[Diagnostic, ...] = ()
        for path in self._lexicons:
            file, undecoded = _read_source(path, self._disk)
            found, unread = ((), undecoded) if undecoded else parse_lexicon(file)
            entries, problems = (*entries, *found), (*problems, *unread)
        return entries, problems

    def _names(self, pose_id: str) -> tuple[str, ...]:
        """What a pose goes by, in plain form."""
        pose, _ = self._load(pose_id)
        called = tuple(text for _, text in pose.name.by_language) if pose else ()
        names = (pose_id, *called, *(pose.also if pose else ()))
        return tuple(dict.fromkeys(_plain(name) for name in names))

    def _load(self, pose_id: str) -> Outcome:
        """A pose by its id, read once."""
        if pose_id not in self._read:
            place = self._places[pose_id]
            file, problems = _read_source(place.path, self._disk)
            pose = None
            if not problems:
                catalog, of_words = load_catalog(place.path, self._language, disk=self._disk)
                pose, problems = parse_pose(file, pose_id=pose_id, catalog=catalog)
                problems = (*problems, *of_words)
            clashes = tuple(_clash(rival, place.path) for rival in place.rivals)
            self._read[pose_id] = (None if clashes else pose, (*problems, *clashes))
        return self._read[pose_id]


def open_library(
    folders: Sequence[Path], *, language: str = "en", disk: Disk | None = None
) -> PoseLibrary:
    """The poses of several folders; one in a later folder takes the place of its namesake.

    Poses lie in a folder as `<id>.yaml` or `<family>/<id>.yaml`, and how words are said in
    `lexicon.yaml`. Nothing is read yet.

    Args:
        folders: The folders.
        language: In whose words the poses are wanted, beside their own: a BCP 47 tag.
        disk: What they are read through; it remembers what was seen.

    Raises:
        FileError: a folder is missing or cannot be listed.
    """
    disk = disk or Disk()
    places: dict[str, _Place] = {}
    for folder in folders:
        of_folder: dict[str, _Place] = {}
        for path in _pose_paths(folder, disk):
            known = of_folder.get(path.stem)
            if known is None:
                of_folder[path.stem] = _Place(path)
            elif not path.samefile(known.path):
                of_folder[path.stem] = _Place(known.path, (*known.rivals, path))
        places |= of_folder
    lexicons = [
        folder / one.name
        for folder in reversed(folders)
        for one in disk.list_folder(folder)
        if one.is_file and one.name in _LEXICON_FILES
    ]
    return PoseLibrary(places, lexicons, disk, language=language)


def phrase_languages() -> tuple[str, ...]:
    """The base tags of the languages that there are cue phrases in, in order."""
    return tuple(sorted(path.stem for path in _LANGUAGES.glob("*.yaml")))


def load_phrases(language: str, *, disk: Disk | None = None) -> Phrases | UnknownLanguage:
    """The cue phrases of a language, by its base: `en-GB` speaks as `en`.

    Args:
        language: A BCP 47 tag.
        disk: What they are read through; it remembers what was seen.

    Raises:
        FileError: the file that ships with audioguide cannot be read.
    """
    disk = disk or Disk()
    base = language.split("-")[0].lower()
    path = _LANGUAGES / f"{base}.yaml"
    if not re.fullmatch("[a-z]{2,3}", base) or not disk.is_file(path):
        return UnknownLanguage(phrase_languages())
    file, problems = _read_source(path, disk)
    phrases, found = (None, ()) if problems else read_phrases(file, language=base)
    if phrases is None:
        told = "; ".join(first_line(problem) for problem in (*problems, *found))
        raise FileError(f"could not read {path}: {told or 'it holds no phrases'}")
    return phrases


def load_catalog(
    path: Path, language: str, *, disk: Disk
) -> tuple[Catalog | None, tuple[Diagnostic, ...]]:
    """The words of the file at `path` in a language: `languages/<tag>/<name>` beside it.

    The whole tag is looked for, then its base. None where there is neither.

    Raises:
        FileError: it is there and cannot be read.
    """
    for tag in dict.fromkeys((language, language.split("-")[0])):
        words = path.parent / _WORDS_FOLDER / tag.lower() / path.name
        if disk.is_file(words):
            file, problems = _read_source(words, disk)
            return (None, problems) if problems else parse_catalog(file, language=language)
    return None, ()


def _pose_paths(folder: Path, disk: Disk) -> Iterator[Path]:
    """Every pose file of a folder and of the families in it, in order."""
    try:
        for one in disk.list_folder(folder):
            if one.is_folder:
                family = folder / one.name
                yield from (family / it.name for it in disk.list_folder(family) if _is_pose(it))
            elif _is_pose(one) and one.name not in _LEXICON_FILES:
                yield folder / one.name
    except OSError as trouble:
        raise FileError.from_os("read the pose folder", folder, trouble) from trouble


def _is_pose(listed: Listed) -> bool:
    return listed.is_file and listed.name.endswith(_POSE_SUFFIXES)


def _read_source(path: Path, disk: Disk) -> tuple[SourceFile, tuple[Diagnostic, ...]]:
    """The text of a file.

    Raises:
        FileError: it cannot be read.
    """
    try:
        content = disk.read(path, at_most_bytes=MAX_FILE_BYTES + 1)
    except OSError as trouble:
        raise FileError.from_os("read", path, trouble) from trouble
    return decode(content, path=str(path))


def _clash(rival: Path, first: Path) -> Diagnostic:
    """Two files of one folder with one id."""
    span = Span.whole_file(SourceFile(str(rival), ""))
    message = f'there are two poses called "{rival.stem}" in one folder, the other is {first}'
    return error("duplicate-pose", message, span, "give one of the two files another name")


def _plain(name: str) -> str:
    """A name without the differences that do not count."""
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())
