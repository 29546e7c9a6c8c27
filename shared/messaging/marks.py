"""How many erasures a service knew last, outside its database: a backup brings that back older."""

from contextlib import suppress
from pathlib import Path

from shared.private_files import private_file

FOLDER = "erased"


class Mark:
    """A file with a number. It is missing while an erasure is at work, and where none can be."""

    def __init__(self, folder: Path, service: str) -> None:
        self._file = folder / FOLDER / service
        self._written: int | None = None

    def read(self) -> int | None:
        """None if nobody can say."""
        try:
            return int(self._file.read_text())
        except (OSError, ValueError):
            return None

    def write(self, number: int) -> None:
        """As a whole or not at all."""
        if number == self._written:
            return
        with suppress(OSError):
            new = private_file(self._file.with_suffix(".new"))
            new.write_text(str(number))
            new.replace(self._file)
            self._written = number

    def spoil(self) -> None:
        """Before another erasure is committed."""
        self._written = None
        with suppress(OSError):
            self._file.unlink()
