"""What the border promises, seen from outside the directory."""

import asyncio
from base64 import b64encode
from collections import Counter

import pytest
from fastapi import FastAPI
from structlog.testing import capture_logs

from deploy.sample import CLIENT_ID, CLIENT_SECRET
from services.directory.organizations.models import organizations
from shared.context import Uow
from shared.ids import new_id
from shared.web.throttle import FREE_PER_ADDRESS
from tests.directory.conftest import Desk
from tests.house import BERGKAMEN

FORM = {"grant_type": "client_credentials"}


def basic(name: str, secret: str) -> dict[str, str]:
    return {"Authorization": f"Basic {b64encode(f'{name}:{secret}'.encode()).decode()}"}


async def test_guesses_at_a_client_are_slowed_and_logged_without_what_was_tried(
    desk: Desk,
) -> None:
    with capture_logs() as logs:
        tried = [
            await desk.house.http.post(
                "/directory/oauth/token", data=FORM, headers=basic(f"carrier-{number}", "Geheimnis")
            )
            for number in range(FREE_PER_ADDRESS + 3)
        ]
    assert [answer.status_code for answer in tried] == [401] * FREE_PER_ADDRESS + [429] * 3
    assert tried[-1].json()["type"] == "/problems/too-many-attempts"
    assert int(tried[-1].headers["retry-after"]) >= 1
    assert (
        len([line for line in logs if line["event"] == "credentials refused"]) == FREE_PER_ADDRESS
    )
    assert "Geheimnis" not in str(logs)
    assert "carrier-" not in str(logs)
    known = await desk.house.http.post(
        "/directory/oauth/token", data=FORM, headers=basic(CLIENT_ID, CLIENT_SECRET)
    )
    assert known.status_code == 200


async def test_guesses_at_the_same_time_are_as_few_as_one_after_the_other(desk: Desk) -> None:
    posting = [
        desk.house.http.post(
            "/directory/oauth/token", data=FORM, headers=basic(CLIENT_ID, f"{number}")
        )
        for number in range(60)
    ]
    answers = Counter(answer.status_code for answer in await asyncio.gather(*posting))
    assert answers == {401: FREE_PER_ADDRESS, 429: 60 - FREE_PER_ADDRESS}


async def test_who_knows_the_secret_fetches_many_tokens_at_the_same_time(desk: Desk) -> None:
    right = basic(CLIENT_ID, CLIENT_SECRET)
    for _ in ("new", "known"):
        posting = [
            desk.house.http.post("/directory/oauth/token", data=FORM, headers=right)
            for _ in range(20)
        ]
        assert {answer.status_code for answer in await asyncio.gather(*posting)} == {200}


async def test_who_is_signed_in_is_not_locked_out_by_a_client_that_guesses(desk: Desk) -> None:
    path, form = "/directory/api/v1/parked", FORM
    for _ in range(20):
        await desk.house.http.post("/directory/oauth/token", data=form, headers=basic("x", "y"))
    guess = await desk.house.http.post("/directory/oauth/token", data=form, headers=basic("x", "y"))
    assert guess.status_code == 429
    assert (await desk.house.http.get(path)).status_code == 200


async def test_no_password_opens_what_a_sign_in_opens(desk: Desk) -> None:
    desk.house.http.cookies.clear()
    right = basic("betrieb", "operator-password")
    answer = await desk.house.http.get("/directory/api/v1/parked", headers=right)
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/signed-out")
    assert "www-authenticate" not in answer.headers


SCHOOL = {"kind": "school", "name": "Kamen", "school_number": "100999", "school_type": "primary"}
HEAD = {"role": "head", "given_name": "A", "family_name": "B", "email": "a@example.org"}


async def test_two_contacts_of_one_role_are_refused_naming_the_field(desk: Desk) -> None:
    contacts = [HEAD, HEAD | {"email": "c@example.org"}]
    organization = SCHOOL | {"contacts": contacts}
    body = {"municipality": BERGKAMEN, "organizations": [organization]}
    async with desk.storing_nothing():
        answer = await desk.house.http.post("/directory/api/v1/organizations/import", json=body)
    assert answer.status_code == 422, answer.text
    assert "contacts" in answer.json()["errors"][0]["field"]


async def test_what_a_constraint_refuses_is_a_conflict_that_names_the_field(desk: Desk) -> None:
    app: FastAPI = desk.house.app.state.mounted["directory"]

    @app.post("/twice", include_in_schema=True)
    async def twice(uow: Uow) -> None:
        row = {"tenant": BERGKAMEN, "kind": "school", "name": "x", "all_day_school": False}
        row |= {"school_number": "100001", "version": 1}
        await uow.session.execute(organizations.insert().values(id=new_id(), **row))

    async with desk.storing_nothing():
        answer = await desk.house.http.post("/directory/twice")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/school-number-taken")
    assert answer.json()["errors"][0]["field"] == "school_number"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("DELETE", "/directory/api/v1/clients/%00"),
        ("POST", "/directory/api/v1/clients/%00/secret"),
        ("GET", "/directory/api/v1/schools?after=%00"),
        ("GET", "/directory/api/v1/parked?cause=%00"),
        ("GET", "/static/%00"),
        ("GET", "/%00"),
    ],
)
async def test_nul_gets_nowhere(desk: Desk, method: str, path: str) -> None:
    answer = await desk.house.http.request(method, path, headers=desk.carrier.headers)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/text-refused")
