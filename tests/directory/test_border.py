"""What the border promises, seen from outside the directory."""

from base64 import b64encode
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from deploy.sample import CLIENT_ID, CLIENT_SECRET
from shared.web.throttle import FREE_PER_ADDRESS
from tests.directory.conftest import Desk
from tests.house import House, embedded_house

FORM = {"grant_type": "client_credentials"}


def basic(name: str, secret: str) -> dict[str, str]:
    return {"Authorization": f"Basic {b64encode(f'{name}:{secret}'.encode()).decode()}"}


@pytest.fixture
async def closed(tmp_path: Path) -> AsyncGenerator[House]:
    """A directory with a password."""
    async with embedded_house(tmp_path, ["directory"], operator_password="right") as house:
        yield house


async def test_guesses_at_a_client_are_slowed_and_logged_without_what_was_tried(
    desk: Desk,
) -> None:
    with capture_logs() as logs:
        tried = [
            await desk.house.http.post(
                "/directory/token", data=FORM, headers=basic(f"carrier-{number}", "Geheimnis")
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
        "/directory/token", data=FORM, headers=basic(CLIENT_ID, CLIENT_SECRET)
    )
    assert known.status_code == 200


async def test_guesses_at_the_operators_password_are_slowed(closed: House) -> None:
    path = "/directory/api/v1/parked"
    tried = [
        (await closed.http.get(path, headers=basic("betrieb", f"guess {number}"))).status_code
        for number in range(FREE_PER_ADDRESS + 3)
    ]
    assert tried == [401] * FREE_PER_ADDRESS + [429] * 3
    assert (await closed.http.get(path)).status_code == 401


async def test_an_operator_who_is_known_is_not_locked_out_by_a_client_that_guesses(
    closed: House,
) -> None:
    path, right = "/directory/api/v1/parked", basic("betrieb", "right")
    assert (await closed.http.get(path, headers=right)).status_code == 200
    for _ in range(20):
        await closed.http.post("/directory/token", data=FORM, headers=basic("x", "y"))
    assert (await closed.http.get(path, headers=right)).status_code == 200


SCHOOL = {"kind": "school", "name": "Kamen", "school_number": "100001", "school_type": "primary"}
HEAD = {"role": "head", "given_name": "A", "family_name": "B", "email": "a@example.org"}


@pytest.mark.parametrize(
    ("municipality", "organization", "field"),
    [
        ("05978020", SCHOOL, "school_number"),
        (
            "05978004",
            SCHOOL
            | {
                "school_number": "100999",
                "contacts": [HEAD, HEAD | {"email": "c@example.org"}],
            },
            "contacts",
        ),
    ],
)
async def test_what_a_constraint_refuses_is_a_conflict_that_names_the_field(
    desk: Desk, municipality: str, organization: dict[str, object], field: str
) -> None:
    body = {"municipality": municipality, "organizations": [organization]}
    async with desk.storing_nothing():
        answer = await desk.house.http.post("/directory/organizations", json=body)
    assert answer.status_code in (409, 422), answer.text
    assert field in answer.json()["errors"][0]["field"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("DELETE", "/directory/clients/%00"),
        ("POST", "/directory/clients/%00/secret"),
        ("GET", "/directory/schools?after=%00"),
        ("GET", "/directory/api/v1/parked?cause=%00"),
        ("GET", "/static/%00"),
        ("GET", "/%00"),
    ],
)
async def test_nul_gets_nowhere(desk: Desk, method: str, path: str) -> None:
    answer = await desk.house.http.request(method, path, headers=desk.carrier.headers)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/text-refused")
