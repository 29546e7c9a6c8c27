"""An access token says who sends a request, for a quarter of an hour."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import OctKey

from shared.web.problem import Problem
from shared.web.tokens import REMEMBERED, AccessTokens, ApiClient

SECRET = b"a secret of at least 32 bytes, really"
CARRIER = UUID(int=42)


class Hands:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.moment = datetime(2027, 2, 1, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


def issued(tokens: AccessTokens, name: str = "hr") -> str:
    return tokens.issue(name, "bergkamen", CARRIER, ["read", "write"])[0]


def refuse(tokens: AccessTokens, token: str) -> Problem:
    with pytest.raises(Problem) as refusal:
        tokens.verify(token)
    return refusal.value


def test_a_token_names_the_client_its_tenant_and_its_carrier() -> None:
    tokens = AccessTokens(SECRET, Hands().now)
    client = ApiClient("hr", "bergkamen", CARRIER, frozenset({"read", "write"}))
    assert tokens.verify(issued(tokens)) == client


def test_a_token_is_good_for_fifteen_minutes() -> None:
    tokens = AccessTokens(SECRET, Hands().now)
    assert tokens.issue("hr", "bergkamen", CARRIER)[1] == 900


def test_a_token_is_refused_once_it_has_expired_even_when_it_was_verified_before() -> None:
    clock = Hands()
    tokens = AccessTokens(SECRET, clock.now)
    token = issued(tokens)
    tokens.verify(token)
    clock.moment += timedelta(minutes=15)
    assert refuse(tokens, token).status == 401


def test_a_refusal_tells_the_client_to_fetch_a_new_token() -> None:
    problem = refuse(AccessTokens(SECRET, Hands().now), "nonsense")
    assert problem.headers == {"WWW-Authenticate": 'Bearer error="invalid_token"'}


def test_a_token_of_another_installation_is_refused() -> None:
    other = AccessTokens(SECRET[::-1], Hands().now)
    assert refuse(AccessTokens(SECRET, Hands().now), issued(other)).code == "invalid-token"


@given(st.text(max_size=200))
def test_any_other_text_is_refused_as_a_problem(text: str) -> None:
    assert refuse(AccessTokens(SECRET, Hands().now), text).status == 401


@given(st.data())
def test_a_token_with_a_changed_character_is_refused(data: st.DataObject) -> None:
    tokens = AccessTokens(SECRET, Hands().now)
    token = issued(tokens)
    place = data.draw(st.integers(0, len(token) - 2))
    character = data.draw(st.sampled_from("abcXYZ019-_."))
    assume(token[place] != character)
    assert refuse(tokens, token[:place] + character + token[place + 1 :]).status == 401


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "somebody"},
        {"aud": "something"},
        {"aud": ["knotenpunkt-api", "something"], "iss": None},
        {"exp": None},
        {"exp": "tomorrow"},
        {"iat": 4_000_000_000},
        {"sub": ""},
        {"tenant": None},
        {"organization_id": "42"},
        {"scope": 7},
        {"jti": None},
    ],
)
def test_a_token_we_signed_with_a_wrong_claim_is_refused(change: dict[str, Any]) -> None:
    tokens = AccessTokens(SECRET, Hands().now)
    claims = jwt.decode(issued(tokens), tokens.key).claims | change
    kept = {name: value for name, value in claims.items() if value is not None}
    assert refuse(tokens, jwt.encode({"alg": "HS256"}, kept, tokens.key)).status == 401


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
def test_only_one_algorithm_is_accepted(algorithm: str) -> None:
    tokens = AccessTokens(SECRET, Hands().now)
    claims = jwt.decode(issued(tokens), tokens.key).claims
    token = jwt.encode({"alg": algorithm}, claims, tokens.key, [algorithm])
    assert refuse(tokens, token).status == 401


def test_the_secret_itself_signs_no_token() -> None:
    tokens = AccessTokens(SECRET, Hands().now)
    claims = jwt.decode(issued(tokens), tokens.key).claims
    assert refuse(tokens, jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))).status


def test_no_more_verified_tokens_are_remembered_than_agreed() -> None:
    tokens = AccessTokens(SECRET, Hands().now)
    for number in range(REMEMBERED + 5):
        tokens.verify(issued(tokens, f"client-{number}"))
    assert tokens.remembered == REMEMBERED


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        AccessTokens(b"short", Hands().now)
