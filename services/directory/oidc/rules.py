"""What is believed of what a provider says: pure functions over documents and claims."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hmac import compare_digest
from typing import Any, TypeGuard
from urllib.parse import urljoin, urlsplit

from joserfc import jwt
from joserfc.errors import (
    ClaimError,
    ExpiredTokenError,
    InvalidClaimError,
    JoseError,
    MissingClaimError,
)
from joserfc.jwk import KeySet

from services.directory.oidc.values import (
    OidcRefused,
    Reason,
    RolesGiven,
    SuggestedRoles,
)

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""With a key pair: a shared secret or no signature at all prove nothing."""
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
LOGOUT_TYPES = ("logout+jwt", "application/logout+jwt", "jwt")
LOGOUT_SECONDS = 10 * 60
"""How old a logout token may be; for that long its id is remembered."""
MAX_ROLES, MAX_TEXT = 200, 255
HOME = "/"

Claims = Mapping[str, Any]


@dataclass(frozen=True)
class Expected:
    """Whose tokens are believed, and for whom they must be made."""

    issuer: str
    client_id: str
    leeway: int


@dataclass(frozen=True)
class Description:
    """A discovery document: browsers get public addresses, services those they reach."""

    issuer: str
    authorization_address: str
    token_address: str
    keys_address: str
    end_session_address: str | None
    secret_in_body: bool
    pairwise: bool
    document: Mapping[str, Any]


def description_of(document: object, issuer: str, internal: str) -> Description:
    """Read a discovery document; the issuer is compared as it stands, slash and all."""
    if not isinstance(document, dict):
        raise OidcRefused(Reason.UNUSABLE, detail="the discovery document is no object")
    found = document.get("issuer")
    if found != issuer:
        told = f'set is "{issuer}", the provider says "{str(found)[:MAX_TEXT]}"'
        raise OidcRefused(Reason.WRONG_ISSUER, ["issuer"], told)
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    missing = [name for name in needed if not _is_address(document.get(name))]
    if missing:
        raise OidcRefused(Reason.UNUSABLE, detail=f"discovery lacks {', '.join(missing)}")
    end: object = document.get("end_session_endpoint")
    methods = document.get("token_endpoint_auth_methods_supported")
    return Description(
        issuer=issuer,
        authorization_address=_moved(document["authorization_endpoint"], internal, issuer),
        token_address=_moved(document["token_endpoint"], issuer, internal),
        keys_address=_moved(document["jwks_uri"], issuer, internal),
        end_session_address=_moved(end, internal, issuer) if _is_address(end) else None,
        secret_in_body=isinstance(methods, list) and "client_secret_basic" not in methods,
        pairwise=document.get("subject_types_supported") == ["pairwise"],
        document=document,
    )


def _is_address(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and urlsplit(value).scheme in ("https", "http")


def _moved(address: str, start: str, to: str) -> str:
    """The same below another base, if it lies below ``start`` and there is another."""
    start, to = start.rstrip("/"), to.rstrip("/")
    if not start or not to or not (address == start or address.startswith(f"{start}/")):
        return address
    return to + address.removeprefix(start)


def verified(token: str, keys: KeySet) -> jwt.Token:
    """The token, if a key of the provider signed it; ``kid`` chooses, or each is tried."""
    for key in keys:
        try:
            return jwt.decode(token, key, ALGORITHMS)
        except (JoseError, ValueError, TypeError):
            continue
    raise OidcRefused(Reason.UNREADABLE)


def check_id_token(claims: Claims, expected: Expected, nonce: str, now: int) -> None:
    """Raises ``OidcRefused`` unless this is the answer to our own question (Core 3.1.3.7)."""
    essential = ("iss", "aud", "sub", "exp", "iat", "nonce")
    _check(claims, expected, now, essential)
    _check_party(claims, expected.client_id)
    given = claims["nonce"]
    if not isinstance(given, str) or not compare_digest(given.encode(), nonce.encode()):
        raise OidcRefused(Reason.CLAIM_WRONG, ["nonce"])


def proven_at(claims: Claims, now: int) -> datetime | None:
    """When somebody proved at the provider who they are, which may be long before they came."""
    told = claims.get("auth_time")
    if isinstance(told, bool) or not isinstance(told, int | float):
        return None
    return datetime.fromtimestamp(max(0, min(told, now)), UTC)


def _check_party(claims: Claims, client_id: str) -> None:
    """A token for several audiences says for which of them it was made."""
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if several and claims.get("azp") is None:
        raise OidcRefused(Reason.CLAIM_MISSING, ["azp"])
    if claims.get("azp", client_id) != client_id:
        raise OidcRefused(Reason.CLAIM_WRONG, ["azp"])


def check_logout_token(header: Claims, claims: Claims, expected: Expected, now: int) -> None:
    """Raises ``OidcRefused`` unless the provider ends sessions (Back-Channel Logout 2.6)."""
    if str(header.get("typ", "jwt")).lower() not in LOGOUT_TYPES:
        raise OidcRefused(Reason.CLAIM_WRONG, ["typ"])
    _check(claims, expected, now, ("iss", "aud", "iat", "jti", "events"))
    if claims["iat"] < now - LOGOUT_SECONDS - expected.leeway:
        raise OidcRefused(Reason.EXPIRED, ["iat"])
    events = claims["events"]
    if not isinstance(events, dict) or not isinstance(events.get(LOGOUT_EVENT), dict):
        raise OidcRefused(Reason.CLAIM_WRONG, ["events"])
    if "nonce" in claims:
        raise OidcRefused(Reason.CLAIM_WRONG, ["nonce"])
    if text_claim(claims, "sub") is None and text_claim(claims, "sid") is None:
        raise OidcRefused(Reason.CLAIM_MISSING, ["sub", "sid"])


def _check(claims: Claims, expected: Expected, now: int, essential: Sequence[str]) -> None:
    """What both kinds have in common, with the house's own names for what is wrong."""
    options: dict[str, jwt.ClaimsOption] = {name: {"essential": True} for name in essential}
    options["iss"]["value"] = expected.issuer
    options["aud"]["value"] = expected.client_id
    try:
        jwt.JWTClaimsRegistry(now, expected.leeway, **options).validate(dict(claims))
    except MissingClaimError as error:
        raise OidcRefused(Reason.CLAIM_MISSING, error.claim.split(",")) from None
    except ExpiredTokenError as error:
        raise OidcRefused(Reason.EXPIRED, [error.claim]) from None
    except InvalidClaimError as error:
        raise _wrong(error, claims, expected) from None


def _wrong(error: ClaimError, claims: Claims, expected: Expected) -> OidcRefused:
    name = error.claim
    if name == "iss":
        told = f'set is "{expected.issuer}", the token says "{str(claims["iss"])[:MAX_TEXT]}"'
        return OidcRefused(Reason.WRONG_ISSUER, [name], told)
    early = name in ("iat", "nbf") and isinstance(claims[name], int | float)
    return OidcRefused(Reason.CLOCK_DIFFERS if early else Reason.CLAIM_WRONG, [name])


def text_claim(claims: Claims, name: str) -> str | None:
    """A claim that is a text of a usable length."""
    value = claims.get(name)
    usable = isinstance(value, str) and 0 < len(value) <= MAX_TEXT and value.isprintable()
    return value if usable else None


def subject_of(claims: Claims, name: str) -> str:
    """By which the person is known again; raises ``OidcRefused`` naming the claim."""
    found = text_claim(claims, name)
    if found is None:
        raise OidcRefused(Reason.CLAIM_WRONG if name in claims else Reason.CLAIM_MISSING, [name])
    return found


def shown_name(claims: Claims) -> str:
    """How the provider calls somebody; AD FS knows but ``unique_name``."""
    whole = " ".join(filter(None, (text_claim(claims, n) for n in ("given_name", "family_name"))))
    names = (text_claim(claims, n) for n in ("name", "preferred_username", "unique_name", "upn"))
    first = next(filter(None, names), None)
    return text_claim(claims, "name") or whole or first or ""


def address_of(claims: Claims) -> str | None:
    """The mail address; ``upn`` looks like one and is none."""
    found = text_claim(claims, "email")
    return found if found and re.fullmatch(r"[^@\s]+@[^@\s]+", found) else None


def suggested_roles(claims: Claims, path: Sequence[str]) -> SuggestedRoles:
    """What lies at the end of the path, from claim to claim."""
    if not path:
        return SuggestedRoles(RolesGiven.MISSING)
    value: Any = claims
    for name in path:
        if not isinstance(value, Mapping) or name not in value:
            over = _is_overage(claims, path[0])
            return SuggestedRoles(RolesGiven.OVERAGE if over else RolesGiven.MISSING)
        value = value[name]
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
        return SuggestedRoles(RolesGiven.UNREADABLE)
    if len(names) > MAX_ROLES:
        return SuggestedRoles(RolesGiven.OVERAGE)
    kept = (each for each in dict.fromkeys(names) if 0 < len(each) <= MAX_TEXT)
    return SuggestedRoles(RolesGiven.LISTED, tuple(each for each in kept if each.isprintable()))


def _is_overage(claims: Claims, name: str) -> bool:
    """Whether the claim lies elsewhere because it is too long (Entra, AD FS)."""
    elsewhere = claims.get("_claim_names")
    named = isinstance(elsewhere, Mapping) and name in elsewhere
    return named or claims.get("hasgroups") in (True, "true") or f"{name}:src1" in claims


def safe_target(target: str) -> str:
    """A path of ours to go to after signing in, else the start page."""
    ours = "https://here.invalid"
    plain = target.isascii() and target.isprintable() and " " not in target
    if not plain or not target.startswith("/") or "\\" in target or "//" in target.split("?")[0]:
        return HOME
    try:
        parts = urlsplit(urljoin(ours, target))
    except ValueError:
        return HOME
    return target if f"{parts.scheme}://{parts.netloc}" == ours else HOME
