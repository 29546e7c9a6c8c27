"""Only a carrier's program with a token of ours gets in, and the token endpoint keeps RFC 6749."""

from base64 import b64encode, urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from deploy.sample import CLIENT_ID, CLIENT_SECRET
from services.directory.access.models import client_secrets, clients
from shared.contracts.directory import ACCESS_TOKENS, Scope
from shared.web.tokens import TokenIssuer
from tests.directory.conftest import Carrier, Desk
from tests.house import BERGKAMEN
from tests.one_key import OneKey

USUAL = "hires:read hires:write"
FORM = {
    "grant_type": "client_credentials",
    "client_id": CLIENT_ID,
    "client_secret": CLIENT_SECRET,
}


def tampered(token: str) -> str:
    """Another carrier's claim under the old signature."""
    head, claims, signature = token.split(".")
    plain = urlsafe_b64decode(claims + "=" * (-len(claims) % 4))
    changed = plain.replace(BERGKAMEN.encode(), b"05978020")
    return ".".join([head, urlsafe_b64encode(changed).decode().rstrip("="), signature])


def unsigned(token: str) -> str:
    head = urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("=")
    return f"{head}.{token.split('.')[1]}."


def foreign(_: str) -> str:
    issuer = TokenIssuer(OneKey(ACCESS_TOKENS), lambda: datetime.now(UTC))
    return issuer.issue(CLIENT_ID, BERGKAMEN, uuid4(), Scope)[0]


WAYS_IN = [
    ("POST", "/directory/api/v1/hires"),
    ("POST", "/directory/api/v1/hires/bulk"),
    ("POST", "/directory/api/v1/changes"),
    ("POST", "/directory/api/v1/departures"),
    ("GET", "/directory/api/v1/schools"),
    ("GET", "/directory/api/v1/workers/0198e5a0-0000-7000-8000-000000000007"),
]


@pytest.mark.parametrize(("method", "path"), WAYS_IN)
async def test_nobody_gets_in_without_a_token(desk: Desk, method: str, path: str) -> None:
    async with desk.storing_nothing():
        answer = await desk.house.http.request(method, path)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("made", [tampered, unsigned, foreign, lambda _: "x", lambda _: "a.b.c"])
async def test_a_token_that_is_not_ours_is_refused(desk: Desk, made: Any) -> None:
    stranger = Carrier(desk.house, made(desk.carrier.token))
    async with desk.storing_nothing():
        answer = await stranger.hire()
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/invalid-token")
    assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'


async def test_a_token_is_refused_after_a_quarter_of_an_hour(desk: Desk) -> None:
    assert (await desk.carrier.get("/directory/api/v1/schools")).status_code == 200
    desk.house.clock.forward(timedelta(minutes=15))
    async with desk.storing_nothing():
        assert (await desk.carrier.hire()).status_code == 401


async def test_another_scheme_than_bearer_is_refused(desk: Desk) -> None:
    headers = {"Authorization": f"Basic {desk.carrier.token}"}
    answer = await desk.house.http.get("/directory/api/v1/schools", headers=headers)
    assert answer.status_code == 401


async def test_a_token_is_given_for_the_right_secret(desk: Desk) -> None:
    answer = await desk.house.http.post("/directory/oauth/token", data=FORM)
    assert answer.status_code == 200
    body = answer.json()
    assert (body["token_type"], body["expires_in"], body["scope"]) == ("Bearer", 900, USUAL)
    assert answer.headers["cache-control"] == "no-store"


def basic(text: str) -> dict[str, str]:
    return {"Authorization": f"Basic {b64encode(text.encode()).decode()}"}


async def test_a_token_is_given_for_basic_authentication_too(desk: Desk) -> None:
    form = {"grant_type": "client_credentials"}
    headers = basic(f"{CLIENT_ID}:{CLIENT_SECRET}")
    answer = await desk.house.http.post("/directory/oauth/token", data=form, headers=headers)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "beside",
    [
        {"client_id": CLIENT_ID},
        {"client_secret": ""},
        {"client_id": CLIENT_ID, "client_secret": "", "scope": ""},
        {"client_id": "", "audience": "whatever", "resource": "https://example.org"},
    ],
)
async def test_what_rfc_6749_allows_beside_basic_authentication_is_allowed(
    desk: Desk, beside: dict[str, str]
) -> None:
    form = {"grant_type": "client_credentials"} | beside
    headers = basic(f"{CLIENT_ID}:{CLIENT_SECRET}")
    answer = await desk.house.http.post("/directory/oauth/token", data=form, headers=headers)
    assert (answer.status_code, answer.json().get("token_type")) == (200, "Bearer")


async def test_parameters_nobody_knows_or_without_a_value_are_passed_over(desk: Desk) -> None:
    form = FORM | {"scope": "", "response_type": "token"}
    assert (await desk.house.http.post("/directory/oauth/token", data=form)).status_code == 200


URLENCODED = {"Content-Type": "application/x-www-form-urlencoded"}
REFUSED: dict[str, tuple[dict[str, Any], int, str]] = {
    "no grant type": (
        {"data": {k: v for k, v in FORM.items() if k != "grant_type"}},
        400,
        "invalid_request",
    ),
    "a repeated parameter": (
        {
            "content": b"grant_type=client_credentials&client_id=a&client_id=b&client_secret=c",
            "headers": URLENCODED,
        },
        400,
        "invalid_request",
    ),
    "JSON": ({"json": FORM}, 400, "invalid_request"),
    "a multipart form": (
        {"files": {k: (None, v) for k, v in FORM.items()}},
        400,
        "invalid_request",
    ),
    "an empty body": ({}, 400, "invalid_request"),
    "two ways to authenticate": (
        {"data": FORM, "headers": basic(f"{CLIENT_ID}:{CLIENT_SECRET}")},
        400,
        "invalid_request",
    ),
    "another grant": ({"data": FORM | {"grant_type": "password"}}, 400, "unsupported_grant_type"),
    "another scope": ({"data": FORM | {"scope": "admin"}}, 400, "invalid_scope"),
    "a scope the client has not": ({"data": FORM | {"scope": "scim"}}, 400, "invalid_scope"),
    "a wrong secret": ({"data": FORM | {"client_secret": "x"}}, 401, "invalid_client"),
    "an empty secret": ({"data": FORM | {"client_secret": ""}}, 401, "invalid_client"),
    "an unknown client": ({"data": FORM | {"client_id": "x"}}, 401, "invalid_client"),
    "NUL in the client": ({"data": FORM | {"client_id": "a\0"}}, 400, "invalid_request"),
    "NUL in the header": (
        {"data": {"grant_type": "client_credentials"}, "headers": basic("a%00:b")},
        401,
        "invalid_client",
    ),
    "another client in the body": (
        {
            "data": {"grant_type": "client_credentials", "client_id": "x"},
            "headers": basic(f"{CLIENT_ID}:{CLIENT_SECRET}"),
        },
        400,
        "invalid_request",
    ),
    "no UTF-8": (
        {
            "content": b"grant_type=client_credentials&client_id=%FF%FE&client_secret=%FF",
            "headers": URLENCODED,
        },
        400,
        "invalid_request",
    ),
    "no credentials": ({"data": {"grant_type": "client_credentials"}}, 401, "invalid_client"),
    "a header nobody can read": (
        {"data": {"grant_type": "client_credentials"}, "headers": {"Authorization": "Basic §"}},
        401,
        "invalid_client",
    ),
    "a header without a colon": (
        {"data": {"grant_type": "client_credentials"}, "headers": basic("nobody")},
        401,
        "invalid_client",
    ),
    "another scheme": (
        {"data": {"grant_type": "client_credentials"}, "headers": {"Authorization": "Digest x"}},
        401,
        "invalid_client",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_the_token_endpoint_refuses_as_rfc_6749_says(desk: Desk, case: str) -> None:
    request, status, code = REFUSED[case]
    if "headers" in request:
        encoded = {name: value.encode() for name, value in request["headers"].items()}
        request = request | {"headers": encoded}
    async with desk.storing_nothing():
        answer = await desk.house.http.post("/directory/oauth/token", **request)
    assert (answer.status_code, answer.json()["error"]) == (status, code)
    assert answer.headers["cache-control"] == "no-store"
    assert ("www-authenticate" in answer.headers) == (status == 401)


async def test_a_token_bears_only_the_scopes_asked_for(desk: Desk) -> None:
    form = FORM | {"scope": "hires:read"}
    answer = await desk.house.http.post("/directory/oauth/token", data=form)
    assert answer.json()["scope"] == "hires:read"
    reader = Carrier(desk.house, answer.json()["access_token"])
    assert (await reader.get("/directory/api/v1/schools")).status_code == 200
    async with desk.storing_nothing():
        refused = await reader.hire()
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/insufficient-scope")


async def test_a_revoked_client_gets_no_token(desk: Desk) -> None:
    async with desk.house.context("directory").database.transaction() as uow:
        await uow.session.execute(update(clients).values(revoked_at=uow.now))
    answer = await desk.house.http.post("/directory/oauth/token", data=FORM)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


async def test_the_secret_is_not_stored(desk: Desk) -> None:
    [row] = await desk.house.rows("directory", select(client_secrets))
    assert CLIENT_SECRET not in str(tuple(row))
    assert len(row.secret_sha256) == 32
