"""Reads a token request as RFC 6749 sections 2.3.1 and 4.4 say, and names its errors."""

from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote_plus

from shared.contracts.directory import Scope

UNKNOWN = "unknown client or wrong secret"


class TokenError(Exception):
    """An error of RFC 6749 section 5.2; ``code`` is its name there."""

    def __init__(self, code: str, description: str, status: int = 400) -> None:
        super().__init__(code)
        self.code, self.description, self.status = code, description, status


@dataclass(frozen=True)
class Credentials:
    """What the program says it is."""

    client_id: str
    secret: str
    scopes: frozenset[Scope] = frozenset()
    """What it asks for; nothing means all it may have."""

    def granted(self, allowed: frozenset[Scope]) -> frozenset[Scope]:
        """The scopes of its token; raises ``TokenError`` if it asks for one it may not have."""
        if self.scopes - allowed:
            raise TokenError("invalid_scope", "the client may not have this scope")
        return self.scopes or allowed


def read_request(form: Mapping[str, Sequence[str]], authorization: str | None) -> Credentials:
    """The credentials of a well-formed client-credentials request; raises ``TokenError``."""
    if any(len(values) > 1 for values in form.values()):
        raise TokenError("invalid_request", "a parameter is repeated")
    # RFC 6749 section 3.2: without a value as if omitted.
    one = {name: values[0] for name, values in form.items() if values[0]}
    if "grant_type" not in one:
        raise TokenError("invalid_request", "grant_type is missing")
    if one["grant_type"] != "client_credentials":
        raise TokenError("unsupported_grant_type", "only client_credentials is supported")
    scopes = _scopes(one.get("scope", ""))
    if authorization is not None:
        return replace(_agreed(_basic(authorization), one), scopes=scopes)
    if "client_id" not in one or "client_secret" not in one:
        raise TokenError("invalid_client", "client_id and client_secret are missing", 401)
    return Credentials(one["client_id"], one["client_secret"], scopes)


def _scopes(text: str) -> frozenset[Scope]:
    try:
        return frozenset(Scope(name) for name in text.split())
    except ValueError:
        raise TokenError("invalid_scope", f"the scopes are {', '.join(Scope)}") from None


def _agreed(basic: Credentials, one: Mapping[str, str]) -> Credentials:
    """A client_id beside the header says who asks (section 3.2.1); a secret is a second way."""
    if "client_secret" in one:
        raise TokenError("invalid_request", "more than one way of authentication is used")
    if one.get("client_id", basic.client_id) != basic.client_id:
        raise TokenError("invalid_request", "client_id differs from the Authorization header")
    return basic


def _basic(authorization: str) -> Credentials:
    scheme, _, encoded = authorization.partition(" ")
    try:
        client_id, colon, secret = b64decode(encoded, validate=True).decode().partition(":")
    except ValueError:
        colon = ""
    if scheme.lower() != "basic" or not colon:
        raise TokenError("invalid_client", "the Authorization header cannot be read", 401)
    try:
        plain = [unquote_plus(part, errors="strict") for part in (client_id, secret)]
    except ValueError:
        raise TokenError("invalid_client", "the Authorization header is not UTF-8", 401) from None
    if "\0" in plain[0]:
        raise TokenError("invalid_client", UNKNOWN, 401)
    return Credentials(plain[0], plain[1])
