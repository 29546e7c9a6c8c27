"""An access token says who sends a request, for a quarter of an hour; only one service makes it."""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import assume, given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey

from shared.contracts.directory import ACCESS_TOKENS
from shared.web.problem import Problem
from shared.web.tokens import REMEMBERED, AccessTokens, ApiClient, TokenIssuer
from tests.one_key import OneKey

KEY = OneKey(ACCESS_TOKENS)
OTHER = OneKey(ACCESS_TOKENS)
CARRIER = UUID(int=42)
HEADER = {"alg": "ES256", "kid": KEY.kid, "typ": "at+jwt"}


class Hands:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.moment = datetime(2027, 2, 1, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


def verifier(clock: Hands | None = None) -> AccessTokens:
    return AccessTokens(KEY, (clock or Hands()).now)


def issued(name: str = "hr", key: OneKey = KEY, clock: Hands | None = None) -> str:
    issuer = TokenIssuer(key, (clock or Hands()).now)
    return issuer.issue(name, "bergkamen", CARRIER, ["read", "write"])[0]


def claims(**changed: Any) -> dict[str, Any]:
    given = jwt.decode(issued(), KEY.public).claims | changed
    return {name: value for name, value in given.items() if value is not None}


def compact(header: dict[str, Any], sign: Callable[[bytes], bytes]) -> str:
    """A token made by hand, as libraries would refuse to."""
    parts = [json.dumps(each).encode() for each in (header, claims())]
    content = b".".join(urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    return (content + b"." + urlsafe_b64encode(sign(content)).rstrip(b"=")).decode()


def es256(content: bytes) -> bytes:
    key = KEY.signing().private_key
    assert isinstance(key, EllipticCurvePrivateKey)
    r, s = decode_dss_signature(key.sign(content, ECDSA(SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


async def refuse(tokens: AccessTokens, token: str) -> Problem:
    with pytest.raises(Problem) as refusal:
        await tokens.verify(token)
    return refusal.value


async def test_a_token_names_the_client_its_tenant_and_its_carrier() -> None:
    client = ApiClient("hr", "bergkamen", CARRIER, frozenset({"read", "write"}))
    assert await verifier().verify(issued()) == client


def test_a_token_is_good_for_fifteen_minutes() -> None:
    assert TokenIssuer(KEY, Hands().now).issue("hr", "bergkamen", CARRIER)[1] == 900


async def test_a_token_is_refused_once_it_has_expired_even_when_it_was_verified_before() -> None:
    clock = Hands()
    tokens, token = verifier(clock), issued()
    await tokens.verify(token)
    clock.moment += timedelta(minutes=15)
    assert (await refuse(tokens, token)).status == 401


async def test_a_refusal_tells_the_client_to_fetch_a_new_token() -> None:
    problem = await refuse(verifier(), "nonsense")
    assert problem.headers == {"WWW-Authenticate": 'Bearer error="invalid_token"'}


async def test_a_token_of_another_installation_is_refused() -> None:
    assert (await refuse(verifier(), issued(key=OTHER))).code == "invalid-token"


async def test_a_key_of_ones_own_under_a_known_id_signs_no_token() -> None:
    """What says which key it was signed with does not say it was."""
    token = jwt.encode(HEADER, claims(), OTHER.signing(), ["ES256"])
    assert (await refuse(verifier(), token)).status == 401


@given(st.text(max_size=200))
async def test_any_other_text_is_refused_as_a_problem(text: str) -> None:
    assert (await refuse(verifier(), text)).status == 401


@given(st.data())
async def test_a_token_with_a_changed_character_is_refused(data: st.DataObject) -> None:
    token = issued()
    place = data.draw(st.integers(0, len(token) - 2))
    character = data.draw(st.sampled_from("abcXYZ019-_."))
    assume(token[place] != character)
    changed = token[:place] + character + token[place + 1 :]
    assert (await refuse(verifier(), changed)).status == 401


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "somebody"},
        {"aud": "something"},
        {"aud": ["knotenpunkt-api", "something"], "iss": None},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": 1_801_484_101},
        {"exp": 4_000_000_000},
        {"iat": 1, "exp": 4_000_000_000},
        {"iat": 0.5},
        {"iat": 4_000_000_000},
        {"sub": ""},
        {"tenant": None},
        {"organization_id": "42"},
        {"scope": 7},
        {"jti": None},
    ],
)
async def test_a_token_we_signed_with_a_wrong_claim_is_refused(change: dict[str, Any]) -> None:
    token = jwt.encode(HEADER, claims(**change), KEY.signing(), ["ES256"])
    assert (await refuse(verifier(), token)).status == 401


async def test_a_token_made_by_hand_is_accepted_if_it_is_right() -> None:
    assert (await verifier().verify(compact(HEADER, es256))).client_id == "hr"


async def test_the_claims_of_these_tests_are_accepted_as_they_are() -> None:
    token = jwt.encode(HEADER, claims(), KEY.signing(), ["ES256"])
    assert (await verifier().verify(token)).client_id == "hr"


@pytest.mark.parametrize(
    "header",
    [
        {"kid": None},
        {"kid": 7},
        {"kid": "../../keys"},
        {"kid": OTHER.kid},
        {"typ": None},
        {"typ": "JWT"},
        {"crit": ["exp"]},
    ],
)
async def test_a_token_with_another_header_is_refused(header: dict[str, Any]) -> None:
    changed = {name: value for name, value in (HEADER | header).items() if value is not None}
    token = compact(changed, es256)
    assert (await refuse(verifier(), token)).status == 401


@pytest.mark.parametrize("where", ["jwk", "x5c", "jku"])
async def test_a_key_that_comes_with_the_token_is_not_looked_at(where: str) -> None:
    brought = {"jwk": OTHER.public.as_dict(private=False), "x5c": ["MIIB"], "jku": "https://e.x/"}
    header = HEADER | {"kid": OTHER.kid, where: brought[where]}
    token = jwt.encode(header, claims(), OTHER.signing(), ["ES256"])
    assert (await refuse(verifier(), token)).status == 401


def as_secrets() -> dict[str, bytes]:
    """What everybody knows of a public key, in the forms in which libraries hand it out."""
    public = KEY.public.public_key
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return {
        "PEM": pem,
        "PEM without its last line break": pem.strip(),
        "DER": public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        "point": public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint),
        "JSON": json.dumps(KEY.public.as_dict(private=False)).encode(),
    }


@pytest.mark.parametrize("form", as_secrets())
@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512", "ES256"])
async def test_the_public_key_is_no_secret_that_signs(form: str, algorithm: str) -> None:
    hash_name = algorithm.replace("ES", "HS").replace("HS", "sha")
    token = compact(
        HEADER | {"alg": algorithm},
        lambda content: hmac.digest(as_secrets()[form], content, hash_name),
    )
    assert (await refuse(verifier(), token)).status == 401


@pytest.mark.parametrize("algorithm", ["none", "None", "nOnE", "", "ES256"])
@pytest.mark.parametrize("signature", [b"", bytes(64)])
async def test_a_token_without_a_signature_is_refused(algorithm: str, signature: bytes) -> None:
    token = compact(HEADER | {"alg": algorithm}, lambda _: signature)
    assert (await refuse(verifier(), token)).status == 401


@pytest.mark.parametrize(("curve", "algorithm"), [("P-384", "ES384"), ("secp256k1", "ES256K")])
async def test_another_curve_is_refused(curve: str, algorithm: str) -> None:
    key = ECKey.generate_key(curve)
    token = jwt.encode(HEADER | {"alg": algorithm}, claims(), key, [algorithm])
    assert (await refuse(verifier(), token)).status == 401


async def test_a_public_key_signs_nothing() -> None:
    with pytest.raises(Exception, match="sign"):
        jwt.encode(HEADER, claims(), KEY.public, ["ES256"])


async def test_no_more_verified_tokens_are_remembered_than_agreed() -> None:
    tokens = verifier()
    for number in range(REMEMBERED + 5):
        await tokens.verify(issued(f"client-{number}"))
    assert tokens.remembered == REMEMBERED


async def test_a_client_that_is_refused_loses_the_tokens_it_has_and_gets_new_ones() -> None:
    clock = Hands()
    tokens, old, others = verifier(clock), issued(), issued("other")
    await tokens.verify(old)
    tokens.refuse("hr")
    assert (await refuse(tokens, old)).status == 401
    assert (await tokens.verify(others)).client_id == "other"
    clock.moment += timedelta(seconds=1)
    assert (await tokens.verify(issued(clock=clock))).client_id == "hr"


class Withdrawn(OneKey):
    """A key that its owner may remove."""

    gone = False

    def known(self, kid: str) -> Any:
        return None if self.gone else super().known(kid)


async def test_a_verified_token_is_refused_once_its_key_is_gone() -> None:
    key = Withdrawn(ACCESS_TOKENS)
    tokens, token = AccessTokens(key, Hands().now), issued(key=key)
    await tokens.verify(token)
    key.gone = True
    assert (await refuse(tokens, token)).status == 401
