"""The private keys of a service for one purpose, in a file of its own."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from pydantic import BaseModel

from shared.private_files import private_file, private_folder
from shared.signing import jwk
from shared.signing.jwk import Key
from shared.signing.purposes import Algorithm, Purpose


class Former(BaseModel):
    """What is left of a key that signs no more: its public part, or all of it if it opens."""

    key: dict[str, Any]
    until: datetime


class Stored(BaseModel):
    """``following`` is published before it signs, so that everybody knows it by then."""

    signing: dict[str, Any]
    since: datetime
    following: dict[str, Any]
    former: list[Former] = []

    def published(self, now: datetime) -> list[dict[str, Any]]:
        """The one in use first. Nobody seals to a former one any more, so it is not among them."""
        own = [jwk.public_part(self.signing), jwk.public_part(self.following)]
        former = [each.key for each in self.former if now < each.until]
        return own + [key for key in former if key["use"] == "sig"]


class SigningKeys(Protocol):
    """Where a signer gets its key from."""

    def signing(self) -> Key:
        """The private key to sign with now."""


class KeyRing:
    """Signs, verifies without asking anybody, and opens what others sealed.

    Processes that share the folder see at their next use what another of them, or the command
    line, has rotated. A crash leaves the file before or after the change.
    """

    def __init__(self, folder: Path, purpose: Purpose, now: Callable[[], datetime]) -> None:
        self.purpose = purpose
        self._now = now
        self._folder = folder
        self._file = folder / purpose.signer / f"{purpose.name}.json"
        self._path = str(self._file)
        self._seen: tuple[int, int] | None = None
        self._stored: Stored | None = None
        self._verifying: dict[str, tuple[Key, datetime | None]] = {}
        self._opening: dict[str, Key] = {}
        self._signing: Key | None = None

    def signing(self) -> Key:
        """The key to sign with now; the first use makes one, and one after its time rotates."""
        since = self.stored().since
        if self._now() - since >= self.purpose.signs_for:
            self.rotate(only_after=since)
        assert self._signing is not None
        return self._signing

    def published(self) -> list[dict[str, Any]]:
        """The public keys as JSON: the one in use, the next one, and former ones that verify."""
        self.signing()
        return self.stored().published(self._now())

    def known(self, kid: str) -> Key | None:
        self.stored()
        key, until = self._verifying.get(kid, (None, None))
        return key if until is None or self._now() < until else None

    async def find(self, kid: str) -> Key | None:
        return self.known(kid)

    async def current(self) -> Key:
        kid = self.signing().kid
        return self._verifying[str(kid)][0]

    def opening(self, kid: str) -> Key | None:
        """The private key that opens what was sealed to it; None once its time is over."""
        if self.known(kid) is None:
            return None
        return self._opening.get(kid)

    def rotate(self, *, only_after: datetime | None = None) -> None:
        """The next key signs from now on; the one before verifies until its end.

        With ``only_after``, nothing happens if another process has rotated since then.
        """
        self.stored()
        with self._locked():
            before = self._read()
            if only_after is not None and before.since != only_after:
                return
            now = self._now()
            former = [each for each in before.former if now < each.until]
            until = now + self.purpose.verifies_for
            opens = self.purpose.algorithm is Algorithm.ECDH_ES
            left = before.signing if opens else jwk.public_part(before.signing)
            former.append(Former(key=left, until=until))
            self._write(before.following, former)

    def replace(self) -> None:
        """New keys only, as after a break-in: nothing that was signed before is valid."""
        with self._locked():
            self._write(jwk.generate(self.purpose), [])

    def stored(self) -> Stored:
        """What the file holds now; made if it is not there."""
        seen = self._look()
        if self._stored is not None and seen == self._seen:
            return self._stored
        if seen is None:
            with self._locked():
                if self._look() is None:
                    self._write(jwk.generate(self.purpose), [])
        return self._read()

    def _read(self) -> Stored:
        seen = self._look()
        stored = Stored.model_validate_json(self._file.read_bytes())
        self._take(stored)
        self._seen = seen
        return stored

    def _look(self) -> tuple[int, int] | None:
        """Changes whenever the file is replaced."""
        try:
            found = os.stat(self._path)  # noqa: PTH116 -- of every signature; a Path takes twice as long
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns

    def _take(self, stored: Stored) -> None:
        ends: list[tuple[dict[str, Any], datetime | None]] = [
            (stored.signing, None),
            (stored.following, None),
            *((each.key, each.until) for each in stored.former),
        ]
        keys = [(jwk.read(self.purpose, jwk.public_part(one)), until) for one, until in ends]
        self._verifying = {str(key.kid): (key, until) for key, until in keys if key is not None}
        if self.purpose.algorithm is Algorithm.ECDH_ES:
            private = [jwk.read(self.purpose, one) for one, _ in ends]
            self._opening = {str(key.kid): key for key in private if key is not None}
        self._signing = jwk.read(self.purpose, stored.signing)
        self._stored = stored

    def _write(self, signing: dict[str, Any], former: list[Former]) -> None:
        following = jwk.generate(self.purpose)
        stored = Stored(signing=signing, since=self._now(), following=following, former=former)
        new = private_file(self._file.with_suffix(".new"))
        new.write_text(stored.model_dump_json())
        new.replace(self._file)
        self._read()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        private_folder(self._folder)
        with private_file(self._file.with_suffix(".lock")).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
