"""All tracks of a programme in one file, for whoever wants to keep them."""

from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from audioguide.delivery.shelf import Shelf

_CHUNK_BYTES = 1 << 20
_FIRST_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest that the format knows, so that equal programmes are equal files."""
_PLAIN_FILE = 0o100644 << 16


def write_zip(shelf: "Shelf", stream: BinaryIO) -> None:
    """Write the tracks as a ZIP file, each as it is, since sound cannot be made smaller.

    Args:
        shelf: The programme.
        stream: Where to; it has to be seekable, so that readers that unpack as they load know
            the length of each track before it comes.

    Raises:
        FileError: a track could not be read.
        OSError: the stream could not be written.
    """
    import zipfile

    from audioguide.errors import FileError

    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as zipped:
        for track in shelf.tracks:
            entry = zipfile.ZipInfo(track.name, _FIRST_DATE)
            entry.external_attr = _PLAIN_FILE
            entry.file_size = track.n_bytes
            try:
                source = track.path.open("rb")
            except OSError as trouble:
                raise FileError.from_os("read", track.path, trouble) from trouble
            with source, zipped.open(entry, "w") as target:
                while chunk := source.read(_CHUNK_BYTES):
                    target.write(chunk)
