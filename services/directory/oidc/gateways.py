"""What is asked of the provider over HTTP, and how long its answers are kept.

Whoever does not sign in this way never loads the libraries for it.
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

import structlog
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from services.directory.oidc.rules import Description, description_of
from services.directory.oidc.values import OidcRefused, Reason
from shared.context import Context
from shared.oidc_settings import OidcSettings

log = structlog.get_logger(__name__)

FRESH = timedelta(minutes=10)
"""After that, what was withdrawn is no longer believed."""
AGAIN = timedelta(seconds=30)
"""At least between two fetches, whatever a token asks for."""
KEPT = timedelta(days=1)
"""At most, while nothing newer can be had."""
SECONDS = 8.0
"""Until the provider has answered, in all."""
DISCOVERY = "/.well-known/openid-configuration"

T = TypeVar("T")


@dataclass(frozen=True)
class Question:
    """What a sign-in is made of: the state finds it, the nonce and the verifier prove it."""

    state: str
    nonce: str
    verifier: str


class Kept(Generic[T]):
    """What was fetched last: for ``FRESH``, or as long as nothing newer can be had.

    Failures are never kept. One fetch at a time.
    """

    def __init__(self, fetch: Callable[[], Awaitable[T]], now: Callable[[], datetime]) -> None:
        self._fetch, self._now = fetch, now
        self._turn = asyncio.Lock()
        self._last: T | None = None
        self._fetched = self._tried = datetime.min.replace(tzinfo=now().tzinfo)

    async def get(self, suffices: Callable[[T], bool] = lambda _: True) -> T:
        """The last one if it suffices, else what a new fetch brings, which may suffice or not."""
        async with self._turn:
            now = self._now()
            if self._last is not None and now - self._fetched > KEPT:
                self._last = None
            if self._last is not None:
                fresh = now - self._fetched < FRESH and suffices(self._last)
                if fresh or now - self._tried < AGAIN:
                    return self._last
            return await self._renewed(now)

    async def _renewed(self, now: datetime) -> T:
        self._tried = now
        try:
            self._last = await self._fetch()
        except OidcRefused as refused:
            if self._last is None:
                raise
            log.warning("provider unavailable, its last answer is used", reason=refused.reason)
            return self._last
        self._fetched = now
        return self._last


class Provider:
    """The provider of these settings; its description and keys are kept in memory."""

    def __init__(self, settings: OidcSettings, now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._description = Kept(self._describe, now)
        self._keys = Kept(self._fetch_keys, now)
        self._trust: ssl.SSLContext | None = None

    async def description(self) -> Description:
        return await self._description.get()

    async def keys(self, key_id: str | None) -> KeySet:
        """Those that may have signed a token; raises ``OidcRefused`` if there are none."""

        def matching(keys: KeySet) -> list[Any]:
            signing = [key for key in keys if key.get("use") in (None, "sig")]
            return [key for key in signing if key_id is None or key.kid == key_id]

        found = matching(await self._keys.get(lambda keys: bool(matching(keys))))
        if not found:
            raise OidcRefused(Reason.KEY_UNKNOWN)
        return KeySet(found)

    async def authorization_address(
        self, question: Question, return_address: str, *, anew: bool = False
    ) -> str:
        """Where the browser goes: code flow with PKCE, the answer in the query.

        With ``anew`` whoever is signed in there already has to prove it once more.
        """
        more = {"prompt": "login"} if anew else {}
        description = await self.description()
        async with self._client(description) as client:
            address, _ = client.create_authorization_url(
                description.authorization_address,
                state=question.state,
                code_verifier=question.verifier,
                nonce=question.nonce,
                redirect_uri=return_address,
                response_mode="query",
                **more,
            )
        return str(address)

    async def redeem(self, code: str, verifier: str, return_address: str) -> str:
        """The id_token for a code; the other tokens are dropped."""
        from authlib.integrations.base_client import OAuthError

        description = await self.description()
        try:
            async with asyncio.timeout(SECONDS), self._client(description) as client:
                answer = await client.fetch_token(
                    description.token_address,
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=verifier,
                    redirect_uri=return_address,
                )
        except OAuthError as error:
            code = _code_of(error.error)
            unknown = code in ("invalid_client", "unauthorized_client")
            reason = Reason.CLIENT_REFUSED if unknown else Reason.PROVIDER_REFUSED
            raise OidcRefused(reason, detail=code) from None
        except _faults() as error:
            raise OidcRefused(Reason.UNREACHABLE, detail=type(error).__name__) from None
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise OidcRefused(Reason.CLAIM_MISSING, ["id_token"])
        return token

    async def _describe(self) -> Description:
        settings = self._settings
        base = settings.oidc_internal_base or settings.oidc_issuer
        document = await self._fetch(base.rstrip("/") + DISCOVERY)
        return description_of(document, settings.oidc_issuer, settings.oidc_internal_base)

    async def _fetch_keys(self) -> KeySet:
        document = await self._fetch((await self.description()).keys_address)
        try:
            return KeySet.import_key_set(document)
        except (JoseError, ValueError, TypeError, KeyError):
            raise OidcRefused(Reason.UNUSABLE, detail="no keys at jwks_uri") from None

    async def _fetch(self, address: str) -> Any:
        import httpx2

        try:
            async with (
                asyncio.timeout(SECONDS),
                httpx2.AsyncClient(timeout=SECONDS, verify=self._context()) as client,
            ):
                response = await client.get(address, headers={"Accept": "application/json"})
            response.raise_for_status()
        except _faults() as error:
            raise OidcRefused(Reason.UNREACHABLE, detail=type(error).__name__) from None
        try:
            return response.json()
        except ValueError:
            raise OidcRefused(Reason.UNUSABLE, detail="what should be JSON is none") from None

    def _client(self, description: Description) -> Any:
        from authlib.integrations.httpx_client import AsyncOAuth2Client

        secret = self._settings.oidc_client_secret
        method = "client_secret_post" if description.secret_in_body else "client_secret_basic"
        return AsyncOAuth2Client(
            self._settings.oidc_client_id,
            secret.get_secret_value() if secret else None,
            token_endpoint_auth_method=method if secret else "none",
            scope=self._settings.oidc_scopes,
            code_challenge_method="S256",
            timeout=SECONDS,
            verify=self._context(),
        )

    def _context(self) -> ssl.SSLContext:
        """Whom we trust: the house's own authority, or the system's."""
        if self._trust is None:
            self._trust = ssl.create_default_context(cafile=self._settings.oidc_ca_file)
        return self._trust


def provider_of(here: Context) -> Provider:
    """The one of this service; raises ``OidcRefused`` where none is set up."""
    if not here.settings.oidc_issuer:
        raise OidcRefused(Reason.NOT_CONFIGURED)
    return here.single(_make)


def _make(here: Context) -> Provider:
    return Provider(here.settings, here.clock.now)


def _faults() -> tuple[type[Exception], ...]:
    """What goes wrong on the way."""
    import httpx2

    return httpx2.HTTPError, httpx2.InvalidURL, TimeoutError, OSError, ValueError


def _code_of(error: object) -> str:
    """An error code of OAuth, which says nothing about anybody."""
    known = isinstance(error, str) and error.isascii() and len(error) <= 60
    return str(error) if known and str(error).replace("_", "").isalnum() else "unknown error"
