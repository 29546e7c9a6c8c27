"""Access tokens for programs: short-lived, signed, and checked without a database."""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import digest
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from shared.ids import new_id
from shared.web.problem import Problem

ISSUER = "knotenpunkt"
AUDIENCE = "knotenpunkt-api"
ALGORITHM = "HS256"
LIFETIME_SECONDS = 15 * 60
REMEMBERED = 1024


@dataclass(frozen=True)
class ApiClient:
    """The program that sends a request, and for whom."""

    client_id: str
    tenant: str
    organization_id: UUID
    scopes: frozenset[str] = frozenset()

    @property
    def caller(self) -> str:
        """Whose Idempotency-Keys it sends: the organization's, whichever program of it that is."""
        return str(self.organization_id)


class AccessTokens:
    """Issues and verifies tokens; a verified one is remembered, its expiry is not trusted."""

    def __init__(self, secret: bytes, now: Callable[[], datetime]) -> None:
        if len(secret) < 32:
            raise ValueError("a token secret has at least 32 bytes")
        self.key = OctKey.import_key(digest(secret, b"knotenpunkt.access-token", sha256))
        self._now = now
        self._verified: OrderedDict[str, tuple[ApiClient, int]] = OrderedDict()

    @property
    def remembered(self) -> int:
        """How many verified tokens are kept in memory."""
        return len(self._verified)

    def issue(
        self, client_id: str, tenant: str, organization_id: UUID, scopes: Iterable[str] = ()
    ) -> tuple[str, int]:
        issued = self._seconds()
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": client_id,
            "tenant": tenant,
            "organization_id": str(organization_id),
            "scope": " ".join(sorted(scopes)),
            "iat": issued,
            "exp": issued + LIFETIME_SECONDS,
            "jti": str(new_id()),
        }
        return jwt.encode({"alg": ALGORITHM}, claims, self.key, [ALGORITHM]), LIFETIME_SECONDS

    def verify(self, token: str) -> ApiClient:
        client, expires = self._verified.get(token) or self._check(token)
        if expires <= self._seconds():
            self._verified.pop(token, None)
            raise invalid_token()
        self._remember(token, client, expires)
        return client

    def _check(self, token: str) -> tuple[ApiClient, int]:
        try:
            claims = jwt.decode(token, self.key, [ALGORITHM]).claims
            self._rules().validate(claims)
            client = ApiClient(
                claims["sub"],
                claims["tenant"],
                UUID(claims["organization_id"]),
                frozenset(claims["scope"].split()),
            )
            return client, int(claims["exp"])
        except (JoseError, ValueError, TypeError, AttributeError, KeyError):
            raise invalid_token() from None

    def _rules(self) -> jwt.JWTClaimsRegistry:
        return jwt.JWTClaimsRegistry(
            now=self._seconds,
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

    def _remember(self, token: str, client: ApiClient, expires: int) -> None:
        self._verified[token] = (client, expires)
        self._verified.move_to_end(token)
        if len(self._verified) > REMEMBERED:
            self._verified.popitem(last=False)

    def _seconds(self) -> int:
        return int(self._now().timestamp())


def invalid_token() -> Problem:
    return Problem(
        401,
        "invalid-token",
        "The access token is invalid or has expired",
        headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
    )
