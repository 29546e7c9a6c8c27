"""Where a process finds keys: those of its own services in files, those of others over HTTP."""

from collections.abc import Callable, Collection
from datetime import datetime

from shared.settings import Settings
from shared.signing.published import Fetch, FetchedKeys, PublicKeys, fetch
from shared.signing.purposes import Purpose
from shared.signing.rings import KeyRing

FOLDER = "keys"
"""Below the data folder; each service has a folder in it, and needs no other."""
JWKS = "/.well-known/jwks.json"


class Keys:
    """One object for each purpose, made when it is first asked for."""

    def __init__(
        self,
        settings: Settings,
        now: Callable[[], datetime],
        services: Collection[str],
        fetch: Fetch = fetch,
    ) -> None:
        self._settings = settings
        self._now = now
        self._services = frozenset(services)
        self._fetch = fetch
        self._rings: dict[Purpose, KeyRing] = {}

    def ring(self, purpose: Purpose) -> KeyRing:
        """The private keys; raises ``ValueError`` where the service that signs does not run."""
        if purpose.signer not in self._services:
            raise ValueError(f"only {purpose.signer} signs {purpose.name}")
        if purpose not in self._rings:
            self._rings[purpose] = KeyRing(self._settings.data / FOLDER, purpose, self._now)
        return self._rings[purpose]

    def public(self, purpose: Purpose) -> PublicKeys:
        """The public keys."""
        if purpose.signer in self._services:
            return self.ring(purpose)
        address = f"{self._settings.service(purpose.signer)}/{purpose.signer}{JWKS}"
        return FetchedKeys(purpose, address, self._now, self._fetch)
