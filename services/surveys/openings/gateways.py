"""The private keys of urns: a file each, in a folder that no backup and no other process has."""

import os
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from services.surveys.urns.values import Broken
from shared.private_files import private_folder
from shared.settings import Settings

FOLDER = "urns"
"""Below the data folder; in compose a volume of the process that opens urns, and of nobody else."""
_BYTES = 32


class KeyFiles:
    """Makes keys, reads them once, and destroys them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def of(cls, settings: Settings) -> "KeyFiles":
        """Where this installation keeps them."""
        return cls(settings.data / FOLDER)

    def make(self, urn_id: UUID) -> bytes:
        """The public key of an urn; its private key is on the disk, whole, before this returns.

        Made once: whoever asks again, after a crash, gets the same.
        """
        private_folder(self._folder)
        self._folder.chmod(0o700)
        final = self._file(urn_id)
        if not final.exists():
            fresh = final.with_suffix(".new")
            fresh.unlink(missing_ok=True)
            self._write(fresh, X25519PrivateKey.generate().private_bytes_raw())
            fresh.rename(final)
            self._sync_folder()
        return self.read(urn_id).public_key().public_bytes_raw()

    def read(self, urn_id: UUID) -> X25519PrivateKey:
        """Raises ``Broken`` where the file is missing or no key."""
        try:
            stored = self._file(urn_id).read_bytes()
        except FileNotFoundError:
            raise Broken("the urn's key file is missing") from None
        if len(stored) != _BYTES:
            raise Broken("the urn's key file is no key")
        return X25519PrivateKey.from_private_bytes(stored)

    def destroy(self, urn_id: UUID) -> None:
        """Overwrite and remove it; again is no harm."""
        file = self._file(urn_id)
        if file.exists():
            with file.open("r+b") as opened:
                opened.write(bytes(_BYTES))
                opened.flush()
                os.fsync(opened.fileno())
            file.unlink()
            self._sync_folder()

    def _file(self, urn_id: UUID) -> Path:
        return self._folder / f"{urn_id}.key"

    def _write(self, file: Path, content: bytes) -> None:
        file.touch(mode=0o600)
        with file.open("wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())

    def _sync_folder(self) -> None:
        descriptor = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
