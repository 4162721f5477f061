"""Where a store puts its entries: its folder, and a temporary one where that fails."""

from pathlib import Path
from threading import Lock


class Places:
    """Folders of a store, and the warning when the first of them cannot be written."""

    def __init__(self, folder: Path, *, what: str) -> None:
        """Nothing is made yet.

        Args:
            folder: made when it is first written to.
            what: what is kept there, for the warning.
        """
        self.warnings: list[str] = []
        """At most one line."""
        self.folder = folder
        self._what = what
        self._folders = [folder]
        self._has_temporary = False
        self._lock = Lock()
        if not folder.is_absolute():
            # Where there is no home, the platform's folder begins with a literal `~`.
            self._folders = []
            self._use_temporary("there is no home folder")

    def newest_first(self) -> tuple[Path, ...]:
        """Every folder, that which is written to now first."""
        return tuple(reversed(self._folders))

    def current(self) -> Path | None:
        """The folder to write to; None where none could be made."""
        folders = self._folders
        return folders[-1] if folders else None

    def after(self, failed: Path | None, trouble: OSError) -> Path | None:
        """The folder to write to after `failed` could not be; None where there is none left.

        Several threads may fail in the same folder: the first to come makes the temporary one.
        """
        with self._lock:
            if failed == self.folder and not self._has_temporary:
                self._use_temporary(trouble.strerror or str(trouble))
            current = self.current()
            return current if current != failed else None

    def close(self) -> None:
        """Remove the temporary folder, if there was need of one."""
        if not self._has_temporary:
            return
        import shutil  # Few stores come here, and the module is a large one.

        with self._lock:
            for folder in self._folders:
                if folder != self.folder:
                    shutil.rmtree(folder, ignore_errors=True)

    def _use_temporary(self, reason: str) -> None:
        """Say so, and make a temporary folder if that works."""
        import tempfile

        self._has_temporary = True
        self.warnings.append(
            f"{self._what} is not kept for the next build: {self.folder}: {reason}"
        )
        try:
            self._folders.append(Path(tempfile.mkdtemp(prefix="audioguide-")))
        except OSError:
            return  # Then memory has to do.
