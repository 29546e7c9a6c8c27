"""A program whose credentials are revoked is refused within a second, wherever it asks."""

import asyncio
from typing import Any

import pytest
from httpx2 import Auth
from sqlalchemy import select

from services.directory.organizations.models import Organization
from shared.contracts.accounts import revocation_of
from shared.web.sessions.models import revoked_clients
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, House, new_key
from tests.journeys.carrier import Carrier

ASKED = "/trainings/api/v1/workers/{id}/onboardings"
CLIENTS = "/directory/api/v1/clients"
PROMISED_SECONDS = 1.0


@pytest.fixture
async def house(open_either_house: OpenHouse) -> House:
    house = await open_either_house("directory", "trainings")
    await house.read_once()
    return house


@pytest.fixture
async def carrier(house: House) -> Carrier:
    """The sample's, whose own program is not the one that is revoked."""
    return await Carrier.of(house)


async def new_program(house: House) -> tuple[str, str]:
    """Its id, and a token that it has fetched."""
    mine = select(Organization.id).where(Organization.kind == "carrier").limit(1)
    [(carrier_id,)] = await house.rows("directory", mine)
    body = {"municipality": BERGKAMEN, "carrier_id": str(carrier_id)}
    made: dict[str, Any] = (await house.http.post(CLIENTS, json=body, headers=new_key())).json()
    form = {"grant_type": "client_credentials"}
    form |= {name: made[name] for name in ("client_id", "client_secret")}
    answer = await house.http.post("/directory/oauth/token", data=form, auth=Auth())
    return made["client_id"], answer.json()["access_token"]


async def status(house: House, token: str) -> int:
    """As the trainings answer, which never see a secret."""
    headers = {"Authorization": f"Bearer {token}"}
    path = ASKED.format(id=revocation_of("nobody"))
    return int((await house.http.get(path, headers=headers, auth=Auth())).status_code)


async def test_another_service_refuses_within_a_second(house: House, carrier: Carrier) -> None:
    client_id, token = await new_program(house)
    assert await status(house, token) != 401
    answer = await house.http.delete(f"{CLIENTS}/{client_id}")
    assert answer.status_code == 204
    async with asyncio.timeout(PROMISED_SECONDS):
        while await status(house, token) != 401:
            await asyncio.sleep(0.005)
    assert await status(house, carrier.token) != 401
    kept = select(revoked_clients.c.client_id)
    for service in ("directory", "trainings"):
        assert await house.rows(service, kept) == [(client_id,)]
