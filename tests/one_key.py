"""Keys in memory, for whoever signs and verifies in one test."""

from typing import Any

from shared.signing import jwk
from shared.signing.jwk import Key
from shared.signing.purposes import Purpose


class OneKey:
    """A single key of a purpose, private and public."""

    def __init__(self, purpose: Purpose) -> None:
        self.private: dict[str, Any] = jwk.generate(purpose)
        found = jwk.read(purpose, self.private)
        assert found is not None
        self._key = found
        public = jwk.read(purpose, jwk.public_part(self.private))
        assert public is not None
        self.public = public

    @property
    def kid(self) -> str:
        return str(self.private["kid"])

    def signing(self) -> Key:
        return self._key

    def known(self, kid: str) -> Key | None:
        return self.public if kid == self.kid else None

    async def find(self, kid: str) -> Key | None:
        return self.known(kid)

    async def current(self) -> Key:
        return self.public
