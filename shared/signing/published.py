"""The public keys of a service that signs, read over HTTP when they are needed."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Protocol

import orjson
import structlog

from shared.signing import jwk
from shared.signing.jwk import Key
from shared.signing.purposes import Purpose

TIME_TO_LIVE = timedelta(minutes=10)
"""A key that its owner has removed verifies so much longer, if its owner can be reached."""
PAUSE = timedelta(seconds=30)
"""Between two requests, whatever ids of keys come in."""
FIRST_PAUSE = timedelta(seconds=2)
"""The same as long as no key is known."""
SECONDS = 2.0
MAX_BYTES = 64 * 1024
_TLS = ssl.PROTOCOL_TLS_CLIENT

log = structlog.get_logger()

Fetch = Callable[[str], Awaitable[Any]]
"""The JSON at an address; raises ``Unpublished``."""


class Unpublished(Exception):
    """No answer, or one that holds no keys."""


class KeysUnknown(Exception):
    """The service that signs has not been reached since this process began."""


class PublicKeys(Protocol):
    """Verifies what one service signed for one purpose."""

    def known(self, kid: str) -> Key | None:
        """The key, if that can be said without asking anybody."""

    async def find(self, kid: str) -> Key | None:
        """The key; None if there is none of this id. Raises ``KeysUnknown``."""

    async def current(self) -> Key:
        """The key to seal to now. Raises ``KeysUnknown``."""


class FetchedKeys:
    """Keeps the last keys it has seen when their owner is away; an error is never kept."""

    def __init__(
        self, purpose: Purpose, address: str, now: Callable[[], datetime], fetch: Fetch
    ) -> None:
        self._purpose = purpose
        self._address = address
        self._now = now
        self._fetch = fetch
        self._keys: Mapping[str, Key] = {}
        self._read_at: datetime | None = None
        self._asked_at: datetime | None = None
        self._one_at_a_time = asyncio.Lock()

    def known(self, kid: str) -> Key | None:
        return None if self._is_old() and self._may_ask() else self._keys.get(kid)

    async def find(self, kid: str) -> Key | None:
        if self._should_ask(kid):
            async with self._one_at_a_time:
                if self._should_ask(kid):
                    await self._read()
        if not self._keys:
            raise KeysUnknown
        return self._keys.get(kid)

    async def current(self) -> Key:
        async with self._one_at_a_time:
            if self._may_ask() and self._is_old():
                await self._read()
        if not self._keys:
            raise KeysUnknown
        return next(iter(self._keys.values()))

    def _should_ask(self, kid: str) -> bool:
        return self._may_ask() and (kid not in self._keys or self._is_old())

    def _is_old(self) -> bool:
        return self._read_at is None or self._now() - self._read_at >= TIME_TO_LIVE

    def _may_ask(self) -> bool:
        pause = PAUSE if self._keys else FIRST_PAUSE
        return self._asked_at is None or self._now() - self._asked_at >= pause

    async def _read(self) -> None:
        try:
            self._keys = self._understood(await self._fetch(self._address))
            self._read_at = self._now()
        except Unpublished as error:
            log.warning("keys.unread", service=self._purpose.signer, reason=str(error))
        finally:
            self._asked_at = self._now()

    def _understood(self, published: object) -> Mapping[str, Key]:
        listed = published.get("keys") if isinstance(published, Mapping) else None
        each = [jwk.read(self._purpose, one) for one in listed] if isinstance(listed, list) else []
        keys = {key.kid: key for key in each if key is not None and key.kid is not None}
        if not keys or any(key.is_private for key in keys.values()):
            raise Unpublished("no public keys of this purpose")
        return keys


async def fetch(address: str) -> Any:
    """The JSON at an address of this installation, at once or not at all."""
    from httpx2 import AsyncClient, HTTPError, InvalidURL  # memory that most services can spare

    trusted = _trusted() if address.startswith("https:") else ssl.SSLContext(_TLS)
    try:
        async with (
            asyncio.timeout(SECONDS),
            AsyncClient(verify=trusted, trust_env=False) as client,
            client.stream("GET", address) as answer,
        ):
            if answer.status_code != 200:
                raise Unpublished(f"status {answer.status_code}")
            return orjson.loads(await _body(answer.aiter_bytes()))
    except (HTTPError, InvalidURL, OSError, TimeoutError, orjson.JSONDecodeError) as error:
        raise Unpublished(type(error).__name__) from None


async def _body(parts: AsyncIterator[bytes]) -> bytes:
    body = b""
    async for part in parts:
        body += part
        if len(body) > MAX_BYTES:
            raise Unpublished("too much")
    return body


@cache
def _trusted() -> ssl.SSLContext:
    """Made once, for it takes some 20 ms."""
    return ssl.create_default_context()
