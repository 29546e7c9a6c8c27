"""Access tokens for programs: short-lived, signed, and checked without a database."""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid4

from joserfc import jws, jwt
from joserfc.errors import JoseError

from shared.signing.published import PublicKeys
from shared.signing.rings import SigningKeys
from shared.web.problem import Problem

ISSUER = "knotenpunkt"
AUDIENCE = "knotenpunkt-api"
ALGORITHM = "ES256"
TYPE = "at+jwt"
"""RFC 9068: no other signed thing is taken for an access token."""
LIFETIME_SECONDS = 15 * 60
SKEW_SECONDS = 30
"""How far another machine's clock may be ahead; the end is exact."""
REMEMBERED = 1024
_MALFORMED = (JoseError, ValueError, TypeError, AttributeError, KeyError)


@dataclass(frozen=True)
class ApiClient:
    """The program that sends a request, and for whom."""

    client_id: str
    tenant: str
    organization_id: UUID
    scopes: frozenset[str] = frozenset()

    @property
    def actor(self) -> str:
        return self.client_id

    @property
    def role(self) -> str:
        return "program"

    @property
    def caller(self) -> str:
        """Whose Idempotency-Keys it sends: the organization's, whichever program of it that is."""
        return str(self.organization_id)


class TokenIssuer:
    """Issues tokens, in the one service that may."""

    def __init__(self, keys: SigningKeys, now: Callable[[], datetime]) -> None:
        self._keys = keys
        self._now = now

    def issue(
        self, client_id: str, tenant: str, organization_id: UUID, scopes: Iterable[str] = ()
    ) -> tuple[str, int]:
        issued = int(self._now().timestamp())
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": client_id,
            "tenant": tenant,
            "organization_id": str(organization_id),
            "scope": " ".join(sorted(scopes)),
            "iat": issued,
            "exp": issued + LIFETIME_SECONDS,
            "jti": str(uuid4()),
        }
        key = self._keys.signing()
        header = {"alg": ALGORITHM, "kid": key.kid, "typ": TYPE}
        return jwt.encode(header, claims, key, [ALGORITHM]), LIFETIME_SECONDS


@dataclass(frozen=True, slots=True)
class _Verified:
    client: ApiClient
    expires: int
    kid: str


class AccessTokens:
    """Verifies tokens; a verified one is remembered as long as it and its key are valid."""

    def __init__(self, keys: PublicKeys, now: Callable[[], datetime]) -> None:
        self._keys = keys
        self._now = now
        self._verified: OrderedDict[bytes, _Verified] = OrderedDict()
        self._refused: dict[str, int] = {}

    @property
    def remembered(self) -> int:
        """How many verified tokens are kept in memory."""
        return len(self._verified)

    async def verify(self, token: str) -> ApiClient:
        """The program; raises ``Problem`` (401) and ``KeysUnknown``."""
        digest = sha256(token.encode(errors="replace")).digest()
        known = self._verified.get(digest)
        if known is None:
            known = await self._check(token)
        elif self._keys.known(known.kid) is None and await self._keys.find(known.kid) is None:
            self._verified.pop(digest, None)
            raise invalid_token()
        if known.expires <= self._now().timestamp() or self._is_refused(known):
            self._verified.pop(digest, None)
            raise invalid_token()
        self._remember(digest, known)
        return known.client

    def refuse(self, client_id: str, at: datetime | None = None) -> None:
        """No token that this client had ``at`` that moment, or has now, is valid here any more."""
        now = self._seconds()
        kept = {known: end for known, end in self._refused.items() if end > now}
        end = (int(at.timestamp()) if at else now) + LIFETIME_SECONDS
        self._refused = kept | {client_id: max(end, kept.get(client_id, 0))}

    def _is_refused(self, verified: _Verified) -> bool:
        """Every token that was there when the client was refused ends by the time noted."""
        return verified.expires <= self._refused.get(verified.client.client_id, 0)

    async def _check(self, token: str) -> _Verified:
        kid = _key_named(token)
        key = self._keys.known(kid) or await self._keys.find(kid)
        if key is None:
            raise invalid_token()
        try:
            claims = jwt.decode(token, key, [ALGORITHM]).claims
            self._rules().validate(claims)
            if not 0 < claims["exp"] - claims["iat"] <= LIFETIME_SECONDS:
                raise invalid_token()
            client = ApiClient(
                claims["sub"],
                claims["tenant"],
                UUID(claims["organization_id"]),
                frozenset(claims["scope"].split()),
            )
            return _Verified(client, int(claims["exp"]), kid)
        except _MALFORMED:
            raise invalid_token() from None

    def _rules(self) -> jwt.JWTClaimsRegistry:
        return jwt.JWTClaimsRegistry(
            now=self._seconds,
            leeway=SKEW_SECONDS,
            iss={"essential": True, "value": ISSUER},
            aud={"essential": True, "value": AUDIENCE},
            sub={"essential": True},
            tenant={"essential": True},
            organization_id={"essential": True},
            scope={"essential": True, "allow_blank": True},
            iat={"essential": True},
            exp={"essential": True},
            jti={"essential": True},
        )

    def _remember(self, digest: bytes, verified: _Verified) -> None:
        self._verified[digest] = verified
        self._verified.move_to_end(digest)
        if len(self._verified) > REMEMBERED:
            self._verified.popitem(last=False)

    def _seconds(self) -> int:
        return int(self._now().timestamp())


def _key_named(token: str) -> str:
    """The id in the header, of a token of our kind; nothing else in a header is looked at."""
    try:
        header = jws.extract_compact(token.encode()).headers()
    except _MALFORMED:
        raise invalid_token() from None
    kid = header.get("kid")
    if (header.get("alg"), header.get("typ")) != (ALGORITHM, TYPE) or not isinstance(kid, str):
        raise invalid_token()
    return kid


def invalid_token() -> Problem:
    return Problem(
        401,
        "invalid-token",
        "The access token is invalid or has expired",
        headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
    )
